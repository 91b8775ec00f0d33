"""The kinds of content file there are, each told by the fields at the top of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import assessments
import courses
from app.cli.inputs import CONTENT, TABLES
from content import Finding
from content.encoding import decode, read_bytes
from content.reading import MOST_BYTES, findings_in, read_text

COURSE = "course.yaml"
_FIELD = re.compile(r"^[\"']?([A-Za-z_]+)[\"']?[ ]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of YAML file: any of `marks` at the top tells it, and none of `unless`.

    Attributes:
        value: where its class is, as "module:Class"; imported only when such a file is met. Empty where `read` is
            given: a function that takes the file's bytes and name, for what has no class before it is read.
        faults, warnings: where a function is that yields further problems of a value, likewise.
    """

    name: str
    marks: frozenset[str]
    value: str = ""
    read: str = ""
    unless: frozenset[str] = frozenset()
    faults: str = ""
    warnings: str = ""

    def check(self, path: Path) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Read the file from scratch and return further faults and warnings, where the kind has such.

        Raises:
            ContentError: with every fault that keeps it from being read.
        """
        data = read_bytes(path, MOST_BYTES)
        if self.read:
            value = import_from(self.read)(data, str(path))
        else:
            value = read_text(data, import_from(self.value), str(path))
        faults, warnings = (
            findings_in(data, str(path), list(import_from(one)(value))) if one else ()
            for one in (self.faults, self.warnings)
        )
        return faults, warnings


# The first that fits is meant: a demonstration case has criteria and levels too, an exercise may have activities.
KINDS = (
    Kind("exercise", frozenset({"debrief"}), read="courses.exercises.format:read_exercise_text"),
    Kind("competencies", frozenset({"competencies"}), "courses.competencies:CompetencyList"),
    Kind("learning paths", frozenset({"paths"}), "courses.paths:PathList"),
    Kind(
        "development units",
        frozenset({"schemes"}),
        "courses.development:SchemeList",
        warnings="courses.development:area_warnings",
    ),
    Kind("catalogue of initiatives", frozenset({"initiatives"}), "assessments.catalogue:Catalogue"),
    Kind("catalogue of indicators", frozenset({"kpis"}), "assessments.kpis:KpiCatalogue"),
    Kind(
        "catalogue of activities", frozenset({"activities"}), "assessments.planning.files:ActivityCatalogue"
    ),
    Kind("capacity", frozenset({"resources"}), "assessments.planning.files:CapacityFile"),
    Kind("demonstration case", frozenset({"respondents", "is_synthetic"}), "assessments.demo_case:DemoCase"),
    Kind(
        "maturity model",
        frozenset({"dimensions", "levels"}),
        "assessments.model:MaturityModel",
        faults="assessments.model_examples:example_problems",
        warnings="assessments.wording:wording_problems",
    ),
    Kind("published figures", frozenset({"citations"}), "assessments.citations:CitationLibrary"),
    Kind("targets", frozenset({"targets"}), "assessments.targets:TargetFile"),
    Kind("training map", frozenset({"entries"}), "assessments.training:TrainingMap"),
    Kind(
        "responsibilities",
        frozenset({"assignments"}),
        "assessments.responsibilities:ResponsibilityMap",
        faults="assessments.responsibilities:owner_problems",
    ),
    Kind("communication events", frozenset({"events"}), "assessments.communication:CommunicationLibrary"),
    Kind("plan risks", frozenset({"risks"}), "assessments.plan_risks:RiskLibrary"),
    Kind("success measures", frozenset({"measures"}), "assessments.success:SuccessLibrary"),
    Kind("published sizes", frozenset({"published_sizes"}), "assessments.staffing:SizeLibrary"),
    Kind("training modules", frozenset({"modules"}), "assessments.role_training:ModuleLibrary"),
    Kind("service module", frozenset({"quality"}), "assessments.service_needs:ServiceModule"),
    Kind("vignette pack", frozenset({"vignettes"}), "assessments.vignettes:VignettePack"),
    Kind("benchmark", frozenset({"figures"}), "assessments.benchmarks:Benchmark"),
    Kind(
        "weights of the profile",
        frozenset({"weights"}),
        "assessments.weights:FirmWeights",
        unless=frozenset({"key", "version", "dimensions"}),
    ),
    Kind("bank of remarks", frozenset({"comments"}), "assessments.synthetic:CommentBank"),
    Kind(
        "profile",
        frozenset({"criteria", "facts"}),
        "assessments.profile:ProfileFile",
        unless=frozenset({"key", "version"}),
    ),
    Kind("profile questionnaire", frozenset({"criteria"}), "assessments.profile:ProfileModel"),
)


def import_from(where: str) -> Any:
    """Return what is at "module:name"."""
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)


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
    return tuple(Path(room.__path__[0]) / "library" for room in (assessments, courses))
