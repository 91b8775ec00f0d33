"""HTML of a report → PDF, laid out in a child process that can fetch nothing but our own fonts and styles.

The engine is never loaded into this process: a web worker that asks for a PDF stays as small as it was.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import select
import shutil
import signal
import socket
import subprocess  # starts our own interpreter with fixed arguments
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app import places
from app.reports import frames

if TYPE_CHECKING:  # it brings all of the domain, which nobody needs who makes a PDF of HTML
    from app.reports.attached import AttachedFile

Reason = Literal["timeout", "memory", "crashed", "blocked", "too large", "unavailable", "cancelled"]
Phase = Literal["composing", "laying out", "writing", "done"]
OnPhase = Callable[[Phase], None]
IsWanted = Callable[[], bool]

LONGEST_HTML = 4 << 20
GLANCE_SECONDS = 1.0  # between two questions whether a document is still wanted
MOST_PROCESSES = 4
WALL_PER_CPU = 5
"""How often the limit of wall time holds that of CPU.

A machine with much else to do gives a document a fraction of a core, so time on the clock says nothing about the
document: only one that hangs may meet that limit. A roadmap takes some three seconds of CPU: a hundredth of a
core will do.
"""
PATIENCE_SECONDS = 10  # beyond the child's own wall limit, in case the child cannot even be stopped
# What the engine needs to find its libraries and fonts; nothing else of the environment reaches the child.
KEPT_ENVIRONMENT = frozenset(
    {"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "FONTCONFIG_FILE"}
    | {"FONTCONFIG_PATH", "XDG_DATA_DIRS", "XDG_CACHE_HOME", "SYSTEMROOT"}
)


class RenderFailed(Exception):
    """No document was made, and nothing of it is kept. `detail` is for the log, not for people."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use before the kernel ends its child.

    Attributes:
        wall_seconds: ends only what hangs; `WALL_PER_CPU` says why it is long.
        cpu_seconds: ends what asks too much.
    """

    wall_seconds: float = 300
    cpu_seconds: int = 60
    memory_bytes: int = 1 << 30
    file_bytes: int = 64 << 20


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A finished document. `notices` is what the engine complained about, `fetched` the assets it read."""

    pdf: bytes
    pages: int
    cpu_seconds: float
    notices: tuple[str, ...]
    fetched: tuple[str, ...]


def to_pdf(html: str, *, direction: str = "ltr", on_phase: OnPhase | None = None) -> bytes:
    """Return the bytes of a PDF/A-3a and PDF/UA-1 file; the same HTML gives the same bytes.

    Raises:
        RenderFailed: with the reason; there is never half a file.
    """
    return lay_out(html, direction=direction, on_phase=on_phase).pdf


def lay_out(
    html: str,
    *,
    direction: str = "ltr",
    limits: Limits | None = None,
    variant: str = "pdf/a-3a",
    attachments: Sequence[AttachedFile] = (),
    assets: Mapping[str, bytes] | None = None,
    on_phase: OnPhase | None = None,
    is_wanted: IsWanted | None = None,
    processes: int | None = None,
) -> LaidOut:
    """Return the document with what is known about how it was made.

    Args:
        processes: how many may lay out parts of it at once; the bytes are the same for any number.
        direction: "ltr" or "rtl", for viewers that show two pages side by side.
        attachments: data that travels inside the file.
        assets: pictures that the document shows, by name; written by us, never as somebody brought them.
        on_phase: told "laying out", "writing" and "done" as they begin, from the calling thread.
        is_wanted: asked once a second; where it says no, the child is killed and the reason is "cancelled".

    Raises:
        RenderFailed: with the reason.
    """
    is_wanted = is_wanted or (lambda: True)
    if len(html) > LONGEST_HTML:
        raise RenderFailed("too large", f"{len(html)} characters of HTML")
    limits = limits or Limits()
    inside = [{**asdict(one), "made_on": one.made_on.isoformat()} for one in attachments]
    job = {
        "html": html,
        "direction": direction,
        "variant": variant,
        "attachments": inside,
        "assets": {name: base64.b64encode(content).decode() for name, content in (assets or {}).items()},
        "processes": processes or cores(),
        **asdict(limits),
    }
    with _turn(is_wanted), _server.connect() as talk:
        talk.settimeout(limits.wall_seconds + PATIENCE_SECONDS)
        try:
            frames.send(talk, frames.HTML, json.dumps(job).encode())
            finished = _follow(talk, on_phase or (lambda _phase: None), is_wanted)
        except TimeoutError:
            _server.stop()
            raise RenderFailed("timeout", "the child did not end by itself") from None
        except (OSError, frames.BrokenTalk) as broken:
            raise RenderFailed("crashed", str(broken)) from None
    if on_phase:
        on_phase("done")
    return finished


