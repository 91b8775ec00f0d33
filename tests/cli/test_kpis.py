"""`plumbline kpis`: the catalogue, the set of a result or a profile, and files that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.kpis import FORMAT
from assessments.kpi_set import KpiSet
from assessments.kpis import KpiCatalogue, load_kpis
from assessments.report import report_to_plain
from content import from_plain, json_schema
from tests.cli.assessing import PROFILE, plumbline
from tests.reports.cases import qec_report


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kpis") / "result.json"
    path.write_text(json.dumps(report_to_plain(qec_report())), encoding="utf-8")
    return path


def set_of(*arguments: str | Path) -> KpiSet:
    done = plumbline("kpis", *arguments, "--format", "json")
    assert done.exit_code == 0, done.stderr
    plain = json.loads(done.stdout)
    assert (plain.pop("format"), plain.pop("format_version")) == (FORMAT, 1)
    return from_plain(KpiSet, plain)


def test_without_a_file_the_catalogue_is_listed() -> None:
    lines = plumbline("kpis").stdout.splitlines()
    assert lines[0] == "Catalogue of indicators 1.0.0: 66"
    assert "P12  speed    Milestones met (default: at least 85 %)" in lines
    plain = json.loads(plumbline("kpis", "--format", "json").stdout)
    assert (plain.pop("format"), plain.pop("format_version")) == (FORMAT, 1)
    assert from_plain(KpiCatalogue, plain) == load_kpis()


def test_the_set_of_a_result_is_the_one_in_its_report(result: Path) -> None:
    assert set_of("--result", result) == qec_report().kpi_set


def test_with_the_same_profile_beside_it_the_set_is_the_same(result: Path) -> None:
    assert set_of("--result", result, "--profile", PROFILE).kpis == qec_report().kpi_set.kpis


def test_a_profile_alone_carries_nothing_that_needs_a_level() -> None:
    found = set_of("--profile", PROFILE)
    assert found.sector == "construction"
    assert all(one.kpi.gate is None for one in found.kpis)


def test_the_text_says_why_what_for_and_what_waits(result: Path) -> None:
    text = plumbline("kpis", "--result", result).stdout
    assert text.startswith("10 indicators for a PMO that is controlling, construction\n")
    assert "P23  value    Benefits with an owner  [I3 BEN, for P22]" in text
    assert "waits: P22 needs BEN 2.5, now 1.8, until then P23" in text
    assert "no room: P09, P10, P45, P46" in text
    alone = plumbline("kpis", "--profile", PROFILE).stdout
    assert "waits: P22 needs BEN 2.5, now not scored, until then P23" in alone


def test_the_schema_is_printed_and_stands_alone(result: Path) -> None:
    assert json.loads(plumbline("kpis", "--schema").stdout) == json_schema(KpiCatalogue)
    assert plumbline("kpis", "--schema", "--result", result).exit_code == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "1:1: found no JSON"),
        (b"{]", "1:2: found no JSON"),
        (b"[]", "found other fields"),
        (b"{}", "format: found None None"),
        (b'{"format": "plumbline-report", "format_version": 2}', "format: found plumbline-report 2"),
        (b'{"format": "plumbline-report", "format_version": 1}', "found other fields"),
        (b'{"format": "plumbline-report", "format_version": 1, "result": 3}', "found other fields"),
        (b"\xff\xfe", "found"),
        (b"[" * 100_000, "found other fields"),
    ],
)
def test_what_is_no_result_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(data)
    done = plumbline("kpis", "--result", path)
    assert done.exit_code == 3
    assert done.stdout == ""
    assert said in done.stderr
    assert "; allowed: a result.json of `plumbline assess`" in done.stderr


def test_a_wrong_profile_is_refused_by_line(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("criteria: {K01: 9}\n", encoding="utf-8")
    done = plumbline("kpis", "--profile", path)
    assert done.exit_code == 3
    assert "profile.yaml:1:17: criteria.K01: found 9" in done.stderr
