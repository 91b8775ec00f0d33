"""How far people see it alike: role groups, agreement, and what is not seen."""

from __future__ import annotations

from app.reports.story import VISIBLE_SPREAD, Split, View, furthest_of, splits_of, unseen_of
from app.reports.telling.teller import WORDS, Teller
from app.reports.tree import Block, Cell, Column, Exhibit, Paragraph, Row, Section

MOST_FURTHEST, MOST_UNSEEN = 9, 12
NEGLIGIBLE = 0.147
"""Cliff's δ below which a difference is called negligible; methods, 3.4."""


def tell_views(tell: Teller) -> Section:
    """Return how the role groups see each dimension."""
    _, story, result = tell._, tell.story, tell.result
    if not shows_groups(tell):
        hidden = _(
            "No level of a role group is shown: fewer than %(threshold)s people of the group answered, or showing it would let such a group be worked out.",
            threshold=result.threshold,
        )
        return Section("views", _("How role groups see it"), _views_title(tell), (Paragraph(hidden),))
    rows = tuple(_view_row(tell, view) for view in story.views)
    notes = [_("Spread: highest minus lowest group shown, before rounding.")]
    if story.hidden_roles:
        notes.append(
            _(
                "Hidden: fewer than %(threshold)s people of the group answered, or showing the cell would let such a group be worked out.",
                threshold=result.threshold,
            )
        )
    notes.append(
        _(
            "A dash means that the group was not asked or could not answer. Shades follow the level; the number decides."
        )
    )
    heat = Exhibit(
        key="views",
        caption=_(
            "Claimed level by role group · level %(low)s to %(high)s · n = %(count)s",
            low=result.lowest,
            high=result.highest,
            count=result.respondents,
        ),
        columns=(
            Column(_("Dimension"), width=0.24),
            *(Column(tell.role(role), "level") for role in story.roles),
            Column(_("Spread"), "points", 0.08),
            Column(_("Agreement"), width=0.12),
        ),
        rows=rows,
        notes=tuple(notes),
        source=tell.source(),
    )
    return Section("views", _("How role groups see it"), _views_title(tell), (heat, *_role_gaps(tell)))


def shows_groups(tell: Teller) -> bool:
    """Return whether the level of any role group may be shown, beside at least one other group."""
    return len(tell.story.roles) > 1 and any(
        cell.score is not None and not cell.is_hidden for view in tell.story.views for cell in view.cells
    )


def _view_row(tell: Teller, view: View) -> Row:
    cells: list[Cell] = []
    for role in tell.story.roles:
        cell = next((one for one in view.cells if one.role == role), None)
        if cell is not None and cell.is_hidden:
            cells.append(Cell(tell._("hidden"), tone="quiet"))
        else:
            cells.append(tell.level_cell(cell.score if cell else None, shaded=True))
    return Row(
        (
            Cell(tell.say(view.title), tone="strong"),
            *cells,
            tell.level_cell(view.spread),
            Cell(tell.word(WORDS, "agreement", view.agreement)),
        )
    )


def _views_title(tell: Teller) -> str:
    story, result = tell.story, tell.result
    if story.widest_view and story.widest_view.highest and story.widest_view.lowest:
        return tell._(
            "%(title)s divides most: %(high)s see it %(spread)s levels higher than %(low)s",
            title=tell.say(story.widest_view.title),
            high=tell.word(WORDS, "role_within", story.widest_view.highest.role),
            low=tell.word(WORDS, "role_within", story.widest_view.lowest.role),
            spread=tell.level(story.widest_view.spread),
        )
    if story.hidden_roles or result.is_below_threshold:
        return tell._("Role groups are not compared, so that nobody’s answers can be told from them")
    return tell.ngettext(
        "%(num)s role groups answered and their views hardly differ",
        "%(num)s role groups answered and their views hardly differ",
        len(result.roles),
    )


