"""The first slide: the ground, words and logos of the report's cover."""

from __future__ import annotations

import io
from typing import Any

from app.reports.contrast import PAPER
from app.reports.slides.frame import EDGE, INNER, add_notes, add_text, describe, rgb
from app.reports.slides.text import Line, write
from app.reports.tree import Document

LOGO_HEIGHT, LOGO_WIDTH = 0.8, 2.4  # inches at most
PLATE = 0.12  # inches of white round a logo


def add_cover(
    presentation: Any, document: Document, mirrored: bool, logo: bytes | None, client_logo: bytes | None
) -> None:
    """Add the first slide; logos stand at the side where lines end, the firm's above, the client's beside its name."""
    from pptx.util import Inches

    cover, shades = document.cover, document.brand.shades
    ink = shades.on_cover
    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = rgb(shades.cover)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = (Inches(one) for one in (EDGE, 2.0, INNER, 1.4))
    title.text_frame.word_wrap = True
    write(title.text_frame, [Line(cover.promise, 40, True, ink)], mirrored=mirrored)
    narrow = EDGE + 2.5 * mirrored
    firm = [Line(cover.firm, 14, True, ink)]
    add_text(slide, firm, (narrow, 0.6, INNER - 2.5, 0.5), mirrored=mirrored)
    lines = [Line(cover.client, 22, True, ink), Line(cover.subject, 14, False, ink)]
    add_text(slide, lines, (narrow, 3.5, INNER - 2.5, 1.2), mirrored=mirrored)
    marks = document.brand.logo, document.brand.client_logo
    for picture, mark, top, name in (
        (logo, marks[0], 0.5, cover.firm),
        (client_logo, marks[1], 3.6, cover.client),
    ):
        if picture is not None:
            _add_logo(slide, picture, top, name, mirrored, is_on_plate=mark is not None and mark.is_on_plate)
    facts = [Line(" · ".join(f"{name}: {value}" for name, value in cover.facts), 12, False, ink)]
    facts += [Line(one, 12, False, ink) for one in (cover.notice, cover.note) if one]
    if document.brand.disclaimer:
        facts.append(Line(document.brand.disclaimer, 10, False, ink))
    add_text(slide, facts, (EDGE, 5.2, INNER, 1.4), mirrored=mirrored)
    add_notes(slide, [cover.scope], mirrored)


def _add_logo(
    slide: Any, content: bytes, top: float, name: str, mirrored: bool, *, is_on_plate: bool
) -> None:
    from pptx.util import Inches

    picture = slide.shapes.add_picture(io.BytesIO(content), Inches(EDGE), Inches(top))
    scale = min(Inches(LOGO_WIDTH) / picture.width, Inches(LOGO_HEIGHT) / picture.height)
    picture.width, picture.height = round(picture.width * scale), round(picture.height * scale)
    edge = Inches(PLATE) if is_on_plate else 0
    picture.left = Inches(EDGE) + edge if mirrored else Inches(EDGE + INNER) - picture.width - edge
    describe(picture, name)
    if is_on_plate:
        plate = slide.shapes.add_shape(
            1, picture.left - edge, picture.top - edge, picture.width + 2 * edge, picture.height + 2 * edge
        )
        plate.fill.solid()
        plate.fill.fore_color.rgb = rgb(PAPER)
        plate.line.fill.background()
        plate.shadow.inherit = False
        describe(plate, "")
        picture._element.addprevious(plate._element)
