"""The report as one value: complete, repeatable, and the same after being written and read."""

import json
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from assessments.demo_case import demo_responses, load_demo_case
from assessments.gaps import TargetOverride
from assessments.profile import ProfileFacts, load_profile_model
from assessments.published import find_model
from assessments.report import (
    Advice,
    AssessmentFacts,
    ClientFacts,
    MaturityReport,
    Provenance,
    UnknownFormat,
    advise,
    build_report,
    report_from_plain,
    report_to_plain,
    start_of_plan,
)
from assessments.responses import answers_hash
from assessments.results import MaturityResult
from assessments.scoring import score_assessment

CASE = load_demo_case("qec")
MODEL = find_model("quick-scan")
RESPONSES = demo_responses(CASE, MODEL)
FACTS = ProfileFacts(sector="construction", headcount=420, project_count=10, pmo_staff=6)
START = date(2026, 3, 2)
DOCUMENT = Path(__file__).parents[2] / "docs" / "result-json.md"


@cache
def result() -> MaturityResult:
    return score_assessment(MODEL, RESPONSES, mode="confidential")


@cache
def advice() -> Advice:
    return advise(result(), CASE.profile, FACTS, start_on=START, available_courses=("pmo-essentials",))


def report(**changed: object) -> MaturityReport:
    given: dict[str, object] = {
        "reference": "QEC-2026-01",
        "language": "en",
        "firm": "Meridian PMO Partners",
        "consultant": "Leila Haddad",
        "issued_on": date(2026, 2, 20),
        "client": ClientFacts("QEC", "construction", 420, 10, 51_580_000.0, "CU", ("en", "ar")),
        "assessment": AssessmentFacts(
            "First measurement", date(2026, 1, 12), None, "confidential", 26, 24, "", True
        ),
        "model": MODEL,
        "result": result(),
        "advice": advice(),
        "answers_hash": answers_hash(RESPONSES),
        "product_version": "0.1.0",
    }
    return build_report(**(given | changed))


def test_a_report_survives_being_written_as_json_and_read():
    before = report()
    after = report_from_plain(json.loads(json.dumps(report_to_plain(before))))
    assert after == before


def test_the_same_answers_give_the_same_json():
    again = advise(result(), CASE.profile, FACTS, start_on=START, available_courses=("pmo-essentials",))
    assert json.dumps(report_to_plain(report(advice=again))) == json.dumps(report_to_plain(report()))


def test_the_json_names_its_format_first():
    plain = report_to_plain(report())
    assert list(plain)[:2] == ["format", "format_version"]
    assert (plain["format"], plain["format_version"]) == ("plumbline-report", 1)


def test_every_field_of_the_json_is_documented():
    page = DOCUMENT.read_text(encoding="utf-8")
    kinds = (MaturityReport, ClientFacts, AssessmentFacts, Provenance)
    parts = [*report_to_plain(report()), *(field.name for kind in kinds for field in fields(kind))]
    one_of_each = [report().recommendation, report().roadmap, result(), result().overall]
    one_of_each += [report().gaps[0], report().targets[0], report().training[0], report().citations[0]]
    one_of_each += [report().roadmap.initiatives[0], report().roadmap.left_out[0], report().roadmap.phases[0]]
    one_of_each += [report().roadmap.quarters[0], report().roadmap.projections[0], report().roadmap.capacity]
    rollout = report().rollout
    one_of_each += [rollout, rollout.milestones, rollout.raci, rollout.raci.rows[0], rollout.staffing]
    one_of_each += [rollout.staffing.estimates[0], rollout.staffing.at_end, rollout.communication]
    one_of_each += [rollout.communication.entries[0], rollout.success[-1], rollout.success[-1].measures[0]]
    one_of_each += [rollout.success[-1].levels[0], rollout.business_case, rollout.business_case.days]
    one_of_each += [
        rollout.risks,
        rollout.risks.risks[0],
        rollout.training[0],
        rollout.training[0].modules[0],
    ]
    one_of_each += [result().dimensions[0], result().questions[0], report().recommendation.reasons_for[0]]
    one_of_each += [report().kpi_set, report().kpi_set.kpis[0], report().kpi_set.omitted[0]]
    parts += [field.name for value in one_of_each for field in fields(value)]
    assert [name for name in dict.fromkeys(parts) if f"`{name}`" not in page] == []


@pytest.mark.parametrize(
    "data", [{}, {"format": "plumbline-report", "format_version": 2}, {"format": "other"}]
)
def test_data_of_another_format_is_refused(data):
    with pytest.raises(UnknownFormat):
        report_from_plain(data)


def test_a_report_needs_the_model_its_result_was_scored_with():
    with pytest.raises(ValueError, match="quick-scan"):
        report(model=replace(MODEL, version="9.0.0"))


def test_provenance_names_every_version_and_hash():
    found = report().provenance
    assert found.model_hash == MODEL.hash
    assert found.answers_hash == answers_hash(RESPONSES)
    assert (found.model_version, found.profile_version, found.catalogue_version) == (
        "1.0.0",
        "1.0.0",
        "1.0.0",
    )
    assert found.method_version == result().method_version
    assert found.planning_method_version == advice().roadmap.method_version


def test_advice_hangs_together():
    found = advice()
    assert [one.dimension for one in found.targets] == [one.key for one in MODEL.dimensions]
    assert found.roadmap.capacity.basis == "staff"
    assert {one.is_available for one in found.training} == {True, False}
    assert found.recommendation.profile == CASE.profile


def test_a_target_set_by_a_person_changes_the_gaps_that_follow():
    lowered = {"RSK": TargetOverride(2.0, "Risk is handled by the holding.")}
    found = advise(result(), CASE.profile, FACTS, start_on=START, overrides=lowered)
    assert next(gap.gap for gap in found.gaps if gap.dimension == "RSK") == 0.0
    assert not [
        one
        for one in found.roadmap.initiatives
        if one.key in ("RSK-2", "RSK-3") and one.selection.kind == "gap"
    ]


def test_another_profile_questionnaire_may_be_used():
    other = replace(load_profile_model(), version="1.1.0")
    found = advise(result(), CASE.profile, FACTS, start_on=START, profile_model=other)
    assert report(advice=found, profile_model=other).provenance.profile_version == "1.1.0"


@pytest.mark.parametrize("day", range(1, 15))
def test_a_plan_begins_on_the_first_monday_two_weeks_or_more_after_the_close(day: int):
    closed_on = date(2026, 1, day)
    start = start_of_plan(closed_on)
    assert start.weekday() == 0
    assert 14 <= (start - closed_on).days <= 20
