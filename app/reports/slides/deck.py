"""Document → slides: the executive roadmap as eight to ten slides that can be edited.

A section is a slide; its title says the message. What a slide has no room for stands in its notes, with the sources.
The same document gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from app.reports.formats import direction_of
from app.reports.native.colours import PANEL, QUIET
from app.reports.slides.charts import add_chart
from app.reports.slides.cover import add_cover
from app.reports.slides.frame import (
    BOTTOM,
    EDGE,
    INNER,
    TOP,
    add_notes,
    add_slide,
    add_text,
    describe,
    new_presentation,
)
from app.reports.slides.package import without_moments
from app.reports.slides.tables import add_table, is_cut
from app.reports.slides.text import Line, Measure, fitted, fitted_alike, height_of, measure_of
from app.reports.tree import (
    Block,
    Callout,
    Columns,
    Document,
    Exhibit,
    Figure,
    Figures,
    Paragraph,
    Points,
    Section,
    Terms,
)

DRAWN = frozenset({"gaps", "bars", "plan"})
"""Drawings that stand on a slide; a radar repeats the bars of the profile."""
BODY = 13
Texts = Paragraph | Points | Callout | Terms


def to_slides(document: Document, *, logo: bytes | None = None, client_logo: bytes | None = None) -> bytes:
    """Return the executive roadmap as a PPTX file; the same document gives the same bytes.

    Args:
        logo, client_logo: those of the firm and of the client as PNG, for the cover.

    Raises:
        ValueError: slides are made of the executive roadmap alone.
    """
    if document.kind != "roadmap":
        raise ValueError("slides are made of the executive roadmap")
    mirrored = direction_of(document.language) == "rtl"
    presentation = new_presentation(document)
    about = presentation.core_properties
    about.title, about.author, about.subject = document.title, document.author[:255], document.subject
    about.language, about.last_modified_by, about.revision = document.language, document.author[:255], 1
    about.created = about.modified = datetime.combine(document.created_on, time())
    add_cover(presentation, document, mirrored, logo, client_logo)
    for section in document.sections:
        _section(presentation, document, section, mirrored)
    held = io.BytesIO()
    presentation.save(held)
    return without_moments(held.getvalue())


def _section(presentation: Any, document: Document, section: Section, mirrored: bool) -> None:
    """Add the slide of a section; the verdict has a second one for what is done first."""
    blocks = tuple(_flat(section.blocks))
    figures = [one for block in blocks if isinstance(block, Figures) for one in block.figures]
    exhibits = [one for one in blocks if isinstance(one, Exhibit)]
    texts = [one for one in blocks if isinstance(one, Paragraph | Points | Callout | Terms)]
    if not figures:
        _slide(presentation, document, section, section.title, exhibits, texts, mirrored)
        return
    later: list[Texts] = [one for one in texts if isinstance(one, Callout)] if exhibits else []
    now = [one for one in texts if one not in later]
    slide = add_slide(presentation, document, section.title, mirrored=mirrored)
    measure = measure_of(document.brand)
    top = _figures(slide, figures, measure, mirrored)
    left = _texts(slide, now, (EDGE, top, INNER, BOTTOM - top), measure, mirrored)
    add_notes(slide, [section.label, *left], mirrored)
    if exhibits:
        _slide(presentation, document, section, exhibits[0].caption, exhibits, later, mirrored)


def _slide(
    presentation: Any,
    document: Document,
    section: Section,
    title: str,
    exhibits: list[Exhibit],
    texts: list[Texts],
    mirrored: bool,
) -> None:
    """Add one slide: its first drawing or else table, and the texts beside or below it."""
    slide = add_slide(presentation, document, title, mirrored=mirrored)
    measure = measure_of(document.brand)
    drawn = next((one for one in exhibits if one.drawing and one.drawing.kind in DRAWN), None)
    shown = drawn or next((one for one in exhibits if one.columns), None)
    notes: list[str] = [section.label]
    if drawn is not None:
        is_plan = drawn.drawing is not None and drawn.drawing.kind == "plan"
        wide = INNER if is_plan or not texts else INNER * 0.58
        start = EDGE + INNER - wide if mirrored else EDGE
        assert drawn.drawing is not None
        high = min(BOTTOM - TOP, 0.8 + 0.9 * len(drawn.drawing.categories))
        frame = add_chart(slide, document, drawn, (start, TOP, wide, high), mirrored=mirrored)
        describe(frame, drawn.drawing.alt)
        if wide < INNER:
            beside = INNER - wide - 0.3
            place = (EDGE if mirrored else EDGE + wide + 0.3, TOP, beside, BOTTOM - TOP)
            notes += _texts(slide, texts, place, measure, mirrored)
        else:
            notes += [text for one in texts for text in _plainly(one)]
        notes += _as_text(document, drawn)
    elif shown is not None:
        lines = [line for one in texts for line in _lines(one)]
        need = min(2.6, height_of(fitted(lines, INNER, 2.2, measure), INNER, measure)) if lines else 0.0
        decides = any(isinstance(one, Callout) and one.tone == "decision" for one in texts)
        room = BOTTOM - TOP - need
        top = TOP + need if decides else TOP
        place = (EDGE, top, INNER, room - 0.1)
        frame, high, missing = add_table(slide, document, shown, place, mirrored=mirrored)
        describe(frame, shown.caption)
        if lines:
            place = (EDGE, TOP if decides else TOP + high + 0.15, INNER, need)
            notes += _texts(slide, texts, place, measure, mirrored)
        if missing:
            notes.append(document.labels["rows left out"] % {"number": missing})
        if missing or is_cut(shown):
            notes += _as_text(document, shown)
    else:
        notes += _texts(slide, texts, (EDGE, TOP, INNER, BOTTOM - TOP), measure, mirrored)
    for exhibit in exhibits:
        if exhibit is not shown and exhibit.columns:
            notes += _as_text(document, exhibit)
        notes += [*exhibit.notes, exhibit.source]
    add_notes(slide, notes, mirrored)


def _flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Columns):
            yield from _flat(block.start)
            yield from _flat(block.end)
        else:
            yield block


def _figures(slide: Any, figures: list[Figure], measure: Measure, mirrored: bool) -> float:
    """Add the large figures, four in a row, alike in type and height; return where the next thing may stand."""
    gap, height = 0.2, 1.4
    width = (INNER - 3 * gap) / 4
    boxes = [
        [
            Line(figure.name, 11, True, QUIET),
            Line(figure.text, 26 if len(figure.text) < 14 else 18, True),
            Line(figure.detail, 9, False, QUIET),
        ]
        for figure in figures
    ]
    for number, lines in enumerate(fitted_alike(boxes, width, height, measure)):
        place = number % 4
        left = EDGE + (3 - place if mirrored else place) * (width + gap)
        top = TOP + number // 4 * (height + 0.12)
        add_text(slide, lines, (left, top, width, height), mirrored=mirrored, fill=PANEL)
    return TOP + (len(figures) + 3) // 4 * (height + 0.12) + 0.05


def _texts(
    slide: Any, texts: list[Texts], place: tuple[float, float, float, float], measure: Measure, mirrored: bool
) -> list[str]:
    """Add texts in one box; return those for which there was no room, for the notes."""
    lines = [line for one in texts for line in _lines(one)]
    left: list[str] = []
    if not lines:
        return []
    smaller = fitted(lines, place[2], place[3], measure)
    while len(smaller) > 1 and height_of(smaller, place[2], measure) > place[3]:
        left.insert(0, smaller.pop().text)
    add_text(slide, smaller, place, mirrored=mirrored)
    return left


def _lines(block: Texts) -> list[Line]:
    if isinstance(block, Paragraph):
        return [Line(block.text, BODY, block.style == "lead", QUIET if block.style == "quiet" else "#10233A")]
    if isinstance(block, Terms):
        return [Line(f"{word}: {meaning}", BODY) for word, meaning in block.terms]
    head = [Line(block.title, BODY + 1, True)] if block.title else []
    is_numbered = block.is_numbered if isinstance(block, Callout) else block.style == "numbered"
    has_lead = isinstance(block, Points) and block.style in ("messages", "reasons")
    for number, point in enumerate(block.points, 1):
        mark = f"{number}. " if is_numbered else f"{point.mark}  " if point.mark else "" if has_lead else "• "
        head.append(Line(mark + point.text, BODY, has_lead and bool(point.detail)))
        if point.detail:
            head.append(Line(point.detail, BODY - 2, False, QUIET))
    return head


def _plainly(block: Texts) -> list[str]:
    return [line.text for line in _lines(block)]


def _as_text(document: Document, exhibit: Exhibit) -> list[str]:
    """Return a table as lines of text, for the notes."""
    name = document.labels["exhibit"] % {"number": exhibit.number}
    lines = [f"{name} · {exhibit.caption}"]
    for row in exhibit.rows:
        cells = (" – ".join(one for one in (cell.text, cell.detail) if one) for cell in row.cells)
        lines.append(" | ".join(one for one in cells if one))
    return lines
