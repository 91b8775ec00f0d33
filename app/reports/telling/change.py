"""Risks of the plan, who hears what, who does what, and by what each phase is judged."""

from __future__ import annotations

from app.reports.telling.teller import ROLLOUT, Teller
from app.reports.tree import Cell, Column, Exhibit, Row, Section
from assessments.communication import CalendarEntry


def tell_change(tell: Teller) -> Section | None:
    """Return the calendar of communication: who hears what, when and from whom."""
    _, rollout = tell._, tell.report.rollout
    if rollout is None:
        return None
    talk = rollout.communication
    caption = _(
        "Communication; launch in the week of %(day)s, %(rule)s",
        day=tell.date(talk.launch_on),
        rule=tell.word(ROLLOUT, "launch_rule", talk.launch_rule),
    )
    if talk.champions is not None:
        caption += " · " + tell.ngettext("%(num)s champion", "%(num)s champions", talk.champions)
    table = Exhibit(
        "calendar",
        caption,
        (
            Column(_("When"), width=0.2),
            Column(_("What"), width=0.24),
            Column(_("To whom")),
            Column(_("How")),
            Column(_("By"), width=0.14),
        ),
        tuple(
            Row(
                (
                    Cell(*_when(tell, one)),
                    Cell(tell.say(one.title), tone="strong"),
                    Cell(tell.say(one.audience)),
                    Cell(tell.say(one.channel)),
                    Cell(tell.owner(one.owner)),
                )
            )
            for one in talk.entries
        ),
        dense=True,
    )
    title = tell.ngettext(
        "%(num)s kind of message carries the change, to %(people)s people concerned",
        "%(num)s kinds of message carry the change, to %(people)s people concerned",
        len(talk.entries),
        people=tell.whole(talk.people) if talk.people is not None else _("all"),
    )
    return Section("change", _("Change and communication"), title, (table,), "flow")


def _when(tell: Teller, entry: CalendarEntry) -> tuple[str, None, str]:
    """Return the first day and how often it comes again; or all days, where they follow no interval."""
    if entry.every_weeks and len(entry.days) > 1:
        again = tell._(
            "every %(weeks)s weeks until %(day)s", weeks=entry.every_weeks, day=tell.day(entry.days[-1])
        )
        return tell.day(entry.days[0]), None, again
    return ", ".join(tell.day(day) for day in entry.days), None, ""


def tell_duties(tell: Teller) -> Section | None:
    """Return who does what, and by what each phase is judged."""
    _, rollout = tell._, tell.report.rollout
    if rollout is None:
        return None
    raci = rollout.raci
    duties = Exhibit(
        "duties",
        _("R does it, A answers for it, C is asked before, I is told after"),
        (Column(_("Initiative"), width=0.4), *(Column(role.key, "mark") for role in raci.roles)),
        tuple(
            Row(
                (
                    Cell(f"{row.initiative} {tell.say(row.title)}"),
                    *(
                        Cell(letter, tone="strong" if "A" in letter else "")
                        for letter in (tell.word(ROLLOUT, "duty", row.duty(role.key)) for role in raci.roles)
                    ),
                )
            )
            for row in raci.rows
        ),
        notes=(", ".join(f"{role.key} {tell.say(role.title)}" for role in raci.roles) + ".",),
        dense=True,
    )
    title = tell.ngettext(
        "For %(num)s initiative one role answers; %(phases)s phases are judged on days set today",
        "For each of %(num)s initiatives one role answers; %(phases)s phases are judged on days set today",
        len(raci.rows),
        phases=len(rollout.success),
    )
    return Section("duties", _("Duties and measures"), title, (duties, _measures(tell)), "flow")


def _measures(tell: Teller) -> Exhibit:
    _, rollout = tell._, tell.report.rollout
    assert rollout is not None
    return Exhibit(
        "measures",
        _("By what each phase is judged"),
        (
            Column(_("Phase"), width=0.18),
            Column(_("Judged on"), "day", 0.13),
            Column(_("Measures, and when they are passed")),
            Column(_("Levels by then"), width=0.25),
        ),
        tuple(
            Row(
                (
                    Cell(f"{one.phase} {tell.say(one.title)}", tone="strong"),
                    tell.day_cell(one.judged_on),
                    Cell(
                        tell.in_a_row(
                            f"{tell.say(measure.title)}: {tell.say(measure.threshold)}"
                            for measure in one.measures
                        )
                    ),
                    Cell(
                        tell.in_a_row(
                            f"{tell.say(level.title)}\u00a0{tell.level(level.expected)}"
                            for level in one.levels
                        )
                        or "–"
                    ),
                )
            )
            for one in rollout.success
        ),
    )
