"""The worker: takes one job after the other and runs it through the same services a view would call."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from importlib import import_module
from types import FrameType

from flask import Flask

from app.errors import PlumblineError
from app.services import jobs
from app.services.jobs import Claim, Handler, LeaseLost
from app.services.schema import DatabaseUnusable, reached

log = logging.getLogger("plumbline.worker")

# Kind of job to the module here whose `run(claim, report)` does it; imported when first needed.
KINDS = {
    "send_mail": "app.jobs.send_mail",
    "send_invitations": "app.jobs.send_invitations",
    "send_reminders": "app.jobs.send_reminders",
    "send_feedback": "app.jobs.send_feedback",
    "conclude": "app.jobs.conclude",
    "draw_plans": "app.jobs.draw_plans",
    "weigh_plan": "app.jobs.weigh_plan",
    "render_report": "app.jobs.render_report",
    "close_attempt": "app.jobs.close_attempt",
    "regrade": "app.jobs.regrade",
}
PAUSE_S = 0.5
HEARTBEAT_S = 20.0


def handler(kind: str) -> Handler:
    run: Handler = import_module(KINDS[kind]).run
    return run


def run_one(app: Flask, worker: str) -> bool:
    """Claim and run one job; False when none was due."""
    with app.app_context():
        claim = jobs.claim(worker)
    if claim is None:
        return False
    stop = threading.Event()
    beat = threading.Thread(target=_heartbeat, args=(app, claim, stop), daemon=True)
    beat.start()
    try:
        _run(app, claim)
    finally:
        stop.set()
        beat.join()
    return True


def _run(app: Flask, claim: Claim) -> None:
    with app.app_context():
        try:
            _work_on(claim)
        except LeaseLost:
            log.warning("job %s was taken over", claim.job_id)


def _work_on(claim: Claim) -> None:
    """Do the job and note how it ended.

    Raises:
        LeaseLost: while it was done somebody else took it over, or it was asked for again.
    """
    try:
        handler(claim.kind)(claim, lambda share, step: jobs.progress(claim, share, step))
        jobs.finish(claim)
    except LeaseLost:
        raise
    except PlumblineError as error:  # said no: trying again would change nothing
        jobs.fail(claim, getattr(error, "reason", type(error).__name__), again=False)
    except Exception as error:
        log.exception("job %s (%s) failed", claim.job_id, claim.kind)
        jobs.fail(claim, type(error).__name__, again=True)


def _heartbeat(app: Flask, claim: Claim, stop: threading.Event) -> None:
    while not stop.wait(HEARTBEAT_S):
        with app.app_context():
            try:
                jobs.extend(claim)
            except LeaseLost:
                return


def run_all(app: Flask, worker: str = "here") -> int:
    """Run whatever is due until nothing is; returns how many. For commands and tests."""
    count = 0
    while run_one(app, worker):
        count += 1
    return count


def work(app: Flask, parent: int | None = None) -> None:
    """Run jobs until told to stop, or until the parent process is gone; the job in hand ends first."""
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    worker = f"{socket.gethostname()}:{os.getpid()}"
    while not stop.is_set():
        if parent is not None and os.getppid() != parent:
            return  # the server that started this worker is gone
        if not _run_if_reached(app, worker):
            stop.wait(PAUSE_S)


def _run_if_reached(app: Flask, worker: str) -> bool:
    """As `run_one`; False while the database does not answer, since it may answer again."""
    try:
        with reached():
            return run_one(app, worker)
    except DatabaseUnusable as error:
        log.warning("%s", error)
        return False
