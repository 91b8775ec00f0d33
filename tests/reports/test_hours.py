"""The statement of hours as a file and as a workbook: complete, one page, readable by everybody and by machines."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from app.reports.branding import Branding
from app.reports.hours import Statement, statement_html, statement_pdf
from app.reports.hours_workbook import statement_workbook
from app.reports.pdf import LaidOut
from app.translations import translations_for
from tests.reports.hours import ADDRESS, CODE, FIRM, NAME, course_hours, ledger, statement
from tests.reports.reading import across, reader, text_of

LIBRARY = ("pmo-essentials", "risk-foundations", "time-management")
LONG_NAME = "Maximiliane-Charlotte " * 4


def made(one: Statement, branding: Branding | None = None) -> LaidOut:
    return statement_pdf(one, translations_for(one.language), branding or Branding())


def html_of(one: Statement) -> str:
    return statement_html(one, translations_for(one.language))


@pytest.fixture(scope="module")
def english() -> LaidOut:
    return made(statement())


@pytest.fixture(scope="module")
def arabic() -> LaidOut:
    return made(statement(language="ar-XB", name="خالد بن منصور الحارثي"))


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_validator_finds_nothing(english: LaidOut, arabic: LaidOut, profile: str) -> None:
    validator = pytest.importorskip("page")
    for document in (english, arabic):
        found = validator.validate_pdf_bytes(document.pdf, profile=profile)
        assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures][:10]
        assert document.notices == ()


def test_it_says_who_learnt_what_for_how_long_and_what_that_rests_on(english: LaidOut) -> None:
    text = text_of(english.pdf)
    for words in (
        NAME,
        f"The training site of {FIRM} recorded the time below",
        "up to 20 February 2026",
        "PMO essentials",
        "3 Feb 2026 to 6 Feb 2026",
        "Completed on 6 Feb 2026",
        "final exam passed on 6 Feb 2026",
        f"Certificate: {CODE}",
        "not completed; 0 of 6 lessons finished",
        "Ways of Working: 1.25",
        "no area stated: 1.00",
        "a pause of more than 5 minutes does not count at all",
        "more than 2.5 times the minutes stated for it",
        "cannot show who sat at the keyboard",
        "is no provider of Project Management Institute (PMI), which alone decides",
        ADDRESS,
    ):
        assert words in text, words
    metadata = reader(english.pdf).metadata
    assert metadata.title == f"Statement of learning hours: {NAME}"
    assert metadata.author == FIRM


def test_the_hours_that_count_stand_first_in_both_directions(english: LaidOut, arabic: LaidOut) -> None:
    assert across(english.pdf, 0, "that count") < across(english.pdf, 0, "courses completed")
    assert across(arabic.pdf, 0, "çóúñt") > across(arabic.pdf, 0, "çómplétéd")


def test_minutes_are_rounded_down_and_sums_reckoned_from_seconds() -> None:
    # Five lessons of twice 59 seconds: 590 seconds, so 9 minutes, though each lesson alone has but one.
    taken = course_hours("pmo-essentials", seconds=59, is_complete=False)
    html = html_of(statement(taken, taken))
    assert html.count('<td class="s-num">9</td>') == 4  # recorded and counted, of both courses
    assert html.count('<td class="s-num">19</td>') == 2  # 1,180 seconds


@pytest.mark.parametrize("language", ["en", "en-XA", "ar-XB"])
def test_the_courses_of_the_library_take_one_page(language: str) -> None:
    taken = [course_hours(key) for key in LIBRARY]
    long = statement(
        *taken, language=language, name=LONG_NAME, firm="A consulting firm with a rather long name"
    )
    assert made(long).pages == 1


def test_more_courses_go_on_to_another_page_and_none_is_lost() -> None:
    many = made(statement(*[course_hours(key) for key in LIBRARY * 4]))
    assert many.pages == 2
    assert text_of(many.pdf).count("Completed on") == 12


def test_a_course_with_nothing_to_state_is_left_out() -> None:
    bare = course_hours("time-management", seconds=0, is_complete=False)
    html = html_of(statement(course_hours("pmo-essentials"), bare))
    assert "PMO essentials" in html
    assert "Time management" not in html
    nothing = html_of(statement(bare))
    assert "No time was recorded up to this day." in nothing
    assert "<table" not in nothing


def test_a_revoked_certificate_is_called_so() -> None:
    taken = course_hours("pmo-essentials")
    assert taken.certificate is not None
    revoked = replace(taken, certificate=replace(taken.certificate, is_revoked=True))
    assert "Certificate, revoked:" in html_of(statement(revoked))
    assert "revoked" not in html_of(statement(taken))


def test_lessons_that_were_tested_out_are_told() -> None:
    taken = course_hours("pmo-essentials")
    parts = (replace(taken.parts[0], how="tested out"), *taken.parts[1:])
    assert "1 lesson tested out of before the course" in html_of(statement(replace(taken, parts=parts)))
    assert "tested out" not in html_of(statement(taken))


def test_neither_points_nor_failed_attempts_are_told() -> None:
    taken = course_hours("pmo-essentials")
    failed = replace(taken.tests[0], number=1, points=3, is_passed=False)
    html = html_of(statement(replace(taken, tests=(failed, taken.tests[0]))))
    assert html.count("final exam passed on") == 1
    assert "22 of 24" not in text_of(made(statement(taken)).pdf)


def test_it_wears_the_brand_of_the_firm() -> None:
    branded = made(statement(), Branding(main="#5a1e4b", accent="#b4540a", footer="Riyadh and Doha"))
    assert "Riyadh and Doha · Statement of learning hours" in text_of(branded.pdf)


def test_it_is_read_from_right_to_left_where_the_language_is(arabic: LaidOut) -> None:
    assert reader(arabic.pdf).trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert "Plex-Arabic-Light" in " ".join(
        str(font.get_object()["/BaseFont"])
        for font in reader(arabic.pdf).pages[0]["/Resources"]["/Font"].values()
    )


def test_the_same_hours_are_the_same_file(english: LaidOut) -> None:
    assert made(statement()).pdf == english.pdf
    assert book_bytes(statement()) == book_bytes(statement())


def test_what_people_typed_stays_text() -> None:
    html = html_of(statement(name="<b>K</b>", firm="&<i>"))
    assert "<b>K" not in html
    assert "&lt;b&gt;K" in html
    assert "<i>" not in html


# ---- the workbook ----------------------------------------------------------------------------------------


def book_bytes(one: Statement) -> bytes:
    return statement_workbook(one, translations_for(one.language))


def book(one: Statement) -> Any:
    return openpyxl.load_workbook(io.BytesIO(book_bytes(one)))


def lines(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a table under the names of its columns, which stand in the third row."""
    found = list(sheet.iter_rows(values_only=True))
    return [dict(zip(found[2], one, strict=True)) for one in found[3:] if one[1] not in (None, "")]


