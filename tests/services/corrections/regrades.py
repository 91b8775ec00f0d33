"""Attempts graded again by tests: the look, what is applied, and what it left behind."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from app.db import db
from app.db.outgoing import list_mails
from app.db.regrades import AttemptGrade
from app.policy import Actor
from app.services import regrades, work_of
from tests.worlds.corrections import COURSE, REASON, run_jobs


def looked(app: Flask, actor: Actor, version: str | None = None) -> regrades.RegradePage:
    with work_of(actor.firm_id):
        regrade_id = regrades.start(actor, COURSE, version)
    run_jobs(app)
    return regrades.regrade_page(actor, regrade_id)


def applied(app: Flask, actor: Actor, **choice: bool) -> regrades.RegradePage:
    page = looked(app, actor)
    with work_of(actor.firm_id):
        regrades.apply(actor, page.id, REASON, **choice)
    run_jobs(app)
    return regrades.regrade_page(actor, page.id)


def mails_to(actor: Actor) -> list[tuple[str, str]]:
    return [(mail.purpose, mail.body) for mail in list_mails() if mail.to_email == actor.email]


def grades_written() -> int:
    return db.session.scalar(select(func.count()).select_from(AttemptGrade)) or 0
