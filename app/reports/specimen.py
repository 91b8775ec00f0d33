"""A page or two to try a brand on: every place where its colours, face, words and logos show, with invented figures."""

from __future__ import annotations

from datetime import date
from gettext import NullTranslations

from app.reports.brand import Brand
from app.reports.formats import filters_for
from app.reports.tree import (
    Callout,
    Cell,
    Column,
    Cover,
    Document,
    Drawing,
    Exhibit,
    Figure,
    Figures,
    Part,
    Point,
    Points,
    Row,
    Section,
    Series,
)

LEVELS = (2.4, 1.8, 3.1)
TARGETS = (3.5, 3.0, 3.5)


def tell_specimen(
    brand: Brand, translations: NullTranslations, language: str, *, firm: str, client: str, on: date
) -> Document:
    """Return a short document in a brand: the cover, and one page as they are inside a report."""
    _ = translations.gettext
    client = client or _("Name of the client")
    foot = _("Confidential")
    return Document(
        kind="roadmap",
        language=language,
        title=_("How reports look"),
        author=firm,
        subject=_("Invented figures, to try the brand on"),
        product="Plumbline",
        created_on=on,
        running=client,
        foot=f"{brand.footer} · {foot}" if brand.footer else foot,
        cover=Cover(
            firm=firm,
            promise=brand.title or _("From late decisions to delivered benefits"),
            client=client,
            subject=brand.subtitle or _("PMO maturity, first measurement"),
            scope="",
            notice="",
            facts=((_("Issued on"), filters_for(language)["date"](on)), (_("Reference"), "PL-0000-0000")),
            note=_("A maturity estimate from self-assessment, not a certified level."),
        ),
        parts=(Part("summary", _("Summary"), (_page(translations, language),)),),
        brand=brand,
        labels={
            "exhibit": _("Exhibit %(number)s"),
            "evidence": _("supported by evidence"),
            "target": _("target"),
        }
        | {"gap": _("gap to target"), "claim": _("claimed"), "contents": _("Contents")},
    )


def _page(translations: NullTranslations, language: str) -> Section:
    _, write = translations.gettext, filters_for(language)["one_decimal"]
    return Section(
        key="specimen",
        label=_("Summary"),
        title=_("Two of three dimensions fall short of their targets"),
        blocks=(
            Figures(
                (
                    Figure(_("Supported by evidence"), write(2.4), _("of 5, invented"), 2.4),
                    Figure(_("Target"), write(3.5), _("in eighteen months"), 3.5),
                )
            ),
            Points(
                (
                    Point(
                        _("Decisions wait for three weeks."), _("Numbers of messages take the accent colour.")
                    ),
                    Point(_("Benefits have no owner."), _("Bars and lines take it too.")),
                ),
                style="messages",
            ),
            _exhibit(translations, language),
            Callout(
                _("What is to be decided"),
                (Point(_("Blocks like this one have the ground of the cover.")),),
                "decision",
            ),
        ),
    )


def _exhibit(translations: NullTranslations, language: str) -> Exhibit:
    _, write = translations.gettext, filters_for(language)["one_decimal"]
    names = (_("Governance"), _("Benefits and value"), _("Planning and control"))
    rows = tuple(
        Row(
            (
                Cell(name),
                Cell(""),
                Cell(write(level), value=level),
                Cell(write(target), value=target),
            )
        )
        for name, level, target in zip(names, LEVELS, TARGETS, strict=True)
    )
    return Exhibit(
        key="specimen",
        caption=_("Three dimensions, invented for this page"),
        columns=(
            Column(_("Dimension"), width=0.3),
            Column("", "drawing", 0.4),
            Column(_("Evidence"), "level", 0.15),
            Column(_("Target"), "level", 0.15),
        ),
        rows=rows,
        drawing=Drawing(
            "gaps",
            _("Three invented dimensions against their targets"),
            names,
            (Series(_("supported by evidence"), "evidence", LEVELS), Series(_("target"), "target", TARGETS)),
            low=1.0,
            high=5.0,
            ticks=("1", "2", "3", "4", "5"),
        ),
        number=1,
    )
