from __future__ import annotations

from pathlib import Path

import pytest

from content import ContentError, Finding
from content.encoding import decode, position, read_bytes


def findings(data: bytes, most_bytes: int = 1000) -> tuple[Finding, ...]:
    with pytest.raises(ContentError) as refusal:
        decode(data, "file.yaml", most_bytes)
    return refusal.value.findings


def test_plain_utf8_comes_through_unchanged():
    assert decode("a: مرحبا\r\nb: é\tx\n".encode(), "f", 100) == "a: مرحبا\r\nb: é\tx\n"


def test_the_byte_order_mark_of_utf8_is_dropped():
    assert decode(b"\xef\xbb\xbfa: 1", "f", 100) == "a: 1"


def test_directional_marks_and_isolates_that_arabic_needs_come_through():
    assert decode("\u200f\u2066PMO\u2069".encode(), "f", 100) == "\u200f\u2066PMO\u2069"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wider_encodings_are_refused_by_name(encoding):
    data = "\ufeffa: 1".encode(encoding)
    (finding,) = findings(data)
    assert finding.rule == "encoding"
    assert "UTF-" in finding.found


def test_a_byte_that_is_not_utf8_is_named_with_its_place():
    (finding,) = findings("ok\ncaf\xe9".encode("latin-1"))
    assert (finding.line, finding.column, finding.found) == (2, 4, "the byte 0xE9, which is not UTF-8")


def test_too_large_a_file_is_refused_before_it_is_decoded():
    (finding,) = findings(b"\xff" * 11, most_bytes=10)
    assert finding.rule == "size"


@pytest.mark.parametrize(
    ("character", "said"),
    [
        ("\x00", "NUL"),
        ("\x07", "U+0007"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028"),
        ("\u202e", "U+202E"),
        ("\ufeff", "byte order mark"),
        ("\ufffd", "replacement character"),
    ],
)
def test_characters_that_no_author_typed_are_refused(character, said):
    (finding,) = findings(f"a: x\r\nb: y{character}".encode())
    assert said in finding.found
    assert (finding.line, finding.column) == (2, 5)


def test_text_that_was_converted_twice_is_recognised():
    (finding,) = findings("fine: é\nbad: cafÃ©\n".encode())
    assert finding.line == 2
    assert "café" in finding.found


def test_a_position_counts_every_kind_of_line_end_once():
    assert position("a\r\nb\rc\nd", 7) == (4, 1)
    assert position("ab", None) == (1, 3)


def test_a_missing_file_is_a_finding(tmp_path: Path):
    with pytest.raises(ContentError) as refusal:
        read_bytes(tmp_path / "none.yaml", 10)
    assert "no such file" in str(refusal.value)


def test_an_endless_file_is_read_no_further_than_the_limit():
    assert len(read_bytes(Path("/dev/zero"), 10)) == 11
