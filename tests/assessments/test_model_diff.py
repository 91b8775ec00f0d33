"""Two versions of a model side by side: what differs, and what becomes of answers already given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.model import Option, ScoringRule
from assessments.model_diff import compare_models
from assessments.published import find_model
from tests.assessments.questionnaires import PAIR, dimension, question

STR, GOV = PAIR.dimensions


def changed(version: str = "1.0.0", **fields):
    return compare_models(PAIR, replace(PAIR, version=version, **fields))


def with_questions(*questions, version: str = "1.0.0"):
    return changed(version, dimensions=(replace(STR, questions=questions), GOV))


ONE, TWO = STR.questions


def test_a_model_is_the_same_as_itself():
    found = compare_models(PAIR, PAIR)
    assert found.is_same
    assert (found.needed, found.is_version_enough, found.may_compare) == ("none", True, True)
    assert found.bridge == ("STR.1", "STR.2", "GOV.1", "GOV.2")


@pytest.mark.parametrize(
    ("questions", "key", "fate", "needed"),
    [
        ((ONE,), "STR.2", "dropped", "major"),
        ((ONE, TWO, question("STR.3")), "STR.3", "new", "major"),
        ((ONE, replace(TWO, stem={"en": "quite other words here"})), "STR.2", "reworded", "minor"),
        ((ONE, replace(TWO, anchors=({"en": "something else"}, *TWO.anchors[1:]))), "STR.2", "reworded", "minor"),
        ((ONE, replace(TWO, evidence={"en": "something else to show"})), "STR.2", "kept", "minor"),
        ((ONE, replace(TWO, roles=("pmo",))), "STR.2", "kept", "minor"),
        ((ONE, replace(TWO, weight=3.0)), "STR.2", "kept", "major"),
        ((ONE, replace(TWO, is_core=True)), "STR.2", "kept", "major"),
        (
            (
                ONE,
                replace(
                    TWO,
                    anchors=(),
                    guidance=(),
                    options=tuple(Option(n, n * 1.0 if n < 5 else 4.5, {"en": f"a{n}"}) for n in range(1, 6)),
                ),
            ),
            "STR.2",
            "rescaled",
            "major",
        ),
    ],
)  # fmt: skip
def test_the_fate_of_a_question(questions, key, fate, needed):
    found = with_questions(*questions)
    (one,) = found.questions
    assert (one.key, one.fate, found.needed) == (key, fate, needed)
    assert (key in found.bridge) == (fate in ("kept", "reworded"))


def test_corrected_spelling_is_a_patch():
    words = (
        "In the last twelve months, how was each new project tied to an objektive of ours before it began?"
    )
    before = replace(PAIR, dimensions=(replace(STR, questions=(replace(ONE, stem={"en": words}), TWO)), GOV))
    mended = replace(ONE, stem={"en": words.replace("objektive", "objective")})
    found = compare_models(before, replace(PAIR, dimensions=(replace(STR, questions=(mended, TWO)), GOV)))
    assert found.needed == "patch"


def test_a_question_that_moves_is_named_with_where_from_and_to():
    moved = replace(ONE, key="STR.1")
    found = changed(
        dimensions=(replace(STR, questions=(TWO,)), replace(GOV, questions=(*GOV.questions, moved)))
    )
    one = next(one for one in found.questions if one.key == "STR.1")
    assert (one.moved_from, one.moved_to, found.needed) == ("STR", "GOV", "major")


def test_another_order_alone_is_told():
    found = with_questions(TWO, ONE)
    assert found.order_changed
    assert found.questions == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"dimensions": (STR,)}, "GOV"),
        ({"dimensions": (STR, GOV, dimension("NEW"))}, "NEW"),
        ({"dimensions": (replace(STR, weight=9.0), GOV)}, "STR.weight"),
        ({"dimensions": (replace(STR, rule=ScoringRule("minimum")), GOV)}, "STR.rule"),
        ({"dimensions": (replace(STR, title={"en": "Other"}), GOV)}, "STR.title"),
    ],
)
def test_changes_of_structure_are_named(fields, said):
    assert said in [one.field for one in changed(**fields).structure]


@pytest.mark.parametrize(
    ("version", "enough"), [("1.0.1", False), ("1.1.0", False), ("2.0.0", True), ("0.9.0", False)]
)
def test_a_new_question_needs_the_first_number_raised(version, enough):
    found = with_questions(ONE, TWO, question("STR.3"), version=version)
    assert found.is_version_enough is enough
    assert not found.may_compare


def test_the_quick_scan_and_the_full_model_share_twenty_questions():
    found = compare_models(find_model("quick-scan"), find_model("full-model"))
    assert len(found.bridge) == 20
    assert len(found.of("new")) == 50
    assert found.of("dropped") == ()
