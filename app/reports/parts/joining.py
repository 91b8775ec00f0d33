"""Parts → one file: their objects with numbers of the whole, one structure, one table of contents, fonts once.

What is neither page nor structure comes from the engine, which is asked for the file of a document without pages.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint import DEFAULT_OPTIONS, HTML, document, pdf
from weasyprint.anchors import make_page_bookmark_tree
from weasyprint.html import get_html_metadata
from weasyprint.matrix import Matrix
from weasyprint.pdf.anchors import add_outlines
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import get_pango_font_key

from app.reports.finisher import complete_file
from app.reports.parts.folios import NotInParts, write_folio
from app.reports.parts.part import (
    BETWEEN,
    COLOURS,
    FOLIO,
    FONTS,
    NAME,
    NOTE_NUMBER,
    OBJECT,
    PAGE_NUMBER,
    PAGES,
    PROFILE,
    ROOT,
    SIGN,
    Part,
    PartPage,
)

SCALE = 0.75  # points of a CSS pixel


class Placed(pydyf.Object):  # type: ignore[misc]  # the engine is untyped
    """An object as it will be written."""

    def __init__(self, number: int, data: bytes, is_stream: bool) -> None:
        super().__init__()
        self.number, self._data, self._is_stream = number, data, is_stream

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return not self._is_stream


def join(
    head: str, parts: Sequence[Part], direction: str, font_config: Any, options: dict[str, Any]
) -> bytes:
    """Return the file.

    Args:
        head: the document's HTML up to its body, for title, language and the like.
        options: variant and attachments, as the engine takes them.

    Raises:
        NotInParts: a font of a part is not found again.
    """
    options = {**DEFAULT_OPTIONS, **options, **pdf.VARIANTS[options["pdf_variant"]][1]}
    source = HTML(string=f"{head}</body></html>", base_url=None)
    metadata = document.DocumentMetadata(**get_html_metadata(source))
    whole = document.Document([], metadata, None, font_config, {}, options["output_intent"])
    whole.fonts = merged_fonts([part.fonts for part in parts], font_config)
    made = pdf.generate_pdf(whole, None, 1, **options)
    _Joint(made).add(parts)
    pydyf.zlib = Quick  # this process ends with its document
    complete_file(made, direction)
    output = io.BytesIO()
    made.write(output, options["pdf_version"], options["pdf_identifier"], True)
    return output.getvalue()


def merged_fonts(parts: Iterable[dict[str, dict[str, Any]]], font_config: Any) -> dict[str, Any]:
    """Return each font once, with the glyphs that any part uses."""
    merged: dict[str, dict[str, Any]] = {}
    for part in parts:
        for name, facts in part.items():
            known = merged.setdefault(name, {**facts, "widths": {}, "to_unicode": {}, "missing": {}})
            for table in ("widths", "to_unicode", "missing"):
                for key, value in facts[table].items():
                    known[table].setdefault(int(key), value)
    return {name: _font(name, facts, font_config) for name, facts in sorted(merged.items())}


def _font(name: str, facts: dict[str, Any], font_config: Any) -> Any:
    """Return a font of the engine's, found by what it is called."""
    wanted = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    family, _kept = unicode_to_char_p(facts["family"])
    pango.pango_font_description_set_family(wanted, family)
    pango.pango_font_description_set_style(wanted, facts["style"])
    pango.pango_font_description_set_weight(wanted, facts["weight"])
    pango.pango_font_description_set_absolute_size(wanted, int(facts["font_size"] * TO_UNITS))
    context = ffi.gc(pango.pango_font_map_create_context(font_config.font_map), gobject.g_object_unref)
    found = ffi.gc(
        pango.pango_font_map_load_font(font_config.font_map, context, wanted), gobject.g_object_unref
    )
    _, description, size = get_pango_font_key(found)
    font = Font(found, description, size)
    if font.hash != name:
        raise NotInParts(f"the font {facts['family']}")
    font.kept = found
    for table in ("widths", "to_unicode", "missing"):
        setattr(font, table, dict(sorted(facts[table].items())))
    return font


class Known(dict[bytes, bytes]):
    """What stands in the place of each mark of a part.

    Args:
        first: number of the part's first object. page, note: its first page's and annotation's in the structure.
        folios: references to what is written in the margin, by page. shared: references by letter.
    """

    def __init__(
        self, first: int, page: int, note: int, folios: list[bytes], shared: dict[str, bytes]
    ) -> None:
        super().__init__()
        self._folios, self._shared, self._first = folios, shared, first
        self._shifts = {NAME: first, PAGE_NUMBER: page, NOTE_NUMBER: note}

    def __missing__(self, one: bytes) -> bytes:
        letter, number = chr(one[0]), int(one[1:])
        if letter == OBJECT:
            found = b"%d 0 R" % (self._first + number)
        elif letter in self._shared:
            found = self._shared[letter]
        else:
            found = self._folios[number] if letter == FOLIO else b"%d" % (self._shifts[letter] + number)
        self[one] = found
        return found


