"""A logo as SVG: rebuilt from the elements and attributes that draw; whatever could do more is refused or left out.

Read event by event, so that limits hold while the file is read and not after. Entities are never resolved: a file
that declares any, or a document type, is refused at that point.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from app.reports.logos.logo import Logo, LogoRefused, check_shape
from app.reports.logos.paths import numbers_of
from app.reports.logos.values import DRAWN, IGNORED, LOOKS, STYLED, SVG, paint_of, plain_value

DEEPEST = 20
MOST_ELEMENTS = 2000
MOST_KEPT_BYTES = 200_000
LARGEST_SIDE = 10_000.0
LONGEST_STYLE = 20_000
REFUSED = frozenset(
    {
        "script",
        "foreignObject",
        "image",
        "use",
        "a",
        "animate",
        "animateMotion",
        "animateTransform",
        "set",
        "handler",
    }
    | {
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "text",
        "filter",
        "mask",
        "pattern",
        "symbol",
        "clipPath",
        "marker",
    }
)
"""Elements without which a drawing would look different, or that do more than draw: the file is not taken."""

_RULE = re.compile(r"([.\w\s,-]*)\{([^{}]*)\}")
_CLASS = re.compile(r"\.[\w-]{1,64}")
_SIZE = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*(?:px|pt|mm)?\s*")
Attributes = dict[str, str]


def read_svg(data: bytes) -> Logo:
    """Return the drawing as an SVG of ours.

    Raises:
        LogoRefused: no SVG, or one that holds more than shapes and colours.
    """
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.ExternalEntityRefHandler = _refuse_doctype
    parser.ProcessingInstructionHandler = _refuse_instruction
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")):
        raise LogoRefused("logo_encoding")
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise LogoRefused("logo_no_svg", line=error.lineno) from error
    except RecursionError as error:
        raise LogoRefused("logo_too_deep", most=DEEPEST) from error
    return reader.logo()


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    if encoding is not None and encoding.lower() not in {"utf-8", "us-ascii", "ascii"}:
        raise LogoRefused("logo_encoding")


def _refuse_doctype(*_of_the_declaration: object) -> int:
    raise LogoRefused("logo_doctype")


def _refuse_instruction(target: str, _data: str) -> None:
    raise LogoRefused("logo_element", element=f"<?{target[:40]}?>")


class _Reader:
    """Gathers what draws. Styles stand before what they style, as every drawing program writes them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[str | None] = []  # None for an element that is left out
        self._left_out = 0
        self._count = 0
        self._classes: dict[str, Attributes] = {}
        self._style: list[str] | None = None
        self._gradients: set[str] = set()
        self._paints: set[str] = set()
        self._size: tuple[float, float] | None = None

    def start(self, name: str, given: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise LogoRefused("logo_too_many", most=MOST_ELEMENTS)
        if len(self._open) >= DEEPEST:
            raise LogoRefused("logo_too_deep", most=DEEPEST)
        namespace, _, plain = name.rpartition(" ")
        if not self._open and (namespace, plain) != (SVG, "svg"):
            raise LogoRefused("logo_no_svg", line=1)
        self._refuse_dangers(plain, given)
        if self._left_out or namespace != SVG or plain in IGNORED:
            self._left_out += 1
            self._open.append(None)
        elif plain == "style":
            self._style = []
            self._open.append(None)
            self._left_out += 1
        elif plain not in DRAWN:
            raise LogoRefused("logo_element", element=plain[:40])
        else:
            self._draw(plain, given)

    def _refuse_dangers(self, plain: str, given: Mapping[str, str]) -> None:
        """Refuse, wherever it stands, what is never decoration."""
        if plain in REFUSED:
            raise LogoRefused("logo_element", element=plain)
        for attribute, value in given.items():
            bare = attribute.rpartition(" ")[2].lower()
            if bare.startswith("on"):
                raise LogoRefused("logo_attribute", attribute=bare[:40])
            if bare in {"href", "src", "base"}:
                raise LogoRefused("logo_reference", value=value[:60])

    def _draw(self, plain: str, given: Mapping[str, str]) -> None:
        is_root = not self._open
        looks = DRAWN[plain] if plain == "stop" or plain.endswith("Gradient") else DRAWN[plain] | LOOKS
        kept: Attributes = {}
        for one in given.get("class", "").split():
            kept.update({key: value for key, value in self._classes.get(one, {}).items() if key in looks})
        kept.update({key: value for key, value in given.items() if key in looks and key not in kept})
        kept.update(
            {key: value for key, value in _declarations(given.get("style", "")).items() if key in looks}
        )
        if is_root:
            self._size = _size_of(kept)
            width, height = self._size
            box = kept.get("viewBox") or f"0 0 {width:g} {height:g}"
            kept = {key: value for key, value in kept.items() if key != "transform"}
            kept |= {"viewBox": box, "width": f"{width:g}", "height": f"{height:g}"}
        for attribute, value in kept.items():
            plain_one = plain_value(attribute, value)
            if plain_one is None:
                raise LogoRefused("logo_value", attribute=attribute, value=value[:60])
            kept[attribute] = plain_one
        if plain.endswith("Gradient") and "id" in kept:
            self._gradients.add(kept["id"])
        self._paints |= {name for value in kept.values() if (name := paint_of(value))}
        written = "".join(f" {key}={quoteattr(value)}" for key, value in sorted(kept.items()))
        self._parts.append(f"<{plain}{f' xmlns={quoteattr(SVG)}' if is_root else ''}{written}>")
        self._open.append(plain)

    def end(self, _name: str) -> None:
        closed = self._open.pop()
        if closed is not None:
            self._parts.append(f"</{closed}>")
            return
        self._left_out -= 1
        if self._style is not None:
            self._classes.update(_rules("".join(self._style)))
            self._style = None

    def text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def logo(self) -> Logo:
        """Return what was gathered."""
        if unknown := self._paints - self._gradients:
            raise LogoRefused("logo_reference", value=f"#{min(unknown)}")
        content = "".join(self._parts).encode()
        if len(content) > MOST_KEPT_BYTES:
            raise LogoRefused("logo_too_detailed")
        if self._size is None or not any(part.startswith(_SHAPES) for part in self._parts):
            raise LogoRefused("logo_nothing")
        width, height = self._size
        return Logo("svg", content, max(1, round(width)), max(1, round(height)))


_SHAPES = tuple(f"<{name}" for name in ("path", "rect", "circle", "ellipse", "line", "poly"))


def _size_of(root: Mapping[str, str]) -> tuple[float, float]:
    """Return the drawing's proportions: those of its viewBox, else its width and height."""
    if "viewBox" in root:
        parts = numbers_of(root["viewBox"]) or []
        if len(parts) != 4:
            raise LogoRefused("logo_value", attribute="viewBox", value=root["viewBox"][:60])
        width, height = float(parts[2]), float(parts[3])
    else:
        found = [_SIZE.fullmatch(root.get(side, "")) for side in ("width", "height")]
        if found[0] is None or found[1] is None:
            raise LogoRefused("logo_no_size")
        width, height = float(found[0][1]), float(found[1][1])
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise LogoRefused(
            "logo_dimensions", width=round(width), height=round(height), most=round(LARGEST_SIDE)
        )
    check_shape(width, height)
    return width, height


def _declarations(style: str) -> Attributes:
    """Return what a style says of looks; what it says of anything else has no effect on a drawing."""
    _refuse_style(style)
    pairs = (one.partition(":") for one in style.split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs if key.strip() in STYLED}


def _rules(sheet: str) -> dict[str, Attributes]:
    """Return the looks of each class in a style sheet. Anything but rules for classes is refused."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet[: LONGEST_STYLE + 1], flags=re.DOTALL)
    _refuse_style(sheet)
    found: dict[str, Attributes] = {}
    place = 0
    while rule := _RULE.match(sheet, place):
        for name in (one.strip() for one in rule[1].split(",")):
            if not _CLASS.fullmatch(name):
                raise LogoRefused("logo_style", found=name[:40])
            found.setdefault(name[1:], {}).update(_declarations(rule[2]))
        place = rule.end()
    if sheet[place:].strip():
        raise LogoRefused("logo_style", found=sheet[place:].strip()[:40])
    return found


def _refuse_style(style: str) -> None:
    """Refuse a style that could fetch something or hide what it says."""
    if len(style) > LONGEST_STYLE:
        raise LogoRefused("logo_style", found=style[:40])
    for danger in ("@", "\\", "expression", "javascript:", "<"):
        if danger in style.lower():
            raise LogoRefused("logo_style", found=danger)
    if re.search(r"url\s*\(\s*(?!#)", style, re.IGNORECASE):
        raise LogoRefused("logo_reference", value="url(…)")
