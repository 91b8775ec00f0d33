"""The catalogue of key performance indicators: what each shows, how it is computed and what it decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Annotated, Literal

from assessments.catalogue import PlanType
from assessments.formulas import FormulaError, Quantity, names_in, work_out
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, load

LIBRARY = Path(__file__).parent / "library"
CLOSE_ENOUGH = 0.0005
"""A worked example is stated to three decimals."""

KpiTheme = Literal["speed", "cost", "value", "risk", "people", "service"]
KPI_THEMES: tuple[KpiTheme, ...] = ("speed", "cost", "value", "risk", "people", "service")
"""What a set of indicators has to say something about, in the order in which it is shown."""

Audience = Literal["executives", "sponsor", "pmo", "manager", "team"]
AUDIENCES: tuple[Audience, ...] = ("executives", "sponsor", "pmo", "manager", "team")
Cadence = Literal["weekly", "monthly", "quarterly", "gate"]
Direction = Literal["up", "down", "near"]
TargetBasis = Literal["published", "default", "own"]
Unit = Literal["ratio", "percent", "points", "currency", "days", "hours", "score", "per_person", "per_unit"]
DeliveryMode = Literal["predictive", "hybrid", "agile"]

KpiKey = Annotated[str, Limits(pattern=r"^[A-Z]\d{2}$")]
DimensionKey = Annotated[str, Limits(pattern=r"^[A-Z]{3}$")]
SourceKey = Annotated[str, Limits(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


@dataclass(frozen=True, slots=True)
class KpiSource:
    """Where published figures come from; `year` and `n` are None where what was seen does not state them."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: SourceKey
    title: str
    year: Annotated[int, Limits(ge=1980, le=2100)] | None
    n: Annotated[int, Limits(ge=1)] | None
    sample: Text


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """What somebody has measured or advises, and why it is not simply a target."""

    __pydantic_config__ = NO_OTHER_FIELDS

    figure: Text
    source: SourceKey
    caveat: Text


@dataclass(frozen=True, slots=True)
class KpiTarget:
    """What is aimed for and what that rests on.

    Attributes:
        basis: "published" is a figure with its source, "default" this platform's own proposal, "own" means that
            the first two or three values are measured before a target is set.
        aim: the value, or how to come to one.
        figures: published ones; with another basis than "published" they are for orientation only.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    basis: TargetBasis
    aim: Text
    figures: tuple[PublishedFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class MaturityGate:
    """The evidenced level of a dimension from which the data can be trusted, and what to use until then."""

    __pydantic_config__ = NO_OTHER_FIELDS

    dimension: DimensionKey
    level: Annotated[float, Limits(ge=1, le=5)]
    proxy: KpiKey


@dataclass(frozen=True, slots=True)
class KpiExample:
    """The formula with numbers; `plumbline check` works it out. `result` holds to three decimals.

    Attributes:
        numbers, lists: what each name of the formula stands for, one number or several.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    result: float
    note: Text
    numbers: Mapping[str, float] = field(default_factory=dict)
    lists: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def quantities(self) -> Mapping[str, Quantity]:
        return {**self.numbers, **self.lists}


@dataclass(frozen=True, slots=True)
class Kpi:
    """One indicator.

    Attributes:
        shows: what one learns from it. formula: in words; `expression`, where it is arithmetic, for the machine.
        data: what has to be recorded for it.
        direction: whether more is better, less is, or the aim lies between.
        decision: what somebody decides when the aim is missed; an indicator without one is not worth its cost.
        theme: what it counts for in a set.
        types: types of PMO (or "agile") in whose set it stands by default.
        sector: the only sector in which it makes sense. added_in: sectors whose sets it belongs to.
        delivery: ways of delivery that it fits; none means all.
        gate: the maturity that its data takes.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: KpiKey
    title: Text
    shows: Text
    formula: Text
    unit: Unit
    data: Text
    direction: Direction
    target: KpiTarget
    audience: Annotated[tuple[Audience, ...], Limits(min_length=1)]
    cadence: Cadence
    dimension: DimensionKey
    theme: KpiTheme
    decision: Text
    expression: str = ""
    example: KpiExample | None = None
    types: tuple[PlanType, ...] = ()
    sector: str | None = None
    added_in: tuple[str, ...] = ()
    delivery: tuple[DeliveryMode, ...] = ()
    gate: MaturityGate | None = None


@dataclass(frozen=True, slots=True)
class ThemeFillers:
    """What a set takes for a theme that nothing in it covers: the first that fits."""

    __pydantic_config__ = NO_OTHER_FIELDS

    theme: KpiTheme
    kpis: Annotated[tuple[KpiKey, ...], Limits(min_length=1)]


@dataclass(frozen=True, slots=True)
class KpiCatalogue:
    """A published version of the indicators and of what a set is filled up with."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: str
    version: Version
    title: Text
    summary: Text
    source: Text
    sources: tuple[KpiSource, ...]
    fillers: tuple[ThemeFillers, ...]
    kpis: Annotated[tuple[Kpi, ...], Limits(min_length=1)]

    def kpi(self, key: str) -> Kpi:
        """Return one indicator. Raises KeyError if there is none of this key."""
        for kpi in self.kpis:
            if kpi.key == key:
                return kpi
        raise KeyError(key)

    def source_of(self, figure: PublishedFigure) -> KpiSource:
        """Return where a figure comes from. Raises StopIteration if the catalogue does not list it."""
        return next(one for one in self.sources if one.key == figure.source)

    def fillers_of(self, theme: KpiTheme) -> tuple[Kpi, ...]:
        """Return what a theme is filled with, the first choice first."""
        return tuple(self.kpi(key) for one in self.fillers if one.theme == theme for key in one.kpis)

    def problems(self) -> Iterator[Problem]:
        """Yield what no single indicator can see: doubled and unknown keys, targets and gates without ground."""
        yield from _key_problems(self)
        yield from _source_problems(self)
        yield from _filler_problems(self)
        for place, kpi in enumerate(self.kpis):
            yield from _gate_problems(self, kpi, ("kpis", place, "gate"))
            yield from _target_problems(kpi, ("kpis", place, "target"))
            yield from _formula_problems(kpi, ("kpis", place))


