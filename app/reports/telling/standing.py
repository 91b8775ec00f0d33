"""Where the PMO stands: profile, gaps, and how far people see it alike."""

from __future__ import annotations

from collections import Counter

from app.reports.charts import FEWEST_SPOKES, MOST_SPOKES
from app.reports.telling.observed import observe
from app.reports.telling.since import tell_since
from app.reports.telling.teller import WORDS, Teller
from app.reports.tree import (
    Block,
    Cell,
    Column,
    Columns,
    Drawing,
    Exhibit,
    Paragraph,
    Point,
    Points,
    Row,
    Section,
    Series,
)
from assessments.gaps import Gap

MOST_MATTERING = 5


def tell_profile(tell: Teller) -> Section:
    """Return the profile: every dimension against its target, and what stands out."""
    found = _what_stands_out(tell)
    points = Points(found, tell._("What stands out"))
    radar = _radar(tell)
    beside: tuple[Block, ...] = (points,) if found else ()
    below: tuple[Block, ...] = (Columns((radar,), beside),) if radar else beside
    since = () if _gaps_that_matter(tell) else tell_since(tell)  # else it stands below them
    return Section(
        "profile",
        tell._("Maturity profile"),
        _profile_title(tell),
        (gap_exhibit(tell), *below, *since),
    )


def _profile_title(tell: Teller) -> str:
    _, story = tell._, tell.story
    if story.widest:
        return tell.ngettext(
            "%(num)s of %(all)s dimensions falls short of its target: %(title)s, by %(gap)s levels",
            "%(num)s of %(all)s dimensions fall short of their targets; %(title)s is furthest away, by %(gap)s levels",
            len(story.short),
            all=len(story.scored),
            title=tell.say(story.widest.title),
            gap=tell.level(story.widest.gap),
        )
    if story.scored:
        return _("All %(count)s scored dimensions meet their targets", count=len(story.scored))
    return _("None of %(count)s dimensions could be scored", count=len(tell.result.dimensions))


def gaps_in_order(tell: Teller) -> tuple[Gap, ...]:
    """Return the widest gap first, then the closed ones by score, then the dimensions without a score."""
    order = {gap.dimension: place for place, gap in enumerate(tell.story.short)}
    return tuple(
        sorted(
            tell.report.gaps,
            key=lambda gap: (gap.gap is None, order.get(gap.dimension, len(order)), gap.evidenced or 0),
        )
    )


def gap_exhibit(tell: Teller) -> Exhibit:
    """Return every dimension on the common scale: evidenced, claimed, target, gap, interval and grade."""
    _, result = tell._, tell.result
    gaps = gaps_in_order(tell)
    notes = [_("Bars begin at the lowest level. Grade: confidence from A, the best, to D.")]
    if any(one.interval and one.interval.method == "none" for one in result.dimensions):
        notes.append(
            _("Census: everybody who was asked about it could judge it, so there is no sampling error.")
        )
    if any(
        gap.gap and gap.evidenced is not None and tell.rounds_apart(gap.target, gap.evidenced, gap.gap)
        for gap in gaps
    ):
        notes.append(_("Gaps are taken before rounding."))
    by_hand = Counter(tell.typed(target.note, 160) for target in tell.report.targets if target.note)
    notes += [
        tell.ngettext(
            "%(num)s target is set by hand: %(reason)s",
            "%(num)s targets are set by hand: %(reason)s",
            count,
            reason=reason,
        )
        for reason, count in by_hand.items()
    ]
    return Exhibit(
        key="profile",
        caption=_(
            "Dimensions by distance to target · level %(low)s to %(high)s · n = %(count)s",
            low=result.lowest,
            high=result.highest,
            count=result.respondents,
        ),
        columns=(
            Column(_("Dimension"), width=0.26),
            Column(_("Level"), "drawing"),
            Column(_("Evidence"), "level", 0.085),
            Column(_("Claim"), "level", 0.07),
            Column(_("Target"), "level", 0.075),
            Column(_("Gap"), "level", 0.065),
            Column(_("Interval of claim"), "points", 0.115),
            Column(_("Grade"), "mark", 0.07),
        ),
        rows=_gap_rows(tell, gaps),
        drawing=Drawing(
            kind="gaps",
            alt=_(
                "Bars of evidenced level per dimension with marks for claim and target; the figures are in the same rows"
            ),
            categories=tuple(tell.say(gap.title) for gap in gaps),
            series=_series(tell, gaps),
            low=float(result.lowest),
            high=float(result.highest),
            ticks=tuple(str(level) for level in range(result.lowest, result.highest + 1)),
        ),
        notes=tuple(notes),
        source=tell.source(),
    )


