"""What makes the file an archive copy (PDF/A-3a) and readable for everybody (PDF/UA-1)."""

from __future__ import annotations

import re

import pytest

from app.reports.pdf import LaidOut
from tests.reports.reading import elements, reader


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_validator_finds_nothing(english: LaidOut, mirrored: LaidOut, profile: str) -> None:
    validator = pytest.importorskip("page")
    for document in (english, mirrored):
        found = validator.validate_pdf_bytes(document.pdf, profile=profile)
        assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures][:10]


def test_the_metadata_claims_both_standards_in_plain_text(english: LaidOut) -> None:
    metadata = reader(english.pdf).trailer["/Root"]["/Metadata"].get_object()
    assert "/Filter" not in metadata
    packet = metadata.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in packet.replace('"3"', ">3<") or 'pdfaid:part="3"' in packet
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet


def test_the_document_is_tagged_from_end_to_end(english: LaidOut) -> None:
    root = reader(english.pdf).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    kinds = {str(one["/S"]) for one in elements(english.pdf)}
    assert {"/Document", "/H1", "/H2", "/H3", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure", "/L"} <= kinds


def test_running_headers_are_not_read_aloud(english: LaidOut) -> None:
    page = reader(english.pdf).pages[2]
    content = page.get_contents()
    assert content is not None
    assert b"/Pagination" in content.get_data()


def test_colours_are_tied_to_a_profile(english: LaidOut) -> None:
    intents = reader(english.pdf).trailer["/Root"]["/OutputIntents"]
    assert len(intents) == 1


def test_no_stream_ends_in_a_line_break(english: LaidOut, mirrored: LaidOut, hostile: LaidOut) -> None:
    for document in (english, mirrored, hostile):
        streams = list(re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", document.pdf))
        assert len(streams) > 20
        for found in streams:
            end = found.end() + int(found[1])
            assert document.pdf[end : end + 10] == b"\nendstream"
            assert document.pdf[end - 1] not in b"\r\n"
