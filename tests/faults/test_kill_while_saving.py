"""kill -9 in the middle of autosaves: what was acknowledged is there, each attempt took effect exactly once.

The operating system survives, so this proves the order of commit and reply and the safety of repeating, not the
disk. A seed replays the times of the kills: FAULTS_SEED=… pytest tests/faults.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import create_app
from app.config import Settings
from app.db import db
from app.services import identity, tokens
from app.transactions import transaction
from assessments.published import find_model
from tests.bench.processes import Server, free_port
from tests.worlds.answering import OpenAssessment, open_assessment

CYCLES = 20
CLIENTS = 16
SAVES_PER_CYCLE = 260
LONGEST_DELAY_S = 0.25  # between enough saves and the kill
PATIENCE_S = 20.0  # for the server to come back

Key = tuple[str, str]  # access hash in hex, question


@dataclass(frozen=True, slots=True)
class Kept:
    revision: int
    comment: str


@dataclass(slots=True)
class Respondent:
    """One client, who repeats an attempt until it is answered and notes what was acknowledged."""

    token: str
    role: str
    port: int
    draw: random.Random
    ledger: dict[Key, Kept] = field(default_factory=dict)
    saves: int = 0
    repeated: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""
    problem: str = ""
    connection: http.client.HTTPConnection | None = None

    def run(self, is_over: threading.Event) -> None:
        try:
            self.begin()
            questions = [question.key for question in find_model("quick-scan").questions_for(self.role)]
            while not is_over.is_set():
                self.save(self.draw.choice(questions))
        except Exception as error:  # the test reports it; a thread alone would die in silence
            self.problem = repr(error)
        finally:
            self.hang_up()

    def hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def begin(self) -> None:
        page = self.ask("GET", f"/r/{self.token}")[1]
        self.csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]  # type: ignore[index]
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _ = self.ask("POST", f"/r/{self.token}", f"csrf_token={self.csrf}", form)
        assert status == 303, f"the start was answered with {status}"

    def save(self, question: str) -> None:
        key = (tokens.access_hash(self.token).hex(), question)
        known = self.ledger.get(key, Kept(0, ""))
        comment = f"{self.role} {self.saves}"
        body = {
            "question": question,
            "kind": "level",
            "value": self.draw.randint(1, 5),
            "evidence": "none",
            "comment": comment,
            "reason": "",
            "base": known.revision,
            "operation": f"{self.draw.getrandbits(64):x}",
        }
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.csrf}
        status, reply = self.ask(
            "POST", f"/answer/{tokens.reference(self.token)}/save", json.dumps(body), headers
        )
        assert status == 200, f"a save was answered with {status}: {reply[:200]}"
        revision = json.loads(reply)["revision"]
        assert revision == known.revision + 1
        self.ledger[key] = Kept(revision, comment)
        self.saves += 1

    def ask(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """Send the same request until it is answered whole: while the server is away nobody knows if it arrived."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self.try_once(method, path, body, headers or {})
            except (OSError, http.client.HTTPException):
                self.hang_up()
                self.repeated += 1
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def try_once(
        self, method: str, path: str, body: str | None, headers: Mapping[str, str]
    ) -> tuple[int, str]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {**headers, "Cookie": cookies})
        reply = self.connection.getresponse()
        text = reply.read().decode()
        for line in reply.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return reply.status, text


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An installation of its own, on SQLite whatever engine the suite runs on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLUMBLINE_")}
    return kept | {
        "PLUMBLINE_PROFILE": "test",
        "PLUMBLINE_INSTANCE": str(tmp_path / "instance"),
        "PLUMBLINE_SECRET_KEY": "a secret for this test that is long enough",
    }