def _role_gaps(tell: Teller) -> tuple[Exhibit, ...]:
    """Return the pairs of groups that lie furthest apart, with how firmly."""
    _ = tell._
    # Medians of so few may differ where the answers as a whole do not, or lean the other way.
    pairs = [
        (one, gap)
        for one in tell.result.dimensions
        for gap in one.role_gaps
        if gap.cliffs_delta >= NEGLIGIBLE and gap.difference >= VISIBLE_SPREAD
    ]
    pairs.sort(key=lambda pair: (-pair[1].difference, -abs(pair[1].cliffs_delta)))
    rows = tuple(
        Row(
            (
                Cell(tell.say(one.title), tone="strong"),
                Cell(tell.role(gap.higher)),
                Cell(tell.role(gap.lower)),
                tell.level_cell(gap.difference, tone="gap"),
                Cell(tell.figure("two_decimals", gap.cliffs_delta), gap.cliffs_delta),
            )
        )
        for one, gap in pairs[:10]
    )
    if not rows:
        return ()
    return (
        Exhibit(
            key="role-gaps",
            caption=_("Pairs of role groups of five people or more that lie furthest apart"),
            columns=(
                Column(_("Dimension"), width=0.26),
                Column(_("Higher")),
                Column(_("Lower")),
                Column(_("Difference of medians"), "points", 0.14),
                Column(_("Cliff’s δ"), "points", 0.1),
            ),
            rows=rows,
            notes=(
                _(
                    "Cliff’s δ: how often somebody of the first group says more than somebody of the second, minus the other way round, −1 to 1. Pairs with a δ of negligible size are left out (Romano and others 2006)."
                ),
            ),
        ),
    )


def tell_agreement(tell: Teller) -> Section:
    """Return the agreement map, and the questions on which people disagree most."""
    _, story, result = tell._, tell.story, tell.result
    measured = sum(one.ad is not None for one in result.questions)
    if not measured:
        title = _("Too few people answered to tell agreement question by question")
    elif not story.contested_count:
        title = _(
            "On none of %(all)s questions do the answers lie too far apart to speak of one view", all=measured
        )
    elif measured < len(result.questions):
        title = tell.ngettext(
            "On %(num)s of the %(all)s questions that may be shown the answers lie too far apart to speak of one view",
            "On %(num)s of the %(all)s questions that may be shown the answers lie too far apart to speak of one view",
            story.contested_count,
            all=measured,
        )
    else:
        title = tell.ngettext(
            "On %(num)s of %(all)s questions the answers lie too far apart to speak of one view",
            "On %(num)s of %(all)s questions the answers lie too far apart to speak of one view",
            story.contested_count,
            all=measured,
        )
    blocks = (_by_agreement(tell), *_furthest(tell))
    return Section("agreement", _("Agreement"), title, blocks, "page" if measured else "flow")


def _by_agreement(tell: Teller) -> Exhibit:
    _, result = tell._, tell.result
    return Exhibit(
        key="agreement",
        caption=_("Agreement by dimension · n = %(count)s", count=result.respondents),
        columns=(
            Column(_("Dimension"), width=0.3),
            Column(_("Agreement")),
            Column(_("Distance"), "points", 0.14),
            Column("r*wg", "points", 0.12),
            Column(_("Krippendorff’s α"), "points", 0.16),
        ),
        rows=tuple(
            Row(
                (
                    Cell(tell.say(one.title), tone="strong"),
                    Cell(tell.word(WORDS, "agreement", one.agreement)),
                    Cell(tell.figure("two_decimals", one.ad), one.ad),
                    Cell(tell.figure("two_decimals", one.rwg_star), one.rwg_star),
                    Cell(tell.figure("two_decimals", one.alpha), one.alpha),
                )
            )
            for one in result.dimensions
        ),
        notes=(
            _(
                "Distance: median of the questions’ mean absolute deviations. r*wg: 1 is full agreement. α: 1 is full agreement over all questions, 0 is chance; it stays near 0 where all questions stand at much the same level, so the label follows the distance."
            ),
        ),
        source=tell.source(),
    )


