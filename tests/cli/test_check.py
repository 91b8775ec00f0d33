"""`plumbline check`: every kind of file is told by what is in it and checked whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.cli.kinds import published
from tests.cli.assessing import EXAMPLES, PROFILE, RESPONSES, WORKBOOK, plumbline

LIBRARY, COURSES = published()
QUICK_SCAN = LIBRARY / "quick-scan.yaml"
COURSE = COURSES / "pmo-essentials"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of a published course that may be spoilt."""
    folder = tmp_path / "course"
    shutil.copytree(COURSE, folder)
    return folder


def spoilt(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_everything_that_is_published_is_sound() -> None:
    checked = plumbline("check")
    assert checked.exit_code == 0, checked.stdout
    assert checked.stdout.startswith("Checked ")
    assert checked.stdout.endswith("; 0 refused.\n")
    assert "passed over" not in checked.stdout
    for kind in ("maturity model", "course", "catalogue of initiatives", "demonstration case"):
        assert f"× {kind}" in checked.stdout


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (QUICK_SCAN, "maturity model"),
        (LIBRARY / "initiatives.yaml", "catalogue of initiatives"),
        (LIBRARY / "kpis.yaml", "catalogue of indicators"),
        (LIBRARY / "pmo-profile.yaml", "profile questionnaire"),
        (LIBRARY / "statistics.yaml", "published figures"),
        (LIBRARY / "training-map.yaml", "training map"),
        (LIBRARY / "responsibilities.yaml", "responsibilities"),
        (LIBRARY / "staffing.yaml", "published sizes"),
        (LIBRARY / "communication.yaml", "communication events"),
        (LIBRARY / "success-measures.yaml", "success measures"),
        (LIBRARY / "plan-risks.yaml", "plan risks"),
        (LIBRARY / "training-modules.yaml", "training modules"),
        (LIBRARY / "service-needs.yaml", "service module"),
        (LIBRARY / "vignettes.yaml", "vignette pack"),
        (LIBRARY / "demo" / "qec.yaml", "demonstration case"),
        (LIBRARY / "demo" / "comments.yaml", "bank of remarks"),
        (PROFILE, "profile"),
        (COURSE, "course"),
        (COURSE / "course.yaml", "course"),
        (COURSE / "lessons" / "what-a-pmo-is.md", "course"),
        (COURSE / "quizzes" / "what-a-pmo-is.yaml", "course"),
    ],
    ids=lambda value: value.name if isinstance(value, Path) else value,
)
def test_a_file_is_told_by_what_is_in_it(path: Path, kind: str) -> None:
    checked = plumbline("check", path)
    assert checked.exit_code == 0, checked.stdout
    assert checked.stdout == f"Checked 1 × {kind}; 0 refused.\n"


@pytest.mark.parametrize("path", [RESPONSES, WORKBOOK], ids=["csv", "xlsx"])
def test_answers_are_checked_against_their_model(path: Path) -> None:
    checked = plumbline("check", path, "--model", QUICK_SCAN)
    assert checked.stdout == "Checked 1 × table of responses; 0 refused.\n"


def test_answers_without_a_model_are_a_matter_of_usage() -> None:
    checked = plumbline("check", RESPONSES)
    assert checked.exit_code == 2
    assert "add --model" in checked.stderr


def test_a_search_passes_over_what_it_cannot_check_and_says_so(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "files")
    (tmp_path / "files" / "compose.yaml").write_text("services: {}\n")
    (tmp_path / "files" / ".hidden.yaml").write_text("dimensions: 3\n")
    checked = plumbline("check", tmp_path / "files")
    assert checked.exit_code == 0
    assert checked.stdout.replace(f"{tmp_path}/", "").splitlines() == [
        "passed over: files/compose.yaml: no kind of file that is checked",
        "passed over: files/responses.csv: responses are checked with --model only",
        "passed over: files/responses.xlsx: responses are checked with --model only",
        "Checked 2 × capacity, 1 × catalogue of activities, 12 × exercise, 1 × profile, 1 × weights of the profile; "
        "0 refused.",
    ]


