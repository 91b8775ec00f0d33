"""docs/models.md and the published schema against the format itself."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from assessments import wording
from assessments.model import (
    AnswerSet,
    Condition,
    Dimension,
    Example,
    Level,
    MaturityModel,
    Option,
    Question,
    RuleName,
    ScoringRule,
)
from assessments.model_examples import example_problems
from assessments.published import load_model
from content import json_schema

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "models.md").read_text(encoding="utf-8")


def test_the_model_on_the_page_is_sound_and_its_example_comes_out(tmp_path):
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    path = tmp_path / "handover.yaml"
    path.write_text(text, encoding="utf-8")
    model = load_model(path)
    assert model.examples
    assert list(example_problems(model)) == []


@pytest.mark.parametrize(
    "kind", [MaturityModel, Level, Dimension, Question, Option, AnswerSet, ScoringRule, Condition, Example]
)
def test_every_field_is_described(kind):
    missing = [field.name for field in fields(kind) if f"`{field.name}`" not in PAGE]
    assert missing == []


def test_every_rule_and_every_warning_is_described():
    codes = set(re.findall(r'"([a-z]+-[a-z]+)"\n?\s*\)', inspect.getsource(wording)))
    assert codes == set(
        re.findall(r"`([a-z]+-[a-z]+)`", PAGE.partition("## Warnings")[2].partition("## ")[0])
    )
    assert [name for name in get_args(RuleName) if f"| `{name}` |" not in PAGE] == []


def test_the_published_schema_is_that_of_the_program():
    published = json.loads((DOCS / "schemas" / "maturity-model.schema.json").read_text(encoding="utf-8"))
    assert published == json_schema(MaturityModel), "write it anew with: plumbline model schema"
