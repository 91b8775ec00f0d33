"""Exercises as a learner's browser sees them, without scripts."""

from __future__ import annotations

import html
import json
import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, render_template
from markupsafe import Markup

from app.db import db, firm_scope
from app.db.exercises import ExerciseTry
from app.services.exercises import ExercisePage, Place, TryLine, TryPage, by_part
from app.web.exercise_words import SENTENCES
from app.web.exercises import NOTHING
from content import to_plain
from courses.course import find_course
from courses.exercises.draws import CASE_SEED
from courses.exercises.format import KINDS, engine_of
from tests.checked_client import CheckedClient
from tests.conftest import NOW
from tests.courses.exercises.answers import right_answers
from tests.courses.exercises.examples import example
from tests.courses.exercises.test_engines import secrets_of
from tests.web.reading import words
from tests.worlds.learning import COURSE, Classroom

KEY = "two-dashboards"
EXERCISE = find_course(COURSE).exercises[KEY]
ENGINE = engine_of(EXERCISE.kind)
MOST_STATEMENTS = 8


@pytest.fixture
def course(khalid: CheckedClient) -> str:
    return str(khalid.submit("/learning", {"course": COURSE}).headers["Location"])


@pytest.fixture
def place(course: str) -> str:
    return f"{course}/exercises/{KEY}"


def right(seed: int = 0) -> dict[str, Any]:
    task = ENGINE.make(seed, EXERCISE.data, EXERCISE.variation)
    answers = right_answers(EXERCISE.kind, task)
    return {key: f"{value:.2f}" if isinstance(value, float) else value for key, value in answers.items()}


def done(client: CheckedClient, place: str, fields: dict[str, Any], seed: int = 0) -> Any:
    """Send a form; where it is read back first, send it as it was read back."""
    response = client.submit(place, {"seed": str(seed), **fields})
    if response.status_code == 422 and (seen := re.search(r'name="seen" value="(\w+)"', response.text)):
        response = client.submit(place, {"seed": str(seed), "seen": seen[1], **fields})
    return response


def tries(room: Classroom) -> list[ExerciseTry]:
    with firm_scope(room.firm_id):
        return list(db.session.query(ExerciseTry).order_by(ExerciseTry.submitted_at))


def test_a_lesson_leads_to_its_exercise_and_the_exercise_back(
    khalid: CheckedClient, course: str, place: str
) -> None:
    lesson = f"{course}/lessons/kpis-and-evidence"
    assert place in khalid.get(lesson).text
    page = khalid.get(place)
    assert page.status_code == 200
    assert lesson in page.text
    assert "Two projects of the portfolio" in words(page)


def test_further_practice_is_told_from_what_belongs_to_the_lesson(khalid: CheckedClient) -> None:
    course = khalid.submit("/learning", {"course": "risk-foundations"}).headers["Location"]
    page = khalid.get(f"{course}/lessons/scoring-and-matrix").text
    assert re.findall(r"(?:Exercise|Further practice) · \d+ minutes(?: more)?", page) == [
        "Exercise · 10 minutes",
        "Further practice · 15 minutes more",
    ]
    found = khalid.get(f"{course}/exercises/how-sure").text
    assert f'href="{course}/lessons/scoring-and-matrix"' in found


def test_right_answers_are_graded_kept_and_explained(
    khalid: CheckedClient, place: str, room: Classroom
) -> None:
    response = done(khalid, place, right())
    assert response.status_code == 303
    result = khalid.get(response.headers["Location"])
    text = words(result)
    assert "100 %: done well" in text
    assert "A report that shows one of the two hides the other." in text
    assert "whom would you ask for it?" in text
    assert "Again with new numbers" in text
    (row,) = tries(room)
    assert (row.exercise, row.seed, row.share, row.is_passed) == (KEY, 0, 1.0, True)
    assert row.course_version == find_course(COURSE).version
    assert row.typed["clinic.cost-index"] == "0.91"
    assert row.understood["clinic.cost-index"] == 0.91
    assert row.result["share"] == 1.0


