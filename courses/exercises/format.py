"""The files `exercises/KEY.yaml` of a course: one exercise each, of one of twelve kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from importlib import import_module
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from content import NO_OTHER_FIELDS, ContentError, Finding, Limits, Problem, Text
from content.encoding import decode, read_bytes
from content.reading import MOST_BYTES, read_tree
from content.tree import Node, parse
from courses.exercises.calibration import CalibrationData
from courses.exercises.critical_path import PathData
from courses.exercises.critique import CritiqueData
from courses.exercises.day_plan import DayData
from courses.exercises.decision_tree import TreeData
from courses.exercises.earned_value import EarnedValueData
from courses.exercises.matrix import MatrixData
from courses.exercises.questions import Question
from courses.exercises.reserve import ReserveData
from courses.exercises.response_budget import BudgetData
from courses.exercises.schedule_risk import ScheduleData
from courses.exercises.three_point import ThreePointData
from courses.exercises.triage import TriageData
from courses.syllabus import Key, Minutes, ObjectiveKey

EXERCISES = "exercises"
"""The folder of a course that holds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What exercises of every kind have.

    Attributes:
        key: as the file is named. objective: what it trains.
        brief: what to do and why, as Markdown, above the form.
        debrief: what to take from it, as Markdown, after the result.
        real_work: one task from the learner's own work, as Markdown, at the end.
        variation: by which part of itself a number may differ when the exercise is done again with new numbers.
        traps: name of an error that the engine recognises to the misconception of the course behind it.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    title: Text
    objective: ObjectiveKey
    minutes: Minutes
    brief: Text
    debrief: Text
    real_work: Text
    variation: Annotated[float, Limits(ge=0, le=0.5)] = 0.2
    traps: Mapping[Key, Key] = field(default_factory=dict)

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with an exercise whose types are right."""
        data: Any = getattr(self, "data")  # noqa: B009  each kind declares its own
        yield from data.problems(("data",))
        known: tuple[str, ...] = engine_of(getattr(self, "kind")).SLIPS  # noqa: B009
        for slip in self.traps:
            if slip not in known:
                allowed = f"an error that this kind recognises: {', '.join(known) or 'none'}"
                yield Problem(("traps", slip), f"'{slip}'", allowed, "unknown-slip")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixExercise(Head):
    """Probability and impact matrix."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["matrix"]
    data: MatrixData


@dataclass(frozen=True, slots=True, kw_only=True)
class CritiqueExercise(Head):
    """Register critique."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["critique"]
    data: CritiqueData


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreePointExercise(Head):
    """Three-point bench."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["three-point"]
    data: ThreePointData


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeExercise(Head):
    """Decision tree."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["decision-tree"]
    data: TreeData


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationExercise(Head):
    """Calibration and reference class."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["calibration"]
    data: CalibrationData


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetExercise(Head):
    """Response budget."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["response-budget"]
    data: BudgetData


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageExercise(Head):
    """Triage inbox."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["triage"]
    data: TriageData


@dataclass(frozen=True, slots=True, kw_only=True)
class DayExercise(Head):
    """Day plan."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["day-plan"]
    data: DayData


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveExercise(Head):
    """Reserve burn-down."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["reserve"]
    data: ReserveData


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleExercise(Head):
    """Schedule Monte Carlo."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["schedule-risk"]
    data: ScheduleData


@dataclass(frozen=True, slots=True, kw_only=True)
class PathExercise(Head):
    """Critical path."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["critical-path"]
    data: PathData


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedValueExercise(Head):
    """Earned value clinic."""

    __pydantic_config__ = NO_OTHER_FIELDS

    kind: Literal["earned-value"]
    data: EarnedValueData


Exercise = (
    MatrixExercise
    | CritiqueExercise
    | ThreePointExercise
    | TreeExercise
    | CalibrationExercise
    | BudgetExercise
    | TriageExercise
    | DayExercise
    | ReserveExercise
    | ScheduleExercise
    | PathExercise
    | EarnedValueExercise
)

KINDS: Mapping[str, type[Exercise]] = {
    "matrix": MatrixExercise,
    "critique": CritiqueExercise,
    "three-point": ThreePointExercise,
    "decision-tree": TreeExercise,
    "calibration": CalibrationExercise,
    "response-budget": BudgetExercise,
    "triage": TriageExercise,
    "day-plan": DayExercise,
    "reserve": ReserveExercise,
    "schedule-risk": ScheduleExercise,
    "critical-path": PathExercise,
    "earned-value": EarnedValueExercise,
}
"""What each `kind` of file holds, in the order in which a course meets them."""


def engine_of(kind: str) -> Any:
    """Return the module that makes, shows and grades exercises of a kind (see `courses.exercises`)."""
    # Imported where it is used: only grading and simulation need numpy.
    return import_module(f"courses.exercises.{kind.replace('-', '_')}")


def read_exercise(path: FilePath) -> Exercise:
    """Return the exercise of a file; see `read_exercise_text`."""
    return read_exercise_text(read_bytes(path, MOST_BYTES), str(path))


def read_exercise_text(data: bytes, file: str) -> Exercise:
    """Return the exercise that YAML data holds.

    Args:
        file: the name that findings carry.

    Raises:
        ContentError: with every fault, as `content.read_text`. The kind is looked at first, since it decides
            which fields there are.
    """
    return exercise_in(parse(decode(data, file, MOST_BYTES), file), file)


def exercise_in(root: Node, file: str) -> Exercise:
    """Return the exercise that a file's tree holds; raises as `read_exercise_text`, from the kind on."""
    node = root.value.get("kind") if isinstance(root.value, dict) else None
    kind = node.value if node is not None else None
    if node is None or not isinstance(kind, str) or kind not in KINDS:
        place = node or root
        found = f"'{kind}'" if kind is not None else "no kind"
        allowed = f"one of {', '.join(KINDS)}"
        raise ContentError([Finding(file, place.line, place.column, "kind", found, allowed, "exercise-kind")])
    return read_tree(root, KINDS[kind], file)


def misconceptions_in(exercise: Exercise) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every misconception that an exercise names and where it stands in the file.

    Whoever checks a course holds them against those of `course.yaml`.
    """
    for slip, trap in exercise.traps.items():
        yield ("traps", slip), trap
    yield from _traps_of_questions(("data",), exercise.data)


def _traps_of_questions(
    path: tuple[str | int, ...], value: Any
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, Question):
        for place, option in enumerate(value.options):
            if option.trap:
                yield (*path, "options", place, "trap"), option.trap
    elif isinstance(value, tuple):
        for place, one in enumerate(value):
            yield from _traps_of_questions((*path, place), one)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _traps_of_questions((*path, part.name), getattr(value, part.name))
