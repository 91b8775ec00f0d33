"""What a person types about a plan: its name, and what is fixed in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.errors import Invalid
from app.languages import lazy_gettext as _l
from app.services.plan_keeping import LONGEST_NAME
from app.services.plan_tracking import Status, TrackedRow
from app.services.plans import ScenarioPage
from app.web.forms.engagements import NEEDED
from assessments.wishes import LONGEST_HORIZON, OBJECTIVES, Wishes

OBJECTIVE_NAMES = {"fast": _l("Fast"), "lean": _l("Lean"), "balanced": _l("Balanced")}
OBJECTIVE_MEANINGS = {
    "fast": _l("Reaches the targets at the earliest."),
    "lean": _l("Reaches the targets with the fewest person-days."),
    "balanced": _l("Gains most for the weight of the dimensions, and early."),
}
PROGRESS_NAMES = {
    "planned": _l("planned"),
    "under way": _l("under way"),
    "done": _l("done"),
    "given up": _l("given up"),
}
MOST_DAYS = 100_000


class CopyForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    name = StringField(_l("Name of the copy"), [InputRequired(NEEDED), Length(max=LONGEST_NAME)])


@dataclass(frozen=True, slots=True)
class Shaping:
    """A form about a whole plan, read: the wishes, or what is wrong by field. `revision` is the one that was shown."""

    revision: int
    wishes: Wishes
    problems: Mapping[str, Invalid]


SHAPING_FIELDS = re.compile(r"(?:start|lock|drop|free)-[A-Z]{2,3}-\d{1,2}|add|objective|capacity|horizon")


def is_shaping(field: str) -> bool:
    """Whether a field belongs to the form about a whole plan; the token against forgery does not."""
    return SHAPING_FIELDS.fullmatch(field) is not None


def read_shaping(form: Mapping[str, str], page: ScenarioPage) -> Shaping:
    """Return what a form about a plan asks for; what is not in it stays as it is.

    A day that differs from the one shown holds an initiative until then, or fixes it there if it is locked. A lock
    on an unchanged day fixes the initiative where it stands; taking the lock away frees it.
    """
    wishes, problems = page.wishes, dict[str, Invalid]()
    shown = {one.key: one.start_week for one in page.plan.roadmap.initiatives}
    for key, week in shown.items():
        if form.get(f"drop-{key}"):
            wishes = wishes.drop(key)
            continue
        try:
            asked = _week(form.get(f"start-{key}", ""), page.plan.roadmap.start_on, week)
        except ValueError:
            problems[f"start-{key}"] = Invalid(f"start-{key}", "not_a_day")
            continue
        is_locked, was_locked = bool(form.get(f"lock-{key}")), key in wishes.starts
        if is_locked and (asked != week or not was_locked):
            wishes = wishes.lock(key, asked)
        elif not is_locked and asked != week:
            wishes = wishes.hold(key, asked)
        elif was_locked and not is_locked:
            wishes = wishes.release(key)
    for key in wishes.touched():
        if form.get(f"free-{key}"):
            wishes = wishes.release(key)
    if added := form.get("add", ""):
        wishes = wishes.add(added)
    return _with_frame(form, wishes, problems)


def read_statuses(
    form: Mapping[str, str], rows: Sequence[TrackedRow]
) -> tuple[list[Status], dict[str, Invalid]]:
    """Return how far each initiative has come, as typed, and what is wrong by field."""
    statuses, problems = [], {}
    for row in rows:
        days: dict[str, date | None] = {}
        for name in ("started", "ended"):
            field = f"{name}-{row.key}"
            try:
                days[name] = date.fromisoformat(form[field]) if form.get(field) else None
            except ValueError:
                problems[field] = Invalid(field, "not_a_day")
        progress = form.get(f"progress-{row.key}", row.status.progress)
        remark = " ".join(form.get(f"remark-{row.key}", "").split())
        statuses.append(Status(row.key, progress, days.get("started"), days.get("ended"), remark))
    return statuses, problems


def read_revision(form: Mapping[str, str]) -> int:
    """Return the revision of a plan, or of what it is drawn under, that was shown; 0, which none has, without one."""
    return read_count(form.get("revision", ""), otherwise=0)


def read_count(typed: str, *, otherwise: int) -> int:
    """Return what a hidden field counts. It was not typed by anybody honest if it is no number, so nothing is said."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 10 else otherwise


def _with_frame(form: Mapping[str, str], wishes: Wishes, problems: dict[str, Invalid]) -> Shaping:
    objective = next((one for one in OBJECTIVES if one == form.get("objective")), wishes.objective)
    capacity, horizon = wishes.capacity_days_per_quarter, wishes.horizon_weeks
    if "capacity" in form:
        typed = form["capacity"].strip()
        try:
            capacity = float(typed) if typed else None
            if capacity is not None and not 0 < capacity <= MOST_DAYS:
                raise ValueError
        except ValueError:
            problems["capacity"] = Invalid("capacity", "out_of_range", lowest=1, highest=MOST_DAYS)
    if "horizon" in form:
        try:
            horizon = int(form["horizon"])
            if not 1 <= horizon <= LONGEST_HORIZON:
                raise ValueError
        except ValueError:
            problems["horizon"] = Invalid("horizon", "out_of_range", lowest=1, highest=LONGEST_HORIZON)
    revision = read_revision(form)
    shaped = replace(wishes, objective=objective, capacity_days_per_quarter=capacity, horizon_weeks=horizon)
    return Shaping(revision, shaped, problems)


def _week(typed: str, start_on: date, shown: int) -> int:
    """The week a typed day lies in; what was not typed stays where it is shown."""
    if not typed:
        return shown
    day = date.fromisoformat(typed)
    if day == start_on + timedelta(weeks=shown):
        return shown
    return (day - start_on).days // 7
