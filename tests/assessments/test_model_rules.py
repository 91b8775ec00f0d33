"""What makes a maturity model sound: each rule that can be broken is named with its place and what is allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.model import (
    AnswerSet,
    Condition,
    Dimension,
    Example,
    Level,
    MaturityModel,
    Option,
    ScoringRule,
)
from assessments.model_rules import score_range
from tests.assessments.questionnaires import dimension, model, question

WORDS = {"en": "words"}
SOUND = model(dimension("STR"), dimension("GOV"))
FIRST = SOUND.dimensions[0]
ONE, TWO = FIRST.questions


def option(answer: int, value: float, words: str = "") -> Option:
    return Option(answer, value, {"en": words or f"answer {answer}"})


def holding(*questions, **fields) -> MaturityModel:
    """The sound model with other questions in its first dimension."""
    return replace(SOUND, dimensions=(replace(FIRST, questions=questions, **fields), SOUND.dimensions[1]))


def practised(in_place: float) -> MaturityModel:
    """The sound model with one practice of level 2 in its first dimension, answered from 1 to 5."""
    return holding(replace(ONE, level=2), rule=ScoringRule("cumulative", in_place=in_place))


def problems(one: MaturityModel) -> list[tuple[str, str]]:
    return [(".".join(map(str, found.path)), found.rule) for found in one.problems()]


def test_a_sound_model_has_no_problems():
    assert problems(SOUND) == []


PARTED = Dimension("PP", WORDS, parts=(dimension("PT"),))
SHOUTED = {"en": f" {ONE.anchors[0]['en'].upper()} "}
LOW_FIVE = tuple(option(place, place) for place in range(1, 6))


@pytest.mark.parametrize(
    ("broken", "path", "rule"),
    [
        (replace(SOUND, levels=tuple(Level(n, WORDS, WORDS) for n in range(2, 7))), "levels.0.level", "level-order"),
        (replace(SOUND, levels=(*SOUND.levels[:4], SOUND.levels[3])), "levels.4.level", "level-order"),
        (holding(replace(ONE, anchors=ONE.anchors[:4]), TWO), "dimensions.0.questions.0.anchors", "anchors-count"),
        (holding(replace(ONE, guidance=ONE.guidance[:4]), TWO), "dimensions.0.questions.0.guidance", "guidance-count"),
        (holding(replace(ONE, anchors=()), TWO), "dimensions.0.questions.0.key", "answer-source"),
        (holding(replace(ONE, options=LOW_FIVE), TWO), "dimensions.0.questions.0.key", "answer-source"),
        (holding(replace(ONE, anchors=(), answers="none"), TWO), "dimensions.0.questions.0.answers", "answer-set"),
        (holding(replace(ONE, key="GOV.9"), TWO), "dimensions.0.questions.0.key", "question-key"),
        (holding(ONE, replace(TWO, key="STR.1")), "dimensions.0.questions.1.key", "repeated-key"),
        (holding(replace(ONE, roles=("pmo", "pmo")), TWO), "dimensions.0.questions.0.roles", "repeated-role"),
        (holding(), "dimensions.0.key", "questions-or-parts"),
        (holding(ONE, parts=(dimension("PT"),)), "dimensions.0.key", "questions-or-parts"),
        (holding(ONE, rule=ScoringRule("power_mean")), "dimensions.0.rule.name", "rule-field"),
        (holding(ONE, rule=ScoringRule("power_mean", exponent=0)), "dimensions.0.rule.exponent", "rule-field"),
        (holding(ONE, rule=ScoringRule("mean", share=0.5)), "dimensions.0.rule.share", "rule-field"),
        (holding(ONE, rule=ScoringRule("cumulative", in_place=2)), "dimensions.0.questions.0.key", "practice-level"),
        (practised(in_place=1), "dimensions.0.questions.0.key", "in-place"),
        (practised(in_place=6), "dimensions.0.questions.0.key", "in-place"),
        (practised(in_place=2), "", ""),
        (practised(in_place=5), "", ""),
        (
            replace(SOUND, dimensions=(replace(PARTED, rule=ScoringRule("cumulative", in_place=1)),)),
            "dimensions.0.rule",
            "rule-place",
        ),
        (holding(ONE, rule=ScoringRule("sum")), "", ""),
        (replace(SOUND, rule=ScoringRule("cumulative", in_place=2)), "rule.name", "rule-place"),
        (replace(SOUND, rule=ScoringRule("sum")), "rule.name", "rule-place"),
        (replace(SOUND, dimensions=(FIRST,), rule=ScoringRule("sum")), "", ""),
        (holding(ONE, TWO, rule=ScoringRule("sum")), "dimensions.0.key", "score-range"),
        (
            holding(replace(ONE, anchors=(), guidance=(), options=(option(1, 1), option(2, 2))), TWO),
            "dimensions.0.key",
            "score-range",
        ),
        (
            holding(replace(ONE, anchors=(), guidance=(), options=(option(1, 1), option(3, 5)))),
            "dimensions.0.questions.0.options.1.answer",
            "answer-order",
        ),
        (
            holding(replace(ONE, anchors=(), guidance=(), options=(option(1, 5), option(2, 1)))),
            "dimensions.0.questions.0.options.1.value",
            "value-order",
        ),
        (
            holding(replace(ONE, anchors=({"en": "word " * 31}, *ONE.anchors[1:])), TWO),
            "dimensions.0.questions.0.anchors.0.en",
            "anchor-length",
        ),
        (
            holding(replace(ONE, anchors=(ONE.anchors[0], SHOUTED, *ONE.anchors[2:])), TWO),
            "dimensions.0.questions.0.anchors.1.en",
            "repeated-anchor",
        ),
        (
            replace(SOUND, answer_sets=(AnswerSet("a", LOW_FIVE), AnswerSet("a", LOW_FIVE))),
            "answer_sets.1.key",
            "repeated-key",
        ),
        (holding(replace(ONE, applies_if=(Condition(),)), TWO), "dimensions.0.questions.0.applies_if.0", "condition"),
        (
            holding(replace(ONE, applies_if=(Condition(criterion="K01"),)), TWO),
            "dimensions.0.questions.0.applies_if.0",
            "condition",
        ),
        (
            holding(replace(ONE, applies_if=(Condition(question="STR.2", at_least=3),)), TWO),
            "dimensions.0.questions.0.applies_if.0.question",
            "condition",
        ),
        (holding(ONE, replace(TWO, applies_if=(Condition(question="STR.1", at_least=3),))), "", ""),
        (replace(SOUND, examples=(Example("e", {"XX.1": 3}, {}),)), "examples.0.answers.XX.1", "example"),
        (replace(SOUND, examples=(Example("e", {"STR.1": 6}, {}),)), "examples.0.answers.STR.1", "example"),
        (replace(SOUND, examples=(Example("e", {"STR.1": 3}, {"XX": 3}),)), "examples.0.expect.XX", "example"),
    ],
)  # fmt: skip
def test_each_broken_rule_is_named_at_its_place(broken, path, rule):
    found = problems(broken)
    assert found == [] if not rule else (path, rule) in found


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (ScoringRule("mean"), (1, 5)),
        (ScoringRule("minimum"), (1, 5)),
        (ScoringRule("sum"), (2, 10)),
        (ScoringRule("staged"), (1, 5)),
        (ScoringRule("cumulative", in_place=3), (1, 5)),
    ],
)
def test_a_score_runs_where_its_rule_takes_it(rule, expected):
    assert score_range(SOUND, replace(FIRST, rule=rule)) == expected


def test_values_of_several_levels_deep_reach_the_top():
    inner = replace(dimension("IN", [question("IN.1"), question("IN.2")]), rule=ScoringRule("sum"))
    outer = Dimension("OU", WORDS, parts=(inner, replace(inner, key="IM")), rule=ScoringRule("mean"))
    assert score_range(SOUND, outer) == (2, 10)
