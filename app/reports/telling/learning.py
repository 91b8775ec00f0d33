"""What people learn for the plan, and the indicators by which it is steered."""

from __future__ import annotations

from app.reports.telling.teller import KPI, Teller
from app.reports.tree import Block, Cell, Column, Exhibit, Layout, Row, Section
from assessments.kpi_set import KpiSet
from assessments.kpis import Kpi, PublishedFigure
from assessments.role_training import RoleTraining


def tell_training(tell: Teller) -> Section | None:
    """Return which course helps with which gap, and what each role learns before when."""
    _, report = tell._, tell.report
    roles = report.rollout.training if report.rollout else ()
    blocks: list[Block] = []
    if report.training:
        blocks.append(_courses(tell))
    if roles:
        blocks.append(_by_role(tell, roles))
    if not blocks:
        return None
    title = (
        tell.ngettext(
            "%(num)s role learns %(hours)s hours in all for the gaps of a level or more",
            "%(num)s roles learn %(hours)s hours in all for the gaps of a level or more",
            len(roles),
            hours=tell.number(sum(role.hours for role in roles)),
        )
        if roles
        else tell.ngettext(
            "%(num)s course helps with the gaps", "%(num)s courses help with the gaps", len(report.training)
        )
    )
    return Section("training", _("Training"), title, tuple(blocks), "flow")


def _courses(tell: Teller) -> Exhibit:
    _ = tell._
    return Exhibit(
        "courses",
        _("Training that helps with the gaps"),
        (
            Column(_("Dimension"), width=0.25),
            Column(_("Gap"), "level", 0.07),
            Column(_("Course"), width=0.33),
            Column(_("Why")),
        ),
        tuple(
            Row(
                (
                    Cell(tell.title(one.dimension), tone="strong"),
                    tell.level_cell(one.gap),
                    Cell(
                        tell.say(one.course_title),
                        detail=tell.in_a_row(_course_notes(tell, len(one.lessons), one.is_available)),
                    ),
                    Cell(tell.say(one.why)),
                )
            )
            for one in sorted(tell.report.training, key=lambda one: -one.gap)
        ),
        dense=True,
    )


def _by_role(tell: Teller, roles: tuple[RoleTraining, ...]) -> Exhibit:
    _ = tell._
    return Exhibit(
        "roles",
        _("Training by role, for the gaps of a level or more"),
        (
            Column(_("Role"), width=0.2),
            Column(_("Modules, and before when")),
            Column(_("Hours"), "count", 0.09),
        ),
        tuple(
            Row(
                (
                    Cell(tell.say(role.title), tone="strong"),
                    Cell(
                        tell.in_a_row(
                            tell.with_day(tell.say(one.title), one.before)
                            if one.before
                            else tell.say(one.title)
                            for one in role.modules
                        )
                    ),
                    tell.number_cell(role.hours),
                )
            )
            for role in roles
        ),
        dense=True,
    )


def _course_notes(tell: Teller, lessons: int, is_available: bool) -> list[str]:
    notes = [tell.ngettext("%(num)s lesson", "%(num)s lessons", lessons)] if lessons else []
    return notes if is_available else [*notes, tell._("in preparation")]


def _kpi_title(tell: Teller) -> str:
    found = tell.report.kpi_set
    assert found is not None
    return tell.ngettext(
        "%(num)s indicator to steer by, with a decision behind it",
        "%(num)s indicators to steer by, each with a decision behind it",
        len(found.kpis),
    )


def tell_indicators(tell: Teller) -> Section | None:
    """Return the set of indicators for leadership: what, aim, for whom, and the decision behind it."""
    _, found = tell._, tell.report.kpi_set
    if not found:
        return None
    table = Exhibit(
        "kpis",
        _("Proposed for %(kind)s", kind=tell.word(KPI, "type_of_plan", found.plan_type)),
        (
            Column(_("Indicator"), width=0.23),
            Column(_("Target"), width=0.24),
            Column(_("For whom"), width=0.19),
            Column(_("Decision it triggers")),
        ),
        tuple(
            Row(
                (
                    Cell(
                        tell.say(one.kpi.title),
                        detail=f"{one.kpi.key} · {tell.word(KPI, 'theme', one.kpi.theme)}",
                        tone="strong",
                    ),
                    *_use(tell, one.kpi),
                )
            )
            for one in found.kpis
        ),
        notes=(
            _(
                "Targets that are not published figures are platform defaults or the organisation’s own first values, not an industry standard."
            ),
        ),
        dense=True,
    )
    layout: Layout = "page" if tell.report.roadmap.initiatives else "flow"
    return Section("kpis", _("Indicators"), _kpi_title(tell), (table,), layout)


