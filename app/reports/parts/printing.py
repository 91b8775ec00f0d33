"""HTML of a part → its pages as PDF objects, by the engine, in the child.

What the whole file has once is left out here: fonts, colours, metadata, contents. It works on the engine's own objects,
so it is tied to the versions that the shortcuts are written for; with others a document is laid out whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint import DEFAULT_OPTIONS, HTML, document, pdf
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.pdf.stream import Stream

from app.reports.finisher import complete_pages, content_of, describe_links
from app.reports.parts.folios import NotInParts, take_folio
from app.reports.parts.part import (
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
    Part,
    PartPage,
    mark,
)

REFERENCE = re.compile(rb"(\d+) 0 R")
FONT_FACTS = ("family", "style", "weight", "font_size", "widths", "to_unicode", "missing")


class Printer:
    """Lays out parts one after the other, with the fonts that the press has ready."""

    def __init__(self, variant: str, base_url: str, fetcher: Any, font_config: Any) -> None:
        self._options = {**DEFAULT_OPTIONS, "pdf_variant": variant, **pdf.VARIANTS[variant][1]}
        self._base_url, self._fetcher, self._font_config = base_url, fetcher, font_config

    def print_part(self, html: str, strays: Iterable[str], heard: Any) -> Part:
        """Return the pages of a part.

        Args:
            strays: names that are nowhere in the document; links to them are left out.
            heard: tells in `notices` and `fetched` what the engine said and read meanwhile.

        Raises:
            NotInParts: something in it depends on the pages of other parts.
        """
        asked: list[TargetCollector] = []

        def collector() -> TargetCollector:
            asked.append(TargetCollector())
            return asked[0]

        page = HTML(string=html, base_url=self._base_url, url_fetcher=self._fetcher)
        with _in_place(document, TargetCollector=collector):
            laid_out = page.render(font_config=self._font_config, pdf_variant=self._options["pdf_variant"])
        if asked[0].counter_lookup_items:
            raise NotInParts("a page number in the text")
        folios = [self._folio(one, laid_out) for one in laid_out.pages]
        laid_out.make_bookmark_tree = lambda *_options, **_more: []
        known = frozenset(strays)
        with _in_place(
            pdf,
            resolve_links=lambda pages: _links(pages, known),
            build_fonts_dictionary=lambda *_options: pydyf.Dictionary(),
        ):
            made = pdf.generate_pdf(laid_out, None, 1, **self._options)
        complete_pages(made)
        describe_links(laid_out.pages)
        return _Export(made, laid_out, folios).part(heard)

    def _folio(self, page: Any, laid_out: Any) -> dict[str, Any] | None:
        boxes = [one for one in page._page_box.children if isinstance(one, MarginBox)]
        stream = Stream(laid_out.fonts, None, {}, {}, None, {}, None)
        found = [folio for box in boxes if (folio := take_folio(box, stream))]
        if len(found) > 1:
            raise NotInParts("two page numbers on a page")
        return found[0] if found else None


def _links(pages: Any, strays: frozenset[str]) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield links and anchors of each page, as the engine does, but for anchors that may be in another part."""
    anchors: set[str] = set()
    for page in pages:
        here = []
        for name, (x, y, _, _) in page.anchors.items():
            if name not in anchors:
                here.append((name, x, y))
                anchors.add(name)
        yield [link for link in page.links if link[0] != "internal" or link[1] not in strays], here


@contextmanager
def _in_place(module: Any, **functions: Any) -> Iterator[None]:
    kept = {name: getattr(module, name) for name in functions}
    for name, function in functions.items():
        setattr(module, name, function)
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(module, name, function)


