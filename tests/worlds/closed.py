"""A closed assessment with its result and advice: the demonstration case, answered in full."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4

from flask import Flask

from app.db import db, firm_scope
from app.db.assessments import Assessment, Invitation, find_assessment
from app.db.engagements import Client, Engagement, EngagementMember
from app.db.responses import AnswerRow, ResponseRow
from app.policy import Actor
from app.services import conclusions, identity
from app.services.tokens import access_hash, token_hash
from app.transactions import transaction
from assessments.demo_case import DemoCase, demo_responses, load_demo_case
from assessments.instrument import ModuleKey, find_instrument, module_questions
from assessments.model import MaturityModel, Question
from assessments.published import find_model
from assessments.report import Advice
from assessments.responses import Answer, Response
from assessments.results import MaturityResult
from tests.conftest import NOW
from tests.world import PASSWORD, World, people


@dataclass(frozen=True, slots=True)
class ClosedAssessment:
    """Ids of the rows, and the case its answers come from."""

    firm_id: UUID
    client_id: UUID
    engagement_id: UUID
    id: UUID
    case: DemoCase


ADMIN, CONSULTANT, COLLEAGUE = (f"{name}@keel.example" for name in ("admin", "consultant", "colleague"))
SPONSOR = "sponsor@keel-client.example"


def keep_closed(app: Flask, world: World) -> ClosedAssessment:
    """Commit a firm, `keel`, with a closed assessment on its consultant's team and a sponsor; once per run.

    For tests that only read it or are rolled back; scoring it takes longer than most tests do.
    """
    if "keel" not in world.ids:
        with app.app_context(), transaction():
            firm_id = world.ids["keel"] = identity.add_firm("Keel Consulting")
            with firm_scope(firm_id):
                people(world, "keel", firm_id)
            closed = closed_assessment(firm_id, NOW, team=(world.ids["keel.consultant"],))
            world.ids["keel.client"], world.ids["keel.engagement"] = closed.client_id, closed.engagement_id
            world.ids["keel.closed"] = closed.id
            world.ids["keel.sponsor"] = add_sponsor(closed, SPONSOR).id
    ids = world.ids
    return ClosedAssessment(
        ids["keel"], ids["keel.client"], ids["keel.engagement"], ids["keel.closed"], load_demo_case("qec")
    )


def closed_assessment(
    firm_id: UUID,
    at: datetime,
    *,
    team: tuple[UUID, ...] = (),
    mode: str = "confidential",
    has_profile: bool = True,
    respondents: int | None = None,
    is_concluded: bool = True,
    model_key: str = "quick-scan",
    modules: tuple[ModuleKey, ...] = (),
) -> ClosedAssessment:
    """Add a client with an engagement and an assessment closed at a moment, scored unless told otherwise.

    `team` are the consultants on it. Of the case's people the first `respondents` have answered, all by default.
    """
    case = load_demo_case("qec")
    with firm_scope(firm_id):
        client = _client(case, firm_id, at)
        engagement = _engagement(case, client, at, has_profile)
        for user_id in team:
            db.session.add(EngagementMember(firm_id=firm_id, engagement_id=engagement.id, user_id=user_id))
        model = find_model(model_key)
        assessment = _assessment(engagement, at, mode, model)
        assessment.modules = " ".join(modules)
        invited = _invite(assessment, case)
        for response in _responses(case, model)[:respondents]:
            invitation_id = None if mode == "anonymous" else invited[response.respondent]
            _answer(assessment, _with_modules(response, modules), at, invitation_id)
        db.session.flush()
        made = ClosedAssessment(firm_id, client.id, engagement.id, assessment.id, case)
        db.session.expire_all()
        if is_concluded:
            conclusions.conclude(made.id)
    return made


def _client(case: DemoCase, firm_id: UUID, at: datetime) -> Client:
    facts = case.client
    row = Client(
        id=uuid4(),
        firm_id=firm_id,
        name=facts.name,
        sector=facts.sector,
        headcount=facts.headcount,
        languages=list(facts.languages),
        project_count=facts.project_count,
        yearly_value=Decimal(str(facts.yearly_value)),
        currency=facts.currency,
        is_synthetic=True,
        created_at=at - timedelta(days=40),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _engagement(case: DemoCase, client: Client, at: datetime, has_profile: bool) -> Engagement:
    row = Engagement(
        id=uuid4(),
        firm_id=client.firm_id,
        client_id=client.id,
        title="PMO assessment 2026",
        starts_on=(at - timedelta(days=40)).date(),
        criteria=dict(case.profile) if has_profile else {},
        criteria_at=at - timedelta(days=39) if has_profile else None,
        pmo_staff=case.client.pmo_staff,
        created_at=at - timedelta(days=40),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _responses(case: DemoCase, model: MaturityModel) -> tuple[Response, ...]:
    """The case's own answers; for a model with other dimensions, answers by the same people at random."""
    if {one.key for one in model.dimensions} == set(case.levels):
        return demo_responses(case, model)
    chance = Random(case.seed)

    def answer(question: Question) -> Answer:
        if chance.random() < 0.05:
            return Answer(None, "DK")
        return Answer(chance.choice(model.options_of(question)).answer, "level", "one")

    people = [one for one in case.respondents if one.progress == "submitted"]
    return tuple(
        Response(
            one.key, one.role, {question.key: answer(question) for question in model.questions_for(one.role)}
        )
        for one in people
    )


