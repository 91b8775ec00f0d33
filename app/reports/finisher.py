"""The last touch on a PDF: what the engine leaves out of PDF/A-3a and PDF/UA-1.

It works on the engine's own objects before they are written, so it is tied to the pinned version of pydyf;
`tests/reports/test_conformance.py` fails when that changes.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable
from functools import partial
from typing import Any

Objects = list[Any]

MOST_ATTEMPTS = 8
LONGEST_DESCRIPTION = 200  # letters
WITHOUT_TEXT = re.compile(rb"(<[0-9a-f]{4}>) <>")
JOINER = rb"\1 <034f>"  # combining grapheme joiner: no sign of its own, and left out of account by whoever searches
ENDS_UNSEEN = re.compile(rb"[\r\n]\nendstream\nendobj")

PDF_UA_IDENTIFICATION = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 this document conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(pdf: Any, direction: str) -> None:
    """Complete a tagged PDF in place: identification, header scope, artifacts, reading direction.

    Args:
        pdf: the engine's PDF object, about to be written.
        direction: "ltr" or "rtl".
    """
    _scope_headers(pdf.objects)
    _mark_artifacts(pdf.catalog, pdf.objects)
    complete_file(pdf, direction)


def describe_links(pages: Iterable[Any]) -> None:
    """Let each link say its own words, where the engine says the name of the place that it leads to."""
    for page in pages:
        for _kind, _target, _rectangle, box in page.links:
            words = " ".join("".join(box.element.itertext()).split())
            if box.link_annotation and words:
                box.link_annotation["Contents"] = _string(words[:LONGEST_DESCRIPTION])


def complete_pages(pdf: Any) -> None:
    """Complete what is on the pages of a part, which is not written as a file of its own."""
    _scope_headers(pdf.objects)
    _mark_artifacts(pdf.catalog, pdf.objects)
    _end_streams_visibly(pdf.objects)


def complete_file(pdf: Any, direction: str) -> None:
    """Complete what the file has once: identification, reading direction; it is then ready to be written."""
    objects: Objects = pdf.objects
    _map_every_glyph(objects)
    _identify(_at(objects, pdf.catalog["Metadata"]))
    _end_streams_visibly(objects)
    if direction == "rtl":
        pdf.catalog.setdefault("ViewerPreferences", _dictionary())["Direction"] = "/R2L"
    _write_out(objects)
    pdf.write = partial(_write_visibly, pdf, pdf.write)


def _map_every_glyph(objects: Objects) -> None:
    """Give every glyph a text: the engine leaves those without one that draw a part of a letter, such as its dots."""
    for found in objects:
        lines = getattr(found, "stream", None)
        if lines and b"begincmap" in lines:
            lines[:] = [WITHOUT_TEXT.sub(JOINER, line) if isinstance(line, bytes) else line for line in lines]


def content_of(stream: Any) -> tuple[Any, bytes]:
    """Return the dictionary of a stream as it is written, and its content, compressed where it will be."""
    _, _, content = stream.data.partition(b"\nstream\n")
    content = content.removesuffix(b"\nendstream")
    entries = dict(stream.extra)
    if stream.compress:
        entries["Filter"] = "/FlateDecode"
    return {**entries, "Length": len(content)}, content


def _dictionary(values: dict[str, str] | None = None) -> Any:
    import pydyf  # loaded in the child only, with the engine

    return pydyf.Dictionary(values or {})


def _string(text: str) -> Any:
    import pydyf  # likewise

    return pydyf.String(text)


def _is_reference(value: object) -> bool:
    return isinstance(value, str | bytes)


def _at(objects: Objects, reference: str | bytes) -> Any:
    """Return the object that an indirect reference such as `12 0 R` points to."""
    text = reference.decode() if isinstance(reference, bytes) else reference
    return objects[int(text.split()[0])]


def _identify(metadata: Any) -> None:
    """Claim PDF/UA-1 beside PDF/A, in plain text, as PDF/A wants its metadata."""
    metadata.compress = False
    packet = b"".join(metadata.stream)
    cut = packet.rindex(b"</rdf:RDF>")
    metadata.stream = [packet[:cut] + PDF_UA_IDENTIFICATION + packet[cut:]]


def _scope_headers(objects: Objects) -> None:
    """Say of every header cell whether it heads its row or its column."""
    for row in [entry for entry in objects if isinstance(entry, dict) and entry.get("S") == "/TR"]:
        cells = [_at(objects, kid) for kid in row["K"] if _is_reference(kid)]
        scope = "/Row" if any(cell.get("S") == "/TD" for cell in cells) else "/Column"
        for cell in cells:
            if cell.get("S") == "/TH":
                cell["A"]["Scope"] = scope


def _end_streams_visibly(objects: Objects) -> None:
    """Let no stream end in a line break: a validator takes it for the one before `endstream`.

    A compressed stream ends with the checksum of what it holds, so it is what it holds that must change.
    """
    for entry in objects:
        if not hasattr(entry, "compress"):
            continue
        while _last_byte(entry) in b"\r\n":
            entry.stream.append(b" ")  # after a line break: nothing to a page, padding to a font
            if "Length1" in entry.extra:
                entry.extra["Length1"] += 2


def _write_out(objects: Objects) -> None:
    """Turn every object into the bytes it will be in the file: the engine asks for them, and compresses them, twice."""
    import pydyf  # loaded in the child only, with the engine

    class Written(pydyf.Object):  # type: ignore[misc]  # the engine is untyped
        data = b""
        compressible = False

    for number, entry in enumerate(objects):
        if entry.free != "f":
            written = Written()
            written.number, written.generation = entry.number, entry.generation
            written.data, written.compressible = entry.data, entry.compressible
            objects[number] = written


def _write_visibly(pdf: Any, write: Any, output: Any, *options: Any) -> None:
    """Write the file, and once more with an unused object if a stream that only exists now ends in a line break.

    These are the object stream and the cross-reference stream, one file in a hundred.
    """
    for attempts_left in reversed(range(MOST_ATTEMPTS)):
        before = list(pdf.objects)
        attempt = io.BytesIO()
        write(attempt, *options)
        content = attempt.getvalue()
        if not attempts_left or not ENDS_UNSEEN.search(content):
            output.write(content)
            return
        pdf.objects[:] = before
        pdf.current_position = 0
        pdf.add_object(_dictionary())


def _last_byte(entry: Any) -> int:
    """Return the byte before the end of a stream as it will be written."""
    is_compressed, entry.compress = entry.compress, False
    content = entry.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    entry.compress = is_compressed
    if is_compressed:
        return zlib.adler32(content) & 0xFF
    return content[-1] if content else 0


def _mark_artifacts(catalog: Any, objects: Objects) -> None:
    """Take running headers and footers out of what a screen reader reads."""
    root = _at(objects, catalog["StructTreeRoot"])
    live: set[int] = set()
    waiting = list(root["K"])
    while waiting:
        element = _at(objects, waiting.pop())
        live.add(element.number)
        kids = element.get("K", ())
        waiting += [kid for kid in kids if _is_reference(kid) and isinstance(_at(objects, kid), dict)]
    pages = {
        entry["StructParents"]: entry
        for entry in objects
        if isinstance(entry, dict) and entry.get("Type") == "/Page"
    }
    numbers = _at(objects, root["ParentTree"])["Nums"]
    for key, references in zip(numbers[::2], numbers[1::2], strict=True):
        if key in pages and isinstance(references, list):
            _mark_page(objects, pages[key], references, live)


def _mark_page(objects: Objects, page: Any, references: list[Any], live: set[int]) -> None:
    dead = {number for number, entry in enumerate(references) if _at(objects, entry).number not in live}
    operations = _at(objects, page["Contents"]).stream
    for place, operation in enumerate(operations):
        if isinstance(operation, dict) and operation.get("MCID") in dead:
            operations[place - 1] = "/Artifact"
            operations[place] = _dictionary({"Type": "/Pagination"})
    for number in dead:
        references[number] = "null"
