from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assessments.model import ROLES, AnswerRefused, MaturityModel, UnknownQuestion
from assessments.published import LIBRARY, UnknownModel, check_model, find_model, list_models, load_model
from content import MOST_FINDINGS, ContentError
from tests.assessments.questionnaires import dimension, model, question

SOUND = (LIBRARY / "quick-scan.yaml").read_text(encoding="utf-8")

SMALL = """\
key: small
version: "1.0.0"
title: {en: Small}
summary: {en: For tests}
source: {en: Ours}
minutes: 5
levels:
  - {level: 1, name: {en: Low}, meaning: {en: little}}
  - {level: 2, name: {en: High}, meaning: {en: much}}
dimensions:
  - key: STR
    title: {en: Strategy}
    purpose: {en: Why}
    weight: 1
    is_core: false
    questions:
      - key: STR.1
        facet: {en: Link}
        stem: {en: How?}
        anchors: [{en: Not at all}, {en: Fully}]
        lens: use
        roles: [pmo, team]
        evidence: {en: A list}
        guidance: [{en: Begin}, {en: Go on}]
"""


def rules_broken(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    path = tmp_path / "model.yaml"
    path.write_text(text, encoding="utf-8")
    return [(finding.rule, finding.field) for finding in check_model(path)]


def test_the_small_model_is_sound(tmp_path):
    assert rules_broken(tmp_path, SMALL) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "field"),
    [
        ("level: 1,", "level: 2,", "level-order", "levels[0].level"),
        ("level: 2,", "level: 3,", "level-order", "levels[1].level"),
        ("key: STR.1", "key: GOV.1", "question-key", "dimensions[0].questions[0].key"),
        ("{en: Not at all}, ", "", "anchors-count", "dimensions[0].questions[0].anchors"),
        ("{en: Begin}, ", "", "guidance-count", "dimensions[0].questions[0].guidance"),
        ("{en: Fully}", "{en: Not  AT all}", "repeated-anchor", "dimensions[0].questions[0].anchors[1].en"),
        ("{en: Fully}", "{en: Fully, ar: نعم}, {en: Y, ar: نعم}", "repeated-anchor",
         "dimensions[0].questions[0].anchors[2].ar"),
        ("Fully", "so " * 31, "anchor-length", "dimensions[0].questions[0].anchors[1].en"),
        ("[pmo, team]", "[pmo, pmo]", "repeated-role", "dimensions[0].questions[0].roles"),
        ("[pmo, team]", "[pmo, boss]", "literal_error", "dimensions[0].questions[0].roles[1]"),
        ("[pmo, team]", "[]", "too_short", "dimensions[0].questions[0].roles"),
        ("weight: 1", "weight: 0", "greater_than", "dimensions[0].weight"),
        ("lens: use", "lens: see", "literal_error", "dimensions[0].questions[0].lens"),
        ("title: {en: Strategy}", "title: {ar: x}", "rule", "dimensions[0].title"),
        ('"1.0.0"', '"1.0"', "string_pattern_mismatch", "version"),
        ("key: STR\n", "key: str\n", "string_pattern_mismatch", "dimensions[0].key"),
        ("minutes: 5", "minutes: 5\nmood: good", "unknown", ""),
    ],
)  # fmt: skip
def test_a_broken_rule_is_found_where_it_is_broken(tmp_path, old, new, rule, field):
    assert SMALL.count(old) == 1
    assert (rule, field) in rules_broken(tmp_path, SMALL.replace(old, new))


def test_a_level_zero_may_open_the_ladder_but_level_two_may_not(tmp_path):
    renumbered = SMALL.replace("level: 2,", "level: 9,").replace("level: 1,", "level: 0,").replace("9,", "1,")
    assert rules_broken(tmp_path, renumbered) == []
    renumbered = SMALL.replace("level: 2,", "level: 3,").replace("level: 1,", "level: 2,")
    assert rules_broken(tmp_path, renumbered) == [("level-order", "levels[0].level")]


