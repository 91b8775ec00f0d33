"""`plumbline course`: check course folders, look at them, compare versions, count what they hold."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from app.cli.course_folders import folder_of, loaded
from app.cli.regrading import regrade
from app.cli.running import FAILED, REFUSED, format_option
from content import Finding
from courses.course import LIBRARY, check_course
from courses.course_diff import CourseDiff, compare_courses
from courses.course_stats import CourseStats, count_course
from courses.files import SYLLABUS


@click.group()
def command() -> None:
    """Work with courses: folders, or published ones by their key."""


@command.command()
@click.argument("courses", metavar="[COURSE]...", nargs=-1)
@click.option("--strict", is_flag=True, help="Refuse what is only warned of, too.")
@format_option
def check(courses: Sequence[str], strict: bool, form: str) -> None:
    """Say what is wrong with courses, and what an editor should look at.

    Every finding has its file, line and rule, and what would be right. Exits with 3 where a course is refused.
    """
    folders = [folder_of(name) for name in courses] or sorted(
        path.parent for path in LIBRARY.glob(f"*/{SYLLABUS}")
    )
    with _uncollected():
        checks = {folder: check_course(folder) for folder in folders}
    if form == "json":
        data = [
            {"course": folder.name, "faults": _plain(one.faults), "warnings": _plain(one.warnings)}
            for folder, one in checks.items()
        ]
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        for folder, one in checks.items():
            for finding in one.faults:
                click.echo(_line(finding, "fault"))
            for finding in one.warnings:
                click.echo(_line(finding, "warning"))
            click.echo(f"{folder.name}: {len(one.faults)} faults, {len(one.warnings)} warnings")
    if any(one.faults or (strict and one.warnings) for one in checks.values()):
        raise click.exceptions.Exit(REFUSED)


@command.command()
@click.argument("course")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Where to write."
)
@click.option("--language", default="en", show_default=True, help="In which language.")
def preview(course: str, out: Path, language: str) -> None:
    """Write the lessons, and all questions with their keys, as pages to look at before publishing."""
    from app.course_preview import write_preview  # half a second: it brings the site with it

    pages = write_preview(loaded(course), out, language)
    click.echo(f"{len(pages)} pages written; begin with {out / 'index.html'}")


@command.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@format_option
def diff(before: str, after: str, form: str) -> None:
    """Say what people on the way through A notice if B takes its place.

    Exits with 1 where B's version was not raised far enough, or a key is reused or dropped without being retired.
    """
    found = compare_courses(loaded(before), loaded(after))
    if form == "json":
        click.echo(json.dumps({**asdict(found), "is_sound": found.is_sound}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_told(found)))
    if not found.is_sound:
        raise click.exceptions.Exit(FAILED)


@command.command()
@click.argument("course")
@format_option
def stats(course: str, form: str) -> None:
    """Count what a course holds: lessons, questions by kind, level and competency, and what its exam can draw."""
    found = count_course(loaded(course))
    if form == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_counted(found)))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let nothing be looked for that could be freed: a check makes millions of values, keeps them, and ends."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


command.add_command(regrade)


def _plain(findings: Sequence[Finding]) -> list[dict[str, object]]:
    return [asdict(finding) for finding in findings]


def _line(finding: Finding, kind: str) -> str:
    return f"{kind} [{finding.rule}] {finding}"


def _told(found: CourseDiff) -> list[str]:
    if not found.changes:
        return ["nothing changed"]
    lines = [
        f"{change.subject}: {change.what} – on the way: {change.notice}"
        + (f" – FAULT: {change.fault}" if change.fault else "")
        for change in found.changes
    ]
    return [*lines, f"version: {found.needed} is to be raised, {found.raised} was"]


def _counted(found: CourseStats) -> list[str]:
    lines = [
        f"{found.key} {found.version}: {found.minutes} minutes, {len(found.lessons)} lessons, {found.items} items"
    ]
    for one in found.lessons:
        lines.append(
            f"  {one.key}: {one.minutes} min, {one.words} words, grade {one.grade:g}, {one.checks} checks, "
            f"{one.exercises} exercises, {one.figures} figures, {one.items} items ({one.free} free), "
            f"{' '.join(one.languages)}"
        )
    for title, counts in (
        ("kinds", found.kinds),
        ("levels", found.levels),
        ("use", found.uses),
        ("difficulty", found.difficulties),
        ("competencies", found.competencies),
        ("drawn numbers, variants", found.drawn),
        ("misconceptions", found.traps),
    ):
        lines.append(
            f"{title}: " + (", ".join(f"{name} {count}" for name, count in counts.items()) or "none")
        )
    for cell in found.blueprint:
        lines.append(f"exam, {cell.competency}, {cell.level}: {cell.wanted} of {cell.there}")
    return lines
