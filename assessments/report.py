"""One assessment, its advice and its plan as a single value: what a report shows and result.json holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assessments.catalogue import Catalogue, load_catalogue
from assessments.citations import Citation, choose_citations
from assessments.gaps import Gap, Target, TargetOverride, find_gaps, set_targets
from assessments.kpi_set import KpiSet, choose_kpis
from assessments.model import MaturityModel
from assessments.profile import Profile, ProfileFacts, ProfileModel, load_profile_model
from assessments.recommendations import Recommendation, recommend
from assessments.results import MaturityResult
from assessments.roadmap import HORIZON_WEEKS, Roadmap, plan_roadmap
from assessments.rollout import Rollout, plan_rollout
from assessments.service_map import ServiceMap
from assessments.service_mix import ServiceMix, mix_services
from assessments.service_needs import load_service_module
from assessments.since_last import SinceLast
from assessments.training import TrainingSuggestion, suggest_training
from assessments.weights import FirmWeights
from content import from_plain, to_plain

FORMAT = "plumbline-report"
FORMAT_VERSION = 1
"""Version of result.json; it changes when a field is renamed, removed or given another meaning."""

UNTIL_DECIDED = timedelta(days=14)
"""Between the last answer and the first week of the plan."""


class UnknownFormat(ValueError):
    """The data is not a report of a format version that this product reads."""


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """Who the report is about; None means not known. `yearly_value` is in `currency` (ISO 4217 code)."""

    name: str
    sector: str | None = None
    headcount: int | None = None
    project_count: int | None = None
    yearly_value: float | None = None
    currency: str | None = None
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """How the answers were gathered; `invited` is None where nobody was counted."""

    title: str
    opened_on: date | None
    closed_on: date | None
    mode: str
    invited: int | None
    responded: int
    scope: str = ""
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """Versions and hashes from which the same report can be made again."""

    model_key: str
    model_version: str
    model_hash: str
    profile_version: str
    catalogue_version: str
    method_version: str
    planning_method_version: str
    answers_hash: str
    product_version: str
    kpi_version: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """All that follows from a result and a profile; every list has the order its module states.

    `kpi_set` is None where the advice was drawn before there was one; `rollout` also for a plan without work.
    """

    recommendation: Recommendation
    targets: tuple[Target, ...]
    gaps: tuple[Gap, ...]
    roadmap: Roadmap
    training: tuple[TrainingSuggestion, ...]
    citations: tuple[Citation, ...]
    kpi_set: KpiSet | None = None
    services: ServiceMix | None = None
    rollout: Rollout | None = None


@dataclass(frozen=True, slots=True)
class MaturityReport:
    """All that a report shows. It holds no clock and no row: the same value renders the same pages.

    `rollout` is None for a plan without work, and in reports issued by an earlier version; `since` after a first
    measurement, or one that cannot be compared as a whole.
    """

    reference: str
    language: str
    firm: str
    consultant: str
    issued_on: date
    client: ClientFacts
    assessment: AssessmentFacts
    model: MaturityModel
    profile_model: ProfileModel
    result: MaturityResult
    targets: tuple[Target, ...]
    recommendation: Recommendation
    gaps: tuple[Gap, ...]
    roadmap: Roadmap
    training: tuple[TrainingSuggestion, ...]
    citations: tuple[Citation, ...]
    provenance: Provenance
    kpi_set: KpiSet | None = None
    services: ServiceMix | None = None
    rollout: Rollout | None = None
    since: SinceLast | None = None


def start_of_plan(closed_on: date) -> date:
    """Return the day on which week 0 of a plan begins: the first Monday two weeks or more after the close.

    The report is read and the decision taken meanwhile.

    >>> str(start_of_plan(date(2026, 1, 16))), str(start_of_plan(date(2026, 1, 19)))
    ('2026-02-02', '2026-02-02')
    """
    earliest = closed_on + UNTIL_DECIDED
    return earliest + timedelta(days=-earliest.weekday() % 7)


def advise(
    result: MaturityResult,
    profile: Profile,
    facts: ProfileFacts,
    *,
    start_on: date,
    available_courses: Collection[str] = (),
    overrides: Mapping[str, TargetOverride] | None = None,
    capacity_days_per_quarter: float | None = None,
    horizon_weeks: int = HORIZON_WEEKS,
    profile_model: ProfileModel | None = None,
    catalogue: Catalogue | None = None,
    services: ServiceMap | None = None,
    weights: FirmWeights | None = None,
    roadmap: Roadmap | None = None,
) -> Advice:
    """Return the type of PMO, targets, gaps, plan, training and indicators for a result and a profile.

    Args:
        profile: criterion to answer, 0–4; unanswered ones are missing.
        facts: what else is known about the client; scales and unlocks initiatives.
        start_on: the Monday, or any day, on which week 0 of the plan begins.
        available_courses: keys of courses that can be assigned today.
        overrides: dimension to a target set by a person.
        capacity_days_per_quarter: None derives it from the PMO's staff.
        services: what the PMO's customers say of its services; None where they were not asked.
        weights: the firm's own for the criteria of the profile; None for the defaults.
        roadmap: the plan that was adopted; None draws one.

    Raises:
        ValueError: an answer, an override, the capacity or the horizon is out of range.
    """
    recommendation = recommend(
        profile_model or load_profile_model(), profile, result, facts, weights, overrides
    )
    targets = set_targets(
        recommendation.profile,
        recommendation.target_type,
        [dimension.key for dimension in result.dimensions],
        overrides,
        scale=(result.lowest, result.highest),
    )
    gaps = find_gaps(result, targets)
    roadmap = roadmap or plan_roadmap(
        catalogue or load_catalogue(),
        gaps,
        result,
        recommendation,
        recommendation.profile,
        headcount=facts.headcount,
        start_on=start_on,
        capacity_days_per_quarter=capacity_days_per_quarter,
        pmo_staff=facts.pmo_staff,
        sector=facts.sector,
        horizon_weeks=horizon_weeks,
    )
    return _conclude(
        result, recommendation, targets, gaps, roadmap, facts, available_courses, catalogue, services
    )


def _conclude(
    result: MaturityResult,
    recommendation: Recommendation,
    targets: tuple[Target, ...],
    gaps: tuple[Gap, ...],
    roadmap: Roadmap,
    facts: ProfileFacts,
    available_courses: Collection[str],
    catalogue: Catalogue | None,
    services: ServiceMap | None,
) -> Advice:
    """Return the advice with all that follows from type, gaps and plan."""
    return Advice(
        recommendation=recommendation,
        targets=targets,
        gaps=gaps,
        roadmap=roadmap,
        training=suggest_training(gaps, available_courses),
        citations=choose_citations(gaps, facts.sector),
        kpi_set=choose_kpis(result, recommendation, gaps, sector=facts.sector),
        services=_mix(services, gaps, recommendation, facts.sector),
        rollout=plan_rollout(
            roadmap,
            recommendation,
            gaps,
            facts,
            available_courses=available_courses,
            catalogue=catalogue,
        ),
    )


def _mix(
    asked: ServiceMap | None, gaps: tuple[Gap, ...], recommendation: Recommendation, sector: str | None
) -> ServiceMix:
    return mix_services(
        load_service_module(), gaps, asked, pmo_type=recommendation.target_type, sector=sector
    )


def build_report(
    *,
    reference: str,
    language: str,
    firm: str,
    consultant: str,
    issued_on: date,
    client: ClientFacts,
    assessment: AssessmentFacts,
    model: MaturityModel,
    result: MaturityResult,
    advice: Advice,
    answers_hash: str,
    product_version: str,
    profile_model: ProfileModel | None = None,
    since: SinceLast | None = None,
) -> MaturityReport:
    """Return everything a report shows, with the versions and hashes that make it repeatable.

    Args:
        language: code of the language the report is read in; texts are carried in all of theirs.
        answers_hash: of the responses the result was scored from.
        since: what became of the measurement before.

    Raises:
        ValueError: the result was not scored with this model.
    """
    if (result.model_key, result.model_version, result.model_hash) != (model.key, model.version, model.hash):
        raise ValueError(f"the result was scored with {result.model_key} {result.model_version}")
    return MaturityReport(
        reference=reference,
        language=language,
        firm=firm,
        consultant=consultant,
        issued_on=issued_on,
        client=client,
        assessment=assessment,
        model=model,
        profile_model=profile_model or load_profile_model(),
        result=result,
        targets=advice.targets,
        recommendation=advice.recommendation,
        gaps=advice.gaps,
        roadmap=advice.roadmap,
        training=advice.training,
        citations=advice.citations,
        provenance=_provenance(model, result, advice, answers_hash, product_version),
        kpi_set=advice.kpi_set,
        services=advice.services,
        rollout=advice.rollout,
        since=since,
    )


def _provenance(
    model: MaturityModel, result: MaturityResult, advice: Advice, answers_hash: str, product_version: str
) -> Provenance:
    return Provenance(
        model_key=model.key,
        model_version=model.version,
        model_hash=result.model_hash,
        profile_version=advice.recommendation.profile_version,
        catalogue_version=advice.roadmap.catalogue_version,
        method_version=result.method_version,
        planning_method_version=advice.roadmap.method_version,
        answers_hash=answers_hash,
        product_version=product_version,
        kpi_version=advice.kpi_set.catalogue_version if advice.kpi_set else "",
    )


def report_to_plain(report: MaturityReport) -> dict[str, Any]:
    """Return a report as JSON data, as docs/result-json.md describes it. `report_from_plain` reads it back."""
    return {"format": FORMAT, "format_version": FORMAT_VERSION, **to_plain(report)}


def report_from_plain(data: Mapping[str, Any]) -> MaturityReport:
    """Return the report that `report_to_plain` wrote.

    Raises:
        UnknownFormat: the data is something else, or of a format version this product does not read.
    """
    if data.get("format") != FORMAT or data.get("format_version") != FORMAT_VERSION:
        raise UnknownFormat(f"{data.get('format')} {data.get('format_version')}")
    fields = {name: value for name, value in data.items() if name not in ("format", "format_version")}
    return from_plain(MaturityReport, fields)
