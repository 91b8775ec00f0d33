"""Signs that no face has, before a document is laid out: an empty box says nothing, and no PDF/A may hold one.

Used in the child alone: it asks fontconfig, which comes with the engine.
"""

from __future__ import annotations

import ctypes
import functools
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from ctypes import POINTER, byref, c_char_p, c_int, c_uint, c_void_p
from pathlib import Path

from app.reports.assets import FONTS

SUBSTITUTE = "\N{REPLACEMENT CHARACTER}"
"""A question mark in a black diamond, which IBM Plex Sans has; it is one sign wide, whatever it stands for."""

UNUSUAL = re.compile(
    "[^\t\n\r -~\u00a0-\u017f\u0600-\u061c\u061e-\u06a1\u06a3-\u06ff\u2010-\u2014\u2018-\u201a\u201c-\u201e\u2020"
    "-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u2212]"
)
"""All but what the faces of `report.css` have, which a test holds; most documents have nothing else, and nobody is
asked."""

NO_FACES = FONTS / "none.conf"
SETTINGS = "FONTCONFIG_FILE"
FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
SYSTEM, OURS = 0, 1
FOUND = 0


class Faces(ctypes.Structure):
    """A set of faces as fontconfig keeps it."""

    _fields_ = (("count", c_int), ("room", c_int), ("patterns", POINTER(c_void_p)))


def legible(html: str) -> str:
    """Return a document in which a substitute stands for every sign that neither our faces nor the machine's have.

    A space that no face has becomes a plain one, a mark over a letter is left out; what is never seen stays.
    """
    strange = strange_signs(unusual_signs(html))
    if not strange:
        return html
    has = _coverage_of_the_machine()
    return html.translate({ord(sign): _instead_of(sign) for sign in strange if not has(ord(sign))})


def unusual_signs(html: str) -> frozenset[str]:
    """Return the signs that can be seen and that the faces of an unbranded report may lack."""
    return frozenset(sign for sign in UNUSUAL.findall(html) if not _is_invisible(sign))


def strange_signs(unusual: frozenset[str]) -> frozenset[str]:
    """Return those that none of our faces has: the machine's may have them."""
    if not unusual:
        return unusual
    has = _coverage_of_ours()
    return frozenset(sign for sign in unusual if not has(ord(sign)))


@contextmanager
def only_our_faces() -> Iterator[None]:
    """Let fontconfig know no face of the machine in what it begins inside.

    Which face fits is looked for among all that are known, and a machine has hundreds.
    """
    before = os.environ.get(SETTINGS)
    os.environ[SETTINGS] = str(NO_FACES)
    try:
        yield
    finally:
        if before is None:
            del os.environ[SETTINGS]
        else:
            os.environ[SETTINGS] = before


def _instead_of(sign: str) -> str:
    kind = unicodedata.category(sign)
    return " " if kind == "Zs" else "" if kind in ("Mn", "Me") else SUBSTITUTE


def _is_invisible(sign: str) -> bool:
    """Return whether a sign only tells how its neighbours are drawn, as joiners and variation selectors do."""
    return (
        unicodedata.category(sign) == "Cf"
        or "\ufe00" <= sign <= "\ufe0f"
        or "\U000e0100" <= sign <= "\U000e01ef"
    )


@functools.cache
def _coverage_of_ours() -> Callable[[int], bool]:
    with only_our_faces():
        return _coverage(OURS, sorted(FONTS.glob("*.ttf")))


@functools.cache
def _coverage_of_the_machine() -> Callable[[int], bool]:
    return _coverage(SYSTEM, ())


def _coverage(group: int, added: Iterable[Path]) -> Callable[[int], bool]:
    """Return what says whether any face has a sign.

    Raises:
        OSError: fontconfig is not there.
    """
    library = _fontconfig()
    config = library.FcInitLoadConfigAndFonts()  # kept for the life of the child
    for path in added:
        library.FcConfigAppFontAddFile(config, os.fsencode(path))
    found = []
    faces = library.FcConfigGetFonts(config, group)
    for number in range(faces.contents.count if faces else 0):
        held = c_void_p()
        if library.FcPatternGetCharSet(faces.contents.patterns[number], b"charset", 0, byref(held)) == FOUND:
            found.append(held)
    return lambda sign: any(library.FcCharSetHasChar(one, sign) for one in found)


def _fontconfig() -> ctypes.CDLL:
    for name in FONTCONFIG:
        with suppress(OSError):
            library = ctypes.CDLL(name)
            break
    else:
        raise OSError("fontconfig is not there")
    library.FcInitLoadConfigAndFonts.restype = c_void_p
    library.FcConfigAppFontAddFile.argtypes = (c_void_p, c_char_p)
    library.FcConfigGetFonts.argtypes = (c_void_p, c_int)
    library.FcConfigGetFonts.restype = POINTER(Faces)
    library.FcPatternGetCharSet.argtypes = (c_void_p, c_char_p, c_int, POINTER(c_void_p))
    library.FcCharSetHasChar.argtypes = (c_void_p, c_uint)
    return library
