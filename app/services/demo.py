"""The demo: two fictional firms at work, built by calling the services as their people would.

Everything happens in one transaction, so a demo is whole or not there. Time is moved while it is built: the
closed assessment was opened weeks ago. Answers come from the seeded generator of `assessments.synthetic` and
everything that rests on them says that it is made up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from app.db import db, every_firm, firm_scope
from app.db.assessments import find_assessment, list_invitations
from app.db.people import Firm, list_colleagues
from app.db.reports import find_report
from app.policy import Actor
from app.services import (
    answering,
    assessments,
    conclusions,
    engagements,
    feedback,
    identity,
    invitations,
    learning,
    reports,
    study_clock,
    tokens,
)
from app.services.demo_plan import at, carry_out
from app.services.entries import Entry
from app.surroundings import now, settings
from app.transactions import transaction
from assessments.demo_case import DemoCase, DemoRespondent, demo_responses, load_demo_case
from assessments.instrument import MODULES, ModuleKey
from assessments.published import find_model
from assessments.responses import Response
from assessments.synthetic import add_module_answers

PASSWORD = "hangs plumb and true"  # noqa: S105  printed by the command; the demo never runs in production
MODEL = "quick-scan"
PILOT_PER_ROLE, PILOT_BELOW = 2, 0.5
OPERATOR = ("operator@plumbline.example", "Noor Operator")


class NotInProduction(RuntimeError):
    """The demo has known passwords."""


@dataclass(frozen=True, slots=True)
class SignInLine:
    """One way into the demo."""

    role: str
    name: str
    email: str
    firm: str


def sign_ins() -> tuple[SignInLine, ...]:
    """Return one sign-in for each role, and the second firm's."""
    qec, nordvik = load_demo_case("qec"), load_demo_case("nordvik")
    admin, consultant = qec.firm.consultants[0], qec.firm.consultants[1]
    sponsor, learner = _sponsor(qec), _learners(qec)[0]
    return (
        SignInLine("consultant", consultant.name, consultant.email, qec.firm.name),
        SignInLine("firm_admin", admin.name, admin.email, qec.firm.name),
        SignInLine("sponsor", sponsor.name, sponsor.email, qec.client.name),
        SignInLine("learner", learner.name, learner.email, qec.client.name),
        SignInLine("operator", OPERATOR[1], OPERATOR[0], "Plumbline"),
        SignInLine(
            "firm_admin",
            nordvik.firm.consultants[0].name,
            nordvik.firm.consultants[0].email,
            nordvik.firm.name,
        ),
    )


def is_loaded() -> bool:
    with every_firm("the demo is found by its firm's name"):
        name = load_demo_case("qec").firm.name
        return db.session.scalar(select(Firm.id).where(Firm.name == name)) is not None


def load() -> bool:
    """Build the demo unless it is there; returns whether it was built.

    Raises:
        NotInProduction: the installation is a real one.
    """
    if settings().is_production:
        raise NotInProduction
    if is_loaded():
        return False
    today = datetime.combine(now().date(), time(9, 30), tzinfo=UTC)
    with transaction():
        with at(today - timedelta(days=60)):
            platform = identity.add_firm("Plumbline", "platform")
            with firm_scope(platform):
                identity.add_user(platform, OPERATOR[0], OPERATOR[1], "operator", PASSWORD)
        _build_qec(load_demo_case("qec"), today)
        _build_nordvik(load_demo_case("nordvik"), today)
    return True


