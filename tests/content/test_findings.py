from __future__ import annotations

import doctest

import pytest

import content.cache
import content.findings
import content.plain
import content.text
import content.tree
from content import MOST_FINDINGS, ContentError, Finding, say, shown


@pytest.mark.parametrize(
    "module", [content.cache, content.findings, content.plain, content.text, content.tree]
)
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


def test_a_finding_reads_as_place_field_found_and_allowed():
    finding = Finding("box.yaml", 3, 7, "tools[0].key", "'Saw'", "small letters")
    assert str(finding) == "box.yaml:3:7: tools[0].key: found 'Saw'; allowed: small letters"


def test_a_finding_without_a_place_or_field_leaves_them_out():
    assert (
        str(Finding("box.yaml", None, None, "", "nothing", "a file"))
        == "box.yaml: found nothing; allowed: a file"
    )


def test_a_refusal_lists_a_hundred_findings_and_counts_the_rest():
    findings = [Finding("f", line, 1, "", "x", "y") for line in range(MOST_FINDINGS + 7)]
    error = ContentError(findings)
    assert len(error.findings) == MOST_FINDINGS
    assert error.more == 7
    assert str(error).endswith("… and 7 more")


def test_what_was_found_is_shown_short_and_on_one_line():
    assert shown("x" * 200) == "'" + "x" * 79 + "…'"
    assert shown("a\u202eb") == "'a b'"
    assert [shown(value) for value in (True, False, 2.5)] == ["true", "false", "2.5"]


def test_a_language_without_words_falls_back_to_english():
    assert say({"en": "Level", "ar": ""}, "ar") == "Level"
