"""A report read from right to left: what stands first stands at the right, and what is English keeps its order."""

from __future__ import annotations

import re

from app.reports.choice import Choice
from app.reports.pdf import LaidOut
from app.reports.telling.documents import tell_document
from app.translations import translations_for
from tests.reports.cases import qec_report
from tests.reports.reading import across, page_texts, reader


def test_right_to_left_is_mirrored_and_keeps_signs_and_ranges_in_order(mirrored: LaidOut) -> None:
    assert reader(mirrored.pdf).trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    document = tell_document(qec_report("ar-XB"), translations_for("ar-XB"), Choice("roadmap"))
    cells = [cell.text for one in document.exhibits for row in one.rows for cell in row.cells]
    assert any(re.fullmatch("\u200e\\d\\.\\d–\\d\\.\\d\u200e", text) for text in cells)


def test_what_stands_first_from_the_left_stands_first_from_the_right(
    english: LaidOut, mirrored: LaidOut
) -> None:
    """Facts of the cover, figures in a row and two columns: the engine mirrors no grid by itself."""
    said = translations_for("ar-XB").gettext
    rows = (
        (0, ("Prepared by", "Issued on", "Reference", "Basis")),
        (1, ("Supported by evidence", "Weakest link", "Staged level")),
        (1, ("Kind of PMO", "Services to change", "Cost of the plan", "People in the PMO")),
    )
    for page, names in rows:
        # The first word of each: a reader of the file turns the words of a mirrored line round.
        places = [across(english.pdf, page, name.split()[0]) for name in names]
        assert places == sorted(places), names
        words = [said(name).strip("⟦⟧~").split()[0] for name in names]
        turned = [across(mirrored.pdf, page, word) for word in words]
        assert turned == sorted(turned, reverse=True), names
    for_it, against_it = "Competence", "agile"
    assert across(english.pdf, 4, for_it) < across(english.pdf, 4, against_it)
    assert across(mirrored.pdf, 4, for_it) > across(mirrored.pdf, 4, against_it)


def test_english_words_keep_their_order_from_right_to_left(mirrored_full: LaidOut) -> None:
    pages = page_texts(mirrored_full.pdf)
    statistics = next(number for number, text in enumerate(pages) if "4,069" in text)
    assert across(mirrored_full.pdf, statistics, "4,069") < across(
        mirrored_full.pdf, statistics, "individuals"
    )
