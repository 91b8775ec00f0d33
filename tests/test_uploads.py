"""Reading workbooks: what a spreadsheet program writes is read, what would harm or mislead is refused."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from app.uploads import LAST_ROW, MOST_BYTES, MOST_PARTS, read_table
from assessments.published import find_model
from assessments.responses import COLUMNS, read_csv, read_responses
from content import ContentError
from tests.cli import workbooks
from tests.cli.workbooks import SHEET, SOUND, changed, saved, table, two_sheets, with_part, workbook, write

EXAMPLES = Path(__file__).parents[1] / "docs" / "example-files"
MODEL = find_model("quick-scan")
SOUND_DATA = saved(workbook())
ROW = ("r01", "pmo", "GOV.1")


def refused(tmp_path: Path, data: bytes) -> list[str]:
    path = write(tmp_path, "answers.xlsx", data)
    with pytest.raises(ContentError) as refusal:
        read_table(path, COLUMNS)
    return str(refusal.value).replace(f"{tmp_path}/", "").splitlines()


def rows_of(tmp_path: Path, data: bytes) -> tuple[Any, ...]:
    return read_table(write(tmp_path, "answers.xlsx", data), COLUMNS)


def test_a_workbook_holds_the_same_responses_as_the_text_file_it_was_made_from(tmp_path: Path) -> None:
    with (EXAMPLES / "responses.csv").open(encoding="utf-8", newline="") as file:
        lines = [
            [int(cell) if cell.isdigit() else cell or None for cell in line] for line in csv.reader(file)
        ]
    path = write(tmp_path, "responses.xlsx", saved(workbook(lines)))
    assert read_responses(read_table(path, COLUMNS), MODEL, "x") == read_csv(
        EXAMPLES / "responses.csv", MODEL
    )


def test_the_example_workbook_holds_the_example_answers() -> None:
    rows = read_table(EXAMPLES / "responses.xlsx", COLUMNS)
    assert read_responses(rows, MODEL, "x") == read_csv(EXAMPLES / "responses.csv", MODEL)


def test_rows_are_counted_as_the_spreadsheet_does_and_empty_ones_left_out(tmp_path: Path) -> None:
    data = table(("r01", "pmo", "GOV.1", 3), (), (None, ""), ("r02", "pmo", "GOV.1", 2.0))
    assert [(place, row["respondent"], row["answer"]) for place, row in rows_of(tmp_path, data)] == [
        ("row 2", "r01", "3"),
        ("row 5", "r02", "2"),
    ]


def test_columns_may_stand_in_any_order_and_case(tmp_path: Path) -> None:
    header = ["Comment", "Evidence", " Answer", "QUESTION", "role", "respondent"]
    ((_, row),) = rows_of(tmp_path, saved(workbook((header, ["", "", "DK", "GOV.1", "pmo", 7]))))
    assert (row["respondent"], row["answer"]) == ("7", "DK")


def test_of_several_sheets_the_one_named_responses_is_read(tmp_path: Path) -> None:
    book = workbook(title="Responses")
    book.create_sheet("Notes").append(["anything"])
    assert len(rows_of(tmp_path, saved(book))) == 2


def test_text_that_looks_like_markup_or_has_two_directions_is_text(tmp_path: Path) -> None:
    data = table((*ROW, 3, "one", "<b>&amp;</b> لا يوجد"))
    ((_, row),) = rows_of(tmp_path, data)
    assert row["comment"] == "<b>&amp;</b> لا يوجد"


def test_decoration_is_passed_over(tmp_path: Path) -> None:
    book = workbook()
    book.active["A1"].font = Font(bold=True)
    book.active.auto_filter.ref = "A1:F3"
    book.active.add_data_validation(DataValidation(type="list", formula1='"1,2,3"'))
    book.active.freeze_panes = "A2"
    assert len(rows_of(tmp_path, saved(book))) == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((*ROW, "=1+2"), "row 2, column answer: found the formula '=1+2'; allowed: the value itself"),
        (
            (*ROW, 3, "one", '=HYPERLINK("http://evil.example","see")'),
            "row 2, column comment: found the formula",
        ),
        ((*ROW, "#N/A"), "row 2, column answer: found the error '#N/A'"),
        ((*ROW, True), "row 2, column answer: found the truth value true"),
        ((*ROW, date(2026, 3, 1)), "row 2, column answer: found the day or time 2026-03-01"),
        ((*ROW, 3, "one", "", "more"), "row 2, cell G2: found 'more'; allowed: nothing beyond the 6 columns"),
    ],
    ids=["formula", "link", "error", "truth", "day", "beyond"],
)
def test_a_cell_that_is_no_plain_value_is_named(tmp_path: Path, row: tuple[Any, ...], said: str) -> None:
    (line,) = refused(tmp_path, table(row))
    assert line.startswith(f"answers.xlsx: {said}")


def test_every_faulty_cell_is_listed(tmp_path: Path) -> None:
    lines = refused(tmp_path, table(*[(*ROW, f"=A{number}") for number in range(150)]))
    assert len(lines) == 101
    assert lines[-1] == "… and 50 more"


def test_an_array_formula_is_a_formula(tmp_path: Path) -> None:
    def make_array(sheet: bytes) -> bytes:
        return sheet.replace(b"<v>3</v>", b'<f t="array" ref="D2">SUM(1,2)</f><v>3</v>')

    (line,) = refused(tmp_path, changed(SOUND_DATA, SHEET, make_array))
    assert "found the formula '=SUM(1,2)'" in line


@pytest.mark.parametrize("area", ["A1:B1", "A2:A3"])
def test_merged_cells_are_refused(tmp_path: Path, area: str) -> None:
    assert refused(tmp_path, workbooks.merged(area)) == [
        f"answers.xlsx: cells {area}: found merged cells; allowed: a value in every cell, none merged"
    ]


@pytest.mark.parametrize(
    "header",
    [(), COLUMNS[:5], (*COLUMNS, "role"), (*COLUMNS[:5], "remark"), ("", *COLUMNS)],
    ids=["none", "one missing", "one twice", "one unknown", "shifted"],
)
def test_another_header_is_refused(tmp_path: Path, header: tuple[str, ...]) -> None:
    (line,) = refused(tmp_path, saved(workbook((header, *SOUND[1:]))))
    assert line.startswith("answers.xlsx: row 1: found ")
    assert line.endswith("allowed: the columns respondent,role,question,answer,evidence,comment")


def test_several_sheets_none_of_them_named_are_refused(tmp_path: Path) -> None:
    (line,) = refused(tmp_path, two_sheets("Wave 1", "Wave 2"))
    assert line == (
        "answers.xlsx: found the sheets 'Wave 1', 'Wave 2'; allowed: one sheet, or one named 'responses'"
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no workbook"),
        (b"respondent,role,question,answer,evidence,comment\n", "no workbook"),
        (b"<table><tr><td>respondent</td></tr></table>", "no workbook"),
        (b"PK\x03\x04" + b"\0" * 200, "a damaged workbook"),
        (SOUND_DATA[:-200], "a damaged workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
            "a workbook of the old kind, or one with a password",
        ),
        (workbooks.with_password_flag(SOUND_DATA), "a workbook with a password"),
        (workbooks.without_part(SOUND_DATA, SHEET), "no sheet"),
        (workbooks.without_part(SOUND_DATA, "xl/workbook.xml"), "a damaged workbook"),
        (workbooks.without_part(SOUND_DATA, "[Content_Types].xml"), "a damaged workbook"),
        (changed(SOUND_DATA, SHEET, lambda sheet: sheet[:-80]), "a damaged workbook"),
        (
            changed(SOUND_DATA, SHEET, lambda sheet: sheet.replace(b"<v>3</v>", b"<v>NaN</v>")),
            "a damaged workbook",
        ),
        (changed(SOUND_DATA, SHEET, lambda sheet: sheet.replace(b'r="A2"', b'r="2A"')), "a damaged workbook"),
    ],
    ids=[
        "empty file",
        "renamed text",
        "renamed page",
        "nothing but a beginning",
        "cut short",
        "old workbook",
        "password",
        "no sheet",
        "no list of sheets",
        "no list of parts",
        "broken sheet",
        "no number",
        "no cell",
    ],
)
def test_what_is_no_sound_workbook_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (line,) = refused(tmp_path, data)
    assert f"found {said}" in line


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04" + b"\0" * MOST_BYTES, "more than 10,000,000 bytes"),
        (with_part(SOUND_DATA, "xl/media/bomb{}.xml", b"\0" * 20_000_000), "a part packed"),
        (with_part(SOUND_DATA, "xl/bomb{}.xml", b"\0" * 11_000_000, 3), "bytes when unpacked"),
        (with_part(SOUND_DATA, "xl/empty{}.xml", b"", MOST_PARTS), "parts"),
        (changed(SOUND_DATA, SHEET, workbooks.with_entities), "entities, or text in another encoding"),
        (changed(SOUND_DATA, SHEET, workbooks.in_utf16), "entities, or text in another encoding"),
        (
            changed(SOUND_DATA, SHEET, lambda sheet: b'<?xml version="1.0" encoding="cp037"?>' + sheet),
            "entities, or text in another encoding",
        ),
    ],
    ids=["size", "ratio", "unpacked", "parts", "entities", "utf-16", "declared encoding"],
)
def test_a_bomb_is_refused_before_it_is_taken_for_a_workbook(tmp_path: Path, data: bytes, said: str) -> None:
    (line,) = refused(tmp_path, data)
    assert said in line


def test_a_part_that_holds_more_than_it_claims_is_damaged(tmp_path: Path) -> None:
    page = BytesIO(with_part(SOUND_DATA, "xl/liar{}.xml", b" " * 50_000))
    data = page.getvalue().replace((50_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert zipfile.ZipFile(BytesIO(data)).getinfo("xl/liar0.xml").file_size == 10
    (line,) = refused(tmp_path, data)
    assert "found a damaged workbook" in line


def test_a_table_that_goes_on_for_ever_is_refused(tmp_path: Path) -> None:
    def far_below(sheet: bytes) -> bytes:
        return sheet.replace(b'<row r="3"', b'<row r="1048576"').replace(b'3" t="s"', b'1048576" t="s"')

    (line,) = refused(tmp_path, changed(SOUND_DATA, SHEET, far_below))
    assert line == f"answers.xlsx: row {LAST_ROW + 1:,}: found a row; allowed: rows up to {LAST_ROW:,}"


def test_a_claimed_size_of_a_million_columns_costs_nothing(tmp_path: Path) -> None:
    def boast(sheet: bytes) -> bytes:
        return sheet.replace(b'<dimension ref="A1:F3"', b'<dimension ref="A1:XFD1048576"')

    assert len(rows_of(tmp_path, changed(SOUND_DATA, SHEET, boast))) == 2