def test_a_wrong_figure_names_its_error_and_the_misconception_behind_it(
    khalid: CheckedClient, place: str, room: Classroom
) -> None:
    response = done(khalid, place, right() | {"clinic.cost-index": "1.10"})
    text = words(khalid.get(response.headers["Location"]))
    assert "The fraction stands upside down" in text
    cell = next(one for one in tries(room)[0].result["cells"] if one["key"] == "clinic.cost-index")
    assert (cell["slip"], cell["trap"]) == ("inverted", "inverted")


def test_numbers_are_read_back_before_they_are_graded_and_changed_ones_again(
    khalid: CheckedClient, place: str, room: Classroom
) -> None:
    typed = right() | {"clinic.cost-index": "٠٫٩١", "bridge.cost-index": "1,03"}
    response = khalid.submit(place, {"seed": "0", **typed})
    assert response.status_code == 422
    assert "Read as 0.91." in words(response)
    assert "Read as 1.03." in words(response)
    assert 'value="٠٫٩١"' in response.text
    assert tries(room) == []
    seen = re.search(r'name="seen" value="(\w+)"', response.text)
    assert seen
    other = khalid.submit(place, {"seed": "0", "seen": seen[1], **typed, "bridge.cost-index": "1,04"})
    assert other.status_code == 422
    assert "Read as 1.04." in words(other)
    assert khalid.submit(place, {"seed": "0", "seen": seen[1], **typed}).status_code == 303
    assert tries(room)[0].understood["clinic.cost-index"] == 0.91


def test_plainly_written_numbers_are_not_read_back_and_none_is_shown_rounded(
    khalid: CheckedClient, place: str
) -> None:
    exact = right() | {"clinic.cost-index": "0.91234", "bridge.cost-index": "1.0300"}
    assert khalid.submit(place, {"seed": "0", **exact}).status_code == 303
    response = khalid.submit(place, {"seed": "0", **exact, "bridge.cost-index": "1,03125"})
    assert "Read as 1.03125." in words(response)


def test_what_is_no_number_is_refused_with_everything_else_kept(
    khalid: CheckedClient, place: str, room: Classroom
) -> None:
    typed = right() | {"clinic.cost-index": "about one"}
    response = done(khalid, place, typed)
    assert response.status_code == 422
    assert 'href="#f-clinic-cost-index"' in response.text
    assert 'value="about one"' in response.text
    assert f'value="{typed["bridge.cost-index"]}"' in response.text
    assert tries(room) == []


def test_open_fields_are_said_and_count_as_not_right(
    khalid: CheckedClient, place: str, room: Classroom
) -> None:
    response = khalid.submit(place, {"seed": "0"})
    assert response.status_code == 422
    assert "6 fields are open" in words(response)
    assert done(khalid, place, {}).status_code == 303
    assert tries(room)[0].share == 0


def test_a_choice_that_is_not_offered_is_said_to_be_open(khalid: CheckedClient) -> None:
    course = khalid.submit("/learning", {"course": "time-management"}).headers["Location"]
    place = f"{course}/exercises/build-a-day"
    keys = [task.key for task in find_course("time-management").exercises["build-a-day"].data.tasks]
    fields = {f"{key}.start": "no" for key in keys} | {f"{keys[0]}.start": "²"}
    response = khalid.submit(place, {"seed": "0", **fields})
    assert response.status_code == 422
    assert "One field is open; it counts as not right." in response.text
    assert done(khalid, place, fields).status_code == 303


def test_another_try_has_new_numbers_and_all_tries_are_kept(
    khalid: CheckedClient, place: str, room: Classroom
) -> None:
    first = done(khalid, place, {})
    new = re.search(r"seed=(\d{3,})", khalid.get(first.headers["Location"]).text)
    assert new
    page = khalid.get(f"{place}?seed={new[1]}")
    assert "new numbers" in words(page)
    drawn, case = (
        [(f"{one.planned:,.0f}", f"{one.earned:,.0f}", f"{one.spent:,.0f}") for one in task.dashboards]
        for task in (
            ENGINE.make(seed, EXERCISE.data, EXERCISE.variation) for seed in (int(new[1]), CASE_SEED)
        )
    )
    shown = words(page)
    assert all(figure in shown for figures in drawn for figure in figures)
    # One project may have the figures of the case by chance; both may not, or nothing would be new.
    assert drawn != case
    assert done(khalid, place, right(int(new[1])), int(new[1])).status_code == 303
    assert [(row.seed, row.share) for row in tries(room)] == [(0, 0.0), (int(new[1]), 1.0)]
    listed = words(khalid.get(place))
    assert "Your earlier tries" in listed
    assert "100 %" in listed


