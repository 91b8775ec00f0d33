"""One document laid out by several processes: each prints some parts, and the one that started them joins all.

A part that was printed before is taken from what the press has kept, so that after one finding was edited one part is
laid out, and the contents. Which process printed a part, and whether it was kept, changes no byte of the file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.reports.parts.cutting import Piece, numbered
from app.reports.parts.folios import NotInParts
from app.reports.parts.part import Part, from_bytes, to_bytes

BATCH_LENGTH = 48_000
"""Characters of HTML for one process, some six pages; what it used is free again when it ends."""
DRAWING = re.compile("<svg.*?</svg>", re.DOTALL)
SEED = 2  # how many pages the contents take, until they are laid out
MOST_ATTEMPTS = 4
FAILED = "failed"
PRINTED = ".part"
USED = "used"

Print = Callable[[str, Sequence[str]], Part]
Kept = Mapping[str, bytes]


class PartFailed(Exception):
    """A part was not printed, and so nothing is. `reason` and `detail` are those of the document."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


@dataclass(slots=True)
class Shop:
    """Prints the parts of one document.

    Attributes:
        folder: where the processes leave what they printed.
        kept: parts of earlier documents, by their key.
        limits: "cpu_seconds" for all processes together and "memory_bytes" for those that run at once.
        enter: prepares a new process, which must do nothing of its parent's.
        explain: makes reason and detail of whatever was raised.
    """

    folder: Path
    kept: Kept
    limits: Mapping[str, Any]
    print_part: Print
    enter: Callable[[], None]
    explain: Callable[[BaseException], tuple[str, str]]
    about: str
    at_once: int

    def print_all(self, pieces: Sequence[Piece]) -> list[Part]:
        """Return all parts in their order, those with page numbers of others laid out last.

        Raises:
            PartFailed: with the reason of the first that failed.
            NotInParts: something in it depends on the whole.
        """
        keys = {number: self.key(piece) for number, piece in enumerate(pieces) if not piece.is_numbered}
        missing = [number for number, key in keys.items() if key not in self.kept]
        self._print_missing([(keys[number], pieces[number]) for number in missing])
        parts = {number: self._found(key) for number, key in keys.items()}
        for number, piece in enumerate(pieces):
            if piece.is_numbered:
                parts[number] = self._print_numbered(number, piece, parts, len(pieces))
        (self.folder / USED).write_text("\n".join(keys.values()), encoding="ascii")
        return [parts[number] for number in range(len(pieces))]

    def key(self, piece: Piece) -> str:
        """Return the name under which a part is kept: all that its bytes depend on."""
        return hashlib.sha256(json.dumps([self.about, piece.html, piece.strays]).encode()).hexdigest()

    def _found(self, key: str) -> Part:
        content = self.kept.get(key)
        return from_bytes((self.folder / f"{key}{PRINTED}").read_bytes() if content is None else content)

    def _print_missing(self, missing: Sequence[tuple[str, Piece]]) -> None:
        waiting = batches(missing, self.at_once)
        if self.at_once == 1 or len(waiting) == 1:
            for batch in waiting:
                self._print_batch(batch)
            return
        running: set[int] = set()
        try:
            while waiting or running:
                while waiting and len(running) < self.at_once:
                    running.add(self._start(waiting.pop(0)))
                pid, status = os.wait()
                running.discard(pid)
                self._check(status)
        finally:
            for pid in running:
                os.kill(pid, signal.SIGKILL)  # ours and not yet waited for, so the number is nobody else's
                os.waitpid(pid, 0)

    def _start(self, batch: Sequence[tuple[str, Piece]]) -> int:
        cpu = _cpu_left(self.limits["cpu_seconds"])
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            self.enter()
            resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 2))
            if sys.platform != "darwin":  # macOS knows the limit and refuses to set it
                memory = self.limits["memory_bytes"] // self.at_once
                resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            self._print_batch(batch)
            code = 0
        except BaseException as problem:  # the process must end here, whatever happened
            self.say_failed(*self.explain(problem))
        finally:
            os._exit(code)

    def _print_batch(self, batch: Sequence[tuple[str, Piece]]) -> None:
        for key, piece in batch:
            self._keep(key, self.print_part(piece.html, piece.strays))

    def _keep(self, key: str, part: Part) -> None:
        file = self.folder / f"{key}{PRINTED}"
        new = file.with_suffix(".new")
        new.write_bytes(to_bytes(part))
        new.rename(file)

    def say_failed(self, reason: str, detail: str) -> None:
        """Leave word of why a process ends."""
        failed = self.folder / f"{FAILED}-{os.getpid()}"
        failed.write_text(json.dumps([reason, detail[:500]]), encoding="utf-8")
        failed.rename(self.folder / FAILED)

    def _check(self, status: int) -> None:
        """Raise what a process failed with."""
        failed = self.folder / FAILED
        if failed.exists():
            reason, detail = json.loads(failed.read_text("utf-8"))
            if reason == NotInParts.__name__:
                raise NotInParts(detail)
            raise PartFailed(reason, detail)
        code = os.waitstatus_to_exitcode(status)
        if -code in {signal.SIGALRM, signal.SIGXCPU}:
            raise PartFailed("timeout", signal.Signals(-code).name)
        if code:
            raise PartFailed("crashed", signal.Signals(-code).name if code < 0 else f"exit code {code}")

    def _print_numbered(self, number: int, piece: Piece, parts: dict[int, Part], count: int) -> Part:
        """Print a part with the pages of others, until it takes as many pages as it was thought to take."""
        length = SEED
        for _attempt in range(MOST_ATTEMPTS):
            places = pages_of_anchors(number, length, parts, count)
            html = Piece(numbered(piece.html, places), is_numbered=True, strays=piece.strays)
            key = self.key(html)
            if key not in self.kept:
                self._keep(key, self.print_part(html.html, html.strays))
            part = self._found(key)
            if len(part.pages) == length:
                return part
            length = len(part.pages)
        raise NotInParts("contents that never settle")


def pages_of_anchors(number: int, length: int, parts: Mapping[int, Part], count: int) -> dict[str, int]:
    """Return the page of each anchor in the other parts, where part `number` is `length` pages long."""
    places: dict[str, int] = {}
    page = 0
    for one in range(count):
        if one == number or one not in parts:
            page += length if one == number else 0
            continue
        for found in parts[one].pages:
            page += 1
            for name, _x, _y in found.anchors:
                places.setdefault(name, page)
    return places


def batches(
    missing: Sequence[tuple[str, Piece]], at_once: int, most: int = BATCH_LENGTH
) -> list[list[tuple[str, Piece]]]:
    """Return what to print in batches of about one length, about `most` characters at the most; the longest first.

    Every process has as many of them, if there are as many parts: each batch begins with what an engine does once.
    What is inside a drawing counts nothing: words and tables are what takes time.
    """
    work = {key: len(DRAWING.sub("", piece.html)) for key, piece in missing}
    largest_first = sorted(missing, key=lambda one: -work[one[0]])
    total = sum(work.values())
    rounds = max(1, -(-total // (most * at_once)))
    found: list[list[tuple[str, Piece]]] = [[] for _ in range(min(rounds * at_once, len(largest_first)))]
    lengths = [0] * len(found)
    for one in largest_first:
        shortest = lengths.index(min(lengths))
        found[shortest].append(one)
        lengths[shortest] += work[one[0]]
    return found


def _cpu_left(allowed: int) -> int:
    """Return the seconds that are left of what all processes of a document may use together; at least one."""
    used = time.process_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return max(1, int(allowed - used - children.ru_utime - children.ru_stime))