def cores() -> int:
    """Return how many processes lay out parts of a document at once: one for each core, four at most."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(own, MOST_PROCESSES))


def documents_at_once() -> int:
    """Return how many documents are laid out at once: layout is pure arithmetic, one more only slows the others."""
    return max(1, (os.cpu_count() or 1) // MOST_PROCESSES)


def check_engine() -> None:
    """Do nothing when documents can be made on this machine.

    Raises:
        RenderFailed: "unavailable", with the missing library in `detail`.
    """
    with _server.connect():
        pass


@contextmanager
def _turn(is_wanted: IsWanted) -> Iterator[None]:
    """Wait until a document may be laid out, as long as it is wanted."""
    turns = _turns
    while not turns.acquire(timeout=GLANCE_SECONDS):
        if not is_wanted():
            raise RenderFailed("cancelled", "before its turn came")
    try:
        yield
    finally:
        turns.release()


def _hear(talk: socket.socket, is_wanted: IsWanted) -> tuple[bytes, bytes] | None:
    """Return what a child says next. Whoever stops listening hangs up, at which the press kills the child."""
    deadline = time.monotonic() + (talk.gettimeout() or 0)
    while not select.select([talk], [], [], GLANCE_SECONDS)[0]:
        if not is_wanted():
            raise RenderFailed("cancelled")
        if time.monotonic() > deadline:
            raise TimeoutError
    return frames.receive(talk)


def _follow(talk: socket.socket, on_phase: OnPhase, is_wanted: IsWanted) -> LaidOut:
    """Listen to a child until it is done or has failed."""
    notices: list[str] = []
    fetched: list[str] = []
    while (frame := _hear(talk, is_wanted)) is not None:
        kind, body = frame
        if kind == frames.PHASE:
            on_phase("writing" if body == b"writing" else "laying out")
        elif kind == frames.NOTICE:
            notices.append(body.decode())
        elif kind == frames.FETCHED:
            fetched.append(body.decode())
        elif kind == frames.DONE:
            head, _, content = body.partition(b"\n")
            return LaidOut(content, **json.loads(head), notices=tuple(notices), fetched=tuple(fetched))
        elif kind == frames.FAILED:
            reason, detail = json.loads(body)
            raise RenderFailed(reason, detail)
        elif kind == frames.ENDED:
            raise _killed(int(body))
    raise RenderFailed("crashed", "the child said nothing")


def _killed(code: int) -> RenderFailed:
    """Return the failure that an exit code stands for; a negative one is a signal."""
    if -code in {signal.SIGALRM, signal.SIGXCPU}:
        return RenderFailed("timeout", signal.Signals(-code).name)
    return RenderFailed("crashed", signal.Signals(-code).name if code < 0 else f"exit code {code}")


class _Server:
    """The press of this process, started when first needed and again after it ended or this process forked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0
        self._folder = ""

    def connect(self) -> socket.socket:
        """Return one end of a connection whose other end a fresh child has.

        Raises:
            RenderFailed: "unavailable", where the engine cannot be loaded.
        """
        with self._lock:
            if not self._is_alive():
                self._start()
            ours, theirs = socket.socketpair()
            with theirs:
                try:
                    socket.send_fds(self._running(), [b"+"], [theirs.fileno()])
                except OSError:  # it ended since we looked
                    self._start()
                    socket.send_fds(self._running(), [b"+"], [theirs.fileno()])
            return ours

    def stop(self) -> None:
        """End the server and with it every child that still listens to it."""
        with self._lock:
            if self._process is not None and self._owner == os.getpid():
                self._process.kill()
                self._process.wait()
                self._clear()
            self._forget()

    def close(self) -> None:
        """Let the server clear up after its last child and end."""
        with self._lock:
            process, owned = self._process, self._owner == os.getpid()
            if process is not None and owned:
                self._wait_for_its_end()
            self._forget()
            if process is not None and owned:
                try:
                    process.wait(timeout=2)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                self._clear()

    def _wait_for_its_end(self) -> None:
        """Say that nothing more comes and wait until the server hangs up, at once and not by looking now and then."""
        if self._control is not None:
            with suppress(OSError):
                self._control.shutdown(socket.SHUT_WR)
                self._control.settimeout(2)
                while self._control.recv(64):
                    pass

    def _clear(self) -> None:
        """Remove the fonts that the press had laid out; it does so itself unless it was killed."""
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = ""

    def _is_alive(self) -> bool:
        return self._owner == os.getpid() and self._process is not None and self._process.poll() is None

    def _running(self) -> socket.socket:
        if self._control is None:
            raise RenderFailed("unavailable", "the press is not running")
        return self._control

    def _forget(self) -> None:
        if self._control is not None:
            self._control.close()
        self._process, self._control = None, None

    def _start(self) -> None:
        if self._owner == os.getpid():
            self._clear()
        self._forget()
        ours, theirs = socket.socketpair()
        environment = {name: value for name, value in os.environ.items() if name in KEPT_ENVIRONMENT}
        environment |= {
            "PYTHONPATH": str(Path(places.__file__).parents[1]),
            "LC_ALL": "C.UTF-8",
            "PYTHONUTF8": "1",
        }
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter, fixed arguments
                [sys.executable, "-m", "app.reports.press", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._owner, self._control = os.getpid(), ours
        greeting = frames.receive(ours)
        if greeting is None or greeting[0] != frames.DONE:
            detail = greeting[1].decode(errors="replace") if greeting else "the press did not start"
            self._forget()
            raise RenderFailed("unavailable", detail)
        self._folder = greeting[1].decode()


_server = _Server()
_turns = threading.BoundedSemaphore(documents_at_once())


def _start_afresh() -> None:
    """In a forked worker: leave the parent's press alone, and hold no turn that another thread had taken."""
    global _server, _turns
    _server = _Server()
    _turns = threading.BoundedSemaphore(documents_at_once())


os.register_at_fork(after_in_child=_start_afresh)
atexit.register(lambda: _server.close())
