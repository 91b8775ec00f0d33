"""One document in the child: whole, or in parts that are laid out side by side.

Beside `app/reports/parts` and `app/reports/shortcuts` this is the only module that imports WeasyPrint.
"""

from __future__ import annotations

import base64
import gc
import json
import logging
import os
import resource
import shutil
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from app.reports import frames
from app.reports.assets import BASE_URL, REPORT_SHEETS, STYLE_SHEETS, UnknownAsset, read_asset
from app.reports.finisher import describe_links, finish
from app.reports.legible import legible, only_our_faces, strange_signs, unusual_signs
from app.reports.parts.cutting import cut
from app.reports.parts.folios import NotInParts
from app.reports.parts.part import Part
from app.reports.parts.shop import PartFailed, Shop
from app.reports.shortcuts.starting import PICTURES, load_engine

MOST_NOTICES = 100

# A line of everything that our reports are made of, so that each fork finds the engine in its stride.
SAMPLE = """<section class="x-section p-section"><h2>-</h2><p class="p-lead">A line.</p>
<table class="x-table p-table"><caption>-</caption><colgroup><col class="p-w-9"><col></colgroup>
<thead><tr><th scope="col">a<th scope="col" class="x-num">b</thead>
<tbody><tr><th scope="row">a b<td>1 <strong>c</strong></table>
<svg class="x-bar" viewBox="0 0 100 10"><title>a</title><rect x="0" y="0" width="9" height="9" fill="#112233"/></svg>
<div class="x-two"><div><ol class="x-messages"><li>a</ol></div>
<div><ul class="x-points"><li>a</ul></div></div></section>"""


@dataclass(slots=True)
class Engine:
    """What each fork finds ready.

    Attributes:
        fonts: the faces of `report.css`, None where the engine must read them for each document.
        folder: where they lie; removed by whoever ends the press.
    """

    fonts: Any = None
    folder: str = ""

    def close(self) -> None:
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(slots=True)
class Heard:
    """What the engine complained about and read."""

    notices: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)


def load() -> Engine:
    """Load the engine and read the style sheets and fonts of reports, which no fork then has to do.

    Raises:
        ImportError, OSError: the engine or one of its libraries is not there.
    """
    gc.disable()  # all that is loaded stays
    load_engine()
    from app.reports.shortcuts import take_shortcuts

    engine = Engine()
    if take_shortcuts():
        from app.reports.shortcuts.sheets import prepare

        prepare(REPORT_SHEETS, BASE_URL, _fetcher(Shelf.of_ours()))
        with only_our_faces():
            engine.fonts = _fonts(REPORT_SHEETS)
        engine.folder = str(engine.fonts._folder)
        import_module("app.reports.parts.joining")  # for every fork; with other engines no document is cut
        import_module("app.reports.parts.printing")
    gc.freeze()  # so that no fork copies pages only to look for garbage in them
    gc.enable()
    return engine


def practise(engine: Engine) -> None:
    """Read our other sheets and lay out a page, so that the next fork finds ready what the engine keeps of what it
    meets. No face is added: what a document looks like must not hang on how long the press had nothing to do."""
    from weasyprint import HTML

    for name in PICTURES:
        import_module(name)
    if engine.fonts is not None:
        from app.reports.shortcuts.sheets import prepare

        prepare(STYLE_SHEETS, BASE_URL, _fetcher(Shelf.of_ours()))
    sheets = "".join(f'<link rel="stylesheet" href="{name}">' for name in REPORT_SHEETS)
    html = f"<html lang=en><title>-</title>{sheets}{SAMPLE}"
    HTML(string=html, base_url=BASE_URL, url_fetcher=_fetcher(Shelf.of_ours())).write_pdf(
        pdf_variant="pdf/a-3a", font_config=engine.fonts
    )
    gc.collect()
    gc.freeze()


