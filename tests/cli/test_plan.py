"""`plumbline plan`: a client's plan, any project's plan, and what is refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assessments.planning.files import ActivityCatalogue, CapacityFile
from content import json_schema
from tests.cli.assessing import EXAMPLES, plumbline

OFFICE = (
    "--catalogue",
    str(EXAMPLES / "activities.yaml"),
    "--capacity",
    str(EXAMPLES / "activities-capacity.yaml"),
)


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = plumbline(
        "score", "--model", "quick-scan", "--responses", str(EXAMPLES / "responses.csv"), "--format", "json"
    )
    path = tmp_path_factory.mktemp("scores") / "score.json"
    path.write_text(done.stdout, encoding="utf-8")
    return path


def client(scores: Path, *more: str) -> tuple[str, ...]:
    profile, capacity = EXAMPLES / "profile.yaml", EXAMPLES / "capacity.yaml"
    return ("--result", str(scores), "--profile", str(profile), "--capacity", str(capacity), *more)


def test_any_project_is_planned_from_its_two_files() -> None:
    done = plumbline("plan", *OFFICE, "--format", "json")
    plan = json.loads(done.stdout)
    assert (plan["format"], plan["format_version"], plan["outcome"]) == ("plumbline-plan", 1, "complete")
    assert plan["critical_chain"] == ["survey", "layout", "furniture", "cabling", "move"]
    # Furniture waits for the layout; the one contractor is full with it for its six weeks, then cables are laid.
    (cabling,) = (one for one in plan["activities"] if one["key"] == "cabling")
    assert (cabling["start_on"], cabling["place"]["rule"], cabling["place"]["others"]) == (
        "2026-05-18",
        "PLC-6",
        ["furniture"],
    )
    assert plan["client"] is None


def test_a_clients_plan_follows_from_scores_and_profile_the_same_every_time(scores: Path) -> None:
    first = plumbline("plan", *client(scores, "--objective", "fast", "--schedules", "60", "--format", "json"))
    again = plumbline("plan", *client(scores, "--objective", "fast", "--schedules", "60", "--format", "json"))
    assert first.stdout == again.stdout
    plan = json.loads(first.stdout)
    assert plan["outcome"] == "complete"
    assert all(one["is_reached"] for one in plan["dimensions"])
    assert plan["client"]["plan_type"] in {"supportive", "controlling", "directive", "agile"}


def test_the_text_names_dates_reasons_levels_and_what_is_left_out(scores: Path) -> None:
    text = plumbline("plan", *client(scores, "--schedules", "30")).stdout
    for words in (
        "balanced: ",
        "why then",
        "[PLC-",
        "critical chain (*): ",
        "at the end of each quarter",
        "[OUT-4]",
        "cannot be planned:",
    ):
        assert words in text


def test_the_plan_does_not_hang_on_how_python_orders_its_sets(scores: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "app.cli",
        "plan",
        *client(scores, "--schedules", "20", "--format", "json"),
    ]
    printed = {
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_what_is_dropped_is_given_up(scores: Path) -> None:
    text = plumbline("plan", *OFFICE, "--drop", "signs").stdout
    assert "signs: dropped [OUT-9]" in text
    refused = plumbline("plan", *OFFICE, "--drop", "sign")
    assert (refused.exit_code, refused.stderr.startswith("--drop: found 'sign'")) == (3, True)


def test_the_schemas_are_printed() -> None:
    assert json.loads(plumbline("plan", "--schema", "activities").stdout) == json_schema(ActivityCatalogue)
    assert json.loads(plumbline("plan", "--schema", "capacity").stdout) == json_schema(CapacityFile)


def test_files_that_do_not_go_together_are_wrong_usage(scores: Path) -> None:
    assert plumbline("plan", *OFFICE, "--result", str(scores)).exit_code == 2
    assert plumbline("plan", *OFFICE[2:]).exit_code == 2


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("needs: [survey]", "needs: [move]", "activities[1].needs: found layout → move → cabling → layout;"),
        ("needs: [survey]", "needs: [surveys]", "activities[1].needs[0]: found surveys;"),
        ("weeks: 3", "weeks: 0", "activities[1].weeks: found 0; allowed: 1 or more"),
        ("demand: {it: 16}", "demand: {it: -16}", "activities[2].demand.it: found -16; allowed: more than 0"),
        ("demand: {it: 16}", "demand: {id: 16}", "activities[2].demand.id: found a demand for id;"),
        (
            "2026-07-31",
            "2026-05-31",
            "activities[5].deadline: found 2026-05-31; allowed: 2026-06-01 or later",
        ),
        ("2026-06-01", "2036-06-01", "found 2026-07-31; allowed: 2036-06-01 or later"),
        ("deadline: 2026-07-31", "start: 2027-07-31", "found 2027-07-31; allowed: a day of the plan"),
    ],
)
def test_faults_of_activities_are_named_by_line_and_field(
    tmp_path: Path, before: str, after: str, line: str
) -> None:
    text = (EXAMPLES / "activities.yaml").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "activities.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    done = plumbline("plan", "--catalogue", str(path), *OFFICE[2:])
    assert done.exit_code == 3
    assert line in done.stderr
    assert f"{path}:" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (
            "per_week: 1, rate: 0",
            "per_week: 0, rate: 0",
            "of which there is none within the horizon; allowed: capacity",
        ),
        ("horizon_weeks: 26", "horizon_weeks: 600", "horizon_weeks: found 600; allowed: 520 or less"),
        (
            "last: 2026-04-24",
            "last: 2026-04-04",
            "away[0].last: found 2026-04-04; allowed: 2026-04-13 or later",
        ),
        ("budget: 90000", "budget: -1", "budget: found -1; allowed: 0 or more"),
        (
            "per_week: 5}",
            "per_week: 5, per_month: 9}",
            "resources[0]: found both; allowed: per_week or per_month",
        ),
    ],
)
def test_faults_of_capacity_are_named_by_line_and_field(
    tmp_path: Path, before: str, after: str, line: str
) -> None:
    text = (EXAMPLES / "activities-capacity.yaml").read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "capacity.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    done = plumbline("plan", *OFFICE[:2], "--capacity", str(path))
    assert done.exit_code == 3
    assert line in done.stderr


def test_both_files_are_refused_together(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text("activities: 1\nresources: 1\n")
    done = plumbline(
        "plan", "--catalogue", str(tmp_path / "one.yaml"), "--capacity", str(tmp_path / "two.yaml")
    )
    assert done.exit_code == 3
    assert "one.yaml" in done.stderr
    assert "two.yaml" in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "allowed: JSON"),
        ("[1]", "allowed: a result.json"),
        ('{"format": "plumbline-plan", "format_version": 1}', "format: found 'plumbline-plan'"),
        ('{"format": "plumbline-score", "format_version": 1}', "fields that are not those of a result"),
        (
            '{"format": "plumbline-report", "format_version": 1, "result": 3}',
            "fields that are not those of a result",
        ),
    ],
)
def test_what_is_no_result_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "result.json"
    path.write_text(text)
    done = plumbline("plan", *client(path))
    assert done.exit_code == 3
    assert said in done.stderr


def test_a_condition_on_an_unknown_initiative_is_named_in_the_capacity_file(
    scores: Path, tmp_path: Path
) -> None:
    path = tmp_path / "capacity.yaml"
    shutil.copy(EXAMPLES / "capacity.yaml", path)
    path.write_text(
        path.read_text(encoding="utf-8").replace("activity: SVC-2", "activity: SVC-99"), encoding="utf-8"
    )
    done = plumbline("plan", *client(scores)[:4], "--capacity", str(path))
    assert done.exit_code == 3
    assert "conditions[0].activity: found SVC-99;" in done.stderr


def test_gaps_of_a_profile_are_named_where_they_are_beside_the_plan(scores: Path, tmp_path: Path) -> None:
    whole = (EXAMPLES / "profile.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    profile = tmp_path / "profile.yaml"
    asked = list(client(scores, "--schedules", "10", "--format", "json"))
    asked[3] = str(profile)
    for left_out, said in ((1, "the plan rests on the others"), (7, "too few are answered to advise a type")):
        keys = [f"K0{number}" for number in range(1, left_out + 1)]
        text = "".join(line for line in whole if line.strip()[:3] not in keys)
        profile.write_text(text, encoding="utf-8")
        done = plumbline("plan", *asked)
        line = next(number for number, each in enumerate(text.splitlines(), 1) if each.startswith("  K"))
        assert done.exit_code == 0
        named = ", ".join(key for key in keys if key != "K04")  # which follows from the scores
        assert done.stderr.startswith(f"{profile}:{line}:")
        assert f"criteria: found no answer to {named}; allowed: 0 to 4 for each; {said}" in done.stderr
        assert json.loads(done.stdout)["activities"]
    assert plumbline("plan", *client(scores, "--schedules", "10")).stderr == ""
