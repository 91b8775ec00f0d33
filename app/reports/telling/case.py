"""What the plan costs, as a range, and how many people a PMO of this kind usually has."""

from __future__ import annotations

from app.reports.telling.teller import ROLLOUT, Teller
from app.reports.tree import Block, Cell, Column, Exhibit, Paragraph, Row, Section
from assessments.business_case import BusinessCase, Range


def tell_case(tell: Teller) -> Section | None:
    """Return the business case as a range, and the usual size of the PMO."""
    _, rollout = tell._, tell.report.rollout
    if rollout is None:
        return None
    money, size = rollout.business_case, rollout.staffing
    title = (
        _(
            "The plan costs %(low)s to %(high)s",
            low=tell.figure("money", money.cost.low, money.currency),
            high=tell.figure("money", money.cost.high, money.currency),
        )
        if money.cost
        else _(
            "The plan costs %(low)s to %(high)s person-days",
            low=tell.number(money.days.low),
            high=tell.number(money.days.high),
        )
    )
    if size:
        title += _(
            "; a PMO of this kind usually has %(low)s to %(high)s people",
            low=tell.level(size.at_end.low),
            high=tell.level(size.at_end.high),
        )
    not_this = (
        _("What this is not:")
        + " "
        + _(
            "a promise of benefit. No study that could be found measures what such a plan brings to one organisation; published figures compare organisations that differ in more than their PMO. Not in it: the time of those who learn or are asked, licences, travel, fees, and what happens if nothing is done."
        )
    )
    blocks: list[Block] = [_case(tell), Paragraph(not_this, "quiet")]
    if money.missing:
        blocks.append(
            Paragraph(
                _(
                    "Not stated, and therefore left out: %(parts)s.",
                    parts="; ".join(tell.word(ROLLOUT, "case_missing", key) for key in money.missing),
                ),
                "quiet",
            )
        )
    if size:
        blocks.append(_size(tell))
    return Section("case", _("Business case and people"), title, tuple(blocks), "flow")


def _case(tell: Teller) -> Exhibit:
    _, rollout = tell._, tell.report.rollout
    assert rollout is not None
    case = rollout.business_case
    notes = (
        f"{tell.say(one.text)} {one.source}. {tell.say(one.caveat)}"
        for one in case.quoted
        if case.at_stake and one.key == "waste-2016"
    )
    return Exhibit(
        "case",
        _("Business case as a range"),
        (
            Column(_("What")),
            Column(_("Low"), "points", 0.16),
            Column(_("As planned"), "points", 0.16),
            Column(_("High"), "points", 0.16),
        ),
        _case_rows(tell, case),
        notes=tuple(notes),
        currency=case.currency,
    )


def _case_rows(tell: Teller, case: BusinessCase) -> tuple[Row, ...]:
    """Return a row for each range that could be stated."""
    _ = tell._
    rate = tell.figure("money", case.day_rate, case.currency)
    rows: tuple[tuple[str, Range | None, str], ...] = (
        (_("Person-days of the plan"), case.days, "number"),
        (_("Cost of the plan, at %(rate)s a person-day", rate=rate), case.cost, "money"),
        (_("Person-days for each running project"), case.days_per_project, "one_decimal"),
        (_("Person-days a year of the staff missing at the end"), case.staff_days, "whole"),
        (_("Cost of that staff, a year"), case.staff_cost, "money"),
        (
            _("Break-even: share of one year’s project value to be saved, once"),
            case.share_of_value,
            "share",
        ),
        (
            _("For scale: what respondents of a survey call wasted of one year’s project value"),
            case.at_stake,
            "money",
        ),
    )
    return tuple(
        Row((Cell(name, tone="strong"), *_range_cells(tell, found, write, case.currency)))
        for name, found, write in rows
        if found is not None
    )


def _range_cells(tell: Teller, found: Range, write: str, currency: str | None) -> list[Cell]:
    values = (found.low, found.base, found.high)
    if write == "money":
        return [tell.money_cell(value, currency) for value in values]
    if write == "share":
        return [
            Cell(tell._("%(share)s %%", share=tell.figure("two_decimals", value * 100)), value)
            for value in values
        ]
    return [Cell(tell.figure(write, value), value) for value in values]


def _size(tell: Teller) -> Exhibit:
    _, rollout = tell._, tell.report.rollout
    assert rollout is not None
    size = rollout.staffing
    assert size is not None
    rows = [
        Row(
            (
                Cell(name, tone="strong"),
                tell.level_cell(one.factor),
                tell.level_cell(one.low),
                tell.level_cell(one.high),
            )
        )
        for name, one in (
            (_("Today, opening as a %(type)s PMO", type=tell.type(size.today.pmo_type)), size.today),
            (
                _("At the end of the plan, as a %(type)s PMO", type=tell.type(size.at_end.pmo_type)),
                size.at_end,
            ),
        )
    ]
    rows.append(
        Row((Cell(_("The PMO today"), tone="strong"), Cell(""), Cell(""), tell.number_cell(size.own)))
    )
    notes = []
    for one in size.estimates:
        text = _(
            "%(author)s, “%(title)s” (%(year)s): %(staff)s before the factor.",
            author=one.author,
            title=one.title,
            year=one.year or _("undated"),
            staff=tell.level(one.staff),
        )
        text += " " + tell.say(one.caveat)
        if one.is_extended:
            text += " " + _("The number of people lies outside the sizes it was published for.")
        notes.append(text)
    notes.append(_("The factors by type are platform defaults."))
    return Exhibit(
        "size",
        _(
            "Usual size of the PMO in full-time equivalents, for %(people)s people in projects: %(basis)s",
            people=tell.whole(size.people),
            basis=tell.word(ROLLOUT, "people_basis", size.basis),
        ),
        (
            Column(_("When and as what")),
            Column(_("Factor"), "points", 0.16),
            Column(_("Lower rule"), "people", 0.16),
            Column(_("Higher rule"), "people", 0.16),
        ),
        tuple(rows),
        notes=tuple(notes),
    )
