"""Everything that CI checks, in order, two lanes at a time: `./run test`, `check`, `fast`, `browser`, `docs`.

A step is one command. Its whole output goes to build/logs/KEY.log; what is printed is its result, its closing
lines, and all of it where it failed. The end lists every step, every loud skip and the sum of all tests.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
LOGS = TOP / "build" / "logs"
PYTHON = sys.executable
DEFAULT_POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"
# These open no database: the second engine would only repeat them.
ENGINE_FREE = ("assessments", "bench", "content", "courses", "packaging", "reports")
# import-linter has no module to run, and scripts of an environment break when its folder is moved.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
PURE = ("assessments", "content", "courses")
PATIENCE = 30  # seconds that an interrupted step has to end what it started


@dataclass(frozen=True, slots=True)
class Step:
    """One command; `environment` is added to the clean one, `is_suite` says that pytest's counts are in its log."""

    key: str
    title: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_suite: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    step: Step
    status: int
    seconds: float
    output: str


Wave = Sequence[Sequence[Step]]  # lanes that run side by side, each a list of steps in order


def module(name: str, *arguments: str) -> tuple[str, ...]:
    return (PYTHON, "-m", name, *arguments)


def static_checks() -> Wave:
    """Return what is checked without running the product, the slow type checker beside the rest."""
    quick = [
        Step("format", "format", module("ruff", "format", "--check", "--quiet", ".")),
        Step("lint", "lint", module("ruff", "check", "--quiet", ".")),
        Step("imports", "import contracts", (PYTHON, "-c", LINT_IMPORTS)),
        Step("templates", "templates", module("djlint", "templates", "--lint", "--quiet")),
        Step("content", "content", module("app.cli", "check", *content_folders())),
        *documentation_checks(),
    ]
    return (quick, [Step("types", "types", module("mypy"))])


def content_folders() -> list[str]:
    return [f"{room}/library" for room in ("assessments", "courses") if (TOP / room / "library").is_dir()]


def documentation_checks() -> list[Step]:
    doctests = module("pytest", "--doctest-modules", "-q", *PURE)
    return [
        Step("docs", "documentation", (PYTHON, "tools/check_docs.py")),
        Step("examples", "examples in docstrings", doctests, is_suite=True),
    ]


def suite(key: str, title: str, marks: str, environment: Mapping[str, str], *rest: str) -> Step:
    command = module("pytest", "-q", "-rsfE", "--durations=10", "--durations-min=2", "-m", marks, *rest)
    return Step(key, title, command, environment, is_suite=True)


def sqlite_suite() -> Step:
    return suite("sqlite", "tests on SQLite", "not browser", {})


def postgres_suite(url: str) -> Step:
    elsewhere = [f"--ignore=tests/{folder}" for folder in ENGINE_FREE]
    return suite(
        "postgresql", "tests on PostgreSQL", "not browser", {"PLUMBLINE_TEST_DATABASE": url}, *elsewhere
    )


def browser_suite() -> Step:
    # Where to leave pictures of the pages is a wish about the tests, not a setting of the site.
    wished = os.environ.get("PLUMBLINE_SCREENS")
    return suite("browser", "tests in Chromium", "browser", {"PLUMBLINE_SCREENS": wished} if wished else {})


