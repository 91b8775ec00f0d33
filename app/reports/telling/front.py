"""Cover, contents, how to read the report, and what it was made from."""

from __future__ import annotations

from app.reports.brand import Brand
from app.reports.choice import Choice
from app.reports.telling.appendix import coverage, fingerprints, tell_ladder
from app.reports.telling.teller import WORDS, Teller
from app.reports.tree import (
    Block,
    Callout,
    Cell,
    Column,
    Columns,
    Contents,
    Cover,
    Document,
    Exhibit,
    Paragraph,
    Point,
    Points,
    Row,
    Section,
    Terms,
)


def audience_name(tell: Teller, key: str) -> str:
    """Return for whom a report is written, as its cover says it."""
    _ = tell._
    return {
        "board": _("for the board"),
        "team": _("for the programme team"),
        "review": _("for reviewers"),
    }.get(key, key)


def tell_cover(tell: Teller, choice: Choice, brand: Brand) -> Cover:
    """Return the first page. Its promise follows the dimension of the highest priority, where no title was given."""
    _, report, story = tell._, tell.report, tell.story
    if brand.title:
        promise = tell.typed(brand.title, 120)
    elif story.widest:
        promise = tell.word(
            WORDS, "promise", story.priorities[0].dimension if story.priorities else story.widest.dimension
        )
    elif story.scored:
        promise = tell.word(WORDS, "promise_all_met")
    else:
        promise = tell.word(WORDS, "promise", "")
    about = report.assessment
    basis = (
        _("%(responded)s of %(invited)s people", responded=about.responded, invited=about.invited)
        if about.invited
        else tell.ngettext("%(num)s person", "%(num)s people", about.responded)
    )
    kind = _("Executive roadmap") if choice.kind == "roadmap" else _("Full report")
    notice = (
        _(
            "Synthetic data. The answers behind this report were generated for demonstration; client, people and figures are invented."
        )
        if about.is_synthetic
        else ""
    )
    return Cover(
        firm=tell.typed(report.firm, 80),
        promise=promise,
        client=tell.typed(report.client.name, 120),
        subject=f"{tell.typed(brand.subtitle or about.title, 160)} · {kind}, {audience_name(tell, choice.audience)}",
        scope=tell.typed(about.scope, 300),
        notice=notice,
        facts=(
            (_("Prepared by"), tell.typed(report.consultant, 60)),
            (_("Issued on"), tell.date(report.issued_on)),
            (_("Reference"), tell.typed(report.reference, 40)),
            (_("Basis"), f"{basis}, {tell.word(WORDS, 'mode', about.mode)}"),
        ),
        note=_("A maturity estimate from self-assessment, not a certified level."),
    )


def tell_contents(tell: Teller) -> Section:
    """Return where contents and the list of exhibits stand."""
    _ = tell._
    return Section("contents", _("Contents"), _("Contents"), (Contents(_("Sections"), _("Exhibits")),))


def limits(tell: Teller) -> tuple[Point, ...]:
    """Return what the report cannot say."""
    _, about, result = tell._, tell.report.assessment, tell.result
    texts = [
        _("It rests on self-assessment. It is not an audit and certifies nothing."),
        _(
            "Levels, weights, thresholds, efforts and durations are platform defaults: expert estimates, not an industry standard."
        ),
        _("With fewer than ten people in a group, a difference of half a level cannot be told from chance."),
        _("Answers were given under names, which tends to make them more polite.")
        if about.mode == "named"
        else _(
            "Levels of groups of fewer than %(threshold)s people are not shown, so that nobody can be singled out.",
            threshold=result.threshold,
        ),
    ]
    if result.careless.flagged:
        texts.append(
            tell.ngettext(
                "%(num)s person’s answers look careless; nobody is left out. Without them the mean would be %(mean)s.",
                "The answers of %(num)s people look careless; nobody is left out. Without them the mean would be %(mean)s.",
                result.careless.flagged,
                mean=tell.level(result.careless.mean_without),
            )
        )
    if about.is_synthetic:
        texts.append(_("The answers are synthetic and describe no real organisation."))
    return tuple(Point(text) for text in texts)


def tell_reading(tell: Teller, choice: Choice) -> Section:
    """Return how the report is to be read, and its limits."""
    _, result, about = tell._, tell.result, tell.report.assessment
    readings = [
        tell.word(WORDS, "whole_reading", result.overall.rule),
        _("Weakest link. The lowest dimension. It shows holes, and hides progress."),
        _(
            "Staged level. The level that three quarters of the questions reach, with no core question two levels or more below. It moves in jumps."
        ),
    ]
    who = coverage(tell)
    start: tuple[Block, ...] = (
        Points(tuple(Point(text) for text in readings), _("Three readings of one level")),
        *([who] if who else ()),
    )
    title = (
        _(
            "%(responded)s of %(invited)s people answered; read each score as an estimate with a margin",
            responded=about.responded,
            invited=about.invited,
        )
        if about.invited
        else tell.ngettext(
            "%(num)s person answered; read each score as an estimate with a margin",
            "%(num)s people answered; read each score as an estimate with a margin",
            about.responded,
        )
    )
    return Section(
        "reading",
        _("How to read the report"),
        title,
        (
            tell_ladder(tell),
            Columns(start, (_terms(tell),)),
            Callout(_("What this report cannot say"), limits(tell), "panel"),
        ),
    )


