"""The slides of a report, read back with python-pptx: native charts, real tables, whole notes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn

from app.reports.brand import Brand
from app.reports.faces import FACES
from app.reports.slides.deck import to_slides
from app.reports.slides.package import chart_workbook, without_moments
from app.reports.tree import Document
from assessments.report import MaturityReport
from tests.reports.cases import full_model_report, qec_report
from tests.reports.test_html import AWKWARD
from tests.reports.test_tree import told

SENTENCE = "Evidence supports level of the plan aims at two dimensions, risk and change"


def tree(language: str = "en") -> Document:
    return told(qec_report(language), kind="roadmap")


@cache
def written(language: str = "en") -> bytes:
    return to_slides(tree(language))


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def texts_of(presentation: Any) -> str:
    """Return every text of the slides and their notes."""
    return "\n".join(text for slide in presentation.slides for text in slide_texts(slide))


def slide_texts(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)
    yield slide.notes_slide.notes_text_frame.text


def charts_of(presentation: Any) -> list[Any]:
    return [shape.chart for slide in presentation.slides for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize("make", [*AWKWARD.values(), full_model_report], ids=[*AWKWARD, "full model"])
def test_every_report_becomes_slides_with_nothing_from_outside(make: Callable[[], MaturityReport]) -> None:
    content = to_slides(told(make(), kind="roadmap"))
    presentation = opened(content)
    assert 4 <= len(presentation.slides) <= 10
    width, height = presentation.slide_width, presentation.slide_height
    for slide in presentation.slides:
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= width
            assert shape.top + shape.height <= height, (slide.shapes.title.text_frame.text, shape.name)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert b'TargetMode="External"' not in parts.read(name), name


def test_each_section_is_a_slide_whose_title_is_its_sentence() -> None:
    document, presentation = tree(), opened(written())
    assert 8 <= len(presentation.slides) <= 10
    titles = [slide.shapes.title.text_frame.text for slide in presentation.slides]
    steps = next(one for one in document.exhibits if one.key == "first-steps")
    verdict, *others = (section.title for section in document.sections)
    assert titles == [document.cover.promise, verdict, steps.caption, *others]


def test_every_text_and_figure_of_the_tree_stands_on_a_slide_or_in_its_notes() -> None:
    document, text = tree(), texts_of(opened(written()))
    for section in document.sections:
        for block in section.blocks:
            for figure in getattr(block, "figures", ()):
                assert figure.name in text
                assert figure.text in text
                assert figure.detail in text
            for point in getattr(block, "points", ()):
                assert point.text in text
                assert point.detail in text
    for exhibit in document.exhibits:
        assert exhibit.source in text
        assert all(note in text for note in exhibit.notes)
        for row in exhibit.rows:
            for cell in row.cells:
                assert cell.text in text, (exhibit.key, cell)


def test_charts_are_native_and_hold_the_figures_of_the_tree_in_sheet_and_drawing() -> None:
    drawings = [one.drawing for one in tree().exhibits if one.drawing and one.drawing.kind != "radar"]
    charts = charts_of(opened(written()))
    assert len(charts) == len(drawings) == 3
    for chart, drawing in zip(charts, drawings, strict=True):
        drawn = [list(series.values) for series in chart.plots[0].series]
        if drawing.kind == "plan":
            first, last = (one.values for one in drawing.series)
            assert drawn[0] == [week - 1 for week in first]
            assert drawn[1] == [end - begin + 1 for begin, end in zip(first, last, strict=True)]
        else:
            assert drawn == [pytest.approx(list(one.values), rel=1e-9) for one in drawing.series]
        sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        columns = list(sheet.iter_cols(min_col=2, min_row=2, values_only=True))
        # The points of a type that is behind are grey, as on paper.
        grey = [int(one.get("val")) for one in chart._chartSpace.xpath(".//c:dPt/c:idx")]
        assert grey == [number for number, is_leading in enumerate(drawing.leading) if not is_leading]
        # The sheet keeps fifteen digits.
        assert [list(column) for column in columns] == [pytest.approx(one, rel=1e-14) for one in drawn]
        assert [cell.value for cell in sheet["A"][1:]] == list(chart.plots[0].categories)


def test_a_category_that_looks_like_a_formula_stays_text_in_the_sheet_behind_a_chart() -> None:
    blob = chart_workbook(["=1+1"], [("+2", (1.0,))], qec_report().issued_on)
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert (sheet["B1"].value, sheet["B1"].data_type) == ("+2", "s")


def test_charts_and_tables_say_what_they_show() -> None:
    alts = [
        shape._element._nvXxPr.cNvPr.get("descr")
        for slide in opened(written()).slides
        for shape in slide.shapes
        if shape.has_chart or shape.has_table
    ]
    assert len(alts) == 7
    assert all(alt and len(alt.split()) > 3 for alt in alts)


@pytest.mark.parametrize(("language", "direction"), [("en", "0"), ("ar", "1"), ("ar-XB", "1")])
def test_paragraphs_tables_and_bars_follow_the_direction_of_the_language(
    language: str, direction: str
) -> None:
    presentation = opened(written(language))
    found = set()
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_table:
                assert shape.table._tbl.tblPr.get("rtl") == direction
            frames = [shape.text_frame] if shape.has_text_frame else []
            if shape.has_table:
                frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
            for paragraph in (one for frame in frames for one in frame.paragraphs if one.text):
                found.add(paragraph._p.pPr.get("rtl"))
    assert found == {direction}
    profile, _, plan = charts_of(presentation)
    assert profile.value_axis.reverse_order is (direction == "1")
    assert plan.value_axis.reverse_order is False  # time does not turn


def test_the_same_report_gives_the_same_bytes_at_any_moment() -> None:
    content = to_slides(tree())
    assert content == written()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {member.date_time for member in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        created = re.findall(r">(\d{4}-\d\d-\d\d)T", parts.read("docProps/core.xml").decode())
    assert set(created) == {"2026-01-23"}
    assert without_moments(content) == content


def test_a_brand_has_its_colours_and_its_logo() -> None:
    held = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(held, "PNG")
    document = replace(tree(), brand=Brand("#123456", "#654321"))
    content = to_slides(document, logo=held.getvalue())
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"123456" in parts.read("ppt/slides/slide1.xml")
        assert b'<a:accent1><a:srgbClr val="654321"/>' in parts.read("ppt/theme/theme1.xml")
        assert [name for name in parts.namelist() if name.startswith("ppt/media/")]


def wrapped(text: str, width: float, size: float, font: Any) -> int:
    """Return how many lines a text takes in a width in inches in the letters of a font file."""
    advances, letters, units = font["hmtx"], font.getBestCmap(), font["head"].unitsPerEm
    lines = 0
    for one in text.split("\n"):
        lines, left = lines + 1, width * 72
        for word in one.split(" "):
            taken = sum(advances[letters.get(ord(sign), ".notdef")][0] for sign in f"{word} ") / units * size
            if taken > left and left < width * 72:
                lines, left = lines + 1, width * 72
            left -= taken
    return lines


@pytest.mark.parametrize("language", ["en", "ar-XB"])
@pytest.mark.parametrize("font", ["plex", "source-sans", "source-serif"])
def test_every_row_of_a_table_has_room_for_its_lines_in_the_face_of_the_brand(
    font: Any, language: str, repository: Path
) -> None:
    brand = Brand("#123456", "#654321", font=font)
    face = brand.face.body
    files = repository / "app" / "reports" / "fonts"
    plain, bold = (
        TTFont(files / f"{face.name.replace(' ', '')}-{weight}.ttf") for weight in ("Regular", "SemiBold")
    )
    tables = [
        shape.table
        for slide in opened(to_slides(replace(tree(language), brand=brand))).slides
        for shape in slide.shapes
        if shape.has_table
    ]
    assert len(tables) >= 4
    for table in tables:
        for row in table.rows:
            for place, cell in enumerate(row.cells):
                if cell.is_merge_origin or cell.is_spanned or not cell.text_frame.text:
                    continue
                width = (table.columns[place].width - cell.margin_left - cell.margin_right) / 914_400
                need = (cell.margin_top + cell.margin_bottom) / 914_400
                for paragraph in cell.text_frame.paragraphs:
                    run = paragraph.runs[0]
                    size = run.font.size.pt
                    lines = wrapped(run.text, width, size, bold if run.font.bold else plain)
                    need += lines * size * face.leading / 72
                assert need <= row.height / 914_400 + 0.01, (cell.text_frame.text, need, row.height / 914_400)


def test_every_face_runs_as_wide_and_as_high_as_its_file_says(repository: Path) -> None:
    for face in FACES.values():
        for one in (face.latin, face.arabic, face.headings, face.body):
            font = TTFont(repository / "app/reports/fonts" / f"{one.name.replace(' ', '')}-Regular.ttf")
            found = font["hhea"]
            height = (found.ascent - found.descent + found.lineGap) / font["head"].unitsPerEm
            assert one.leading == pytest.approx(height, abs=0.001), one.name
            letters, widths = font.getBestCmap(), font["hmtx"]
            wide = [widths[letters[ord(sign)]][0] for sign in SENTENCE]
            assert one.letter == pytest.approx(sum(wide) / len(wide) / font["head"].unitsPerEm, abs=0.001), (
                one.name
            )


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_the_large_figures_are_alike_in_height_and_type(language: str) -> None:
    verdict = opened(written(language)).slides[1]
    boxes = [shape for shape in verdict.shapes if shape.has_text_frame and shape.fill.type == MSO_FILL.SOLID]
    assert len(boxes) == 8
    assert {shape.height for shape in boxes} == {boxes[0].height}
    assert all(shape.text_frame.auto_size == MSO_AUTO_SIZE.NONE for shape in boxes)
    names, details = (
        {shape.text_frame.paragraphs[place].runs[0].font.size for shape in boxes} for place in (0, 2)
    )
    assert len(names) == len(details) == 1


def test_rows_of_a_table_are_kept_apart_and_the_axis_of_the_plan_says_weeks() -> None:
    presentation = opened(written())
    for slide in presentation.slides:
        for shape in (one for one in slide.shapes if one.has_table):
            cells = shape.table._tbl.findall(".//" + qn("a:tcPr"))
            assert len([one for one in cells if one.find(qn("a:lnB")) is not None]) >= len(cells) / 2
    assert charts_of(presentation)[-1].value_axis.axis_title.text_frame.text == "Weeks"


def test_slides_are_made_of_the_roadmap_alone() -> None:
    with pytest.raises(ValueError, match="executive roadmap"):
        to_slides(told(qec_report(), kind="full"))
