"""What a reader finds in a PDF: text, headings, figures, fonts, and how full its pages are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdf
import pypdfium2
from PIL import Image, ImageChops


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page, white space evened out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_even(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    return " ".join(page_texts(pdf))


def _even(text: str) -> str:
    # PDFium marks a word broken at a hyphen with U+FFFE or U+0002
    return re.sub(r"\s+", " ", re.sub("[\ufffe\x02]", "-", text).replace("\u00a0", " ")).strip()


def across(pdf: bytes, page: int, text: str) -> float:
    """Return how far from the left edge the first occurrence of a text begins on a page, 0–1."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        read = document[page].get_textpage()
        found = read.search(text, match_case=True).get_next()
        assert found, f"{text!r} is not on page {page + 1}"
        left: float = read.get_charbox(found[0])[0]
        return left / float(document[page].get_width())
    finally:
        document.close()


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def bookmarks(pdf: bytes) -> list[str]:
    return [str(entry.title) for entry in reader(pdf).outline if not isinstance(entry, list)]


def elements(pdf: bytes) -> Iterator[Any]:
    """Yield every element of the structure tree, in reading order."""
    root = reader(pdf).trailer["/Root"]["/StructTreeRoot"]
    waiting = [root]
    while waiting:
        element = waiting.pop().get_object()
        if not isinstance(element, dict):
            continue
        if "/S" in element:
            yield element
        kids = element.get("/K", [])
        kids = kids.get_object() if hasattr(kids, "get_object") else kids
        kids = kids if isinstance(kids, list) else [kids]
        waiting += [kid for kid in reversed(kids) if isinstance(kid.get_object(), dict)]


def fonts(pdf: bytes) -> dict[str, bool]:
    """Return the name of every font, without its subset prefix, and whether it is embedded."""
    found = {}
    for page in reader(pdf).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            entry = font.get_object()
            inner = entry["/DescendantFonts"][0].get_object() if "/DescendantFonts" in entry else entry
            name = str(entry["/BaseFont"]).lstrip("/").split("+")[-1]
            found[name] = "/FontFile2" in inner["/FontDescriptor"].get_object()
    return found


def fills(pdf: bytes) -> list[float]:
    """Return how far down each page's body its content reaches, 0–1."""
    document = pypdfium2.PdfDocument(pdf)
    shares = []
    for page in document:
        image = page.render(scale=0.5).to_pil().convert("L")
        body = image.crop((0, int(image.height * 0.085), image.width, int(image.height * 0.925)))
        dark = ImageChops.invert(body).point(lambda value: 255 if value > 24 else 0)
        box = dark.getbbox()
        shares.append(box[3] / body.height if box else 0.0)
    document.close()
    return shares


def picture(pdf: bytes, page: int) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = document[page].render(scale=1).to_pil().convert("RGB")
        return image
    finally:
        document.close()
