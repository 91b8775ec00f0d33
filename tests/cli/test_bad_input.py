"""Files that are wrong: refused whole, each fault with its place, what was found and what is allowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assessments.published import list_models
from tests.cli import workbooks
from tests.cli.assessing import PROFILE, RESPONSES, WORKBOOK, Files
from tests.cli.workbooks import SHEET, changed, saved, table, with_part, workbook, write

HEADER = "respondent,role,question,answer,evidence,comment\n"
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def refusal(tmp_path: Path, files: Files, *more: str) -> list[str]:
    """Return the lines of a refusal, without the folder of the test; nothing may have been written."""
    refused = files.assess(*more)
    assert refused.exit_code == 3, refused.stdout
    assert refused.stdout == ""
    assert not files.out.exists()
    lines = refused.stderr.replace(f"{tmp_path}/", "").splitlines()
    assert all("found " in line and "; allowed: " in line for line in lines if not line.startswith("… and "))
    return lines


def of_responses(tmp_path: Path, name: str, data: bytes) -> list[str]:
    return refusal(tmp_path, Files(tmp_path / "out", responses=write(tmp_path, name, data)))


def of_profile(tmp_path: Path, data: bytes) -> list[str]:
    return refusal(tmp_path, Files(tmp_path / "out", profile=write(tmp_path, "profile.yaml", data)))


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        (b"", "row 1:", "found nothing"),
        (HEADER.encode("utf-16"), "1:1:", "UTF-16 text"),
        (HEADER.encode() + b"r1,pmo,GOV.1,3,,caf\xe9\n", "2:20:", "0xE9, which is not UTF-8"),
        ((HEADER + "r1,pmo,GOV.1,3,,cafÃ©\n").encode(), "2:", "converted twice"),
        ((HEADER + "r1,pmo,GOV.1,3,,a\0b\n").encode(), "2:18:", "a NUL character"),
        ((HEADER + "r1,pmo,GOV.1,3,,abc\u202edef\n").encode(), "2:20:", "U+202E"),
        ((HEADER + "r1,pmo,GOV.1,3\n").encode(), "row 2:", "4 cells"),
        ((HEADER + "r1,pmo,GOV.1,3,,a,b\n").encode(), "row 2:", "7 cells"),
        ((HEADER + 'r1,pmo,GOV.1,3,,"open\n').encode(), "row 2:", "unexpected end of data"),
        ((HEADER + "r1,pmo,GOV.1,NaN,,\n").encode(), "row 2, column answer:", "'NaN'"),
        ((HEADER + "r1,pmo,GOV.1,=1+2,,\n").encode(), "row 2, column answer:", "'=1+2'"),
        (
            (HEADER + "r1,pmo,GOV.1,3,,\nr1,pmo,GOV.1,4,,\n").encode(),
            "row 3, column question:",
            "first in row 2",
        ),
        ((HEADER + "r1,pmo,XXX.1,3,,\n").encode(), "row 2, column question:", "'XXX.1'"),
        (HEADER.replace("role,", "").encode(), "row 1:", "'respondent,question,answer,evidence,comment'"),
        (HEADER.replace("role", "role,role").encode(), "row 1:", "role,role"),
        (HEADER.encode(), "", "no answer"),
        (b"x" * 10_000_001, "", "more than 10,000,000 bytes"),
        (WORKBOOK.read_bytes(), "", "a workbook; allowed: CSV in a file ending in .csv"),
    ],
    ids=[
        "empty",
        "utf-16",
        "latin-1",
        "converted twice",
        "nul",
        "turned text",
        "too few cells",
        "too many cells",
        "open quote",
        "not a number",
        "formula",
        "answered twice",
        "unknown question",
        "column missing",
        "column twice",
        "no rows",
        "too large",
        "renamed workbook",
    ],
)
def test_a_wrong_text_file_of_answers_is_refused(tmp_path: Path, data: bytes, place: str, said: str) -> None:
    (line,) = of_responses(tmp_path, "answers.csv", data)
    separator = "" if place[:1].isdigit() else " "
    assert line.startswith(f"answers.csv:{separator}{place}")
    assert said in line


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (RESPONSES.read_bytes(), "found no workbook"),
        (table(("r1", "pmo", "GOV.1", "=1+2")), "row 2, column answer: found the formula '=1+2'"),
        (table(("r1", "pmo", "GOV.1", 9)), "row 2, column answer: found '9'; allowed: a level from 1 to 5"),
        (table(("r1", "pmo", "GOV.1", 2.5)), "row 2, column answer: found '2.5'"),
        (table(("r1", "boss", "GOV.1", 3)), "row 2, column role: found 'boss'"),
        (workbooks.merged("A1:C1"), "cells A1:C1: found merged cells"),
        (with_part(saved(workbook()), "xl/bomb{}.xml", b"\0" * 20_000_000), "a part packed"),
        (changed(saved(workbook()), SHEET, workbooks.with_entities), "entities"),
    ],
    ids=["renamed text", "formula", "level", "half a level", "role", "merged head", "zip bomb", "entities"],
)
def test_a_wrong_workbook_of_answers_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (line,) = of_responses(tmp_path, "answers.xlsx", data)
    assert line.startswith("answers.xlsx: ")
    assert said in line


def test_another_kind_of_file_is_refused_by_its_name(tmp_path: Path) -> None:
    (line,) = of_responses(tmp_path, "answers.ods", b"PK\x03\x04")
    assert line.endswith("allowed: CSV in a file ending in .csv, or a workbook in one ending in .xlsx")


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        (b"", "1:1:", "found nothing"),
        (b"- K01\n", "1:1:", "found a list of 1"),
        (b"criteria:\n\tK01: 3\n", "2:1:", "found a tab"),
        (b"criteria:\n  K01: 3\n  K01: 2\n", "3:3:", "the key 'K01' again (first on line 2)"),
        (b"criteria:\n  K01: 5\n", "2:8:", "criteria.K01: found 5; allowed: 4 or less"),
        (b"criteria:\n  K01: '3'\n", "2:8:", "criteria.K01: found '3'; allowed: a whole number"),
        (b"criteria:\n  K01: .nan\n", "2:8:", "found '.nan'"),
        (b"criteria:\n  K19: 1\n", "2:3:", "found the key 'K19'"),
        (b"criteria: {}\nfact: {}\n", "2:1:", "the unknown field 'fact'"),
        (b"criteria: {}\nfacts: {headcount: 1e400}\n", "2:20:", "'1e400'"),
        (b"criteria: {}\nfacts: {headcount: -3}\n", "2:20:", "facts.headcount: found -3; allowed: 1 or more"),
        (b"criteria: !!python/object:os.system {}\n", "1:11:", "the tag"),
        (b"criteria: {}\n---\ncriteria: {}\n", "2:1:", "a second document"),
        (b"criteria: {K01: 3\n", "2:1:", "allowed: YAML 1.2"),
        ("criteria: {}\n".encode("utf-16"), "1:1:", "UTF-16 text"),
        (b"criteria: " + b"[" * 5000, "1:30:", "more than 20 levels of nesting"),
        (b"#" * 1_000_001, "", "more than 1,000,000 bytes"),
        (b"PK\x03\x04\x14\0", "1:3:", "U+0003"),
    ],
    ids=[
        "empty",
        "a list",
        "tab",
        "key twice",
        "answer too high",
        "answer in quotes",
        "not a number",
        "unknown criterion",
        "unknown field",
        "endless number",
        "negative",
        "tag",
        "two documents",
        "broken",
        "utf-16",
        "nested",
        "too large",
        "archive",
    ],
)
def test_a_wrong_profile_is_refused(tmp_path: Path, data: bytes, place: str, said: str) -> None:
    line = of_profile(tmp_path, data)[0]
    assert line.startswith(f"profile.yaml:{place}" if place else "profile.yaml: ")
    assert said in line


def test_wrong_targets_are_refused_with_the_faults_of_the_other_files(tmp_path: Path) -> None:
    targets = write(
        tmp_path,
        "targets.yaml",
        b"targets:\n  CTL: {target: 9, reason: why}\n  XYZ: {target: 3, reason: why}\n",
    )
    profile = write(tmp_path, "profile.yaml", b"criteria: {K01: 9}\n")
    lines = refusal(tmp_path, Files(tmp_path / "out", profile=profile), "--targets", str(targets))
    assert [line.partition(": found")[0] for line in lines] == [
        "targets.yaml:2:17: targets.CTL.target",
        "targets.yaml:3:8: targets.XYZ",
        "profile.yaml:1:17: criteria.K01",
    ]


def test_a_bomb_of_aliases_is_not_unfolded(tmp_path: Path) -> None:
    lines = of_profile(tmp_path, ALIASES.encode())
    assert "found the anchor '&a'; allowed: the value without an anchor" in lines[0]
    assert any("found the alias '*a'; allowed: the value itself" in line for line in lines)


def test_a_wrong_model_file_is_refused_by_line(tmp_path: Path, repository: Path) -> None:
    text = (repository / "assessments/library/quick-scan.yaml").read_text(encoding="utf-8")
    text = re.sub("weight: .*", "weight: heavy", text, count=1)
    broken = write(tmp_path, "model.yaml", text.encode())
    lines = refusal(tmp_path, Files(tmp_path / "out", model=broken))
    assert any("weight: found 'heavy'; allowed: a number" in line for line in lines)


def test_an_unknown_model_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    (line,) = refusal(tmp_path, Files(tmp_path / "out", model="full-scan"))
    published = ", ".join(dict.fromkeys(one.key for one in list_models()))
    assert line == (
        f"--model: found 'full-scan'; allowed: a file ending in .yaml, or a published model: {published}"
    )


def test_a_model_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (line,) = refusal(tmp_path, Files(tmp_path / "out", model=tmp_path / "none.yaml"))
    assert line.startswith("none.yaml: found no such file or directory")


def test_the_faults_of_all_files_are_listed_together(tmp_path: Path) -> None:
    answers = write(tmp_path, "answers.csv", (HEADER + "r1,boss,GOV.1,3,,\nr2,pmo,GOV.1,9,,\n").encode())
    profile = write(tmp_path, "profile.yaml", b"criteria: {K01: 9}\n")
    lines = refusal(tmp_path, Files(tmp_path / "out", responses=answers, profile=profile))
    assert [line.partition(":")[0] for line in lines] == ["answers.csv", "answers.csv", "profile.yaml"]


def test_a_hundred_faults_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    rows = "".join(f"r{number},pmo,GOV.1,9,,\n" for number in range(130))
    profile = write(tmp_path, "profile.yaml", PROFILE.read_bytes().replace(b"K01: 3", b"K01: 7"))
    answers = write(tmp_path, "answers.csv", (HEADER + rows).encode())
    lines = refusal(tmp_path, Files(tmp_path / "out", responses=answers, profile=profile))
    assert len(lines) == 101
    assert lines[-1] == "… and 31 more"
