"""`plumbline course regrade`: what grading attempts again would change, in every firm, and doing it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli.course_folders import loaded
from app.cli.running import REFUSED, format_option, opened, stop
from courses.course import Course, UnknownCourse, find_course
from courses.files import SYLLABUS

if TYPE_CHECKING:
    from app.services.regrades import FirmAttempts
    from app.services.regrading import Preview


@click.command()
@click.argument("course")
@click.option("--firm", help="Only in the firm of this name; in every firm if not given.")
@click.option("--version", help="Only attempts drawn from this version of the course.")
@click.option("--apply", "is_applied", is_flag=True, help="Write the new grades; nothing is written without.")
@click.option("--reason", default="", help="Why, in plain words; told to everybody whose grade changes.")
@click.option("--take-passes", is_flag=True, help="Take the pass away from attempts that fall short now.")
@format_option
def regrade(
    course: str,
    firm: str | None,
    version: str | None,
    is_applied: bool,
    reason: str,
    take_passes: bool,
    form: str,
) -> None:
    """Say what grading the attempts at a course's tests again would change, and with --apply do it.

    A folder is content to be tried: only what is published can be applied.
    """
    with opened():
        from app.services import regrades, regrading  # Flask and SQLAlchemy, which `--help` does without

        content = _content(course)
        if is_applied:
            _require_applicable(content, reason)
        found = []
        for one in regrades.firms_with_attempts(content.key, firm):
            preview = regrading.look(one.id, content, version, lambda share: None)
            names, done = regrades.names_in(one.id, preview), None
            if is_applied and (preview.changes_something or (take_passes and preview.short)):
                regrade_id = regrades.apply_at_once(
                    one.id, content, version, reason, takes_passes=take_passes
                )
                done = regrades.changed_by(one.id, regrade_id)
            found.append((one, preview, names, done))
    if form == "json":
        click.echo(json.dumps([_plain(content, *one) for one in found], ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo(f"{content.key} {content.version}: no attempts")
    for line in found:
        click.echo("\n".join(_told(content, *line)))


def _content(name: str) -> Course:
    """Return the course of a folder, or the one that is published here under a key."""
    if not (Path(name) / SYLLABUS).is_file():
        with contextlib.suppress(UnknownCourse):
            return find_course(name)
    return loaded(name)


def _require_applicable(content: Course, reason: str) -> None:
    # With `regrade`, where it says why.
    from app.services.regrades import LONGEST_REASON, SHORTEST_REASON

    if not SHORTEST_REASON <= len(" ".join(reason.split())) <= LONGEST_REASON:
        stop(REFUSED, f"--reason: say why, in {SHORTEST_REASON} to {LONGEST_REASON} characters")
    try:
        is_published = find_course(content.key).hash == content.hash
    except UnknownCourse:
        is_published = False
    if not is_published:
        stop(REFUSED, "COURSE: this content is not published; publish it first, then apply by its key")


def _plain(
    content: Course,
    firm: FirmAttempts,
    preview: Preview,
    names: dict[str, str],
    done: dict[str, int] | None,
) -> dict[str, Any]:
    found = asdict(preview)
    for mover in found["movers"]:
        mover["person"] = names.get(mover.pop("user_id"), "")
    head = {"firm": firm.name, "course": content.key, "version": content.version}
    return {**head, **found, "applied": done}


def _told(
    content: Course,
    firm: FirmAttempts,
    preview: Preview,
    names: dict[str, str],
    done: dict[str, int] | None,
) -> Iterator[str]:
    yield f"{firm.name}: {preview.attempts} attempts of {preview.people} people, by {content.key} {content.version}"
    if not (preview.changes_something or preview.short):
        yield "  every grade stays as it is"
        return
    yield (
        f"  would pass {preview.gains}, fall short {preview.short}, more right {preview.better}, "
        f"fewer right {preview.worse}, only told otherwise {preview.told}, left as they are {preview.left}"
    )
    for share in preview.pass_shares:
        yield f"  {share.kind}: {share.after:.0%} pass, {share.before:.0%} did"
    for item in preview.items:
        yield f"  {item.key}: {item.why} – gained {item.gained}, lost {item.lost}, told otherwise {item.told}"
    if preview.sooner or preview.later:
        yield f"  review questions that come again sooner {preview.sooner}, later or no more {preview.later}"
    for mover in preview.movers:
        points = f"{mover.was_points}/{mover.was_asked} → {mover.points}/{mover.asked}"
        yield f"  {names.get(mover.user_id, '')}: {mover.kind} {mover.number}, {points}, {mover.direction}"
    if done is None:
        can_apply = (
            "--apply with --reason does it" if preview.changes_something else "only passes could be taken"
        )
        yield f"  nothing was written; {can_apply}"
    else:
        counts = ", ".join(f"{count} {crossing}" for crossing, count in sorted(done.items()))
        yield f"  written: {sum(done.values())} later grades" + (f" ({counts})" if counts else "")
