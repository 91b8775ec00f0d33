"""Where an organisation stands among others: only with five of them or more, and never without saying which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from assessments.model import Key, NodeKey
from assessments.results import MaturityResult
from assessments.stats import mean
from content import NO_OTHER_FIELDS, Limits, Problem, Text, read

FEWEST_ORGANISATIONS = 5

Standing = Literal["upper quarter", "above the middle", "below the middle", "lower quarter"]


@dataclass(frozen=True, slots=True)
class BenchmarkFigure:
    """How the organisations of a benchmark score one dimension: n of them, mean and quartiles of the claims."""

    __pydantic_config__ = NO_OTHER_FIELDS

    n: Annotated[int, Limits(ge=FEWEST_ORGANISATIONS)]
    mean: float
    lower: float
    middle: float
    upper: float


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Other organisations' scores of one model, with all that has to be said beside them.

    Attributes:
        model, major: key of the maturity model, and the first number of its version.
        source: who measured, and how organisations came into it. caveat: why not to read too much into it.
        year, to_year: of the first and last measurement. sector: "" for organisations of several.
        figures: dimension key to figures; "whole" is the mean index.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    title: Text
    source: Text
    caveat: Text
    model: Key
    major: Annotated[int, Limits(ge=0)]
    n: Annotated[int, Limits(ge=FEWEST_ORGANISATIONS)]
    year: Annotated[int, Limits(ge=1990, le=2200)]
    to_year: Annotated[int, Limits(ge=1990, le=2200)]
    sector: str
    figures: Mapping[NodeKey | Literal["whole"], BenchmarkFigure]

    def problems(self) -> Iterator[Problem]:
        """Yield every rule of a sound benchmark that this one breaks."""
        if self.to_year < self.year:
            yield Problem(("to_year",), str(self.to_year), f"{self.year} or later", "benchmark-years")
        for key, figure in self.figures.items():
            where = ("figures", key)
            if not figure.lower <= figure.middle <= figure.upper:
                found = f"{figure.lower:g}, {figure.middle:g}, {figure.upper:g}"
                yield Problem((*where, "middle"), found, "lower, middle and upper, rising", "benchmark-order")
            if figure.n > self.n:
                yield Problem((*where, "n"), str(figure.n), f"{self.n} or fewer", "benchmark-count")


@dataclass(frozen=True, slots=True)
class Measured:
    """One organisation's result, for a benchmark made of several: who, which sector, and in which year."""

    organisation: str
    sector: str
    year: int
    result: MaturityResult


@dataclass(frozen=True, slots=True)
class Placing:
    """Where one score stands: how many organisations there are, and in which quarter of them it lies."""

    key: str
    score: float
    figure: BenchmarkFigure
    standing: Standing


def read_benchmark(path: Path) -> Benchmark:
    """Return the benchmark of a file.

    Raises:
        ContentError: with every fault, by line and field.
    """
    return read(path, Benchmark)


def summarise(
    found: Sequence[Measured], *, key: str, title: Text, source: Text, caveat: Text, sector: str = ""
) -> Benchmark | None:
    """Return a benchmark of several organisations; None with fewer than five.

    Of an organisation measured more than once the latest year counts, and of those the last in order. A figure is
    left out where fewer than five organisations have a score.

    Args:
        found: results of one model and of one first number of its version.
        sector: only organisations of it; "" takes all.

    Raises:
        ValueError: results of different models.

    Source: docs/methods.md, section 9.
    """
    chosen: dict[str, Measured] = {}
    for one in sorted(found, key=lambda one: one.year):
        if sector in ("", one.sector):
            chosen[one.organisation] = one
    kept = list(chosen.values())
    if len(kept) < FEWEST_ORGANISATIONS:
        return None
    models = {(one.result.model_key, _major(one.result.model_version)) for one in kept}
    if len(models) != 1:
        raise ValueError(f"results of different models: {sorted(models)}")
    ((model, major),) = models
    scores: dict[str, list[float]] = {}
    for one in kept:
        if one.result.overall.mean is not None:
            scores.setdefault("whole", []).append(one.result.overall.mean)
        for dimension in one.result.dimensions:
            if dimension.claimed is not None:
                scores.setdefault(dimension.key, []).append(dimension.claimed)
    return Benchmark(
        key=key,
        title=title,
        source=source,
        caveat=caveat,
        model=model,
        major=major,
        n=len(kept),
        year=min(one.year for one in kept),
        to_year=max(one.year for one in kept),
        sector=sector,
        figures={
            name: _figure(values) for name, values in scores.items() if len(values) >= FEWEST_ORGANISATIONS
        },
    )


def same_version(one: MaturityResult, other: MaturityResult) -> bool:
    """Return whether two results are of one model and one first number of its version."""
    return (one.model_key, _major(one.model_version)) == (other.model_key, _major(other.model_version))


def fits(benchmark: Benchmark, result: MaturityResult) -> bool:
    """Return whether a result can be set beside a benchmark: the same model and first number of its version."""
    return (benchmark.model, benchmark.major) == (result.model_key, _major(result.model_version))


def place(result: MaturityResult, benchmark: Benchmark) -> tuple[Placing, ...]:
    """Return where a result stands: the whole first, then its dimensions in order, where both have a figure.

    Raises:
        ValueError: they are of different models.
    """
    if not fits(benchmark, result):
        raise ValueError(f"the benchmark {benchmark.key} is of {benchmark.model} {benchmark.major}.x")
    scores = [("whole", result.overall.mean), *((one.key, one.claimed) for one in result.dimensions)]
    return tuple(
        Placing(key, score, benchmark.figures[key], standing_of(score, benchmark.figures[key]))
        for key, score in scores
        if score is not None and key in benchmark.figures
    )


def standing_of(score: float, figure: BenchmarkFigure) -> Standing:
    """Return in which quarter of the organisations a score lies; on a border it lies in the better one."""
    if score >= figure.upper:
        return "upper quarter"
    if score >= figure.middle:
        return "above the middle"
    return "below the middle" if score >= figure.lower else "lower quarter"


def quantile(values: Sequence[float], share: float) -> float:
    """Return a quantile by linear interpolation between the ordered values.

    Source: Hyndman & Fan 1996, The American Statistician 50, definition 7.

    >>> [quantile((1, 2, 3, 4, 10), share) for share in (0.25, 0.5, 0.75)]
    [2.0, 3.0, 4.0]
    """
    ordered = sorted(values)
    at = (len(ordered) - 1) * share
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def _figure(values: Sequence[float]) -> BenchmarkFigure:
    quartiles = (quantile(values, share) for share in (0.25, 0.5, 0.75))
    return BenchmarkFigure(len(values), mean(values), *quartiles)


def _major(version: str) -> int:
    return int(version.partition(".")[0])
