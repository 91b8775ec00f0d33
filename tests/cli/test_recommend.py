"""`plumbline recommend`: the advice of the domain as JSON and text, and every fault of its files by line and field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.cli.running import REFUSED
from assessments.profile import load_profile_model, read_profile
from assessments.recommendations import Recommendation, recommend
from assessments.results import MaturityResult
from assessments.service_mix import ServiceMix
from assessments.weights import read_weights
from content import from_plain, to_plain
from tests.cli.assessing import EXAMPLES, PROFILE, RESPONSES, plumbline

WEIGHTS = EXAMPLES / "weights.yaml"
DOCUMENT = EXAMPLES.parent / "recommendation-json.md"


@pytest.fixture(scope="module")
def scores(tmp_path_factory) -> Path:
    done = plumbline("score", "--model", "quick-scan", "--responses", RESPONSES, "--format", "json")
    path = tmp_path_factory.mktemp("scores") / "score.json"
    path.write_text(done.stdout, encoding="utf-8")
    return path


def advised(*arguments: str | Path) -> dict[str, Any]:
    done = plumbline("recommend", "--profile", PROFILE, *arguments, "--format", "json")
    assert done.exit_code == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def refused(*arguments: str | Path) -> list[str]:
    done = plumbline("recommend", *arguments)
    assert done.exit_code == REFUSED, done.stdout
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_the_advice_is_that_of_the_domain(scores) -> None:
    data = advised("--result", scores, "--weights", WEIGHTS)
    assert (data["format"], data["format_version"]) == ("plumbline-recommendation", 1)
    plain = json.loads(scores.read_text(encoding="utf-8"))
    del plain["format"], plain["format_version"]
    file = read_profile(PROFILE)
    expected = recommend(
        load_profile_model(),
        file.criteria,
        from_plain(MaturityResult, plain),
        file.facts,
        read_weights(WEIGHTS),
    )
    assert from_plain(Recommendation, data["recommendation"]) == expected
    assert from_plain(ServiceMix, data["services"]).basis == "gaps"
    assert len(data["gaps"]) == len(data["targets"]) == 10
    assert data["unanswered"] == []


def test_a_profile_alone_is_enough() -> None:
    data = advised()
    assert data["recommendation"]["type"] == "controlling"
    assert data["services"] is None
    assert data["targets"] == data["gaps"] == []


def test_the_same_files_print_the_same_text(scores) -> None:
    assert advised("--result", scores) == advised("--result", scores)


def test_a_report_is_read_as_well_and_what_customers_said_is_kept(scores, tmp_path) -> None:
    plain = json.loads(scores.read_text(encoding="utf-8"))
    mix = ServiceMix("asked", "1.0.0", ())
    report = {"format": "plumbline-report", "format_version": 1, "result": plain, "services": to_plain(mix)}
    path = tmp_path / "result.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    assert advised("--result", path)["services"] == to_plain(mix)
    report["services"]["basis"] = "gaps"
    path.write_text(json.dumps(report), encoding="utf-8")
    assert advised("--result", path)["services"]["services"]


def test_the_text_tells_services_first_and_type_second(scores) -> None:
    done = plumbline("recommend", "--profile", PROFILE, "--result", scores, "--weights", WEIGHTS)
    assert done.exit_code == 0, done.stderr
    lines = done.stdout.splitlines()
    starts = [line.split()[0] for line in lines]
    assert starts.index("services") < starts.index("type") < starts.index("change")
    assert "K01 10 → 14" in done.stdout
    assert "Two public clients now audit every stage" in done.stdout
    assert "redrawn sets of respondents" in done.stdout


def written(folder: Path, text: str) -> Path:
    path = folder / "profile.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_gaps_of_a_profile_are_named_and_a_thin_one_is_not_advised(tmp_path) -> None:
    done = plumbline("recommend", "--profile", written(tmp_path, "criteria:\n  K01: 4\n  K12: 1\n"))
    assert done.exit_code == 0
    assert "not advised: 2 of 18 criteria" in done.stdout
    assert "open      K02, K03, K04" in done.stdout
    assert "profile.yaml:2:3: criteria: found no answer to K02, K03, K04" in done.stderr
    assert done.stderr.endswith("too few are answered to advise a type\n")


def test_a_tie_gates_and_an_opening_are_told(tmp_path) -> None:
    keys = [one.key for one in load_profile_model().criteria]
    ministry = ["4", "2", "1", "1", "3", "2", "2", "2", "3", "3", "1", "2", "1", "0", "1", "2", "3", "2"]
    lines = [f"  {key}: {answer}" for key, answer in zip(keys, ministry, strict=True)]
    done = plumbline("recommend", "--profile", written(tmp_path, "\n".join(["criteria:", *lines])))
    assert (
        "controlling and directive tie (4.30 points apart); controlling is lighter and comes first"
        in done.stdout
    )
    turnaround = ["1", "3", "1", "1", "4", "4", "1", "4", "2", "4", "1", "1", "1", "1", "0", "1", "2", "4"]
    lines = [f"  {key}: {answer}" for key, answer in zip(keys, turnaround, strict=True)]
    done = plumbline("recommend", "--profile", written(tmp_path, "\n".join(["criteria:", *lines])))
    assert "gate      G1 (K12 1, K13 1)" in done.stdout
    assert "opening   as controlling, aiming at directive" in done.stdout


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("criteria:\n  K19: 2\n", "profile.yaml:2:3: criteria: found the key 'K19'"),
        ("criteria:\n  K01: 7\n", "profile.yaml:2:8: criteria.K01: found 7; allowed: 4 or less"),
        ("criteria:\n  K01: often\n", "profile.yaml:2:8: criteria.K01: found 'often'"),
        ("criterions:\n  K01: 1\n", "criteria: found nothing"),
        ("criteria: [\n", "profile.yaml:"),
        ("criteria:\n  K01: 1\n  K01: 2\n", "profile.yaml:3:3"),
    ],
)
def test_a_bad_profile_is_named_by_line_and_field(tmp_path, text, fault) -> None:
    assert fault in refused("--profile", written(tmp_path, text))[0]


def spoilt(scores: Path, folder: Path, change: Any) -> Path:
    plain = json.loads(scores.read_text(encoding="utf-8"))
    change(plain)
    path = folder / "spoilt.json"
    path.write_text(json.dumps(plain, indent=1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda plain: plain.update(format="other"), "format: found 'other', version 1"),
        (lambda plain: plain.update(format_version=2), "version 2; allowed: a result.json"),
        (lambda plain: plain["dimensions"][0].update(evidenced="high"), "dimensions[0].evidenced: found 'high'"),
        (lambda plain: plain["dimensions"][3].update(evidenced=7.5), "dimensions[3].evidenced: found 7.5; allowed: 1"),
        (lambda plain: plain["dimensions"][1].update(key="STR"), "dimensions[1].key: found 'STR'; allowed: a key"),
        (lambda plain: plain["dimensions"][1].update(weight=-1.0), "dimensions[1].weight: found -1.0"),
        (lambda plain: plain.update(highest=1), "highest: found 1; allowed: more than 1"),
        (lambda plain: plain["redrawn"][0].update(draws=0, delivery=9), "redrawn[0].draws: found 0"),
        (lambda plain: plain.pop("lowest"), "lowest: found nothing"),
    ],
)  # fmt: skip
def test_a_bad_result_is_named_by_line_and_field(scores, tmp_path, change, fault) -> None:
    path = spoilt(scores, tmp_path, change)
    lines = refused("--profile", PROFILE, "--result", path)
    assert any(fault in line for line in lines), lines
    assert lines[0].startswith(f"{path}:")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "1:2: found"),
        ("[1, 2]", "format: found a list of 2"),
        ('{"format": NaN}', "found NaN; allowed: JSON with finite numbers"),
        ("[" * 100_000, "nesting without end"),
        ("\ufffe", "found"),
    ],
)
def test_what_is_no_json_of_ours_is_refused(tmp_path, text, fault) -> None:
    path = tmp_path / "result.json"
    path.write_text(text, encoding="utf-8")
    assert fault in refused("--profile", PROFILE, "--result", path)[0]


def test_faults_of_all_files_are_listed_together(tmp_path) -> None:
    other = tmp_path / "weights.yaml"
    other.write_text("weights:\n  K01: -1\nreason: x\n", encoding="utf-8")
    result = tmp_path / "result.json"
    result.write_text("{}", encoding="utf-8")
    profile = written(tmp_path, "criteria:\n  K01: 7\n")
    lines = refused("--profile", profile, "--result", result, "--weights", other)
    assert [line.partition(":")[0] for line in lines] == [str(profile), str(result), str(other)]


def test_the_line_is_that_of_the_value(scores, tmp_path) -> None:
    path = spoilt(scores, tmp_path, lambda plain: plain["dimensions"][2].update(weight="much"))
    (fault,) = refused("--profile", PROFILE, "--result", path)
    place, _, rest = fault.removeprefix(f"{path}:").partition(": ")
    line, column = map(int, place.split(":"))
    assert rest.startswith("dimensions[2].weight: found 'much'")
    assert path.read_text(encoding="utf-8").splitlines()[line - 1][column - 1 :].startswith('"much"')


def test_every_field_of_the_json_is_documented() -> None:
    page = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in advised() if f"`{name}`" not in page] == []
