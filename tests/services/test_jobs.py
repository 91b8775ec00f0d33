"""Jobs: asked for once, done by one worker at a time, taken over when one dies, given up in the end."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import jobs as worker
from app.db import db, firm_scope
from app.db.outgoing import Job
from app.errors import Hidden, Refused
from app.services import identity, jobs, mail
from app.services.jobs import LEASE, MOST_TRIES, Claim, LeaseLost
from app.transactions import transaction
from tests.installations import Databases, Installation, inside, installation_at
from tests.world import World
from tests.worlds.firms import actor_of


@pytest.fixture
def firm_id(app: Flask, world: World) -> UUID:
    return world.ids["north"]


@pytest.fixture
def ask(firm_id: UUID) -> Callable[..., UUID]:
    """Ask for a job that does nothing: the mail it should send is not there."""

    def write(dedupe: str, kind: str = "send_mail", **more: object) -> UUID:
        with firm_scope(firm_id):
            job_id = jobs.ask_for(kind, dedupe, {"mail_id": str(uuid4())}, **more)
            db.session.commit()
            db.session.expunge_all()
        return job_id

    return write


@pytest.fixture
def row(firm_id: UUID) -> Callable[[UUID], Job]:
    def read(job_id: UUID) -> Job:
        db.session.expunge_all()
        with firm_scope(firm_id):
            return db.session.scalars(select(Job).where(Job.id == job_id)).one()

    return read


def claimed(name: str = "one") -> Claim:
    claim = jobs.claim(name)
    assert claim is not None
    return claim


def test_what_is_asked_for_twice_is_one_job(ask, row) -> None:
    assert ask("conclude:1") == ask("conclude:1")
    assert row(ask("conclude:1")).state == "waiting"


def test_a_job_that_has_ended_starts_over_when_it_is_asked_for_again(ask, row) -> None:
    job_id = ask("conclude:1")
    jobs.finish(claimed())
    assert row(job_id).state == "done"
    assert ask("conclude:1") == job_id
    again = row(job_id)
    assert (again.state, again.tries, again.progress, again.ended_at) == ("waiting", 0, 0.0, None)


def test_work_that_is_rolled_back_leaves_no_job(firm_id: UUID) -> None:
    def ask_and_fail() -> None:
        with transaction(), firm_scope(firm_id):
            jobs.ask_for("send_mail", "mail:1", {})
            raise Refused

    with pytest.raises(Refused):
        ask_and_fail()
    assert jobs.claim("one") is None


def test_jobs_are_done_in_the_order_in_which_they_fall_due(ask, clock) -> None:
    first = ask("a")
    clock.advance(seconds=1)
    second = ask("b")
    assert [claimed().job_id, claimed().job_id] == [first, second]
    assert jobs.claim("one") is None


def test_a_claim_carries_what_the_job_needs(ask, firm_id: UUID, world: World) -> None:
    asker = world.ids["north.consultant"]
    job_id = ask("a", asked_by=asker)
    claim = claimed("host:1")
    assert (claim.job_id, claim.firm_id, claim.kind, claim.asked_by) == (job_id, firm_id, "send_mail", asker)
    assert (claim.tries, claim.worker) == (1, "host:1")


def test_a_job_is_taken_over_when_its_lease_runs_out_and_the_first_worker_is_told(ask, row, clock) -> None:
    job_id = ask("a")
    first = claimed("one")
    clock.advance(seconds=LEASE.total_seconds() - 1)
    assert jobs.claim("two") is None
    clock.advance(seconds=2)
    second = claimed("two")
    assert (second.job_id, second.tries) == (job_id, 2)
    for late in (
        jobs.finish,
        jobs.extend,
        lambda c: jobs.progress(c, 0.5, "x"),
        lambda c: jobs.fail(c, "x", True),
    ):
        with pytest.raises(LeaseLost):
            late(first)
    jobs.finish(second)
    assert row(job_id).state == "done"


def test_whoever_reports_progress_keeps_the_lease(ask, row, clock) -> None:
    job_id = ask("a")
    claim = claimed()
    for step in range(1, 4):
        clock.advance(seconds=LEASE.total_seconds() - 1)
        jobs.progress(claim, step / 4, "scoring")
    clock.advance(seconds=LEASE.total_seconds() - 1)
    jobs.extend(claim)
    assert jobs.claim("two") is None
    assert (row(job_id).progress, row(job_id).step) == (0.75, "scoring")


def test_a_job_that_kills_its_workers_is_given_up_and_the_next_one_done_at_once(ask, row, clock) -> None:
    deadly = ask("a")
    for _ in range(MOST_TRIES):
        assert claimed().job_id == deadly
        clock.advance(seconds=LEASE.total_seconds() + 1)
    other = ask("b")
    assert claimed().job_id == other
    assert (row(deadly).state, row(deadly).problem) == ("failed", "gave_up")


def test_the_pauses_between_tries_grow_until_there_are_no_more(ask, row, clock) -> None:
    job_id = ask("a")
    waits = []
    for _ in range(MOST_TRIES):
        jobs.fail(claimed(), "SomeTrouble", again=True)
        waits.append((row(job_id).run_after - clock()).total_seconds())
        clock.moment = max(clock(), row(job_id).run_after)
    assert waits[:4] == [5, 20, 80, 320]
    assert (row(job_id).state, row(job_id).tries, row(job_id).problem) == (
        "failed",
        MOST_TRIES,
        "SomeTrouble",
    )


def test_a_long_problem_is_cut_to_what_the_row_holds(ask, row) -> None:
    job_id = ask("a")
    jobs.fail(claimed(), "x" * 500, again=False)
    assert row(job_id).problem == "x" * 200


def test_a_refusal_is_not_tried_again(ask, row, app: Flask, monkeypatch) -> None:
    def refuse(claim: Claim, report: jobs.Report) -> None:
        raise Refused

    monkeypatch.setitem(worker.KINDS, "send_mail", kind_module(monkeypatch, refuse))
    job_id = ask("a")
    worker.run_all(app)
    assert (row(job_id).state, row(job_id).problem) == ("failed", "Refused")


def test_a_job_that_is_asked_for_while_it_runs_is_done_again_and_its_first_run_counts_for_nothing(
    ask, row, app: Flask, monkeypatch
) -> None:
    runs = []

    def fail_after_being_asked_for_again(claim: Claim, report: jobs.Report) -> None:
        runs.append(claim.tries)
        if len(runs) == 1:
            ask("a")
            raise RuntimeError("the first run ends badly")

    monkeypatch.setitem(worker.KINDS, "send_mail", kind_module(monkeypatch, fail_after_being_asked_for_again))
    job_id = ask("a")
    assert worker.run_all(app) == 2, "the worker goes on after a lease was lost"
    assert runs == [1, 1]
    assert row(job_id).state == "done"


def kind_module(monkeypatch, run: Callable[[Claim, jobs.Report], None]) -> str:
    """Return the name of a module whose `run` this is: a kind of job of the test's own."""
    module = ModuleType("tests.services.kind_of_job")
    module.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module.__name__


