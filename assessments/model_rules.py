"""What makes a maturity model sound, beyond the types of its fields; and the scale on which a score runs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from content import Problem, Text

if TYPE_CHECKING:  # a model asks these rules about itself, so they know it by its types alone
    from assessments.model import Dimension, MaturityModel, Option, Question, ScoringRule

MOST_ANCHOR_WORDS = 30
"""A longer anchor is not read to its end."""

WHOLE = "whole"
"""The model itself, where a key of a dimension or part is expected."""

_ON_LADDER = ("staged", "cumulative")
_Path = tuple[str | int, ...]


def value_range(options: Sequence[Option]) -> tuple[float, float]:
    """Return the lowest and the highest value that a question's options have."""
    return options[0].value, options[-1].value


def score_range(model: MaturityModel, node: Dimension) -> tuple[float, float]:
    """Return the ends of the scale on which a dimension's or part's score runs.

    A mean, a minimum and a power mean run as what they are made of; a sum from the sum of the lowest to the sum
    of the highest values; staged and cumulative scores on the model's levels.
    """
    if node.rule.name in _ON_LADDER:
        return float(model.lowest), float(model.highest)
    inner = [score_range(model, part) for part in node.parts]
    inner += [value_range(model.options_of(question)) for question in node.questions]
    if node.rule.name == "sum":
        return sum(low for low, _ in inner), sum(high for _, high in inner)
    return min(low for low, _ in inner), max(high for _, high in inner)


def model_problems(model: MaturityModel) -> Iterator[Problem]:
    """Yield every rule of a sound model that this one breaks, each in the place where it is mended."""
    yield from _ladder_problems(model)
    yield from _answer_set_problems(model)
    faults = list(_tree_problems(model))
    yield from faults
    yield from _repeated_keys(model)
    yield from _condition_problems(model)
    yield from _rule_problems(("rule",), model.rule)
    yield from _root_problems(model)
    if not faults:
        yield from _range_problems(model)
        yield from _example_problems(model)


def nodes_with_paths(model: MaturityModel) -> Iterator[tuple[_Path, Dimension]]:
    """Yield every dimension and part with its place in the file, each before its own parts."""

    def visit(path: _Path, node: Dimension) -> Iterator[tuple[_Path, Dimension]]:
        yield path, node
        for place, part in enumerate(node.parts):
            yield from visit((*path, "parts", place), part)

    for place, dimension in enumerate(model.dimensions):
        yield from visit(("dimensions", place), dimension)


def questions_with_paths(model: MaturityModel) -> Iterator[tuple[_Path, Dimension, Question]]:
    """Yield every question with its place in the file and the dimension or part that holds it, in model order."""
    for path, node in nodes_with_paths(model):
        for place, question in enumerate(node.questions):
            yield (*path, "questions", place), node, question


def _ladder_problems(model: MaturityModel) -> Iterator[Problem]:
    first = model.levels[0].level
    if first not in (0, 1):
        yield Problem(("levels", 0, "level"), str(first), "0 or 1 as the first level", "level-order")
    for place, level in enumerate(model.levels):
        if level.level != first + place:
            allowed = f"{first + place}, since levels follow one another"
            yield Problem(("levels", place, "level"), str(level.level), allowed, "level-order")


def _answer_set_problems(model: MaturityModel) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, shared in enumerate(model.answer_sets):
        path: _Path = ("answer_sets", place)
        if shared.key in seen:
            yield Problem((*path, "key"), f"'{shared.key}' again", "a key used once", "repeated-key")
        seen.add(shared.key)
        yield from _option_problems((*path, "options"), shared.options)


def _option_problems(path: _Path, options: Sequence[Option]) -> Iterator[Problem]:
    for place, (below, option) in enumerate(itertools.pairwise(options), start=1):
        if option.answer != below.answer + 1:
            allowed = f"{below.answer + 1}, since answers follow one another"
            yield Problem((*path, place, "answer"), str(option.answer), allowed, "answer-order")
        if option.value <= below.value:
            allowed = f"more than {below.value:g}: a higher answer counts more"
            yield Problem((*path, place, "value"), f"{option.value:g}", allowed, "value-order")


