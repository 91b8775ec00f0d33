"""Reports as PDF beside the same HTML printed by headless Chromium: seconds, CPU and memory of all processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from app.places import TEMPLATES
from app.reports.assets import FONTS, STYLE_SHEETS
from app.reports.choice import Choice
from app.reports.editing import Rewording, apply_rewordings, findings_of
from app.reports.paper import document_html
from app.reports.telling.documents import tell_document
from app.reports.tree import Document
from app.translations import translations_for
from tests.bench.goals import Figure
from tests.bench.processes import cpu_seconds, memory_mebibytes
from tests.bench.rounds import summary
from tests.bench.stand import CHECKOUT, PYTHON, Place
from tests.bench.weight import SWITCHES
from tests.reports.cases import ISSUED_ON, full_model_report, qec_report

ROUNDS = 5
SAMPLED_SECONDS = 0.05
LENGTHS = (1, 3, 9)  # how often the sections of the full report are repeated: some 30, 100 and 300 pages
TRANSLATIONS = translations_for("en")


@dataclass(frozen=True, slots=True)
class Printed:
    """One run from its start to its end: CPU and highest memory (MiB, shared pages divided) of the whole tree."""

    cpu: float
    memory: float
    said: str


def trees() -> dict[str, Document]:
    return {
        "roadmap": tell_document(qec_report(), TRANSLATIONS, Choice("roadmap")),
        "full": tell_document(full_model_report(), TRANSLATIONS, Choice("full")),
    }


def reports(place: Place) -> dict[str, Figure]:
    """Both reports, cold and warm, each round Chromium first; then one finding edited; then longer reports."""
    folder = place.folder / "printing"
    folder.mkdir()
    for name in STYLE_SHEETS:
        shutil.copy(TEMPLATES / "reports" / name, folder)
    shutil.copytree(FONTS, folder / "fonts")
    found = trees()
    files = {kind: write(folder, kind, document) for kind, document in found.items()}
    edited = write(folder, "edited", with_one_finding_edited(found["full"]))
    line = folder / "line.html"
    line.write_text("<!doctype html><html lang=en><title>A line</title><p>A line.", encoding="utf-8")
    figures: dict[str, Figure] = {}
    if os.environ.get("CHROMIUM"):
        figures |= beside_chromium(place, "roadmap", line, [files["roadmap"]])
        figures |= beside_chromium(place, "full", line, [files["full"], edited])
    long = [write(folder, f"full-{times}", repeated(found["full"], times)) for times in LENGTHS]
    return figures | {"PR.growth": growth(place, long)}


def write(folder: Path, name: str, document: Document) -> Path:
    file = folder / f"{name}.html"
    file.write_text(document_html(document, TRANSLATIONS), encoding="utf-8")
    return file


def with_one_finding_edited(document: Document) -> Document:
    finding = findings_of(document)[0]
    return apply_rewordings(
        document, {finding.key: Rewording(f"{finding.text} Truly.", "A. Writer", ISSUED_ON)}
    )


def repeated(document: Document, times: int) -> Document:
    """Return a document with all but its contents several times over."""
    first, *_ = document.parts
    copies = [
        replace(
            part,
            key=f"{part.key}-{number}",
            sections=tuple(
                replace(section, key=f"{section.key}-{number}")
                for section in part.sections
                if section.key != "contents"
            ),
        )
        for number in range(2, times + 1)
        for part in document.parts
    ]
    return replace(document, parts=(first, *document.parts[1:], *copies))


def beside_chromium(place: Place, kind: str, line: Path, files: Sequence[Path]) -> dict[str, Figure]:
    """Print the first file in Chromium and here; then all of them here in one process, warm after a line.

    The first of those is laid out anew, the same once more from the parts that were kept, an edited one partly.
    Seconds are taken in runs that nobody looks at: to look at memory takes a core for a while, and the product has
    work for both.
    """
    theirs, ours = partial(chromium, place, files[0]), partial(product, place, files[:1])
    times: list[tuple[float, float]] = []
    pairs: list[tuple[Printed, Printed]] = []
    series: list[list[list[float]]] = []
    for _ in range(ROUNDS):
        times.append((seconds(theirs), seconds(ours)))
        pairs.append((measured(theirs), measured(ours)))
        series.append(json.loads(measured(partial(product, place, [line, files[0], *files])).said)[1:])
    warm, kept = (median(told[number][0] for told in series) for number in (0, 1))
    cpu = " against ".join(f"{median(one[side].cpu for one in pairs):.3g}" for side in (1, 0))
    more = f"{cpu} s of CPU, {series[0][0][2]:.0f} pages, warm {warm:.3g} s, kept {kept:.3g} s"
    figures = {
        f"PR.{kind}": ratio(times, "s", more),
        f"PR.{kind}.memory": ratio([(base.memory, own.memory) for base, own in pairs], "MiB"),
    }
    if len(files) > 1:
        note = f"{median(told[-1][0] for told in series):.3g} against {median(told[0][0] for told in series):.3g} s"
        figures["PR.again"] = summary([told[-1][0] / told[0][0] for told in series], note)
    return figures


def ratio(pairs: Sequence[tuple[float, float]], unit: str, more: str = "") -> Figure:
    """Return what ours was of theirs, pair by pair; theirs comes first in each."""
    base, own = (median(pair[side] for pair in pairs) for side in (0, 1))
    note = f"{own:.3g} against {base:.3g} {unit}" + (f", {more}" if more else "")
    return summary([own / base for base, own in pairs], note)


def growth(place: Place, files: Sequence[Path]) -> Figure:
    """Compare the CPU of a page in the longest document with that in the shortest; each is minutes of work, so once."""
    told = json.loads(measured(partial(product, place, files)).said)
    per_page = [cpu / pages for _, cpu, pages in told]
    means = ", ".join(f"{1000 * cpu:.0f}" for cpu in per_page)
    note = f"{means} ms a page at {', '.join(f'{pages}' for _, _, pages in told)} pages"
    return summary([per_page[-1] / per_page[0]], note)


def product(place: Place, files: Sequence[Path], out: int) -> subprocess.Popen[bytes]:
    command = [PYTHON, "-m", "tests.bench.pages", *map(str, files)]
    return subprocess.Popen(command, cwd=CHECKOUT, env=place.environment(), stdout=out)


def chromium(place: Place, file: Path, out: int) -> subprocess.Popen[bytes]:
    """Print with tags and outline, as the product's file has them, in a profile that nobody has used."""
    profile = tempfile.mkdtemp(dir=place.folder)
    command = [
        *(os.environ["CHROMIUM"], "--headless", *SWITCHES, f"--user-data-dir={profile}"),
        *("--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline"),
        f"--print-to-pdf={file.with_suffix('.chromium.pdf')}",
        file.as_uri(),
    ]
    return subprocess.Popen(
        command, cwd=place.folder, env=place.environment(), stdout=out, stderr=subprocess.DEVNULL
    )


def seconds(start: Callable[[int], subprocess.Popen[bytes]]) -> float:
    """Run to the end and return how long it took."""
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        process = start(out.fileno())
        process.wait()
        took = time.perf_counter() - began
        if process.returncode:
            raise RuntimeError(f"{process.args!r} exited with {process.returncode}")
        return took


def measured(start: Callable[[int], subprocess.Popen[bytes]]) -> Printed:
    """Run to the end; memory and CPU of all descendants are looked at every twentieth of a second."""
    with tempfile.TemporaryFile() as out:
        process = start(out.fileno())
        cpu = memory = 0.0
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            cpu, memory = max(cpu, cpu_seconds(process.pid)), max(memory, memory_mebibytes(process.pid))
            time.sleep(SAMPLED_SECONDS)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{process.args!r} exited with {process.returncode}")
        out.seek(0)
        cpu = max(cpu, usage.ru_utime + usage.ru_stime)
        return Printed(cpu, memory, out.read().decode())
