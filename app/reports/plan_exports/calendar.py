"""A plan as a calendar (RFC 5545): an event of whole days for each initiative, one for the end of each phase."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta

from app.reports.plan_exports.plan import ExportedPlan, Stage, Work, end_of, told

LONGEST_LINE = 75  # octets, without the line's end
FOLD = "\r\n "


def to_calendar(plan: ExportedPlan) -> bytes:
    """Return the plan as iCalendar. The same plan gives the same bytes, and the same events on every export."""
    name = f"{plan.client}: {plan.title}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Plumbline//Plan//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    stages = {one.number: one for one in plan.stages}
    for work in plan.works:
        lines += _event_of_work(plan, work, stages[work.stage])
    for stage in plan.stages:
        lines += _event_of_end(plan, stage)
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + "\r\n" for line in lines).encode()


def escaped(text: str) -> str:
    r"""Return a text as a value of type TEXT. Source: RFC 5545, section 3.3.11.

    >>> print(escaped("Cost; time, scope" + chr(10) + "C:" + chr(92)))
    Cost\; time\, scope\nC:\\
    """
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, no character parted. Source: RFC 5545, section 3.1."""
    pieces, piece, octets = [], "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > LONGEST_LINE:
            pieces.append(piece)
            piece, octets = "", 1  # the space that begins a piece counts
        piece, octets = piece + sign, octets + size
    return FOLD.join([*pieces, piece])


def _event_of_work(plan: ExportedPlan, work: Work, stage: Stage) -> Iterator[str]:
    _ = plan.translations.gettext
    categories = [stage.title]
    if work.is_quick_win:
        categories.append(_("Quick win"))
    if work.is_critical:
        categories.append(_("Critical chain"))
    yield from _event(
        plan,
        work.key,
        (work.starts_on, work.ends_on),
        f"{work.title} ({work.key})",
        told(plan, work),
        categories,
    )


def _event_of_end(plan: ExportedPlan, stage: Stage) -> Iterator[str]:
    _ = plan.translations.gettext
    yield from _event(
        plan,
        f"phase-{stage.number}",
        (stage.ends_on, stage.ends_on),
        end_of(plan, stage),
        _("It ends when: %(test)s") % {"test": stage.exit_test},
        [stage.title, _("Milestone")],
    )


def _event(
    plan: ExportedPlan,
    key: str,
    days: tuple[date, date],
    summary: str,
    description: str,
    categories: list[str],
) -> Iterator[str]:
    instant = plan.made_at.astimezone(UTC)
    yield "BEGIN:VEVENT"
    yield f"UID:{plan.identity(key)}"
    yield f"DTSTAMP:{instant:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{days[1] + timedelta(days=1):%Y%m%d}"  # the day after the last
    yield f"SUMMARY:{escaped(summary)}"
    yield f"DESCRIPTION:{escaped(description)}"
    yield f"CATEGORIES:{','.join(escaped(one) for one in categories)}"
    yield "TRANSP:TRANSPARENT"  # weeks of work must not show anybody as busy all day
    yield "END:VEVENT"
