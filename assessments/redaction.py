"""A report without what its readers are not to see: the same figures, fewer names and groups."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assessments.report import MaturityReport
from assessments.results import CarelessSummary, MaturityResult


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is taken out of a report.

    Attributes:
        without_client: the client's name, and the title and scope that people typed and that may hold it.
        without_people: the names of firm and consultant.
        without_roles: everything that tells one role group from another.
        without_remarks: scope, notes and reasons that people typed.
        without_money: every sum in a currency; person-days stay.
    """

    without_client: bool = False
    without_people: bool = False
    without_roles: bool = False
    without_remarks: bool = False
    without_money: bool = False


def redact(
    report: MaturityReport, redaction: Redaction, *, client: str = "", person: str = ""
) -> MaturityReport:
    """Return the report without what `redaction` names; scores, gaps and plan stay as they are.

    Args:
        client: what stands where the client's name was. person: where those of firm and consultant were.

    >>> Redaction().without_roles
    False
    """
    if redaction.without_client:
        about = replace(report.assessment, title=client, scope="")
        report = replace(report, client=replace(report.client, name=client), assessment=about)
    if redaction.without_people:
        report = replace(report, firm=person, consultant=person)
    if redaction.without_roles:
        report = replace(report, result=_without_roles(report.result))
    if redaction.without_remarks:
        report = _without_remarks(report)
    if redaction.without_money:
        report = _without_money(report)
    return report


def for_readers(report: MaturityReport) -> MaturityReport:
    """Return the report without what single people said: what may travel with a file that is passed on."""
    careless = replace(report.result.careless, respondents={})
    return replace(report, result=replace(report.result, people=(), careless=careless))


def _without_roles(result: MaturityResult) -> MaturityResult:
    return replace(
        result,
        roles=(),
        people=(),
        careless=CarelessSummary(),
        dimensions=tuple(replace(one, by_role=(), role_gaps=()) for one in result.dimensions),
        parts=tuple(replace(one, by_role=(), role_gaps=()) for one in result.parts),
        questions=tuple(replace(one, by_role=(), role_gap=None) for one in result.questions),
        contested=tuple(replace(one, role_gap=None) for one in result.contested),
    )


def _without_remarks(report: MaturityReport) -> MaturityReport:
    return replace(
        report,
        assessment=replace(report.assessment, scope=""),
        targets=tuple(replace(one, note="") for one in report.targets),
        recommendation=replace(report.recommendation, weights_reason=""),
    )


def _without_money(report: MaturityReport) -> MaturityReport:
    client = replace(report.client, yearly_value=None, currency=None)
    rollout = report.rollout
    if rollout is None:
        return replace(report, client=client)
    case = replace(
        rollout.business_case,
        day_rate=None,
        currency=None,
        yearly_value=None,
        cost=None,
        staff_cost=None,
        share_of_value=None,
        at_stake=None,
    )
    return replace(report, client=client, rollout=replace(rollout, business_case=case))
