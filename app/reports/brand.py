"""The brand of a report as a document takes it: colours, face, words, and where its logos are among the assets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.reports.contrast import COLOUR, Shades, shades_of
from app.reports.faces import FACES, Face, Font


@dataclass(frozen=True, slots=True)
class Mark:
    """A logo as a document shows it: its name among the assets, its proportions, and whether white lies under it.

    Raises:
        ValueError: a name that could be anything else in a style sheet.
    """

    name: str
    width: int
    height: int
    is_on_plate: bool = True

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9-]{1,80}\.(?:png|svg)", self.name):
            raise ValueError(f"no name of a logo: {self.name!r}")

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """Return the largest size of these proportions within a width and a height, whatever their unit."""
        scale = min(width / self.width, height / self.height)
        return round(self.width * scale, 2), round(self.height * scale, 2)


@dataclass(frozen=True, slots=True)
class Brand:
    """What a firm sets on paper, and what an engagement puts on its cover.

    Attributes:
        main, accent: as #rrggbb, None for ours. How they are used, `shades` says.
        footer: stands at the foot of every page. disclaimer: at the end of the cover.
        title, subtitle: in place of the report's own on the cover; "" for its own.

    Raises:
        ValueError: a colour that could be anything else in a style sheet.
    """

    main: str | None = None
    accent: str | None = None
    logo: Mark | None = None
    client_logo: Mark | None = None
    font: Font = "plex"
    footer: str = ""
    disclaimer: str = ""
    title: str = ""
    subtitle: str = ""

    def __post_init__(self) -> None:
        for colour in (self.main, self.accent):
            if colour is not None and not COLOUR.fullmatch(colour):
                raise ValueError(f"no colour of the form #rrggbb: {colour!r}")

    @property
    def face(self) -> Face:
        """Return what is shipped of the face."""
        return FACES[self.font]

    @property
    def shades(self) -> Shades:
        """Return the colours as they are used, safe to read."""
        return shades_of(self.main, self.accent)


UNBRANDED = Brand()
