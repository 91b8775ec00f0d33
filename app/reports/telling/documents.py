"""Which report has which sections, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from gettext import NullTranslations

from app.reports.attached import may_attach
from app.reports.brand import Brand
from app.reports.choice import Choice
from app.reports.editing import apply_rewordings
from app.reports.telling import (
    advice,
    appendix,
    case,
    change,
    decisions,
    dimensions,
    front,
    learning,
    plan,
    services,
    standing,
    summary,
    tracing,
    voices,
)
from app.reports.telling.teller import Teller
from app.reports.tree import Document, Kind, Part, Section, number_exhibits
from assessments.report import MaturityReport

ATTACHED = ("result.json", "answers.csv")
Told = Section | tuple[Section, ...] | None
Tells = Callable[[Teller], Told]

CONCISE: tuple[tuple[str, tuple[Tells, ...]], ...] = (
    ("summary", (summary.tell_verdict,)),
    ("standing", (standing.tell_profile, standing.tell_gaps, services.tell_kind)),
    ("doing", (plan.tell_roadmap, decisions.tell_decisions, learning.tell_indicators, front.tell_limits)),
)
"""The executive roadmap: six to eight pages with its cover."""

COMPLETE: tuple[tuple[str, tuple[Tells, ...]], ...] = (
    ("summary", (summary.tell_verdict, decisions.tell_register)),
    (
        "standing",
        (
            standing.tell_profile,
            standing.tell_gaps,
            voices.tell_agreement,
            voices.tell_views,
            voices.tell_unseen,
        ),
    ),
    ("dimensions", (dimensions.tell_dimensions,)),
    ("kind", (advice.tell_type, advice.tell_stability, services.tell_services)),
    (
        "doing",
        (
            plan.tell_roadmap,
            plan.tell_initiatives,
            plan.tell_outlook,
            case.tell_case,
            change.tell_change,
            change.tell_duties,
            learning.tell_training,
            learning.tell_definitions,
        ),
    ),
    (
        "appendix",
        (
            appendix.tell_statistics,
            appendix.tell_answers,
            appendix.tell_method,
            appendix.tell_items,
            tracing.tell_rules,
            appendix.tell_glossary,
        ),
    ),
)
"""The full report: 25 to 40 pages for the full model, some pages fewer for a quick scan."""


def tell_document(
    report: MaturityReport, translations: NullTranslations, choice: Choice, *, brand: Brand | None = None
) -> Document:
    """Return the content of a report as one tree, in the language of the report; the same values give the same tree.

    Args:
        report: already without what `choice.redaction` names.
        brand: None for our own colours.
    """
    tell = Teller(report, translations)
    outline = CONCISE if choice.kind == "roadmap" else COMPLETE
    parts = [Part(key, part_title(tell, key), _sections(tell, choice, tells)) for key, tells in outline]
    if choice.kind == "full":
        first = parts[0]
        opening = (front.tell_contents(tell), front.tell_reading(tell, choice))
        parts[0] = replace(first, sections=(*opening, *first.sections))
    document = _bound(
        tell, choice, choice.kind, tuple(part for part in parts if part.sections), brand or Brand()
    )
    document = apply_rewordings(document, choice.rewordings)
    return number_exhibits(_closed(tell, choice, document))


def part_title(tell: Teller, key: str) -> str:
    """Return the name of a part, for bookmarks and contents."""
    _ = tell._
    return {
        "summary": _("Summary"),
        "standing": _("Where the PMO stands"),
        "dimensions": _("Dimension by dimension"),
        "kind": _("What kind of PMO"),
        "doing": _("What to do"),
        "appendix": _("Appendix"),
    }[key]


def _sections(tell: Teller, choice: Choice, tells: tuple[Tells, ...]) -> tuple[Section, ...]:
    found: list[Section] = []
    for one in tells:
        told = one(tell)
        found += told if isinstance(told, tuple) else [told] if told else []
    return tuple(section for section in found if choice.has(section.key) and _may_show(tell, section))


def _may_show(tell: Teller, section: Section) -> bool:
    """With fewer than two role groups there is nothing to compare."""
    return section.key != "views" or len(tell.result.roles) > 1


def _closed(tell: Teller, choice: Choice, document: Document) -> Document:
    """Return the document with what can only be told at its end."""
    edited = front.tell_edited(tell, document)
    manifest = (
        front.tell_manifest(tell, choice, ATTACHED if may_attach(tell.report) else ())
        if choice.kind == "full"
        else None
    )
    closing = tuple(section for section in (edited, manifest) if section)
    if not closing:
        return document
    last = document.parts[-1]
    if last.key == "appendix" or choice.kind == "roadmap":
        return replace(
            document, parts=(*document.parts[:-1], replace(last, sections=(*last.sections, *closing)))
        )
    return replace(document, parts=(*document.parts, Part("appendix", part_title(tell, "appendix"), closing)))


def _bound(tell: Teller, choice: Choice, kind: Kind, parts: tuple[Part, ...], brand: Brand) -> Document:
    _, report = tell._, tell.report
    reference, client = tell.typed(report.reference, 40), tell.typed(report.client.name, 120)
    foot = (
        _("%(reference)s · Synthetic data", reference=reference)
        if report.assessment.is_synthetic
        else _("%(reference)s · Confidential", reference=reference)
    )
    author = ", ".join(tell.typed(one, 100) for one in dict.fromkeys((report.consultant, report.firm)) if one)
    return Document(
        kind=kind,
        language=report.language,
        title=(
            _("PMO executive roadmap: %(client)s", client=client)
            if kind == "roadmap"
            else _("PMO maturity, full report: %(client)s", client=client)
        ),
        author=author,
        subject=tell.typed(report.assessment.title, 200),
        product=f"Plumbline {report.provenance.product_version}",
        created_on=report.issued_on,
        running=tell.typed(report.client.name, 60),
        foot=f"{brand.footer} · {foot}" if brand.footer else foot,
        cover=front.tell_cover(tell, choice, brand),
        parts=parts,
        brand=brand,
        labels=labels_of(tell),
    )


def labels_of(tell: Teller) -> Mapping[str, str]:
    """Return the words of the legend and of what renderers name themselves."""
    _ = tell._
    return {
        "exhibit": _("Exhibit %(number)s"),
        "evidence": _("supported by evidence"),
        "gap": _("gap to target"),
        "claim": _("claimed"),
        "target": _("target"),
        "phase": _("phase"),
        "initiative": _("initiative"),
        "quick": _("quick win"),
        "link": _("must be finished first"),
        "critical": _("critical chain"),
        "contents": _("Contents"),
        "key figures": _("Key figures"),
        "section": _("Section"),
        "figure": _("Figure"),
        "value": _("Value"),
        "about": _("What to know about it"),
        "limits and decisions": _("Limits and decisions"),
        "chart figures": _("Figures of the chart"),
        "weeks before": _("Weeks before it begins"),
        "weeks": _("Weeks"),
        "rows left out": _("Rows without room on the slide: %(number)s. All of them follow."),
    }
