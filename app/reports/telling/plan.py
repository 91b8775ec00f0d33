"""What to do: the roadmap on one page across, its initiatives, and where they should take the PMO."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.formats import rounded
from app.reports.story import quarter_end, week_starts_on
from app.reports.telling.teller import WORDS, Teller
from app.reports.tree import Block, Cell, Column, Drawing, Exhibit, Paragraph, Row, Section, Series


def tell_roadmap(tell: Teller) -> Section:
    """Return the plan in time, on one page across."""
    plan = tell.report.roadmap
    if not plan.initiatives:
        text = (
            tell._(
                "Nothing is scheduled. Agree on the next steps with those concerned, and measure again after twelve months with the same questions."
            )
            if plan.note == "not in catalogue"
            else tell._(
                "Nothing is scheduled. Keep what works, and measure again after twelve months with the same questions."
            )
        )
        return Section("plan", tell._("Plan"), _title(tell), (Paragraph(text),), "flow")
    return Section("plan", tell._("Plan"), _title(tell), (_gantt(tell),), "wide")


def _title(tell: Teller) -> str:
    _, plan, story = tell._, tell.report.roadmap, tell.story
    if plan.initiatives:
        return tell.ngettext(
            "%(num)s initiative in %(weeks)s weeks takes %(days)s person-days; %(first)s begins in the first ninety days",
            "%(num)s initiatives in %(weeks)s weeks take %(days)s person-days; %(first)s begin in the first ninety days",
            len(plan.initiatives),
            weeks=plan.length_weeks,
            days=tell.whole(plan.effort_days),
            first=story.first_count,
        )
    if plan.note == "no scores":
        return _("0 initiatives are planned, because no dimension could be scored")
    if plan.note == "not in catalogue":
        return _("0 initiatives are planned, because the catalogue does not serve this model")
    if plan.note == "nothing fits":
        return _("0 initiatives fit into the capacity and the horizon of the plan")
    if story.short:
        return _(
            "0 initiatives are needed, because no dimension lies more than a quarter of a level short of its target"
        )
    return _("0 initiatives are needed, because every scored dimension meets its target")


def _gantt(tell: Teller) -> Exhibit:
    _, plan = tell._, tell.report.roadmap
    notes = []
    if any(one.verify_first for one in plan.initiatives):
        notes.append("† " + _("Verify first: confidence in the score behind this initiative is low."))
    quarters = sum(int(rounded(one.effort_days, 0)) for one in plan.quarters)
    if plan.quarters and quarters != rounded(plan.effort_days, 0):
        notes.append(
            _(
                "Rounded to whole days each, the quarters add up to %(sum)s instead of %(days)s.",
                sum=tell.whole(quarters),
                days=tell.whole(plan.effort_days),
            )
        )
    capacity = _("at most %(days)s person-days a quarter", days=tell.number(plan.capacity_days_per_quarter))
    ticks = tuple(
        _(
            "%(month)s\n%(days)s days",
            month=tell.figure("month_short", week_starts_on(plan.start_on, one.start_week)),
            days=tell.whole(one.effort_days),
        )
        for one in plan.quarters
    )
    return Exhibit(
        key="plan",
        caption=_(
            "Plan from %(start)s, quarters of thirteen weeks, %(capacity)s",
            start=tell.date(plan.start_on),
            capacity=capacity,
        ),
        columns=(
            Column(_("No."), width=0.05),
            Column(_("Initiative"), width=0.29),
            Column(_("Owner"), width=0.11),
            Column(_("Days"), "days", 0.045),
            Column(_("After"), width=0.09),
            Column(_("Weeks"), "drawing"),
        ),
        rows=_plan_rows(tell),
        drawing=Drawing(
            kind="plan",
            alt=_("Bars of the plan in time, each with the weeks from its first to its last"),
            categories=tuple(one.key for one in plan.initiatives),
            series=(
                Series(_("First week"), "main", tuple(one.start_week + 1.0 for one in plan.initiatives)),
                Series(_("Last week"), "other", tuple(float(one.end_week) for one in plan.initiatives)),
            ),
            unit="week",
            low=1.0,
            high=float(plan.length_weeks),
            plan=plan,
            ticks=ticks,
        ),
        notes=tuple(notes),
        source=_(
            "Source: catalogue of initiatives %(version)s; efforts are expert estimates.",
            version=plan.catalogue_version,
        ),
    )


def _plan_rows(tell: Teller) -> tuple[Row, ...]:
    _, plan = tell._, tell.report.roadmap
    critical = set(plan.critical_chain)
    rows: list[Row] = []
    for phase in plan.phases:
        inside = [one for one in plan.initiatives if one.phase == phase.number]
        name = _("Phase %(number)s: %(title)s", number=phase.number, title=tell.say(phase.title))
        days = sum(one.effort_days for one in inside)
        weeks = Cell("", detail=tell.weeks(phase.start_week, phase.end_week))
        rows.append(Row((Cell(name, span=3), tell.number_cell(days), Cell(""), weeks), "group"))
        for one in inside:
            marks = (" †" if one.verify_first else "") + (
                " " + _("(critical)") if one.key in critical else ""
            )
            rows.append(
                Row(
                    (
                        Cell(one.key),
                        Cell(tell.say(one.title) + marks),
                        Cell(tell.owner(one.owners[0]) if one.owners else "–"),
                        tell.number_cell(one.effort_days),
                        Cell(", ".join(one.after)),
                        Cell("", one.start_week + 1.0, detail=tell.weeks(one.start_week, one.end_week)),
                    )
                )
            )
    return tuple(rows)


def tell_initiatives(tell: Teller) -> Section | None:
    """Return what each initiative leaves behind, and why it begins when it does."""
    _, plan, story = tell._, tell.report.roadmap, tell.story
    if not plan.initiatives:
        return None
    rows = tuple(
        Row(
            (
                Cell(one.key),
                Cell(
                    tell.say(one.title),
                    detail=", ".join(tell.owner(key) for key in one.owners),
                    tone="strong",
                ),
                tell.week_cell(
                    one.start_week, one.end_week, tell.word(WORDS, "placement", one, story.owners)
                ),
                tell.number_cell(one.effort_days),
                Cell(tell.in_a_row(map(tell.say, one.deliverables))),
            )
        )
        for one in plan.initiatives
    )
    notes = [
        _(
            "Efforts are expert estimates, multiplied by %(factor)s for the size of the organisation; weeks are counted from 1.",
            factor=tell.level(plan.effort_factor),
        )
    ]
    if story.left_out:
        left = ", ".join(
            tell.word(WORDS, "left_out", reason, len(items)) for reason, items in story.left_out.items()
        )
        notes.append(_("Not in the plan: %(reasons)s.", reasons=left))
    table = Exhibit(
        "initiatives",
        _("What each initiative leaves behind, and why it begins when it does"),
        (
            Column(_("No."), width=0.07),
            Column(_("Initiative and owners"), width=0.34),
            Column(_("Weeks"), "week", 0.15),
            Column(_("Days"), "days", 0.06),
            Column(_("What it leaves behind")),
        ),
        rows,
        notes=tuple(notes),
        dense=True,
    )
    title = tell.ngettext(
        "%(owners)s owners share %(days)s person-days; %(num)s initiative is a quick win",
        "%(owners)s owners share %(days)s person-days; %(num)s initiatives are quick wins",
        story.quick_wins,
        owners=len(story.owners),
        days=tell.whole(plan.effort_days),
    )
    return Section("initiatives", _("Initiatives"), title, (table,))


def tell_outlook(tell: Teller) -> Section | None:
    """Return the levels expected at the end of each quarter, and the phases with their goals."""
    _, plan, outlook = tell._, tell.report.roadmap, tell.story.outlook
    if outlook is None:
        return None
    blocks: list[Block] = [_load(tell)] if plan.quarters else []
    blocks.append(_projection(tell))
    if plan.phases:
        blocks.append(_phases(tell))
    title = tell.ngettext(
        "Kept to plan, the mean should rise from %(start)s to %(end)s in %(num)s quarter",
        "Kept to plan, the mean should rise from %(start)s to %(end)s in %(num)s quarters",
        len(outlook.levels),
        start=tell.level(outlook.start),
        end=tell.level(outlook.end),
    )
    return Section("outlook", _("Outlook"), title, tuple(blocks), "flow")


def _load(tell: Teller) -> Exhibit:
    _, plan = tell._, tell.report.roadmap
    names = tuple(
        tell.figure("month_short", week_starts_on(plan.start_on, one.start_week)) for one in plan.quarters
    )
    planned = _alike(tell, [one.effort_days for one in plan.quarters])
    capacity = _alike(tell, [one.capacity_days for one in plan.quarters])
    return Exhibit(
        "load",
        _("Effort against capacity, in person-days a quarter"),
        (
            Column(_("Quarter from"), width=0.3),
            Column(_("Planned"), "days", 0.2),
            Column(_("Capacity"), "days", 0.2),
            Column("", "drawing"),
        ),
        tuple(
            Row(
                (
                    Cell(name, week_starts_on(plan.start_on, one.start_week), tone="strong"),
                    days,
                    most,
                    Cell(""),
                )
            )
            for name, one, days, most in zip(names, plan.quarters, planned, capacity, strict=True)
        ),
        drawing=Drawing(
            "bars",
            _("Bars of the person-days planned in each quarter; the figures are in the same rows"),
            names,
            (
                Series(_("Planned"), "main", tuple(one.effort_days for one in plan.quarters)),
                Series(_("Capacity"), "capacity", tuple(one.capacity_days for one in plan.quarters)),
            ),
            "days",
            0.0,
            max(
                [
                    *(one.effort_days for one in plan.quarters),
                    *(one.capacity_days for one in plan.quarters),
                    1.0,
                ]
            ),
        ),
    )


def _alike(tell: Teller, days: Sequence[float]) -> list[Cell]:
    """Return the cells of a column of days, each with a decimal where one of them needs it."""
    write = tell.whole if all(rounded(one, 1) == rounded(one, 0) for one in days) else tell.level
    return [Cell(write(one), one) for one in days]


def _projection(tell: Teller) -> Exhibit:
    _, plan, outlook = tell._, tell.report.roadmap, tell.story.outlook
    assert outlook is not None
    rows = [
        Row(
            (
                Cell(tell.title(one.dimension), tone="strong"),
                tell.level_cell(one.start, shaded=True),
                *(tell.level_cell(level, shaded=True) for level in one.levels[: len(outlook.levels)]),
                tell.level_cell(one.target),
            )
        )
        for one in plan.projections
    ]
    mean = (tell.level_cell(outlook.start), *(tell.level_cell(level) for level in outlook.levels))
    rows.append(Row((Cell(_("Weighted mean")), *mean, Cell("")), "total"))
    ends = tuple(
        tell.figure("month_short", quarter_end(plan.start_on, number))
        for number in range(1, len(outlook.levels) + 1)
    )
    return Exhibit(
        "projection",
        _(
            "Evidenced level expected at the end of each quarter; an estimate, to be confirmed by measuring again"
        ),
        (
            Column(_("Dimension"), width=0.28),
            Column(_("Today"), "level"),
            *(Column(end, "level") for end in ends),
            Column(_("Target"), "level"),
        ),
        tuple(rows),
        notes=(
            _(
                "What is delivered still has to become habit: no dimension is expected to rise faster than a quarter of a level in a quarter, and none beyond its target."
            ),
        ),
    )


def _phases(tell: Teller) -> Exhibit:
    _, plan = tell._, tell.report.roadmap
    return Exhibit(
        "phases",
        _("Phases with their goal"),
        (Column(_("Phase"), width=0.24), Column(_("Weeks"), "week", 0.1), Column(_("Goal"))),
        tuple(
            Row(
                (
                    Cell(f"{one.number} {tell.say(one.title)}", tone="strong"),
                    tell.week_cell(one.start_week, one.end_week),
                    Cell(tell.say(one.goal)),
                )
            )
            for one in plan.phases
        ),
    )
