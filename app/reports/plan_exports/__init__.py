"""A plan as a file for other programs: a table, a calendar, a project. Values in, bytes out."""

from app.reports.plan_exports.calendar import to_calendar
from app.reports.plan_exports.plan import ExportedPlan, Span, Stage, Work, plan_to_export
from app.reports.plan_exports.project import to_project
from app.reports.plan_exports.table import COLUMNS, to_table

__all__ = [
    "COLUMNS",
    "ExportedPlan",
    "Span",
    "Stage",
    "Work",
    "plan_to_export",
    "to_calendar",
    "to_project",
    "to_table",
]