def _tree_problems(model: MaturityModel) -> Iterator[Problem]:
    for path, node in nodes_with_paths(model):
        if bool(node.questions) == bool(node.parts):
            found = "both" if node.parts else "neither"
            yield Problem((*path, "key"), found, "questions or parts", "questions-or-parts")
        yield from _rule_problems((*path, "rule"), node.rule)
        if node.rule.name == "cumulative" and node.parts:
            yield Problem((*path, "rule"), "cumulative over parts", "cumulative over questions", "rule-place")
    for path, node, question in questions_with_paths(model):
        if not question.key.startswith(f"{node.key}."):
            allowed = f"a key beginning with '{node.key}.'"
            yield Problem((*path, "key"), f"'{question.key}'", allowed, "question-key")
        yield from _question_problems(path, model, node, question)


def _root_problems(model: MaturityModel) -> Iterator[Problem]:
    """The whole runs over the model's levels, as every dimension does; so it is no sum of several of them."""
    if model.rule.name == "cumulative":
        yield Problem(
            ("rule", "name"), "cumulative over dimensions", "cumulative over questions", "rule-place"
        )
    elif model.rule.name == "sum" and len(model.dimensions) > 1:
        allowed = "a rule that stays on the levels; sums stand within a dimension"
        yield Problem(("rule", "name"), "sum over dimensions", allowed, "rule-place")


def _rule_problems(path: _Path, rule: ScoringRule) -> Iterator[Problem]:
    takes = {"power_mean": "exponent", "cumulative": "in_place"}
    if (needed := takes.get(rule.name)) and getattr(rule, needed) is None:
        yield Problem((*path, "name"), f"{rule.name} without {needed}", f"{needed} beside it", "rule-field")
    if rule.exponent == 0:
        yield Problem((*path, "exponent"), "0", "any other number", "rule-field")
    allowed = {
        "exponent": ("power_mean",),
        "in_place": ("cumulative",),
        "share": ("staged",),
        "core_distance": ("staged",),
    }
    for name, rules in allowed.items():
        if getattr(rule, name) is not None and rule.name not in rules:
            yield Problem((*path, name), f"with {rule.name}", f"only with {' or '.join(rules)}", "rule-field")


def _in_place_problems(
    path: _Path, model: MaturityModel, node: Dimension, question: Question
) -> Iterator[Problem]:
    """A practice that no answer puts in place, or every answer, would decide the score before anybody answered."""
    if node.rule.name != "cumulative" or node.rule.in_place is None or not model.options_of(question):
        return
    low, high = value_range(model.options_of(question))
    if not low < node.rule.in_place <= high:
        allowed = (
            f"in place from more than {low:g}, at most {high:g}: what some answers count and others do not"
        )
        yield Problem((*path, "key"), f"in place from {node.rule.in_place:g}", allowed, "in-place")


def _question_problems(
    path: _Path, model: MaturityModel, node: Dimension, question: Question
) -> Iterator[Problem]:
    ways = [name for name in ("anchors", "options", "answers") if getattr(question, name)]
    if len(ways) != 1:
        found = " and ".join(ways) or "none of them"
        yield Problem((*path, "key"), found, "exactly one of anchors, options and answers", "answer-source")
        return
    if len(set(question.roles)) != len(question.roles):
        yield Problem((*path, "roles"), "a role twice", "each role once", "repeated-role")
    if question.answers and question.answers not in {shared.key for shared in model.answer_sets}:
        known = ", ".join(shared.key for shared in model.answer_sets) or "none is defined"
        yield Problem((*path, "answers"), f"'{question.answers}'", f"an answer set: {known}", "answer-set")
        return
    if node.rule.name == "cumulative" and not (
        question.level is not None and model.lowest < question.level <= model.highest
    ):
        allowed = f"a level from {model.lowest + 1} to {model.highest}, since '{node.key}' is cumulative"
        yield Problem((*path, "key"), f"level {question.level}", allowed, "practice-level")
    yield from _option_problems((*path, "options"), question.options)
    yield from _in_place_problems(path, model, node, question)
    if question.anchors and len(question.anchors) != len(model.levels):
        allowed = f"{len(model.levels)}, one for each level"
        yield Problem((*path, "anchors"), f"a list of {len(question.anchors)}", allowed, "anchors-count")
    options = model.options_of(question)
    if question.guidance and len(question.guidance) != len(options):
        allowed = f"{len(options)}, one for each answer"
        yield Problem((*path, "guidance"), f"a list of {len(question.guidance)}", allowed, "guidance-count")
    yield from _wording_problems((*path, "anchors"), question.anchors)
    yield from _wording_problems((*path, "options"), [option.text for option in question.options], "text")


