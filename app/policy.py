"""Who may do what. The table is the whole policy; services ask it first, buttons ask it too.

An outsider gets `Hidden` (the thing does not exist for them), an insider without the right gets `Refused`.
Rules read rows that are already loaded; they run no query.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from app.db.assessments import Assessment
from app.db.certificates import Certificate
from app.db.engagements import Client, Engagement
from app.db.enrolments import Enrolment
from app.db.plan_readings import PlanReading
from app.db.plans import PlanScenario
from app.db.reports import ReportFile, ReportRow
from app.errors import Hidden, Refused


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a signed-in person, as plain values."""

    id: UUID
    firm_id: UUID
    client_id: UUID | None
    role: str
    name: str
    email: str
    language: str
    firm_name: str

    @property
    def is_staff(self) -> bool:
        return self.role in {"firm_admin", "consultant"}


class Action(Enum):
    LIST_ENGAGEMENTS = "list engagements"
    CREATE_ENGAGEMENT = "create an engagement"
    READ_ENGAGEMENT = "read an engagement"
    EDIT_ENGAGEMENT = "edit an engagement"
    READ_ASSESSMENT = "read an assessment"
    RUN_ASSESSMENT = "run an assessment"
    READ_RESULTS = "read results"
    READ_PLAN = "read an adopted plan"
    RECORD_READING = "record what an indicator shows"
    CHANGE_READING = "correct what was recorded"
    READ_REPORT = "read a report"
    ISSUE_REPORT = "issue a report"
    ASSIGN_TRAINING = "assign training"
    READ_TRAINING = "read how training goes"
    READ_ENROLMENT = "read an enrolment"
    READ_CERTIFICATE = "read a certificate"
    REVOKE_CERTIFICATES = "revoke what the firm has issued"
    LEARN = "learn"
    REGRADE = "grade attempts again"
    READ_KPIS = "read the catalogue of indicators"
    KEEP_PEOPLE = "keep the firm's accounts"
    READ_CATALOGUE = "read the catalogue of initiatives"
    KEEP_INITIATIVES = "keep the firm's own initiatives"
    SET_WEIGHTS = "set the firm's weights"
    READ_BRAND = "read how the firm's reports look"
    SET_BRAND = "set how the firm's reports look"
    READ_OUTBOX = "read the outbox"
    RUN_INSTALLATION = "run the installation"


Rule = Callable[[Actor, Any], bool]
Subject = TypeVar("Subject")


def engagement_of(subject: Any) -> Engagement | ReportFile | None:
    """Return what knows the client and the team that the subject belongs to."""
    if isinstance(subject, (Engagement, ReportFile)):
        return subject
    if isinstance(subject, Assessment):
        return subject.engagement
    if isinstance(subject, (PlanScenario, PlanReading)):
        return subject.assessment.engagement
    if isinstance(subject, ReportRow):
        return subject.assessment.engagement
    return None


def in_same_firm(actor: Actor, subject: Any) -> bool:
    return subject is None or subject.firm_id == actor.firm_id


def staff(actor: Actor, subject: Any) -> bool:
    return actor.is_staff


def on_the_team(actor: Actor, subject: Any) -> bool:
    """The firm's administrator, or a consultant on the engagement's team."""
    if actor.role == "firm_admin":
        return True
    engagement = engagement_of(subject)
    return actor.role == "consultant" and engagement is not None and actor.id in engagement.member_ids


def is_about_an_engagement(actor: Actor, subject: Any) -> bool:
    return engagement_of(subject) is not None


def of_the_client(actor: Actor, subject: Any) -> bool:
    """A sponsor of the client organisation that the subject is about."""
    engagement = engagement_of(subject)
    client_id = engagement.client_id if engagement else subject.id if isinstance(subject, Client) else None
    return actor.role == "sponsor" and client_id is not None and actor.client_id == client_id


def is_issued(actor: Actor, subject: Any) -> bool:
    return isinstance(subject, (ReportRow, ReportFile)) and subject.state == "ready"


