"""Standing among others: five of them or more, of one model, each counting once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.benchmarks import (
    BenchmarkFigure,
    Measured,
    fits,
    place,
    quantile,
    read_benchmark,
    standing_of,
    summarise,
)
from assessments.scoring import score_assessment
from content import ContentError
from tests.assessments.questionnaires import PAIR, response

WORDS = {"en": "words"}
TOLD = {"key": "ours", "title": WORDS, "source": WORDS, "caveat": WORDS}

FILE = """\
key: harbours
title: {en: Harbours}
source: {en: Measured by us.}
caveat: {en: No sample.}
model: small
major: 1
n: 7
year: 2024
to_year: 2026
sector: public
figures:
  whole: {n: 7, mean: 2.6, lower: 2.2, middle: 2.5, upper: 3.0}
  GOV: {n: 6, mean: 2.9, lower: 2.4, middle: 2.8, upper: 3.3}
"""


def result(level: int, *, has_governance: bool = True):
    given = {"STR.1": level, "STR.2": level}
    if has_governance:
        given |= {"GOV.1": level, "GOV.2": level}
    return score_assessment(PAIR, [response(f"p{number}", "pmo", given) for number in range(3)])


def organisations(*levels: int, year: int = 2026, sector: str = "public"):
    return [Measured(f"o{number}", sector, year, result(level)) for number, level in enumerate(levels)]


def test_with_fewer_than_five_there_is_none():
    assert summarise(organisations(1, 2, 3, 4), **TOLD) is None


def test_quartiles_of_the_worked_example():
    assert [quantile((1, 2, 3, 4, 10), share) for share in (0.25, 0.5, 0.75)] == [2, 3, 4]
    found = summarise(organisations(1, 2, 3, 4, 5), **TOLD)
    assert found.figures["whole"] == BenchmarkFigure(5, 3, 2, 3, 4)
    assert (found.n, found.year, found.to_year, found.major) == (5, 2026, 2026, 1)


def test_an_organisation_counts_once_with_its_latest_result():
    earlier = [Measured("o0", "public", 2020, result(5))]
    found = summarise([*earlier, *organisations(1, 2, 3, 4, 5)], **TOLD)
    assert found.n == 5
    assert found.figures["whole"].mean == 3


def test_organisations_of_another_sector_are_left_out_if_one_is_asked_for():
    others = organisations(1, 2, 3, 4, 5)
    elsewhere = [replace(one, organisation=f"e{one.organisation}", sector="energy") for one in others]
    assert summarise([*others, *elsewhere], **TOLD).n == 10
    assert summarise([*others, *elsewhere[:2]], sector="energy", **TOLD) is None


def test_a_dimension_scored_by_fewer_than_five_has_no_figure():
    some = organisations(1, 2, 3, 4)
    found = summarise([*some, Measured("o9", "public", 2026, result(3, has_governance=False))], **TOLD)
    assert sorted(found.figures) == ["STR", "whole"]


def test_results_of_different_models_are_not_mixed():
    some = organisations(1, 2, 3, 4, 5)
    strange = replace(some[0], result=replace(some[0].result, model_version="2.0.0"))
    with pytest.raises(ValueError, match="different models"):
        summarise([strange, *some[1:]], **TOLD)


@pytest.mark.parametrize(
    ("score", "standing"),
    [
        (1.9, "lower quarter"),
        (2.0, "below the middle"),
        (3.0, "above the middle"),
        (3.5, "above the middle"),
        (4.0, "upper quarter"),
    ],
)
def test_a_score_on_a_border_lies_in_the_better_quarter(score, standing):
    assert standing_of(score, BenchmarkFigure(5, 3, 2, 3, 4)) == standing


def test_a_result_is_placed_where_both_have_a_figure(tmp_path):
    path = tmp_path / "harbours.yaml"
    path.write_text(FILE, encoding="utf-8")
    benchmark = read_benchmark(path)
    found = place(result(3), benchmark)
    assert [(one.key, one.standing) for one in found] == [
        ("whole", "upper quarter"),
        ("GOV", "above the middle"),
    ]
    other = replace(benchmark, major=2)
    assert not fits(other, result(3))
    with pytest.raises(ValueError, match=r"of small 2\.x"):
        place(result(3), other)


@pytest.mark.parametrize(
    ("found", "instead", "said"),
    [
        ("n: 7\nyear", "n: 4\nyear", "found 4; allowed: 5 or more"),
        ("n: 6, mean: 2.9", "n: 8, mean: 2.9", "found 8; allowed: 7 or fewer"),
        ("lower: 2.4", "lower: 2.9", "found 2.9, 2.8, 3.3; allowed: lower, middle and upper, rising"),
        ("to_year: 2026", "to_year: 2023", "found 2023; allowed: 2024 or later"),
        ("caveat: {en: No sample.}\n", "", "caveat"),
    ],
)
def test_an_unsound_file_is_refused_by_line(tmp_path, found, instead, said):
    assert found in FILE
    path = tmp_path / "harbours.yaml"
    path.write_text(FILE.replace(found, instead), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read_benchmark(path)
    assert said in str(refused.value.findings[0])


@given(values=st.lists(st.floats(0, 10), min_size=1, max_size=30), share=st.floats(0, 1))
def test_quantiles_are_those_of_numpy(values, share):
    assert quantile(values, share) == pytest.approx(float(np.quantile(values, share)), abs=1e-9)