def clean_environment() -> dict[str, str]:
    """Return the environment without settings of ours: a test never opens somebody's real database."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PLUMBLINE_") and name != "PORT"
    }


def find_postgres() -> str | None:
    """Return the address of a PostgreSQL server that answers, None where there is none."""
    import psycopg  # not loaded by steps that need no server

    url = os.environ.get("PLUMBLINE_TEST_POSTGRES") or DEFAULT_POSTGRES
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            connection.execute("select 1")
    except psycopg.Error:
        return None
    return url


class Runner:
    """Runs steps in lanes, prints as they end, and ends their processes when it is told to stop."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.running: set[subprocess.Popen[bytes]] = set()
        self.is_stopping = False
        self.lock = threading.Lock()

    def run(self, wave: Wave) -> None:
        lanes = [threading.Thread(target=self._run_lane, args=(lane,)) for lane in wave if lane]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()

    def stop(self, signum: int, _frame: object) -> None:
        """Ask the running steps to end as a person at the keyboard would, so that they end their own children."""
        self.is_stopping = True
        for process in tuple(self.running):
            process.send_signal(signal.SIGINT)
        threading.Timer(PATIENCE, self._kill).start()

    def _kill(self) -> None:
        for process in tuple(self.running):
            os.killpg(process.pid, signal.SIGKILL)

    def _run_lane(self, lane: Sequence[Step]) -> None:
        for step in lane:
            if self.is_stopping:
                return
            outcome = self._run_step(step)
            with self.lock:
                self.outcomes.append(outcome)
                show(outcome)

    def _run_step(self, step: Step) -> Outcome:
        log = LOGS / f"{step.key}.log"
        began = time.monotonic()
        with log.open("wb") as file:
            process = subprocess.Popen(
                step.command,
                cwd=TOP,
                env={**clean_environment(), **step.environment},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self.running.add(process)
            status = process.wait()
            self.running.discard(process)
        return Outcome(step, status, time.monotonic() - began, log.read_text(errors="replace"))


def show(outcome: Outcome) -> None:
    word = "ok" if outcome.status == 0 else f"FAILED (exit {outcome.status})"
    print(f"== {outcome.step.title}: {word}, {outcome.seconds:.1f} s", flush=True)
    lines = outcome.output.rstrip().splitlines()
    if outcome.status != 0:
        print("\n".join(lines), flush=True)
    elif outcome.step.is_suite and lines:
        skips = [line for line in lines if line.startswith("SKIPPED")]
        print("\n".join([*skips, lines[-1]]), flush=True)


def count_tests(output: str) -> dict[str, int]:
    """Return the counts of pytest's closing line.

    >>> count_tests("....\\n12 passed, 1 skipped in 3.21s")["passed"]
    12
    """
    closing = output.rstrip().rpartition("\n")[2]
    counts = {
        word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|error)", closing)
    }
    counts["failed"] = counts.get("failed", 0) + counts.pop("error", 0)
    return counts


def close(outcomes: Sequence[Outcome], missing: Sequence[str], *, is_ci: bool) -> int:
    """Print every step, every skip and the sum of the tests; return the exit status."""
    print("\nstep                      seconds  result")
    for outcome in outcomes:
        word = "ok" if outcome.status == 0 else "FAILED"
        print(f"{outcome.step.title:<24} {outcome.seconds:>8.1f}  {word}")
    for what in missing:
        print(f"{'!!! FAILED' if is_ci else '!!! SKIPPED'}: {what}")
    counts = [count_tests(outcome.output) for outcome in outcomes if outcome.step.is_suite]
    total = {word: sum(count.get(word, 0) for count in counts) for word in ("passed", "failed", "skipped")}
    # This sentence is the last line, alone: what reads a log from its end finds the result there.
    print(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped", flush=True)
    has_failed = any(outcome.status != 0 for outcome in outcomes) or bool(is_ci and missing)
    return 1 if has_failed else 0


def test() -> int:
    """Run all checks and all tests on both engines; without CI=true what cannot run here is skipped loudly."""
    is_ci = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    missing = []
    second_lane = []
    postgres = find_postgres()
    if postgres:
        second_lane.append(postgres_suite(postgres))
    else:
        missing.append("the tests on PostgreSQL: no server answers (PLUMBLINE_TEST_POSTGRES names one)")
    if os.environ.get("CHROMIUM"):
        second_lane.append(browser_suite())
    else:
        missing.append("the tests in a browser: no Chromium here (CHROMIUM names one)")
    return run_waves([static_checks(), ([sqlite_suite()], second_lane)], missing, is_ci=is_ci)


def run_waves(waves: Sequence[Wave], missing: Sequence[str] = (), *, is_ci: bool = False) -> int:
    LOGS.mkdir(parents=True, exist_ok=True)
    print(f"Running; the whole output of each step is in {LOGS.relative_to(TOP)}/", flush=True)
    runner = Runner()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, runner.stop)
    for wave in waves:
        runner.run(wave)
    status = close(runner.outcomes, missing, is_ci=is_ci)
    return 130 if runner.is_stopping else status


def run_pytest(marks: str, arguments: Sequence[str]) -> int:
    """Become pytest, so that its output and the keyboard are the terminal's."""
    command = module("pytest", "-m", marks, *arguments)
    os.chdir(TOP)
    os.execve(PYTHON, command, clean_environment())


def main(arguments: Sequence[str]) -> int:
    command, *rest = arguments
    match command:
        case "test":
            return test()
        case "check":
            return run_waves([static_checks()])
        case "docs":
            return run_waves([[documentation_checks()]])
        case "fast":
            return run_pytest("not browser and not slow", rest)
        case "browser" if os.environ.get("CHROMIUM"):
            return run_pytest("browser", rest)
        case "browser":
            print("run: no Chromium here; install one, or name it in CHROMIUM", file=sys.stderr)
            return 1
    print(f"verify: unknown command '{command}'", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