class Quick:
    """Stands for the library that compresses: a third of the time for two per cent of the size."""

    @staticmethod
    def compressobj(level: int) -> Any:
        return zlib.compressobj(min(level, 6))


class _Joint:
    """Adds parts to a file without pages."""

    def __init__(self, made: Any) -> None:
        self._made = made
        root = self._at(made.catalog["StructTreeRoot"])
        self._top = self._at(root["K"][0])
        self._numbers = self._at(root["ParentTree"])["Nums"]
        resources = next(one for one in made.objects if isinstance(one, dict) and "ExtGState" in one)
        self._shared = {
            ROOT: self._top.reference,
            PAGES: made.pages.reference,
            FONTS: resources["Font"],
            COLOURS: resources["ColorSpace"],
            PROFILE: self._at(resources["ColorSpace"])["srgb"][1],
        }

    def add(self, parts: Sequence[Part]) -> None:
        count = sum(len(part.pages) for part in parts)
        page_number, note_number = 0, count
        marked: list[tuple[PartPage, int]] = []
        notes: list[tuple[int, bytes]] = []
        for part in parts:
            folios = self._add_folios(part, page_number, count)
            first = len(self._made.objects)
            self._add_objects(part, first, page_number, note_number, folios)
            for page in part.pages:
                self._made.pages["Count"] += 1
                self._made.pages["Kids"].extend([first + page.number, 0, "R"])
                marked.append((page, first))
            self._top["K"].extend(b"%d 0 R" % (first + number) for number in part.elements)
            notes += [(note_number + n, b"%d 0 R" % (first + one)) for n, one in enumerate(part.notes)]
            page_number += len(part.pages)
            note_number += len(part.notes)
        self._map(marked, notes)
        self._add_anchors([page for page, _ in marked])
        add_outlines(self._made, bookmark_tree([page for page, _ in marked]))

    def _add_folios(self, part: Part, page_number: int, count: int) -> list[bytes]:
        references = []
        for number, page in enumerate(part.pages, page_number + 1):
            written = pydyf.Stream([write_folio(page.folio, number, count)] if page.folio else [])
            if page.folio:
                self._made.add_object(written)
            references.append(written.reference)
        return references

    def _add_objects(self, part: Part, first: int, page: int, note: int, folios: list[bytes]) -> None:
        """Add the objects of a part, their marks replaced."""
        known = Known(first, page, note, folios, self._shared)
        pieces = BETWEEN.join(data for data, _ in part.objects).split(SIGN)
        pieces[1::2] = [known[one] for one in pieces[1::2]]
        written = b"".join(pieces).split(BETWEEN)
        objects = self._made.objects
        for number, (data, (_, stream)) in enumerate(zip(written, part.objects, strict=True), first):
            if stream is not None:
                data = b"%s\nstream\n%s\nendstream" % (data, stream)
            objects.append(Placed(number, data, stream is not None))

    def _map(self, marked: list[tuple[PartPage, int]], notes: list[tuple[int, bytes]]) -> None:
        """Write which element of the structure each mark on a page and each annotation belongs to."""
        for number, (page, first) in enumerate(marked):
            references = ["null" if one is None else b"%d 0 R" % (first + one) for one in page.marked]
            self._numbers.extend([number, pydyf.Array(references)])
        for number, reference in notes:
            self._numbers.extend([number, reference])

    def _add_anchors(self, pages: Sequence[PartPage]) -> None:
        places: dict[str, Any] = {}
        for reference, page in zip(self._made.page_references, pages, strict=True):
            for name, x, y in page.anchors:
                places.setdefault(name, pydyf.Array([reference, "/XYZ", x, y, 0]))
        names = pydyf.Array()
        for name in sorted(places):
            names.extend([pydyf.String(name), places[name]])
        if names:
            self._made.catalog.setdefault("Names", pydyf.Dictionary())
            self._made.catalog["Names"]["Dests"] = pydyf.Dictionary({"Names": names})

    def _at(self, reference: Any) -> Any:
        text = reference.decode() if isinstance(reference, bytes) else reference
        return self._made.objects[int(text.split()[0])]


def bookmark_tree(pages: Sequence[PartPage]) -> list[Any]:
    """Return the bookmarks of all pages as the engine nests them."""
    root: list[Any] = []
    skipped: list[int] = []
    last_by_depth = [root]
    level = 0
    for number, page in enumerate(pages):
        matrix = Matrix(SCALE, 0, 0, -SCALE, 0, page.height * SCALE)
        bare = SimpleNamespace(bookmarks=page.bookmarks)
        level = make_page_bookmark_tree(bare, skipped, last_by_depth, level, number, matrix)
    return root
