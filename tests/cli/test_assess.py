"""`plumbline assess`: both files or none, the same ones every time, and every fault named."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from click.testing import Result
from pptx import Presentation

from assessments.report import report_from_plain
from tests.cli.assessing import PROFILE, RESPONSES, WORKBOOK, Files, plumbline
from tests.reports.reading import text_of

ABOUT = (
    "--date=2026-01-16",
    "--synthetic",
    "--title=First measurement",
    "--firm=Meridian PMO Partners",
    "--consultant=Leila Haddad",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("assessed") / "a" / "new" / "folder"


@pytest.fixture(scope="module")
def done(out: Path) -> Result:
    """The example files, assessed once into a folder that was not there."""
    return Files(out).assess(*ABOUT)


@pytest.fixture(scope="module")
def result(done: Result, out: Path) -> dict[str, Any]:
    assert done.exit_code == 0, done.stderr
    plain: dict[str, Any] = json.loads((out / "result.json").read_text(encoding="utf-8"))
    return plain


def test_two_files_are_written_and_nothing_else(done: Result, out: Path) -> None:
    assert done.exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["report.pdf", "result.json"]
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_workbook_and_slides_are_written_when_asked_for_the_same_every_time(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        done = Files(tmp_path / name).assess(*ABOUT, "--formats=xlsx, pptx")
        assert done.exit_code == 0, done.stderr
        written.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    first, second = written
    assert sorted(first) == ["report.pptx", "report.xlsx", "result.json"]
    assert first == second
    assert openpyxl.load_workbook(io.BytesIO(first["report.xlsx"])).sheetnames[0] == "Contents"
    slides = Presentation(io.BytesIO(first["report.pptx"])).slides
    assert len(slides) >= 8
    level = json.loads(first["result.json"])["result"]["overall"]["mean_evidenced"]
    assert f"Evidence supports level {level:.1f} of 5" in slides[1].shapes.title.text_frame.text


@pytest.mark.parametrize("formats", ["docx", "", "pdf,docx"])
def test_unknown_forms_of_the_report_are_refused(tmp_path: Path, formats: str) -> None:
    refused = Files(tmp_path / "none").assess(*ABOUT, f"--formats={formats}")
    assert refused.exit_code == 2
    assert "pdf, xlsx, pptx" in refused.stderr
    assert not (tmp_path / "none").exists()


def test_the_summary_says_what_was_found_and_where_it_is(done: Result, out: Path) -> None:
    first, maturity, kind, plan, *written = done.stdout.splitlines()
    assert first == "Qantara Engineering & Contracting (QEC): 24 respondents, Plumbline quick scan"
    assert maturity.startswith("maturity  mean 2.")
    assert kind.startswith("type      controlling (")
    assert plan.endswith("from 2026-02-02")
    assert written == [f"wrote     {out / 'result.json'}", f"wrote     {out / 'report.pdf'}"]
    assert done.stderr == ""


def test_the_result_is_a_report_that_can_be_read_back(result: dict[str, Any]) -> None:
    report = report_from_plain(result)
    assert report.client.name == "Qantara Engineering & Contracting (QEC)"
    assert (report.client.headcount, report.client.currency) == (420, "CU")
    assert (report.firm, report.consultant) == ("Meridian PMO Partners", "Leila Haddad")
    assert (report.assessment.title, report.assessment.mode) == ("First measurement", "named")
    assert report.assessment.invited is None
    assert report.provenance.answers_hash[:8].upper() == report.reference.removeprefix("PL-2026-")


def test_the_plan_begins_on_the_monday_two_weeks_after_the_day_of_the_report(result: dict[str, Any]) -> None:
    assert (result["issued_on"], result["roadmap"]["start_on"]) == ("2026-01-16", "2026-02-02")


def test_the_pages_say_that_nobody_gave_these_answers(done: Result, out: Path) -> None:
    assert "Synthetic data" in text_of((out / "report.pdf").read_bytes())


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_and_json_on_standard_output(
    done: Result, out: Path, tmp_path: Path
) -> None:
    again = Files(tmp_path, responses=WORKBOOK).assess(*ABOUT, "--format=json")
    assert again.stdout == (out / "result.json").read_text(encoding="utf-8")
    for name in ("result.json", "report.pdf"):
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes()


def test_files_that_are_there_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"somebody's")
    refused = Files(tmp_path).assess()
    assert refused.exit_code == 3
    assert refused.stderr == f"{tmp_path / 'report.pdf'}: there is a file already; --force replaces it\n"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"somebody's"]


def test_files_that_are_there_are_replaced_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"somebody's")
    assert Files(tmp_path).assess("--force").exit_code == 0
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_a_model_may_be_a_file_of_ones_own(tmp_path: Path, repository: Path) -> None:
    model = repository / "assessments" / "library" / "quick-scan.yaml"
    assert Files(tmp_path, model=model).assess("--language=ar-XB").exit_code == 0


def test_role_groups_below_the_threshold_stay_hidden_where_that_was_promised(tmp_path: Path) -> None:
    assert Files(tmp_path).assess("--mode=confidential").exit_code == 0
    plain = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    executives = [
        group
        for one in plain["result"]["dimensions"]
        for group in one["by_role"]
        if group["role"] == "executive"
    ]
    assert executives
    assert all(group["is_hidden"] and group["score"] is None for group in executives)


def test_a_client_without_a_profile_worth_the_name_is_still_scored(tmp_path: Path) -> None:
    thin = tmp_path / "thin.yaml"
    thin.write_text("criteria: {}\n")
    done = Files(tmp_path / "out", profile=thin).assess("--client=Harbour Works")
    assert done.exit_code == 0
    assert done.stdout.startswith("Harbour Works: 24 respondents")
    assert "criteria are too few to advise one" in done.stdout


def test_a_few_answers_are_too_few_to_score(tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("".join(RESPONSES.read_text(encoding="utf-8").splitlines(keepends=True)[:3]))
    done = Files(tmp_path / "out", responses=few).assess()
    assert done.exit_code == 0
    assert "no dimension has enough answers to be scored" in done.stdout


def test_nobody_has_answered_who_was_not_invited(tmp_path: Path) -> None:
    refused = Files(tmp_path / "out").assess("--invited=executive=4", "--invited=pmo=2")
    assert refused.exit_code == 3
    assert refused.stderr.splitlines() == [
        "--invited: pmo: found 2; allowed: 5 or more",
        "--invited: project_manager: found 0; allowed: 6 or more",
        "--invited: team: found 0; allowed: 5 or more",
        "--invited: assurance: found 0; allowed: 4 or more",
    ]


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_no_report_is_made_of_a_few_people_who_were_promised_discretion(tmp_path: Path, mode: str) -> None:
    few = tmp_path / "few.csv"
    lines = RESPONSES.read_text(encoding="utf-8").splitlines(keepends=True)
    few.write_text("".join(line for line in lines if line.startswith(("respondent", "r01", "r02", "r06"))))
    refused = Files(tmp_path / "out", responses=few).assess(f"--mode={mode}")
    assert refused.exit_code == 3
    assert refused.stderr == (
        f"{few}: found 3 respondents who were promised discretion; allowed: 5 or more\n"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--date=16.1.2026", "does not match the format '%Y-%m-%d'"),
        ("--mode=secret", "is not one of 'named', 'confidential', 'anonymous'"),
        ("--invited=boss=3", "is not ROLE=NUMBER"),
        ("--invited=pmo=many", "is not ROLE=NUMBER"),
        ("--language=xx", "is not one of"),
    ],
)
def test_a_wrong_option_is_a_matter_of_usage(tmp_path: Path, option: str, said: str) -> None:
    refused = Files(tmp_path / "out").assess(option)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("left_out", ["--model", "--responses", "--profile", "--out"])
def test_what_is_needed_is_asked_for(tmp_path: Path, left_out: str) -> None:
    arguments = Files(tmp_path).arguments
    place = arguments.index(left_out)
    refused = plumbline(*arguments[:place], *arguments[place + 2 :])
    assert refused.exit_code == 2
    assert f"Missing option '{left_out}'" in refused.stderr


def test_a_folder_that_cannot_be_made_is_a_failure_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    failed = Files(tmp_path / "file" / "out").assess()
    assert failed.exit_code == 1
    assert failed.stderr.endswith("/file/out: not a directory\n")


@pytest.mark.skipif(sys.platform != "linux", reason="takes the library away as Linux finds it")
def test_without_the_engine_for_pdf_nothing_is_written(tmp_path: Path) -> None:
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    (libraries / "libgobject-2.0.so.0").write_bytes(b"")
    command = [sys.executable, "-m", "app.cli", *map(str, Files(tmp_path / "out").arguments)]
    environment = os.environ | {"LD_LIBRARY_PATH": str(libraries)}
    failed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert failed.stderr.startswith("The PDF could not be made (unavailable: ")
    assert failed.stderr.endswith("nothing was written. `plumbline doctor` says more.\n")
    assert failed.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_person_at_a_terminal_sees_what_is_being_done(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    bad = tmp_path / "bad.yaml"
    bad.write_text("criteria: []\n")
    command = [sys.executable, "-m", "app.cli", *map(str, Files(tmp_path / "out", profile=bad).arguments)]
    done = subprocess.run(command, stderr=theirs, stdout=subprocess.PIPE, check=False)
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        seen = terminal.read(4000).decode()
    assert done.returncode == 3
    assert done.stdout == b""
    assert seen.startswith("reading …")


def test_the_profile_of_the_examples_names_the_client(tmp_path: Path) -> None:
    nameless = tmp_path / "nameless.yaml"
    kept = [
        line
        for line in PROFILE.read_text(encoding="utf-8").splitlines(True)
        if not line.startswith("  name:")
    ]
    nameless.write_text("".join(kept), encoding="utf-8")
    refused = Files(tmp_path / "out", profile=nameless).assess()
    assert refused.exit_code == 3
    assert refused.stderr == (
        f"{nameless}: facts.name: found nothing; allowed: the client's name, here or as --client\n"
    )


def test_targets_of_a_file_are_used_and_printed_with_their_reason(tmp_path: Path) -> None:
    targets = tmp_path / "targets.yaml"
    targets.write_text("targets:\n  CTL: {target: 2.2, reason: Nobody asks for more.}\n", encoding="utf-8")
    done = Files(tmp_path / "out").assess(*ABOUT, "--targets", str(targets))
    assert done.exit_code == 0, done.stderr
    report = report_from_plain(json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8")))
    target = next(one for one in report.targets if one.dimension == "CTL")
    assert (target.level, target.note) == (2.2, "Nobody asks for more.")
    assert next(one.target for one in report.gaps if one.dimension == "CTL") == 2.2
    text = text_of((tmp_path / "out" / "report.pdf").read_bytes())
    assert "Nobody asks for more." in text
    assert "1 target is set by hand: Nobody asks for more." in text


def test_the_executive_roadmap_is_made_on_request_and_carries_its_data(tmp_path: Path) -> None:
    files = Files(tmp_path / "out")
    done = files.assess("--report=roadmap", *ABOUT)
    assert done.exit_code == 0, done.stderr
    pdf = pypdf.PdfReader(files.out / "report.pdf")
    assert 6 <= len(pdf.pages) <= 8
    assert pdf.metadata is not None
    assert str(pdf.metadata.title).startswith("PMO executive roadmap")
    inside = json.loads(pdf.attachments["result.json"][0])
    beside = json.loads((files.out / "result.json").read_text(encoding="utf-8"))
    assert inside["result"]["overall"] == beside["result"]["overall"]
    assert inside["result"]["people"] == []
