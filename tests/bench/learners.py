"""Learners who hand in: one quiz after the other, and a thousand exams within a minute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.db import db, firm_scope
from app.db.enrolments import Attempt
from app.policy import Actor
from app.services import identity, learning
from app.services.attempts import OpenAttempt
from app.services.enrolments import skip_lessons
from app.transactions import transaction
from courses.course import find_course
from courses.grading import QuestionView
from tests.bench.client import compose, hammer
from tests.bench.goals import Figure
from tests.bench.latency import CONNECTIONS
from tests.bench.processes import Server
from tests.bench.rounds import ROUNDS, paired, summary
from tests.bench.stand import CONNECTIONS as FEW
from tests.bench.stand import bare_post
from tests.bench.visitor import Visitor

COURSE = "risk-foundations"
LEARNERS = 1000
QUIZZES = LEARNERS // (2 * ROUNDS)
"""Handed in for one figure: each can be handed in once, and some rounds may have to be repeated."""

WARMING = 10
PASSWORD = "a long enough password"


@dataclass(frozen=True, slots=True)
class Paper:
    """An attempt that waits to be handed in, with an answer to every question."""

    id: UUID
    path: str
    fields: Mapping[str, str]

    @property
    def items(self) -> set[str]:
        return {name.partition(":")[0] for name in self.fields}


@dataclass(frozen=True, slots=True)
class Learner:
    actor: Actor
    cookies: Mapping[str, str]
    quiz: Paper
    exam: Paper


def enrol(app: Flask) -> tuple[UUID, list[Learner]]:
    """Fill the migrated database with learners who have read a course; each has a quiz and an exam open."""
    with app.app_context():
        with transaction():
            firm = identity.add_firm("Bench Consulting")
        learners = []
        for number in range(LEARNERS):
            with transaction(), firm_scope(firm):
                learners.append(_learner(firm, number))
        db.session.remove()
        db.engine.dispose()
    return firm, learners


def _learner(firm: UUID, number: int) -> Learner:
    email, name = f"learner-{number}@bench.example", f"Learner {number}"
    person = identity.add_user(firm, email, name, "consultant", PASSWORD)
    actor = Actor(person, firm, None, "consultant", name, email, "en", "Bench Consulting")
    enrolment = learning.enrol(actor, COURSE)
    skip_lessons(actor, enrolment, [lesson.key for lesson in find_course(COURSE).lessons])
    papers = [_paper(actor, enrolment, kind) for kind in ("quiz", "exam")]
    token = identity.sign_in(email, PASSWORD, f"network of {name}")
    return Learner(actor, {"session": token}, *papers)


def _paper(actor: Actor, enrolment: UUID, kind: str) -> Paper:
    attempt = learning.start_attempt(actor, enrolment, kind)
    page = learning.attempt_page(actor, enrolment, attempt)
    if not isinstance(page, OpenAttempt):
        raise RuntimeError(f"the {kind} is not open")
    fields = {name: value for question in page.questions for name, value in answered(question)}
    return Paper(attempt, f"/learning/{enrolment}/attempts/{attempt}", fields)


def answered(question: QuestionView) -> Iterator[tuple[str, str]]:
    """Yield the fields of some answer, right or not: each has to be graded."""
    if question.kind == "numeric":
        yield question.key, "17"
    elif question.kind == "order":
        for place, option in enumerate(question.options, start=1):
            yield f"{question.key}:{option.key}", str(place)
    elif question.kind == "match":
        for option in question.options:
            yield f"{question.key}:{option.key}", question.targets[0].key
    elif question.kind == "cloze":
        for gap in question.gaps:
            yield f"{question.key}:{gap.key}", gap.options[0].key if gap.options else "17"
    else:
        yield question.key, question.options[0].key


def requests_for(port: int, learners: list[Learner], kind: str) -> list[bytes]:
    """Return for each learner the request that hands the paper in, as their browser sends it."""
    requests = []
    for one in learners:
        paper: Paper = getattr(one, kind)
        visitor = Visitor(port)
        visitor.cookies |= one.cookies
        visitor.get(paper.path)
        fields = {"csrf_token": visitor.form_token, **paper.fields}
        requests.append(compose("POST", paper.path, headers=visitor.headers, form=fields))
    return requests


def quizzes(site: Server, bare: Server, learners: list[Learner]) -> dict[str, Figure]:
    """Compare handing in a quiz, graded and kept, with the bare POST."""
    waiting = iter(requests_for(site.port, learners, "quiz"))

    def handed_in() -> float:
        _hand_in(site, [next(waiting) for _ in range(WARMING)])
        mine = [next(waiting) for _ in range(QUIZZES - WARMING)]
        before = site.wait_until_idle()
        _hand_in(site, mine)
        return (site.wait_until_idle() - before) / len(mine)

    return {"P5": paired(handed_in, lambda: bare_post(bare))}


def _hand_in(site: Server, requests: list[bytes], connections: int = FEW) -> float:
    load = hammer(site.port, lambda number: requests[number], connections=connections, requests=len(requests))
    return load.only(303).seconds


def exams(site: Server, app: Flask, firm: UUID, learners: list[Learner]) -> dict[str, Figure]:
    """Hand in everybody's exam at once, and look afterwards for each answer that was acknowledged."""
    seconds = _hand_in(site, requests_for(site.port, learners, "exam"), CONNECTIONS)
    with app.app_context(), firm_scope(firm):
        handed_in = Attempt.submitted_at.is_not(None)
        rows = db.session.execute(select(Attempt.id, Attempt.given).where(handed_in)).all()
        kept = {row.id: row.given for row in rows}
        lost = [one for one in learners if set(kept.get(one.exam.id) or ()) != one.exam.items]
        db.session.remove()
        db.engine.dispose()
    note = f"{len(learners) / seconds:.0f} a second over {CONNECTIONS} connections"
    return {"EX": summary([seconds], note), "EX.lost": summary([len(lost)])}
