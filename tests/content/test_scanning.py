"""libyaml's events make the same trees as ruamel.yaml's, places included, or are not taken."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import ContentError
from content.scanning import quick_events
from content.tree import Node, parse, parse_patiently, parse_quickly

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in ("assessments", "courses", "app", "docs", "tests")
    for path in (ROOT / folder).rglob("*.yaml")
)
LESSONS = sorted((ROOT / "courses/library").rglob("lessons/*.md"))

PIECES = (
    *(
        "a",
        "b: ",
        "key:",
        "- ",
        "-",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        ": ",
        "#",
        " # c",
        '"',
        "'",
        "|",
        ">",
        "|-",
        ">+",
    ),
    *(
        "|2",
        "&x ",
        "*x",
        "!t ",
        "%",
        "@",
        "\\",
        "\\n",
        "\\/",
        "é",
        "م",
        "😀",
        "1",
        "~",
        "true",
        "---",
        "...",
        " ",
        "  ",
    ),
    *(
        "\n",
        "\n  ",
        "\n    ",
        "\r\n",
        "\r",
        '"q"',
        "'q'",
        '"a":',
        "{a: b}",
        "\xa0",
        "\x85",
        "\u2028",
        "\ufeff",
        "\x07",
    ),
)
VALUES = (
    *(
        "word",
        "two words",
        "a #c",
        "12",
        '"q\\n r"',
        "'it''s'",
        "- d",
        "[1, {a: b}]",
        "{a: [x], e: }",
        "two\n    lines",
    ),
    *(
        ">-\n      folded\n      text\n\n      more",
        "|\n      lit\n        deeper\n",
        "|+\n      kept\n\n\n",
        "|\n# c\n",
    ),
    *(
        "|-\n      x # no comment\n      # nor this",
        ">\n  \n    - x",
        "",
        "~",
        '""',
        "?x",
        "-y",
        "{ first: 1,\n  last: 2 }",
    ),
)


def dumped(node: Node) -> object:
    """Return everything that a tree says, its places and the types of its values too."""
    value: object = node.value
    if isinstance(node.value, dict):
        value = [(key, dumped(inner)) for key, inner in node.value.items()]
    elif isinstance(node.value, list):
        value = [dumped(inner) for inner in node.value]
    return node.line, node.column, type(node.value).__name__, value, node.keys


def agrees(text: str) -> bool:
    """Assert that the quick tree, where there is one, is the patient one; return whether there was one."""
    quick = parse_quickly(text, "f")
    if quick is not None:
        assert dumped(quick) == dumped(parse_patiently(text, "f")), text
    return quick is not None


def heads() -> Iterator[str]:
    for path in LESSONS:
        yield path.read_text(encoding="utf-8").split("---\n")[1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_both_read_every_published_file_alike(path):
    is_bank = path.parent.name == "quizzes" and "library" in path.parts
    assert agrees(path.read_text(encoding="utf-8")) or not is_bank, (
        "banks are large, and must be read quickly"
    )


def test_both_read_the_heads_of_lessons_alike():
    unlike = [head for head in heads() if not agrees(head)]
    assert not unlike


@given(st.lists(st.sampled_from(PIECES), max_size=22).map("".join))
def test_both_read_whatever_is_put_together_alike(text):
    agrees(text)
    agrees(text + "\n")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("", "", "  ", "    ")),
            st.sampled_from(("a: ", "b:", '"k": ', "? k", "- ", "-", "- k: ", "- - ", "# c")),
            st.sampled_from(VALUES),
            st.sampled_from(("\n", "\n", " # c\n", "\n\n", "\r\n")),
        ).map("".join),
        min_size=1,
        max_size=7,
    ).map("".join)
)
def test_both_read_whatever_looks_like_a_file_alike(text):
    agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1",  # no line's end: a missing value would have another place
        "a: >#\n  b\n",
        "a: |\n\n  b\n",
        "a: |\n# c\n",
        ">+\n...\n    \n",
        "a: \x85b\n",
        "a: \u2028b\n",
        "a:\tb\n",
        "a: &x 1\n",
        "a: !!str 1\n",
        "a: 1\n---\nb: 2\n",
        "%YAML 1.1\n---\na: 1\n",
        "a: [1\n",
        "a: 1\na: 2\n",
        "a: \ud800\n",
        "",
    ],
)
def test_what_is_unusual_or_wrong_is_left_to_ruamel(text):
    assert parse_quickly(text, "f") is None


@pytest.mark.parametrize(
    "text", ["a: |\n\n  b\n", "a: &x 1\n", "a: !!str 1\n", "a: [1\n", "a: 1\na: 2\n", "[" * 50 + "\n"]
)
def test_a_refusal_has_the_words_of_ruamel(text):
    def told(read):
        try:
            return dumped(read(text, "f"))
        except ContentError as error:
            return error.findings

    assert told(parse) == told(parse_patiently)


def test_libyaml_is_among_what_is_installed():
    assert None not in tuple(quick_events("a: 1\n"))


def test_without_libyaml_files_are_read_all_the_same():
    script = (
        "import sys; sys.modules['_ruamel_yaml'] = None\n"
        "from content.tree import parse, parse_quickly\n"
        "print(parse_quickly('a: [1, x]\\n', 'f'), parse('a: [1, x]\\n', 'f').plain())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "None {'a': [1, 'x']}"


def test_the_published_files_hold_block_texts_to_compare():
    assert any(re.search(r"(?m): [|>]-?$", path.read_text(encoding="utf-8")) for path in FILES)


@pytest.mark.parametrize("text", ["a: 1", "a:\t1\n", "a: |#\n  b\n"])
def test_a_text_that_both_may_read_otherwise_has_no_event_at_all(text: str) -> None:
    assert list(quick_events(text)) == [None]


def test_without_the_library_no_text_has_events(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "_ruamel_yaml", None)  # what an import of something missing finds
    assert list(quick_events("a: 1\n")) == [None]
