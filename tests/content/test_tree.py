from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import ContentError, Finding
from content.tree import DEEPEST, parse, scalar


def findings(text: str) -> tuple[Finding, ...]:
    with pytest.raises(ContentError) as refusal:
        parse(text, "file.yaml")
    return refusal.value.findings


def rules(text: str) -> list[str]:
    return [finding.rule for finding in findings(text)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("on", "on"),
        ("12", 12),
        ("-3", -3),
        ("012", 12),
        ("0o17", 15),
        ("0xff", 255),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2026-03-02", "2026-03-02"),
        ("1.0.0", "1.0.0"),
        ("=", "="),
    ],
)
def test_unquoted_scalars_follow_the_core_schema_of_yaml_1_2(written, value):
    assert scalar(written) == value
    assert type(scalar(written)) is type(value)


@pytest.mark.parametrize("written", [".inf", "-.INF", ".nan", "1e999", "9" * 19])
def test_numbers_that_are_not_finite_or_endless_are_refused(written):
    with pytest.raises(ValueError, match=written.replace(".", r"\.")):
        scalar(written)
    assert rules(f"a: {written}") == ["number"]


def test_a_quoted_number_is_text():
    assert parse("a: '1'\nb: \"true\"\n", "f").plain() == {"a": "1", "b": "true"}


def test_every_value_knows_its_line_and_column():
    root = parse("# comment\na:\n  - x\n  - {b: y}\n", "f")
    items = root.value["a"].value
    assert [(item.line, item.column) for item in items] == [(3, 5), (4, 5)]
    assert root.keys == {"a": (2, 1)}


def test_block_text_keeps_its_lines():
    assert parse("a: |\n  one\n  two\nb: >-\n  three\n  four\n", "f").plain() == {
        "a": "one\ntwo\n",
        "b": "three four",
    }


def test_a_bare_scalar_or_list_is_a_document_too():
    assert parse("just words", "f").plain() == "just words"
    assert parse("[1, 2]", "f").plain() == [1, 2]


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("a: &x 1\n", "anchor", (1, 4)),
        ("a: &x {b: 1}\n", "anchor", (1, 4)),
        ("a: !!str 1\n", "tag", (1, 4)),
        ("a: !python/object:os.system [x]\n", "tag", (1, 4)),
        ("b: 1\na: 2\nb: 3\n", "duplicate", (3, 1)),
        ("a:\n\tb: 1\n", "tab", (2, 1)),
        ("<<: {a: 1}\n", "merge", (1, 1)),
        ("1: a\n", "key", (1, 1)),
        ("true: a\n", "key", (1, 1)),
        ("? [a, b]\n: c\n", "key", (1, 3)),
        ("? {a: b}\n: c\nd: e\n", "key", (1, 3)),
        ("%YAML 1.1\n---\na: 1\n", "directive", (2, 1)),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", "directive", (2, 1)),
        ("a: 1\n---\nb: 2\n", "document", (2, 1)),
        ('a: "\\0"\n', "character", (1, 4)),
        ('a: "\\ud800"\n', "character", (1, 4)),
        ("a: [1, 2", "syntax", (1, 9)),
        ("a: b: c\n", "syntax", (1, 5)),
        ("a: @x\n", "syntax", (1, 4)),
        ("a: 'x\n", "syntax", (2, 1)),
        ("", "empty", (1, 1)),
        ("# only a comment\n", "empty", (1, 1)),
    ],
)
def test_what_could_surprise_is_refused_where_it_stands(text, rule, place):
    (finding,) = findings(text)
    assert (finding.rule, (finding.line, finding.column)) == (rule, place)


def test_a_duplicate_key_names_the_line_of_the_first():
    (finding,) = findings("a: 1\nb: 2\na: 3\n")
    assert "first on line 1" in finding.found


def test_an_alias_is_refused_along_with_its_anchor():
    assert rules("a: &x 1\nb: *x\n") == ["anchor", "alias"]


def test_a_billion_laughs_are_refused_without_being_told():
    lines = ["a: &a [x, x]"] + [
        f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}]" for old, new in ("ab", "bc", "cd", "de")
    ]
    assert set(rules("\n".join(lines))) == {"anchor", "alias"}


def test_several_faults_are_listed_in_file_order():
    assert rules("a: 1\na: 2\n? [b]\n: !x c\nd: .nan\n") == ["duplicate", "key", "tag", "number"]


def test_deep_nesting_is_refused_without_deep_recursion():
    assert rules("[" * 5000 + "]" * 5000) == ["depth"]
    assert parse("[" * DEEPEST + "]" * DEEPEST, "f").plain()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_whatever_is_written_is_a_tree_or_a_refusal(text):
    with contextlib.suppress(ContentError):
        json.dumps(parse(text, "f").plain(), allow_nan=False)


def test_a_missing_value_stands_where_its_key_does():
    root = parse("a:\n\n\nb: 1\n", "f")
    assert (root.value["a"].line, root.value["a"].value) == (1, None)


def test_a_missing_entry_of_a_list_is_nothing():
    assert parse("- \n- 1\n", "f").plain() == [None, 1]