def test_every_kind_of_job_can_be_done() -> None:
    assert all(callable(worker.handler(kind)) for kind in worker.KINDS)


def test_a_status_is_for_whoever_asked(ask, firm_id: UUID, world: World) -> None:
    mine = actor_of(world, "north", "consultant", "consultant")
    other = actor_of(world, "north", "colleague", "consultant")
    job_id = ask("a", asked_by=mine.id)
    with firm_scope(firm_id):
        assert jobs.status(mine, job_id).state == "waiting"
        for actor, wanted in ((other, job_id), (mine, uuid4())):
            with pytest.raises(Hidden):
                jobs.status(actor, wanted)


@pytest.fixture
def installation(databases: Databases, tmp_path: Path) -> Installation:
    """An installation of its own: several workers need several connections."""
    return installation_at(tmp_path, databases.migrated())


def test_many_workers_do_each_job_once(installation: Installation) -> None:
    done: list[UUID] = []
    troubles: list[BaseException] = []

    def work_many(site: Flask) -> tuple[int, int]:
        with transaction():
            firm = identity.add_firm("North")
            with firm_scope(firm):
                for number in range(40):
                    mail.post("A", f"a{number}@x.example", "S", "B", "invitation")

        def claim_all(name: str) -> None:
            try:
                with site.app_context():
                    while (claim := jobs.claim(name)) is not None:
                        done.append(claim.job_id)
                        jobs.finish(claim)
            except BaseException as error:
                troubles.append(error)
                raise

        threads = [threading.Thread(target=claim_all, args=(f"w{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with firm_scope(firm):
            left = db.session.scalar(select(func.count(Job.id)).where(Job.state != "done"))
        return len(threads), left or 0

    _, left = inside(installation, work_many)
    assert troubles == []
    assert (len(done), len(set(done)), left) == (40, 40, 0)


def test_the_lease_outlasts_the_beat_that_renews_it() -> None:
    assert timedelta(seconds=worker.HEARTBEAT_S) * 3 < LEASE
