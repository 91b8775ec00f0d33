"""The master of the slides: size, type, colours, footer; and the boxes that stand on them."""

from __future__ import annotations

import copy
import re
from typing import Any

from app.reports.brand import UNBRANDED, Brand
from app.reports.faces import OFFICE, Typeface
from app.reports.native.colours import INK, QUIET, RULE, WHITE, heading_colour
from app.reports.paper import PALETTE, drawn_in
from app.reports.slides.text import Line, turn, write
from app.reports.tree import Document

WIDTH, HEIGHT = 13.333, 7.5
EDGE = 0.6
TOP, BOTTOM = 1.35, 6.85
INNER = WIDTH - 2 * EDGE
TITLE_ONLY = 5
Place = tuple[float, float, float, float]


def new_presentation(document: Document) -> Any:
    """Return a presentation without slides whose master has our look, and the brand's colours."""
    # Slow to import, and wanted only where slides are made.
    from pptx import Presentation
    from pptx.util import Inches

    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _keep_one_layout(presentation)
    master, layout = presentation.slide_master, presentation.slide_layouts[0]
    for shape in list(master.placeholders):
        if shape.placeholder_format.type in (1,):  # the title
            _place(shape, (EDGE, 0.35, INNER, 0.9))
        else:
            shape._element.getparent().remove(shape._element)
    for shape in list(layout.placeholders):
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)
        else:
            _place(shape, (EDGE, 0.35, INNER, 0.9))
    _style_title(master, document)
    _set_theme(master, document)
    return presentation


def _keep_one_layout(presentation: Any) -> None:
    layouts = presentation.slide_layouts
    kept = layouts[TITLE_ONLY]
    for layout in list(layouts):
        if layout is not kept:
            layouts.remove(layout)


def _place(shape: Any, place: Place) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = (Inches(one) for one in place)


def _style_title(master: Any, document: Document) -> None:
    from pptx.oxml.ns import qn

    level = master._element.find(".//" + qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    level.set("algn", "l")
    properties = level.find(qn("a:defRPr"))
    properties.set("sz", "2400")
    properties.set("b", "1")


def _set_theme(master: Any, document: Document) -> None:
    """Set colours and faces of the theme, so that what somebody adds to a slide has ours, or the brand's."""
    accent = drawn_in(document.brand)["main"]
    colours = {
        "dk1": INK,
        "lt1": WHITE,
        "dk2": heading_colour(document.brand),
        "lt2": "#F5F7F9",
        "accent1": accent,
        "accent2": PALETTE["target"],
        "accent3": PALETTE["claim"],
        "accent4": PALETTE["other"],
        "accent5": "#2E749F",
        "accent6": "#6BA3C6",
    }
    for relation in master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            theme = relation.target_part
            text = theme.blob.decode()
            for name, colour in colours.items():
                found = f'<a:{name}><a:srgbClr val="{colour.lstrip("#")}"/></a:{name}>'
                text = re.sub(rf"<a:{name}>.*?</a:{name}>", found, text, flags=re.DOTALL)
            theme._blob = _name_faces(text, document.brand).encode()


def _name_faces(text: str, brand: Brand) -> str:
    """Return a theme with the names of the brand's faces; an office program without them takes what is alike."""
    face = brand.face
    for part, chosen in (("majorFont", face.headings), ("minorFont", face.body)):
        latin = OFFICE if brand == UNBRANDED else chosen
        start = text.index(f"<a:{part}>")
        found, rest = text[:start], text[start:]
        rest = re.sub(r"<a:latin [^>]*/>", _named("latin", latin), rest, count=1)
        if brand != UNBRANDED:
            rest = re.sub(r"<a:cs [^>]*/>", _named("cs", face.arabic), rest, count=1)
            arabic = f'<a:font script="Arab" typeface="{face.arabic.name}"/>'
            rest = re.sub(r'<a:font script="Arab" [^>]*/>', arabic, rest, count=1)
        text = found + rest
    return text


def _named(tag: str, face: Typeface) -> str:
    family = "18" if face.is_serif else "34"  # roman or swiss, of varying width
    return f'<a:{tag} typeface="{face.name}" panose="{face.panose}" pitchFamily="{family}" charset="0"/>'


def add_slide(presentation: Any, document: Document, title: str, *, mirrored: bool) -> Any:
    """Return a new slide with its title, the running foot and its number."""
    from pptx.oxml.ns import qn
    from pptx.util import Inches, Pt

    slide = presentation.slides.add_slide(presentation.slide_layouts[0])
    size = 24 if len(title) < 95 else 20 if len(title) < 160 else 16
    holder = slide.shapes.title
    holder.text_frame.word_wrap = True
    write(
        holder.text_frame, [Line(title[:400], size, True, heading_colour(document.brand))], mirrored=mirrored
    )
    rule = slide.shapes.add_connector(1, Inches(EDGE), Inches(1.25), Inches(WIDTH - EDGE), Inches(1.25))
    rule.line.color.rgb, rule.line.width = rgb(RULE), Pt(0.75)
    rule._element.remove(rule._element.find(qn("p:style")))  # its shadow
    foot = add_text(
        slide,
        [Line(f"{document.running} · {document.foot}"[:160], 9, False, QUIET)],
        (EDGE, 7.0, INNER - 1, 0.35),
        mirrored=mirrored,
    )
    foot.name = "Foot"
    number = add_text(
        slide, [Line("", 9, False, QUIET)], (WIDTH - EDGE - 1, 7.0, 1, 0.35), mirrored=mirrored, align="end"
    )
    number.name = "Number"
    _number(number.text_frame.paragraphs[0])
    if mirrored:
        foot.left, number.left = Inches(EDGE + 1), Inches(EDGE)
    return slide


def _number(paragraph: Any) -> None:
    """Make the text of a paragraph the number of its slide, which follows when slides are moved."""
    from pptx.oxml.ns import qn

    run = paragraph._p.find(qn("a:r"))
    field = paragraph._p.makeelement(
        qn("a:fld"), {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"}
    )
    for child in list(run):
        field.append(copy.copy(child))
    run.addprevious(field)
    run.getparent().remove(run)


def add_text(
    slide: Any, lines: list[Line], place: Place, *, mirrored: bool, align: str = "start", fill: str = ""
) -> Any:
    """Add a box of paragraphs; return it."""
    from pptx.enum.text import MSO_AUTO_SIZE
    from pptx.util import Inches

    box = slide.shapes.add_textbox(*(Inches(one) for one in place))
    if fill:
        box.text_frame.auto_size = MSO_AUTO_SIZE.NONE  # the ground is as high as that of its neighbours
        box.fill.solid()
        box.fill.fore_color.rgb = rgb(fill)
    write(box.text_frame, lines, mirrored=mirrored, align=align)
    return box


def add_notes(slide: Any, texts: list[str], mirrored: bool) -> None:
    """Write the notes of a slide, a paragraph for each text."""
    frame = slide.notes_slide.notes_text_frame
    frame.text = "\n".join(one for one in texts if one)
    for paragraph in frame.paragraphs:
        turn(paragraph, mirrored=mirrored)


def describe(frame: Any, text: str) -> None:
    """Say what a chart or table shows to those who cannot see it."""
    frame._element._nvXxPr.cNvPr.set("descr", text)


def rgb(code: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(code.lstrip("#"))
