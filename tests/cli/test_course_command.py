"""`plumbline course`, as an author uses it."""

from __future__ import annotations

import json

import pytest

from tests.cli.assessing import plumbline
from tests.courses.folders import WHOLE, change, copy_whole


def test_a_sound_course_has_nothing_to_say():
    done = plumbline("course", "check", str(WHOLE))
    assert (done.exit_code, done.stdout) == (0, "whole: 0 faults, 0 warnings\n")


def test_all_published_courses_are_checked_without_a_name():
    done = plumbline("course", "check", "--format", "json")
    assert done.exit_code == 0
    assert {"pmo-essentials"} <= {one["course"] for one in json.loads(done.stdout)}


def test_a_fault_has_rule_file_line_and_what_would_be_right(tmp_path):
    folder = copy_whole(tmp_path)
    change(folder, "lessons/three-parts.md", "(expected-loss.md)", "(gone.md)")
    done = plumbline("course", "check", str(folder))
    assert done.exit_code == 3
    file = folder / "lessons" / "three-parts.md"
    assert (
        f"fault [dead-link] {file}:17:1: found a link to 'gone.md'; allowed: a lesson of this" in done.stdout
    )


def test_a_warning_refuses_only_where_that_is_wished(tmp_path):
    folder = copy_whole(tmp_path)
    change(folder, "lessons/three-parts.md", "exercise_minutes: 20", "exercise_minutes: 19")
    assert plumbline("course", "check", str(folder)).exit_code == 0
    done = plumbline("course", "check", "--strict", str(folder))
    assert (done.exit_code, "warning [exercise-minutes]" in done.stdout) == (3, True)


def test_a_course_that_is_not_there_is_refused_with_what_there_is():
    done = plumbline("course", "stats", "gone")
    assert done.exit_code == 3
    assert "pmo-essentials" in done.stderr


def test_a_faulty_course_is_not_compared(tmp_path):
    folder = copy_whole(tmp_path)
    change(folder, "course.yaml", "minutes: 46", "minutes: 47")
    done = plumbline("course", "diff", str(WHOLE), str(folder))
    assert (done.exit_code, "minutes" in done.stderr) == (3, True)


def test_a_change_without_a_new_version_ends_with_one(tmp_path):
    folder = copy_whole(tmp_path)
    change(folder, "quizzes/three-parts.yaml", "answer: 25", "answer: 26")
    done = plumbline("course", "diff", str(WHOLE), str(folder))
    assert done.exit_code == 1
    assert "item parts.fill: other answers are right – on the way: counted otherwise" in done.stdout
    assert "version: minor is to be raised, none was" in done.stdout
    as_json = json.loads(plumbline("course", "diff", str(WHOLE), str(folder), "--format", "json").stdout)
    assert (as_json["is_sound"], len(as_json["changes"])) == (False, 1)


def test_the_same_course_differs_in_nothing():
    done = plumbline("course", "diff", str(WHOLE), str(WHOLE))
    assert (done.exit_code, done.stdout) == (0, "nothing changed\n")


def test_a_course_is_counted():
    told = plumbline("course", "stats", str(WHOLE)).stdout
    assert "small-risk 1.2.0: 46 minutes, 2 lessons, 16 items" in told
    assert "drawn numbers, variants: loss.shown 48" in told
    assert json.loads(plumbline("course", "stats", str(WHOLE), "--format", "json").stdout)["items"] == 16


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_preview_shows_lessons_figures_and_keys(tmp_path, language):
    out = tmp_path / "pages"
    done = plumbline("course", "preview", str(WHOLE), "--out", str(out), "--language", language)
    assert (done.exit_code, "3 pages written" in done.stdout) == (0, True)
    assert 'href="three-parts.html"' in (out / "index.html").read_text(encoding="utf-8")
    lesson = (out / "three-parts.html").read_text(encoding="utf-8")
    assert '<svg viewBox="0 0 640 120">' in lesson
    assert ("سبب" if language == "ar" else ">Cause<") in lesson
    assert 'aria-label="Three boxes in a row' in lesson
    assert "parts.exam-1" in lesson
    numbers = (out / "expected-loss.html").read_text(encoding="utf-8")
    assert numbers.count("loss.drawn-1:") == 3
    assert (out / "fonts").is_dir()
    assert "/assets/" not in (out / "site.css").read_text(encoding="utf-8")
