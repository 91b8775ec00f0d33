"""The proof that a question with drawn numbers is right whichever are drawn: every combination is gone through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from content import Problem, Text
from courses.expressions import BadExpression, parse
from courses.items import Gap, Item, Path
from courses.sheets import Column, Sheet, sheet_of
from courses.variants import (
    ANSWER,
    FEWEST_VARIANTS,
    MOST_COMBINATIONS,
    Numbers,
    combinations,
    places_in,
    shown_number,
    values_of,
    variants,
    write_numbers,
)

_ROUNDING = Decimal("1e-9")


def proof_problems(item: Item) -> Iterator[Problem]:
    """Yield why an item with parameters cannot be trusted, each fault with the first numbers that show it.

    Proven is: every expression can be read and has a value; `where` leaves enough variants; no slip comes within
    reach of the right answer; and the answer as it is printed would be accepted.
    """
    faults = list(_reading_problems(item))
    if not faults:
        faults = list(_variant_problems(item))
    yield from faults


def _reading_problems(item: Item) -> Iterator[Problem]:
    """Yield what can be seen without going through the variants."""
    readable = True
    for name, parameter in item.params.items():
        if name == ANSWER:
            yield Problem(("params", name), f"'{ANSWER}'", "another name: this one is the answer", "params")
        try:
            values_of(parameter)
        except BadExpression as error:
            readable = False
            yield Problem(
                ("params", name), str(error), "a list to pick from, or first, last and step", "params"
            )
    used: set[str] = set()
    for path, text, knows_answer in _expressions(item):
        try:
            names = parse(text).names
        except BadExpression as error:
            yield Problem(path, str(error), "arithmetic over the params", "expression")
            continue
        used |= names
        if unknown := sorted(names - set(item.params) - ({ANSWER} if knows_answer else set())):
            yield Problem(path, ", ".join(unknown), f"the params: {', '.join(item.params)}", "unknown-param")
    for name in sorted(set(item.params) - used):
        yield Problem(
            ("params", name), f"'{name}'", "a param that some expression or text uses", "unused-param"
        )
    if readable and (count := combinations(item)) > MOST_COMBINATIONS:
        allowed = f"{MOST_COMBINATIONS} or fewer, so that every one can be looked at"
        yield Problem(("params",), f"{count} combinations", allowed, "combinations")


def _expressions(item: Item) -> Iterator[tuple[Path, str, bool]]:
    """Yield every expression with its place, and whether it may use the answer."""
    if item.where is not None:
        yield ("where",), item.where, False
    for path, one in _numbers_of(item):
        if one.expr is not None:
            yield (*path, "expr"), one.expr, False
        for place, slip in enumerate(one.slips):
            if slip.expr is not None:
                yield (*path, "slips", place, "expr"), slip.expr, True
    for path, language, words in _texts(item):
        for text in places_in(words):
            yield (*path, language), text, path != ("stem",)


def _numbers_of(item: Item) -> Iterator[tuple[Path, Item | Gap]]:
    if item.kind == "numeric":
        yield (), item
    for place, gap in enumerate(item.gaps):
        if gap.is_number:
            yield ("gaps", place), gap


def _texts(item: Item) -> Iterator[tuple[Path, str, str]]:
    texts: list[tuple[Path, Text]] = [(("stem",), item.stem), (("explanation",), item.explanation)]
    for path, one in _numbers_of(item):
        texts += [((*path, "slips", place, "say"), slip.say) for place, slip in enumerate(one.slips)]
        if one.otherwise is not None:
            texts.append(((*path, "otherwise"), one.otherwise))
    for path, text in texts:
        for language, words in text.items():
            yield path, language, words


def _variant_problems(item: Item) -> Iterator[Problem]:
    count = 0
    told: set[Path] = set()
    sheet = sheet_of(item)
    try:
        for numbers in variants(item):
            count += 1
            for problem in _problems_of(item, sheet, numbers):
                if problem.path not in told:
                    told.add(problem.path)
                    yield problem
    except BadExpression as error:
        yield Problem(
            ("where",), str(error), "a condition that can be told for every combination", "expression"
        )
        return
    if count < FEWEST_VARIANTS:
        allowed = f"{FEWEST_VARIANTS} or more"
        yield Problem(("params",), f"{count} variants", allowed, "few-variants")


def _problems_of(item: Item, sheet: Sheet, numbers: Numbers) -> Iterator[Problem]:
    answers = {column.path: column.answer(numbers) for column in sheet.columns}
    if not sheet.can_be_written(numbers, answers):
        try:
            write_numbers(item, numbers)
        except BadExpression as error:
            yield from _unwritable(item, answers, error)
    for column in sheet.columns:
        answer = answers[column.path]
        if answer is not None:
            yield from _answer_problems(column, answer, numbers)


def _unwritable(
    item: Item, answers: Mapping[Path, Decimal | None], error: BadExpression
) -> Iterator[Problem]:
    """Yield where an item cannot be put with these numbers."""
    without = [path for path, _ in _numbers_of(item) if answers[path] is None]
    for path in without:
        yield Problem(
            (*path, "expr"), str(error), "an answer for every combination that where allows", "no-answer"
        )
    if not without:
        allowed = "texts and slips that have a value for every combination"
        yield Problem((), str(error), allowed, "expression")


def _answer_problems(column: Column, answer: Decimal, numbers: Numbers) -> Iterator[Problem]:
    within = max(column.tolerance, column.tolerance_share * abs(answer))
    printed = Decimal(shown_number(answer, decimals=column.decimals).replace(",", "").replace("−", "-"))
    if abs(printed - answer) > within + _ROUNDING:
        found = f"{_plain(printed)} printed for {_plain(answer)} where {_told(numbers)}"
        allowed = f"more decimals, or a tolerance of more than {_plain(within)}"
        yield Problem((*column.path, "decimals"), found, allowed, "rounding")
    for slip in column.slips:
        try:
            value = slip.value(numbers, answer)
        except BadExpression:  # told already: the item cannot be put with these numbers
            continue
        if abs(value - answer) <= within + (within if slip.reach is None else slip.reach):
            found = f"{_plain(value)} beside the answer {_plain(answer)} where {_told(numbers)}"
            allowed = (
                "a slip whose reach lies outside the answer's tolerance, or a where that keeps them apart"
            )
            yield Problem(slip.path, found, allowed, "slip-is-right")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _told(numbers: Numbers) -> str:
    return ", ".join(f"{name} = {_plain(value)}" for name, value in numbers.items())
