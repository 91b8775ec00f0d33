"""Courses that a command is given: by their folder, or by the key of a published one."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from app.cli.inputs import refuse
from app.cli.running import REFUSED, stop
from content import ContentError
from courses.course import LIBRARY, Course, load_course
from courses.files import SYLLABUS


def folder_of(name: str) -> Path:
    """Return the folder that a name means: itself, or the published course of that key."""
    for folder in (Path(name), LIBRARY / name):
        if (folder / SYLLABUS).is_file():
            return folder
    _unknown(name)


def _unknown(name: str) -> NoReturn:
    known = ", ".join(sorted(path.parent.name for path in LIBRARY.glob(f"*/{SYLLABUS}")))
    stop(REFUSED, f"COURSE: found '{name}'; allowed: a folder with {SYLLABUS}, or one of {known}")


def loaded(name: str) -> Course:
    """Return the course that a name means; exits with its faults where it has any."""
    try:
        return load_course(folder_of(name))
    except ContentError as error:
        refuse(error.findings, error.more)
