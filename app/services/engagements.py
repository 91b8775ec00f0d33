"""Clients and engagements: setting one up, reading it, its team, and the profile of the client's PMO."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from app.db import assessments as assessment_rows
from app.db import db
from app.db.engagements import Client, Engagement, EngagementMember, find_engagement, list_engagements
from app.db.people import list_colleagues
from app.errors import Hidden, Invalid
from app.policy import Action, Actor, may, require, require_role
from app.services import conclusions, trail
from app.services.weights import firm_weights
from app.surroundings import now
from assessments.profile import load_profile_model
from assessments.weights import reweigh

SECTORS = (
    "construction",
    "public",
    "it",
    "finance",
    "health",
    "energy",
    "manufacturing",
    "education",
    "services",
    "nonprofit",
    "other",
)
LANGUAGES = ("en", "ar")


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What is asked about a client; `yearly_value` is that of its projects, in whole `currency` units."""

    name: str
    sector: str
    headcount: int
    languages: tuple[str, ...]
    project_count: int
    yearly_value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    id: UUID
    title: str
    state: str
    mode: str
    closes_on: date
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class EngagementLine:
    """One engagement in the list, with its newest assessment."""

    id: UUID
    client: str
    sector: str
    title: str
    starts_on: date
    newest: AssessmentLine | None
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class EngagementsPage:
    lines: tuple[EngagementLine, ...]
    may_create: bool


@dataclass(frozen=True, slots=True)
class EngagementPage:
    """`profile_answered` of `profile_asked` criteria are answered."""

    id: UUID
    title: str
    starts_on: date
    client_id: UUID
    client: ClientFacts
    is_synthetic: bool
    assessments: tuple[AssessmentLine, ...]
    team: tuple[str, ...]
    profile_answered: int
    profile_asked: int
    pmo_staff: float | None
    capacity_days: int | None
    project_people: int | None
    day_rate: Decimal | None
    may_edit: bool


@dataclass(frozen=True, slots=True)
class ProfilePage:
    engagement_id: UUID
    engagement: str
    client: str
    criteria: tuple[object, ...]
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EditPage:
    engagement_id: UUID
    title: str
    client: ClientFacts
    starts_on: date
    pmo_staff: float | None
    capacity_days: int | None
    project_people: int | None
    day_rate: Decimal | None
    team: frozenset[UUID]
    colleagues: tuple[tuple[UUID, str], ...]


def engagements_page(actor: Actor) -> EngagementsPage:
    """Return what this person sees of the firm's engagements, newest first.

    Raises:
        Refused: the role has no engagements to look at.
    """
    require_role(actor, Action.LIST_ENGAGEMENTS)
    member, client = _view_of(actor)
    newest: dict[UUID, AssessmentLine] = {}
    for row in assessment_rows.list_visible_assessments(member, client):
        newest.setdefault(row.engagement_id, assessment_line(row))
    lines = tuple(
        EngagementLine(
            row.id,
            row.client.name,
            row.client.sector,
            row.title,
            row.starts_on,
            newest.get(row.id),
            row.client.is_synthetic,
        )
        for row in list_engagements(member, client)
    )
    return EngagementsPage(lines, may(actor, Action.CREATE_ENGAGEMENT))


def _view_of(actor: Actor) -> tuple[UUID | None, UUID | None]:
    """Return the member and the client to hold a list to: an administrator sees the whole firm."""
    if actor.role == "consultant":
        return actor.id, None
    return None, actor.client_id


def assessment_line(row: assessment_rows.Assessment) -> AssessmentLine:
    return AssessmentLine(row.id, row.title, row.state, row.mode, row.closes_on, row.is_synthetic)


