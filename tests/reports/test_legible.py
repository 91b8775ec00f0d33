"""Signs that no face has: something that can be read stands for them on paper, and the file stays an archive copy."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from app.places import TEMPLATES
from app.reports import pdf
from app.reports.assets import FONTS
from app.reports.choice import Choice
from app.reports.legible import SUBSTITUTE, UNUSUAL, legible
from app.reports.making import make_file, make_workbook
from app.translations import translations_for
from tests.reports.cases import qec_report
from tests.reports.reading import fonts, reader, text_of

PRIVATE, UNASSIGNED, JOINER, SELECTOR = "\U0010fffd", "\U0003fffd", "\u200d", "\ufe0f"
NAME = f"Bridge {PRIVATE} Works{UNASSIGNED}"


def test_every_sign_of_which_nobody_is_asked_is_in_a_face_of_every_report() -> None:
    held = set()
    sheet = (TEMPLATES / "reports" / "report.css").read_text("utf-8")
    faces = re.findall(r'url\("fonts/(.+?)"\)', sheet)
    assert len(faces) == 6
    for name in faces:
        with TTFont(FONTS / name) as font:
            held |= set(font.getBestCmap())
    usual = [
        number
        for number in range(sys.maxunicode + 1)
        if not UNUSUAL.match(chr(number)) and unicodedata.category(chr(number)) not in ("Cc", "Cf", "Cn")
    ]
    assert len(usual) > 500
    assert [hex(number) for number in usual if number not in held] == []
    assert ord(SUBSTITUTE) in held


def test_only_what_no_face_has_is_replaced() -> None:
    plain = "<p>Größe, Łódź, خالد، ‘quoted’ – 3 % … €</p>"
    assert legible(plain) == plain
    assert legible(f"a{PRIVATE}b{UNASSIGNED}") == f"a{SUBSTITUTE}b{SUBSTITUTE}"
    assert legible(f"a{JOINER}b{SELECTOR}") == f"a{JOINER}b{SELECTOR}"
    assert legible(f"≤ ≥ → {SUBSTITUTE}") == f"≤ ≥ → {SUBSTITUTE}"  # unusual, and in our faces


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_a_report_with_signs_that_no_face_has_can_be_read_and_kept(language: str) -> None:
    validator = pytest.importorskip("page")
    report = qec_report(language)
    report = replace(
        report, client=replace(report.client, name=NAME), consultant=f"Leila {PRIVATE}{JOINER}{SELECTOR}"
    )
    translations = translations_for(language)
    made = make_file(report, Choice("roadmap"), translations)
    assert made.notices == ()
    printed = text_of(made.pdf)
    assert printed.count(SUBSTITUTE) >= 3
    if language == "en":
        assert f"Bridge {SUBSTITUTE} Works" in printed
    assert not re.search(f"[{PRIVATE}{UNASSIGNED}]", printed)
    for profile in ("3a", "ua1"):
        found = validator.validate_pdf_bytes(made.pdf, profile=profile)
        assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures][:10]
    assert NAME in reader(made.pdf).attachments["result.json"][0].decode()
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(report, Choice("roadmap"), translations)))
    assert any(NAME in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def face_with(sign: str, folder: Path) -> None:
    """Make a face of the machine that has a sign which none of ours has."""
    builder = FontBuilder(1000)
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for place in ((100, 700), (900, 700), (900, 0)):
        pen.lineTo(place)
    pen.closePath()
    empty = TTGlyphPen(None).glyph()
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({ord(sign): "box"})
    builder.setupGlyf({".notdef": empty, "box": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "box": (1000, 100)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Machine", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.save(folder / "machine.ttf")
    (folder / "fonts.conf").write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>"
    )


def test_a_sign_that_only_a_face_of_the_machine_has_is_printed_in_that_face(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    face_with(PRIVATE, tmp_path)
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    head = '<!doctype html><html lang=en><title>a</title><link rel="stylesheet" href="report.css"><p>'
    pdf._server.stop()
    try:
        plain, strange = (pdf.lay_out(f"{head}{text}").pdf for text in ("a b", f"a {PRIVATE} {UNASSIGNED} b"))
    finally:
        pdf._server.stop()
    assert text_of(strange).split()[:4] == ["a", PRIVATE, SUBSTITUTE, "b"]
    assert [any(name.endswith("Machine") for name in fonts(one)) for one in (plain, strange)] == [False, True]