def _wording_problems(path: _Path, texts: Sequence[Text], *field: str) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for place, text in enumerate(texts):
        for language, words in text.items():
            where = (*path, place, *field, language)
            if (count := len(words.split())) > MOST_ANCHOR_WORDS:
                allowed = f"{MOST_ANCHOR_WORDS} words or fewer"
                yield Problem(where, f"{count} words", allowed, "anchor-length")
            folded = (language, " ".join(words.split()).casefold())
            if folded in seen:
                allowed = "words that tell this level from the others"
                yield Problem(where, "the same words as another level", allowed, "repeated-anchor")
            seen.add(folded)


def _repeated_keys(model: MaturityModel) -> Iterator[Problem]:
    seen: set[str] = set()
    places = [((*path, "key"), node.key) for path, node in nodes_with_paths(model)]
    places += [((*path, "key"), question.key) for path, _, question in questions_with_paths(model)]
    for path, key in places:
        if key in seen:
            yield Problem(path, f"'{key}' again", "a key used once in the model", "repeated-key")
        seen.add(key)


def _condition_problems(model: MaturityModel) -> Iterator[Problem]:
    before: set[str] = set()
    for path, _, question in questions_with_paths(model):
        for place, condition in enumerate(question.applies_if):
            where: _Path = (*path, "applies_if", place)
            if (condition.criterion is None) == (condition.question is None):
                yield Problem(where, "a condition", "exactly one of criterion and question", "condition")
            elif condition.question is not None and condition.question not in before:
                allowed = "the key of a question asked before this one"
                yield Problem((*where, "question"), f"'{condition.question}'", allowed, "condition")
            if condition.at_least is None and condition.at_most is None:
                yield Problem(where, "a condition", "at_least, at_most or both", "condition")
        before.add(question.key)


def _range_problems(model: MaturityModel) -> Iterator[Problem]:
    for path, node in nodes_with_paths(model):
        if node.rule.name not in ("sum", *_ON_LADDER):
            inner = {score_range(model, part) for part in node.parts}
            inner |= {value_range(model.options_of(question)) for question in node.questions}
            if len(inner) > 1:
                found = " and ".join(f"{low:g} to {high:g}" for low, high in sorted(inner))
                yield Problem((*path, "key"), f"scales of {found}", "one scale for a mean", "score-range")
    for place, dimension in enumerate(model.dimensions):
        low, high = score_range(model, dimension)
        if (low, high) != (model.lowest, model.highest):
            allowed = f"{model.lowest} to {model.highest}, as the levels"
            yield Problem(
                ("dimensions", place, "key"), f"scores from {low:g} to {high:g}", allowed, "score-range"
            )


def _example_problems(model: MaturityModel) -> Iterator[Problem]:
    questions = {question.key: question for question in model.questions}
    nodes = {node.key for node in model.nodes} | {WHOLE}
    for place, example in enumerate(model.examples):
        for key, answer in example.answers.items():
            path: _Path = ("examples", place, "answers", key)
            if key not in questions:
                yield Problem(path, f"'{key}'", "a question of the model", "example")
                continue
            try:
                model.check_answer(questions[key], answer)
            except ValueError as refused:
                yield Problem(path, str(answer), getattr(refused, "allowed", str(refused)), "example")
        for key in example.expect:
            if key not in nodes:
                allowed = f"a dimension, a part or '{WHOLE}'"
                yield Problem(("examples", place, "expect", key), f"'{key}'", allowed, "example")