def test_keys_are_used_once_in_the_whole_model(tmp_path):
    block = SMALL[SMALL.index("  - key: STR\n") :]
    assert rules_broken(tmp_path, SMALL + block) == [
        ("repeated-key", "dimensions[1].key"),
        ("repeated-key", "dimensions[1].questions[0].key"),
    ]


def test_a_finding_names_the_line_of_the_file(tmp_path):
    path = tmp_path / "model.yaml"
    path.write_text(SMALL.replace("[pmo, team]", "[pmo, boss]"))
    (finding,) = check_model(path)
    assert (finding.file, finding.line, finding.column) == (str(path), 22, 22)
    assert finding.found == "'boss'"
    assert "'executive'" in finding.allowed


def test_a_wrong_file_is_refused_whole_with_a_hundred_findings_at_most(tmp_path):
    path = tmp_path / "model.yaml"
    path.write_text(SOUND.replace("lens:", "lense:"), encoding="utf-8")
    with pytest.raises(ContentError) as refusal:
        load_model(path)
    assert len(refusal.value.findings) == 20
    path.write_text(SOUND.replace("- en:", "- fr:"), encoding="utf-8")
    findings = check_model(path)
    assert len(findings) <= MOST_FINDINGS
    assert [finding.line for finding in findings] == sorted(finding.line for finding in findings)


def test_a_file_that_is_not_there_is_a_finding(tmp_path):
    (finding,) = check_model(tmp_path / "none.yaml")
    assert finding.allowed == "a readable file"


def test_a_file_of_ones_own_is_read_and_leaves_nothing_behind(tmp_path):
    path = tmp_path / "model.yaml"
    path.write_text(SMALL)
    assert load_model(path).key == "small"
    assert [entry.name for entry in tmp_path.iterdir()] == ["model.yaml"]


def test_the_published_models_can_be_found_by_key_and_version():
    assert [one.key for one in list_models()] == ["quick-scan", "full-model"]
    for published in list_models():
        assert find_model(published.key) is published
        assert find_model(published.key, published.version) is published


@pytest.mark.parametrize(("key", "version"), [("none", None), ("quick-scan", "0.0.1")])
def test_an_unpublished_model_is_unknown(key, version):
    with pytest.raises(UnknownModel):
        find_model(key, version)


def test_a_question_is_found_by_its_key_and_so_is_its_dimension():
    small = model(dimension("STR"), dimension("GOV"))
    assert small.question("GOV.2").key == "GOV.2"
    assert small.dimension_of("GOV.2").key == "GOV"
    with pytest.raises(UnknownQuestion):
        small.question("GOV.9")
    with pytest.raises(UnknownQuestion):
        small.dimension_of("GOV.9")


def test_a_role_is_asked_what_names_it():
    small = model(dimension("STR", [question("STR.1", roles=["pmo"]), question("STR.2")]))
    assert [len(small.questions_for(role)) for role in ("pmo", "team", "cat")] == [2, 1, 0]


@pytest.mark.parametrize("given", [1, 5, "DK", "NA"])
def test_levels_dont_know_and_not_applicable_are_answers(given):
    small = model(dimension("STR"))
    small.check_answer(small.question("STR.1"), given)


@pytest.mark.parametrize("given", [0, 6, -1, "dk", "", None, 3.0, True, "3", [3]])
def test_anything_else_is_no_answer(given):
    small = model(dimension("STR"))
    with pytest.raises(AnswerRefused) as refusal:
        small.check_answer(small.question("STR.1"), given)
    assert refusal.value.question == "STR.1"
    assert refusal.value.allowed == "a level from 1 to 5, DK or NA"


def test_a_ladder_from_zero_takes_zero():
    small = model(dimension("STR", [question("STR.1", levels=6)]), lowest=0, levels=6)
    small.check_answer(small.question("STR.1"), 0)
    with pytest.raises(AnswerRefused):
        small.check_answer(small.question("STR.1"), 6)


def test_the_hash_changes_with_any_word_of_the_model():
    small = model(dimension("STR"))
    assert small.hash == model(dimension("STR")).hash
    assert replace(small, title={"en": "Other"}).hash != small.hash
    assert isinstance(small, MaturityModel)
    assert set(small.questions[0].roles) == set(ROLES)
