"""A client with a closed assessment and people who may learn; staff of its firm are those of the fixed cast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app.db import db, firm_scope
from app.db.assessments import Assessment
from app.db.engagements import find_engagement
from app.db.enrolments import read_attempt
from app.db.outgoing import AuditEvent
from app.policy import Actor
from app.services import conclusions, engagements, identity, learning
from app.services.attempts import OpenAttempt
from assessments.demo_case import demo_responses, load_demo_case
from assessments.published import find_model
from assessments.scoring import score_assessment
from content import to_plain
from courses.course import Course, find_course
from courses.grading import Answer
from courses.items import Gap, Item
from courses.variants import write_in
from tests.world import PASSWORD, World

COURSE = "pmo-essentials"
LESSONS = tuple(lesson.key for lesson in find_course(COURSE).lessons)


@dataclass(frozen=True, slots=True)
class Classroom:
    """Learners Khalid and Anneke and the sponsor Faisal belong to the client, Pia to another client of the firm."""

    firm_id: UUID
    assessment_id: UUID
    consultant: Actor
    colleague: Actor
    admin: Actor
    khalid: Actor
    anneke: Actor
    faisal: Actor
    pia: Actor


def classroom(world: World, firm: str, at: datetime) -> Classroom:
    """Build one in a firm of the fixed cast, with advice drawn from the demonstration's answers."""
    firm_id = world.ids[firm]
    staff = {
        name: Actor(
            world.ids[f"{firm}.{name}"],
            firm_id,
            None,
            role,
            name.title(),
            f"{name}@{firm}.example",
            "en",
            firm,
        )
        for name, role in (("consultant", "consultant"), ("colleague", "consultant"), ("admin", "firm_admin"))
    }
    with firm_scope(firm_id):
        engagement = client(staff["consultant"], "Harbour Works", at)
        engagements.save_profile(staff["consultant"], engagement, dict(load_demo_case("qec").profile))
        other = client(staff["consultant"], "Pier Builders", at)
        own_id, other_id = engagements.client_of(engagement), engagements.client_of(other)
        people = {
            name: person(firm, firm_id, client_id, name, role)
            for name, role, client_id in (
                ("khalid", "learner", own_id),
                ("anneke", "learner", own_id),
                ("faisal", "sponsor", own_id),
                ("pia", "learner", other_id),
            )
        }
        assessment_id = assessment(firm_id, engagement, at)
    return Classroom(firm_id, assessment_id, **staff, **people)


def client(lead: Actor, name: str, at: datetime) -> UUID:
    facts = engagements.ClientFacts(name, "construction", 400, ("en",), 10, Decimal(30_000_000), "EUR")
    return engagements.create_engagement(lead, facts, "PMO review", at.date(), 6)


def person(firm: str, firm_id: UUID, client_id: UUID, name: str, role: str) -> Actor:
    email = f"{name}@{firm}-works.example"
    user_id = identity.add_user(firm_id, email, name.title(), role, PASSWORD, client_id)
    return Actor(user_id, firm_id, client_id, role, name.title(), email, "en", firm)


@cache
def _result() -> Any:
    model, case = find_model("quick-scan"), load_demo_case("qec")
    return to_plain(score_assessment(model, demo_responses(case, model), mode="confidential"))


def assessment(firm_id: UUID, engagement_id: UUID, at: datetime) -> UUID:
    model = find_model("quick-scan")
    row = Assessment(
        id=uuid4(),
        firm_id=firm_id,
        engagement_id=engagement_id,
        title="First measurement",
        model_key=model.key,
        model_version=model.version,
        model_hash=model.hash,
        mode="confidential",
        state="closed",
        closes_on=date(2026, 2, 20),
        launched_at=at,
        closed_at=at,
        created_at=at,
        result=_result(),
    )
    db.session.add(row)
    db.session.flush()
    assert find_engagement(engagement_id) is not None
    db.session.refresh(row)
    conclusions.draw(row)
    return row.id