def test_a_file_that_is_named_is_never_passed_over(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {}\n")
    checked = plumbline("check", tmp_path / "compose.yaml")
    assert checked.exit_code == 3
    assert checked.stdout.startswith(
        f"{tmp_path}/compose.yaml: found no kind of file that is checked; allowed: "
    )


def test_each_file_is_checked_once_however_often_it_is_named() -> None:
    checked = plumbline(
        "check", PROFILE, EXAMPLES, PROFILE, PROFILE.parent / ".." / "example-files", COURSE, COURSE
    )
    assert checked.stdout.endswith(
        "Checked 1 × profile, 2 × capacity, 1 × catalogue of activities, 12 × exercise, "
        "1 × weights of the profile, 1 × course; 0 refused.\n"
    )


def test_a_fault_is_named_by_file_line_and_column(tmp_path: Path) -> None:
    model = spoilt(Path(shutil.copy(QUICK_SCAN, tmp_path)), "is_core:", "is_corn:")
    profile = spoilt(Path(shutil.copy(PROFILE, tmp_path)), "K01: 3", "K01: 7")
    checked = plumbline("check", tmp_path)
    assert checked.exit_code == 3
    lines = checked.stdout.splitlines()
    assert any(line.startswith(f"{model}:") and "the unknown field 'is_corn'" in line for line in lines)
    assert f"{profile}:4:8: criteria.K01: found 7; allowed: 4 or less" in lines
    assert lines[-1] == "Checked 1 × profile, 1 × maturity model; 2 refused."


def test_a_fault_of_a_course_is_named_in_the_file_where_it_is(course: Path) -> None:
    lesson = spoilt(course / "lessons" / "what-a-pmo-is.md", "minutes:", "minuets:")
    checked = plumbline("check", course)
    assert checked.exit_code == 3
    assert f"{lesson}:" in checked.stdout
    assert checked.stdout.endswith("Checked 1 × course; 1 refused.\n")


def test_what_is_allowed_and_rarely_meant_is_a_warning(course: Path) -> None:
    spoilt(course / "lessons" / "what-a-pmo-is.md", "\n---\n", "\n---\n\n<b>bold</b>\n")
    checked = plumbline("check", course)
    assert checked.exit_code == 0
    assert checked.stdout.startswith("warning: ")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.yaml").write_bytes(b"\xff\xfe\x00")
    checked = plumbline("check", tmp_path)
    assert checked.exit_code == 3
    assert checked.stdout.splitlines()[-1] == "Checked 1 × file; 1 refused."


def test_the_result_as_json_has_every_finding(tmp_path: Path) -> None:
    (tmp_path / "profile.yaml").write_text("criteria: {K01: 9}\n")
    checked = plumbline("check", tmp_path, "--format", "json")
    assert checked.exit_code == 3
    (file,) = json.loads(checked.stdout)["files"]
    (finding,) = file["findings"]
    assert (file["kind"], finding["line"], finding["field"]) == ("profile", 1, "criteria.K01")
    assert json.loads(checked.stdout)["refused"] == 1


def test_more_faults_than_fit_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"r{number},pmo,GOV.1,9,,\n" for number in range(130))
    (tmp_path / "answers.csv").write_text("respondent,role,question,answer,evidence,comment\n" + rows)
    checked = plumbline("check", tmp_path / "answers.csv", "--model", "quick-scan")
    assert checked.stdout.splitlines()[-2] == f"… and 30 more in {tmp_path}/answers.csv"


def test_an_unknown_model_is_refused_before_anything_is_checked() -> None:
    checked = plumbline("check", RESPONSES, "--model", "full-scan")
    assert checked.exit_code == 3
    assert checked.stderr.startswith("--model: found 'full-scan'")


def test_a_path_that_is_not_there_is_a_matter_of_usage(tmp_path: Path) -> None:
    assert plumbline("check", tmp_path / "none").exit_code == 2
