"""A report without what its readers are not to see: names and groups go, figures stay."""

from __future__ import annotations

import json
from dataclasses import replace

from assessments.redaction import Redaction, for_readers, redact
from assessments.report import MaturityReport, report_to_plain
from assessments.weights import ChangedDefault
from tests.reports.cases import demo, qec_report, report_of


def as_text(report: MaturityReport) -> str:
    return json.dumps(report_to_plain(report), ensure_ascii=False)


def test_nothing_asked_for_changes_nothing() -> None:
    report = qec_report()
    assert redact(report, Redaction()) == report


def test_the_client_is_named_nowhere() -> None:
    report = redact(qec_report(), Redaction(without_client=True), client="The organisation")
    assert "Qantara" not in as_text(report)
    assert report.client.name == report.assessment.title == "The organisation"
    assert report.client.sector == "construction"


def test_the_people_who_prepared_it_are_named_nowhere() -> None:
    report = redact(qec_report(), Redaction(without_people=True), person="Not named")
    assert "Leila Haddad" not in as_text(report)
    assert "Meridian" not in as_text(report)


def test_role_groups_are_gone_and_scores_are_not() -> None:
    whole = qec_report()
    report = redact(whole, Redaction(without_roles=True))
    assert report.result.roles == ()
    assert all(one.by_role == () and one.role_gaps == () for one in report.result.dimensions)
    assert all(one.by_role == () and one.role_gap is None for one in report.result.questions)
    assert all(one.role_gap is None for one in report.result.contested)
    assert report.result.overall == whole.result.overall
    assert [one.claimed for one in report.result.dimensions] == [
        one.claimed for one in whole.result.dimensions
    ]
    assert report.gaps == whole.gaps


def test_remarks_are_gone_and_what_they_were_made_for_is_not() -> None:
    case, responses = demo()
    whole = report_of(responses, case.profile, target=3.0)
    advice = replace(
        whole.recommendation,
        weights=(ChangedDefault("K01", 10.0, 14.0),),
        weights_reason="Two clients audit.",
    )
    report = redact(replace(whole, recommendation=advice), Redaction(without_remarks=True))
    assert "agreed with the sponsor" not in as_text(report)
    assert "Two clients audit." not in as_text(report)
    assert report.assessment.scope == ""
    assert [one.level for one in report.targets] == [3.0] * len(report.targets)
    assert report.recommendation.weights == advice.weights


def test_sums_of_money_are_gone_and_person_days_are_not() -> None:
    whole = qec_report()
    assert whole.rollout is not None
    case = replace(whole.rollout.business_case, day_rate=900.0, currency="EUR", yearly_value=1e6)
    priced = replace(
        whole,
        client=replace(whole.client, yearly_value=1e6, currency="EUR"),
        rollout=replace(whole.rollout, business_case=replace(case, cost=case.days, staff_cost=case.days)),
    )
    report = redact(priced, Redaction(without_money=True))
    assert report.client.yearly_value is None
    assert report.rollout is not None
    found = report.rollout.business_case
    assert (found.day_rate, found.currency, found.cost, found.staff_cost) == (None,) * 4
    assert (found.share_of_value, found.at_stake) == (None, None)
    assert found.days == case.days
    assert redact(replace(priced, rollout=None), Redaction(without_money=True)).client.currency is None


def test_what_is_passed_on_says_nothing_of_single_people() -> None:
    case, responses = demo()
    report = report_of(responses, case.profile, mode="named")
    assert report.result.people
    passed = for_readers(report)
    assert passed.result.people == ()
    assert passed.result.careless.respondents == {}
    assert passed.result.careless.counts == report.result.careless.counts
