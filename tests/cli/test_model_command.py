"""`plumbline model`, as a consultant uses it."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from assessments.model import MaturityModel
from assessments.published import LIBRARY, find_model, load_model
from content import json_schema
from tests.cli.assessing import plumbline

QUICK = (LIBRARY / "quick-scan.yaml").read_text(encoding="utf-8")


def version_of(tmp_path, name: str, text: str):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_model_twice_differs_in_nothing():
    done = plumbline("model", "diff", "quick-scan", "quick-scan@1.0.0")
    assert (done.exit_code, done.stdout) == (0, "quick-scan 1.0.0 → quick-scan 1.0.0\nNothing differs.\n")


def test_a_change_without_a_new_version_ends_with_one(tmp_path):
    other = version_of(tmp_path, "other.yaml", QUICK.replace("weight: 12", "weight: 13", 1))
    done = plumbline("model", "diff", "quick-scan", str(other))
    assert done.exit_code == 1
    assert "STR.weight: 12" in done.stdout
    assert "The version has to be raised: this is a major change, none was raised." in done.stdout


def test_as_json_every_fate_is_there(tmp_path):
    done = plumbline("model", "diff", "quick-scan", "full-model", "--format", "json")
    found = json.loads(done.stdout)
    assert len(found["bridge"]) == 20
    assert [one["fate"] for one in found["questions"]].count("new") == 50
    assert found["may_compare"] is False


def test_two_models_are_not_held_to_each_others_version():
    done = plumbline("model", "diff", "quick-scan", "full-model")
    assert done.exit_code == 0
    assert "These are two models, not two versions of one" in done.stdout
    assert "has to be raised" not in done.stdout


def test_an_unknown_model_is_refused_with_those_that_are_known():
    done = plumbline("model", "diff", "quick-scan", "nothing")
    assert done.exit_code == 3
    assert "a published model: quick-scan, full-model" in done.stderr


def test_the_schema_is_printed():
    assert json.loads(plumbline("model", "schema").stdout) == json_schema(MaturityModel)


def test_a_model_goes_to_a_spreadsheet_and_back(tmp_path):
    book, file = tmp_path / "model.xlsx", tmp_path / "model.yaml"
    there = plumbline("model", "export", str(LIBRARY / "quick-scan.yaml"), str(book))
    assert there.exit_code == 0
    assert "Not carried: " in there.stdout
    back = plumbline("model", "import", str(book), str(file))
    assert back.stdout == f"Wrote {file}: quick-scan 1.0.0, 20 questions.\n"
    assert load_model(file).hash == find_model("quick-scan").hash


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    book, file = tmp_path / "model.xlsx", version_of(tmp_path, "mine.yaml", "my work\n")
    plumbline("model", "export", "quick-scan", str(book))
    done = plumbline("model", "import", str(book), str(file))
    assert done.exit_code == 1
    assert file.read_text(encoding="utf-8") == "my work\n"


@pytest.mark.parametrize(
    ("words", "name"), [(("export", "quick-scan"), "model.pdf"), (("export", "quick-scan"), "model")]
)
def test_a_name_that_is_no_workbook_is_refused(tmp_path, words, name):
    done = plumbline("model", *words, str(tmp_path / name))
    assert done.exit_code == 2
    assert "a name ending in .xlsx is needed" in done.stderr
    assert not (tmp_path / name).exists()


def test_a_wrong_cell_writes_nothing(tmp_path):
    book, file = tmp_path / "model.xlsx", tmp_path / "model.yaml"
    plumbline("model", "export", "quick-scan", str(book))
    opened = load_workbook(book)
    opened["levels"]["A2"] = 9
    opened.save(book)
    done = plumbline("model", "import", str(book), str(file))
    assert done.exit_code == 3
    assert "levels" in done.stderr
    assert not file.exists()
