"""Jobs: asked for in the transaction that needs them, claimed under a lease, safe to run twice.

A worker that dies leaves an expired lease; the next claim takes the job over, up to MOST_TRIES times.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import or_, select, update

from app.db import db, every_firm, firm_scope
from app.db.outgoing import Job, find_job, find_job_for
from app.db.scope import current_firm
from app.errors import Hidden
from app.policy import Actor
from app.surroundings import now
from app.transactions import transaction

LEASE = timedelta(seconds=90)
MOST_TRIES = 5


class LeaseLost(RuntimeError):
    """Another worker has taken the job over; whatever this one still does counts for nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in hand."""

    job_id: UUID
    firm_id: UUID
    kind: str
    arguments: dict[str, Any]
    asked_by: UUID | None
    tries: int
    worker: str


@dataclass(frozen=True, slots=True)
class JobStatus:
    """What a page shows of a job: `state` is waiting, running, done or failed; `progress` a share."""

    id: UUID
    kind: str
    state: str
    progress: float
    step: str
    problem: str | None


Report = Callable[[float, str], None]
Handler = Callable[[Claim, Report], None]


def ask_for(kind: str, dedupe: str, arguments: dict[str, Any], asked_by: UUID | None = None) -> UUID:
    """Write a job row in the current firm and transaction; the same `dedupe` asks once.

    A job of that name that waits is left as it is; one that runs or has ended starts over, since what it read
    may have changed. Returns the id of the job, new or already there.
    """
    known = find_job_for(dedupe)
    if known is None:
        return add(kind, dedupe, arguments, asked_by)
    if known.state != "waiting":
        known.state, known.tries, known.problem = "waiting", 0, None
        known.progress, known.step, known.run_after, known.ended_at = 0.0, "", now(), None
        known.leased_by = known.lease_until = None
        db.session.flush()
    return known.id


def add(
    kind: str,
    dedupe: str,
    arguments: dict[str, Any],
    asked_by: UUID | None = None,
    run_after: datetime | None = None,
) -> UUID:
    """As `ask_for`, for what nobody can have asked for before, since it has just been made; returns the job's id.

    Args:
        run_after: from when on it is due; at once if that is not said.
    """
    job = Job(
        id=uuid4(),
        firm_id=current_firm(),
        kind=kind,
        arguments=arguments,
        dedupe=dedupe,
        run_after=run_after or now(),
        asked_by=asked_by,
        created_at=now(),
    )
    db.session.add(job)
    db.session.flush()
    return job.id


def stop(dedupe: str) -> None:
    """End a job that waits or runs, as somebody asked; whoever works on it finds that it has lost its lease.

    The worker's results up to then stay; `problem` says "stopped".
    """
    known = find_job_for(dedupe)
    if known is not None and known.state in ("waiting", "running"):
        known.state, known.problem, known.ended_at = "done", "stopped", now()
        known.leased_by = known.lease_until = None
        db.session.flush()


def status(actor: Actor, job_id: UUID) -> JobStatus:
    """Return where a job stands, for whoever asked for it.

    Raises:
        Hidden: there is no such job, or somebody else asked for it.
    """
    job = find_job(job_id)
    if job is None or job.asked_by != actor.id:
        raise Hidden
    return describe(job)


def describe(job: Job) -> JobStatus:
    return JobStatus(job.id, job.kind, job.state, job.progress, job.step, job.problem)


def claim(worker: str) -> Claim | None:
    """Take the next job that is due or whose lease ran out, or return None. Ends its own transaction."""
    with transaction(), every_firm("a worker serves every firm"):
        moment = now()
        while (job := _next_due(moment)) is not None and job.tries >= MOST_TRIES:
            job.state, job.problem, job.ended_at = "failed", "gave_up", moment
            db.session.flush()
        if job is None:
            return None
        job.state, job.leased_by, job.lease_until = "running", worker, moment + LEASE
        job.tries += 1
        db.session.flush()
        return Claim(job.id, job.firm_id, job.kind, dict(job.arguments), job.asked_by, job.tries, worker)


def _next_due(moment: datetime) -> Job | None:
    due = or_(
        (Job.state == "waiting") & (Job.run_after <= moment),
        (Job.state == "running") & (Job.lease_until < moment),
    )
    query = select(Job).where(due).order_by(Job.run_after, Job.id).limit(1)
    return db.session.scalar(query.with_for_update(skip_locked=True))


def _mine(claim: Claim, **values: Any) -> None:
    """Change the job only while the lease is this worker's.

    Raises:
        LeaseLost: it is not.
    """
    with transaction(), firm_scope(claim.firm_id):
        changed = db.session.execute(
            update(Job)
            .where(Job.id == claim.job_id, Job.leased_by == claim.worker, Job.state == "running")
            .values(**values)
        )
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            raise LeaseLost(str(claim.job_id))


def progress(claim: Claim, share: float, step: str) -> None:
    """Note how far the job is and hold the lease for longer."""
    _mine(claim, progress=share, step=step, lease_until=now() + LEASE)


def extend(claim: Claim) -> None:
    """Hold the lease for longer while a long step runs."""
    _mine(claim, lease_until=now() + LEASE)


def is_held(claim: Claim) -> bool:
    """Whether the job is still this worker's; False once it was stopped, taken over or asked for again."""
    with transaction(), firm_scope(claim.firm_id):
        held = select(Job.id).where(
            Job.id == claim.job_id, Job.leased_by == claim.worker, Job.state == "running"
        )
        return db.session.scalar(held) is not None


def finish(claim: Claim) -> None:
    _mine(claim, state="done", progress=1.0, step="", ended_at=now(), problem=None)


def fail(claim: Claim, problem: str, again: bool) -> None:
    """Put the job back for a later try, or end it; `problem` is a key or a short text without secrets."""
    if again and claim.tries < MOST_TRIES:
        wait = timedelta(seconds=5 * 4 ** (claim.tries - 1))
        _mine(claim, state="waiting", run_after=now() + wait, problem=problem[:200])
    else:
        _mine(claim, state="failed", problem=problem[:200], ended_at=now())