def _gap_rows(tell: Teller, gaps: tuple[Gap, ...]) -> tuple[Row, ...]:
    _, result = tell._, tell.result
    rows = []
    for gap in gaps:
        score = result.dimension(gap.dimension)
        head = (Cell(tell.say(gap.title), tone="strong"), Cell(""))
        if gap.evidenced is None:
            why = tell.word(WORDS, "unscored", score.unscored_reason) + _(
                ", target %(level)s", level=tell.level(gap.target)
            )
            rows.append(Row((*head, Cell(why, tone="quiet", span=6))))
            continue
        rows.append(
            Row(
                (
                    *head,
                    tell.level_cell(gap.evidenced, tone="strong"),
                    tell.level_cell(gap.claimed),
                    tell.level_cell(gap.target),
                    tell.level_cell(gap.gap, tone="gap"),
                    Cell(tell.word(WORDS, "interval", score.interval)),
                    Cell(gap.grade or "–", tone="bad" if gap.grade == "D" else "strong"),
                )
            )
        )
    return tuple(rows)


def _series(tell: Teller, gaps: tuple[Gap, ...]) -> tuple[Series, ...]:
    _ = tell._
    return (
        Series(_("supported by evidence"), "evidence", tuple(gap.evidenced for gap in gaps)),
        Series(_("claimed"), "claim", tuple(gap.claimed for gap in gaps)),
        Series(_("target"), "target", tuple(gap.target for gap in gaps)),
    )


def _radar(tell: Teller) -> Exhibit | None:
    """Return the profile as an area; None where the model has too few or too many dimensions for one."""
    result = tell.result
    if not FEWEST_SPOKES <= len(result.dimensions) <= MOST_SPOKES:
        return None
    known = {gap.dimension: gap for gap in tell.report.gaps}
    gaps = tuple(known[one.key] for one in result.dimensions if one.key in known)
    return Exhibit(
        key="radar",
        caption=tell._("The same profile as an area: how even it is"),
        columns=(),
        rows=(),
        drawing=Drawing(
            kind="radar",
            alt=tell._(
                "Radar of all dimensions, evidenced against claimed and target; the figures are in the table above"
            ),
            categories=tuple(tell.say(gap.title) for gap in gaps),
            series=_series(tell, gaps),
            low=float(result.lowest),
            high=float(result.highest),
        ),
    )


def _what_stands_out(tell: Teller) -> tuple[Point, ...]:
    _, story, overall = tell._, tell.story, tell.result.overall
    found = []
    if len(story.strengths) == 2:
        first, second = story.strengths
        found.append(
            _(
                "Strongest with evidence: %(first)s (%(one)s) and %(second)s (%(two)s).",
                first=tell.say(first.title),
                one=tell.level(first.evidenced),
                second=tell.say(second.title),
                two=tell.level(second.evidenced),
            )
        )
    for gap in story.priorities:
        text = _(
            "%(title)s: evidence supports %(level)s against a target of %(target)s.",
            title=tell.say(gap.title),
            level=tell.level(gap.evidenced),
            target=tell.level(gap.target),
        )
        agreement = tell.result.dimension(gap.dimension).agreement
        if agreement == "contested":
            text += " " + _("People disagree about it.")
        elif agreement == "shared":
            text += " " + _("People share this view.")
        if gap.verify_first:
            text += " " + _("Verify first: confidence is low.")
        found.append(text)
    if story.optimistic:
        found.append(
            _(
                "Widest distance between claim and evidence: %(title)s, %(claimed)s claimed and %(evidenced)s supported.",
                title=tell.say(story.optimistic.title),
                claimed=tell.level(story.optimistic.claimed),
                evidenced=tell.level(story.optimistic.evidenced),
            )
        )
    if overall.rule == "weighted_mean" and overall.mean_equal_weights is not None:
        figures = {"weighted": tell.level(overall.mean), "equal": tell.level(overall.mean_equal_weights)}
        found.append(
            _(
                "The mean rests on the weights: it is %(weighted)s with them and %(equal)s with equal ones.",
                **figures,
            )
            if story.rests_on_weights
            else _(
                "The mean of %(weighted)s hardly rests on the weights: with equal ones it is %(equal)s.",
                **figures,
            )
        )
    return tuple(Point(text, finding=f"profile.point-{number}") for number, text in enumerate(found, 1))