def is_adopted(actor: Actor, subject: Any) -> bool:
    """An adopted plan that rests on enough answers for the client to see anything of it."""
    if not isinstance(subject, PlanScenario) or subject.adopted_at is None:
        return False
    result = subject.assessment.result
    return result is not None and not result["is_below_threshold"]


def is_own_reading(actor: Actor, subject: Any) -> bool:
    return isinstance(subject, PlanReading) and subject.entered_by == actor.id


def is_own(actor: Actor, subject: Any) -> bool:
    return isinstance(subject, (Enrolment, Certificate)) and subject.user_id == actor.id


def firm_administrator(actor: Actor, subject: Any) -> bool:
    return actor.role == "firm_admin"


def operator(actor: Actor, subject: Any) -> bool:
    return actor.role == "operator"


def learner_like(actor: Actor, subject: Any) -> bool:
    return actor.role in {"learner", "consultant", "firm_admin", "sponsor"}


def either(*rules: Rule) -> Rule:
    return lambda actor, subject: any(rule(actor, subject) for rule in rules)


def both(*rules: Rule) -> Rule:
    return lambda actor, subject: all(rule(actor, subject) for rule in rules)


RULES: dict[Action, Rule] = {
    Action.LIST_ENGAGEMENTS: either(staff, lambda actor, subject: actor.role == "sponsor"),
    Action.CREATE_ENGAGEMENT: staff,
    Action.READ_ENGAGEMENT: either(on_the_team, of_the_client),
    Action.EDIT_ENGAGEMENT: on_the_team,
    Action.READ_ASSESSMENT: either(on_the_team, of_the_client),
    Action.RUN_ASSESSMENT: on_the_team,
    Action.READ_RESULTS: on_the_team,
    Action.READ_PLAN: either(on_the_team, both(of_the_client, is_adopted)),
    Action.RECORD_READING: either(on_the_team, both(of_the_client, is_adopted)),
    Action.CHANGE_READING: either(on_the_team, both(of_the_client, is_own_reading)),
    Action.READ_REPORT: either(on_the_team, both(of_the_client, is_issued)),
    Action.ISSUE_REPORT: on_the_team,
    Action.ASSIGN_TRAINING: on_the_team,
    Action.READ_TRAINING: either(on_the_team, of_the_client),
    Action.READ_ENROLMENT: is_own,
    Action.READ_CERTIFICATE: is_own,
    Action.REVOKE_CERTIFICATES: firm_administrator,
    Action.LEARN: learner_like,
    Action.REGRADE: firm_administrator,
    Action.READ_KPIS: learner_like,
    Action.KEEP_PEOPLE: firm_administrator,
    Action.READ_CATALOGUE: staff,
    Action.KEEP_INITIATIVES: firm_administrator,
    Action.SET_WEIGHTS: firm_administrator,
    Action.READ_BRAND: staff,
    Action.SET_BRAND: firm_administrator,
    Action.READ_OUTBOX: staff,
    Action.RUN_INSTALLATION: operator,
}

# Who is inside: for them a refusal may say that the thing exists.
INSIDE: Rule = either(both(is_about_an_engagement, on_the_team), of_the_client, is_own)


def may(actor: Actor, action: Action, subject: Any = None) -> bool:
    """Return whether the table lets the actor do this with the subject."""
    return in_same_firm(actor, subject) and RULES[action](actor, subject)


def require(actor: Actor, action: Action, subject: Subject | None) -> Subject:
    """Return the subject if the actor may do this with it.

    Raises:
        Hidden: the subject is None, of another firm, or the actor stands outside.
        Refused: the actor stands inside but lacks the right.
    """
    if subject is None or not in_same_firm(actor, subject):
        raise Hidden
    if not RULES[action](actor, subject):
        raise Refused if INSIDE(actor, subject) else Hidden
    return subject


def require_role(actor: Actor, action: Action) -> None:
    """As `require`, for actions that have no subject.

    Raises:
        Refused: the actor's role does not carry the right.
    """
    if not RULES[action](actor, None):
        raise Refused