def test_every_time_in_the_workbook_is_a_number_and_adds_up() -> None:
    one = statement()
    sheets = {sheet.title.partition(" ")[2]: lines(sheet) for sheet in book(one) if sheet.title[0].isdigit()}
    courses, parts, days = sheets["Courses"], sheets["Lessons and tests"], sheets["Day by day"]
    recorded = one.ledger.recorded / 60
    assert sum(line["Recorded"] for line in courses) == pytest.approx(recorded)
    assert sum(line["Recorded"] for line in parts) == pytest.approx(recorded)
    assert sum(line["Recorded"] for line in days) == pytest.approx(recorded)
    assert sum(line["Counts"] for line in parts) == pytest.approx(one.ledger.counted / 60)
    assert {line["Recorded"] for line in days} == {30.5, 25}
    assert {line["Day"].date().isoformat() for line in days} == {"2026-02-03", "2026-02-05", "2026-02-06"}
    assert [line["Certificate"] for line in courses] == [CODE, CODE, ""]
    assert {(line["Right"], line["Asked"], line["Result"]) for line in sheets["Tests handed in"]} == {
        (22, 24, "passed")
    }
    assert {line["Best"] for line in sheets["Exercises tried"]} == {0.875}
    assert sum(line["Units"] for line in sheets["Development units"]) == 4.5


def test_the_sum_of_all_courses_stands_below_them() -> None:
    one = statement()
    sheet = book(one)["1 Courses"]
    (total,) = [row for row in sheet.iter_rows(values_only=True) if row[0] == "In all"]
    assert total[5:7] == (pytest.approx(one.ledger.recorded / 60), pytest.approx(one.ledger.counted / 60))


def test_the_workbook_says_what_its_figures_rest_on() -> None:
    texts = [cell.value for row in book(statement())["What the hours rest on"].iter_rows() for cell in row]
    assert any("cannot show who sat at the keyboard" in str(text) for text in texts)


def test_a_table_without_lines_is_left_out() -> None:
    taken = course_hours("time-management", is_complete=False)
    names = book(statement(replace(taken, exercises=()))).sheetnames
    assert names == ["Contents", "Key figures", "1 Courses", "2 Lessons and tests", "3 Day by day",
                     "What the hours rest on"]  # fmt: skip


def test_other_results_have_their_words() -> None:
    taken = course_hours("pmo-essentials")
    (exam,) = taken.tests
    tests = (
        replace(exam, kind="pretest", is_passed=False, points=None),
        replace(exam, kind="quiz", is_passed=False),
        exam,
    )
    assert taken.certificate is not None
    parts = (replace(taken.parts[0], how="tested out"), *taken.parts[1:])
    changed = replace(
        taken, tests=tests, parts=parts, certificate=replace(taken.certificate, is_revoked=True)
    )
    found = book(statement(changed))
    results = [(line["Test"], line["Right"], line["Result"]) for line in lines(found["4 Tests handed in"])]
    assert results == [
        ("Questions before the course", 0, ""),
        ("Quiz", 22, "not passed"),
        ("Final exam", 22, "passed"),
    ]
    assert [line["How"] for line in lines(found["2 Lessons and tests"])][:2] == ["tested out", "read"]
    assert [line["Revoked"] for line in lines(found["1 Courses"])] == ["yes"]


def test_no_name_becomes_a_formula() -> None:
    sheets = book(statement(name="=1+1", firm="@SUM(A1)"))
    for sheet in sheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_it_opens_from_the_right_where_the_language_does() -> None:
    assert all(sheet.sheet_view.rightToLeft for sheet in book(statement(language="ar-XB")))


def test_an_empty_ledger_makes_a_workbook_too() -> None:
    empty = Statement("en", FIRM, ledger(), ADDRESS)
    assert book(empty).sheetnames == ["Contents", "Key figures", "What the hours rest on"]