def _with_modules(response: Response, modules: tuple[ModuleKey, ...]) -> Response:
    """The response with answers to the modules' questions, the same at every run."""
    chance = Random(response.respondent)
    given = dict(response.answers)
    instrument = find_instrument("quick-scan", "1.0.0", modules)
    for question in instrument.questions_for(response.role):
        if question.key not in given and question.key in module_questions(modules):
            given[question.key] = Answer(chance.choice(question.options).answer, "level")
    return replace(response, answers=given)


def _assessment(engagement: Engagement, at: datetime, mode: str, model: MaturityModel) -> Assessment:
    row = Assessment(
        id=uuid4(),
        firm_id=engagement.firm_id,
        engagement_id=engagement.id,
        title="PMO quick scan, spring",
        model_key=model.key,
        model_version=model.version,
        model_hash=model.hash,
        mode=mode,
        state="closed",
        closes_on=at.date(),
        launched_at=at - timedelta(days=20),
        closed_at=at,
        is_synthetic=True,
        created_at=at - timedelta(days=30),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _invite(assessment: Assessment, case: DemoCase) -> dict[str, UUID]:
    """Invite everybody of the case; return the invitations by the person's key."""
    invited = {person.key: uuid4() for person in case.respondents}
    for person in case.respondents:
        row_id = invited[person.key]
        db.session.add(
            Invitation(
                id=row_id,
                firm_id=assessment.firm_id,
                assessment_id=assessment.id,
                name=person.name,
                email=person.email,
                role=person.role,
                token_hash=token_hash(str(row_id)),
            )
        )
    db.session.flush()
    return invited


def _answer(assessment: Assessment, response: Response, at: datetime, invitation_id: UUID | None) -> None:
    row_id = uuid4()
    db.session.add(
        ResponseRow(
            id=row_id,
            firm_id=assessment.firm_id,
            assessment_id=assessment.id,
            invitation_id=invitation_id,
            access_hash=access_hash(str(row_id)),
            role=response.role,
            state="submitted",
            started_on=at.date(),
            submitted_on=at.date(),
        )
    )
    db.session.flush()
    db.session.add_all(
        AnswerRow(
            response_id=row_id,
            firm_id=assessment.firm_id,
            question=key,
            kind=answer.kind,
            value=answer.value,
            evidence=answer.evidence,
            comment=answer.comment,
            reason=answer.reason,
        )
        for key, answer in response.answers.items()
    )


def add_sponsor(closed: ClosedAssessment, email: str) -> Actor:
    """Give the client a sponsor with an account; the password is the cast's."""
    with firm_scope(closed.firm_id):
        user_id = identity.add_user(
            closed.firm_id, email, "Sara Sponsor", "sponsor", PASSWORD, closed.client_id
        )
    return Actor(user_id, closed.firm_id, closed.client_id, "sponsor", "Sara Sponsor", email, "en", "")


def advice_of(closed: ClosedAssessment) -> Advice:
    """Return the advice that is stored for the assessment, which has one."""
    with firm_scope(closed.firm_id):
        advice = conclusions.advice_of(find_assessment(closed.id))
    assert advice is not None
    return advice


def result_of(closed: ClosedAssessment) -> MaturityResult:
    """Return the result that is stored for the assessment."""
    with firm_scope(closed.firm_id):
        return conclusions.result_of(find_assessment(closed.id))
