"""The published figures, and which of them a report quotes."""

import re
from dataclasses import replace

import pytest

from assessments.citations import choose_citations, load_citations
from tests.assessments.planning_cases import advice_of, evenly, profile_of

LIBRARY = load_citations()
BANK = profile_of("4 3 2 2 2 3 3 3 3 2 1 3 2 1 0 2 2 2")


def test_every_figure_has_source_year_sample_and_caveat():
    assert list(LIBRARY.problems()) == []
    for one in LIBRARY.citations:
        assert one.source
        assert one.year >= 2000
        assert one.sample["en"]
        assert one.caveat["en"].endswith(".")


def test_the_38_per_cent_are_quoted_only_in_the_safe_wording():
    one = next(one for one in LIBRARY.citations if one.key == "epmo-alignment")
    assert "aligned to strategy" in one.text["en"]
    assert "not a comparison with having no PMO" in one.text["en"]
    assert [other.key for other in LIBRARY.citations if re.search(r"38 % more", other.text["en"])] == [
        one.key
    ]


@pytest.mark.parametrize(
    "unfounded",
    [
        r"75 %",
        r"three (in|of|out of) four",
        r"Standish|CHAOS",
        r"90 % (vs|against) 25",
        r"20 % higher success",
        r"2\.5 ?(×|times)",
    ],
)
def test_what_has_no_source_is_not_there(unfounded):
    assert not [one.key for one in LIBRARY.citations if re.search(unfounded, one.text["en"], re.IGNORECASE)]


def test_a_key_that_stands_twice_is_a_problem():
    doubled = replace(LIBRARY, citations=LIBRARY.citations[:1] * 2)
    assert [problem.path for problem in doubled.problems()] == [("citations", 1, "key")]


def test_a_report_quotes_the_sector_the_type_and_the_largest_gaps():
    _, _, gaps = advice_of(evenly(4.0) | {"PPL": 1.5}, BANK)
    chosen = [one.key for one in choose_citations(gaps, "construction")]
    assert chosen[:3] == ["rework-hwang", "epmo-alignment", "pmo-present"]
    assert "training-2013" in chosen
    assert len(chosen) <= 6


def test_without_gaps_only_the_type_is_backed():
    _, _, gaps = advice_of(evenly(5.0), BANK)
    assert [one.key for one in choose_citations(gaps, None, LIBRARY)] == ["epmo-alignment", "pmo-present"]
