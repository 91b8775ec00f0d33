"""The plan of an assessment as a file that another program opens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.db import assessments as rows
from app.db import plans
from app.db.assessments import Assessment
from app.db.plans import PlanScenario
from app.policy import Action, Actor, may, require
from app.reports.plan_exports import ExportedPlan, plan_to_export, to_calendar, to_project, to_table
from app.services import conclusions
from app.services.plan_figures import days_of
from app.surroundings import now
from app.translations import translations_for
from assessments.roadmap import Roadmap
from content import from_plain

Kind = Literal["csv", "ics", "xml"]
WRITERS: Mapping[Kind, tuple[Callable[[ExportedPlan], bytes], str]] = {
    "csv": (to_table, "text/csv"),
    "ics": (to_calendar, "text/calendar"),
    "xml": (to_project, "application/xml"),
}
LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan to be saved. `name` may hold letters of any script; `plain_name` is for browsers that cannot."""

    content: bytes
    mimetype: str
    name: str
    plain_name: str


def export_plan(actor: Actor, assessment_id: UUID, kind: Kind, language: str) -> PlanFile | None:
    """Return the plan as a file; None while there is no plan, or nothing in it.

    The same plan gives the same file on any day: its instant is the close of the assessment it follows from.

    A sponsor takes the adopted plan along and no other.

    Raises:
        Hidden: it does not exist for this person.
    """
    row = require(actor, Action.READ_ASSESSMENT, rows.find_assessment(assessment_id))
    adopted = plans.find_adopted(row.id)
    roadmap = _plan_for(actor, row, adopted)
    if roadmap is None or not roadmap.initiatives:
        return None
    agreed = None if adopted is None or adopted.baseline is None else from_plain(Roadmap, adopted.baseline)
    client = row.engagement.client.name
    plan = plan_to_export(
        roadmap,
        plan_id=row.id,
        made_at=row.closed_at or now(),
        client=client,
        title=row.title,
        language=language,
        translations=translations_for(language),
        critical=roadmap.critical_chain or None,
        slack_weeks=roadmap.slack_weeks or None,
        baseline=None if agreed is None else days_of(agreed),
    )
    write, mimetype = WRITERS[kind]
    return PlanFile(write(plan), mimetype, file_name(client, kind), file_name(ascii_of(client), kind))


def _plan_for(actor: Actor, row: Assessment, adopted: PlanScenario | None) -> Roadmap | None:
    if may(actor, Action.READ_RESULTS, row):
        advice = conclusions.advice_of(row)
        return None if advice is None else advice.roadmap
    if adopted is None or not may(actor, Action.READ_PLAN, adopted):
        return None
    return from_plain(Roadmap, adopted.plan)


def file_name(client: str, kind: str) -> str:
    """Return the name under which a plan is saved: letters and digits of any script, and hyphens.

    >>> file_name("Čapek & Sons / ../etc", "csv"), file_name("شركة القلعة", "ics"), file_name("…", "xml")
    ('plan-čapek-sons-etc.csv', 'plan-شركة-القلعة.ics', 'plan.xml')
    """
    kept = "".join(
        sign if sign.isalnum() or unicodedata.category(sign) in {"Mn", "Mc"} else " "
        for sign in unicodedata.normalize("NFC", client.lower())
    )
    slug = re.sub(r"\s+", "-", kept.strip())[:LONGEST_SLUG].strip("-")
    return f"plan-{slug}.{kind}" if slug else f"plan.{kind}"


def ascii_of(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
