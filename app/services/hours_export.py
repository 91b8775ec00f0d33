"""My hours as a table: one line for each day, finished lesson, test, exercise, certificate and claim.

Titles are in the language asked for; columns, records and results have the same names in every language.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.policy import Actor
from app.services.hours import hours_page
from content.text import say
from courses.calculators.tables import write_table
from courses.ledger import CourseHours, Ledger

COLUMNS = (
    "course", "version", "record", "part", "title", "on", "stated_minutes", "recorded_minutes", "counted_minutes",
    "result", "points", "asked", "tries", "best_share", "certificate", "scheme", "rule_since", "area", "units",
)  # fmt: skip

Line = list[str | float | None]


def export_hours(actor: Actor, language: str) -> bytes:
    """Return the actor's hours as CSV, in UTF-8 with the mark that spreadsheets need; minutes have two decimals.

    Raises:
        Refused: as `hours_page`.
    """
    page = hours_page(actor)
    return write_table(COLUMNS, list(lines_of(page, language))).encode("utf-8-sig")


def lines_of(page: Ledger, language: str) -> Iterator[Line]:
    """Yield the lines, one value for each of `COLUMNS`."""
    for course in page.courses:
        for given in _records(course, language):
            whole: dict[str, str | float | None] = {
                "course": say(course.title, language),
                "version": course.version,
                **given,
            }
            yield [whole.get(name) for name in COLUMNS]


def _records(course: CourseHours, language: str) -> Iterator[dict[str, str | float | None]]:
    for part in course.parts:
        named = {"part": part.kind, "title": say(part.title, language) if part.title else None}
        for day, seconds in part.days:
            yield {**named, "record": "time", "on": day.isoformat(), "recorded_minutes": _minutes(seconds)}
        if part.days:
            yield {
                **named,
                "record": "time in all",
                "stated_minutes": part.stated_minutes,
                "recorded_minutes": _minutes(part.recorded),
                "counted_minutes": _minutes(part.counted),
            }
        if part.done_at is not None:
            day_done = part.done_at.date().isoformat()
            yield {**named, "record": "lesson finished", "on": day_done, "result": part.how}
    for test in course.tests:
        passed = "passed" if test.is_passed else "not passed"
        yield {
            "record": "test handed in",
            "part": test.kind,
            "on": test.submitted_at.date().isoformat(),
            "result": None if test.kind == "pretest" else passed,
            "points": test.points or 0,
            "asked": test.asked,
        }
    for one in course.exercises:
        yield {
            "record": "exercise tried",
            "part": "exercise",
            "title": say(one.title, language),
            "on": one.last_at.date().isoformat(),
            "tries": one.tries,
            "best_share": one.best,
        }
    if course.completed_at is not None:
        yield {"record": "course completed", "on": course.completed_at.date().isoformat()}
    held = course.certificate
    if held is not None:
        yield {
            "record": "certificate",
            "on": held.issued_at.date().isoformat(),
            "result": "revoked" if held.is_revoked else "valid",
            "certificate": held.code,
        }
    for claim in course.claims:
        named = {"scheme": say(claim.scheme.title, language), "rule_since": claim.rule.valid_from.isoformat()}
        yield {"record": "units in all", **named, "units": claim.total}
        for area in claim.areas:
            title = say(area.title, language) if area.title else None
            yield {"record": "units", **named, "area": title, "units": area.units}


def _minutes(seconds: int) -> float:
    return round(seconds / 60, 2)
