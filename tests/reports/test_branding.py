"""The same report in two brands and both directions: colours, words and logos, and nothing of another firm's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import openpyxl
import pytest
from PIL import Image
from pptx import Presentation

from app.reports.branding import Branding, branding_from_plain, branding_to_plain
from app.reports.choice import Choice
from app.reports.contrast import contrast
from app.reports.logos import read_logo
from app.reports.making import make_file, make_slides, make_workbook
from app.reports.paper import preview_html
from app.reports.pdf import LaidOut
from app.reports.specimen import tell_specimen
from app.reports.telling.documents import tell_document
from app.reports.tree import Document
from app.translations import translations_for
from assessments.redaction import Redaction
from tests.reports.cases import ISSUED_ON, qec_report
from tests.reports.logos import png, svg
from tests.reports.reading import page_texts, picture

pytestmark = pytest.mark.slow

RED, BLUE = (201, 24, 24), (12, 64, 222)
BRANDS = {
    "navy": Branding(
        "#0b1f4b",
        "#0f8a5f",
        footer="Navy Partners Ltd",
        disclaimer="Navy words for the addressee alone.",
        title="A promise in navy",
        subtitle="Review in navy",
        logo=read_logo(png("#c91818"), "logo.png"),
        client_logo=read_logo(svg(b'<path d="M0 0h99v50H0z" fill="#c91818"/>'), "client.svg"),
    ),
    "pale": Branding(
        "#fff3a0",
        "#ffe066",
        "plex-light",
        footer="Pale Partners Ltd",
        disclaimer="Pale words for the addressee alone.",
        logo=read_logo(svg(b'<path d="M0 0h99v50H0z" fill="#0c40de"/>'), "logo.svg"),
        is_logo_on_plate=False,
    ),
}
CASES = [(name, language) for name in BRANDS for language in ("en", "ar-XB")]


@cache
def made(name: str, language: str, kind: str = "roadmap") -> LaidOut:
    report = replace(qec_report(), language=language)
    choice = Choice(kind)  # type: ignore[arg-type]
    return make_file(report, choice, translations_for(language), BRANDS[name])


def document(name: str, language: str = "en") -> Document:
    report = replace(qec_report(), language=language)
    return tell_document(report, translations_for(language), Choice("roadmap"), brand=BRANDS[name].brand)


def colours_of(picture: Image.Image) -> dict[tuple[int, int, int], int]:
    return {colour: count for count, colour in picture.getcolors(1 << 24) or []}  # type: ignore[misc]


def rgb(code: str) -> tuple[int, int, int]:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


@pytest.mark.parametrize(("name", "language"), CASES)
def test_the_colours_of_the_brand_are_on_the_pages(name: str, language: str) -> None:
    shades = BRANDS[name].brand.shades
    cover = colours_of(picture(made(name, language).pdf, 0))
    assert max(cover, key=lambda one: cover[one]) == rgb(shades.cover)
    inside = colours_of(picture(made(name, language).pdf, 2))
    assert inside.get(rgb(shades.drawing), 0) > 500
    assert rgb("#0b7a75") not in inside
    assert rgb("#0b2a4a") not in cover


@pytest.mark.parametrize(("name", "language"), CASES)
def test_the_words_of_the_brand_are_on_the_pages(name: str, language: str) -> None:
    pages, brand = page_texts(made(name, language).pdf), BRANDS[name]
    # From right to left the words of a line come out in the order of their places, so they are looked for one by one.
    for words in (brand.disclaimer, brand.title, brand.subtitle):
        assert set(words.rstrip(".").split()) <= set(re.findall(r"\w+", pages[0]))
    for page in pages[1:]:
        assert set(brand.footer.split()) <= set(re.findall(r"\w+", page))
    assert "Ltd" not in pages[0]


@pytest.mark.parametrize(("name", "language"), CASES)
def test_logos_stand_at_the_side_where_lines_end(name: str, language: str) -> None:
    cover = picture(made(name, language).pdf, 0)
    wanted = RED if name == "navy" else BLUE
    half = cover.width // 2
    top = cover.crop((0, 0, cover.width, cover.height // 5))
    sides = [
        colours_of(top.crop(box)).get(wanted, 0)
        for box in ((0, 0, half, top.height), (half, 0, cover.width, top.height))
    ]
    end, start = (sides[0], sides[1]) if language == "ar-XB" else (sides[1], sides[0])
    assert end > 800
    assert start == 0


def test_no_firm_s_logo_or_word_is_in_another_s_report() -> None:
    for name, other, colour in (("navy", "pale", BLUE), ("pale", "navy", RED)):
        assert colour not in colours_of(picture(made(name, "en").pdf, 0))
        assert other.title() not in " ".join(page_texts(made(name, "en").pdf))
        assert set(made(name, "en").fetched) & {"logo.png", "logo.svg"} == {BRANDS[name].brand.logo.name}  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "language"), CASES)
def test_a_branded_report_meets_both_standards(name: str, language: str) -> None:
    validator = pytest.importorskip("page")
    for profile in ("3a", "ua1"):
        found = validator.validate_pdf_bytes(made(name, language).pdf, profile=profile)
        assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures][:10]
    assert made(name, language).notices == ()


@pytest.mark.parametrize(("name", "language"), CASES)
def test_slides_have_colours_words_and_logos(name: str, language: str) -> None:
    brand = BRANDS[name]
    report = replace(qec_report(), language=language)
    slides = Presentation(
        io.BytesIO(make_slides(report, Choice("roadmap"), translations_for(language), brand))
    )
    cover = slides.slides[0]
    assert str(cover.background.fill.fore_color.rgb) == brand.brand.shades.cover.lstrip("#").upper()
    words = " ".join(shape.text_frame.text for shape in cover.shapes if shape.has_text_frame)
    assert brand.disclaimer in words
    pictures = [shape for shape in cover.shapes if shape.shape_type == 13]
    assert len(pictures) == (2 if brand.client_logo else 1)
    wanted = RED if name == "navy" else BLUE
    seen = Image.open(io.BytesIO(pictures[0].image.blob)).convert("RGB")
    assert seen.getpixel((seen.width // 3, seen.height // 3)) == wanted
    middle = pictures[0].left + pictures[0].width / 2
    assert (middle < slides.slide_width / 2) == (language == "ar-XB")
    ink = cover.shapes.title.text_frame.paragraphs[0].runs[0].font.color.rgb
    assert contrast(f"#{ink}".lower(), brand.brand.shades.cover) >= 4.5


def test_the_workbook_begins_with_the_firm_and_has_its_colours() -> None:
    content = make_workbook(qec_report(), Choice("roadmap"), translations_for("en"), BRANDS["navy"])
    first = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    said = [str(cell.value) for row in first.iter_rows() for cell in row if cell.value]
    assert said[0] == qec_report().firm
    assert "Navy words for the addressee alone." in said
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"FF0B1F4B" in parts.read("xl/styles.xml")


def everything(html: str) -> Iterator[str]:
    yield from re.findall(r'src="([^"]*)"', html)


def test_a_page_shows_the_brand_without_style_or_script() -> None:
    page = preview_html(document("navy"), translations_for("en"), BRANDS["navy"].addresses)
    assert [one.split(",")[0] for one in everything(page)] == [
        "data:image/png;base64",
        "data:image/svg+xml;base64",
    ]
    assert "A promise in navy" in page
    assert "Navy words for the addressee alone." in page
    assert not re.search(r"<(style|script)|\sstyle=|\son\w+=", page)


def test_what_is_typed_is_text_wherever_it_stands() -> None:
    hostile = "</style><script>alert(1)</script>"
    branding = Branding("#0b1f4b", footer=hostile, disclaimer=hostile, title=hostile, subtitle=hostile)
    told = tell_document(qec_report(), translations_for("en"), Choice("roadmap"), brand=branding.brand)
    assert "<script" not in preview_html(told, translations_for("en"))
    file = make_file(qec_report(), Choice("roadmap"), translations_for("en"), branding)
    assert "alert(1)" in page_texts(file.pdf)[0]


@pytest.mark.parametrize("name", BRANDS)
def test_a_brand_is_kept_and_read_back_as_it_was(name: str) -> None:
    kept = branding_to_plain(BRANDS[name])
    assert branding_from_plain(kept) == BRANDS[name]
    assert branding_to_plain(Branding()) is None
    assert branding_from_plain(None) == Branding()


def test_a_report_that_leaves_out_a_name_has_nothing_that_tells_it() -> None:
    whole = BRANDS["navy"]
    no_client = whole.redacted(Redaction(without_client=True))
    assert (no_client.title, no_client.subtitle, no_client.client_logo) == ("", "", None)
    assert (no_client.main, no_client.logo, no_client.footer) == (whole.main, whole.logo, whole.footer)
    no_firm = whole.redacted(Redaction(without_people=True))
    assert (no_firm.logo, no_firm.footer, no_firm.disclaimer) == (None, "", "")
    assert (no_firm.main, no_firm.client_logo, no_firm.title) == (whole.main, whole.client_logo, whole.title)
    assert whole.redacted(Redaction()) == whole


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_the_page_to_try_a_brand_on_shows_each_of_its_places(language: str) -> None:
    brand = BRANDS["navy"]
    told = tell_specimen(
        brand.brand, translations_for(language), language, firm="Navy Partners", client="", on=ISSUED_ON
    )
    page = preview_html(told, translations_for(language), brand.addresses, has_foot=True)
    for word in ("p-cover", "x-figure", "x-messages", "s-evidence", "x-decision", "Navy Partners Ltd"):
        assert word in page
