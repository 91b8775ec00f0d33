"""Somebody's hours of learning as a workbook: each figure of the statement, and every day and test behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from gettext import NullTranslations

from app.reports.brand import UNBRANDED as OUR_LOOK
from app.reports.brand import Brand
from app.reports.formats import brief, filters_for, plain
from app.reports.hours import Statement, grounds
from app.reports.tree import (
    Callout,
    Cell,
    Column,
    Cover,
    Document,
    Exhibit,
    Figure,
    Figures,
    Part,
    Point,
    Row,
    Section,
    number_exhibits,
)
from app.version import VERSION
from content.text import Text, say
from courses.ledger import CourseHours, PartHours


def statement_workbook(
    statement: Statement, translations: NullTranslations, brand: Brand = OUR_LOOK
) -> bytes:
    """Return a statement as XLSX; the same values give the same bytes. Minutes are told to the second."""
    from app.reports.sheets.workbook import to_workbook

    return to_workbook(tell_hours(statement, translations, brand))


def tell_hours(statement: Statement, translations: NullTranslations, brand: Brand = OUR_LOOK) -> Document:
    """Return the content of a statement as a tree, in its language."""
    return _Hours(statement, translations).told(brand)


class _Hours:
    """Words the tables of one statement."""

    def __init__(self, statement: Statement, translations: NullTranslations) -> None:
        self._statement = statement
        self._translations = translations
        self._ = translations.gettext
        self._write = filters_for(statement.language)

    def told(self, brand: Brand) -> Document:
        _, statement = self._, self._statement
        name, firm = self._typed(statement.ledger.name, 120), self._typed(statement.firm, 80)
        title = _("Statement of learning hours")
        tables = (
            self._courses(),
            self._parts(),
            self._days(),
            self._tests(),
            self._exercises(),
            self._units(),
        )
        sections = [Section(one.key, one.caption, one.caption, (one,), "flow") for one in tables if one.rows]
        opening = Section("hours", title, title, (self._figures(), self._rests()), "flow")
        return number_exhibits(
            Document(
                kind="hours",
                language=statement.language,
                title=title,
                author=firm,
                subject=name,
                product=f"Plumbline {VERSION}",
                created_on=statement.made_on,
                running=name,
                foot=f"{brand.footer} · {title}" if brand.footer else title,
                cover=Cover(
                    firm=firm,
                    promise="",
                    client="",
                    subject=name,
                    scope=_("Recorded by the training site of %(firm)s.") % {"firm": firm},
                    notice="",
                    facts=(
                        (_("Made on"), str(self._write["date"](statement.made_on))),
                        (_("Certificates are checked at"), statement.address),
                    ),
                    note="",
                ),
                parts=(Part("hours", _("Tables"), (opening, *sections)),),
                brand=brand,
                labels=self._labels(),
            )
        )

    def _labels(self) -> dict[str, str]:
        _ = self._
        return {
            "exhibit": _("Table %(number)s"),
            "contents": _("Contents"),
            "key figures": _("Key figures"),
            "section": _("Section"),
            "figure": _("Figure"),
            "value": _("Value"),
            "about": _("What to know about it"),
            "limits and decisions": _("What the hours rest on"),
        }

    def _figures(self) -> Figures:
        _, ledger = self._, self._statement.ledger
        counted, recorded = ledger.counted / 3600, ledger.recorded / 3600
        return Figures(
            (
                Figure(
                    _("Hours that count"), self._write["two_decimals"](counted), _("of all courses"), counted
                ),
                Figure(
                    _("Hours recorded"), self._write["two_decimals"](recorded), _("of all courses"), recorded
                ),
                Figure(
                    _("Courses completed"),
                    self._write["whole"](ledger.completed),
                    _("of those in this workbook"),
                    ledger.completed,
                    "count",
                ),
            )
        )

    def _rests(self) -> Callout:
        texts = grounds(self._statement.language, self._translations)
        return Callout(self._("What the hours rest on"), tuple(Point(one) for one in texts))

    def _courses(self) -> Exhibit:
        _ = self._
        rows = []
        for one in self._statement.courses:
            days, held = one.days, one.certificate
            rows.append(
                Row(
                    (
                        self._title(one.title),
                        Cell(one.version),
                        self._day(days[0] if days else None),
                        self._day(days[-1] if days else None),
                        self._whole(one.stated_minutes),
                        self._minutes(one.recorded),
                        self._minutes(one.counted),
                        self._day(one.completed_at.date() if one.completed_at else None),
                        Cell(held.code if held else ""),
                        Cell(_("yes") if held and held.is_revoked else ""),
                    )
                )
            )
        if len(rows) > 1:
            ledger, nothing = self._statement.ledger, Cell("")
            sums = (self._minutes(ledger.recorded), self._minutes(ledger.counted))
            rows.append(Row((Cell(_("In all")), *[nothing] * 4, *sums, *[nothing] * 3), "total"))
        return Exhibit(
            "courses",
            _("Courses"),
            (
                Column(_("Course"), width=0.24),
                Column(_("Version"), width=0.07),
                Column(_("First day"), "day", 0.09),
                Column(_("Last day"), "day", 0.09),
                *self._minutes_columns(),
                Column(_("Completed on"), "day", 0.1),
                Column(_("Certificate"), width=0.2),
                Column(_("Revoked"), width=0.1),
            ),
            tuple(rows),
            notes=(_("Times are in minutes."),),
        )

    def _parts(self) -> Exhibit:
        _ = self._
        rows = [
            Row(
                (
                    self._title(course.title),
                    self._part(part),
                    self._whole(part.stated_minutes),
                    self._minutes(part.recorded),
                    self._minutes(part.counted),
                    self._day(part.done_at.date() if part.done_at else None),
                    Cell(_("tested out") if part.how == "tested out" else _("read") if part.how else ""),
                )
            )
            for course, part in self._all_parts()
        ]
        return Exhibit(
            "parts",
            _("Lessons and tests"),
            (
                Column(_("Course"), width=0.22),
                Column(_("Part"), width=0.26),
                *self._minutes_columns(),
                Column(_("Finished on"), "day", 0.12),
                Column(_("How"), width=0.12),
            ),
            tuple(rows),
            notes=(_("Times are in minutes."),),
        )

    def _days(self) -> Exhibit:
        _ = self._
        rows = [
            Row((self._title(course.title), self._part(part), self._day(day), self._minutes(seconds)))
            for course, part in self._all_parts()
            for day, seconds in part.days
        ]
        return Exhibit(
            "days",
            _("Day by day"),
            (
                Column(_("Course"), width=0.3),
                Column(_("Part"), width=0.36),
                Column(_("Day"), "day", 0.14),
                Column(_("Recorded"), "count", 0.14),
            ),
            tuple(rows),
            notes=(_("Times are in minutes."),),
        )

    def _tests(self) -> Exhibit:
        _ = self._
        kinds = self._kinds()
        rows = [
            Row(
                (
                    self._title(course.title),
                    Cell(kinds[one.kind]),
                    self._whole(one.number),
                    self._day(one.submitted_at.date()),
                    self._whole(one.points or 0),
                    self._whole(one.asked),
                    Cell("" if one.kind == "pretest" else _("passed") if one.is_passed else _("not passed")),
                )
            )
            for course in self._statement.courses
            for one in course.tests
        ]
        return Exhibit(
            "tests",
            _("Tests handed in"),
            (
                Column(_("Course"), width=0.26),
                Column(_("Test"), width=0.24),
                Column(_("Attempt"), "count", 0.09),
                Column(_("Day"), "day", 0.12),
                Column(_("Right"), "count", 0.08),
                Column(_("Asked"), "count", 0.08),
                Column(_("Result"), width=0.13),
            ),
            tuple(rows),
        )

    def _exercises(self) -> Exhibit:
        _ = self._
        rows = [
            Row(
                (
                    self._title(course.title),
                    self._title(one.title),
                    self._whole(one.tries),
                    Cell(self._write["per_cent"](one.best), one.best),
                    self._day(one.last_at.date()),
                )
            )
            for course in self._statement.courses
            for one in course.exercises
        ]
        return Exhibit(
            "exercises",
            _("Exercises tried"),
            (
                Column(_("Course"), width=0.3),
                Column(_("Exercise"), width=0.34),
                Column(_("Tries"), "count", 0.1),
                Column(_("Best"), "share", 0.1),
                Column(_("Last tried"), "day", 0.14),
            ),
            tuple(rows),
        )

    def _units(self) -> Exhibit:
        _ = self._
        rows = [
            Row(
                (
                    self._title(course.title),
                    self._title(scheme.title),
                    Cell(say(area.title, self._statement.language) if area.title else _("no area stated")),
                    Cell(self._write["two_decimals"](area.units), area.units),
                    self._day(claim.rule.valid_from),
                )
            )
            for scheme, _rule, claims in self._statement.claimed
            for course, claim in claims
            for area in claim.areas
        ]
        return Exhibit(
            "units",
            _("Development units"),
            (
                Column(_("Course"), width=0.26),
                Column(_("Scheme"), width=0.26),
                Column(_("Area"), width=0.22),
                Column(_("Units"), "count", 0.1),
                Column(_("By the rule since"), "day", 0.13),
            ),
            tuple(rows),
            notes=(
                _(
                    "What somebody reports about themselves, of completed courses only. This site is no "
                    "provider of any body, which alone decides what it accepts."
                ),
            ),
        )

    def _all_parts(self) -> Iterator[tuple[CourseHours, PartHours]]:
        for course in self._statement.courses:
            for part in course.parts:
                yield course, part

    def _minutes_columns(self) -> tuple[Column, ...]:
        _ = self._
        return (
            Column(_("Stated"), "count", 0.09),
            Column(_("Recorded"), "count", 0.09),
            Column(_("Counts"), "count", 0.09),
        )

    def _kinds(self) -> dict[str, str]:
        _ = self._
        return {"quiz": _("Quiz"), "exam": _("Final exam"), "pretest": _("Questions before the course")}

    def _part(self, part: PartHours) -> Cell:
        return self._title(part.title) if part.title else Cell(self._kinds()[part.kind])

    def _title(self, text: Text) -> Cell:
        return Cell(self._typed(say(text, self._statement.language), 200))

    def _typed(self, text: str, length: int) -> str:
        return brief(str(plain(text)), length)

    def _day(self, day: date | None) -> Cell:
        return Cell(str(self._write["day"](day)) if day else "", day)

    def _whole(self, number: int) -> Cell:
        return Cell(self._write["whole"](number), number)

    def _minutes(self, seconds: int) -> Cell:
        return Cell(self._write["two_decimals"](seconds / 60), seconds / 60)