def create_engagement(
    actor: Actor,
    client: ClientFacts,
    title: str,
    starts_on: date,
    pmo_staff: float | None = None,
    is_synthetic: bool = False,
) -> UUID:
    """Set up a client and an engagement for it, with the actor on its team. Returns the engagement's id.

    Raises:
        Refused: the actor is not of the firm's staff.
        Invalid: a fact is out of its range.
    """
    require_role(actor, Action.CREATE_ENGAGEMENT)
    check_client(client)
    check_staff(pmo_staff)
    client_row = Client(
        id=uuid4(), firm_id=actor.firm_id, created_at=now(), is_synthetic=is_synthetic, **_columns(client)
    )
    db.session.add(client_row)
    db.session.flush()
    engagement = Engagement(
        id=uuid4(),
        firm_id=actor.firm_id,
        client_id=client_row.id,
        title=title,
        starts_on=starts_on,
        criteria={},
        pmo_staff=pmo_staff,
        created_at=now(),
    )
    db.session.add(engagement)
    db.session.flush()
    _add_member(engagement, actor.id)
    trail.note(actor.id, "engagement created", "engagement", engagement.id)
    return engagement.id


def check_client(client: ClientFacts) -> None:
    """Raise Invalid for the first fact that is out of its range."""
    if client.sector not in SECTORS:
        raise Invalid("sector", "unknown_choice")
    if not client.languages or not set(client.languages) <= set(LANGUAGES):
        raise Invalid("languages", "unknown_choice")
    if not 1 <= client.headcount <= 5_000_000:
        raise Invalid("headcount", "out_of_range", lowest=1, highest=5_000_000)
    if not 0 <= client.project_count <= 100_000:
        raise Invalid("project_count", "out_of_range", lowest=0, highest=100_000)
    if not client.yearly_value.is_finite() or not 0 <= client.yearly_value < Decimal(10) ** 13:
        raise Invalid("yearly_value", "out_of_range", lowest=0, highest="9 999 999 999 999")


def check_staff(pmo_staff: float | None) -> None:
    """Raise Invalid unless the number of people in the PMO is unknown or believable."""
    if pmo_staff is not None and not 0 <= pmo_staff <= 10_000:
        raise Invalid("pmo_staff", "out_of_range", lowest=0, highest=10_000)


def _check_rollout(project_people: int | None, day_rate: Decimal | None) -> None:
    if project_people is not None and not 0 <= project_people <= 5_000_000:
        raise Invalid("project_people", "out_of_range", lowest=0, highest=5_000_000)
    if day_rate is not None and not (day_rate.is_finite() and 1 <= day_rate <= 1_000_000):
        raise Invalid("day_rate", "out_of_range", lowest=1, highest=1_000_000)


def _columns(client: ClientFacts) -> dict[str, object]:
    return {
        "name": client.name,
        "sector": client.sector,
        "headcount": client.headcount,
        "languages": list(client.languages),
        "project_count": client.project_count,
        "yearly_value": client.yearly_value,
        "currency": client.currency,
    }


def client_facts(row: Client) -> ClientFacts:
    return ClientFacts(
        row.name,
        row.sector,
        row.headcount,
        tuple(row.languages),
        row.project_count,
        row.yearly_value,
        row.currency,
    )


def _add_member(engagement: Engagement, user_id: UUID) -> None:
    db.session.add(EngagementMember(firm_id=engagement.firm_id, engagement_id=engagement.id, user_id=user_id))
    db.session.flush()
    db.session.expire(engagement, ["members"])


def engagement_page(actor: Actor, engagement_id: UUID) -> EngagementPage:
    """Return an engagement with its assessments.

    Raises:
        Hidden: it does not exist for this person.
    """
    row = require(actor, Action.READ_ENGAGEMENT, find_engagement(engagement_id))
    people = {person.id: person.name for person in list_colleagues()}
    return EngagementPage(
        id=row.id,
        title=row.title,
        starts_on=row.starts_on,
        client_id=row.client_id,
        client=client_facts(row.client),
        is_synthetic=row.client.is_synthetic,
        assessments=tuple(assessment_line(a) for a in assessment_rows.list_assessments(row.id)),
        team=tuple(sorted(people[member] for member in row.member_ids if member in people)),
        profile_answered=len(row.criteria),
        profile_asked=len(load_profile_model().criteria),
        pmo_staff=row.pmo_staff,
        capacity_days=row.capacity_days,
        project_people=row.project_people,
        day_rate=row.day_rate,
        may_edit=may(actor, Action.EDIT_ENGAGEMENT, row),
    )