def tell_gaps(tell: Teller) -> Section | None:
    """Return the gaps that matter: what is seen today, what the next level asks, what closing it costs."""
    _, mattering = tell._, _gaps_that_matter(tell)
    if not mattering:
        return None
    total = sum(gap.priority for gap in tell.report.gaps)
    share = sum(gap.priority for gap in mattering) / total if total else 0.0
    is_seen = any(observe(tell, gap.dimension) for gap in mattering)
    seen = (
        (Column(_("What is seen today, where it is lowest")), Column(_("What the next level would show")))
        if is_seen
        else ()
    )
    note = (
        _(
            "What is seen today is the answer nearest to the evidenced level of the lowest question, in the words of the questionnaire."
        )
        if is_seen
        else _("What is seen in single questions is not shown, because too few people answered.")
    )
    table = Exhibit(
        key="mattering",
        caption=_("The gaps of the highest priority: weight × gap × confidence"),
        columns=(
            Column(_("Dimension"), width=0.17 if is_seen else 0.4),
            Column(_("Evidence to target"), "level", 0.11 if is_seen else 0.2),
            *seen,
            Column(_("Days in the plan"), "days", 0.09 if is_seen else 0.4),
        ),
        rows=tuple(_mattering(tell, gap, is_seen=is_seen) for gap in mattering),
        notes=(note,),
        source=tell.source(),
    )
    return Section(
        "gaps",
        _("Gaps that matter"),
        tell.ngettext(
            "%(num)s gap carries %(share)s of the priority; %(title)s comes first",
            "%(num)s gaps carry %(share)s of the priority; %(title)s comes first",
            len(mattering),
            share=tell.share(share),
            title=tell.say(mattering[0].title),
        ),
        (
            table,
            *_other_gaps(tell, mattering, total),
            Points(_strengths(tell), _("What to build on")),
            *tell_since(tell),
        ),
    )


def _gaps_that_matter(tell: Teller) -> tuple[Gap, ...]:
    return tuple(gap for gap in tell.report.gaps if gap in tell.story.short)[:MOST_MATTERING]


def _mattering(tell: Teller, gap: Gap, *, is_seen: bool) -> Row:
    _, plan = tell._, tell.report.roadmap
    lowest = observe(tell, gap.dimension)
    moves = [one for one in plan.initiatives if one.dimension == gap.dimension]
    days = sum(one.effort_days for one in moves)
    seen = (
        Cell(lowest.today if lowest else "–", detail=lowest.facet if lowest else ""),
        Cell(lowest.next_step if lowest else "–"),
    )
    confidence = _("grade %(grade)s", grade=gap.grade or "–") + (
        ", " + _("verify first") if gap.verify_first else ""
    )
    return Row(
        (
            Cell(tell.say(gap.title), detail=confidence, tone="strong"),
            Cell(
                tell.between(gap.evidenced, gap.target),
                gap.gap,
                detail=_("gap %(gap)s", gap=tell.level(gap.gap)),
                tone="gap",
            ),
            *(seen if is_seen else ()),
            Cell(tell.number(days), days, ", ".join(one.key for one in moves)),
        )
    )


def _other_gaps(tell: Teller, shown: tuple[Gap, ...], total: float) -> tuple[Paragraph, ...]:
    """Return the gaps that are not in the table, with what they weigh, in one sentence."""
    others = tuple(gap for gap in tell.report.gaps if gap in tell.story.short and gap not in shown)
    if not others or not total:
        return ()
    named = ", ".join(
        tell._("%(title)s (%(gap)s)", title=tell.say(gap.title), gap=tell.level(gap.gap)) for gap in others
    )
    text = tell.ngettext(
        "%(num)s more gap carries %(share)s of the priority: %(named)s.",
        "%(num)s more gaps carry %(share)s of the priority: %(named)s.",
        len(others),
        share=tell.share(sum(gap.priority for gap in others) / total),
        named=named,
    )
    return (Paragraph(text),)


def _strengths(tell: Teller) -> tuple[Point, ...]:
    """Return the strongest dimensions with what is seen there."""
    found = []
    for score in tell.story.strengths:
        best = observe(tell, score.key, highest=True)
        text = tell._(
            "%(title)s, at %(level)s with evidence.",
            title=tell.say(score.title),
            level=tell.level(score.evidenced),
        )
        found.append(
            Point(text, f"{best.facet}: {best.today}" if best else "", finding=f"gaps.strength-{score.key}")
        )
    return tuple(found)
