"""Where a measurement takes place: a scratch folder, the bare application and the product as servers side by side."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.client import Sender, compose, hammer
from tests.bench.processes import Server, cpu_seconds, free_port

CHECKOUT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
CONNECTIONS = 2
SECONDS = 2.0
WARMING = 60  # requests; both workers must have answered some

BARE_GET = compose("GET", "/")
BARE_POST = compose("POST", "/rows", form={"name": "a name of twenty signs", "value": "17"})


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one run of the bench, and the environment that its processes get."""

    folder: Path

    def environment(self, **more: str) -> dict[str, str]:
        """Return the machine's environment without settings of ours, with those given."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
        kept.pop("PORT", None)
        kept.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its byte code
        return kept | {"PYTHONPATH": str(CHECKOUT)} | more

    def site_environment(self, instance: str) -> dict[str, str]:
        """Return the environment in which the product keeps its database in that folder of the run."""
        # The test profile's passwords are cheap to check, and its mail stays where it is.
        return self.environment(PLUMBLINE_PROFILE="test", PLUMBLINE_INSTANCE=str(self.folder / instance))

    def bare(self, name: str = "bare") -> Server:
        """Return bare Flask and Flask-SQLAlchemy under gunicorn: 2 synchronous workers, no keep-alive."""
        port = free_port()
        options = (
            "--workers",
            "2",
            "--worker-class",
            "sync",
            "--log-level",
            "warning",
            "--no-control-socket",
        )
        command = (PYTHON, "-m", "gunicorn", *options, "--bind", f"127.0.0.1:{port}")
        environment = self.environment(YARDSTICK_DATABASE=str(self.folder / f"{name}.db"))
        return Server(name, (*command, "tests.bench.yardstick:create_bare()"), environment, self.folder, port)

    def site(self, instance: str) -> Server:
        """Return the product under the same kind of server, on the database in that folder."""
        port = free_port()
        options = ("--workers", "2", "--worker-class", "sync", "--no-worker", "--port", str(port))
        command = (PYTHON, "-m", "app.cli", "serve", *options)
        return Server(instance, command, self.site_environment(instance), self.folder, port)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def always(request: bytes) -> Sender:
    return lambda _number: request


def cpu_per_request(server: Server, sender: Sender, expected: int) -> float:
    """Return CPU seconds of the whole server per request: warmed, from idle to idle, 2 connections for 2 s.

    Raises:
        RuntimeError: an answer had another status than expected.
    """
    hammer(server.port, sender, connections=CONNECTIONS, requests=WARMING)
    before = server.wait_until_idle()
    load = hammer(
        server.port, lambda number: sender(number + WARMING), connections=CONNECTIONS, seconds=SECONDS
    )
    after = server.wait_until_idle()
    return (after - before) / load.only(expected).answered


def bare_get(server: Server) -> float:
    return cpu_per_request(server, always(BARE_GET), 200)


def bare_post(server: Server) -> float:
    return cpu_per_request(server, always(BARE_POST), 204)


def cold_start(server: Server, first: bytes) -> float:
    """Return the CPU seconds from the launch to the first answer; the server is stopped again."""
    server.start()
    try:
        hammer(server.port, always(first), connections=1, requests=1).only(200)
        return cpu_seconds(server.pid)
    finally:
        server.stop()
