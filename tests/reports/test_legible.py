"""Signs that no face has: something that can be read stands for them on paper, and the file stays an archive copy."""

from __future__ import annotations

import io
import re
import sys
import unicodedata
from dataclasses import replace

import openpyxl
import pytest
from fontTools.ttLib import TTFont

from app.reports.assets import FONTS
from app.reports.choice import Choice
from app.reports.legible import SUBSTITUTE, UNUSUAL, legible
from app.reports.making import make_file, make_workbook
from app.translations import translations_for
from tests.reports.cases import qec_report
from tests.reports.reading import reader, text_of

PRIVATE, UNASSIGNED, JOINER, SELECTOR = "\U0010fffd", "\U0003fffd", "\u200d", "\ufe0f"
NAME = f"Bridge {PRIVATE} Works{UNASSIGNED}"


def test_every_sign_of_which_nobody_is_asked_is_in_a_shipped_face() -> None:
    held = set()
    for path in FONTS.glob("*.ttf"):
        with TTFont(path) as font:
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
