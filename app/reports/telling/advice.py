"""What kind of PMO: its authority with reasons and what would change it, its services and its shape."""

from __future__ import annotations

from app.reports.telling.teller import CHANGES, WORDS, Teller
from app.reports.tree import (
    Block,
    Callout,
    Cell,
    Column,
    Columns,
    Drawing,
    Exhibit,
    Point,
    Points,
    Row,
    Section,
    Series,
)
from assessments.recommendations import Reason


def advice_title(tell: Teller) -> str:
    """Return the advised type and how far it is ahead, as a sentence."""
    _, advice = tell._, tell.report.recommendation
    margin = tell.level(advice.margin)
    if advice.standing == "insufficient":
        if tell.story.is_profile_thin:
            return _(
                "%(answered)s of %(asked)s questions about the organisation are answered, too few to advise a type of PMO",
                answered=advice.answered,
                asked=advice.asked,
            )
        return _(
            "The %(count)s answers about the organisation are too much alike to advise a type of PMO",
            count=advice.answered,
        )
    if advice.standing == "tie":
        words = {
            "best": tell.type_title(advice.type),
            "second": tell.type(advice.runner_up),
            "margin": margin,
            "target": tell.type(advice.target_type),
        }
        if advice.target_type == advice.lighter_first:
            return _(
                "%(best)s and %(second)s are %(margin)s points apart, too close to call: begin with the lighter, %(target)s",
                **words,
            )
        return _(
            "%(best)s and %(second)s are %(margin)s points apart, too close to call; regulation asks for %(target)s",
            **words,
        )
    if advice.standing == "leaning":
        return _(
            "The profile leans to a %(best)s PMO, ahead by %(margin)s points",
            best=tell.type(advice.type),
            margin=margin,
        )
    return _(
        "A %(best)s PMO clearly fits, ahead by %(margin)s points", best=tell.type(advice.type), margin=margin
    )


def types_exhibit(tell: Teller) -> Exhibit:
    """Return the fit of the three types with what each does."""
    _, advice = tell._, tell.report.recommendation
    names = tuple(tell.type_title(one.type) for one in advice.scores)
    return Exhibit(
        key="types",
        caption=_(
            "Fit of three types of authority · 0 to 100 points · %(answered)s of %(asked)s criteria answered",
            answered=advice.answered,
            asked=advice.asked,
        ),
        columns=(
            Column(_("Type"), width=0.13),
            Column("0 – 100", "drawing", 0.2),
            Column(_("Points"), "points", 0.08),
            Column(_("First in"), "share", 0.09),
            Column(_("What such a PMO does, and how it fails")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(name, tone="strong"),
                    Cell(""),
                    Cell(tell.level(one.score), one.score, tone="strong"),
                    Cell(tell.word(CHANGES, "share_short", one.share_of_wins), one.share_of_wins),
                    Cell(tell.word(WORDS, "type_duty", one.type)),
                )
            )
            for name, one in zip(names, advice.scores, strict=True)
        ),
        drawing=Drawing(
            "bars",
            _("Bars of the points of each type; the figures are in the same rows"),
            names,
            (Series(_("Points"), "main", tuple(one.score for one in advice.scores)),),
            "points",
            0.0,
            100.0,
        ),
        notes=(
            _(
                "First in: share of 5,000 redrawn weightings, each weight between half and one and a half times its default, in which the type scores highest."
            ),
            *((_("The lead is taken before rounding."),) if _is_lead_rounded(tell) else ()),
        ),
        source=_(
            "Source: profile of the organisation; %(rules)s.", rules=tell.rule("REC-1", "REC-2", "REC-5")
        ),
    )


def _is_lead_rounded(tell: Teller) -> bool:
    """Return whether the lead that titles name is another than the points in the table have between them."""
    advice = tell.report.recommendation
    points = {one.type: one.score for one in advice.scores}
    if advice.standing == "insufficient" or not {advice.type, advice.runner_up} <= points.keys():
        return False
    return tell.rounds_apart(points[advice.type], points[advice.runner_up], advice.margin)


def reasons_of(tell: Teller, reasons: tuple[Reason, ...]) -> tuple[Point, ...]:
    """Return reasons as points: criterion, its share of the margin, the answer given."""
    found = []
    for one in reasons:
        criterion = tell.story.criteria.get(one.criterion)
        if criterion is None:
            found.append(Point(one.criterion, mark=tell.signed(one.contribution)))
        else:
            found.append(
                Point(
                    tell.say(criterion.title),
                    tell.say(criterion.options[one.answer]),
                    mark=tell.signed(one.contribution),
                )
            )
    return tuple(found)