@pytest.fixture
def assessment(environment: dict[str, str]) -> OpenAssessment:
    """An open assessment with enough invitations, in a migrated database."""
    command = [sys.executable, "-m", "app.cli", "db", "upgrade"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    app = create_app(Settings.from_env(environment))
    with app.app_context():
        with transaction():
            firm_id = identity.add_firm("Storm Consulting")
            found = open_assessment(firm_id, datetime(2026, 3, 2, tzinfo=UTC), each=CLIENTS // 5 + 1)
        db.engine.dispose()
    return found


@contextmanager
def storm(respondents: list[Respondent]) -> Iterator[None]:
    """Keep all respondents saving while the block runs; at its end each finishes what it has begun."""
    is_over = threading.Event()
    threads = [threading.Thread(target=one.run, args=(is_over,)) for one in respondents]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def kill(server: Server) -> None:
    os.killpg(server.pid, signal.SIGKILL)
    server.stop()


def stored(path: Path) -> dict[Key, Kept]:
    """Return every stored answer, read by a process that never wrote; raises when the file is damaged."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute(
            "SELECT hex(r.access_hash), a.question, a.revision, a.comment "
            "FROM answers a JOIN responses r ON r.id = a.response_id"
        ).fetchall()
    return {(access.lower(), question): Kept(*rest) for access, question, *rest in rows}


def lost(ledger: Mapping[Key, Kept], found: Mapping[Key, Kept]) -> list[Key]:
    """Return what was acknowledged last and is not what is stored now."""
    return [key for key, kept in ledger.items() if found.get(key) != kept]


@pytest.mark.slow
@pytest.mark.timeout(900)  # a hang, not slowness: twenty starts take minutes on a busy machine
def test_no_acknowledged_answer_is_lost_when_the_server_is_killed_twenty_times(
    environment: dict[str, str], assessment: OpenAssessment, tmp_path: Path
) -> None:
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(2**32))
    draw = random.Random(seed)
    port = free_port()
    command = [sys.executable, "-m", "app.cli", "serve", "--no-worker", "--port", str(port)]
    server = Server("plumbline", command, environment, tmp_path, port)
    people = list(assessment.links.items())[:CLIENTS]
    respondents = [
        Respondent(token, name.partition("-")[0], port, random.Random(draw.random()))
        for name, token in people
    ]

    server.start()
    try:
        with storm(respondents):
            for _ in range(CYCLES):
                target = sum(one.saves for one in respondents) + SAVES_PER_CYCLE
                while sum(one.saves for one in respondents) < target:
                    assert not any(one.problem for one in respondents), [one.problem for one in respondents]
                    time.sleep(0.005)
                time.sleep(draw.uniform(0, LONGEST_DELAY_S))
                kill(server)
                server.start()
    finally:
        server.stop()

    saves, repeated = (sum(getattr(one, name) for one in respondents) for name in ("saves", "repeated"))
    ledger = {key: kept for one in respondents for key, kept in one.ledger.items()}
    path = tmp_path / "instance" / "plumbline.db"
    missing = lost(ledger, stored(path))
    print(f"seed {seed}: {CYCLES} kills, {saves} acknowledged, {repeated} repeated, {len(missing)} lost")
    assert [one.problem for one in respondents if one.problem] == []
    assert saves >= CYCLES * SAVES_PER_CYCLE
    assert missing == [], f"seed {seed}"
    with closing(sqlite3.connect(path)) as connection:
        noted = connection.execute(
            "SELECT count(*) FROM audit_events WHERE action = 'answer saved'"
        ).fetchone()
    assert noted == (saves,), f"seed {seed}: an attempt took effect twice, or its event is missing"
    assert_the_ledger_would_notice(ledger, path)


def assert_the_ledger_would_notice(ledger: Mapping[Key, Kept], path: Path) -> None:
    """Take one answer away and set another back, in the file itself: a check that is never red proves nothing."""
    (first, _), (second, kept), *_ = sorted(ledger.items())
    with closing(sqlite3.connect(path)) as connection, connection:
        where = "question = ? AND response_id = (SELECT id FROM responses WHERE lower(hex(access_hash)) = ?)"
        connection.execute(f"DELETE FROM answers WHERE {where}", (first[1], first[0]))
        connection.execute(
            f"UPDATE answers SET revision = ? WHERE {where}", (kept.revision - 1, second[1], second[0])
        )
    assert sorted(lost(ledger, stored(path))) == [first, second]
