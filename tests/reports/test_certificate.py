"""A certificate as a file: one page, an archive copy, readable for everybody, with a code that a telephone reads."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdf
import pypdfium2
import pytest

from app.reports.certificate import Page, certificate_html, certificate_pdf
from app.reports.pdf import LaidOut
from app.translations import translations_for
from tests.reports.reading import elements, reader, text_of

CODE = "0000-0000-0000-0000-0000-0001-0508"
PAGE = Page(
    language="en",
    holder="Khalid bin Mansour",
    course={"en": "Risk management foundations"},
    version="1.0.0",
    issuer="Meridian Consulting",
    issued_on=date(2026, 2, 3),
    minutes=316,
    competencies=tuple({"en": f"Competency number {number}"} for number in range(6)),
    is_exam=True,
    share=0.864,
    code=CODE,
    address=f"https://plumbline.meridian.example/certificates/{CODE}",
    revoked_on=None,
)


def made(page: Page) -> LaidOut:
    return certificate_pdf(page, translations_for(page.language))


@pytest.fixture(scope="module")
def english() -> LaidOut:
    return made(PAGE)


@pytest.fixture(scope="module")
def arabic() -> LaidOut:
    return made(replace(PAGE, language="ar-XB", holder="خالد بن منصور الحارثي"))


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_validator_finds_nothing(english: LaidOut, arabic: LaidOut, profile: str) -> None:
    validator = pytest.importorskip("page")
    for document in (english, arabic):
        found = validator.validate_pdf_bytes(document.pdf, profile=profile)
        assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures][:10]
        assert document.notices == ()


def test_it_says_who_learnt_what_when_and_how_it_is_checked(english: LaidOut) -> None:
    text = text_of(english.pdf)
    for words in (
        PAGE.holder,
        PAGE.course["en"],
        "3 February 2026",
        "316 minutes",
        "86 %",
        PAGE.issuer,
        "Competency number 5",
        CODE,
        PAGE.address,
    ):
        assert words in text, words
    assert reader(english.pdf).metadata.title == "Certificate: Risk management foundations"


def test_it_is_one_page_however_long_its_words_are() -> None:
    long = replace(
        PAGE,
        language="en-XA",
        holder="Maximiliane-Charlotte " * 4,
        course={"en": "Everything that a project management office has to know of risk " * 2},
        competencies=PAGE.competencies * 3,
        issuer="A consulting firm with a rather long name and partners",
        revoked_on=date(2026, 3, 1),
    )
    assert made(long).pages == 1


def test_the_share_is_printed_only_where_it_is_wanted() -> None:
    text = text_of(made(replace(PAGE, share=None)).pdf)
    assert "86" not in text
    assert "Right answers" not in text


def test_a_revoked_one_says_so_first(english: LaidOut) -> None:
    assert "Revoked" not in text_of(english.pdf)
    text = text_of(made(replace(PAGE, revoked_on=date(2026, 3, 1))).pdf)
    assert text.index("Revoked on 1 March 2026") < text.index(PAGE.holder)


def test_an_arabic_name_is_written_in_arabic_letters(arabic: LaidOut) -> None:
    pages = pypdf.PdfReader(io.BytesIO(arabic.pdf)).pages
    fonts = " ".join(str(font.get_object()["/BaseFont"]) for font in pages[0]["/Resources"]["/Font"].values())
    assert "Plex-Arabic-Light" in fonts  # the weight of the name
    assert reader(arabic.pdf).trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"


def test_the_code_to_scan_leads_to_the_checking_page(english: LaidOut, arabic: LaidOut) -> None:
    scanner = pytest.importorskip("zxingcpp")
    for document in (english, arabic):
        file = pypdfium2.PdfDocument(document.pdf)
        picture = file[0].render(scale=2).to_pil()
        file.close()
        assert [one.text for one in scanner.read_barcodes(picture)] == [PAGE.address]


def test_the_code_to_scan_has_words_for_whoever_cannot_see_it(english: LaidOut) -> None:
    figures = [one for one in elements(english.pdf) if one["/S"] == "/Figure"]
    assert [str(one["/Alt"]).endswith(PAGE.address) for one in figures] == [True]


def test_the_same_certificate_is_the_same_file(english: LaidOut) -> None:
    assert made(PAGE).pdf == english.pdf


def test_what_people_typed_stays_text() -> None:
    html = certificate_html(replace(PAGE, holder="<b>K</b>", issuer="&<i>"), translations_for("en"))
    assert "<b>K" not in html
    assert "&lt;b&gt;K" in html
    assert "<i>" not in html
