"""Whether a brand's two colours can be read on paper, and what stands in for one that cannot.

Contrast is that of the Web Content Accessibility Guidelines 2.2: 4.5:1 for text (1.4.3), 3:1 for graphics (1.4.11).
A colour that falls short gives way to the nearest darker one of the same hue that does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

PAPER, WHITE, INK = "#ffffff", "#ffffff", "#10233a"
TEXT, GRAPHICS = 4.5, 3.0
OUR_MAIN, OUR_ACCENT = "#0b2a4a", "#0b7a75"
QUIET_SHARE = 0.82
"""How much of the text's colour is in quieter text on the cover; the rest is the cover's."""

Use = Literal["cover", "heading", "drawing", "words"]
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Judged:
    """One colour in one use: what was given, what is used, and the contrast of each with what it stands on or under.

    `needed` is the least contrast that this use takes; `against` the colour that it was measured with.
    """

    use: Use
    given: str
    used: str
    against: str
    needed: float
    given_contrast: float
    used_contrast: float

    @property
    def is_safe(self) -> bool:
        """Return whether the given colour is used as it is."""
        return self.given == self.used


@dataclass(frozen=True, slots=True)
class Shades:
    """The colours of a report: grounds, what is read on them, and what stands on paper.

    Attributes:
        cover: ground of the cover and of blocks like it. on_cover, on_cover_quiet: text on it.
        heading: text in the main colour on paper; white can be read on it as well.
        drawing: bars, lines and areas on paper. words: text in the accent colour on paper.
    """

    cover: str
    on_cover: str
    on_cover_quiet: str
    heading: str
    drawing: str
    words: str
    judged: tuple[Judged, ...] = ()


OURS = Shades(OUR_MAIN, WHITE, "#cfe0ee", OUR_MAIN, OUR_ACCENT, OUR_ACCENT)


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, 0 for black to 1 for white.

    Source: WCAG 2.2, "relative luminance"; docs/report.md, "Contrast of a brand".

    >>> round(luminance("#ff0000"), 4), luminance("#ffffff")
    (0.2126, 1.0)
    """
    red, green, blue = linear_parts(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear_parts(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of #rrggbb as shares of light, 0 to 1. Source: IEC 61966-2-1, as WCAG 2.2 gives it."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, whichever comes first.

    Source: WCAG 2.2, "contrast ratio": (L1 + 0.05) / (L2 + 0.05); docs/report.md, "Contrast of a brand".

    >>> round(contrast("#777777", "#ffffff"), 2), contrast("#000000", "#ffffff")
    (4.48, 21.0)
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def darkened(colour: str, against: str, needed: float) -> str:
    """Return the colour, or the nearest darker one of its hue whose contrast with a light ground suffices.

    >>> darkened("#767676", "#ffffff", 4.5), darkened("#777777", "#ffffff", 4.5)
    ('#767676', '#767676')
    """
    parts = _parts(colour)
    for left in range(1000, -1, -1):
        shade = "#" + "".join(f"{part * left // 1000:02x}" for part in parts)
        if contrast(shade, against) >= needed:
            return shade
    raise AssertionError("black can be read on every ground that is light enough for it")


def shades_of(main: str | None, accent: str | None) -> Shades:
    """Return the colours of a report from a brand's two; None stands for ours, and a main colour alone for both.

    A light main colour stays the cover's ground under dark text, and that dark stands for it in headings; only one of
    middling lightness, on which neither white nor our ink can be read, gives way.
    """
    judged: list[Judged] = []
    cover, on_cover, quiet, heading = OURS.cover, OURS.on_cover, OURS.on_cover_quiet, OURS.heading
    if main is not None:
        main = main.lower()
        on_cover = WHITE if contrast(main, WHITE) >= TEXT or contrast(main, INK) < TEXT else INK
        cover = main if on_cover == INK else darkened(main, WHITE, TEXT)
        quiet = _quieter(on_cover, cover)
        heading = INK if on_cover == INK else darkened(main, PAPER, TEXT)
        judged += [
            _judge("cover", main, cover, on_cover, TEXT),
            _judge("heading", main, heading, PAPER, TEXT),
        ]
    drawing, words = OURS.drawing, OURS.words
    accent = accent or main
    if accent is not None:
        accent = accent.lower()
        drawing, words = darkened(accent, PAPER, GRAPHICS), darkened(accent, PAPER, TEXT)
        judged += [
            _judge("drawing", accent, drawing, PAPER, GRAPHICS),
            _judge("words", accent, words, PAPER, TEXT),
        ]
    return Shades(cover, on_cover, quiet, heading, drawing, words, tuple(judged))


def _judge(use: Use, given: str, used: str, against: str, needed: float) -> Judged:
    return Judged(use, given, used, against, needed, contrast(given, against), contrast(used, against))


def _quieter(text: str, ground: str) -> str:
    """Return a quieter colour for lesser text on a ground, or the text's own where that could not be read."""
    mixed = "#" + "".join(
        f"{round(QUIET_SHARE * one + (1 - QUIET_SHARE) * other):02x}"
        for one, other in zip(_parts(text), _parts(ground), strict=True)
    )
    return mixed if contrast(mixed, ground) >= TEXT else text


def _parts(colour: str) -> tuple[int, int, int]:
    if not COLOUR.fullmatch(colour):
        raise ValueError(f"no colour of the form #rrggbb: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
