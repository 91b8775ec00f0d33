"""`plumbline score` prints every figure of the measurement, and several files score as one."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from assessments.published import find_model
from assessments.responses import read_csv
from assessments.results import MaturityResult
from assessments.scoring import score_assessment
from content import from_plain
from tests.cli.assessing import EXAMPLES, RESPONSES, plumbline

PAGE = (EXAMPLES.parent / "cli.md").read_text(encoding="utf-8")


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


def test_a_later_wave_says_what_changed(tmp_path):
    text = RESPONSES.read_text(encoding="utf-8")
    lower = re.sub(r"^(\w+,\w+,GOV\.\d,)\d", r"\g<1>1", text, flags=re.MULTILINE)
    before = tmp_path / "before.csv"
    before.write_text(lower, encoding="utf-8")
    options = ("score", "--model", "quick-scan", "--responses", str(RESPONSES), "--against", str(before))
    found = json.loads(plumbline(*options, "--format", "json").stdout)["change"]
    assert found["basis"] == "whole"
    directions = {one["key"]: one["direction"] for one in found["dimensions"]}
    assert directions.pop("GOV") == "up"
    assert set(directions.values()) == {"no detectable change"}
    assert "STR          2.57 → 2.57  +0.00" in plumbline(*options).stdout


def test_a_wave_with_another_model_compares_the_questions_that_stayed(tmp_path):
    only = [
        line for line in RESPONSES.read_text(encoding="utf-8").splitlines() if ",executive,GOV" not in line
    ]
    later = tmp_path / "later.csv"
    later.write_text("\n".join(only) + "\n", encoding="utf-8")
    done = plumbline(
        *("score", "--model", "full-model", "--responses", str(later)),
        *("--against", str(RESPONSES), "--against-model", "quick-scan"),
    )
    assert "the models differ; 20 questions stayed the same" in done.stdout
    assert re.search(r"^GOV\.1 +\d", done.stdout, re.MULTILINE)


BENCHMARK = re.search(r"### Benchmark\n\n```yaml\n(.*?)```", PAGE, re.DOTALL)[1]


def test_a_benchmark_says_where_one_stands_and_where_it_comes_from(tmp_path):
    path = tmp_path / "harbours.yaml"
    path.write_text(BENCHMARK, encoding="utf-8")
    options = ("score", "--model", "quick-scan", "--responses", str(RESPONSES), "--benchmark", str(path))
    text = plumbline(*options).stdout
    assert "among 7 organisations, public, 2024–2026: Harbour authorities" in text
    assert "Clients of one consultancy are no sample of a sector." in text
    found = json.loads(plumbline(*options, "--format", "json").stdout)["benchmark"]
    assert [one["standing"] for one in found["placing"]] == ["above the middle", "above the middle"]


def test_a_benchmark_of_another_model_is_refused(tmp_path):
    path = tmp_path / "harbours.yaml"
    path.write_text(BENCHMARK.replace("major: 1", "major: 2"), encoding="utf-8")
    refused = plumbline(
        *("score", "--model", "quick-scan", "--responses", str(RESPONSES), "--benchmark", str(path))
    )
    assert refused.exit_code == 3
    assert "model: found quick-scan 2.x; allowed: quick-scan 1.0.0" in refused.stderr
