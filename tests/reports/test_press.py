"""The child that lays out: what it may use, what it may read, and how its failures are told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.reports import certificate, frames, pdf
from app.reports.assets import BASE_URL, UnknownAsset, read_asset
from app.reports.logos import raster
from app.reports.making import FULL_LIMITS
from app.reports.pdf import Limits, RenderFailed, check_engine, lay_out, to_pdf
from app.reports.press import IDLE_SECONDS
from app.services import feedback

HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head><body>'
PAGE = f"{HEAD}<h1>Heading</h1><p>Some text.</p></body></html>"

# Each asks the engine for something that is not ours.
VECTORS = {
    "picture": '<img src="file:///etc/hostname" alt="a">',
    "picture on the net": '<img src="http://127.0.0.1:{port}/a.png" alt="a">',
    "picture as data": '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a">',
    "style sheet": '<link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">',
    "style import": "<style>@import url(file:///etc/hostname);</style>",
    "font": "<style>@font-face{{font-family:x;src:url(http://127.0.0.1:{port}/a.ttf)}} p{{font-family:x}}</style><p>a",
    "background": '<p style="background:url(http://127.0.0.1:{port}/b.png)">a',
    "list mark": '<ul style="list-style-image:url(file:///etc/hostname)"><li>a</ul>',
    "generated content": "<style>p::before{{content:url(file:///etc/hostname)}}</style><p>a",
    "drawing": '<svg width="9" height="9"><image href="file:///etc/hostname" width="9" height="9"/></svg>',
    "object": '<object data="http://127.0.0.1:{port}/o"></object>',
    "embed": '<embed src="file:///etc/hostname">',
    "attachment": '<link rel="attachment" href="file:///etc/hostname">',
    "attached link": '<a rel="attachment" href="file:///etc/hostname">a</a>',
    "climbing": f'<img src="{BASE_URL}fonts/../../../../etc/hostname" alt="a">',
    "encoded climbing": f'<img src="{BASE_URL}%2e%2e/%2e%2e/etc/hostname" alt="a">',
}


CLOCK = os.sysconf("SC_CLK_TCK")


def press_seconds() -> float:
    """Return the CPU of the press itself, without its forks."""
    press = pdf._server._process
    assert press is not None
    return (
        sum(map(int, Path(f"/proc/{press.pid}/stat").read_text().rpartition(")")[2].split()[11:13])) / CLOCK
    )


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux what a process used")
def test_a_press_without_work_practises_once_and_then_gives_the_same_bytes() -> None:
    pdf._server.stop()
    at_once = to_pdf(PAGE)  # it had no time to practise
    before = press_seconds()
    deadline = time.monotonic() + 60
    while press_seconds() - before < 2 / CLOCK:
        assert time.monotonic() < deadline, "the press did nothing"
        time.sleep(0.05)
    assert to_pdf(PAGE) == at_once
    practised = press_seconds()
    time.sleep(3 * IDLE_SECONDS)
    assert press_seconds() - practised < 2 / CLOCK


@pytest.fixture
def listener() -> object:
    """A server that must never hear anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield server


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_what_is_not_ours_stops_the_document_and_is_never_fetched(
    vector: str, listener: socket.socket
) -> None:
    port = listener.getsockname()[1]
    with pytest.raises(RenderFailed) as failure:
        lay_out(HEAD + vector.format(port=port))
    assert failure.value.reason == "blocked"
    with pytest.raises(TimeoutError):
        listener.accept()


@pytest.mark.parametrize(
    "url",
    [
        "fonts/IBMPlexSans-Regular.ttf",
        BASE_URL,
        f"{BASE_URL}press.py",
        f"{BASE_URL}fonts/../press.py",
        f"{BASE_URL}fonts/LICENSE.txt",
        "file:///etc/passwd",
        f"{BASE_URL}report.css?x",
    ],
)
def test_an_asset_is_known_by_its_exact_name_alone(url: str) -> None:
    with pytest.raises(UnknownAsset):
        read_asset(url)


