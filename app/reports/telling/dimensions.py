"""One page for each dimension, in one frame, so that readers can compare."""

from __future__ import annotations

from app.reports.telling.observed import Observation, observations
from app.reports.telling.teller import WORDS, Teller
from app.reports.tree import (
    Block,
    Cell,
    Column,
    Columns,
    Exhibit,
    Figure,
    Figures,
    Layout,
    Paragraph,
    Point,
    Points,
    Row,
    Section,
)
from assessments.gaps import Gap
from assessments.results import DimensionScore, QuestionScore, RoleScore

MOST_MOVES = 6
ROOMY = 4
"""Questions up to which a page has room for two next steps and for tables of full height."""


def tell_dimensions(tell: Teller) -> tuple[Section, ...]:
    """Return a section for each dimension of the model, in its order."""
    known = {gap.dimension: gap for gap in tell.report.gaps}
    return tuple(
        tell_dimension(tell, one, known[one.key]) for one in tell.result.dimensions if one.key in known
    )


def tell_dimension(tell: Teller, score: DimensionScore, gap: Gap) -> Section:
    """Return the page of one dimension: the finding, the figures, what holds it back and what is done."""
    dimension = next((one for one in tell.report.model.dimensions if one.key == score.key), None)
    blocks: list[Block] = []
    if dimension and dimension.purpose:
        blocks.append(Paragraph(tell.say(dimension.purpose), "quiet"))
    blocks.append(Figures(_figures(tell, score, gap)))
    seen = observations(tell, score.key)
    if seen:
        blocks.append(_ends(tell, score, seen))
    asked = tuple(one for one in tell.result.questions if one.dimension == score.key)
    if any(one.median is not None for one in asked):
        blocks.append(_questions(tell, score, asked))
    else:
        blocks.append(
            Paragraph(
                tell._("Its questions are not shown one by one, because too few people answered them."),
                "quiet",
            )
        )
    if score.by_role and _shows_groups(tell, score):
        blocks.append(_by_role(tell, score))
    blocks.append(_moves(tell, gap))
    # Without what is seen in single questions it fills half a page.
    layout: Layout = "page" if seen or score is tell.result.dimensions[0] else "flow"
    return Section(_key(score), tell.say(score.title), _title(tell, score, gap), tuple(blocks), layout)


def _shows_groups(tell: Teller, score: DimensionScore) -> bool:
    """Return whether a role group may be shown beside another; a line of hidden ones says nothing."""
    return len(tell.story.roles) > 1 and any(
        one.score is not None and not one.is_hidden for one in score.by_role
    )


def _ends(tell: Teller, score: DimensionScore, seen: tuple[Observation, ...]) -> Columns:
    """Return what is strongest, beside what holds back and the next level of it.

    Where all questions stand alike, what is seen at that level stands beside the next one.
    """
    weakness = Point(seen[0].facet, seen[0].today, finding=f"{_key(score)}.weakness")
    following = Points(
        tuple(Point(one.facet, one.next_step) for one in seen[: 2 if len(seen) <= ROOMY else 1]),
        tell._("What the next level would show"),
        "reasons",
    )
    if not _is_uneven(seen):
        return Columns((Points((weakness,), tell._("What is seen today"), "reasons"),), (following,))
    strength = Point(seen[-1].facet, seen[-1].today, finding=f"{_key(score)}.strength")
    return Columns(
        (Points((strength,), tell._("What is strongest today"), "reasons"),),
        (Points((weakness,), tell._("What holds it back"), "reasons"), following),
    )


def _is_uneven(seen: tuple[Observation, ...]) -> bool:
    return bool(seen) and (seen[0].score.evidenced or 0) < (seen[-1].score.evidenced or 0)


def _key(score: DimensionScore) -> str:
    return f"dimension-{score.key}"


def _title(tell: Teller, score: DimensionScore, gap: Gap) -> str:
    _, title = tell._, tell.say(score.title)
    if gap.evidenced is None:
        return _(
            "%(title)s has no score: %(reason)s; its target is %(target)s",
            title=title,
            reason=tell.word(WORDS, "unscored", score.unscored_reason),
            target=tell.level(gap.target),
        )
    figures = {"title": title, "level": tell.level(gap.evidenced), "target": tell.level(gap.target)}
    seen = observations(tell, score.key)
    if gap not in tell.story.short:
        return _("%(title)s meets its target: evidence supports %(level)s of %(target)s", **figures)
    if not seen:
        return _("%(title)s stands at %(level)s against a target of %(target)s", **figures)
    if _is_uneven(seen):
        facet = seen[0].facet.lower() if tell.report.language == "en" else seen[0].facet
        others = sum(one.score.evidenced == seen[0].score.evidenced for one in seen[1:])
        if others:
            return tell.ngettext(
                "%(title)s stands at %(level)s against a target of %(target)s, held back by %(facet)s and %(num)s more",
                "%(title)s stands at %(level)s against a target of %(target)s, held back by %(facet)s and %(num)s more",
                others,
                **figures,
                facet=facet,
            )
        return _(
            "%(title)s stands at %(level)s against a target of %(target)s, held back most by %(facet)s",
            **figures,
            facet=facet,
        )
    return _(
        "%(title)s stands at %(level)s against a target of %(target)s, evenly over its questions", **figures
    )