@pytest.mark.parametrize("seed", ["-1", "x", "99999999999", "²", "4294967295"])
def test_a_seed_that_cannot_be_one_is_held_within_what_can(
    khalid: CheckedClient, place: str, seed: str
) -> None:
    assert khalid.get(f"{place}?seed={seed}").status_code == 200


def test_no_page_before_the_answer_holds_what_is_told_after_it(khalid: CheckedClient, place: str) -> None:
    secrets = [html.unescape(secret) for secret in secrets_of(to_plain(EXERCISE))]
    assert len(secrets) == 8
    pages = [khalid.get(place), khalid.submit(place, {"seed": "0", **right(), "clinic.cost-index": "1,0"})]
    for page in pages:
        text = words(page)
        for secret in secrets:
            assert secret not in text
        for marker in ("is_correct", "only_late_say", "inverted", "0.9126", "3,562 were earned"):
            assert marker not in page.text


def test_a_try_is_seen_by_nobody_else_and_under_no_other_exercise(
    khalid: CheckedClient, room: Classroom, client_for, place: str, course: str
) -> None:
    address = done(khalid, place, {}).headers["Location"]
    anneke = client_for(room.anneke.email)
    for hidden in (address, place):
        assert anneke.get(hidden).status_code == 404
    assert khalid.get(f"{course}/exercises/no-such").status_code == 404
    assert khalid.get(f"{place}/tries/{UUID(int=7)}").status_code == 404


def test_pages_ask_the_database_the_same_few_things_however_many_tries_there_are(
    khalid: CheckedClient, place: str
) -> None:
    done(khalid, place, {})
    khalid.get(place)
    few = len(khalid.statements)
    for _ in range(3):
        done(khalid, place, {})
    khalid.get(place)
    assert len(khalid.statements) == few <= MOST_STATEMENTS