def test_styles_and_fonts_are_there() -> None:
    for name, kind in (("report.css", "text/css"), ("fonts/IBMPlexSans-Regular.ttf", "font/ttf")):
        content, found = read_asset(BASE_URL + name)
        assert found == kind
        assert content


def test_the_phases_are_told_in_order() -> None:
    phases: list[str] = []
    assert to_pdf(PAGE, on_phase=phases.append).startswith(b"%PDF-1.7")
    assert phases == ["laying out", "writing", "done"]


BOMB = HEAD + '<div style="display:flex">' * 10 + "x"


@pytest.mark.parametrize(
    ("html", "limits", "reasons"),
    [
        (BOMB, Limits(wall_seconds=0.5), {"timeout"}),
        (BOMB, Limits(cpu_seconds=1), {"timeout"}),
        (HEAD + "<p>" + "word " * 700_000, Limits(memory_bytes=80 << 20), {"memory", "crashed"}),
        (HEAD + "<div>" * 600 + "x", Limits(), {"crashed"}),
        ("x" * (pdf.LONGEST_HTML + 1), Limits(), {"too large"}),
    ],
    ids=["wall", "cpu", "memory", "nesting", "length"],
)
def test_a_document_that_asks_too_much_ends_with_a_reason(
    html: str, limits: Limits, reasons: set[str]
) -> None:
    with pytest.raises(RenderFailed) as failure:
        lay_out(html, limits=limits)
    assert failure.value.reason in reasons


def test_the_limit_of_cpu_decides_and_the_clock_ends_only_what_hangs() -> None:
    for limits in (Limits(), FULL_LIMITS, feedback.LIMITS, certificate.LIMITS, raster.LIMITS):
        assert limits.wall_seconds == pdf.WALL_PER_CPU * limits.cpu_seconds


