"""Refuse documentation that is not true: links, commands and settings are compared with what there is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.cli import COMMANDS
from app.config import KNOWN

TOP = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *#*$", re.MULTILINE)
SCRIPT = re.compile(r"\./run(?: ([a-z]+))?\b")
PROGRAM = re.compile(r"(?:^|[`/$ ])plumbline ([a-z]+)\b")
CODE = re.compile(r"`[^`\n]+`")
PLACE = re.compile(r"(?:app|assessments|content|courses|docs|templates|tests|tools)/[\w./-]*")
SETTING = re.compile(r"\bPLUMBLINE_[A-Z_]+\b")


def pages() -> list[Path]:
    """Return every Markdown page of the project, the front pages first."""
    return [*sorted(TOP.glob("*.md")), *sorted((TOP / "docs").rglob("*.md"))]


def anchor(heading: str) -> str:
    """Return the fragment under which a heading is linked.

    >>> anchor("Settings, and `PORT`")
    'settings-and-port'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {anchor(heading) for heading in HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))}


def check_links(page: Path, prose: str) -> Iterator[str]:
    """Yield a line for every link to a file or heading that is not there; addresses outside are not followed."""
    for target in LINK.findall(prose):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists():
            yield f"links to {target}, which does not exist"
        elif fragment and file.suffix == ".md" and fragment not in anchors(file):
            yield f"links to {target}, but no heading there has that name"


def check_commands(code: str, offered: set[str]) -> Iterator[str]:
    """Yield a line for every command in code that neither the script nor the program offers."""
    for word in set(SCRIPT.findall(code)) - offered - {""}:
        yield f"names './run {word}', which the script does not offer"
    for word in set(PROGRAM.findall(code)) - set(COMMANDS):
        yield f"names 'plumbline {word}', which is no command"


def check_places(code: Iterable[str]) -> Iterator[str]:
    """Yield a line for every file or folder of the checkout in code that is not there."""
    for span in sorted(set(code)):
        place = span.strip("`")
        if PLACE.fullmatch(place) and "NAME" not in place and not (TOP / place).exists():
            yield f"names {place}, which does not exist"


def check_page(page: Path, offered: set[str]) -> Iterator[str]:
    text = page.read_text(encoding="utf-8")
    prose = FENCE.sub("", text)
    yield from check_links(page, prose)
    yield from check_commands("\n".join([*FENCE.findall(text), *CODE.findall(prose)]), offered)
    yield from check_places(CODE.findall(prose))
    for name in set(SETTING.findall(text)) - KNOWN:
        yield f"names the setting {name}, which is unknown"


def check_completeness(offered: set[str]) -> Iterator[str]:
    """Yield a line for everything there is that its page does not describe."""
    running = (TOP / "docs" / "running.md").read_text(encoding="utf-8")
    for word in sorted(offered - set(SCRIPT.findall(running))):
        yield f"docs/running.md: './run {word}' is not described"
    for name in sorted(KNOWN - set(SETTING.findall(running))):
        yield f"docs/running.md: the setting {name} is not described"
    page = TOP / "docs" / "cli.md"
    described = set(PROGRAM.findall(page.read_text(encoding="utf-8"))) if page.exists() else set()
    for word in sorted(set(COMMANDS) - described):
        yield f"docs/cli.md: 'plumbline {word}' is not described"


def main() -> int:
    script = (TOP / "run").read_text(encoding="utf-8")
    offered = set(re.findall(r"^  ([a-z]+) {2,}\S", script, re.MULTILINE))
    faults = [f"{page.relative_to(TOP)}: {fault}" for page in pages() for fault in check_page(page, offered)]
    faults += check_completeness(offered)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
