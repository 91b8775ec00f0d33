"""Contrast by the guidelines' own formula, and the shade that stands in for a colour that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.contrast import INK, OURS, PAPER, WHITE, contrast, darkened, luminance, shades_of

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),  # WCAG 2.2, contrast ratio: the largest there is
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),  # the lightest grey that is text on white
        ("#777777", "#ffffff", 4.48),  # one step lighter fails
        ("#949494", "#ffffff", 3.03),  # the lightest grey that is a graphic on white
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
        ("#0b1f4b", "#ffffff", 16.01),
    ],
)
def test_the_ratio_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


def test_luminance_weighs_green_most() -> None:
    assert [round(luminance(one), 4) for one in ("#ff0000", "#00ff00", "#0000ff")] == [0.2126, 0.7152, 0.0722]


def test_a_dark_navy_is_used_as_it_is() -> None:
    shades = shades_of("#0B1F4B", "#0b7a75")
    assert (shades.cover, shades.on_cover, shades.heading) == ("#0b1f4b", WHITE, "#0b1f4b")
    assert (shades.drawing, shades.words) == ("#0b7a75", "#0b7a75")
    assert all(one.is_safe for one in shades.judged)


def test_a_pale_yellow_keeps_the_cover_and_gives_way_on_paper() -> None:
    """Worked example: #FFF3A0 has luminance 0.8790, so 1.13:1 on white and 14.04:1 under our ink."""
    shades = shades_of("#fff3a0", "#ffe066")
    assert (shades.cover, shades.on_cover, shades.heading) == ("#fff3a0", INK, INK)
    by_use = {one.use: one for one in shades.judged}
    assert by_use["cover"].is_safe
    assert round(by_use["cover"].used_contrast, 2) == 14.04
    assert [use for use, one in by_use.items() if not one.is_safe] == ["heading", "drawing", "words"]
    assert round(by_use["drawing"].given_contrast, 2) == 1.30
    assert (by_use["drawing"].used, round(by_use["drawing"].used_contrast, 2)) == ("#a89443", 3.01)
    assert (by_use["words"].used, round(by_use["words"].used_contrast, 2)) == ("#867635", 4.51)


def test_a_middling_grey_on_which_nothing_can_be_read_is_darkened() -> None:
    shades = shades_of("#808080", None)
    assert contrast("#808080", WHITE) < 4.5
    assert contrast("#808080", INK) < 4.5
    assert (shades.cover, shades.on_cover) == ("#767676", WHITE)


def test_an_accent_may_be_light_enough_for_bars_and_too_light_for_words() -> None:
    shades = shades_of(None, "#e8590c")
    assert shades.drawing == "#e8590c"
    assert shades.words != "#e8590c"
    assert (shades.cover, shades.heading) == (OURS.cover, OURS.heading)


def test_a_main_colour_alone_stands_for_both() -> None:
    assert shades_of("#402060", None).drawing == "#402060"
    assert shades_of(None, None) == OURS


@given(colours, colours)
def test_whatever_is_given_can_be_read(main: str, accent: str) -> None:
    shades = shades_of(main, accent)
    for one, other, needed in (
        (shades.on_cover, shades.cover, 4.5),
        (shades.on_cover_quiet, shades.cover, 4.5),
        (shades.heading, PAPER, 4.5),
        (shades.words, PAPER, 4.5),
        (shades.drawing, PAPER, 3.0),
    ):
        assert contrast(one, other) >= needed
    for judged in shades.judged:
        assert judged.used_contrast >= judged.needed


@given(colours)
def test_a_colour_that_suffices_is_never_changed(colour: str) -> None:
    assert (darkened(colour, PAPER, 4.5) == colour) == (contrast(colour, PAPER) >= 4.5)


def test_only_a_colour_is_a_colour() -> None:
    for wrong in ("red", "#fff", "#12345g", "#123456;", ""):
        with pytest.raises(ValueError, match="no colour"):
            luminance(wrong)
