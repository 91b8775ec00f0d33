"""The faces that are shipped: families, style sheet, files for the site, names in office programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Font = Literal["plex", "plex-light", "source-sans", "source-serif"]


@dataclass(frozen=True, slots=True)
class Typeface:
    """One family by the name under which it is installed; PANOSE tells what stands in where it is not.

    Attributes:
        leading: height of a line, letter: mean width of a letter of English text; as shares of the size of the type,
            as the files have them.
    """

    name: str
    panose: str
    leading: float
    letter: float
    is_serif: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """One choice of a brand.

    Attributes:
        latin, arabic: the families by script, as an office program knows them. headings, body: those of slides.
        sheet: the style sheet that sets it on paper after ours; None where ours already do.
        web: keys of its files for pages of the site; empty where the site's own face is it.
        has_light_titles: whether the titles of sections are light.
    """

    latin: Typeface
    arabic: Typeface
    headings: Typeface
    body: Typeface
    sheet: str | None = None
    web: tuple[str, ...] = ()
    has_light_titles: bool = False


PLEX = Typeface("IBM Plex Sans", "020B0503050203000203", 1.3, 0.454)
PLEX_ARABIC = Typeface("IBM Plex Sans Arabic", "020B0503050203000203", 1.5, 0.454)
SOURCE_SANS = Typeface("Source Sans 3", "020B0503030403020204", 1.424, 0.422)
SOURCE_SERIF = Typeface("Source Serif 4", "02040603050405020204", 1.371, 0.483, is_serif=True)
NOTO_SANS_ARABIC = Typeface("Noto Sans Arabic", "020B0502040504020204", 2.112, 0.476)
NOTO_NASKH = Typeface("Noto Naskh Arabic", "02020603050405020304", 1.703, 0.478, is_serif=True)
OFFICE = Typeface("Calibri", "020F0502020204030204", 1.22, 0.46)
"""What every office program has: slides without a brand have it."""

FACES: Mapping[Font, Face] = {
    "plex": Face(PLEX, PLEX_ARABIC, PLEX, PLEX),
    "plex-light": Face(PLEX, PLEX_ARABIC, PLEX, PLEX, has_light_titles=True),
    "source-sans": Face(
        SOURCE_SANS,
        NOTO_SANS_ARABIC,
        SOURCE_SANS,
        SOURCE_SANS,
        "face-source-sans.css",
        ("source-sans-3", "noto-sans-arabic"),
    ),
    # A serif is too wide for the tables and boxes of slides, where the sans of the same hand stands for it.
    "source-serif": Face(
        SOURCE_SERIF,
        NOTO_NASKH,
        SOURCE_SERIF,
        SOURCE_SANS,
        "face-source-serif.css",
        ("source-serif-4", "noto-naskh-arabic"),
    ),
}
FONTS: tuple[Font, ...] = tuple(FACES)
