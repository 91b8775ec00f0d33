"""Plans small enough to be checked by hand, and one with every text that a file could stumble over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from app.reports.plan_exports import ExportedPlan, plan_to_export
from app.translations import translations_for
from assessments.roadmap import Roadmap
from tests.reports.cases import qec_report

PLAN_ID = UUID("6f1c0c5e-8f0e-4a39-9a8b-0d6f3f4b2a11")
MADE_AT = datetime(2026, 1, 23, 14, 5, tzinfo=UTC)
START_ON = date(2026, 2, 2)  # a Monday


def small_roadmap() -> Roadmap:
    """Two phases and three initiatives: A in weeks 1 to 2, B after it in weeks 3 to 6, C in weeks 3 to 4."""
    whole = qec_report().roadmap
    first, second = whole.phases[0], whole.phases[1]
    roles = whole.owners[:2]
    one = replace(
        whole.initiatives[0],
        title={"en": "Mandate"},
        purpose={"en": "It opens the plan."},
        deliverables=({"en": "Charter"},),
        verify_first=False,
    )
    return replace(
        whole,
        start_on=START_ON,
        length_weeks=13,
        phases=(
            replace(first, number=0, title={"en": "Start"}, start_week=0, end_week=2),
            replace(second, number=1, title={"en": "Build"}, start_week=2, end_week=13),
        ),
        initiatives=(
            replace(one, key="A-1", phase=0, start_week=0, end_week=2, effort_days=5.0, after=(),
                    owners=(roles[0].key,), is_quick_win=True),
            replace(one, key="B-1", phase=1, start_week=2, end_week=6, effort_days=10.0, after=("A-1",),
                    owners=(roles[0].key, roles[1].key), is_quick_win=False, title={"en": "Register"}),
            replace(one, key="C-1", phase=1, start_week=2, end_week=4, effort_days=4.5, after=(),
                    owners=(roles[1].key,), is_quick_win=False, verify_first=True, title={"en": "Review"}),
        ),
        owners=roles,
    )  # fmt: skip


def exported(roadmap: Roadmap | None = None, **known: Any) -> ExportedPlan:
    about = {"client": "Qalat Engineering", "title": "First measurement", "language": "en"} | known
    return plan_to_export(
        roadmap or small_roadmap(),
        plan_id=PLAN_ID,
        made_at=MADE_AT,
        translations=translations_for(about["language"]),
        **about,
    )


HOSTILE = (
    "=HYPERLINK(\"http://x.example\",\"see\") ",
    "+1;2,3\\4",
    "\u202eعنوان طويل جدًا " * 12,
    "line\r\nbreak\x00\x07\ufffe <b>&amp;</b> ]]> 🏗️🏗️🏗️",
)  # fmt: skip


def hostile_roadmap() -> Roadmap:
    plan = small_roadmap()
    texts = [{"en": text} for text in HOSTILE]
    return replace(
        plan,
        initiatives=tuple(
            replace(one, title=texts[number], purpose=texts[3], deliverables=(texts[0], texts[2]))
            for number, one in enumerate(plan.initiatives)
        ),
        phases=tuple(replace(one, title=texts[2], exit_test=texts[3]) for one in plan.phases),
    )
