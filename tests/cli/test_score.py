"""`plumbline score` prints every figure of the measurement, and several files score as one."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from assessments.published import find_model
from assessments.responses import read_csv
from assessments.results import MaturityResult
from assessments.scoring import score_assessment
from content import from_plain
from tests.cli.assessing import RESPONSES, plumbline


def scored(*arguments: str) -> dict:
    done = plumbline("score", "--model", "quick-scan", *arguments, "--format", "json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_every_figure_is_that_of_the_measurement() -> None:
    model = find_model("quick-scan")
    data = scored("--responses", str(RESPONSES))
    assert (data.pop("format"), data.pop("format_version")) == ("plumbline-score", 1)
    assert from_plain(MaturityResult, data) == score_assessment(model, read_csv(RESPONSES, model))


def test_the_table_shows_each_dimension() -> None:
    done = plumbline("score", "--model", "quick-scan", "--responses", str(RESPONSES))
    assert done.exit_code == 0
    for dimension in find_model("quick-scan").dimensions:
        assert f"\n{dimension.key} " in done.stdout


def test_discretion_and_threshold_hide_what_they_should() -> None:
    data = scored("--responses", str(RESPONSES), "--mode", "anonymous", "--threshold", "30")
    assert data["is_below_threshold"]
    assert {dimension["claimed"] for dimension in data["dimensions"]} == {None}


def halves(folder: Path) -> tuple[Path, Path]:
    """Write the answers to two files that cut through the middle of what people said."""
    rows = list(csv.reader(RESPONSES.read_text(encoding="utf-8").splitlines()))
    paths = folder / "one.csv", folder / "other.csv"
    for path, part in zip(paths, (rows[1::2], rows[2::2]), strict=True):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([rows[0], *part])
    return paths


def test_several_files_score_as_one(tmp_path: Path) -> None:
    one, other = halves(tmp_path)
    assert scored("--responses", str(one), "--responses", str(other)) == scored("--responses", str(RESPONSES))


def test_two_answers_to_one_question_are_refused_with_both_files_named(tmp_path: Path) -> None:
    one, other = halves(tmp_path)
    rows = list(csv.reader(one.read_text(encoding="utf-8").splitlines()))
    changed = rows[1][:]
    changed[rows[0].index("answer")] = "1" if changed[rows[0].index("answer")] != "1" else "2"
    with other.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(changed)
    done = plumbline("score", "--model", "quick-scan", "--responses", str(one), "--responses", str(other))
    assert done.exit_code == 3
    assert "other.csv: respondent" in done.stderr
    assert "one.csv" in done.stderr
    assert done.stdout == ""


def test_a_second_role_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    rows = list(csv.reader(RESPONSES.read_text(encoding="utf-8").splitlines()))
    changed = dict(zip(rows[0], rows[1], strict=True))
    changed["role"] = "pmo" if changed["role"] != "pmo" else "project_manager"
    with other.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerow(changed)
    done = plumbline(
        "score", "--model", "quick-scan", "--responses", str(RESPONSES), "--responses", str(other)
    )
    assert done.exit_code == 3
    assert "one role for each respondent" in done.stderr
