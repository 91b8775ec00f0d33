"""A model in a spreadsheet and back: the same model, or a cell that is named."""

from __future__ import annotations

import datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.model_workbook import losses, model_in, workbook_of
from assessments.published import find_model, list_models, load_model
from content import ContentError
from tests.cli.workbooks import (
    changed,
    in_utf16,
    saved,
    with_entities,
    with_part,
    with_password_flag,
    without_part,
    write,
)

SHAPES = sorted((Path(__file__).parents[1] / "assessments" / "models").glob("*.yaml"))
MODELS = [*(find_model(one.key) for one in list_models()), *(load_model(path) for path in SHAPES)]
QUICK = find_model("quick-scan")
DATA = workbook_of(QUICK)


def edited(edit, data: bytes = DATA) -> bytes:
    book = load_workbook(BytesIO(data))
    edit(book)
    return saved(book)


def refusal(tmp_path, data: bytes) -> list[str]:
    with pytest.raises(ContentError) as refused:
        model_in(write(tmp_path, "model.xlsx", data))
    return [str(found).replace(f"{tmp_path}/", "") for found in refused.value.findings]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.key)
def test_there_and_back_it_is_the_same_model(tmp_path, model):
    back, text = model_in(write(tmp_path, "model.xlsx", workbook_of(model)))
    assert back == model
    assert back.hash == model.hash
    again = tmp_path / "again.yaml"
    again.write_text(text, encoding="utf-8")
    assert load_model(again).hash == model.hash


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.key)
def test_no_cell_is_a_formula(model):
    book = load_workbook(BytesIO(workbook_of(model)))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_an_edited_text_comes_back(tmp_path):
    def edit(book):
        sheet = book["questions"]
        stem = [cell.value for cell in sheet[1]].index("stem.en") + 1
        sheet.cell(2, stem).value = "In the last twelve months, who was asked?"

    back, _ = model_in(write(tmp_path, "model.xlsx", edited(edit)))
    assert back.questions[0].stem["en"] == "In the last twelve months, who was asked?"
    assert back.hash != QUICK.hash


def test_a_translation_is_a_column_more(tmp_path):
    def edit(book):
        sheet = book["questions"]
        column = sheet.max_column + 1
        sheet.cell(1, column).value = "facet.ar"
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, column).value = "ترجمة"

    back, _ = model_in(write(tmp_path, "model.xlsx", edited(edit)))
    assert {question.facet["ar"] for question in back.questions} == {"ترجمة"}


def at(sheet: str, row: int, column: str, value):
    def edit(book):
        found = book[sheet]
        place = [cell.value for cell in found[1]].index(column) + 1
        found.cell(row, place).value = value

    return edit


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (at("structure", 2, "weight", "heavy"), "structure"),
        (at("structure", 2, "weight", datetime.datetime(2026, 1, 1)), "structure"),  # noqa: DTZ001  as a cell holds it
        (at("questions", 3, "key", "GOV.9"), "questions"),
        (at("questions", 3, "lens", "vision"), "questions"),
        (at("questions", 3, "roles", "boss"), "questions"),
        (at("questions", 3, "stem.en", "=HYPERLINK(1)"), "questions"),
        (at("levels", 2, "level", 7), "levels"),
        (at("about", 3, "value", "one"), "about"),
    ],
)
def test_a_wrong_cell_is_named_by_its_sheet(tmp_path, edit, said):
    lines = refusal(tmp_path, edited(edit))
    assert any(said in line and "found " in line and "; allowed: " in line for line in lines), lines


@pytest.mark.parametrize("number", [b"NaN", b"1e999", b"-1", b"0"])
def test_a_weight_that_is_no_sensible_number_is_refused(tmp_path, number):
    def spoil(sheet: bytes) -> bytes:
        assert b"<v>12</v>" in sheet
        return sheet.replace(b"<v>12</v>", b"<v>" + number + b"</v>", 1)

    (line, *_) = refusal(tmp_path, changed(DATA, "xl/worksheets/sheet3.xml", spoil))
    assert "structure" in line or "a damaged workbook (ValueError)" in line


def test_merged_cells_are_refused(tmp_path):
    lines = refusal(tmp_path, edited(lambda book: book["questions"].merge_cells("A2:B2")))
    assert any("merged" in line for line in lines)


def test_a_missing_sheet_and_an_unknown_column_are_named(tmp_path):
    lines = refusal(tmp_path, edited(lambda book: book.remove(book["questions"])))
    assert any("questions" in line for line in lines)

    def add(book):
        book["questions"].cell(1, book["questions"].max_column + 1).value = "mood"

    assert any("mood" in line for line in refusal(tmp_path, edited(add)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no archive at all",
        DATA[: len(DATA) // 2],
        changed(DATA, "xl/worksheets/sheet1.xml", with_entities),
        changed(DATA, "xl/worksheets/sheet1.xml", in_utf16),
        changed(DATA, "xl/worksheets/sheet1.xml", lambda sheet: sheet[:-40]),
        with_part(DATA, "xl/media/image{}.bin", b"0" * 20_000_000, 4),
        with_password_flag(DATA),
        without_part(DATA, "xl/workbook.xml"),
    ],
    ids=[
        "empty",
        "text",
        "cut short",
        "entities",
        "utf-16",
        "broken sheet",
        "bomb",
        "password",
        "no workbook",
    ],
)
def test_what_is_no_sound_workbook_is_refused_with_a_reason(tmp_path, data):
    lines = refusal(tmp_path, data)
    assert lines
    assert all("found " in line and "; allowed: " in line for line in lines)


def test_remarks_in_the_file_are_what_a_workbook_cannot_carry():
    assert losses("key: a\n") == ()
    (lost,) = losses("# why\nkey: a\n  # and how\n")
    assert lost.startswith("2 lines of remarks (#), the first: ")
