"""Page numbers, written when the whole is joined: a part knows neither where it will stand nor how many pages follow.

In a part the box in the page's margin stays empty. What is needed to write in it goes along: the glyphs of digits and
of what stands between, how wide each is, and the edge that the line keeps to.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

PAGE, COUNT = "page", "pages"
COUNTERS = frozenset({PAGE, COUNT})
DIGITS = "0123456789"


class NotInParts(Exception):
    """The document asks for something that only the whole can answer."""


def take_folio(box: Any, stream: Any) -> dict[str, Any] | None:
    """Empty a margin box that holds page numbers, and return how to write them; None where it holds none.

    Args:
        box: the engine's margin box, laid out.
        stream: any stream of the file that is being made, for its fonts.

    Raises:
        NotInParts: there is more in the box than counters and words.
    """
    content = box.style["content"]
    if not isinstance(content, tuple | list) or not any(_counter(item) for item in content):
        return None
    words = [_counter(item) or _words(item) for item in content]
    line = _text_in(box)
    if line is None or None in words:
        raise NotInParts("a page number among other things")
    from weasyprint.draw.text import get_color  # loaded in the child only, with the engine

    colour = get_color(line.style, "color")
    red, green, blue = colour.to("srgb").coordinates
    glyphs: dict[str, Any] = {}
    for text in {*DIGITS, *(word[1:] for word in words if word and word[0] == "=")}:
        glyphs[text] = _drawn(text, line, stream)
    folio = {
        "words": words[::-1] if line.style["direction"] == "rtl" else words,
        "glyphs": dict(sorted(glyphs.items())),
        "edge": _edge(box, line),
        "y": line.position_y + line.baseline,
        "colour": [red, green, blue],
    }
    box.children = ()
    return folio


def write_folio(folio: dict[str, Any], page: int, count: int) -> bytes:
    """Return the operators that write a page number, outside of what is read aloud.

    They stand after the page's own, which leave the origin at the upper left corner and units of points.
    """
    texts: list[str] = []
    for word in folio["words"]:
        texts += [word[1:]] if word[0] == "=" else list(str(page if word == PAGE else count))
    side, x = folio["edge"]
    width = sum(folio["glyphs"][text]["width"] for text in texts)
    x -= {"left": 0, "center": width / 2, "right": width}[side]
    shown: list[str] = []
    font = None
    for text in texts:
        one = folio["glyphs"][text]
        if (one["font"], one["size"]) != font:
            font = one["font"], one["size"]
            shown.append(f"/{font[0]} {_short(font[1])} Tf [")
        shown[-1] += one["shown"]
    colour = " ".join(_short(value) for value in folio["colour"])
    drawn = "\n".join(f"{one}] TJ" for one in shown)
    return (
        "/Artifact <</Type /Pagination>> BDC\nq\n0.75 0 0 0.75 0 0 cm\nBT\n"
        f"{colour} rg\n1 0 0 -1 {_short(x)} {_short(folio['y'])} Tm\n{drawn}\nET\nQ\nEMC"
    ).encode("ascii")


def _counter(item: Any) -> str | None:
    if item[0] == "counter()" and item[1][0] in COUNTERS:
        name: str = item[1][0]
        return name
    return None


def _words(item: Any) -> str | None:
    return f"={item[1]}" if item[0] == "string" else None


def _text_in(box: Any) -> Any:
    from weasyprint.formatting_structure.boxes import TextBox

    texts = [one for one in box.descendants() if isinstance(one, TextBox)]
    return texts[0] if len(texts) == 1 else None


def _edge(box: Any, line: Any) -> tuple[str, float]:
    """Return which edge a line keeps to, and where it lies."""
    side = box.style["text_align_all"]
    starts, ends = ("right", "left") if box.style["direction"] == "rtl" else ("left", "right")
    side = {"start": starts, "end": ends, "justify": starts}.get(side, side)
    x = {"left": 0.0, "center": line.width / 2, "right": line.width}[side]
    return side, line.position_x + x


def _drawn(text: str, line: Any, stream: Any) -> dict[str, Any]:
    """Return how a piece of text is written in the style of a line."""
    from weasyprint.draw.text import draw_first_line
    from weasyprint.matrix import Matrix
    from weasyprint.text.line_break import create_layout, line_size

    from app.reports.shortcuts.glyphs import read_line

    layout = create_layout(text, line.style, None, None, 0)
    width, _ = line_size(layout.get_first_line()[0], line.style)
    if not text.strip():
        return {"font": "", "size": 0.0, "shown": "", "width": width}
    box = SimpleNamespace(text=text, style=line.style, pango_layout=layout)
    draw_first_line(stream, box, "clip", "none", Matrix())  # so that the font knows the glyphs
    pieces = read_line(stream, layout)
    if not pieces or len({(font.hash, size) for font, size, _ in pieces}) != 1:
        raise NotInParts("page numbers in more than one font")
    font, size, _ = pieces[0]
    return {"font": font.hash, "size": size, "shown": "".join(one for _, _, one in pieces), "width": width}


def _short(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