def tell_definitions(tell: Teller) -> Section | None:
    """Return every indicator with formula, data, aim and decision, those that wait, and the published figures."""
    _, found = tell._, tell.report.kpi_set
    if not found:
        return None
    figures = [(one.kpi.key, figure) for one in found.kpis for figure in one.kpi.target.figures]
    blocks: list[Block] = [_definitions(tell, found)]
    if figures:
        blocks.append(_published(tell, found, figures))
    return Section("kpi-definitions", _("Indicators"), _kpi_title(tell), tuple(blocks), "flow")


def _use(tell: Teller, kpi: Kpi) -> tuple[Cell, ...]:
    """Return what an indicator is to reach, who looks at it and how often, and what is then decided."""
    return (
        Cell(tell.say(kpi.target.aim), detail=tell.word(KPI, "basis", kpi.target.basis)),
        Cell(tell.word(KPI, "audience", kpi.audience), detail=tell.word(KPI, "cadence", kpi.cadence)),
        Cell(tell.say(kpi.decision)),
    )


def _definitions(tell: Teller, found: KpiSet) -> Exhibit:
    _ = tell._
    return Exhibit(
        "kpi-definitions",
        _(
            "Proposed for %(kind)s: what is measured, from which data, for whom, and what is decided when the aim is missed",
            kind=tell.word(KPI, "type_of_plan", found.plan_type),
        ),
        (
            Column(_("Indicator"), width=0.19),
            Column(_("Formula and data"), width=0.26),
            Column(_("Target"), width=0.17),
            Column(_("For whom"), width=0.13),
            Column(_("Decision it triggers")),
        ),
        tuple(
            Row(
                (
                    Cell(
                        tell.say(one.kpi.title),
                        detail=f"{one.kpi.key} · {tell.word(KPI, 'theme', one.kpi.theme)} · {tell.word(KPI, 'direction', one.kpi.direction)}",
                        tone="strong",
                    ),
                    Cell(tell.say(one.kpi.formula), detail=tell.say(one.kpi.data)),
                    *_use(tell, one.kpi),
                )
            )
            for one in found.kpis
        ),
        notes=(
            _(
                "Targets that are not published figures are platform defaults or the organisation’s own first values, not an industry standard. Rule: method of planning, section 13.2."
            ),
            *_waiting(tell),
        ),
        dense=True,
    )


def _published(tell: Teller, found: KpiSet, figures: list[tuple[str, PublishedFigure]]) -> Exhibit:
    _ = tell._
    return Exhibit(
        "kpi-figures",
        _("Published figures behind them, for orientation"),
        (
            Column(_("No."), width=0.08),
            Column(_("Figure"), width=0.34),
            Column(_("Source, sample and caveat")),
        ),
        tuple(
            Row(
                (
                    Cell(key),
                    Cell(tell.say(figure.figure)),
                    Cell(
                        f"{tell.word(KPI, 'source_line', found.source_of(figure.source))}. {tell.say(figure.caveat)}"
                    ),
                )
            )
            for key, figure in figures
        ),
        dense=True,
    )


def _waiting(tell: Teller) -> tuple[str, ...]:
    _, found = tell._, tell.report.kpi_set
    assert found is not None
    waiting = [one for one in found.omitted if one.reason == "gate"]
    if not waiting:
        return ()
    told = []
    for one in waiting:
        text = _(
            "%(dimension)s at level %(level)s, today %(found)s",
            dimension=tell.title(one.dimension),
            level=tell.level(one.needed),
            found=tell.level(one.found),
        )
        if one.other:
            text += "; " + _("until then %(proxy)s", proxy=one.other)
        told.append(f"{tell.say(one.title)} ({text})")
    return (_("Waiting until their data can be trusted:") + " " + "; ".join(told) + ".",)