def _furthest(tell: Teller) -> tuple[Exhibit, ...]:
    """Return the questions with the widest distance between answers; nothing where none was measured."""
    _, story, result = tell._, tell.story, tell.result
    contested = {one.question: one for one in result.contested}
    rows = []
    for split in furthest_of(splits_of(tell.report.model, result))[:MOST_FURTHEST]:
        known = contested.get(split.score.key)
        camps = "–"
        if known and known.low_answer is not None and known.high_answer is not None:
            camps = _("%(low)s and %(high)s", low=known.low_answer, high=known.high_answer)
        rows.append(
            Row(
                (
                    Cell(split.score.key),
                    Cell(tell.say(split.facet), detail=tell.say(split.dimension), tone="strong"),
                    Cell(tell.figure("two_decimals", split.score.ad), split.score.ad),
                    Cell(camps),
                    Cell(
                        tell.word(WORDS, "agreement", split.agreement),
                        tone="gap" if split.is_contested else "",
                    ),
                )
            )
        )
    if not rows:
        return ()
    exhibit = Exhibit(
        key="furthest",
        caption=_("The questions with the widest distance between answers, contested ones first"),
        columns=(
            Column(_("No."), width=0.09),
            Column(_("Question")),
            Column(_("Distance"), "points", 0.12),
            Column(_("Answers most chosen"), width=0.18),
            Column(_("Agreement"), width=0.16),
        ),
        rows=tuple(rows),
        notes=(_("Talk about the contested ones before anybody acts on their scores."),)
        if story.contested_count
        else (),
    )
    return (exhibit,)


def tell_unseen(tell: Teller) -> Section:
    """Return where people could not judge: per dimension and per question."""
    _, story, result = tell._, tell.story, tell.result
    splits = unseen_of(splits_of(tell.report.model, result))
    blocks: list[Block] = [_unseen_by_dimension(tell)]
    if splits:
        blocks.append(_unseen_questions(tell, splits))
    title = tell.ngettext(
        "%(num)s question could not be judged by more than a quarter of those who saw it",
        "%(num)s questions could not be judged by more than a quarter of those who saw them",
        story.unseen_count,
    )
    quiet = Paragraph(
        _("“Don’t know” is never scored. The last two columns show the most that it could have changed."),
        "quiet",
    )
    return Section("unseen", _("What is not seen"), title, (quiet, *blocks), "flow")


def _unseen_by_dimension(tell: Teller) -> Exhibit:
    _, result = tell._, tell.result
    return Exhibit(
        key="unseen-dimensions",
        caption=_(
            "Answers “don’t know” by dimension, and what they could hide · n = %(count)s",
            count=result.respondents,
        ),
        columns=(
            Column(_("Dimension"), width=0.32),
            Column(_("Don’t know"), "share", 0.13),
            Column(_("Not applicable"), "share", 0.15),
            Column(_("Claim"), "level", 0.1),
            Column(_("If all were lowest"), "level", 0.15),
            Column(_("If all were highest"), "level"),
        ),
        rows=tuple(
            Row(
                (
                    Cell(tell.say(one.title), tone="strong"),
                    tell.share_cell(one.dont_know_share),
                    tell.share_cell(one.not_applicable_share),
                    tell.level_cell(one.claimed),
                    tell.level_cell(one.dk_low),
                    tell.level_cell(one.dk_high),
                )
            )
            for one in result.dimensions
        ),
        source=tell.source(),
    )


def _unseen_questions(tell: Teller, splits: tuple[Split, ...]) -> Exhibit:
    _ = tell._
    return Exhibit(
        key="unseen-questions",
        caption=_(
            "Visibility gaps: practice that may be there, but is not seen by more than a quarter of those asked"
        ),
        columns=(
            Column(_("No."), width=0.1),
            Column(_("Question")),
            Column(_("Dimension"), width=0.3),
            Column(_("Don’t know"), "share", 0.12),
            Column(_("Answers"), "count", 0.1),
        ),
        rows=tuple(
            Row(
                (
                    Cell(one.score.key),
                    Cell(
                        tell.say(one.facet),
                        detail=tell.say(tell.report.model.question(one.score.key).stem),
                        tone="strong",
                    ),
                    Cell(tell.say(one.dimension)),
                    tell.share_cell(one.dont_know_share, "gap"),
                    tell.whole_cell(one.score.answered),
                )
            )
            for one in splits[:MOST_UNSEEN]
        ),
        notes=(_("A visibility gap is closed by showing what is done before anything new is built."),),
        dense=True,
    )
