"""The shipped faces: complete, free to embed, and in each of them every document holds its pages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from pptx import Presentation

from app.places import STATIC, TEMPLATES
from app.reports.assets import FONTS as FILES
from app.reports.branding import Branding
from app.reports.certificate import certificate_pdf
from app.reports.choice import Choice
from app.reports.faces import FACES, FONTS, Font
from app.reports.formats import direction_of
from app.reports.making import make_file, make_slides
from app.reports.paper import document_html
from app.reports.pdf import LaidOut, lay_out
from app.reports.telling.documents import tell_document
from app.translations import translations_for
from assessments.report import ClientFacts
from tests.reports.cases import full_model_report, qec_report
from tests.reports.reading import fonts, page_texts
from tests.reports.test_branding import BRANDS
from tests.reports.test_certificate import PAGE
from tests.reports.test_feedback import told as told_feedback
from tests.reports.test_hostile import off_the_page, squeezed

PREFIXES: dict[Font, tuple[str, ...]] = {
    "plex": ("Plex",),
    "plex-light": ("Plex",),
    "source-sans": ("Source-Sans", "Noto-Sans-Arabic"),
    "source-serif": ("Source-Serif", "Source-Sans", "Noto-Naskh-Arabic", "Noto-Sans-Arabic"),
}
ARABIC_NAME = "شركة القنطرة للهندسة والمقاولات، فرع ٢"
LATIN = "AZaz09éőşĞßæŒ–—“”‘’…•·×−→←%€§\u00a0\u202f"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىئؤ،؛؟٠١٢٣٤٥٦٧٨٩٪"
MOST_ADDED = 3 << 20
"""Bytes that the faces beside Plex may add to what is shipped for paper, and as much is not needed for pages."""
CHOSEN = [font for font in FONTS if FACES[font].sheet]


def files_of(font: Font) -> list[str]:
    sheet = TEMPLATES / "reports" / (FACES[font].sheet or "report.css")
    return re.findall(r'url\("fonts/([^"]+)"\)', sheet.read_text())


def branding(font: Font) -> Branding:
    return replace(BRANDS["navy"], font=font, title="", subtitle="", disclaimer="d" * 30 + " words " * 50)


@cache
def roadmap(font: Font, language: str) -> LaidOut:
    report = replace(
        qec_report(language), client=ClientFacts(ARABIC_NAME, "construction", 420, 10), firm="Élő & Şirket"
    )
    return make_file(report, Choice("roadmap"), translations_for(language), branding(font))


@pytest.mark.parametrize("font", FONTS)
def test_the_files_of_a_face_are_there_whole_and_may_be_embedded(font: Font) -> None:
    names = files_of(font)
    held: set[str] = set()
    for name in names:
        file = TTFont(FILES / name)
        letters = file.getBestCmap()
        held |= {chr(code) for code in letters}
        assert file["OS/2"].fsType == 0, name  # installable: no restriction on embedding
        assert "SIL Open Font License" in file["name"].getDebugName(13), name
        widths = {file["hmtx"][letters[ord(digit)]][0] for digit in "0123456789"}
        assert len(widths) == 1, name  # figures stand under one another without a feature
    assert not set(LATIN + ARABIC) - held
    for weight in (400, 600):
        assert (TEMPLATES / "reports" / (FACES[font].sheet or "report.css")).read_text().count(
            f"font-weight: {weight}; src"
        ) >= 2


def test_each_family_comes_with_its_licence_and_all_of_them_stay_small() -> None:
    licences = {"SourceSans3": "source-sans-3", "SourceSerif4": "source-serif-4"}
    licences |= {"NotoSansArabic": "noto-sans-arabic", "NotoNaskhArabic": "noto-naskh-arabic"}
    added = {name for font in CHOSEN for name in files_of(font)}
    for name in added:
        text = (FILES / f"LICENSE-{licences[name.split('-')[0]]}.txt").read_text()
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert sum((FILES / name).stat().st_size for name in added) < MOST_ADDED + (1 << 17)
    pages = [
        path for font in CHOSEN for key in FACES[font].web for path in (STATIC / "fonts").glob(f"{key}-*")
    ]
    assert len(pages) == 12
    assert sum(path.stat().st_size for path in pages) < MOST_ADDED / 6


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar-XB"])
@pytest.mark.parametrize("font", FONTS)
def test_a_roadmap_holds_its_pages_in_every_face(font: Font, language: str) -> None:
    made = roadmap(font, language)
    assert made.pages <= (9 if language == "ar-XB" else 8)
    assert made.notices == ()
    assert off_the_page(made.pdf) == []
    strange = [name for name in fonts(made.pdf) if not name.startswith(PREFIXES[font])]
    # The pseudo-language has brackets that no text face holds; a real language has none.
    assert strange == [] or language == "ar-XB"
    assert all(fonts(made.pdf).values())
    assert {name.split("-Semi")[0].split("-Light")[0] for name in fonts(made.pdf)} >= set(
        PREFIXES[font] if font != "source-serif" else ("Source-Serif", "Source-Sans", "Noto-Naskh-Arabic")
    )


@pytest.mark.slow
@pytest.mark.parametrize("font", CHOSEN)
def test_no_table_of_a_full_report_begins_with_one_row_on_a_page_and_the_glossary_stands_whole(
    font: Font,
) -> None:
    report, words = full_model_report(), translations_for("en")
    document = tell_document(report, words, Choice("full"), brand=branding(font).brand)
    pages = [
        squeezed(page) for page in page_texts(make_file(report, Choice("full"), words, branding(font)).pdf)
    ]
    after_contents = range(3, len(pages))
    for one in document.exhibits:
        if len(one.rows) > 2:
            caption = squeezed(f"Exhibit {one.number} · {one.caption}")
            page = next(number for number in after_contents if caption in pages[number])
            first = [squeezed(next(cell.text for cell in row.cells if cell.text)) for row in one.rows[:2]]
            assert [text for text in first if text not in pages[page]] == [], (one.key, page + 1)
    glossary = next(one for one in document.sections if one.key == "glossary")
    page = next(number for number in after_contents if squeezed(glossary.title) in pages[number])
    assert "Visibilitygap." in pages[page]


@pytest.mark.slow
@pytest.mark.parametrize("font", CHOSEN)
def test_a_roadmap_in_every_face_meets_both_standards(font: Font) -> None:
    validator = pytest.importorskip("page")
    for language in ("en", "ar-XB"):
        for profile in ("3a", "ua1"):
            found = validator.validate_pdf_bytes(roadmap(font, language).pdf, profile=profile)
            assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures][:10]


@pytest.mark.parametrize("language", ["en", "ar-XB"])
@pytest.mark.parametrize("font", FONTS)
def test_feedback_has_two_pages_in_every_face_with_the_longest_disclaimer(font: Font, language: str) -> None:
    brand = branding(font)
    document = told_feedback(qec_report(language), brand=brand.brand)
    html = document_html(document, translations_for(language))
    made = lay_out(html, direction=direction_of(language), assets=brand.assets)
    assert (made.pages, made.notices, off_the_page(made.pdf)) == (2, (), [])
    first, second = page_texts(made.pdf)
    for page in (first, second):
        assert set(brand.footer.split()) <= set(re.findall(r"\w+", page))
    assert "d" * 30 in second
    assert "logo.png" in made.fetched


@pytest.mark.parametrize("language", ["en", "ar-XB"])
@pytest.mark.parametrize("font", FONTS)
def test_a_certificate_is_one_page_in_every_face(font: Font, language: str) -> None:
    page = replace(PAGE, language=language, holder="Maximiliane-Charlotte خالد " * 3)
    made = certificate_pdf(page, translations_for(language), branding(font))
    assert (made.pages, made.notices, off_the_page(made.pdf)) == (1, (), [])
    assert set(branding(font).footer.split()) <= set(re.findall(r"\w+", page_texts(made.pdf)[0]))
    strange = [name for name in fonts(made.pdf) if not name.startswith(PREFIXES[font])]
    assert strange == [] or language == "ar-XB"
    assert certificate_pdf(page, translations_for(language), branding(font)).pdf == made.pdf


def theme_of(content: bytes) -> str:
    master = Presentation(io.BytesIO(content)).slide_master
    return next(
        one.target_part.blob.decode() for one in master.part.rels.values() if one.reltype.endswith("/theme")
    )


@pytest.mark.parametrize("font", FONTS)
def test_slides_name_the_face_in_their_theme_and_nowhere_else(font: Font) -> None:
    face = FACES[font]
    content = make_slides(
        qec_report(), Choice("roadmap"), translations_for("en"), Branding("#0b1f4b", font=font)
    )
    named = re.findall(r'<a:m(?:aj|in)orFont><a:latin typeface="([^"]+)"', theme_of(content))
    assert named == [face.headings.name, face.body.name]
    assert theme_of(content).count(f'<a:font script="Arab" typeface="{face.arabic.name}"/>') == 2
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                assert {run.font.name for one in shape.text_frame.paragraphs for run in one.runs} <= {None}


def test_slides_without_a_brand_have_what_every_office_program_has() -> None:
    content = make_slides(qec_report(), Choice("roadmap"), translations_for("en"))
    named = re.findall(r'<a:m(?:aj|in)orFont><a:latin typeface="([^"]+)"', theme_of(content))
    assert named == ["Calibri", "Calibri"]
