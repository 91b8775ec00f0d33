"""A plan as a table, one line an initiative: RFC 4180, as a spreadsheet opens it.

The columns are told in docs/plan-exports.md; their names are the same in every language, so that a program that
reads the file need not know the reader's.
"""

from __future__ import annotations

import csv
from codecs import BOM_UTF8
from datetime import date
from io import StringIO

from app.reports.plan_exports.plan import ExportedPlan, Stage, Work

COLUMNS = (
    "key", "title", "phase", "phase_title", "phase_ends_on", "dimension", "starts_on", "ends_on", "first_week",
    "last_week", "effort_days", "owners", "after", "quick_win", "verify_first", "critical", "slack_weeks",
    "baseline_starts_on", "baseline_ends_on", "purpose", "deliverables",
)  # fmt: skip

BEGINS_A_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
"""Source: OWASP, CSV Injection."""

AS_TEXT = "'"


def to_table(plan: ExportedPlan) -> bytes:
    """Return the plan as CSV: UTF-8 with a mark that spreadsheets need, days as ISO 8601, lists parted by "; "."""
    out = StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    stages = {one.number: one for one in plan.stages}
    for work in plan.works:
        writer.writerow(_line(plan, work, stages[work.stage]))
    return BOM_UTF8 + out.getvalue().encode()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet computes: what begins like a formula begins with an apostrophe instead.

    >>> harmless("=1+1"), harmless(" @SUM(A1)"), harmless("2 = 1 + 1")
    ("'=1+1", "' @SUM(A1)", '2 = 1 + 1')
    """
    begins = text[:1] in BEGINS_A_FORMULA or text.lstrip()[:1] in BEGINS_A_FORMULA
    return AS_TEXT + text if text and begins else text


def _line(plan: ExportedPlan, work: Work, stage: Stage) -> dict[str, str]:
    baseline = work.baseline or (None, None)
    texts = {
        "key": work.key,
        "title": work.title,
        "phase_title": stage.title,
        "dimension": work.dimension,
        "owners": "; ".join(plan.names_of(work)),
        "after": "; ".join(work.after),
        "purpose": work.purpose,
        "deliverables": "; ".join(work.deliverables),
    }
    values = {
        "phase": str(work.stage),
        "phase_ends_on": _day(stage.ends_on),
        "starts_on": _day(work.starts_on),
        "ends_on": _day(work.ends_on),
        "first_week": str(work.first_week),
        "last_week": str(work.last_week),
        "effort_days": f"{work.effort_days:.1f}",
        "quick_win": _truth(work.is_quick_win),
        "verify_first": _truth(work.verify_first),
        "critical": _truth(work.is_critical),
        "slack_weeks": "" if work.slack_weeks is None else str(work.slack_weeks),
        "baseline_starts_on": _day(baseline[0]),
        "baseline_ends_on": _day(baseline[1]),
    }
    return {name: harmless(text) for name, text in texts.items()} | values


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _truth(claim: bool | None) -> str:
    return "" if claim is None else "yes" if claim else "no"