def client_of(engagement_id: UUID) -> UUID:
    """Return the client of an engagement in the current firm's scope.

    Raises:
        Hidden: there is none.
    """
    row = find_engagement(engagement_id)
    if row is None:
        raise Hidden
    return row.client_id


def profile_page(actor: Actor, engagement_id: UUID) -> ProfilePage:
    """Return the criteria of the PMO profile with what was answered so far.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.EDIT_ENGAGEMENT, find_engagement(engagement_id))
    return ProfilePage(
        row.id,
        row.title,
        row.client.name,
        reweigh(load_profile_model(), firm_weights()).criteria,
        dict(row.criteria),
    )


def save_profile(actor: Actor, engagement_id: UUID, answers: Mapping[str, int]) -> None:
    """Replace the profile's answers: criterion key to 0…4; a criterion left out counts as unanswered.

    Conclusions that rest on the profile are drawn again.

    Raises:
        Hidden, Refused: not on the team.
        Invalid: an unknown criterion or an answer outside 0…4.
    """
    row = require(actor, Action.EDIT_ENGAGEMENT, find_engagement(engagement_id))
    known = {criterion.key for criterion in load_profile_model().criteria}
    for key, answer in answers.items():
        if key not in known or not 0 <= answer <= 4:
            raise Invalid(key, "unknown_answer")
    row.criteria, row.criteria_at = dict(sorted(answers.items())), now()
    db.session.flush()
    conclusions.renew(actor.id, row.id)
    trail.note(actor.id, "profile saved", "engagement", row.id, answered=len(answers))


def edit_page(actor: Actor, engagement_id: UUID) -> EditPage:
    """Return what can be changed about an engagement, with the colleagues who may join its team.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.EDIT_ENGAGEMENT, find_engagement(engagement_id))
    colleagues = tuple((p.id, p.name) for p in list_colleagues() if p.role in {"consultant", "firm_admin"})
    return EditPage(
        row.id,
        row.title,
        client_facts(row.client),
        row.starts_on,
        row.pmo_staff,
        row.capacity_days,
        row.project_people,
        row.day_rate,
        row.member_ids,
        colleagues,
    )


def edit_engagement(
    actor: Actor,
    engagement_id: UUID,
    client: ClientFacts,
    title: str,
    starts_on: date,
    pmo_staff: float | None,
    capacity_days: int | None,
    team: Sequence[UUID],
    *,
    project_people: int | None,
    day_rate: Decimal | None,
) -> None:
    """Change an engagement, its client's facts and its team.

    Raises:
        Hidden, Refused: not on the team.
        Invalid: a fact is out of its range, or a member is not of the firm's staff.
    """
    page = edit_page(actor, engagement_id)
    row = require(actor, Action.EDIT_ENGAGEMENT, find_engagement(engagement_id))
    check_client(client)
    check_staff(pmo_staff)
    if capacity_days is not None and not 1 <= capacity_days <= 100_000:
        raise Invalid("capacity_days", "out_of_range", lowest=1, highest=100_000)
    _check_rollout(project_people, day_rate)
    if not team or not set(team) <= {person for person, name in page.colleagues}:
        raise Invalid("team", "unknown_choice")
    for name, value in _columns(client).items():
        setattr(row.client, name, value)
    row.title, row.starts_on = title, starts_on
    row.pmo_staff, row.capacity_days = pmo_staff, capacity_days
    row.project_people, row.day_rate = project_people, day_rate
    for gone in [member for member in row.members if member.user_id not in set(team)]:
        db.session.delete(gone)
    for user_id in sorted(set(team) - row.member_ids):
        _add_member(row, user_id)
    db.session.flush()
    db.session.expire(row, ["members"])
    conclusions.renew(actor.id, row.id)
    trail.note(actor.id, "engagement edited", "engagement", row.id, team=len(set(team)))
