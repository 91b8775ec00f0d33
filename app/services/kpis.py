"""The whole catalogue of indicators, narrowed down by what somebody looks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.policy import Action, Actor, require_role
from assessments.kpis import KPI_THEMES, Kpi, KpiCatalogue, KpiSource, KpiTheme, load_kpis
from assessments.published import find_model
from content import Text, say

LONGEST_SEARCH = 100
TITLES_FROM = "full-model"
"""The model whose dimensions the catalogue speaks of."""


@dataclass(frozen=True, slots=True)
class KpiFilter:
    """What somebody looks for; "" does not narrow. All words of `search` have to occur."""

    search: str = ""
    dimension: str = ""
    audience: str = ""
    theme: str = ""

    @property
    def is_open(self) -> bool:
        return not (self.search.strip() or self.dimension or self.audience or self.theme)


@dataclass(frozen=True, slots=True)
class KpiList:
    """`kpis` are those that fit, in the catalogue's order; `titles` the dimensions."""

    catalogue: KpiCatalogue
    kpis: tuple[Kpi, ...]
    titles: Mapping[str, Text]

    @property
    def by_theme(self) -> tuple[tuple[KpiTheme, tuple[Kpi, ...]], ...]:
        """The themes that have any, in their order."""
        groups = ((theme, tuple(one for one in self.kpis if one.theme == theme)) for theme in KPI_THEMES)
        return tuple((theme, group) for theme, group in groups if group)

    def source_of(self, key: str) -> KpiSource:
        """Return a source of the catalogue. Raises StopIteration if there is none of this key."""
        return next(one for one in self.catalogue.sources if one.key == key)


def dimension_titles() -> Mapping[str, Text]:
    """Return the dimensions that indicators belong to, with their titles, in model order."""
    return {one.key: one.title for one in find_model(TITLES_FROM).dimensions}


def browse(actor: Actor, wanted: KpiFilter, language: str) -> KpiList:
    """Return the indicators that fit, searched in the words of a language.

    Raises:
        Refused: the actor's role does not carry the right.
    """
    require_role(actor, Action.READ_KPIS)
    catalogue = load_kpis()
    found = tuple(one for one in catalogue.kpis if _fits(one, wanted, language))
    return KpiList(catalogue, found, dimension_titles())


def _fits(kpi: Kpi, wanted: KpiFilter, language: str) -> bool:
    if wanted.dimension and kpi.dimension != wanted.dimension:
        return False
    if wanted.audience and wanted.audience not in kpi.audience:
        return False
    if wanted.theme and kpi.theme != wanted.theme:
        return False
    words = wanted.search[:LONGEST_SEARCH].casefold().split()
    text = " ".join(_words_of(kpi, language)).casefold()
    return all(word in text for word in words)


def _words_of(kpi: Kpi, language: str) -> Iterator[str]:
    yield kpi.key
    for text in (kpi.title, kpi.shows, kpi.formula, kpi.data, kpi.decision):
        yield say(text, language)
