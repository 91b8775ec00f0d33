"""The set of indicators as a page shows it: what is measured, for whom, and which decision hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.db import assessments as rows
from app.policy import Action, Actor, require
from app.services import conclusions
from app.services.outcomes import Outcome, outcome_of
from assessments.kpi_set import ChosenKpi, KpiSet, OmittedKpi, choose_kpis
from assessments.kpis import KPI_THEMES, KpiTheme
from assessments.report import Advice
from assessments.results import MaturityResult
from content import Text


@dataclass(frozen=True, slots=True)
class ShownKpis:
    """A set with everything its keys stand for.

    Attributes:
        by_theme: in the order of themes. waiting: those whose data takes more than there is.
        crowded_out: those that ten left no room for. others: every other reason to those left out for it.
        titles: dimension key, as far as the model has it, to title. names: indicator key to title.
    """

    found: KpiSet
    by_theme: tuple[tuple[KpiTheme, tuple[ChosenKpi, ...]], ...]
    waiting: tuple[OmittedKpi, ...]
    crowded_out: tuple[OmittedKpi, ...]
    others: Mapping[str, tuple[OmittedKpi, ...]]
    titles: Mapping[str, Text]
    names: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class KpiSetPage:
    """`shown` is None until there are a result and a profile."""

    outcome: Outcome
    shown: ShownKpis | None


def kpi_set_page(actor: Actor, assessment_id: UUID) -> KpiSetPage:
    """Return the indicators proposed for an assessment's PMO.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    advice = conclusions.advice_of(row)
    if advice is None:
        return KpiSetPage(outcome, None)
    result = conclusions.result_of(row)
    return KpiSetPage(outcome, lay_out_kpis(_set_of(advice, result, row.engagement.client.sector), result))


def lay_out_kpis(found: KpiSet, result: MaturityResult) -> ShownKpis:
    """Return a set of indicators grouped for a page."""
    themes = ((theme, tuple(one for one in found.kpis if one.kpi.theme == theme)) for theme in KPI_THEMES)
    reasons = dict.fromkeys(one.reason for one in found.omitted)
    return ShownKpis(
        found=found,
        by_theme=tuple((theme, chosen) for theme, chosen in themes if chosen),
        waiting=tuple(one for one in found.omitted if one.reason == "gate"),
        crowded_out=tuple(one for one in found.omitted if one.reason == "room"),
        others={
            reason: tuple(one for one in found.omitted if one.reason == reason)
            for reason in reasons
            if reason not in ("gate", "room")
        },
        titles={one.key: one.title for one in result.dimensions},
        names={one.kpi.key: one.kpi.title for one in found.kpis}
        | {one.key: one.title for one in found.omitted},
    )


def _set_of(advice: Advice, result: MaturityResult, sector: str | None) -> KpiSet:
    """The stored set; advice drawn before there were sets is given one here, until it is drawn again."""
    return advice.kpi_set or choose_kpis(result, advice.recommendation, advice.gaps, sector=sector)
