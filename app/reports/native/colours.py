"""Colours of native charts and tables: those of the printed report, with a firm's own where the report has them."""

from __future__ import annotations

from collections.abc import Mapping

from app.reports.brand import Brand
from app.reports.paper import PALETTE, drawn_in

INK, QUIET, RULE, PANEL, COVER, WHITE = "#10233A", "#5B6B7C", "#D5DCE4", "#F5F7F9", "#0B2A4A", "#FFFFFF"
BAD = "#B42318"
RAMP: Mapping[int, tuple[str, str]] = {
    1: ("#DCE9F2", INK),
    2: ("#A9CBE0", INK),
    3: ("#6BA3C6", INK),
    4: ("#2E749F", WHITE),
    5: ("#0B3C5D", WHITE),
}
"""Ground and ink of the five steps of the maturity ramp, as on paper and on the site; a brand does not change them."""


def series_colours(brand: Brand) -> Mapping[str, str]:
    """Return the colour of a series by its role; a brand's accent stands for what is measured, as on paper."""
    return {
        "evidence": drawn_in(brand)["evidence"],
        "main": drawn_in(brand)["main"],
        "claim": PALETTE["claim"],
        "target": PALETTE["target"],
        "capacity": PALETTE["target"],
        "other": PALETTE["other"],
        "over": BAD,
    }


def heading_colour(brand: Brand) -> str:
    """Return the colour of headings on paper, which is the ground of white ones too."""
    return brand.shades.heading if brand.main else COVER
