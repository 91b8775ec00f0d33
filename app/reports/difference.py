"""How different two colours look: CIEDE2000 over CIELAB under daylight (D65).

Source: ISO/CIE 11664-6:2014; G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 color-difference formula: implementation
notes, supplementary test data, and mathematical observations", Color Research and Application 30(1), 2005, pages 21–30,
whose pairs are the tests. From sRGB to CIELAB: IEC 61966-2-1 and CIE 15:2004.
"""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

from app.reports.contrast import linear_parts

Lab = tuple[float, float, float]
"""Lightness 0 to 100, and a and b: green to red, blue to yellow."""

TARGET_MARK = "#b4540a"
"""The marks of targets and of costs, which no brand changes."""
TOO_ALIKE = 20.0
"""Below it a bar and the mark on it are hard to tell apart; a platform default."""
_WHITE = (0.95047, 1.0, 1.08883)


def is_like_the_target(colour: str) -> bool:
    """Return whether bars in a colour, as #rrggbb, would be taken for the marks of targets on them.

    >>> is_like_the_target("#c8641a"), is_like_the_target("#0b7a75")
    (True, False)
    """
    return difference(lab_of(colour), lab_of(TARGET_MARK)) < TOO_ALIKE


def lab_of(colour: str) -> Lab:
    """Return #rrggbb in CIELAB, white being (100, 0, 0).

    >>> [round(part, 2) for part in lab_of("#ff0000")]
    [53.24, 80.09, 67.2]
    """
    red, green, blue = linear_parts(colour)
    x, y, z = (
        _curve(part / white)
        for part, white in zip(
            (
                0.4124564 * red + 0.3575761 * green + 0.1804375 * blue,
                0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
                0.0193339 * red + 0.1191920 * green + 0.9503041 * blue,
            ),
            _WHITE,
            strict=True,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Lab, other: Lab) -> float:
    """Return ΔE₀₀ of two colours, 0 for equal ones; about 1 is the least that is seen side by side.

    >>> round(difference((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485)), 4)
    2.0425
    """
    stretch = 0.5 * (1 - _saturation((hypot(*one[1:]) + hypot(*other[1:])) / 2))
    chroma1, hue1 = _polar(one, stretch)
    chroma2, hue2 = _polar(other, stretch)
    is_grey = chroma1 * chroma2 == 0
    turn = 0.0 if is_grey else (hue2 - hue1 + 180) % 360 - 180
    if not is_grey and turn == -180 and hue2 > hue1:
        turn = 180.0
    lightness, chroma = (one[0] + other[0]) / 2, (chroma1 + chroma2) / 2
    hue = hue1 + hue2
    if not is_grey:
        hue = hue / 2 if abs(hue1 - hue2) <= 180 else (hue + (360 if hue < 360 else -360)) / 2
    t = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    offset = (lightness - 50) ** 2
    by_lightness = (other[0] - one[0]) / (1 + 0.015 * offset / sqrt(20 + offset))
    by_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    by_hue = 2 * sqrt(chroma1 * chroma2) * sin(radians(turn) / 2) / (1 + 0.015 * chroma * t)
    rotation = -2 * _saturation(chroma) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    return sqrt(by_lightness**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue)


def _saturation(chroma: float) -> float:
    return sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _polar(colour: Lab, stretch: float) -> tuple[float, float]:
    """Return chroma, and hue in degrees from 0, with the red-green axis stretched for what is nearly grey."""
    red = (1 + stretch) * colour[1]
    return hypot(red, colour[2]), degrees(atan2(colour[2], red)) % 360


def _curve(part: float) -> float:
    return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
