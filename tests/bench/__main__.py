"""`./run bench [SECTION…]`: measure, print the table of goals, write it as JSON, and fail where one is missed."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.goals import GOALS, Figure, table, verdict
from tests.bench.sections import SECTIONS
from tests.bench.stand import CHECKOUT, Place

RESULTS = CHECKOUT / "bench-results"
LIBRARIES = ("flask", "sqlalchemy", "jinja2", "gunicorn", "weasyprint")


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument(
        "sections", nargs="*", metavar="SECTION", help=f"default: all of {', '.join(SECTIONS)}"
    )
    chosen = parser.parse_args().sections or list(SECTIONS)
    if unknown := set(chosen) - set(SECTIONS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(SECTIONS)}")
    figures: dict[str, Figure] = {}
    broken = []
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        place = Place(Path(folder))
        for name in chosen:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            try:
                figures |= SECTIONS[name](place)
            except Exception:  # one section that cannot be measured does not hide the others
                traceback.print_exc()
                broken.append(name)
    print(table(figures))
    print(f"written to {write(figures, broken).relative_to(CHECKOUT)}")
    missed = [goal.key for goal in GOALS if verdict(goal, figures) == "MISSED"]
    if broken or missed:
        print(f"broken: {', '.join(broken) or 'none'}; missed: {', '.join(missed) or 'none'}")
    return 1 if broken or missed else 0


def write(figures: Mapping[str, Figure], broken: list[str]) -> Path:
    """Write the goals with their figures, and on what they were measured; return the file."""
    moment = datetime.now(UTC)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{moment:%Y-%m-%dT%H%M%SZ}.json"
    rows = [
        asdict(goal)
        | {"verdict": verdict(goal, figures)}
        | {"figure": asdict(figures[goal.key]) if goal.key in figures else None}
        for goal in GOALS
    ]
    machine = {
        "system": platform.platform(terse=True),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
        "commit": _commit(),
    }
    content = {"measured_at": moment.isoformat(), "machine": machine, "broken": broken, "goals": rows}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