@pytest.mark.parametrize("lang", ["en", "ar-XB"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_shown_and_explained_in_words_of_the_page(app: Flask, kind: str, lang: str) -> None:
    exercise, engine = example(kind), engine_of(kind)
    task = engine.make(CASE_SEED, exercise.data, exercise.variation)
    sheet = engine.sheet(task)
    where = Place(UUID(int=1), {"en": "Course"}, None)
    page = ExercisePage(where, exercise.key, exercise.title, 5, Markup(""), 0, sheet, ())
    with app.test_request_context(f"/?lang={lang}"):
        shown = render_template("exercises/show.html", page=page, echo=NOTHING)
        for field in sheet.fields():
            assert f'name="{field.key}"' in shown
        for answers in ({}, right_answers(kind, task)):
            graded = engine.evaluate(task, answers)
            line = TryLine(UUID(int=2), 0, graded.share, graded.is_passed, NOW)
            told = TryPage(
                where,
                exercise.key,
                exercise.title,
                line,
                graded,
                by_part(sheet, graded),
                Markup(""),
                Markup(""),
                7,
            )
            result = render_template("exercises/result.html", page=told)
            assert "%(" not in shown + result
            assert ("⟦" in result) is (lang != "en")
            if graded.figures:
                assert result.count("<desc>") >= len(graded.figures)


@pytest.mark.parametrize("kind", KINDS)
def test_no_figure_of_a_debrief_has_more_digits_than_anybody_reads(app: Flask, kind: str) -> None:
    """Percentages in sentences and curves have one decimal, other figures two above one and three below."""
    exercise, engine = example(kind), engine_of(kind)
    for seed in (CASE_SEED, 3, 11):
        task = engine.make(seed, exercise.data, exercise.variation)
        sheet = engine.sheet(task)
        odd: dict[str, Any] = {}
        for place, field in enumerate(sheet.fields()):
            other = field.choices[-1].key if field.choices else "yes"
            odd[field.key] = 12.3456789 + place * 0.7654321 if field.kind == "number" else other
        for answers in (odd, right_answers(kind, task), {}):
            shown = words_of(app, exercise, sheet, engine.evaluate(task, answers))
            figures = re.findall(r"(?<![\d.])([\d,]+)\.(\d+)([\u00a0 ]%)?", shown)
            for whole, decimals, percent in figures:
                most = 1 if percent or len(whole) > 2 else 2 if whole != "0" else 3
                assert len(decimals) <= most, f"{whole}.{decimals}{percent}"


def words_of(app: Flask, exercise: Any, sheet: Any, graded: Any) -> str:
    """Return the words and figures of a result's page, those in its drawings included."""
    where = Place(UUID(int=1), {"en": "Course"}, None)
    line = TryLine(UUID(int=2), 0, graded.share, graded.is_passed, NOW)
    parts = by_part(sheet, graded)
    told = TryPage(where, exercise.key, exercise.title, line, graded, parts, Markup(""), Markup(""), 7)
    with app.test_request_context("/"):
        page = render_template("exercises/result.html", page=told)
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("key", ["sixty-thousand", "register-repair"])
def test_each_cell_of_a_wide_table_says_what_its_column_is_called(khalid: CheckedClient, key: str) -> None:
    """On a phone the row of headings is gone, and only these words tell one cell from another."""
    course = str(khalid.submit("/learning", {"course": "risk-foundations"}).headers["Location"])
    page = khalid.get(f"{course}/exercises/{key}").text
    tables = re.findall(r'<table class="table exercise-table is-wide">(.*?)</table>', page, re.S)
    assert tables
    for table in tables:
        columns = [
            re.sub(r"<[^>]+>", "", column)
            for column in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', table, re.S)
        ]
        rows = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.S)
        for row in rows:
            assert re.findall(r'<td data-label="([^"]*)"', row) == columns[1:]


def test_every_sentence_takes_what_it_is_given() -> None:
    for code, text in SENTENCES.items():
        assert "%(" not in re.sub(r"%\(\w+\)s", "", str(text)), code
        assert "%" not in re.sub(r"%\(\w+\)s|%%", "", str(text)), code
    assert json.dumps(sorted(SENTENCES))


def test_english_words_say_so_on_a_page_that_runs_the_other_way(khalid: CheckedClient, place: str) -> None:
    """Else a question mark at their end jumps to the other side, and a screen reader takes them for Arabic."""
    page = khalid.get(f"{place}?lang=ar-XB")
    title = re.escape(html.escape(EXERCISE.title["en"]))
    assert re.search(rf'<h1>\s*<span lang="en" dir="ltr">{title}</span>\s*</h1>', page.text)
    assert re.search(rf"<title>{title} · Plumbline</title>", page.text)
    assert re.search(r'<li><a href="[^"]+"><span lang="en" dir="ltr">PMO essentials</span></a>', page.text)
    assert '<div class="prose measure"><div lang="en" dir="ltr">' in page.text
    assert '<span lang="en" dir="ltr">' not in khalid.get(place).text


def test_of_many_answers_those_that_are_not_right_stand_open_and_the_others_on_demand(app: Flask) -> None:
    exercise, engine = example("critical-path"), engine_of("critical-path")
    task = engine.make(CASE_SEED, exercise.data, exercise.variation)
    answers = right_answers("critical-path", task)
    wrong = next(key for key, value in answers.items() if isinstance(value, float))
    graded = engine.evaluate(task, answers | {wrong: 987.0})
    where = Place(UUID(int=1), {"en": "Course"}, None)
    line = TryLine(UUID(int=2), 0, graded.share, graded.is_passed, NOW)
    page = TryPage(
        where,
        exercise.key,
        exercise.title,
        line,
        graded,
        by_part(engine.sheet(task), graded),
        Markup(""),
        Markup(""),
        7,
    )
    with app.test_request_context("/"):
        result = render_template("exercises/result.html", page=page)
    before, _, folded = result.partition('<details class="explain">')
    assert "987" in before
    assert "987" not in folded
    assert re.search(r"<summary>\d+ more are right</summary>", result)
    told = [cell for cell in graded.cells if cell.expected is not None]
    assert result.count('<th scope="row">') >= len(told), "no answer is left out"
