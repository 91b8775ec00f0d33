"""The kinds of content file there are, each told by the fields at the top of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from app.cli.inputs import CONTENT, TABLES
from content import read
from content.encoding import decode, read_bytes
from content.reading import MOST_BYTES

COURSE = "course.yaml"
_FIELD = re.compile(r"^[\"']?([A-Za-z_]+)[\"']?[ ]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of YAML file: any of `marks` at the top tells it, and none of `unless`.

    Attributes:
        value: where its class is, as "module:Class"; imported only when such a file is met.
    """

    name: str
    marks: frozenset[str]
    value: str
    unless: frozenset[str] = frozenset()

    def check(self, path: Path) -> None:
        """Read the file from scratch.

        Raises:
            ContentError: with every fault.
        """
        module, _, name = self.value.partition(":")
        read(path, getattr(import_module(module), name))


# The first that fits is meant: a demonstration case has criteria and levels too.
KINDS = (
    Kind("catalogue of initiatives", frozenset({"initiatives"}), "assessments.catalogue:Catalogue"),
    Kind("demonstration case", frozenset({"respondents", "is_synthetic"}), "assessments.demo_case:DemoCase"),
    Kind("maturity model", frozenset({"dimensions", "levels"}), "assessments.model:MaturityModel"),
    Kind("published figures", frozenset({"citations"}), "assessments.citations:CitationLibrary"),
    Kind("training map", frozenset({"entries"}), "assessments.training:TrainingMap"),
    Kind("bank of remarks", frozenset({"comments"}), "assessments.synthetic:CommentBank"),
    Kind(
        "profile",
        frozenset({"criteria", "facts"}),
        "assessments.profile:ProfileFile",
        unless=frozenset({"key", "version"}),
    ),
    Kind("profile questionnaire", frozenset({"criteria"}), "assessments.profile:ProfileModel"),
)


def kind_of(path: Path) -> Kind | None:
    """Return which kind a YAML file is, None if none.

    Raises:
        ContentError: it cannot be read as text.
    """
    fields = set(_FIELD.findall(decode(read_bytes(path, MOST_BYTES), str(path), MOST_BYTES)))
    for kind in KINDS:
        if kind.marks & fields and not kind.unless & fields:
            return kind
    return None


def course_of(path: Path) -> Path | None:
    """Return the course folder that a path is, or lies in; None if it lies in none."""
    places = [path, path.parent, path.parent.parent] if path.is_file() else [path]
    return next((place for place in places if place.is_dir() and (place / COURSE).is_file()), None)


def content_in(folder: Path) -> Iterator[Path]:
    """Yield course folders, YAML files and tables below a folder, in order of name; hidden ones are left out."""
    if course_of(folder):
        yield folder
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            yield from content_in(path)
        elif path.suffix.lower() in CONTENT + TABLES:
            yield path


def published() -> tuple[Path, ...]:
    """Return the folders of everything that comes with the product."""
    import assessments
    import courses

    return tuple(Path(room.__path__[0]) / "library" for room in (assessments, courses))
