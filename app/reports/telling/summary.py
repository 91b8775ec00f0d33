"""The verdict on one page, and what is asked of those who decide."""

from __future__ import annotations

from app.reports.story import week_starts_on
from app.reports.telling.advice import answer_list
from app.reports.telling.headline import kind_and_cost, readings
from app.reports.telling.teller import CHANGES, Teller
from app.reports.tree import (
    Callout,
    Cell,
    Column,
    Exhibit,
    Figures,
    Paragraph,
    Point,
    Points,
    Row,
    Section,
)

MOST_STEPS = 5


def tell_verdict(tell: Teller) -> Section:
    """Return the page from which alone a reader can say how mature, how sure, what kind, what first and at what cost."""
    _ = tell._
    warnings = [Paragraph(text, "warning") for text in _warnings(tell)]
    steps = _first_steps(tell)
    return Section(
        key="verdict",
        label=_("Verdict"),
        title=_title(tell),
        blocks=(
            *warnings,
            *_answer(tell),
            Figures(readings(tell)),
            Figures(kind_and_cost(tell)),
            Points(_reasons(tell), _("Why: three reasons"), "messages"),
            *([steps] if steps else []),
            Callout(_("What would change our mind"), _changes(tell), "changes"),
        ),
    )


def _title(tell: Teller) -> str:
    overall, story, plan, highest = tell.result.overall, tell.story, tell.report.roadmap, tell.result.highest
    if overall.mean_evidenced is None:
        return tell.ngettext(
            "The %(num)s answer received is too few to estimate a level",
            "The %(num)s answers received are too few to estimate a level",
            tell.result.respondents,
        )
    level = tell.level(overall.mean_evidenced)
    if story.outlook and story.short:
        return tell._(
            "Evidence supports level %(level)s of %(highest)s today; the plan aims at %(end)s by %(month)s for %(days)s person-days",
            level=level,
            highest=highest,
            end=tell.level(story.outlook.end),
            month=tell.figure("month", story.outlook.ends_on),
            days=tell.whole(plan.effort_days),
        )
    if story.short:
        return tell.ngettext(
            "Evidence supports level %(level)s of %(highest)s today, and %(num)s dimension falls short of its target",
            "Evidence supports level %(level)s of %(highest)s today, and %(num)s dimensions fall short of their targets",
            len(story.short),
            level=level,
            highest=highest,
        )
    return tell._(
        "Evidence supports level %(level)s of %(highest)s, and none of %(count)s dimensions falls short of its target",
        level=level,
        highest=highest,
        count=len(story.scored),
    )


def _answer(tell: Teller) -> tuple[Paragraph, ...]:
    """Return in one line what is to be built, what comes first and what that takes."""
    advice, plan, story = tell.report.recommendation, tell.report.roadmap, tell.story
    if advice.standing in ("insufficient", "tie") or not story.first_count:
        return ()
    text = tell.ngettext(
        "Aim at a %(type)s PMO: %(num)s initiative begins in the first ninety days and takes %(first)s of the %(days)s person-days.",
        "Aim at a %(type)s PMO: %(num)s initiatives begin in the first ninety days, which take %(first)s of the %(days)s person-days.",
        story.first_count,
        type=tell.type(advice.target_type),
        first=tell.whole(story.first_quarter_days),
        days=tell.whole(plan.effort_days),
    )
    return (Paragraph(text, "lead", finding="verdict.answer"),)


def _warnings(tell: Teller) -> list[str]:
    result = tell.result
    found: list[str] = []
    if result.overall.mean is None:
        return found
    if not result.is_organisation_result:
        found.append(
            tell.ngettext(
                "This is an individual view: %(num)s answer does not speak for an organisation.",
                "This is an individual view: %(num)s answers from so few groups do not speak for an organisation.",
                result.respondents,
            )
        )
    if result.is_below_threshold:
        found.append(
            tell._(
                "Fewer than %(threshold)s people answered in confidence: this report is for the consultants alone and must not be passed on.",
                threshold=result.threshold,
            )
        )
    return found


def _reasons(tell: Teller) -> tuple[Point, ...]:
    return (_gap_reason(tell), _type_reason(tell), _confidence_reason(tell))


def _gap_reason(tell: Teller) -> Point:
    _, story = tell._, tell.story
    if story.priorities:
        named = ", ".join(
            _(
                "%(title)s (%(level)s against %(target)s)",
                title=tell.say(gap.title),
                level=tell.level(gap.evidenced),
                target=tell.level(gap.target),
            )
            for gap in story.priorities
        )
        return Point(
            tell.ngettext(
                "%(short)s of %(num)s dimension falls short of its target.",
                "%(short)s of %(num)s dimensions fall short of their targets.",
                len(story.scored),
                short=len(story.short),
            ),
            _(
                "Most urgent, by weight, distance and confidence, evidence against target: %(named)s.",
                named=named,
            ),
            finding="verdict.gaps",
        )
    if story.scored:
        return Point(
            _("No scored dimension falls short of its target."),
            _("The next measurement should confirm that this lasts."),
            finding="verdict.gaps",
        )
    return Point(
        _("No dimension could be scored."),
        _("More people have to answer before gaps can be told."),
        finding="verdict.gaps",
    )


