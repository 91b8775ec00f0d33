"""How figures and days are written."""

from __future__ import annotations

from datetime import date

import pytest

from app.reports.formats import brief, direction_of, filters_for, plain


@pytest.mark.parametrize(
    ("name", "arguments", "written"),
    [
        ("one_decimal", (2.34,), "2.3"),
        ("one_decimal", (None,), "–"),
        ("whole", (1234.4,), "1,234"),
        ("number", (12.0,), "12"),
        ("number", (12.5,), "12.5"),
        ("number", (None,), "–"),
        ("signed", (0.84,), "+0.8"),
        ("signed", (-0.84,), "−0.8"),
        ("signed", (0.01,), "±0.0"),
        ("signed", (0.01, 2), "+0.01"),
        ("two_decimals", (-0.016,), "−0.02"),
        ("signed", (None,), "–"),
        ("between", (1.22, 3.04), "1.2–3.0"),
        ("between", (None, 3), "–"),
        ("weeks", (3, 3), "3"),
        ("weeks", (3, 10), "3–10"),
        ("per_cent", (0.384,), "38\u00a0%"),
        ("per_cent", (None,), "–"),
        ("money", (51580000, "CU"), "CU\u00a051,580,000"),
        ("money", (12, None), "12"),
        ("money", (None, "CU"), "–"),
        ("date", (date(2026, 3, 2),), "2 March 2026"),
        ("day", (date(2026, 3, 2),), "2 Mar 2026"),
        ("month", (date(2026, 3, 2),), "March 2026"),
        ("day", (None,), "–"),
        ("say", ({"en": "About 30 % of it"},), "About 30\u00a0% of it"),
    ],
)
def test_english_is_written_as_in_britain(name: str, arguments: tuple[object, ...], written: str) -> None:
    assert filters_for("en")[name](*arguments) == written


def test_arabic_names_its_months_and_keeps_ranges_in_order() -> None:
    write = filters_for("ar")
    assert write["month"](date(2026, 3, 2)) == "مارس 2026"
    assert write["between"](1, 2) == '<span dir="ltr">1.0–2.0</span>'
    assert write["say"]({"en": "Level", "ar": "مستوى"}) == "مستوى"


@pytest.mark.parametrize(
    "text", ["6 to 15", "at least 80\u00a0%", "In the last year, what happened?", "“Don’t know” is no answer"]
)
def test_what_arabic_does_not_have_keeps_the_order_of_english(text: str) -> None:
    write = filters_for("ar")
    assert write["say"]({"en": text}) == f"\u200e{text}\u200e"
    assert write["from_left"](text) == f'<span dir="ltr">{text}</span>'
    assert filters_for("en")["say"]({"en": text}) == filters_for("en")["from_left"](text) == text


def test_what_keeps_its_place_is_not_marked_and_arabic_is_left_alone() -> None:
    write = filters_for("ar")
    for text in ("Governance", "Weekly promises kept (PPC)", "Level 3", "16 مارس 2026", "2.4", ""):
        assert write["marked_from_left"](text) == text
    for text in ("16 مارس 2026", "2.4", "", "مستوى PMO"):
        assert write["from_left"](text) == text
    assert write["from_left"]("<b>a</b>.") == '<span dir="ltr">&lt;b&gt;a&lt;/b&gt;.</span>'


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("ar", "rtl"), ("ar-XB", "rtl"), ("en-XA", "ltr"), ("zz", "ltr")],
)
def test_a_language_nobody_knows_is_read_as_english(language: str, direction: str) -> None:
    assert direction_of(language) == direction


def test_signs_that_turn_or_hide_text_are_left_out_and_arabic_is_not() -> None:
    assert plain("a\u202eb\u2066c\x00d\n\te") == "abcd\n\te"
    assert plain("مرحبا\u200f") == "مرحبا\u200f"
    assert plain(3) == 3


def test_a_long_text_is_cut_with_a_sign() -> None:
    assert brief("one  two\nthree", 20) == "one two three"
    assert brief("x" * 30, 10) == "x" * 9 + "…"