class _Export:
    """Takes out of a PDF of the engine what belongs to the part, and marks what depends on the whole."""

    def __init__(self, made: Any, laid_out: Any, folios: list[dict[str, Any] | None]) -> None:
        self._made, self._laid_out, self._folios = made, laid_out, folios
        objects, catalog = made.objects, made.catalog
        root = self._at(catalog["StructTreeRoot"])
        self._top = self._at(root["K"][0])
        self._numbers = self._at(root["ParentTree"])["Nums"]
        resources = next(one for one in objects if isinstance(one, dict) and "ExtGState" in one)
        fonts, colours = self._at(resources["Font"]), self._at(resources["ColorSpace"])
        profiles = [self._at(space[1]) for space in colours.values() if space[0] == "/ICCBased"]
        shared = [made.pages, catalog, root, self._top, fonts, colours, *profiles]
        shared += [self._at(root["ParentTree"]), self._at(catalog["Metadata"])]
        left_out = {one.number for one in shared}
        self._kept = [one for one in objects if one.free != "f" and one.number not in left_out]
        self._marks = {one.number: mark(OBJECT, number) for number, one in enumerate(self._kept)}
        self._local = {one.number: number for number, one in enumerate(self._kept)}
        for letter, one in ((PAGES, made.pages), (ROOT, self._top), (FONTS, fonts), (COLOURS, colours)):
            self._marks[one.number] = mark(letter)
        for one in profiles:  # that of the screen's colours, which pictures name too
            self._marks[one.number] = mark(PROFILE)

    def part(self, heard: Any) -> Part:
        pages = [self._at(reference) for reference in self._made.page_references]
        marked, notes = self._structure(len(pages))
        self._name_headers()
        for number, page in enumerate(pages):
            page["StructParents"] = mark(PAGE_NUMBER, number)
            if self._folios[number]:
                page["Contents"] = pydyf.Array([page["Contents"], mark(FOLIO, number)])
        anchors = self._anchors()
        about = [
            PartPage(
                self._local[page.number],
                source.height,
                source.bookmarks,
                anchors.get(page.number, []),
                marked[number],
                self._folios[number],
            )
            for number, (page, source) in enumerate(zip(pages, self._laid_out.pages, strict=True))
        ]
        return Part(
            tuple(about),
            tuple(self._number(reference) for reference in self._top["K"]),
            tuple(notes),
            self._fonts(),
            tuple(self._object(one) for one in self._kept),
            tuple(heard.notices),
            tuple(heard.fetched),
        )

    def _structure(self, count: int) -> tuple[list[list[int | None]], list[int]]:
        """Return the objects of the structure by page and mark, and by annotation, which are marked."""
        values = self._numbers[1::2]
        marked = [[None if one == "null" else self._number(one) for one in page] for page in values[:count]]
        for one in self._kept:
            if isinstance(one, dict) and "StructParent" in one:
                one["StructParent"] = mark(NOTE_NUMBER, one["StructParent"] - count)
        return marked, [self._number(reference) for reference in values[count:]]

    def _name_headers(self) -> None:
        """Give header cells names that no cell of another part has; the engine names them by their table's number."""

        def named(name: Any) -> bytes:
            table, row, column = name.string.split("-")
            return b"(%s-%s-%s)" % (mark(NAME, self._local[int(table)]), row.encode(), column.encode())

        for one in self._kept:
            if isinstance(one, dict) and one.get("S") in ("/TH", "/TD"):
                if "ID" in one:
                    one["ID"] = named(one["ID"])
                if "Headers" in one["A"]:
                    one["A"]["Headers"] = pydyf.Array([named(name) for name in one["A"]["Headers"]])

    def _anchors(self) -> dict[int, list[Any]]:
        """Return anchors by the number of their page."""
        found: dict[int, list[Any]] = {}
        names = self._made.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
        for name, place in zip(names[::2], names[1::2], strict=True):
            page, _, x, y, _ = place
            found.setdefault(self._at(page).number, []).append((name.string, x, y))
        return found

    def _fonts(self) -> dict[str, dict[str, Any]]:
        """Return what is known of each font; several of the engine's may have one hash, which is one font."""
        found: dict[str, dict[str, Any]] = {}
        for font in self._laid_out.fonts.values():
            if font.bitmap or font.variations or font.used_in_forms:
                raise NotInParts(f"the font {font.family}")
            facts = {name: getattr(font, name) for name in FONT_FACTS}
            known = found.setdefault(font.hash, facts)
            for name in ("widths", "to_unicode", "missing"):
                known[name] = {**facts[name], **known[name]}
        return found

    def _object(self, one: Any) -> tuple[bytes, bytes | None]:
        if not isinstance(one, pydyf.Stream):
            return self._bytes(one), None
        head, content = content_of(one)
        return self._bytes(head), content

    def _bytes(self, value: Any) -> bytes:
        """Return an object or a value in it as it is written, references as marks."""
        kind = type(value)
        if kind is bytes or kind is str:
            text = value if kind is bytes else value.encode("ascii")
            found = REFERENCE.fullmatch(text)
            return self._marks[int(found[1])] if found else text
        if kind is pydyf.Dictionary or kind is dict:
            inside = [b"/%s %s" % (key.encode(), self._bytes(entry)) for key, entry in value.items()]
            return b"<<%s>>" % b"".join(inside)
        if isinstance(value, list):
            return b"[%s]" % b" ".join([self._bytes(entry) for entry in value])
        data: bytes = pydyf._to_bytes(value)
        return data

    def _at(self, reference: Any) -> Any:
        text = reference.decode() if isinstance(reference, bytes) else reference
        return self._made.objects[int(text.split()[0])]

    def _number(self, reference: Any) -> int:
        return self._local[self._at(reference).number]
