"""Results and profiles for tests of advice and plans, with only what a test cares about."""

from collections.abc import Mapping
from datetime import date

from assessments.catalogue import Catalogue, load_catalogue
from assessments.gaps import Gap, find_gaps, set_targets
from assessments.profile import ProfileFacts, load_profile_model
from assessments.recommendations import Recommendation, recommend
from assessments.results import DimensionScore, Grade, MaturityResult, OverallScore
from assessments.roadmap import Roadmap, ScheduledInitiative, plan_roadmap

WEIGHTS = {
    "STR": 12.0,
    "GOV": 12.0,
    "MTH": 10.0,
    "CTL": 12.0,
    "RSK": 10.0,
    "BEN": 10.0,
    "RES": 8.0,
    "PPL": 9.0,
    "ENG": 8.0,
    "SVC": 9.0,
}
DIMENSIONS = tuple(WEIGHTS)
MONDAY = date(2026, 3, 2)

ARCHETYPES = {
    "autonomous agile scale-up": "0 1 3 2 1 1 1 2 1 0 4 2 1 4 1 2 3 1",
    "university": "1 1 3 2 1 1 0 1 2 1 4 2 1 2 1 4 3 1",
    "regional bank": "4 3 2 2 2 3 3 3 3 2 1 3 2 1 0 2 2 2",
    "audit-heavy ministry": "4 2 1 1 3 2 2 2 3 3 1 2 1 0 1 2 3 2",
    "contractor in distress": "2 4 1 1 4 3 4 4 2 4 1 3 3 0 4 2 2 2",
    "medical devices": "4 4 3 3 1 3 3 2 2 2 2 3 3 1 0 2 1 1",
    "turnaround": "1 3 1 1 4 4 1 4 2 4 1 4 4 1 0 1 2 4",
    "holding group": "2 2 2 2 2 2 1 2 3 1 3 2 2 2 1 4 2 2",
}


def profile_of(answers: str) -> dict[str, int]:
    """Return eighteen answers, in the order of the criteria, as a profile."""
    return {f"K{number:02d}": int(answer) for number, answer in enumerate(answers.split(), 1)}


BANK = profile_of(ARCHETYPES["regional bank"])


def scored(key: str, level: float | None, grade: Grade | None = "B") -> DimensionScore:
    """Return a dimension whose claimed and evidenced score are the same."""
    return DimensionScore(
        key=key,
        title={"en": key},
        weight=WEIGHTS.get(key, 5.0),
        is_core=key in ("GOV", "MTH", "CTL", "RSK"),
        claimed=level,
        evidenced=level,
        optimism=None if level is None else 0.0,
        respondent_weighted=level,
        interval=None,
        respondents=12,
        answered=24,
        asked=24,
        dont_know_share=0.0,
        not_applicable_share=0.0,
        dk_low=level,
        dk_high=level,
        ad=0.4,
        rwg_star=0.8,
        rwg_j=0.8,
        agreement="shared",
        grade=None if level is None else grade,
        grade_points={},
        by_role=(),
        unscored_reason="no answers" if level is None else "",
    )


def result_of(
    levels: Mapping[str, float | None], grades: Mapping[str, Grade] | None = None
) -> MaturityResult:
    """Return a result that holds these evidenced scores and nothing else worth reading."""
    named = grades or {}
    return MaturityResult(
        model_key="quick-scan",
        model_version="1.0.0",
        model_hash="0" * 64,
        method_version="1.0.0",
        mode="named",
        threshold=5,
        lowest=1,
        highest=5,
        respondents=12,
        is_organisation_result=True,
        is_census=False,
        is_below_threshold=False,
        uniform_respondents=0,
        dimensions=tuple(scored(key, level, named.get(key, "B")) for key, level in levels.items()),
        overall=OverallScore(None, None, None, None, None, None, None, None, None, None),
        roles=(),
        questions=(),
    )


def evenly(level: float | None) -> dict[str, float | None]:
    """Return the same level for all ten dimensions."""
    return dict.fromkeys(DIMENSIONS, level)


def advice_of(
    levels: Mapping[str, float | None], answers: Mapping[str, int], grades: Mapping[str, Grade] | None = None
) -> tuple[MaturityResult, Recommendation, tuple[Gap, ...]]:
    """Return the result with the recommendation and the gaps that follow from it."""
    result = result_of(levels, grades)
    advice = recommend(load_profile_model(), answers, result, ProfileFacts())
    targets = set_targets(advice.profile, advice.target_type, levels)
    return result, advice, find_gaps(result, targets)


def plan_of(
    levels: Mapping[str, float | None],
    answers: Mapping[str, int],
    *,
    capacity: float | None = 90.0,
    headcount: int | None = 500,
    sector: str | None = None,
    horizon_weeks: int = 78,
    catalogue: Catalogue | None = None,
    grades: Mapping[str, Grade] | None = None,
) -> Roadmap:
    """Return the plan for a client with these scores and answers."""
    result, advice, gaps = advice_of(levels, answers, grades)
    return plan_roadmap(
        catalogue or load_catalogue(),
        gaps,
        result,
        advice,
        advice.profile,
        headcount=headcount,
        start_on=MONDAY,
        capacity_days_per_quarter=capacity,
        sector=sector,
        horizon_weeks=horizon_weeks,
    )


def item(plan: Roadmap, key: str) -> ScheduledInitiative:
    return next(one for one in plan.initiatives if one.key == key)


def keys(plan: Roadmap) -> list[str]:
    return [one.key for one in plan.initiatives]


def why_not(plan: Roadmap, key: str) -> tuple[str, str | None]:
    return next((one.reason, one.other) for one in plan.left_out if one.key == key)
