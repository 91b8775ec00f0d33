"""Which services a PMO offers, the shape it has beside its authority, and both in brief for leadership."""

from __future__ import annotations

from collections.abc import Mapping

from app.reports.telling.advice import advice_title, reasons_of, types_exhibit
from app.reports.telling.teller import MIX, WORDS, Teller
from app.reports.tree import Block, Cell, Column, Columns, Exhibit, Paragraph, Points, Row, Section
from assessments.service_mix import MixedService


def mix_exhibit(tell: Teller, most: Mapping[str, int]) -> Exhibit:
    """Return the services by what to do with them; what exceeds `most` rows of a kind is named in one."""
    _, mix = tell._, tell.report.services
    assert mix is not None
    rows = []
    for kind, shown in most.items():
        found = mix.rows(kind)  # type: ignore[arg-type]  # the keys are verdicts
        verdict = tell.word(MIX, "verdict", kind)
        for row in found[:shown]:
            because = tell.word(MIX, "mix_because", row[0], tell.story.titles)
            if row[0].verify_first:
                because += " " + _("Verify first.")
            rows.append(
                Row(
                    (
                        Cell(verdict, tone="strong"),
                        Cell(", ".join(tell.say(one.title) for one in row)),
                        Cell(because, detail=tell.rule(row[0].rule)),
                    )
                )
            )
        rest = [one for row in found[shown:] for one in row]
        if rest:
            rows.append(
                Row(
                    (
                        Cell(verdict, tone="strong"),
                        Cell(
                            ", ".join(tell.say(one.title) for one in rest),
                            detail=_because_of(tell, rest),
                            tone="quiet",
                            span=2,
                        ),
                    )
                )
            )
    return Exhibit(
        "services",
        _("Services by what to do with them, the most pressing first"),
        (Column(_("What to do"), width=0.11), Column(_("Service"), width=0.45), Column(_("Because"))),
        tuple(rows),
        dense=True,
    )


def _because_of(tell: Teller, rest: list[MixedService]) -> str:
    """Return in one sentence why the services that share a row are mended; nothing where customers were asked."""
    if any(one.rule not in ("SMX-1", "SMX-2") for one in rest):
        return ""
    dimensions = tuple(dict.fromkeys(one.dimension for one in rest))
    return tell.ngettext(
        "%(named)s falls short of its target as well.",
        "%(named)s fall short of their targets as well.",
        len(dimensions),
        named=", ".join(tell.title(key) for key in dimensions),
    )


def tell_services(tell: Teller) -> Section | None:
    """Return which services to build, mend, keep and stop, and the shape of the PMO beside its authority."""
    _, report = tell._, tell.report
    mix, axes = report.services, report.recommendation.axes
    if not mix and not axes:
        return None
    title = (
        (_services_title(tell) if _is_decided(tell) else tell.word(MIX, "mix_heading", mix))
        if mix
        else tell.ngettext(
            "%(num)s choice shapes the PMO beside its authority",
            "%(num)s choices shape the PMO beside its authority",
            len(axes),
        )
    )
    blocks: list[Block] = []
    if mix and _is_decided(tell):
        blocks += [
            Paragraph(tell.word(MIX, "mix_basis", mix), "lead"),
            mix_exhibit(tell, {"build": 6, "fix": 8, "keep": 4, "retire": 5}),
        ]
        if mix.basis == "asked":
            blocks.append(_needs(tell))
    if axes:
        blocks.append(_axes(tell))
    return Section("services", _("Services"), title, tuple(blocks))


def _services_title(tell: Teller) -> str:
    _, mix = tell._, tell.report.services
    assert mix is not None
    counts = (
        (_("build %(count)s"), len(mix.to("build"))),
        (_("fix %(count)s"), len(mix.to("fix"))),
        (_("keep %(count)s"), len(mix.to("keep"))),
        (_("retire %(count)s"), len(mix.to("retire"))),
    )
    told = ", ".join(words % {"count": tell.whole(count)} for words, count in counts if count)
    return _("Of %(all)s services: %(told)s", all=len(mix.services), told=told)


def _is_decided(tell: Teller) -> bool:
    """Return whether anything is to be built, mended, kept or stopped; else a table would be empty."""
    mix = tell.report.services
    return mix is not None and any(mix.to(kind) for kind in ("build", "fix", "keep", "retire"))


def _needs(tell: Teller) -> Exhibit:
    """Return need against quality for each service, as its customers rated them."""
    _, mix = tell._, tell.report.services
    assert mix is not None
    rated = [one for one in mix.services if one.inputs.get("need") is not None]
    return Exhibit(
        "needs",
        _("Need against quality, as customers rate them"),
        (
            Column(_("Service")),
            Column(_("Need"), "level", 0.12),
            Column(_("Quality"), "level", 0.12),
            Column(_("What to do"), width=0.18),
        ),
        tuple(
            Row(
                (
                    Cell(tell.say(one.title), tone="strong"),
                    tell.level_cell(one.inputs.get("need")),
                    tell.level_cell(one.inputs.get("quality")),
                    Cell(tell.word(MIX, "verdict", one.verdict)),
                )
            )
            for one in rated
        ),
    )


def _axes(tell: Teller) -> Exhibit:
    _, advice = tell._, tell.report.recommendation
    overlay = ""
    if advice.overlay:
        overlay = f"{tell.word(MIX, 'overlay_sentence', advice.overlay)} ({tell.rule(advice.overlay.rule)})"
    return Exhibit(
        "axes",
        _(
            "Beside authority: how far the PMO reaches, what it stresses, how it delivers and how long it stays"
        ),
        (Column(_("Question"), width=0.18), Column(_("Advice"), width=0.26), Column(_("Because"))),
        tuple(
            Row(
                (
                    Cell(tell.word(WORDS, "axis", one.axis), tone="strong"),
                    Cell(tell.word(WORDS, "axis_choice", one.choice)),
                    Cell(tell.word(WORDS, "axis_reason", one, tell.story.titles), detail=tell.rule(one.rule)),
                )
            )
            for one in advice.axes
        ),
        notes=(overlay,) if overlay else (),
        dense=True,
    )


def tell_kind(tell: Teller) -> Section:
    """Return what kind of PMO fits: its authority, why, and its services, on one page for leadership."""
    _, advice = tell._, tell.report.recommendation
    blocks: list[Block] = [types_exhibit(tell)]
    if advice.standing != "insufficient":
        blocks.append(
            Columns(
                (Points(reasons_of(tell, advice.reasons_for), _("What speaks for it"), "reasons"),),
                (Points(reasons_of(tell, advice.reasons_against), _("What speaks against it"), "reasons"),),
            )
        )
    if _is_decided(tell):
        blocks.append(Paragraph(tell.word(MIX, "mix_basis", tell.report.services), "quiet"))
        blocks.append(mix_exhibit(tell, {"build": 3, "fix": 3, "keep": 2, "retire": 2}))
    return Section("kind", _("Kind of PMO"), advice_title(tell), tuple(blocks))
