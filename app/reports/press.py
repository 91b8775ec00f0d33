"""The child that lays documents out: a small server that has the engine loaded and forks once per document.

It runs as `python -m app.reports.press FD` with an environment that holds no secret, is single-threaded, and ends
when the process that started it does. Each fork has limits on CPU, memory, file size and wall time that the kernel
enforces, and leads a group of processes of its own: those that print parts for it end with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.reports import frames, layout
from app.reports.parts.kept import KeptParts

IDLE_SECONDS = 0.5  # without a document, before the press practises

Children = dict[int, tuple[socket.socket, str]]


def serve(control: socket.socket) -> None:
    """Fork a child for every connection handed over `control`, and report how each one ended."""
    try:
        engine = layout.load()
    except (ImportError, OSError) as missing:
        frames.send(control, frames.FAILED, str(missing)[:2000].encode())
        return
    try:
        _serve(control, engine)
    finally:
        engine.close()


def _serve(control: socket.socket, engine: layout.Engine) -> None:
    wake_read, wake_write = socket.socketpair()
    wake_read.setblocking(False)
    wake_write.setblocking(False)
    signal.set_wakeup_fd(wake_write.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    children: Children = {}
    kept = KeptParts()
    frames.send(control, frames.DONE, engine.folder.encode())
    is_practised = False
    while True:
        ready = _wait(control, wake_read, children, None if is_practised or children else IDLE_SECONDS)
        if not ready:
            layout.practise(engine)
            is_practised = True
        _stop_unwanted(children, ready, kept)  # first, so that the next document finds what this one printed
        if wake_read.fileno() in ready:
            wake_read.recv(4096)
            _reap(children, kept)
        if control.fileno() in ready and not _accept(control, children, engine, kept):
            break
    # The parent has gone, and nobody waits for them any more.
    _stop_unwanted(children, {talk.fileno() for talk, _ in children.values()}, kept)


def _wait(control: socket.socket, wake: socket.socket, children: Children, seconds: float | None) -> set[int]:
    """Sleep until something happens and return where: nowhere, when that many seconds have gone by."""
    poll = select.poll()
    for reader in (control, wake):
        poll.register(reader, select.POLLIN)
    for talk, _ in children.values():
        poll.register(
            talk, 0
        )  # what comes over it is the child's to read; we only want to know when it hangs up
    return {descriptor for descriptor, _ in poll.poll(None if seconds is None else 1000 * seconds)}


def _stop_unwanted(children: Children, hung_up: set[int], kept: KeptParts) -> None:
    """End the children of whom nobody wants more: the document was sent, or is not wanted any more."""
    for pid, (talk, _) in list(children.items()):
        if talk.fileno() in hung_up:
            _end(pid, children, kept)


def _kill_group(pid: int) -> None:
    """End a child and those it started. It is ours and not yet reaped, so the number is nobody else's."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _accept(control: socket.socket, children: Children, engine: layout.Engine, kept: KeptParts) -> bool:
    """Start a child for the connection that came over `control`; False when the parent has gone."""
    message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    if not message:
        return False
    talk = socket.socket(fileno=descriptors[0])
    folder = tempfile.mkdtemp(prefix="plumbline-press-")
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        for other, _ in children.values():
            other.close()
        tempfile.tempdir = folder
        _work(talk, engine, kept)
    with contextlib.suppress(OSError):  # it may have done so itself, or have ended
        os.setpgid(pid, pid)
    children[pid] = (talk, folder)
    return True


def _reap(children: Children, kept: KeptParts) -> None:
    """Tell each waiting parent how its child ended, keep the parts it printed, and clear away what it left."""
    while children:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if found is None:
            return
        _end(found.si_pid, children, kept)


def _end(pid: int, children: Children, kept: KeptParts) -> None:
    """End a child with all it started, tell whoever waits how it ended, and keep the parts of a finished document."""
    _kill_group(pid)
    _, status = os.waitpid(pid, 0)
    talk, folder = children.pop(pid)
    kept.take_from(Path(folder))
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):  # nobody may wait for this document any more
        frames.send(talk, frames.ENDED, str(os.waitstatus_to_exitcode(status)).encode())
    talk.close()


def _work(talk: socket.socket, engine: layout.Engine, kept: KeptParts) -> None:
    """Lay out the one document that comes over `talk`; never returns."""
    code = 1
    try:
        frame = frames.receive(talk)
        if frame is not None and frame[0] == frames.HTML:
            job = json.loads(frame[1])
            _limit(job)
            layout.lay_out(talk, job, engine, kept.parts, Path(str(tempfile.tempdir)))
            code = 0
    except BaseException as problem:  # the child must end here, whatever happened
        layout.say_failed(talk, *layout.explain(problem))
    finally:
        os._exit(code)  # the server clears the folder away


def _limit(job: dict[str, Any]) -> None:
    """Take on the limits of the job; from here on the kernel ends this process when it exceeds one."""
    os.nice(5)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, job["wall_seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_seconds"], job["cpu_seconds"] + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (job["file_bytes"], job["file_bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":  # macOS knows the limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (job["memory_bytes"], job["memory_bytes"]))


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as control_socket:
        serve(control_socket)
    os._exit(
        0
    )  # the system takes back at once what Python would take apart, while somebody waits for the end
