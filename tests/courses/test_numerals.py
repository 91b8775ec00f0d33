"""Typed numbers of several languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.numerals import read_number

WESTERN = "0123456789"
SCRIPTS = (WESTERN, "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९")


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("1.4", (1.4,)),
        ("1,4", (1.4,)),
        (" 1.4 ", (1.4,)),
        ("٩٦٫٧", (96.7,)),
        ("٨٬٠٦٤", (8064.0,)),
        ("۹۶٫۷", (96.7,)),
        ("٩٦،٧", (96.7,)),
        ("-3", (-3.0,)),
        ("−3", (-3.0,)),
        ("+3", (3.0,)),
        ("\u200f3\u200e", (3.0,)),
        ("8 064", (8064.0,)),
        ("8\u202f064", (8064.0,)),
        ("8'064", (8064.0,)),
        ("8’064.5", (8064.5,)),
        ("8,064", (8064.0, 8.064)),
        ("1.805", (1.805, 1805.0)),
        ("1.234.567", (1234567.0,)),
        ("1,234,567.8", (1234567.8,)),
        ("0,948", (0.948,)),
        ("0.948", (0.948,)),
        ("00,948", (0.948,)),
        (".5", (0.5,)),
        (",5", (0.5,)),
        ("5.", (5.0,)),
        ("3", (3.0,)),
        ("", ()),
        (".", ()),
        ("-", ()),
        ("1 2", ()),
        ("1,23,456", ()),
        ("1.234,567.8", ()),
        ("1e5", ()),
        ("nan", ()),
        ("inf", ()),
        ("½", ()),
        ("²", ()),
        ("12 apples", ()),
        ("1" * 41, ()),
    ],
)
def test_a_typed_number_is_read(typed: str, readings: tuple[float, ...]):
    assert read_number(typed) == readings


@pytest.mark.parametrize("typed", ["90%", "90 %", "٩٠ ٪", "90\u00a0%"])
def test_the_unit_that_was_asked_for_may_be_typed_too(typed: str):
    assert read_number(typed, ["%"]) == (90.0,)
    assert read_number(typed) == ()


def test_a_unit_in_words_of_any_language_may_be_typed():
    assert read_number("350 H", ["h", "ساعة"]) == (350.0,)
    assert read_number("350 ساعة", ["h", "ساعة"]) == (350.0,)


@given(st.integers(-(10**9), 10**9), st.integers(0, 10**4), st.sampled_from(SCRIPTS), st.sampled_from(".,"))
def test_every_written_number_is_among_its_readings(whole: int, part: int, digits: str, point: str):
    written = f"{whole}{point}{part}"
    value = float(f"{whole}.{part}")
    assert value in read_number(written.translate(str.maketrans(WESTERN, digits)))


@given(st.text())
def test_any_text_gives_at_most_two_finite_readings(text: str):
    readings = read_number(text, ["%"])
    assert len(readings) <= 2
    assert all(abs(value) < 1e40 for value in readings)