def _type_reason(tell: Teller) -> Point:
    _, advice = tell._, tell.report.recommendation
    words = {
        "best": tell.type(advice.type),
        "second": tell.type(advice.runner_up),
        "margin": tell.level(advice.margin),
    }
    if advice.standing == "insufficient":
        text = _("The profile is too thin to advise a type of PMO.")
    elif advice.standing == "tie":
        text = _("A %(best)s and a %(second)s PMO fit almost equally well, %(margin)s points apart.", **words)
    elif advice.standing == "leaning":
        text = _(
            "The profile leans to a %(best)s PMO, %(margin)s of 100 points ahead of a %(second)s one.",
            **words,
        )
    else:
        text = _("A %(best)s PMO clearly fits best, %(margin)s points ahead of a %(second)s one.", **words)
    detail = _(
        "From %(answered)s of %(asked)s answers about the organisation.",
        answered=advice.answered,
        asked=advice.asked,
    )
    strongest = [
        tell.say(tell.story.criteria[one.criterion].title)
        for one in advice.reasons_for[:2]
        if one.criterion in tell.story.criteria
    ]
    if strongest:
        detail += " " + _("What speaks for it most: %(named)s.", named=", ".join(strongest))
    return Point(text, detail, finding="verdict.type")


def _confidence_reason(tell: Teller) -> Point:
    _, story = tell._, tell.story
    if not story.scored:
        return Point(
            _("No score carries a grade yet."),
            _("What follows rests on the profile of the organisation alone."),
            finding="verdict.confidence",
        )
    good = story.grades["A"] + story.grades["B"]
    text = tell.ngettext(
        "%(good)s of %(num)s score carries good confidence (grade A or B).",
        "%(good)s of %(num)s scores carry good confidence (grade A or B).",
        len(story.scored),
        good=good,
    )
    if story.verify:
        detail = _(
            "Verify before acting on: %(named)s.",
            named=", ".join(tell.say(gap.title) for gap in story.verify),
        )
    elif good < len(story.scored):
        detail = _("None is graded D, so none has to be verified before the advice on it is used.")
    else:
        detail = _("No dimension has to be verified before the advice on it is used.")
    if story.optimistic:
        detail += " " + _(
            "Claims outrun evidence most in %(title)s, by %(amount)s.",
            title=tell.say(story.optimistic.title),
            amount=tell.level(story.optimistic.optimism),
        )
    return Point(text, detail, finding="verdict.confidence")


def _first_steps(tell: Teller) -> Exhibit | None:
    _, story, plan = tell._, tell.story, tell.report.roadmap
    if not story.first_steps:
        return None
    rows = tuple(
        Row(
            (
                Cell(one.key),
                Cell(tell.say(one.title)),
                Cell(tell.owner(one.owners[0]) if one.owners else "–"),
                tell.day_cell(week_starts_on(plan.start_on, one.start_week)),
                tell.number_cell(one.effort_days),
            )
        )
        for one in story.first_steps[:MOST_STEPS]
    )
    more = story.first_count - len(rows)
    notes = (
        _("Days in all; in order of gain for the days, prerequisites and capacity."),
        *(
            (
                tell.ngettext(
                    "%(num)s more begins in these weeks; see the plan.",
                    "%(num)s more begin in these weeks; see the plan.",
                    more,
                ),
            )
            if more
            else ()
        ),
    )
    return Exhibit(
        key="first-steps",
        caption=_(
            "The first ninety days, from %(start)s, take %(days)s person-days",
            start=tell.date(plan.start_on),
            days=tell.whole(story.first_quarter_days),
        ),
        columns=(
            Column(_("No."), width=0.08),
            Column(_("What is done")),
            Column(_("Owner"), width=0.2),
            Column(_("Begins"), "day", 0.13),
            Column(_("Days"), "days", 0.08),
        ),
        rows=rows,
        notes=notes,
    )


def _changes(tell: Teller) -> tuple[Point, ...]:
    """Return what would turn the advice, and what would turn the figures."""
    _, advice, story = tell._, tell.report.recommendation, tell.story
    found = []
    if advice.standing != "insufficient":
        answers = tell.word(CHANGES, "answers_change", advice, story.criteria)
        listed = [one.strip() for one in answer_list(tell)]
        found.append(
            Point(
                " ".join([answers, "; ".join(listed) + "." if listed else ""]).strip(),
                rule=tell.rule("REC-7"),
            )
        )
    if story.unseen_count:
        low, high = tell.result.overall.dk_low, tell.result.overall.dk_high
        if low is not None and high is not None:
            found.append(
                Point(
                    _(
                        "If every “don’t know” were the lowest or the highest answer, the claimed mean would be %(low)s or %(high)s.",
                        low=tell.level(low),
                        high=tell.level(high),
                    )
                )
            )
    if story.verify and story.scored:
        found.append(
            Point(
                _("Evidence for what is graded D could move it either way; look at it before money is spent.")
            )
        )
    found.append(Point(_("A new measurement with the same questions, in twelve months.")))
    return tuple(found)
