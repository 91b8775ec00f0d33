"""The rules of a good question, each with where it is broken."""

from __future__ import annotations

from collections.abc import Iterator

from content import Problem, Text
from courses.items import GAP, Gap, Item, Option, Path, Slip
from courses.keys import repeated
from courses.proofs import proof_problems

_FEWEST_OPTIONS = {"single": 2, "multiple": 3, "order": 3, "match": 2, "gap": 2}
_NUMBER_FIELDS = ("answer", "expr", "tolerance", "tolerance_share", "decimals", "unit")


def find_problems(items: tuple[Item, ...]) -> Iterator[Problem]:
    """Yield every rule of a good question that an item of a bank breaks, in file order by item."""
    keys = tuple(item.key for item in items)
    for place in repeated(keys):
        yield _again(("items", place, "key"), keys[place])
    for place, item in enumerate(items):
        path = ("items", place)
        yield from _foreign_fields(path, item)
        if item.kind == "numeric":
            yield from _number_problems(path, item)
        elif item.kind == "cloze":
            yield from _cloze_problems(path, item)
        else:
            yield from _choice_problems(path, item)
        yield from _feedback_problems(path, item)
        if item.params:
            yield from (
                Problem((*path, *one.path), one.found, one.allowed, one.rule) for one in proof_problems(item)
            )


def _foreign_fields(path: Path, item: Item) -> Iterator[Problem]:
    """Yield fields that mean nothing for the item's kind."""
    allowed = {
        "numeric": {*_NUMBER_FIELDS, "slips", "params", "where"},
        "cloze": {"gaps", "params", "where"},
        "match": {"options", "targets"},
    }.get(item.kind, {"options"})
    given = {name: getattr(item, name) is not None for name in (*_NUMBER_FIELDS, "where")}
    given |= {name: bool(getattr(item, name)) for name in ("options", "targets", "gaps", "slips", "params")}
    for name, is_given in given.items():
        if is_given and name not in allowed:
            found = "no options: numeric" if name == "options" and item.kind == "numeric" else ""
            what = found or f"nothing: the item is {item.kind}"
            yield Problem((*path, name), "a value", what, "kind")
    if item.where is not None and not item.params and "where" in allowed:
        yield Problem((*path, "where"), "a condition", "params that it is about", "params")


def _number_problems(path: Path, one: Item | Gap, params: bool | None = None) -> Iterator[Problem]:
    """Yield what keeps a number from being asked for.

    Args:
        params: for a gap, whether its item has parameters.
    """
    has_params = bool(one.params) if isinstance(one, Item) else bool(params)
    if (one.answer is None) == (one.expr is None):
        found = "no answer" if one.answer is None else "both answer and expr"
        yield Problem((*path, "answer"), found, "a number, or an expr over params", "numeric-key")
    if one.tolerance is None and one.tolerance_share is None:
        allowed = "a number: how far from the answer is still right, or tolerance_share"
        yield Problem((*path, "tolerance"), "no tolerance", allowed, "numeric-key")
    exprs = [((*path, "expr"), one.expr)]
    for place, slip in enumerate(one.slips):
        exprs.append(((*path, "slips", place, "expr"), slip.expr))
        if (slip.value is None) == (slip.expr is None):
            found = "neither value nor expr" if slip.value is None else "both value and expr"
            yield Problem((*path, "slips", place), found, "one of the two", "slip")
    for where, expr in exprs:
        if expr is not None and not has_params:
            yield Problem(where, f"'{expr}'", "a number: the item has no params", "params")
    for place, slip in enumerate(one.slips):
        if slip.value is not None and one.answer is not None and _is_right(one, slip):
            allowed = "a slip whose reach lies outside the answer's tolerance"
            yield Problem((*path, "slips", place, "value"), f"{slip.value:g}", allowed, "slip-is-right")


def _is_right(one: Item | Gap, slip: Slip) -> bool:
    return abs((slip.value or 0.0) - (one.answer or 0.0)) <= one.within + one.reach(slip)


