"""The child that lays documents out: a small server that has the engine loaded and forks once per document.

This is the only module that imports WeasyPrint. It runs as `python -m app.reports.press FD` with an
environment that holds no secret, is single-threaded, and ends when the process that started it does.
Each fork has limits on CPU, memory, file size and wall time that the kernel enforces.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import resource
import selectors
import shutil
import signal
import socket
import sys
import tempfile
import time
from typing import Any

from app.reports import frames
from app.reports.assets import BASE_URL, UnknownAsset, read_asset
from app.reports.finisher import finish

Children = dict[int, tuple[socket.socket, str]]


def serve(control: socket.socket) -> None:
    """Fork a child for every connection handed over `control`, and report how each one ended."""
    try:
        import weasyprint  # noqa: F401  # loaded here once, so that each fork finds it ready
    except (ImportError, OSError) as missing:
        frames.send(control, frames.FAILED, str(missing)[:2000].encode())
        return
    wake_read, wake_write = socket.socketpair()
    wake_read.setblocking(False)
    wake_write.setblocking(False)
    signal.set_wakeup_fd(wake_write.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    children: Children = {}
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(wake_read, selectors.EVENT_READ)
        frames.send(control, frames.DONE)
        while True:
            ready = [key.fileobj for key, _ in selector.select()]
            if wake_read in ready:
                wake_read.recv(4096)
                _reap(children)
            if control in ready and not _accept(control, children):
                break
    while children:  # the parent has gone; each child ends by its own limits
        time.sleep(0.05)
        _reap(children)


def _accept(control: socket.socket, children: Children) -> bool:
    """Start a child for the connection that came over `control`; False when the parent has gone."""
    message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    if not message:
        return False
    talk = socket.socket(fileno=descriptors[0])
    folder = tempfile.mkdtemp(prefix="plumbline-press-")
    pid = os.fork()
    if pid == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        for other, _ in children.values():
            other.close()
        tempfile.tempdir = folder
        _work(talk)
    children[pid] = (talk, folder)
    return True


def _reap(children: Children) -> None:
    """Tell each waiting parent how its child ended, and clear away what the child left."""
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        talk, folder = children.pop(pid)
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):  # nobody may wait for this document any more
            frames.send(talk, frames.ENDED, str(os.waitstatus_to_exitcode(status)).encode())
        talk.close()


def _work(talk: socket.socket) -> None:
    """Lay out the one document that comes over `talk`; never returns."""
    code = 1
    try:
        frame = frames.receive(talk)
        if frame is not None and frame[0] == frames.HTML:
            job = json.loads(frame[1])
            _limit(job)
            code = _lay_out(talk, job)
    except MemoryError:
        code = _say_failed(talk, "memory", "")
    except RecursionError:
        code = _say_failed(talk, "crashed", "the document is nested too deeply")
    except BaseException as problem:  # the child must end here, whatever happened
        code = _say_failed(talk, "crashed", f"{type(problem).__name__}: {problem}")
    finally:
        shutil.rmtree(
            str(tempfile.tempdir), ignore_errors=True
        )  # the server does it for those that are killed
        os._exit(code)


def _say_failed(talk: socket.socket, reason: str, detail: str) -> int:
    frames.send(talk, frames.FAILED, json.dumps([reason, detail[:500]]).encode())
    return 1


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


def _lay_out(talk: socket.socket, job: dict[str, Any]) -> int:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    started = time.process_time()
    log = logging.getLogger("weasyprint")
    log.handlers[:] = [_Notices(talk)]
    log.setLevel(logging.WARNING)
    options = {"pdf_variant": job["variant"]}
    frames.send(talk, frames.PHASE, b"laying out")
    page = HTML(string=job["html"], base_url=BASE_URL, url_fetcher=_shelf(talk))
    document = page.render(font_config=FontConfiguration(), **options)
    frames.send(talk, frames.PHASE, b"writing")
    content = document.write_pdf(finisher=lambda _document, pdf: finish(pdf, job["direction"]), **options)
    facts = {"pages": len(document.pages), "cpu_seconds": time.process_time() - started}
    frames.send(talk, frames.DONE, json.dumps(facts).encode() + b"\n" + content)
    return 0


def _shelf(talk: socket.socket) -> Any:
    """Return a fetcher that serves the known assets by name; asking for anything else ends the document."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Shelf(URLFetcher):  # type: ignore[misc]  # the engine is untyped
        def fetch(self, url: str, headers: object = None) -> Any:
            try:
                content, kind = read_asset(url)
            except UnknownAsset as unknown:
                # Not an exception: the engine swallows even a fatal one while it draws SVG.
                os._exit(_say_failed(talk, "blocked", str(unknown)))
            frames.send(talk, frames.FETCHED, url.removeprefix(BASE_URL).encode())
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return Shelf(allow_redirects=False, fail_on_errors=True)


class _Notices(logging.Handler):
    """Hands what the engine complains about to the parent, the first hundred lines of it."""

    def __init__(self, talk: socket.socket) -> None:
        super().__init__()
        self._talk = talk
        self._left = 100

    def emit(self, record: logging.LogRecord) -> None:
        if self._left > 0:
            self._left -= 1
            frames.send(self._talk, frames.NOTICE, record.getMessage()[:500].encode())


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as control_socket:
        serve(control_socket)
