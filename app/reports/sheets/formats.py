"""Looks of cells, each made once per workbook."""

from __future__ import annotations

from typing import Any

from app.reports.formats import direction_of
from app.reports.native.colours import INK, PANEL, QUIET, RAMP, RULE, WHITE, heading_colour
from app.reports.tree import Cell, Document

FONT = "Calibri"
TONES = {"gap": "#B4540A", "bad": "#B42318", "good": "#1B7F4B", "quiet": QUIET}
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def is_risky(text: str) -> bool:
    """Return whether a spreadsheet would read a text as a formula if somebody edited its cell.

    >>> is_risky("=1+1"), is_risky("Risk")
    (True, False)
    """
    return text.startswith(STARTS_FORMULA)


class Looks:
    """Hands out the formats of one workbook."""

    def __init__(self, workbook: Any, document: Document) -> None:
        self._workbook = workbook
        self._is_mirrored = direction_of(document.language) == "rtl"
        self._heading = heading_colour(document.brand)
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    @property
    def start(self) -> str:
        """Where a line begins: the office formats know left and right alone."""
        return "right" if self._is_mirrored else "left"

    def make(self, text: str = "", **wanted: Any) -> Any:
        """Return a format; a text that could be read as a formula is marked as text, as a leading quote does."""
        properties = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top", **wanted}
        if self._is_mirrored:
            properties["reading_order"] = 2
        if is_risky(text):
            properties["quote_prefix"] = True
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def words(self, text: str, **wanted: Any) -> Any:
        return self.make(text, **{"align": self.start, "text_wrap": True, **wanted})

    def title(self) -> Any:
        return self.words("", bold=True, font_size=14, font_color=self._heading, valign="vcenter")

    def caption(self) -> Any:
        return self.words("", bold=True, valign="vcenter")

    def quiet(self) -> Any:
        return self.words("", font_color=QUIET, font_size=9)

    @property
    def end(self) -> str:
        """Where a line ends, and numbers stand."""
        return "left" if self._is_mirrored else "right"

    def heading(self, *, is_number: bool) -> Any:
        align = self.end if is_number else self.start
        look = {"bold": True, "font_color": WHITE, "bg_color": self._heading, "valign": "vcenter"}
        return self.words("", **{**look, "align": align, "indent": 1})

    def cell(self, cell: Cell, kind: str, code: str | None = None, text: str = "", **more: Any) -> Any:
        """Return the look of a cell of a table; `code` is the number format, None for words."""
        wanted: dict[str, Any] = {"bottom": 1, "bottom_color": RULE, "indent": 1, **more}
        if cell.tone in TONES:
            wanted["font_color"] = TONES[cell.tone]
        if cell.tone in ("strong", "gap", "bad") or kind in ("group", "total"):
            wanted["bold"] = True
        if kind == "group":
            wanted["bg_color"] = PANEL
        if kind == "total":
            wanted |= {"top": 1, "top_color": INK}
        if cell.shade is not None:
            ground, ink = RAMP[cell.shade]
            wanted |= {"bg_color": ground, "font_color": ink, "align": "center", "indent": 0}
        if code is not None:
            return self.make(num_format=code, **{"align": self.end, **wanted})
        return self.words(text, **wanted)
