"""Our style sheets, read once in the press and handed to every document that links to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weasyprint import CSS, css
from weasyprint.text.fonts import FontConfiguration

PRINT = "print"
_prepared: dict[str, tuple[CSS, list[Any]]] = {}


class Faces:
    """Stands for the fonts of a document while a sheet is read, and notes those that the sheet brings."""

    def __init__(self) -> None:
        self.found: list[Any] = []

    def add_font_face(self, descriptors: Any, url_fetcher: Any) -> None:
        self.found.append(descriptors)


def prepare(names: Iterable[str], base_url: str, url_fetcher: Any) -> None:
    """Read those of the sheets that are not read yet, and give them to documents from now on."""
    for name in names:
        if base_url + name not in _prepared:
            faces = Faces()
            sheet = CSS(url=base_url + name, url_fetcher=url_fetcher, font_config=faces, media_type=PRINT)
            _prepared[base_url + name] = sheet, faces.found
    css.CSS = linked


def add_faces(fonts: FontConfiguration, names: Iterable[str], base_url: str, url_fetcher: Any) -> None:
    """Add the faces that these sheets bring, which have been read."""
    for name in names:
        for descriptors in _prepared[base_url + name][1]:
            fonts.add_font_face(descriptors, url_fetcher)


def linked(*, url: str | None = None, **options: Any) -> Any:
    """Return a linked or written style sheet of a document, ready where it is one of ours."""
    if url not in _prepared or "matcher" in options or options["media_type"] != PRINT:
        return CSS(url=url, **options)
    sheet, faces = _prepared[url]
    options["page_rules"].extend(sheet.page_rules)
    for descriptors in faces:
        options["font_config"].add_font_face(descriptors, options["url_fetcher"])
    return sheet
