"""`plumbline serve` and `plumbline worker` as processes: they start, do their work, and end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, every_firm, firm_scope
from app.db.outgoing import Job
from app.services import identity, mail
from app.transactions import transaction
from tests.installations import Installation, inside
from tests.services.mail_server import free_port

PATIENCE_S = 60


@contextmanager
def started(installation: Installation, *arguments: str, **changes: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command as a process in a session of its own; whatever is left of it is ended afterwards."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PLUMBLINE_") and name != "PORT"
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", *arguments],
        env=kept | installation.environment | changes,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if is_alive(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def is_alive(group: int) -> bool:
    """Return whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(claim: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    began = time.monotonic()
    while not claim():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() - began < PATIENCE_S, "nothing happened for a minute"
        time.sleep(0.05)


def answers(port: int) -> bool:
    """Return whether a web process replies: the port itself is open a moment before there is one."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE_S) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def stop(process: subprocess.Popen[str]) -> str:
    """Ask the process to end and return what it had printed."""
    process.send_signal(signal.SIGTERM)
    printed, _ = process.communicate(timeout=PATIENCE_S)
    return printed


def post_a_mail(installation: Installation) -> None:
    def write(site: Flask) -> None:
        with transaction():
            firm_id = identity.add_firm("North")
            with firm_scope(firm_id):
                mail.post("A", "a@x.example", "S", "B", "invitation")

    inside(installation, write)


def is_done(installation: Installation) -> bool:
    def look(site: Flask) -> bool:
        with every_firm("the test looks"):
            return db.session.scalars(select(Job.state)).all() == ["done"]

    return inside(installation, look)


def test_the_site_is_served_with_its_worker_and_both_end_together(
    install: Callable[[], Installation],
) -> None:
    installation, port = install(), free_port()
    post_a_mail(installation)
    with started(installation, "serve", "--port", str(port)) as server:
        wait_until(lambda: answers(port), server)
        wait_until(lambda: is_done(installation), server)
        printed = stop(server)
        assert server.returncode == 0, printed
        assert f"http://127.0.0.1:{port}" in printed
        assert "Traceback" not in printed
        assert not is_alive(server.pid), "the worker has outlived the server"


def test_the_port_of_the_environment_is_used(install: Callable[[], Installation]) -> None:
    port = free_port()
    with started(install(), "serve", "--no-worker", PORT=str(port)) as server:
        wait_until(lambda: answers(port), server)
        assert stop(server).startswith(f"Plumbline is at http://127.0.0.1:{port}")


def test_a_worker_of_its_own_does_the_jobs_and_ends_when_it_is_told(
    install: Callable[[], Installation],
) -> None:
    installation = install()
    post_a_mail(installation)
    with started(installation, "worker") as worker:
        wait_until(lambda: is_done(installation), worker)
        assert stop(worker) == ""
        assert worker.returncode == 0


def test_a_worker_ends_when_the_server_that_started_it_is_gone(install: Callable[[], Installation]) -> None:
    with started(install(), "worker", "--parent", "1") as worker:
        assert worker.wait(timeout=PATIENCE_S) == 0


def test_a_port_that_is_taken_is_one_line(install: Callable[[], Installation]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = install().run("serve", "--port", str(port))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Port {port} on 127.0.0.1 cannot be used")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "environment", "said"),
    [
        (["--port", "0"], {}, "0 is not in the range"),
        (["--workers", "0"], {}, "0 is not in the range"),
        ([], {"PORT": "http"}, "(env var: 'PORT')"),
    ],
    ids=["port", "workers", "environment"],
)
def test_a_wrong_number_is_a_matter_of_usage(
    install: Callable[[], Installation], options: list[str], environment: dict[str, str], said: str
) -> None:
    result = install().run("serve", *options, **environment)
    assert result.exit_code == 2
    assert said in result.stderr
