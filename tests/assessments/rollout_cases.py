"""Plans laid out by hand for tests of what surrounds a schedule; they name only what a test cares about."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from assessments.catalogue import load_catalogue
from assessments.gaps import Gap
from assessments.recommendations import Recommendation
from assessments.roadmap import Phase, Quarter, Roadmap, ScheduledInitiative
from tests.assessments.planning_cases import ARCHETYPES, BANK, advice_of, evenly, plan_of, profile_of

SCALE_UP = profile_of(ARCHETYPES["autonomous agile scale-up"])
DISTRESS = profile_of(ARCHETYPES["contractor in distress"])


@cache
def small_plan() -> Roadmap:
    """Return the plan of the example in docs/methods-planning.md, sections 4.2 to 4.5."""
    return plan_of(evenly(4.5) | {"RSK": 2.0}, BANK)


def work(key: str, start: int, end: int, **changed: object) -> ScheduledInitiative:
    """Return an initiative of the catalogue in these weeks."""
    one = load_catalogue().initiative(key)
    given = {
        "key": key,
        "title": one.title,
        "dimension": one.dimension,
        "owners": one.owners,
        "start_week": start,
        "end_week": end,
        "effort_days": one.effort_days,
        "is_quick_win": one.is_quick_win,
        "verify_first": False,
    }
    return replace(small_plan().initiatives[0], **(given | changed))


def laid_out(
    *initiatives: ScheduledInitiative,
    ends: Sequence[int] = (2, 6, 14, 26, 52),
    quarters: Sequence[tuple[float, float]] = ((20.0, 90.0),) * 4,
) -> Roadmap:
    """Return a plan of these initiatives; a phase that ends where the one before does is left out."""
    text = small_plan().phases[0]
    starts = (0, *ends)
    phases = tuple(
        Phase(number, text.title, text.goal, text.exit_test, start, end)
        for number, (start, end) in enumerate(zip(starts, ends, strict=False))
        if start < end
    )
    catalogue = load_catalogue()
    used = {owner for one in initiatives for owner in one.owners}
    return replace(
        small_plan(),
        initiatives=tuple(sorted(initiatives, key=lambda one: (one.start_week, one.key))),
        phases=phases,
        length_weeks=max(ends, default=0),
        quarters=tuple(
            Quarter(number, 13 * (number - 1), 13 * number, days, capacity)
            for number, (days, capacity) in enumerate(quarters, 1)
        ),
        owners=tuple(role for role in catalogue.owners if role.key in used),
        effort_days=sum(one.effort_days for one in initiatives),
    )


def advised(
    answers: dict[str, int], level: float = 4.5, **levels: float | None
) -> tuple[Recommendation, tuple[Gap, ...]]:
    """Return recommendation and gaps of a client with the same level everywhere but in the named dimensions."""
    _, recommendation, gaps = advice_of(evenly(level) | levels, answers)
    return recommendation, gaps