def tell_type(tell: Teller) -> Section:
    """Return the advised type of authority, with the reasons for and against it."""
    _, advice = tell._, tell.report.recommendation
    blocks: list[Block] = [types_exhibit(tell)]
    if advice.reasons_for or advice.reasons_against:
        blocks.append(
            Columns(
                (Points(reasons_of(tell, advice.reasons_for), _("What speaks for it"), "reasons"),),
                (
                    Points(
                        reasons_of(tell, advice.reasons_against),
                        _("What speaks against it")
                        if advice.reasons_against
                        else _("No answer speaks against it"),
                        "reasons",
                    ),
                ),
            )
        )
    if advice.gates:
        blocks.append(
            Callout(
                _("Rules that bend the advice"),
                tuple(
                    Point(tell.word(WORDS, "gate", one, advice), rule=tell.rule(one.key))
                    for one in advice.gates
                ),
                "gates",
            )
        )
    blocks.append(Callout(_("How far research carries this advice"), _research(tell), "panel"))
    return Section("type", _("Type of PMO"), advice_title(tell), tuple(blocks))


def _research(tell: Teller) -> tuple[Point, ...]:
    _, advice = tell._, tell.report.recommendation
    texts = [
        _(
            "A survey of 500 PMOs found traits that good ones share, such as recognised expertise, but no structure that works everywhere. Later authors report that politics and context explain structure; industry, region and size do not (Hobbs and Aubry; Hubbard and Bolles 2015)."
        ),
        _(
            "How a PMO's change turns out is associated with context, with the way change is handled and with whether coordination moves towards control or service (184 changes; Aubry 2015)."
        ),
        _(
            "Light PMOs have less effect but succeed more often; heavy ones the reverse (Singh, Keil and Kasi 2009)."
        ),
        _(
            "Sources contradict each other on whether a supportive PMO suits experienced or inexperienced teams. The weights used here are platform defaults."
        ),
    ]
    points = [Point(text) for text in texts]
    if advice.target_type == "supportive" and advice.profile.get("K03", 4) <= 1:
        points.append(
            Point(_("Here: supportive, with a strong training programme."), rule=tell.rule("REC-11"))
        )
    return tuple(points)


def tell_stability(tell: Teller) -> Section | None:
    """Return how firmly the advice stands and what would turn it; None where there is no advice."""
    _, advice, criteria = tell._, tell.report.recommendation, tell.story.criteria
    if advice.standing == "insufficient":
        return None
    points = [
        Point(
            tell.word(CHANGES, "answers_change", advice, criteria),
            "; ".join(answer_list(tell)),
            tell.rule("REC-7"),
        ),
        Point(tell.word(CHANGES, "weights_change", advice, criteria), rule=tell.rule("REC-8")),
    ]
    if advice.respondents:
        points.append(Point(tell.word(CHANGES, "respondents", advice), rule=tell.rule("REC-6")))
    if advice.weights:
        points.append(Point(tell.word(CHANGES, "own_weights", advice, criteria), rule=tell.rule("REC-10")))
    if advice.depends_on_priorities:
        named = ", ".join(tell.say(criteria[key].title) for key in advice.flipping if key in criteria)
        points.append(
            Point(
                _("The advice depends on your priorities."),
                _("A change in the weight of one of these alone could turn it: %(named)s.", named=named)
                if named
                else "",
            )
        )
    share = tell.word(CHANGES, "share", advice.stability)
    title = _(
        "The %(kind)s type stays first in %(share)s of 5,000 redrawn weightings",
        kind=tell.type(advice.type),
        share=share,
    )
    return Section(
        "stability",
        _("What would change it"),
        title,
        (Points(tuple(points), style="messages"), _criteria(tell)),
        "flow",
    )


def _criteria(tell: Teller) -> Exhibit:
    """Return the profile as it was answered, with where each answer came from."""
    _, report = tell._, tell.report
    derived = {one.criterion: one.source for one in report.recommendation.derived}
    sources = {"assessment": _("from the assessment"), "facts": _("from what is known of the client")}
    rows = []
    for one in report.profile_model.criteria:
        answer = report.recommendation.profile.get(one.key)
        rows.append(
            Row(
                (
                    Cell(one.key),
                    Cell(tell.say(one.title), tone="strong"),
                    Cell("–" if answer is None else tell.say(one.options[answer])),
                    Cell("–" if answer is None else str(answer), None if answer is None else float(answer)),
                    Cell(
                        sources.get(
                            derived.get(one.key, ""),
                            _("answered") if answer is not None else _("not answered"),
                        ),
                        tone="quiet",
                    ),
                )
            )
        )
    return Exhibit(
        "criteria",
        _("The profile of the organisation, answers 0 to 4"),
        (
            Column(_("No."), width=0.07),
            Column(_("Criterion"), width=0.29),
            Column(_("Answer")),
            Column(_("Value"), "count", 0.08),
            Column(_("Where from"), width=0.18),
        ),
        tuple(rows),
        dense=True,
    )


def answer_list(tell: Teller) -> list[str]:
    """Return the answers that would all have to be different for another type to come first; none for a single one."""
    flip, criteria = tell.report.recommendation.answer_flip, tell.story.criteria
    if flip is None or len(flip.changes) < 2:
        return []
    return [
        tell._(
            "%(criterion)s: “%(needed)s” instead of “%(answer)s”",
            criterion=tell.say(criteria[one.criterion].title),
            needed=tell.say(criteria[one.criterion].options[one.needed]),
            answer=tell.say(criteria[one.criterion].options[one.answer]),
        )
        for one in flip.changes
        if one.criterion in criteria
    ]