def _build_qec(case: DemoCase, today: datetime) -> None:
    """A pilot a year ago with its plan; a first measurement, closed and reported; a second half answered; a course."""
    with at(today - timedelta(days=350)):
        firm_id = identity.add_firm(case.firm.name)
    with firm_scope(firm_id):
        with at(today - timedelta(days=348)):
            lead = _staff(case, firm_id)
            engagement_id = _engagement(lead, case)
            learners = _people_of_client(case, firm_id, engagement_id)
            engagements.save_profile(lead, engagement_id, dict(case.profile))
        _pilot(lead, case, engagement_id, today)
        title, opened_at = case.engagement.title["en"], today - timedelta(days=44)
        first = _open(lead, case, engagement_id, title, opened_at, modules=MODULES)
        with at(today - timedelta(days=30)):
            given = demo_responses(case, find_model(MODEL))
            _answer(first, case, add_module_answers(given, MODULES, case.levels, case.seed), submit=True)
        with at(today - timedelta(days=21)):
            assessments.close(lead, first)
            conclusions.conclude(first)
        with at(today - timedelta(days=20)):
            _give_back(lead, first, reports.issue_report(lead, first))
        with at(today - timedelta(days=14)):
            learning.assign(
                lead, first, "pmo-essentials", learners, "BEN", (today + timedelta(days=16)).date()
            )
        _study(firm_id, case, learners[0], today)
        second = _open(lead, case, engagement_id, "Second measurement", today - timedelta(days=6))
        with at(today - timedelta(days=2)):
            later = replace(case, seed=case.seed + 1)
            given = demo_responses(later, find_model(MODEL))[: len(case.respondents) // 2]
            _answer(second, case, given, submit=False)


def _give_back(lead: Actor, assessment_id: UUID, report_id: UUID) -> None:
    """Release the feedback to respondents; what they get is told from the report, whose file the worker makes later."""
    row, report = find_assessment(assessment_id), find_report(report_id, whole=True)
    assert row is not None
    assert report is not None
    feedback.release_report(lead, row, report, is_new=True)


def _pilot(lead: Actor, case: DemoCase, engagement_id: UUID, today: datetime) -> None:
    """Two people of each role group, asked a year ago when less was in place, and the plan that followed."""
    few: dict[str, list[DemoRespondent]] = {}
    for person in case.respondents:
        if person.progress == "submitted":
            few.setdefault(person.role, []).append(person)
    small = replace(
        case,
        respondents=tuple(person for group in few.values() for person in group[:PILOT_PER_ROLE]),
        levels={key: level - PILOT_BELOW for key, level in case.levels.items()},
        seed=case.seed + 2,
    )
    closed_at = today - timedelta(days=320)
    pilot = _open(lead, small, engagement_id, "Pilot measurement", today - timedelta(days=340))
    with at(today - timedelta(days=330)):
        _answer(pilot, small, demo_responses(small, find_model(MODEL)), submit=True)
    with at(closed_at):
        assessments.close(lead, pilot)
        conclusions.conclude(pilot)
    person = _sponsor(case)
    sponsor = next(one for one in list_colleagues(engagements.client_of(engagement_id), "sponsor"))
    actor = replace(
        lead, id=sponsor.id, client_id=sponsor.client_id, role="sponsor", name=person.name, email=person.email
    )
    carry_out(lead, actor, pilot, closed_at, today)


def _build_nordvik(case: DemoCase, today: datetime) -> None:
    """A small firm with one client whose assessment is under way."""
    with at(today - timedelta(days=20)):
        firm_id = identity.add_firm(case.firm.name)
    with firm_scope(firm_id):
        with at(today - timedelta(days=18)):
            lead = _staff(case, firm_id)
            engagement_id = _engagement(lead, case)
            engagements.save_profile(lead, engagement_id, dict(case.profile))
        opened = _open(lead, case, engagement_id, case.engagement.title["en"], today - timedelta(days=8))
        with at(today - timedelta(days=3)):
            _answer(opened, case, demo_responses(case, find_model(MODEL)), submit=True)


def _staff(case: DemoCase, firm_id: UUID) -> Actor:
    """Give the firm's people accounts and return the consultant who does the work."""
    actors = []
    for number, person in enumerate(case.firm.consultants):
        role = "firm_admin" if number == 0 else "consultant"
        user_id = identity.add_user(firm_id, person.email, person.name, role, PASSWORD)
        actors.append(Actor(user_id, firm_id, None, role, person.name, person.email, "en", case.firm.name))
    return actors[1] if len(actors) > 1 else actors[0]


def _engagement(lead: Actor, case: DemoCase) -> UUID:
    client = engagements.ClientFacts(
        name=case.client.name,
        sector=case.client.sector,
        headcount=case.client.headcount,
        languages=tuple(case.client.languages),
        project_count=case.client.project_count,
        yearly_value=Decimal(str(case.client.yearly_value)),
        currency=case.client.currency,
    )
    return engagements.create_engagement(
        lead, client, f"PMO assessment {now().year}", now().date(), case.client.pmo_staff, is_synthetic=True
    )


def _people_of_client(case: DemoCase, firm_id: UUID, engagement_id: UUID) -> list[UUID]:
    """Give the client's sponsor and learners accounts; returns the learners."""
    client_id = engagements.client_of(engagement_id)
    sponsor = _sponsor(case)
    identity.add_user(firm_id, sponsor.email, sponsor.name, "sponsor", PASSWORD, client_id)
    return [
        identity.add_user(firm_id, person.email, person.name, "learner", PASSWORD, client_id)
        for person in _learners(case)
    ]


def _sponsor(case: DemoCase) -> DemoRespondent:
    return next(person for person in case.respondents if person.role == "executive")


def _learners(case: DemoCase) -> list[DemoRespondent]:
    return [person for person in case.respondents if person.role == "project_manager"][:4]


def _open(
    lead: Actor,
    case: DemoCase,
    engagement_id: UUID,
    title: str,
    moment: datetime,
    modules: tuple[ModuleKey, ...] = (),
) -> UUID:
    """Draft, invite, open and mail an assessment."""
    with at(moment):
        assessment_id = assessments.create_assessment(
            lead,
            engagement_id,
            title,
            MODEL,
            case.engagement.mode,
            (moment + timedelta(days=21)).date(),
            case.engagement.scope["en"],
            is_synthetic=True,
            modules=modules,
        )
        lines = "\n".join(f'"{p.name}", {p.email}, {p.role}' for p in case.respondents)
        invitations.invite(lead, assessment_id, lines)
        assessments.launch(lead, assessment_id)
        invitations.send_invitations(assessment_id)
    return assessment_id


def _answer(assessment_id: UUID, case: DemoCase, given: tuple[Response, ...], submit: bool) -> None:
    """Let respondents answer through their links; who has answered everything hands in, if wanted."""
    addresses = {person.key: person for person in case.respondents}
    rows = {invitation.email: invitation for invitation in list_invitations(assessment_id)}
    for response in given:
        person = addresses[response.respondent]
        token = tokens.issue_token(rows[person.email].id, case.engagement.mode)
        answering.start(token)
        for key, answer in response.answers.items():
            answering.save(token, Entry(key, answer, base=0))
        if submit and person.progress == "submitted":
            answering.submit(token, is_confirmed=True)


def _study(firm_id: UUID, case: DemoCase, user_id: UUID, today: datetime) -> None:
    """Let the first learner read the first lessons."""
    person = _learners(case)[0]
    learner = Actor(user_id, firm_id, None, "learner", person.name, person.email, "en", case.firm.name)
    enrolment = learning.my_courses(learner).courses[0]
    for number, lesson in enumerate(learning.course_page(learner, enrolment.id).lessons[:2]):
        begun_at = today - timedelta(days=9 - number)
        for minute in range(0, lesson.minutes, 3):
            with at(begun_at + timedelta(minutes=minute)):
                study_clock.hear(learner, enrolment.id, study_clock.part_of_lesson(lesson.key), "work")
        with at(begun_at + timedelta(minutes=lesson.minutes)):
            learning.finish_lesson(learner, enrolment.id, lesson.key)
