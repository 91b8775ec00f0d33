"""Executive roadmap and full report, read back as a reader, a screen reader and a program would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest

from app.reports.choice import SWITCHED_OFF, Choice
from app.reports.making import make_file
from app.reports.paper import preview_html
from app.reports.pdf import LaidOut
from app.reports.telling.documents import tell_document
from app.reports.tree import Document
from app.translations import translations_for
from tests.reports.cases import LONG_WORD, full_model_report, hostile_report, qec_report
from tests.reports.reading import elements, fills, fonts, page_texts, reader, text_of
from tests.reports.test_html import AWKWARD, words_of
from tests.reports.test_tree import texts_of

BOARD = tuple(sorted(SWITCHED_OFF["board"]))
ROADMAP = Choice("roadmap")
FULL = Choice("full", "board", BOARD)
WORD = re.compile(r"[^\W\u0600-\u06ff]+")  # Arabic comes out of a file as shapes, not as letters


@pytest.fixture(scope="module")
def roadmap() -> LaidOut:
    return make_file(qec_report(), ROADMAP, translations_for("en"))


@pytest.fixture(scope="module")
def mirrored_roadmap() -> LaidOut:
    return make_file(qec_report("ar-XB"), ROADMAP, translations_for("ar-XB"))


@pytest.fixture(scope="module")
def full() -> LaidOut:
    return make_file(full_model_report(), FULL, translations_for("en"))


def tree(report: Any, choice: Choice) -> Document:
    return tell_document(report, translations_for(report.language), choice)


def squeezed(text: str) -> str:
    """Return a text without what a line break may add to it or take from it."""
    return re.sub(r"[\s\u00a0\u200e\u200f\ufffe\x02‐-]+", "", text)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_leadership_reads_six_to_eight_pages_and_the_others_twenty_five_to_forty(
    roadmap: LaidOut, full: LaidOut
) -> None:
    assert 6 <= roadmap.pages <= 8
    assert 25 <= full.pages <= 40


def test_a_validator_finds_nothing(roadmap: LaidOut, mirrored_roadmap: LaidOut, full: LaidOut) -> None:
    validator = pytest.importorskip("page")
    for document in (roadmap, mirrored_roadmap, full):
        for profile in ("3a", "ua1"):
            found = validator.validate_pdf_bytes(document.pdf, profile=profile)
            assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures][:10]


def test_the_engine_has_nothing_to_complain_about(
    roadmap: LaidOut, mirrored_roadmap: LaidOut, full: LaidOut
) -> None:
    assert (roadmap.notices, mirrored_roadmap.notices, full.notices) == ((), (), ())


def test_the_same_report_and_choice_give_the_same_bytes(roadmap: LaidOut) -> None:
    assert make_file(qec_report(), ROADMAP, translations_for("en")).pdf == roadmap.pdf


@pytest.mark.parametrize("kind", ["roadmap", "full"])
def test_everything_that_the_tree_says_is_on_paper(kind: str, request: pytest.FixtureRequest) -> None:
    """Titles, captions, notes, sources, points and every cell: nothing is lost, no note above all."""
    printed = squeezed(text_of(request.getfixturevalue(kind).pdf))
    document = tree(qec_report(), ROADMAP) if kind == "roadmap" else tree(full_model_report(), FULL)
    lost = [text for text in _printed_texts(document) if squeezed(text) not in printed]
    assert lost == []


def _printed_texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        yield section.title
        for block in section.blocks:
            name = type(block).__name__
            if name in ("Points", "Callout", "Figures", "Paragraph", "Columns"):
                yield from (text for text in texts_of(block) if " " in text and not _is_key(text))
    for exhibit in document.exhibits:
        yield exhibit.caption
        yield exhibit.source
        yield from exhibit.notes
        for row in exhibit.rows:
            for cell in row.cells:
                yield cell.text
                if "plan" not in exhibit.key:
                    yield cell.detail


def _is_key(text: str) -> bool:
    return text in ("wide start", "wide end") or text.startswith(("Radar of", "Bars of"))


def test_the_preview_says_what_the_paper_says(roadmap: LaidOut) -> None:
    document = tree(qec_report(), ROADMAP)
    page = preview_html(document, translations_for("en"))
    assert "<style" not in page
    assert "style=" not in page
    shown = squeezed(words_of(str(page)))
    lost = [text for text in _printed_texts(document) if squeezed(text) not in shown]
    assert lost == []


def test_every_page_but_the_cover_is_headed_and_numbered(roadmap: LaidOut, full: LaidOut) -> None:
    for document in (roadmap, full):
        first, *others = page_texts(document.pdf)
        assert f"/ {document.pages}" not in first
        for number, text in enumerate(others, 2):
            assert f"{number} / {document.pages}" in text, number
            assert "Qantara Engineering & Contracting (QEC)" in text, number


def entries_of(pdf: bytes) -> Iterator[tuple[str, str, int, int]]:
    """Yield every entry of the contents: where it leads, its text, its printed page, and the page it leads to."""
    file, pages = reader(pdf), pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(file.pages):
        printed: dict[str, str] = {}
        text = pages[number].get_textpage()
        for link in page.get("/Annots", ()):
            target = link.get_object()
            if "/Dest" in target:
                left, top, right, bottom = (float(value) for value in target["/Rect"])
                # A link over two lines has a box for each.
                name = str(target["/Dest"])
                printed[name] = printed.get(name, "") + " " + text.get_text_bounded(left, bottom, right, top)
        for name, said in printed.items():
            told = re.search(r"(\d+)\s*$", said)
            assert told, (name, said)
            leads = file.named_destinations[name].page.get_object()
            yield name, said, int(told[1]), next(n for n, one in enumerate(file.pages, 1) if one == leads)
    pages.close()


@pytest.mark.parametrize("which", ["full", "mirrored_full"])
def test_the_contents_give_the_page_on_which_each_heading_stands(
    which: str, request: pytest.FixtureRequest
) -> None:
    pdf = request.getfixturevalue(which).pdf
    pages = [set(WORD.findall(text)) for text in page_texts(pdf)]
    document = (
        tree(full_model_report(), FULL)
        if which == "full"
        else tree(full_model_report("ar-XB"), Choice("full"))
    )
    begins = {f"section-of-{one.key}": one.title for one in document.sections if one.key != "contents"}
    begins |= {f"exhibit-{one.key}": one.caption for one in document.exhibits}
    found = {}
    for name, said, printed, leads in entries_of(pdf):
        assert printed == leads, (name, said)
        # From right to left the words of a line come out in the order of their places.
        assert set(WORD.findall(begins[name])) <= pages[printed - 1], (name, printed)
        found[name] = printed
    assert set(found) == set(begins)


def test_the_list_of_exhibits_has_two_columns_of_one_length(full: LaidOut) -> None:
    document = pypdfium2.PdfDocument(full.pdf)
    page = next(
        one for one in document if one.get_textpage().get_text_bounded().lstrip().startswith("Exhibits")
    )
    read, middle = page.get_textpage(), page.get_width() / 2
    boxes = [read.get_charbox(number) for number in range(read.count_chars())]
    body = [box for box in boxes if box[1] > page.get_height() * 0.1]
    ends = [min(box[1] for box in body if (box[0] < middle) == is_left) for is_left in (True, False)]
    assert abs(ends[0] - ends[1]) < 24  # points, of two lines


@pytest.mark.parametrize("which", ["roadmap", "mirrored_roadmap"])
def test_the_bookmarks_of_the_roadmap_lead_to_the_page_on_which_each_heading_stands(
    which: str, request: pytest.FixtureRequest
) -> None:
    pdf = request.getfixturevalue(which).pdf
    pages = [set(WORD.findall(text)) for text in page_texts(pdf)]
    document = tree(qec_report("en" if which == "roadmap" else "ar-XB"), ROADMAP)
    file = reader(pdf)
    inside = [one for each in file.outline if isinstance(each, list) for one in each]
    assert [str(one.title) for one in inside] == [one.label for one in document.sections]
    for one, section in zip(inside, document.sections, strict=True):
        page = file.get_destination_page_number(one)
        assert page is not None
        assert set(WORD.findall(section.title)) <= pages[page], section.key


def test_no_heading_stands_alone_at_the_foot_of_a_page(roadmap: LaidOut, full: LaidOut) -> None:
    for document, choice, report in ((roadmap, ROADMAP, qec_report()), (full, FULL, full_model_report())):
        told = tree(report, choice)
        headings = {squeezed(section.title) for section in told.sections}
        headings |= {squeezed(one) for one in ("What stands out", "What to build on", "Method in brief")}
        headings |= {squeezed(f"Exhibit {one.number} · {one.caption}") for one in told.exhibits if one.rows}
        for number, page in enumerate(pypdfium2.PdfDocument(document.pdf), 1):
            text = squeezed(page.get_textpage().get_text_bounded())
            body = text.rpartition(squeezed(told.running))[0]
            assert not any(body.endswith(heading) for heading in headings if heading), number


def test_pages_are_neither_empty_nor_overfull(
    roadmap: LaidOut, mirrored_roadmap: LaidOut, full: LaidOut, mirrored_full: LaidOut
) -> None:
    assert [share for share in fills(roadmap.pdf)[1:] if not 0.6 <= share <= 0.95] == []
    assert [share for share in fills(mirrored_roadmap.pdf)[1:] if share < 0.6] == []
    for document, least in ((full, 0.6), (mirrored_full, 0.5)):
        shares = fills(document.pdf)[1:-1]  # the last page ends where the report does
        assert [(number, round(share, 2)) for number, share in enumerate(shares, 2) if share < least] == []


def test_nothing_is_printed_off_the_page_or_into_its_margins(roadmap: LaidOut, full: LaidOut) -> None:
    for document in (roadmap, full):
        for number, page in enumerate(pypdfium2.PdfDocument(document.pdf), 1):
            width, height = page.get_size()
            text = page.get_textpage()
            for place in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(place)
                assert left >= 25, number
                assert right <= width - 25, number
                assert bottom >= 15, number
                assert top <= height - 15, number


def test_bookmarks_hold_parts_and_their_sections(full: LaidOut) -> None:
    outline = reader(full.pdf).outline
    parts = [str(one.title) for one in outline if not isinstance(one, list)]
    document = tree(full_model_report(), FULL)
    assert parts == [part.title for part in document.parts]
    inside = [[str(one.title) for one in each] for each in outline if isinstance(each, list)]
    assert inside == [[section.label for section in part.sections] for part in document.parts]


def test_headings_never_skip_a_level(roadmap: LaidOut, full: LaidOut) -> None:
    for document in (roadmap, full):
        levels = [
            int(str(one["/S"])[2:]) for one in elements(document.pdf) if re.fullmatch(r"/H\d", one["/S"])
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert max(after - before for before, after in pairwise(levels)) <= 1


def test_every_drawing_is_told_and_every_table_headed(roadmap: LaidOut, full: LaidOut) -> None:
    for document in (roadmap, full):
        found = list(elements(document.pdf))
        figures = [one for one in found if one["/S"] == "/Figure"]
        assert len(figures) > 20
        assert [one.get("/Alt") for one in figures if len(str(one.get("/Alt", "")).split()) <= 3] == []
        assert {str(one["/A"].get_object()["/Scope"]) for one in found if one["/S"] == "/TH"} == {
            "/Column",
            "/Row",
        }


def test_only_plex_is_embedded_and_language_and_title_are_told(roadmap: LaidOut, full: LaidOut) -> None:
    for document in (roadmap, full):
        found = fonts(document.pdf)
        assert all(name.startswith(("Plex", "IBM-Plex", "IBMPlex")) for name in found), found
        assert all(found.values())
    facts = reader(roadmap.pdf).metadata
    assert facts is not None
    assert facts.title == "PMO executive roadmap: Qantara Engineering & Contracting (QEC)"
    assert facts.author == "Leila Haddad, Meridian PMO Partners"
    assert reader(roadmap.pdf).trailer["/Root"]["/Lang"] == "en"


def test_links_of_the_contents_lead_somewhere(full: LaidOut) -> None:
    pdf = reader(full.pdf)
    names = set(pdf.named_destinations)
    wanted = {
        str(link.get_object()["/Dest"])
        for page in pdf.pages
        for link in page.get("/Annots", ())
        if "/Dest" in link.get_object()
    }
    assert len(wanted) > 60
    assert wanted <= names


def test_the_verdict_page_alone_answers_a_stranger(roadmap: LaidOut) -> None:
    """How mature, how sure, what kind of PMO, what first, what it costs."""
    page = page_texts(roadmap.pdf)[1]
    for answer in (
        "Mean level, as claimed 2.7",
        "Weakest link 1.8",
        "Staged level 2",
        "Supported by evidence 2.4",
        "10 of 10 scores carry good confidence (grade A or B).",
        "No interval: the best evidence counts, not an average. More evidence can only raise it, to 2.7 at most.",
        "60 % level 3",
        "leaning; more than 99 % of trials with other weights agree.",
        "Not in money.",
        "today, as many as usual at the end of the plan: 3.7–6.3 full-time.",
        "Risk, issue and change (2.0 against 4.5)",
        "Controlling",
        "Aim at a controlling PMO: 9 initiatives begin in the first ninety days, which take 94 of the 261",
        "Services to change 25",
        "2 to build, 23 to fix, 0 to stop.",
        "The first ninety days, from 2 February 2026",
        "Cost of the plan 261",
        "People in the PMO 6",
        "What would change our mind",
    ):
        assert answer in page, answer


def test_a_day_in_brackets_is_not_broken_and_no_line_begins_with_the_point_between_two(full: LaidOut) -> None:
    document = tree(full_model_report(), FULL)
    cells = [cell.text for one in document.exhibits for row in one.rows for cell in row.cells]
    assert any("Capacity and demand (3\u00a0Aug\u00a02026)" in text for text in cells)
    assert any("\u00a0· " in text for text in cells)
    assert [text for text in cells if " · " in text] == []
    lines = [
        line
        for page in pypdfium2.PdfDocument(full.pdf)
        for line in page.get_textpage().get_text_bounded().splitlines()
    ]
    assert [line for line in lines if line.startswith("· ")] == []


# Hostile text and awkward cases


def test_typed_markup_is_printed_and_nothing_is_fetched(roadmap: LaidOut) -> None:
    made = make_file(hostile_report(), ROADMAP, translations_for("en"))
    text = text_of(made.pdf)
    assert "<script>alert(1)</script>" in text
    assert LONG_WORD not in text
    assert made.notices == ()
    assert made.pages <= roadmap.pages + 2


@pytest.mark.parametrize("name", ["nobody", "no gaps", "one", "tie, raised by a gate"])
def test_awkward_cases_fill_their_pages_too(name: str) -> None:
    made = make_file(AWKWARD[name](), ROADMAP, translations_for("en"))
    assert made.notices == ()
    assert made.pages <= 8
    assert [round(share, 2) for share in fills(made.pdf)[1:-1] if share < 0.5] == []
