"""What leadership is asked to decide, with the risks and the days that go with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.reports.telling.teller import ROLLOUT, Teller
from app.reports.tree import Block, Callout, Cell, Column, Exhibit, Point, Row, Section
from assessments.plan_risks import PlanRisk

MOST_RISKS = 6


def decisions_of(tell: Teller) -> tuple[Point, ...]:
    """Return what leadership is asked to decide, in order."""
    _, advice, plan, story = tell._, tell.report.recommendation, tell.report.roadmap, tell.story
    if advice.standing == "insufficient":
        first = _("Complete the profile of the organisation, so that a type of PMO can be advised.")
    elif advice.standing != "tie":
        first = _("Confirm the %(kind)s type as the aim of the PMO.", kind=tell.type(advice.target_type))
    elif advice.target_type == advice.lighter_first:
        first = _(
            "Choose the %(lighter)s type, the lighter of the two, or say why not.",
            lighter=tell.type(advice.target_type),
        )
    else:
        first = _(
            "Choose the %(target)s type, which regulation asks for, or say why not.",
            target=tell.type(advice.target_type),
        )
    if not plan.initiatives:
        last = _(
            "Measure again after twelve months, with the same questions, before money is set aside for change."
        )
        return Point(first), Point(last)
    decisions = [
        first,
        _(
            "Release %(days)s person-days until %(until)s, and name an owner for each initiative that begins in these weeks.",
            days=tell.whole(story.first_quarter_days),
            until=tell.date(story.first_quarter_ends_on),
        ),
    ]
    rollout = tell.report.rollout
    if rollout and rollout.staffing and (rollout.staffing.missing_low or 0) >= 0.05:
        decisions.append(
            _(
                "Say how the PMO is to be staffed: %(low)s to %(high)s full-time people are missing at the end of the plan.",
                low=tell.level(rollout.staffing.missing_low),
                high=tell.level(rollout.staffing.missing_high),
            )
        )
    if rollout and rollout.success:
        judged = rollout.success[0]
        decisions.append(
            _(
                "Meet on %(day)s to judge the first phase by the measures set today.",
                day=tell.date(judged.judged_on),
            )
        )
    decisions.append(_("Measure again after twelve months, with the same questions."))
    return tuple(Point(text) for text in decisions)


def tell_decisions(tell: Teller) -> Section:
    """Return the risks of the plan and the decisions asked, on one page."""
    return _decisions(tell, _top_risks)


def tell_register(tell: Teller) -> Section:
    """Return the decisions asked with the whole register of risks: each by its rule, and when they are looked at."""
    return _decisions(tell, _register)


def _decisions(tell: Teller, risks_exhibit: Callable[[Teller], Exhibit]) -> Section:
    _, rollout = tell._, tell.report.rollout
    asked = decisions_of(tell)
    risks = rollout.risks.risks if rollout else ()
    blocks: list[Block] = [Callout(_("Decisions asked"), asked, "decision", is_numbered=True)]
    if rollout and risks:
        blocks.append(risks_exhibit(tell))
    if rollout and rollout.success:
        blocks.append(_checkpoints(tell))
    return Section(
        key="decisions",
        label=_("Risks and decisions"),
        title=_title(tell, len(asked), len(risks)),
        blocks=tuple(blocks),
        layout="page" if risks else "flow",
    )


def _title(tell: Teller, asked: int, risks: int) -> str:
    decisions = tell.ngettext(
        "%(num)s decision is asked of leadership", "%(num)s decisions are asked of leadership", asked
    )
    if not risks:
        return decisions
    return tell.ngettext(
        "%(decisions)s, and %(num)s risk of the plan is watched",
        "%(decisions)s, and %(num)s risks of the plan are watched",
        risks,
        decisions=decisions,
    )


def _top_risks(tell: Teller) -> Exhibit:
    _, rollout = tell._, tell.report.rollout
    assert rollout is not None
    more = len(rollout.risks.risks) - MOST_RISKS
    notes = (
        (
            tell.ngettext(
                "%(num)s more is in the register of the full report.",
                "%(num)s more are in the register of the full report.",
                more,
            ),
        )
        if more > 0
        else ()
    )
    return _risks(tell, "top-risks", rollout.risks.risks[:MOST_RISKS], notes, with_rule=False)


def _register(tell: Teller) -> Exhibit:
    rollout = tell.report.rollout
    assert rollout is not None
    reviews = tell._(
        "Early-risk reviews, every six weeks to the end of the pilot, then each quarter: %(days)s.",
        days=", ".join(tell.day(day) for day in rollout.risks.reviews),
    )
    return _risks(tell, "risks", rollout.risks.risks, (reviews,), with_rule=True)


def _risks(
    tell: Teller, key: str, shown: Sequence[PlanRisk], notes: tuple[str, ...], *, with_rule: bool
) -> Exhibit:
    _, rollout = tell._, tell.report.rollout
    assert rollout is not None
    return Exhibit(
        key=key,
        caption=_("Risks whose rule holds for this plan, with their first sign and what is done then"),
        columns=(
            Column(_("Risk"), width=0.27),
            Column(_("First sign"), width=0.27),
            Column(_("What is done then")),
            Column(_("Watched by"), width=0.14),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        tell.say(one.title),
                        detail=tell.word(ROLLOUT, "risk_facts", one, tell.names)
                        + (f" ({one.rule})" if with_rule else ""),
                        tone="strong",
                    ),
                    Cell(tell.say(one.trigger)),
                    Cell(tell.say(one.response)),
                    Cell(tell.owner(one.owner), detail=tell.day(one.review_on)),
                )
            )
            for one in shown
        ),
        notes=notes,
        source=_("Source: rules of the register of risks over this plan, its staffing and the profile."),
    )


def _checkpoints(tell: Teller) -> Exhibit:
    _, rollout = tell._, tell.report.rollout
    assert rollout is not None
    return Exhibit(
        key="checkpoints",
        caption=_("Days on which leadership hears whether the plan holds"),
        columns=(
            Column(_("Phase"), width=0.27),
            Column(_("Judged on"), "day", 0.16),
            Column(_("It ends when")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(f"{one.phase} {tell.say(one.title)}", tone="strong"),
                    tell.day_cell(one.judged_on),
                    Cell(tell.say(one.exit_test)),
                )
            )
            for one in rollout.success
        ),
    )
