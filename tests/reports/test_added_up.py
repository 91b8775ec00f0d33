"""What a reader with a pencil adds up or takes away is either right as printed, or the report says why it is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from app.reports.choice import Choice
from app.reports.paper import document_html
from app.reports.telling.documents import tell_document
from app.reports.tree import Document, Exhibit
from app.translations import translations_for
from assessments.report import MaturityReport
from tests.reports.cases import full_model_report, qec_report
from tests.reports.test_html import AWKWARD

REPORTS = {**AWKWARD, "the full model": full_model_report}


def told(report: MaturityReport) -> Document:
    return tell_document(report, translations_for("en"), Choice("full", "review"))


def exhibit(document: Document, key: str) -> Exhibit | None:
    return next((one for one in document.exhibits if one.key == key), None)


@pytest.mark.parametrize("make", REPORTS.values(), ids=REPORTS.keys())
def test_a_gap_is_the_target_less_the_evidence_or_the_table_says_why(
    make: Callable[[], MaturityReport],
) -> None:
    report = make()
    table = exhibit(told(report), "profile")
    assert table
    rows = [row.cells for row in table.rows if len(row.cells) == len(table.columns)]
    printed = [[Decimal(cells[place].text) for place in (2, 4, 5)] for cells in rows]
    are_exact = all(gap == max(target - evidence, 0) for evidence, target, gap in printed)
    assert are_exact or "Gaps are taken before rounding." in table.notes


@pytest.mark.parametrize("make", REPORTS.values(), ids=REPORTS.keys())
def test_a_lead_is_what_the_points_differ_by_or_the_table_says_why(
    make: Callable[[], MaturityReport],
) -> None:
    report = make()
    document = told(report)
    table = exhibit(document, "types")
    title = next(one.title for one in document.sections if one.key == "type")
    lead = re.search(r"ahead by ([\d.]+) points|([\d.]+) points apart", title)
    if table is None or lead is None:
        return
    points = sorted((Decimal(row.cells[2].text) for row in table.rows), reverse=True)
    is_exact = points[0] - points[1] == Decimal(lead[1] or lead[2])
    assert is_exact or "The lead is taken before rounding." in table.notes


def test_days_of_quarters_add_up_or_the_plan_says_to_what() -> None:
    notes = exhibit(told(qec_report()), "plan").notes  # type: ignore[union-attr]
    assert "Rounded to whole days each, the quarters add up to 262 instead of 261." in notes
    assert exhibit(told(full_model_report()), "plan").notes == ()  # type: ignore[union-attr]


def test_the_title_of_the_case_has_the_figures_of_its_table() -> None:
    document = told(full_model_report())
    table = exhibit(document, "case")
    title = next(one.title for one in document.sections if one.key == "case")
    assert table
    low, high = table.rows[0].cells[1].text, table.rows[0].cells[3].text
    assert title.startswith(f"The plan costs {low} to {high} person-days")


def test_figures_of_a_column_that_are_compared_have_the_same_decimals() -> None:
    load = exhibit(told(full_model_report()), "load")
    assert load
    for column in (1, 2):
        assert all(re.fullmatch(r"\d+\.\d", row.cells[column].text) for row in load.rows)


def test_an_emphasis_claims_the_gaps_of_a_pair_and_not_the_largest_of_all() -> None:
    report = full_model_report()
    widest = {gap.dimension for gap in sorted(report.gaps, key=lambda one: -(one.gap or 0))[:4]}
    chosen = [one for one in report.recommendation.axes if one.rule == "C1"]
    assert any(not set(one.facts) & widest for one in chosen)
    page = document_html(told(report), translations_for("en"))
    assert "largest gaps to close" not in page
    assert page.count("Of four pairs of dimensions, one of the two furthest from their targets:") >= len(
        chosen
    )


def test_each_bar_of_a_plan_is_told_with_its_weeks() -> None:
    report = qec_report()
    page = document_html(told(report), translations_for("en"))
    plan = report.roadmap
    for phase in plan.phases:
        weeks = f"{phase.start_week + 1}–{phase.end_week}"
        assert f"<title>Phase {phase.number}: {phase.title['en']}: Weeks {weeks}</title>" in page
    first = plan.initiatives[0]
    assert (
        f"<title>{first.key} {first.title['en']}: Weeks {first.start_week + 1}–{first.end_week}</title>"
        in page
    )
