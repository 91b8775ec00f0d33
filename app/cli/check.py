"""`plumbline check`: every fault of content files and answers, before anything rests on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from app.cli.inputs import TABLES, model_named, refuse, responses_in
from app.cli.kinds import content_in, course_of, kind_of, published
from app.cli.running import REFUSED, USAGE, format_option, stop
from assessments.model import MaturityModel
from content import ContentError, Finding
from courses.course import check_course

KNOWN = (
    "a maturity model, profile, catalogue, course folder, exercise, demonstration case or table of responses"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file or course folder; `kind` is None where nothing was recognised.

    Attributes:
        findings: why it is refused. more: how many further faults there are.
        warnings: what is allowed and rarely meant.
        note: why it was passed over; then nothing was looked at.
    """

    path: str
    kind: str | None
    findings: tuple[Finding, ...] = ()
    more: int = 0
    warnings: tuple[Finding, ...] = ()
    note: str = ""


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@click.option("--model", "named", metavar="KEY_OR_FILE", help="The maturity model that responses answer.")
@click.option("--strict", is_flag=True, help="Refuse what is only warned of, too.")
@format_option
def command(paths: Sequence[Path], named: str | None, strict: bool, form: str) -> None:
    """Check maturity models, courses, profiles and answers.

    PATH is a file, a course folder, or a folder that is searched; without one, everything that comes with the
    product is checked. Exits with 3 if anything is refused; with --strict also for warnings.
    """
    if named is None and any(path.suffix.lower() in TABLES for path in paths):
        stop(USAGE, "A table of responses is checked against its model: add --model KEY_OR_FILE.")
    try:
        model = model_named(named) if named else None
    except ContentError as error:
        refuse(error.findings, error.more)
    results = list(check_all(paths or published(), model))
    click.echo(_as_json(results) if form == "json" else _as_text(results))
    if any(result.findings or (strict and result.warnings) for result in results):
        raise click.exceptions.Exit(REFUSED)


def check_all(paths: Sequence[Path], model: MaturityModel | None) -> Iterator[Checked]:
    """Check each file once, in the order given; what a search meets and nobody named may be passed over."""
    seen: set[Path] = set()
    for named in paths:
        whole = course_of(named) or named
        for path in content_in(whole) if whole.is_dir() else [whole]:
            if path.resolve() not in seen:
                seen.add(path.resolve())
                yield _check(path, model, is_named=path == whole)


def _check(path: Path, model: MaturityModel | None, *, is_named: bool) -> Checked:
    if path.is_dir():
        course = check_course(path)
        return Checked(str(path), "course", course.faults, warnings=course.warnings)
    try:
        if path.suffix.lower() in TABLES:
            return _check_table(path, model)
        kind = kind_of(path)
    except ContentError as error:
        return Checked(str(path), None, error.findings, error.more)
    if kind is None and not is_named:
        return Checked(str(path), None, note="no kind of file that is checked")
    if kind is None:
        found = "no kind of file that is checked"
        return Checked(str(path), None, (Finding(str(path), None, None, "", found, KNOWN, "kind"),))
    try:
        findings, warnings = kind.check(path)
    except ContentError as error:
        return Checked(str(path), kind.name, error.findings, error.more)
    return Checked(str(path), kind.name, findings, warnings=warnings)


def _check_table(path: Path, model: MaturityModel | None) -> Checked:
    if model is None:
        return Checked(str(path), None, note="responses are checked with --model only")
    try:
        responses_in(path, model)
    except ContentError as error:
        return Checked(str(path), "table of responses", error.findings, error.more)
    return Checked(str(path), "table of responses")


def _as_json(results: Sequence[Checked]) -> str:
    refused = sum(bool(result.findings) for result in results)
    files = [asdict(result) for result in results]
    return json.dumps({"refused": refused, "files": files}, ensure_ascii=False, indent=1)


def _as_text(results: Sequence[Checked]) -> str:
    lines: list[str] = []
    for result in results:
        lines += [str(finding) for finding in result.findings]
        lines += [f"… and {result.more} more in {result.path}"] if result.more else []
        lines += [f"warning: {finding}" for finding in result.warnings]
        lines += [f"passed over: {result.path}: {result.note}"] if result.note else []
    kinds = Counter(result.kind or "file" for result in results if not result.note)
    refused = sum(bool(result.findings) for result in results)
    counted = ", ".join(f"{count} × {kind}" for kind, count in kinds.items()) or "nothing"
    return "\n".join([*lines, f"Checked {counted}; {refused} refused."])
