"""Bytes to text, refusing what was damaged or disguised on its way here."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from content.findings import ContentError, Finding

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)

# Tab, line feed and carriage return are text. The directional overrides can make a line read differently
# from what it says; the isolates (U+2066 to U+2069) and marks that Arabic text needs are let through.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\ufeff\ufffd-\uffff\ud800-\udfff]")

_REASONS = {
    "\x00": "a NUL character",
    "\ufeff": "a byte order mark inside the text",
    "\ufffd": "a replacement character, left by an earlier wrong conversion",
}

_LINE_END = re.compile(r"\r\n|\r|\n")


def read_bytes(path: Path, most_bytes: int) -> bytes:
    """Return a file's content, or refuse it as a ContentError if it cannot be read or is too large."""
    try:
        with path.open("rb") as stream:
            # One byte more than allowed tells "too large" without reading an endless file.
            return stream.read(most_bytes + 1)
    except OSError as error:
        finding = Finding(
            str(path), None, None, "", (error.strerror or "an error").lower(), "a readable file", "file"
        )
        raise ContentError([finding]) from error


def decode(data: bytes, file: str, most_bytes: int) -> str:
    """Return UTF-8 data as text without its byte order mark.

    Raises:
        ContentError: too large, not UTF-8, or with characters that no author typed: control characters,
            directional overrides, traces of a wrong conversion.
    """
    if len(data) > most_bytes:
        found = f"more than {most_bytes:,} bytes"
        raise ContentError([Finding(file, None, None, "", found, f"at most {most_bytes:,} bytes", "size")])
    for mark, name in _MARKS:
        if data.startswith(mark):
            raise ContentError([Finding(file, 1, 1, "", f"{name} text", "UTF-8 text", "encoding")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = position(data[: error.start].decode("utf-8-sig"), None)
        found = f"the byte 0x{data[error.start]:02X}, which is not UTF-8"
        raise ContentError([Finding(file, line, column, "", found, "UTF-8 text", "encoding")]) from error
    if findings := [*_refused_characters(text, file), *_double_encodings(text, file)]:
        raise ContentError(findings)
    return text


def refused_character(text: str) -> str | None:
    """Return what the first character is that no text may hold, as a phrase, or None."""
    found = _REFUSED.search(text)
    return _named(found.group()) if found else None


def position(text: str, index: int | None) -> tuple[int, int]:
    """Return line and column, both from 1, of an index into a text (None: its end)."""
    before = text[:index]
    ends = list(_LINE_END.finditer(before))
    return len(ends) + 1, len(before) - (ends[-1].end() if ends else 0) + 1


def _named(character: str) -> str:
    return _REASONS.get(character, f"the character U+{ord(character):04X}, which is no text")


def _refused_characters(text: str, file: str) -> Iterator[Finding]:
    for match in _REFUSED.finditer(text):
        line, column = position(text, match.start())
        yield Finding(file, line, column, "", _named(match.group()), "printable text", "character")


def _double_encodings(text: str, file: str) -> Iterator[Finding]:
    """Find UTF-8 that was read as Windows-1252 and saved again: it decodes a second time."""
    if text.isascii():
        return
    for number, line in enumerate(_LINE_END.split(text), start=1):
        try:
            once_more = line.encode("cp1252").decode()
        except UnicodeError:
            continue
        if once_more != line:
            found = f"text that was converted twice (it should probably read '{once_more.strip()[:60]}')"
            yield Finding(file, number, None, "", found, "UTF-8 text, converted once", "encoding")