def _key_problems(catalogue: KpiCatalogue) -> Iterator[Problem]:
    for name, keys in (
        ("kpis", [one.key for one in catalogue.kpis]),
        ("sources", [one.key for one in catalogue.sources]),
    ):
        for place, key in enumerate(keys):
            if key in keys[:place]:
                yield Problem((name, place, "key"), key, "a key used once", "unique-key")


def _source_problems(catalogue: KpiCatalogue) -> Iterator[Problem]:
    known = {one.key for one in catalogue.sources}
    used = set()
    for place, kpi in enumerate(catalogue.kpis):
        for number, figure in enumerate(kpi.target.figures):
            used.add(figure.source)
            if figure.source not in known:
                path = ("kpis", place, "target", "figures", number, "source")
                yield Problem(path, figure.source, ", ".join(sorted(known)) or "a source", "known-source")
    for place, source in enumerate(catalogue.sources):
        if source.key not in used:
            yield Problem(
                ("sources", place, "key"), source.key, "a source that a figure names", "used-source"
            )


def _filler_problems(catalogue: KpiCatalogue) -> Iterator[Problem]:
    """Every theme has something that always fits: without gate, for every sector and way of delivery."""
    by_key = {kpi.key: kpi for kpi in catalogue.kpis}
    found = [one.theme for one in catalogue.fillers]
    for theme in KPI_THEMES:
        if found.count(theme) != 1:
            counted = f"{found.count(theme)} entries for {theme}"
            yield Problem(("fillers",), counted, "one entry for each theme", "theme-fillers")
    for place, one in enumerate(catalogue.fillers):
        for number, key in enumerate(one.kpis):
            path = ("fillers", place, "kpis", number)
            if key not in by_key:
                yield Problem(path, key, "a key of the catalogue", "known-key")
            elif by_key[key].theme != one.theme:
                yield Problem(path, f"{key} of {by_key[key].theme}", f"one of {one.theme}", "filler-theme")
        last = by_key.get(one.kpis[-1])
        if last is not None and (last.gate or last.sector or last.delivery):
            path = ("fillers", place, "kpis", len(one.kpis) - 1)
            allowed = "at the end one without gate, sector or way of delivery"
            yield Problem(path, last.key, allowed, "filler-fits")


def _gate_problems(catalogue: KpiCatalogue, kpi: Kpi, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if kpi.gate is None:
        return
    proxy = next((one for one in catalogue.kpis if one.key == kpi.gate.proxy), None)
    if proxy is None:
        yield Problem((*path, "proxy"), kpi.gate.proxy, "a key of the catalogue", "known-key")
    elif proxy.gate or proxy.sector or proxy.delivery:
        allowed = "one without gate, sector or way of delivery"
        yield Problem((*path, "proxy"), proxy.key, allowed, "proxy-fits")


def _target_problems(kpi: Kpi, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if kpi.target.basis == "published" and not kpi.target.figures:
        yield Problem((*path, "figures"), "none", "the figure that was published", "published-figure")


def _formula_problems(kpi: Kpi, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if not kpi.expression:
        if kpi.example is not None:
            yield Problem((*path, "expression"), "nothing", "the formula of the example", "example-formula")
        return
    try:
        names = names_in(kpi.expression)
    except FormulaError as error:
        yield Problem((*path, "expression"), str(error), "arithmetic over named quantities", "formula")
        return
    if kpi.example is None:
        yield Problem((*path, "example"), "nothing", "numbers for " + ", ".join(sorted(names)), "example")
        return
    given = [*kpi.example.numbers, *kpi.example.lists]
    if sorted(given) != sorted(names):
        found = ", ".join(sorted(given)) or "none"
        yield Problem((*path, "example"), found, ", ".join(sorted(names)), "quantities")
        return
    try:
        computed = work_out(kpi.expression, kpi.example.quantities)
    except FormulaError as error:
        yield Problem((*path, "example"), str(error), "numbers that give a result", "example")
        return
    if not isfinite(computed) or abs(computed - kpi.example.result) > CLOSE_ENOUGH:
        allowed = f"{computed:.6g}, which follows from the numbers"
        yield Problem((*path, "example", "result"), f"{kpi.example.result:g}", allowed, "example")


@cache
def load_kpis() -> KpiCatalogue:
    """Return the published catalogue of indicators."""
    return load(LIBRARY / "kpis.yaml", KpiCatalogue)