def _figures(tell: Teller, score: DimensionScore, gap: Gap) -> tuple[Figure, ...]:
    _ = tell._
    reasons = {
        rule
        for rule, amount in next(
            (one.reasons for one in tell.report.targets if one.dimension == score.key), ()
        )
        if amount
    }
    raised = ", ".join(
        tell.say(tell.story.criteria[key].title) for key in sorted(reasons) if key in tell.story.criteria
    )
    ranked = _("Rank %(rank)s of %(all)s by priority.", rank=gap.rank, all=len(tell.report.gaps))
    points = sum(score.grade_points.values())
    grade = _("%(points)s of 10 points.", points=points) if score.grade else _("Not graded.")
    if score.agreement:
        grade += " " + _(
            "Agreement: %(agreement)s.", agreement=tell.word(WORDS, "agreement", score.agreement)
        )
    if gap.verify_first:
        grade += " " + _("Verify first.")
    evidence = (
        _("%(share)s of the higher claims have evidence.", share=tell.share(score.evidence_share))
        if score.evidence_share is not None
        else _("No claim was high enough to ask for evidence.")
    )
    return (
        Figure(_("Supported by evidence"), tell.level(gap.evidenced), evidence, gap.evidenced),
        Figure(
            _("Claimed"),
            tell.level(gap.claimed),
            tell.word(WORDS, "interval_sentence", score.interval),
            gap.claimed,
        ),
        Figure(
            _("Target"),
            tell.level(gap.target),
            (_("Gap %(gap)s.", gap=tell.level(gap.gap)) + " " if gap.gap is not None else "")
            + ranked
            + (" " + _("Raised by: %(named)s.", named=raised) if raised else ""),
            gap.target,
            tone="cost",
        ),
        Figure(_("Confidence"), gap.grade or "–", grade, None, "mark"),
    )


def _questions(tell: Teller, score: DimensionScore, asked: tuple[QuestionScore, ...]) -> Exhibit:
    _ = tell._
    facets = {one.key: one for one in tell.report.model.questions}
    rows = []
    for one in asked:
        judged = one.answered + one.dont_know
        rows.append(
            Row(
                (
                    Cell(one.key),
                    Cell(tell.say(facets[one.key].facet), tone="strong"),
                    tell.level_cell(one.median),
                    tell.level_cell(one.evidenced, shaded=True),
                    tell.share_cell(one.dont_know / judged if judged else None),
                    Cell(tell.figure("two_decimals", one.ad), one.ad),
                    Cell(tell.word(WORDS, "agreement", one.agreement)),
                    tell.whole_cell(one.answered),
                )
            )
        )
    return Exhibit(
        key=f"questions-{score.key}",
        caption=_(
            "%(title)s by question · level %(low)s to %(high)s",
            title=tell.say(score.title),
            low=tell.result.lowest,
            high=tell.result.highest,
        ),
        columns=(
            Column(_("No."), width=0.08),
            Column(_("Question")),
            Column(_("Median"), "level", 0.09),
            Column(_("With evidence"), "level", 0.1),
            Column(_("Don’t know"), "share", 0.09),
            Column(_("Distance"), "points", 0.09),
            Column(_("Agreement"), width=0.17),
            Column(_("Answers"), "count", 0.09),
        ),
        rows=tuple(rows),
        notes=(_hidden_note(tell),) if any(one.median is None and one.answered for one in asked) else (),
        dense=len(rows) > ROOMY,
    )


def _hidden_note(tell: Teller) -> str:
    return tell._(
        "A dash: not enough answers for a figure, or fewer than %(threshold)s, which are not shown.",
        threshold=tell.result.threshold,
    )


def _by_role(tell: Teller, score: DimensionScore) -> Exhibit:
    _ = tell._
    cells = {one.role: one for one in score.by_role}

    def cell(one: RoleScore | None) -> Cell:
        if one is not None and one.is_hidden:
            return Cell(_("hidden"), tone="quiet")
        return tell.level_cell(one.score if one else None, shaded=True)

    return Exhibit(
        key=f"roles-{score.key}",
        caption=_("%(title)s by role group, claimed level", title=tell.say(score.title)),
        columns=tuple(Column(tell.role(role), "level") for role in tell.story.roles),
        rows=(Row(tuple(cell(cells.get(role)) for role in tell.story.roles)),),
    )


def _moves(tell: Teller, gap: Gap) -> Exhibit | Paragraph:
    _, plan = tell._, tell.report.roadmap
    moves = [one for one in plan.initiatives if one.dimension == gap.dimension]
    if not moves:
        return Paragraph(_("The plan has no initiative for this dimension."), "quiet")
    return Exhibit(
        key=f"moves-{gap.dimension}",
        caption=_("%(title)s: what the plan does about it", title=tell.say(gap.title)),
        columns=(
            Column(_("No."), width=0.1),
            Column(_("Initiative")),
            Column(_("Leaves behind"), width=0.38),
            Column(_("Weeks"), "week", 0.1),
            Column(_("Days"), "days", 0.08),
        ),
        rows=tuple(
            Row(
                (
                    Cell(one.key),
                    Cell(
                        tell.say(one.title),
                        detail=", ".join(tell.owner(key) for key in one.owners),
                        tone="strong",
                    ),
                    Cell(tell.in_a_row(map(tell.say, one.deliverables))),
                    tell.week_cell(one.start_week, one.end_week),
                    tell.number_cell(one.effort_days),
                )
            )
            for one in moves[:MOST_MOVES]
        ),
        dense=len(tell.report.model.questions) > ROOMY * len(tell.result.dimensions),
    )