def right_answer(item: Item) -> Answer:
    """Return what a learner who knows gives."""
    if item.kind == "numeric":
        return f"{item.answer:g}"
    if item.kind == "match":
        return tuple(f"{option.key}={option.target}" for option in item.options)
    if item.kind == "cloze":
        return tuple(f"{gap.key}={_filled(gap)}" for gap in item.gaps)
    keys = tuple(option.key for option in item.right_options)
    return keys[0] if item.kind == "single" else keys


def _filled(gap: Gap) -> str:
    right = [option.key for option in gap.options if option.is_correct]
    return right[0] if right else f"{gap.answer:g}"


def _filled_wrongly(gap: Gap) -> str:
    return next((option.key for option in gap.options if not option.is_correct), "-987654")


def wrong_answer(item: Item) -> Answer:
    """Return what a learner who does not know gives."""
    if item.kind == "numeric":
        return "-987654"
    if item.kind == "match":
        keys = [target.key for target in item.targets]
        return tuple(
            f"{option.key}={next(key for key in keys if key != option.target)}" for option in item.options
        )
    if item.kind == "cloze":
        return tuple(f"{gap.key}={_filled_wrongly(gap)}" for gap in item.gaps)
    if item.kind == "order":
        return tuple(option.key for option in reversed(item.options))
    keys = tuple(option.key for option in item.options if not option.is_correct)
    return keys[0] if item.kind == "single" else keys


def key_markers(course: Course, *, but: frozenset[str] = frozenset()) -> set[str]:
    """Return every text of a course that must not be seen before an answer is given, but those of some items."""
    texts = set()
    for item in course.items:
        if item.key in but:
            continue
        texts |= {item.explanation["en"], *(option.say["en"] for option in item.options if option.say)}
        texts |= {slip.say["en"] for slip in item.slips}
        texts |= {item.otherwise["en"]} if item.otherwise else set()
        texts |= {trap for _, trap in item.traps if "-" in trap}  # others are plain words
        texts |= {one.say["en"] for gap in item.gaps for one in (*gap.options, *gap.slips) if one.say}
        texts |= {gap.otherwise["en"] for gap in item.gaps if gap.otherwise}
    return texts


def read_all(actor: Actor, enrolment_id: UUID) -> None:
    for lesson in LESSONS:
        learning.finish_lesson(actor, enrolment_id, lesson)


def answers_to(page: OpenAttempt, right: int) -> dict[str, Any]:
    """Return answers to the questions of an attempt as they were drawn: the first so many right, the others wrong."""
    return {
        item.key: (right_answer if place < right else wrong_answer)(item)
        for place, item in enumerate(_drawn(page.enrolment_id, page.id))
    }


def _drawn(enrolment_id: UUID, attempt_id: UUID) -> list[Item]:
    attempt = read_attempt(enrolment_id, attempt_id)[1]
    assert attempt is not None
    course = find_course(COURSE)
    present = {item.key for item in course.items}  # a question may be withdrawn after the draw
    return [
        write_in(course.item(one["item"]), one.get("values", {}))
        for one in attempt.drawn
        if one["item"] in present
    ]


def begun(actor: Actor, kind: str = "quiz") -> tuple[UUID, OpenAttempt]:
    """Enrol somebody, let them read everything and open the quiz, or the exam."""
    enrolment_id = learning.enrol(actor, COURSE)
    read_all(actor, enrolment_id)
    page = learning.attempt_page(actor, enrolment_id, learning.start_attempt(actor, enrolment_id, kind))
    assert isinstance(page, OpenAttempt)
    return enrolment_id, page


def pass_exam(actor: Actor, enrolment_id: UUID) -> UUID:
    """Let somebody who has read everything take the exam, give every right answer, and return the attempt."""
    attempt_id = learning.start_attempt(actor, enrolment_id, "exam")
    given = {one.key: right_answer(one) for one in _drawn(enrolment_id, attempt_id)}
    assert learning.submit_attempt(actor, enrolment_id, attempt_id, given)
    return attempt_id


def trail_of(actor: Actor, enrolment_id: UUID) -> list[str]:
    """Return what was done with an enrolment, in no order."""
    events = select(AuditEvent.action).where(
        AuditEvent.firm_id == actor.firm_id, AuditEvent.subject_id == enrolment_id
    )
    return list(db.session.scalars(events))