def _cloze_problems(path: Path, item: Item) -> Iterator[Problem]:
    keys = tuple(gap.key for gap in item.gaps)
    if not keys:
        yield Problem((*path, "gaps"), "no gaps", "one or more: the item is cloze", "gaps")
    for place in repeated(keys):
        yield _again((*path, "gaps", place, "key"), keys[place])
    for language, words in item.stem.items():
        marked = tuple(GAP.findall(words))
        if sorted(marked) != sorted(keys):
            found = ", ".join(f"[[{key}]]" for key in marked) or "no gap"
            allowed = f"each gap once: {', '.join(f'[[{key}]]' for key in keys)}"
            yield Problem((*path, "stem", language), found, allowed, "gaps")
    for place, gap in enumerate(item.gaps):
        where = (*path, "gaps", place)
        if gap.is_number:
            yield from _number_problems(where, gap, bool(item.params))
            continue
        for name in (*_NUMBER_FIELDS, "otherwise"):
            if getattr(gap, name) is not None:
                yield Problem((*where, name), "a value", "nothing: the gap has options", "kind")
        yield from _option_problems(where, gap.options, "gap")
        right = sum(option.is_correct for option in gap.options)
        if right != 1:
            yield Problem((*where, "options"), f"{right} correct options", "exactly one", "key")


def _choice_problems(path: Path, item: Item) -> Iterator[Problem]:
    yield from _option_problems(path, item.options, item.kind)
    right = sum(option.is_correct for option in item.options)
    if item.kind == "single" and right != 1:
        yield Problem((*path, "options"), f"{right} correct options", "exactly one", "key")
    if item.kind == "multiple" and right in (0, len(item.options)):
        yield Problem((*path, "options"), f"{right} correct options", "at least one, but not all", "key")
    if item.kind == "order" and right:
        yield Problem((*path, "options"), "is_correct", "the steps in order, none marked", "key")
    if item.kind == "match":
        yield from _match_problems(path, item)
        return
    for place, option in enumerate(item.options):
        if option.target is not None:
            found, allowed = f"'{option.target}'", f"nothing: the item is {item.kind}"
            yield Problem((*path, "options", place, "target"), found, allowed, "kind")


def _match_problems(path: Path, item: Item) -> Iterator[Problem]:
    if any(option.is_correct for option in item.options):
        yield Problem((*path, "options"), "is_correct", "a target for each option, none marked", "key")
    keys = tuple(target.key for target in item.targets)
    if len(keys) < 2:
        yield Problem((*path, "targets"), f"{len(keys)} targets", "2 or more: the item is match", "targets")
    for place in repeated(keys):
        yield _again((*path, "targets", place, "key"), keys[place])
    yield from _same_words((*path, "targets"), tuple(target.text for target in item.targets))
    for place, option in enumerate(item.options):
        if option.target not in keys:
            found = "no target" if option.target is None else f"'{option.target}'"
            yield Problem((*path, "options", place, "target"), found, f"one of {', '.join(keys)}", "targets")


def _option_problems(path: Path, options: tuple[Option, ...], kind: str) -> Iterator[Problem]:
    fewest = _FEWEST_OPTIONS[kind]
    if len(options) < fewest:
        yield Problem((*path, "options"), f"{len(options)} options", f"{fewest} or more", "options")
    keys = tuple(option.key for option in options)
    for place in repeated(keys):
        yield _again((*path, "options", place, "key"), keys[place])
    yield from _same_words((*path, "options"), tuple(option.text for option in options))


def _same_words(path: Path, texts: tuple[Text, ...]) -> Iterator[Problem]:
    for language in sorted({language for text in texts for language in text}):
        words = tuple(" ".join(text.get(language, "").split()).casefold() for text in texts)
        for place in repeated(words):
            if words[place]:
                where = (*path, place, "text", language)
                allowed = "words that tell it from the other options"
                yield Problem(where, "the same words again", allowed, "repeated-option")


def _feedback_problems(path: Path, item: Item) -> Iterator[Problem]:
    if item.kind in ("numeric", "order"):
        yield from _otherwise_problems(path, item, f"the item is {item.kind}")
    elif item.kind == "cloze":
        for place, gap in enumerate(item.gaps):
            where = (*path, "gaps", place)
            if gap.is_number:
                yield from _otherwise_problems(where, gap, "the gap asks for a number")
            yield from _say_problems(where, gap.options, every=False)
    else:
        yield from _say_problems(path, item.options, every=item.kind in ("multiple", "match"))


def _otherwise_problems(path: Path, one: Item | Gap, because: str) -> Iterator[Problem]:
    if one.otherwise is None:
        allowed = f"what to say after a wrong answer: {because}"
        yield Problem((*path, "otherwise"), "no otherwise", allowed, "feedback")


def _say_problems(path: Path, options: tuple[Option, ...], *, every: bool) -> Iterator[Problem]:
    for place, option in enumerate(options):
        if option.say is None and (every or not option.is_correct):
            allowed = "what to say to a learner who was wrong about this option"
            yield Problem((*path, "options", place, "say"), "no say", allowed, "feedback")


def _again(path: Path, key: str) -> Problem:
    return Problem(path, f"'{key}' again", "each key once", "repeated-key")
