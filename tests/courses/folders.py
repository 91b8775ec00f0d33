"""A small sound course as files, copied and spoilt by the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

SOUND = Path(__file__).parent / "sound"


def copy_sound(target: Path) -> Path:
    """Return a copy of the sound course that a test may spoil."""
    return Path(shutil.copytree(SOUND, target / "sound"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first place of a text in one file, which must have it."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