@pytest.mark.parametrize("at_rest", ["the child", "the press"])
def test_a_child_that_hangs_without_using_the_processor_is_killed(
    at_rest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stopped process hears no alarm: nothing but the patience of the one who waits ends it."""
    monkeypatch.setattr(pdf, "PATIENCE_SECONDS", 0.5)
    check_engine()
    stopped: list[int] = []

    def is_wanted() -> bool:
        if not stopped:
            stopped.extend(_children_of_the_press())
            if at_rest == "the press":
                stopped.append(_pid_of_the_press())
            for pid in stopped:
                os.kill(pid, signal.SIGSTOP)
        return True

    monkeypatch.setattr(pdf, "GLANCE_SECONDS", 0.1)
    with pytest.raises(RenderFailed) as failure:
        lay_out(BOMB, limits=Limits(wall_seconds=1), is_wanted=is_wanted)
    assert failure.value.reason == "timeout"
    assert stopped
    for pid in stopped:
        assert _ends_within_seconds(Path(f"/proc/{pid}").exists)
    assert lay_out(PAGE).pages == 1


def test_the_next_document_is_none_the_worse_for_it() -> None:
    with pytest.raises(RenderFailed):
        lay_out(BOMB, limits=Limits(wall_seconds=0.3))
    assert lay_out(PAGE).pages == 1


def test_a_press_that_was_killed_is_started_again() -> None:
    first = lay_out(PAGE)
    assert pdf._server._process is not None
    pdf._server._process.kill()
    pdf._server._process.wait()
    assert lay_out(PAGE).pdf == first.pdf


def test_documents_asked_for_at_the_same_time_all_come_out_the_same() -> None:
    done: list[bytes] = []
    threads = [threading.Thread(target=lambda: done.append(to_pdf(PAGE))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 4
    assert len(set(done)) == 1


def test_the_engine_is_never_loaded_here() -> None:
    code = (
        "import sys; from app.reports.pdf import to_pdf; to_pdf('<title>a</title><p>a'); "
        "print([name for name in sys.modules if 'weasyprint' in name or 'pydyf' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf._server.stop()
    monkeypatch.setenv("PLUMBLINE_SECRET_KEY", "a-secret-that-stays-here")
    check_engine()
    assert pdf._server._process is not None
    environment = Path(f"/proc/{pdf._server._process.pid}/environ").read_bytes()
    assert b"a-secret-that-stays-here" not in environment
    assert b"PLUMBLINE" not in environment


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf._server.close()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    to_pdf(PAGE)
    with pytest.raises(RenderFailed):
        lay_out(BOMB, limits=Limits(wall_seconds=0.3))
    pdf._server.close()
    assert [path for path in tmp_path.iterdir() if path.name.startswith("plumbline-press")] == []


def test_a_document_that_nobody_wants_any_more_is_killed_in_the_middle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf._server.close()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    check_engine()
    begun: list[str] = []
    at_work: list[int] = []

    def is_wanted() -> bool:
        at_work.extend(_children_of_the_press())
        return False

    with pytest.raises(RenderFailed) as failure:
        lay_out(BOMB, on_phase=begun.append, is_wanted=is_wanted)
    assert failure.value.reason == "cancelled"
    assert begun == ["laying out"]
    (child,) = set(at_work)
    assert _ends_within_seconds(lambda: Path(f"/proc/{child}").exists())
    assert _ends_within_seconds(lambda: any(tmp_path.glob("plumbline-press-*")))
    assert lay_out(PAGE).pages == 1


def test_a_document_that_nobody_wants_does_not_wait_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(pdf, "GLANCE_SECONDS", 0.01)
    with pdf._turn(lambda: True), pytest.raises(RenderFailed) as failure:
        lay_out(PAGE, is_wanted=lambda: False)
    assert failure.value.reason == "cancelled"


def test_a_document_that_is_still_wanted_is_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "GLANCE_SECONDS", 0.001)
    asked: list[bool] = []

    def is_wanted() -> bool:
        asked.append(True)
        return True

    assert lay_out(PAGE, is_wanted=is_wanted).pdf == lay_out(PAGE).pdf
    assert asked


def _pid_of_the_press() -> int:
    assert pdf._server._process is not None
    return pdf._server._process.pid


def _children_of_the_press() -> list[int]:
    pid = _pid_of_the_press()
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _ends_within_seconds(goes_on: Callable[[], bool]) -> bool:
    for _ in range(100):
        if not goes_on():
            return True
        time.sleep(0.05)
    return False


def test_a_forked_worker_has_a_press_of_its_own() -> None:
    to_pdf(PAGE)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:  # pragma: no cover - the other process
        os.write(writer, b"1" if pdf._server._process is None else b"0")
        os._exit(0)
    os.waitpid(pid, 0)
    assert os.read(reader, 1) == b"1"
    os.close(reader)
    os.close(writer)


def _talk(write: Callable[[socket.socket], None]) -> socket.socket:
    ours, theirs = socket.socketpair()
    with theirs:
        write(theirs)
    return ours


def test_a_broken_frame_is_told_from_the_end_of_talk() -> None:
    with _talk(lambda talk: None) as quiet:
        assert frames.receive(quiet) is None
    with _talk(lambda talk: talk.sendall(b"D\0")) as cut, pytest.raises(frames.BrokenTalk, match="head"):
        frames.receive(cut)
    with (
        _talk(lambda talk: talk.sendall(frames.HEAD.pack(b"D", 9) + b"abc")) as short,
        pytest.raises(frames.BrokenTalk, match="body"),
    ):
        frames.receive(short)
    with (
        _talk(lambda talk: talk.sendall(frames.HEAD.pack(b"D", frames.LONGEST + 1))) as long,
        pytest.raises(frames.BrokenTalk, match="bytes"),
    ):
        frames.receive(long)
