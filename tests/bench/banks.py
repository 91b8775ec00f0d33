"""What it costs to check a course whose bank holds thousands of questions, all their proofs included."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from statistics import median

from courses.course import LIBRARY
from courses.files import QUIZZES
from tests.bench.goals import Figure
from tests.bench.processes import run
from tests.bench.rounds import summary
from tests.bench.stand import CHECKOUT, PYTHON, Place

COURSE = "risk-foundations"
ITEMS = 5_000
ROUNDS = 3

_ITEM = re.compile(r"(?m)^  - key: ")
_STEM = re.compile(r'(    stem:\n      en: (?:>-\n +|["\'])?)')
_PARAMETERS = re.compile(r"(?m)^    params:\n((?:      .*\n)+)")
_ARITHMETIC = re.compile(r'(?:where|expr): "[^"]*"|\{[^{}\n]*\}')
_NUMBER = "@@"
"""Stands in an item's text for the number of the copy."""


def large_course(folder: Path, least: int) -> int:
    """Write the course on risk with so many copies of its items that it has at least so many; return how many.

    Each copy has a key, a stem and parameters of its own names, so that nothing worked out for one serves another.
    """
    shutil.copytree(LIBRARY / COURSE, folder)
    banks = {path: path.read_text(encoding="utf-8") for path in sorted((folder / QUIZZES).glob("*.yaml"))}
    own = sum(len(_ITEM.findall(text)) for text in banks.values())
    copies = -(-least // own) - 1
    for path, text in banks.items():
        first = next(_ITEM.finditer(text)).start()
        items = re.split(r"(?m)^(?=  - key: )", text[first:].rstrip("\n") + "\n\n")[1:]
        pattern = "".join(_numbered(item) for item in items)
        written = [pattern.replace(_NUMBER, str(number)) for number in range(1, copies + 1)]
        path.write_text(text.rstrip("\n") + "\n\n" + "".join(written), encoding="utf-8")
    return own * (copies + 1)


def _numbered(item: str) -> str:
    """Return an item whose key, stem and parameters carry the number of the copy."""
    item = re.sub(r"(?m)^(  - key: \S+)", rf"\1-{_NUMBER}", item, count=1)
    item = _STEM.sub(rf"\1Case {_NUMBER}. ", item, count=1)
    parameters = _PARAMETERS.search(item)
    if parameters is None:
        return item
    names = re.findall(r"(?m)^      (\w+):", parameters[1])
    word = re.compile(rf"\b({'|'.join(names)})\b")
    before, after = item[: parameters.start(1)], item[parameters.end(1) :]
    defined = re.sub(r"(?m)^      (\w+):", rf"      \1{_NUMBER}:", parameters[1])

    def renamed(text: str) -> str:
        return _ARITHMETIC.sub(lambda found: word.sub(rf"\1{_NUMBER}", found[0]), text)

    return renamed(before) + defined + renamed(after)


def checking(place: Place) -> dict[str, Figure]:
    """Check a course of 5,000 questions as its author would, a new process each time."""
    folder = place.folder / "large-course"
    count = large_course(folder, ITEMS)
    size = sum(path.stat().st_size for path in (folder / QUIZZES).iterdir()) / 1e6
    command = (PYTHON, "-m", "app.cli", "course", "check", str(folder))
    found, cpu = [], []
    for _ in range(ROUNDS):
        ended = run(command, place.environment(), CHECKOUT)
        found.append(ended.seconds)
        cpu.append(ended.cpu)
        if ended.status != 0:
            raise RuntimeError(f"the course was refused: {ended.status}")
    note = f"{count:,} items, {size:.1f} MB, {median(cpu):.2g} s of CPU"
    return {"BK": summary(found, note)}