def _fonts(names: Sequence[str]) -> Any:
    """Return fonts with the faces of these sheets, their files in a folder of this process."""
    from weasyprint.text.fonts import FontConfiguration

    from app.reports.shortcuts.sheets import add_faces

    fonts = FontConfiguration()
    add_faces(fonts, names, BASE_URL, _fetcher(Shelf.of_ours()))
    return fonts


def _fit(engine: Engine, html: str) -> None:
    """Make ready in this child what the document needs and the press has not: a brand's faces, those of the machine."""
    if engine.fonts is None:
        return
    unusual = unusual_signs(html)
    needed = [name for name in STYLE_SHEETS if name in REPORT_SHEETS or unusual or name in html]
    if len(needed) == len(REPORT_SHEETS):
        return
    from app.reports.shortcuts.sheets import prepare

    prepare(needed, BASE_URL, _fetcher(Shelf.of_ours()))
    engine.fonts._folder = (
        None  # what goes out of use here must not take along the files of all other children
    )
    with nullcontext() if strange_signs(unusual) else only_our_faces():
        engine.fonts = _fonts(needed)


def lay_out(
    talk: socket.socket, job: Mapping[str, Any], engine: Engine, kept: Mapping[str, bytes], folder: Path
) -> None:
    """Lay out the document of a job and send it over `talk`, with what is known about how it was made.

    Raises:
        PartFailed: a process that printed a part of it failed.
    """
    gc.disable()  # a fork lives for one document; its limit of memory is the kernel's
    started = time.process_time()
    frames.send(talk, frames.PHASE, b"laying out")
    job = {**job, "html": legible(job["html"])}
    _fit(engine, job["html"])
    made = _in_parts(talk, job, engine, kept, folder) if engine.fonts is not None else None
    content, pages = made or _whole(talk, job, engine)
    of_parts = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() - started + of_parts.ru_utime + of_parts.ru_stime
    facts = {"pages": pages, "cpu_seconds": cpu}
    frames.send(talk, frames.DONE, json.dumps(facts).encode() + b"\n" + content)


def explain(problem: BaseException) -> tuple[str, str]:
    """Return the reason and the detail of a failure."""
    if isinstance(problem, PartFailed):
        return problem.reason, problem.detail
    if isinstance(problem, MemoryError):
        return "memory", ""
    if isinstance(problem, RecursionError):
        return "crashed", "the document is nested too deeply"
    if isinstance(problem, NotInParts):
        return NotInParts.__name__, str(problem)
    return "crashed", f"{type(problem).__name__}: {problem}"


def say_failed(talk: socket.socket, reason: str, detail: str) -> None:
    frames.send(talk, frames.FAILED, json.dumps([reason, detail[:500]]).encode())


def _in_parts(
    talk: socket.socket, job: Mapping[str, Any], engine: Engine, kept: Mapping[str, bytes], folder: Path
) -> tuple[bytes, int] | None:
    """Return the file and the number of its pages; None where the document can only be laid out whole."""
    head, pieces = cut(job["html"])
    if len(pieces) < 2:
        return None
    from app.reports.parts.joining import join
    from app.reports.parts.printing import Printer

    heard, owner = Heard(), os.getpid()

    def blocked(detail: str) -> None:
        if os.getpid() == owner:
            say_failed(talk, "blocked", detail)
        else:
            shop.say_failed("blocked", detail)
        os._exit(1)  # not an exception: the engine swallows even a fatal one while it draws SVG

    shelf = Shelf(job["assets"], heard.fetched.append, blocked)
    printer = Printer(job["variant"], BASE_URL, _fetcher(shelf), engine.fonts)

    def print_part(html: str, strays: Sequence[str]) -> Part:
        heard.notices.clear()
        heard.fetched.clear()
        return printer.print_part(html, strays, heard)

    _listen(heard.notices.append)
    about = json.dumps([job["variant"], sorted((n, _hash(c)) for n, c in job["assets"].items())])
    shop = Shop(folder, kept, job, print_part, talk.close, explain, about, job["processes"])
    try:
        parts = shop.print_all(pieces)
        frames.send(talk, frames.PHASE, b"writing")
        options = {
            "pdf_variant": job["variant"],
            "attachments": [_attached(one) for one in job["attachments"]],
        }
        content = join(head, parts, job["direction"], engine.fonts, options)
    except NotInParts:
        return None
    for notice in [notice for part in parts for notice in part.notices][:MOST_NOTICES]:
        frames.send(talk, frames.NOTICE, notice.encode())
    for name in dict.fromkeys(name for part in parts for name in part.fetched):
        frames.send(talk, frames.FETCHED, name.encode())
    return content, sum(len(part.pages) for part in parts)