def _terms(tell: Teller) -> Terms:
    """Return the words of the tables, each with its meaning."""
    _ = tell._
    return Terms(
        (
            (_("Claimed"), _("What people say, each role group counted equally.")),
            (
                _("Evidenced"),
                _(
                    "What the named evidence supports: without any, the second answer at most; with one example, the third at most. More evidence can only raise it, to the claim at most, so it has no interval."
                ),
            ),
            (
                _("Interval"),
                _("Where the claimed score would probably lie if others like these had answered."),
            ),
            (
                _("Grade A to D"),
                _(
                    "Confidence in the score: points for number of answers, roles, agreement, visibility and evidence. Advice on a D must be verified first."
                ),
            ),
            (
                _("Target"),
                _(
                    "The level the profile of the organisation calls for, set by rule; it is not level 5 by default."
                ),
            ),
        ),
        _("Terms in the tables"),
    )


def tell_limits(tell: Teller) -> Section:
    """Return limits and fingerprints in brief, for a report without an appendix."""
    _, origin = tell._, tell.report.provenance
    versions = _(
        "Model %(model)s %(version)s; method of scoring %(scoring)s, of planning %(planning)s; Plumbline %(product)s. Answers, SHA-256: %(answers)s.",
        model=origin.model_key,
        version=origin.model_version,
        scoring=origin.method_version,
        planning=origin.planning_method_version,
        product=origin.product_version,
        answers=origin.answers_hash,
    )
    blocks = (Callout(_("What this report cannot say"), limits(tell), "panel"), Paragraph(versions, "quiet"))
    return Section(
        "limits",
        _("Limits"),
        tell.ngettext(
            "%(num)s limit holds for every figure here",
            "%(num)s limits hold for every figure here",
            len(limits(tell)),
        ),
        blocks,
        "flow",
    )


def tell_manifest(tell: Teller, choice: Choice, attached: tuple[str, ...]) -> Section:
    """Return the fingerprints, what was left out of this report, and what is attached to its file."""
    _ = tell._
    left = [*redactions(tell, choice)]
    if choice.without:
        left.append(
            tell.ngettext(
                "%(num)s section was switched off when the report was issued.",
                "%(num)s sections were switched off when the report was issued.",
                len(choice.without),
            )
        )
    points = [Point(text) for text in left] or [Point(_("Nothing was left out."))]
    says = {
        "result.json": _("every figure of this report as data, without single people"),
        "answers.csv": _("how often each answer was given, where that may be shown"),
    }
    files = [Point(name, says.get(name, "")) for name in attached] or [
        Point(_("Nothing is attached: too few people answered, or the rules of discretion forbid it."))
    ]
    return Section(
        "manifest",
        _("Manifest"),
        _("What this report was made from"),
        (
            fingerprints(tell),
            Columns(
                (Points(tuple(points), _("Left out of this report")),),
                (Points(tuple(files), _("Attached to the file")),),
            ),
        ),
        "flow",
    )


def redactions(tell: Teller, choice: Choice) -> tuple[str, ...]:
    """Return, as sentences, what the chosen redaction took out."""
    _, found = tell._, choice.redaction
    texts = (
        (found.without_client, _("The client’s name is left out.")),
        (found.without_people, _("The names of those who prepared it are left out.")),
        (found.without_roles, _("Role groups are left out.")),
        (found.without_remarks, _("Remarks typed by people are left out.")),
        (found.without_money, _("Sums of money are left out.")),
    )
    return tuple(text for is_on, text in texts if is_on)


def tell_edited(tell: Teller, document: Document) -> Section | None:
    """Return every finding that a person wrote anew, beside its computed text, with who and when."""
    from app.reports.editing import findings_of

    _ = tell._
    edited = [one for one in findings_of(document) if one.edit]
    if not edited:
        return None
    table = Exhibit(
        "edited-findings",
        _("Findings written anew, with the text as computed"),
        (
            Column(_("Where"), width=0.16),
            Column(_("As printed"), width=0.34),
            Column(_("As computed")),
            Column(_("By"), width=0.16),
        ),
        tuple(
            Row(
                (
                    Cell(one.section, tone="strong"),
                    Cell(one.text),
                    Cell(one.computed),
                    Cell(one.edit.by, detail=tell.day(one.edit.on)),
                )
            )
            for one in edited
            if one.edit
        ),
    )
    title = tell.ngettext(
        "%(num)s finding was worded by a person, not by rule",
        "%(num)s findings were worded by a person, not by rule",
        len(edited),
    )
    return Section("edited", _("Findings written anew"), title, (table,), "flow")
