"""Assessments: drafting one, launching it, watching coverage, closing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from app.db import assessments as rows
from app.db import db
from app.db.assessments import MODES, Assessment, Invitation
from app.db.engagements import find_engagement
from app.db.outgoing import find_job_for
from app.db.responses import count_responses_by_role, list_responses
from app.errors import Conflict, Invalid, Refused
from app.policy import Action, Actor, may, require
from app.services import jobs, trail
from app.services.jobs import JobStatus
from app.surroundings import now, today
from assessments.instrument import MODULES, ModuleChoice, find_instrument, list_modules, modules_of
from assessments.model import ROLES, MaturityModel
from assessments.privacy import THRESHOLD
from assessments.published import UnknownModel, find_model, newest_models
from assessments.results import FEWEST_RESPONDENTS, FEWEST_ROLES
from content.text import Text


@dataclass(frozen=True, slots=True)
class ModelChoice:
    key: str
    title: Text
    summary: Text
    questions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What is needed to set an assessment up."""

    engagement_id: UUID
    engagement: str
    client: str
    models: tuple[ModelChoice, ...]
    modules: tuple[ModuleChoice, ...]
    earliest_close: date
    suggested_close: date


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """Of `invited` people in a role `started` opened the questionnaire and `submitted` handed it in."""

    role: str
    invited: int
    started: int
    submitted: int


@dataclass(frozen=True, slots=True)
class PersonCoverage:
    name: str
    email: str
    role: str
    state: str  # invited, started, submitted


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the pre-flight panel: `kind` is ok, warning or stop; `rule` names it, `facts` explain it."""

    kind: str
    rule: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """`people` is empty in anonymous mode, always; `shows_counts` is False there while counts are small."""

    id: UUID
    title: str
    scope_note: str
    engagement_id: UUID
    engagement: str
    client: str
    model: Text
    modules: tuple[Text, ...]
    questions: int
    minutes: int
    mode: str
    state: str
    closes_on: date
    launched_at: object
    closed_at: object
    is_synthetic: bool
    invited: int
    roles: tuple[RoleCoverage, ...]
    people: tuple[PersonCoverage, ...]
    shows_counts: bool
    checks: tuple[Check, ...]
    has_result: bool
    job: JobStatus | None
    may_run: bool

    @property
    def can_launch(self) -> bool:
        return self.state == "draft" and all(check.kind != "stop" for check in self.checks)

    @property
    def submitted(self) -> int:
        return sum(role.submitted for role in self.roles)

    @property
    def started(self) -> int:
        return sum(role.started for role in self.roles)


def model_choices() -> tuple[ModelChoice, ...]:
    return tuple(ModelChoice(m.key, m.title, m.summary, len(m.questions), m.minutes) for m in newest_models())


def draft_page(actor: Actor, engagement_id: UUID) -> DraftPage:
    """Return what a new assessment can be made of.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.EDIT_ENGAGEMENT, find_engagement(engagement_id))
    return DraftPage(
        row.id,
        row.title,
        row.client.name,
        model_choices(),
        list_modules(),
        today() + timedelta(days=1),
        today() + timedelta(days=21),
    )


