"""The profile questionnaire as published, and profile files as clients write them."""

from dataclasses import replace
from pathlib import Path

import pytest

from assessments.profile import ProfileFacts, load_profile_model, read_profile
from content import ContentError

MODEL = load_profile_model()

# Criterion to weight and the shapes for supportive, controlling and directive.
SPECIFIED = {
    "K01": (10, "down", "up", "hill"),
    "K02": (8, "down", "hill", "up"),
    "K03": (9, "up", "hill", "down"),
    "K04": (6, "up", "hill", "down"),
    "K05": (8, "down", "hill", "up"),
    "K06": (6, "down", "hill", "up"),
    "K07": (4, "down", "up", "hill"),
    "K08": (5, "down", "hill", "up"),
    "K09": (4, "down", "up", "hill"),
    "K10": (8, "down", "hill", "up"),
    "K11": (8, "up", "hill", "down"),
    "K12": (6, "down", "hill", "up"),
    "K13": (4, "down", "hill", "up"),
    "K14": (4, "up", "hill", "down"),
    "K15": (3, "down", "up", "hill"),
    "K16": (3, "up", "hill", "down"),
    "K17": (2, "up", "hill", "down"),
    "K18": (2, "down", "hill", "up"),
}


def written(folder: Path, text: str) -> Path:
    path = folder / "client.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_questionnaire_has_the_eighteen_criteria_with_their_weights_and_shapes():
    found = {one.key: (one.weight, one.supportive, one.controlling, one.directive) for one in MODEL.criteria}
    assert found == SPECIFIED


def test_the_weights_sum_to_a_hundred():
    assert sum(one.weight for one in MODEL.criteria) == 100


def test_every_criterion_says_its_reason_and_offers_five_different_steps():
    for one in MODEL.criteria:
        assert one.why["en"].endswith(".")
        assert one.ask["en"].endswith("?")
        assert len({option["en"] for option in one.options}) == 5


def test_the_number_of_projects_is_asked_in_the_steps_the_facts_are_read_by():
    assert [option["en"] for option in MODEL.criterion("K09").options] == [
        "Up to 5",
        "6 to 15",
        "16 to 40",
        "41 to 100",
        "More than 100",
    ]


def test_a_criterion_is_found_by_its_key():
    assert MODEL.criterion("K14").weight == 4
    with pytest.raises(KeyError):
        MODEL.criterion("K19")


def test_a_criterion_that_stands_twice_is_a_problem():
    doubled = replace(MODEL, criteria=(*MODEL.criteria, MODEL.criteria[0]))
    assert [(problem.path, problem.found) for problem in doubled.problems()] == [
        (("criteria", 18, "key"), "K01"),
    ]


def test_a_profile_file_gives_its_answers_and_facts(tmp_path):
    path = written(tmp_path, "criteria:\n  K01: 3\n  K12: 0\nfacts:\n  headcount: 420\n  funding: product\n")
    read = read_profile(path)
    assert read.criteria == {"K01": 3, "K12": 0}
    assert read.facts == ProfileFacts(headcount=420, funding="product")


def test_facts_may_be_left_out(tmp_path):
    assert read_profile(written(tmp_path, "criteria: {}\n")).facts == ProfileFacts()


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("criteria:\n  K01: 3\n  K02: 5\n", 3, "criteria.K02"),
        ("criteria:\n  K01: -1\n", 2, "criteria.K01"),
        ("criteria:\n  K01: high\n", 2, "criteria.K01"),
        ("criteria:\n  K19: 1\n", 2, "criteria"),
        ("facts:\n  headcount: 3\n", 1, "criteria"),
        ("criteria: {}\nfacts:\n  staff: 3\n", 3, "facts"),
        ("criteria: {}\nfacts:\n  headcount: 0\n", 3, "facts.headcount"),
        ("criteria: {}\nfacts:\n  funding: both\n", 3, "facts.funding"),
        ("criteria:\n  K01: 3\n  K01: 2\n", 3, ""),
    ],
)
def test_a_wrong_profile_file_is_refused_with_line_field_found_and_allowed(tmp_path, text, line, field):
    with pytest.raises(ContentError) as refusal:
        read_profile(written(tmp_path, text))
    finding = refusal.value.findings[0]
    assert finding.line == line
    assert finding.field.startswith(field)
    assert finding.found
    assert finding.allowed


def test_every_fault_of_a_profile_file_is_named_at_once(tmp_path):
    with pytest.raises(ContentError) as refusal:
        read_profile(written(tmp_path, "criteria:\n  K01: 9\n  K02: no\nfacts:\n  regions: -1\n"))
    assert [finding.line for finding in refusal.value.findings] == [2, 3, 5]