def _whole(talk: socket.socket, job: Mapping[str, Any], engine: Engine) -> tuple[bytes, int]:
    from weasyprint import HTML

    left = iter(range(MOST_NOTICES))

    def notice(text: str) -> None:
        if next(left, None) is not None:
            frames.send(talk, frames.NOTICE, text.encode())

    def fetched(name: str) -> None:
        frames.send(talk, frames.FETCHED, name.encode())

    def blocked(detail: str) -> None:
        say_failed(talk, "blocked", detail)
        os._exit(1)  # not an exception: the engine swallows even a fatal one while it draws SVG

    _listen(notice)
    options = {"pdf_variant": job["variant"], "attachments": [_attached(one) for one in job["attachments"]]}
    shelf = Shelf(job["assets"], fetched, blocked)
    page = HTML(string=job["html"], base_url=BASE_URL, url_fetcher=_fetcher(shelf))
    document = page.render(font_config=engine.fonts, **options)
    frames.send(talk, frames.PHASE, b"writing")

    def finisher(document: Any, pdf: Any) -> None:
        describe_links(document.pages)
        finish(pdf, job["direction"])

    content = document.write_pdf(finisher=finisher, **options)
    return content, len(document.pages)


def _hash(content: str) -> str:
    return sha256(content.encode()).hexdigest()


def _listen(notice: Callable[[str], None]) -> None:
    log = logging.getLogger("weasyprint")
    log.handlers[:] = [Notices(notice)]
    log.setLevel(logging.WARNING)


def _attached(one: Mapping[str, str]) -> Any:
    """Return a file as the engine attaches it; its days come with it, since it reads none from the clock."""
    from weasyprint import Attachment

    made = datetime.fromisoformat(one["made_on"])
    return Attachment(
        string=one["content"],
        name=one["name"],
        description=one["description"],
        relationship="Data",
        created=made,
        modified=made,
    )


class Shelf:
    """The known assets by name, our own and those that came with a document.

    Args:
        fetched: told the name of each that is read.
        blocked: told what else is asked for; it ends the document.
    """

    def __init__(
        self, assets: Mapping[str, str], fetched: Callable[[str], None], blocked: Callable[[str], None]
    ) -> None:
        self._brought = {name: base64.b64decode(content) for name, content in assets.items()}
        self._fetched, self._blocked = fetched, blocked

    @classmethod
    def of_ours(cls) -> Shelf:
        """Return a shelf for the press itself, which asks for nothing but our own."""

        def blocked(detail: str) -> None:
            raise UnknownAsset(detail)

        return cls({}, lambda _name: None, blocked)

    def take(self, url: str) -> tuple[bytes, str]:
        try:
            found = read_asset(url, self._brought)
        except UnknownAsset as unknown:
            self._blocked(str(unknown))
            raise
        self._fetched(url.removeprefix(BASE_URL))
        return found


def _fetcher(shelf: Shelf) -> Any:
    """Return what the engine fetches with."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]  # the engine is untyped
        def fetch(self, url: str, headers: object = None) -> Any:
            content, kind = shelf.take(url)
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return Fetcher(allow_redirects=False, fail_on_errors=True)


class Notices(logging.Handler):
    """Hands on what the engine complains about."""

    def __init__(self, notice: Callable[[str], None]) -> None:
        super().__init__()
        self._notice = notice

    def emit(self, record: logging.LogRecord) -> None:
        self._notice(record.getMessage()[:500])