def create_assessment(
    actor: Actor,
    engagement_id: UUID,
    title: str,
    model_key: str,
    mode: str,
    closes_on: date,
    scope_note: str = "",
    target_level: float | None = None,
    is_synthetic: bool = False,
    modules: Sequence[str] = (),
) -> UUID:
    """Draft an assessment against the newest version of a published model. Returns its id.

    Raises:
        Hidden, Refused: not on the team.
        Invalid: an unknown model, module or mode, a closing day that is past, a target outside the model's levels.
    """
    engagement = require(actor, Action.EDIT_ENGAGEMENT, find_engagement(engagement_id))
    try:
        model = find_model(model_key)
    except UnknownModel as error:
        raise Invalid("model", "unknown_model") from error
    if mode not in MODES:
        raise Invalid("mode", "unknown_choice")
    if not set(modules) <= set(MODULES):
        raise Invalid("modules", "unknown_choice")
    if closes_on <= today():
        raise Invalid("closes_on", "in_the_past")
    if target_level is not None and not model.levels[0].level <= target_level <= model.levels[-1].level:
        raise Invalid(
            "target_level", "out_of_range", lowest=model.levels[0].level, highest=model.levels[-1].level
        )
    row = Assessment(
        id=uuid4(),
        firm_id=actor.firm_id,
        engagement_id=engagement.id,
        title=title,
        scope_note=scope_note,
        model_key=model.key,
        model_version=model.version,
        model_hash=model.hash,
        modules=" ".join(key for key in MODULES if key in modules),
        target_level=target_level,
        mode=mode,
        closes_on=closes_on,
        is_synthetic=is_synthetic,
        created_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    trail.note(actor.id, "assessment drafted", "assessment", row.id, model=model.key, mode=mode)
    return row.id


def model_of(row: Assessment) -> MaturityModel:
    """Return the model in the version that the assessment started with."""
    return find_model(row.model_key, row.model_version)


def assessment_page(actor: Actor, assessment_id: UUID) -> AssessmentPage:
    """Return where an assessment stands: pre-flight, coverage by role, and by person unless anonymous.

    Raises:
        Hidden: it does not exist for this person.
    """
    row = require(actor, Action.READ_ASSESSMENT, rows.find_assessment(assessment_id))
    instrument = find_instrument(row.model_key, row.model_version, modules_of(row.modules))
    invitations = rows.list_invitations(row.id)
    may_run = may(actor, Action.RUN_ASSESSMENT, row)
    roles = coverage(row, invitations)
    job = find_job_for(f"conclude:{row.id}") if row.state == "closed" else None
    started = sum(role.started for role in roles)
    return AssessmentPage(
        id=row.id,
        title=row.title,
        scope_note=row.scope_note,
        engagement_id=row.engagement_id,
        engagement=row.engagement.title,
        client=row.engagement.client.name,
        model=instrument.title,
        modules=tuple(one.title for one in list_modules() if one.key in modules_of(row.modules)),
        questions=len(instrument.questions),
        minutes=instrument.minutes,
        mode=row.mode,
        state=row.state,
        closes_on=row.closes_on,
        launched_at=row.launched_at,
        closed_at=row.closed_at,
        is_synthetic=row.is_synthetic,
        invited=len(invitations),
        roles=roles,
        people=_people(row, invitations) if may_run and row.mode != "anonymous" else (),
        shows_counts=row.mode != "anonymous" or started >= THRESHOLD or row.state == "closed",
        checks=pre_flight(row, invitations) if row.state == "draft" and may_run else (),
        has_result=row.result is not None,
        job=jobs.describe(job) if job else None,
        may_run=may_run,
    )


def coverage(row: Assessment, invitations: list[Invitation]) -> tuple[RoleCoverage, ...]:
    """Return invited, started and submitted per role, in the roles' usual order."""
    counts = count_responses_by_role(row.id)
    result = []
    for role in ROLES:
        invited = sum(1 for invitation in invitations if invitation.role == role)
        submitted = counts.get((role, "submitted"), 0)
        started = submitted + counts.get((role, "open"), 0)
        if invited or started:
            result.append(RoleCoverage(role, invited, started, submitted))
    return tuple(result)


def _people(row: Assessment, invitations: list[Invitation]) -> tuple[PersonCoverage, ...]:
    states = {r.invitation_id: r.state for r in list_responses(row.id) if r.invitation_id}
    words = {"open": "started", "submitted": "submitted"}
    return tuple(
        PersonCoverage(i.name, i.email, i.role, words.get(states.get(i.id, ""), "invited"))
        for i in invitations
    )


def pre_flight(row: Assessment, invitations: list[Invitation]) -> tuple[Check, ...]:
    """Return what stands in the way of a launch, and what the consultant may want to change before."""
    counts = {role: sum(1 for i in invitations if i.role == role) for role in ROLES}
    present = [role for role, count in counts.items() if count]
    small = [role for role in present if counts[role] < THRESHOLD]
    checks = [
        Check("ok" if invitations else "stop", "invited", {"count": len(invitations)}),
        Check("ok" if row.closes_on > today() else "stop", "closes_on", {"day": row.closes_on}),
    ]
    if 0 < len(invitations) < FEWEST_RESPONDENTS or len(present) == 1:
        checks.append(Check("warning", "too_few", {"people": FEWEST_RESPONDENTS, "roles": FEWEST_ROLES}))
    if invitations and (missing := [role for role in ROLES if not counts[role]]):
        checks.append(Check("warning", "missing_roles", {"roles": missing}))
    if small and row.mode != "named":
        checks.append(Check("warning", "small_roles", {"roles": small, "threshold": THRESHOLD}))
    if invitations and row.closes_on - today() < timedelta(days=5):
        checks.append(Check("warning", "short_time", {"days": (row.closes_on - today()).days}))
    checks.append(Check("ok", f"mode_{row.mode}", {"threshold": THRESHOLD}))
    return tuple(checks)


def launch(actor: Actor, assessment_id: UUID) -> None:
    """Open the assessment and send the invitations; its mode and model are fixed from here on.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: launched already, nobody invited, or the closing day has come.
    """
    row = require(actor, Action.RUN_ASSESSMENT, rows.lock_assessment(assessment_id))
    if row.state != "draft":
        raise Conflict("already_launched")
    invitations = rows.list_invitations(row.id)
    if not invitations:
        raise Conflict("nobody_invited")
    if row.closes_on <= today():
        raise Conflict("in_the_past")
    row.state, row.launched_at = "open", now()
    db.session.flush()
    trail.note(actor.id, "assessment launched", "assessment", row.id, mode=row.mode, invited=len(invitations))
    ask_for_invitations(actor, row)


def ask_for_invitations(actor: Actor, row: Assessment) -> None:
    """Ask the worker to mail everyone who has not been invited yet."""
    batch = uuid4()
    jobs.ask_for(
        "send_invitations", f"invite:{row.id}:{batch}", {"assessment_id": str(row.id)}, asked_by=actor.id
    )


def running_page(actor: Actor, assessment_id: UUID) -> AssessmentPage:
    """Return where an assessment stands, for whoever runs it.

    Raises:
        Hidden, Refused: not on the team.
    """
    page = assessment_page(actor, assessment_id)
    if not page.may_run:
        raise Refused
    return page


def closing_page(actor: Actor, assessment_id: UUID) -> AssessmentPage:
    """Return where an assessment stands, for whoever may close it.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: it is not open.
    """
    page = running_page(actor, assessment_id)
    if page.state != "open":
        raise Conflict("already_closed" if page.state == "closed" else "not_open")
    return page


def close(actor: Actor, assessment_id: UUID) -> None:
    """Close the assessment for good: no answer changes any more, and the worker computes the result.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: it is not open, or nobody has answered.
    """
    row = require(actor, Action.RUN_ASSESSMENT, rows.lock_assessment(assessment_id))
    if row.state == "closed":
        raise Conflict("already_closed")
    if row.state != "open":
        raise Conflict("not_open")
    if not count_responses_by_role(row.id):
        raise Conflict("nothing_to_score")
    row.state, row.closed_at = "closed", now()
    db.session.flush()
    trail.note(actor.id, "assessment closed", "assessment", row.id)
    jobs.ask_for("conclude", f"conclude:{row.id}", {"assessment_id": str(row.id)}, asked_by=actor.id)


def change_closing_day(actor: Actor, assessment_id: UUID, closes_on: date) -> None:
    """Move the closing day of an assessment that is not closed.

    Raises:
        Hidden, Refused: not on the team.
        Conflict: it is closed.
        Invalid: the day is past.
    """
    row = require(actor, Action.RUN_ASSESSMENT, rows.lock_assessment(assessment_id))
    if row.state == "closed":
        raise Conflict("already_closed")
    if closes_on <= today():
        raise Invalid("closes_on", "in_the_past")
    row.closes_on = closes_on
    trail.note(actor.id, "closing day moved", "assessment", row.id, day=closes_on.isoformat())
