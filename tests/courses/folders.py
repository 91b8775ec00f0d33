"""A small sound course as files, copied and spoilt by the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

SOUND = Path(__file__).parent / "sound"
WHOLE = Path(__file__).parent / "whole"
"""A small course that uses everything the format has."""


def copy_sound(target: Path) -> Path:
    """Return a copy of the sound course that a test may spoil."""
    return Path(shutil.copytree(SOUND, target / "sound"))


def copy_whole(target: Path) -> Path:
    """Return a copy of the whole course that a test may spoil."""
    return Path(shutil.copytree(WHOLE, target / "whole"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first place of a text in one file, which must have it."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
