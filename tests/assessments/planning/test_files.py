"""The two files: what is read, what is refused, and the numbers a plan is made of."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assessments.planning.assembling import assemble, week_from, week_until
from assessments.planning.calendar import Calendar, parts, usual_week
from assessments.planning.files import (
    ActivityCatalogue,
    CapacityFile,
    QuietPeriod,
    ResourceEntry,
    find_circles,
    read_activities,
    read_capacity,
)
from assessments.planning.planner import make_plan
from assessments.planning.problem import LEVEL, UNIT, Demand, Lift, PlanningProblem
from content import ContentError, json_schema, read_text

DOCS = Path(__file__).parents[3] / "docs"
START = "start_on: 2026-03-02\nhorizon_weeks: 10\n"
CREW = START + "resources: [{key: crew, per_week: 5}]\n"


def rules(text: str, kind: type = ActivityCatalogue) -> list[tuple[str, str]]:
    with pytest.raises(ContentError) as refused:
        read_text(text.encode(), kind, "plan.yaml")
    return [(finding.field, finding.rule) for finding in refused.value.findings]


def both(activities: str, capacity: str = CREW) -> PlanningProblem:
    problem, faults = assemble(
        read_text(activities.encode(), ActivityCatalogue, "a.yaml"),
        read_text(capacity.encode(), CapacityFile, "c.yaml"),
    )
    assert problem is not None, faults
    return problem


@pytest.mark.parametrize(("name", "kind"), [("activities", ActivityCatalogue), ("capacity", CapacityFile)])
def test_the_published_schemas_are_those_of_the_program(name: str, kind: type) -> None:
    published = json.loads((DOCS / "schemas" / f"plan-{name}.schema.json").read_text(encoding="utf-8"))
    assert published == json_schema(kind), f"write it anew with: plumbline plan --schema {name}"


def test_the_example_of_the_page_is_planned() -> None:
    _, first, rest = (DOCS / "planning-format.md").read_text(encoding="utf-8").split("```yaml\n")
    plan = make_plan(both(first.split("```")[0], rest.split("```")[0]), "balanced", schedules=20)
    assert (plan.outcome, len(plan.activities)) == ("complete", 5)


def test_the_example_files_are_read(tmp_path: Path) -> None:
    examples = DOCS / "example-files"
    assert len(read_activities(examples / "activities.yaml").activities) == 6
    assert len(read_capacity(examples / "capacity.yaml").resources) == 13


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("activities: []", [("activities", "too_short")]),
        ("activities: [{key: A, weeks: 1}, {key: A, weeks: 1}]", [("activities[1].key", "unique-key")]),
        ("activities: [{key: A, weeks: 1, needs: [B]}]", [("activities[0].needs[0]", "known-key")]),
        ("activities: [{key: A, weeks: 1, needs: [A]}]", [("activities[0].needs", "cycle")]),
        ("activities: [{key: A, weeks: 1, low_days: 2}]", [("activities[0].low_days", "three-point")]),
        ("activities: [{key: A, weeks: 1, high_days: 2}]", [("activities[0].high_days", "three-point")]),
        (
            "activities: [{key: A, weeks: 1, effort_days: 3, low_days: 4, high_days: 2}]",
            [("activities[0].low_days", "three-point"), ("activities[0].high_days", "three-point")],
        ),
        (
            "activities: [{key: A, weeks: 1, effort_days: -3}]",
            [("activities[0].effort_days", "greater_than_equal")],
        ),
        (
            "activities: [{key: A, weeks: 1, lifts: [{dimension: D, lift_from: 2, lift_to: 1}]}]",
            [("activities[0].lifts[0].dimension", "known-key"), ("activities[0].lifts[0].lift_to", "lift")],
        ),
        (
            "activities: [{key: A, weeks: 1, not_before: 2026-05-01, start: 2026-04-01, deadline: 2026-03-01}]",
            [
                ("activities[0].start", "dates"),
                ("activities[0].deadline", "dates"),
                ("activities[0].deadline", "dates"),
            ],
        ),
        (
            "activities: [{key: A, weeks: 1}]\n"
            "dimensions: [{key: D, today: 1, target: 2}, {key: D, today: 2, target: 2}]",
            [("dimensions[1].key", "unique-key")],
        ),
    ],
)
def test_faults_of_activities(text: str, found: list[tuple[str, str]]) -> None:
    assert rules(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("resources: [{key: a}]", [("resources[0]", "capacity")]),
        ("resources: [{key: a, per_week: 1}, {key: a, per_week: 1}]", [("resources[1].key", "unique-key")]),
        ('resources: [{key: a, per_week: 1, months: {"2026-03": 1}}]', [("resources[0].months", "capacity")]),
        (
            'resources: [{key: a, per_month: 1, months: {"2026-13": 1}}]',
            [("resources[0].months", "string_pattern_mismatch")],
        ),
        ("resources: []\nworking_days: [mon, mon]", [("working_days[1]", "unique-key")]),
        ("resources: []\nquiet: [{first: 2026-05-02, last: 2026-05-01}]", [("quiet[0].last", "dates")]),
        ("resources: []\nconditions: [{activity: A}]", [("conditions[0]", "condition")]),
        (
            "resources: []\nconditions: [{activity: A, exclude: true, must: true}]",
            [("conditions[0].exclude", "condition")],
        ),
        (
            "resources: []\n"
            "conditions: [{activity: A, not_before: 2026-05-02, start: 2026-05-01, deadline: 2026-04-01}]",
            [("conditions[0].start", "dates"), ("conditions[0].deadline", "dates")],
        ),
    ],
)
def test_faults_of_capacity(text: str, found: list[tuple[str, str]]) -> None:
    assert rules(START + text, CapacityFile) == found


def test_what_only_shows_together_is_named_in_its_file() -> None:
    activities = (
        "activities:\n"
        "- {key: A, weeks: 1, demand: {crew: 1, ghost: 1}, per_week: {none: 1}, start: 2027-01-01}\n"
    )
    capacity = START + (
        "resources: [{key: crew, per_week: 5}, {key: none, per_week: 0}]\n"
        "conditions: [{activity: B, must: true, deadline: 2025-01-01}]\n"
    )
    problem, faults = assemble(
        read_text(activities.encode(), ActivityCatalogue, "a"),
        read_text(capacity.encode(), CapacityFile, "c"),
    )
    assert problem is None
    assert bool(faults)
    assert [(one.path[2:], one.rule) for one in faults.activities] == [
        (("demand", "ghost"), "known-resource"),
        (("per_week", "none"), "zero-capacity"),
        (("start",), "dates"),
    ]
    assert [(one.path[2], one.rule) for one in faults.capacity] == [
        ("activity", "known-key"),
        ("deadline", "dates"),
    ]


def test_circles_are_named_by_their_members_even_in_a_long_chain() -> None:
    chain = {f"K{number}": (f"K{number + 1}",) for number in range(3000)} | {"K3000": ("K2999",)}
    assert find_circles(chain) == (("K2999", "K3000"),)
    assert find_circles({"A": ("B", "A"), "B": ("C",), "C": ("B",), "D": ("A", "X")}) == (("B", "C"), ("A",))


# March 2026 begins on a Sunday: weeks of 2, 9, 16, 23 and 30 March, the last with its Thursday in April.
def test_months_share_their_amount_among_their_working_days() -> None:
    capacity = CapacityFile(
        date(2026, 3, 2),
        (),
        horizon_weeks=5,
        holidays=(date(2026, 3, 6),),
        quiet=(QuietPeriod(date(2026, 3, 9), date(2026, 3, 13), 0.5),),
    )
    calendar = Calendar(capacity)
    assert calendar.open_share() == (800, 500, 1000, 1000, 1000)
    # 22 working days; 4 + 2.5 + 5 + 5 of them are left in the first four weeks, at 1 a day.
    weeks, available = calendar.periods(ResourceEntry("a", per_month=22, months={"2026-04": 44}))
    assert weeks == (0, 0, 0, 0, 1)
    # The fifth week has two days of March at 1 and three of April, which has 22 working days too, at 2.
    assert [one / UNIT for one in available] == [16.5, 8.0]
    away = (QuietPeriod(date(2026, 3, 16), date(2026, 3, 22), 0.2),)
    assert [one / UNIT for one in calendar.periods(ResourceEntry("b", per_week=5, away=away))[1]] == [
        4,
        2.5,
        1,
        5,
        5,
    ]


def test_a_usual_week_of_a_month_is_twelve_fiftyseconds() -> None:
    assert usual_week(ResourceEntry("a", per_month=26)) == 6 * UNIT
    assert usual_week(ResourceEntry("a", per_week=3)) == parts(3)


def test_dates_become_weeks() -> None:
    calendar = Calendar(CapacityFile(date(2026, 3, 2), (), horizon_weeks=10))
    days = [date(2026, 3, day) for day in (2, 3, 9, 12, 13, 15)]
    assert [week_from(calendar, day) for day in days] == [0, 1, 1, 2, 2, 2]
    # The second week's last working day is Friday the 13th.
    assert [week_until(calendar, day) for day in days] == [0, 0, 1, 1, 2, 2]


def test_an_activity_carries_what_its_file_says() -> None:
    text = """
dimensions: [{key: D, today: 1.5, target: 3, weight: 2}]
activities:
- {key: A, weeks: 2, demand: {crew: 8}, stretches: true, lifts: [{dimension: D, lift_from: 1, lift_to: 3}], cost: 10}
- {key: B, weeks: 2, per_week: {crew: 1}, owners: [ann], unit: north, optional: true, value: 2, needs: [A, A]}
- {key: C, weeks: 1, effort_days: 2, low_days: 1, high_days: 4, not_before: 2026-03-09, deadline: 2026-04-10}
"""
    capacity = (
        START
        + """
resources: [{key: crew, per_week: 4, rate: 100}, {key: team, per_week: 9, covers: [crew], rate: 900}]
day_rate: 50
limits: {at_once: 2, per_owner: 1, per_unit: 1}
conditions:
- {activity: B, must: true, not_before: 2026-03-16}
- {activity: C, deadline: 2026-04-24, not_before: 2026-03-02, start: 2026-03-23}
- {activity: A, exclude: true, deadline: 2026-04-24}
"""
    )
    problem = both(text, capacity)
    a, b, c = problem.activities
    # 8 days at four fifths of 4 a week take 2.5, so 3 weeks; both crew and team give them, at the first rate.
    assert (a.weeks, a.stretched_from, a.cost, a.effort) == (3, 2, 81_000, 8 * UNIT)
    assert a.demands[:2] == (Demand("crew", 8 * UNIT), Demand("team", 8 * UNIT))
    assert a.lifts == (Lift("D", 1), Lift("D", 2))
    assert (a.is_excluded, a.latest_end) == (True, 8)
    assert (b.is_mandatory, b.earliest, b.value, b.needs, b.cost) == (True, 2, 2 * LEVEL, ("A",), 20_000)
    assert b.demands[2:] == (
        Demand("owner:ann", 1, False),
        Demand("unit:north", 1, False),
        Demand("all", 1, False),
    )
    assert (c.earliest, c.latest_end, c.fixed_start, c.low, c.high, c.cost) == (
        1,
        6,
        3,
        UNIT,
        4 * UNIT,
        10_000,
    )
    assert [one.key for one in problem.resources] == ["crew", "team", "owner:ann", "unit:north", "all"]
    assert problem.dimensions[0].rungs == {1: 1, 2: 1}


def test_limits_that_are_not_set_do_not_limit() -> None:
    text = """
dimensions: [{key: D, today: 1, target: 2}, {key: E, today: 1, target: 2}]
activities:
- key: A
  weeks: 2
  per_week: {crew: 5}
  stretches: true
  owners: [ann]
  lifts: [{dimension: E, lift_from: 1, lift_to: 2}]
- {key: B, weeks: 2, demand: {odd: 1}, stretches: true}
"""
    capacity = START + (
        "resources: [{key: crew, per_week: 5}, "
        '{key: odd, per_month: 0, months: {"2026-03": 9}}]\nlimits: {per_owner: 2}\n'
    )
    problem = both(text, capacity)
    assert [one.key for one in problem.resources] == ["crew", "odd", "owner:ann"]
    assert [one.weeks for one in problem.activities] == [2, 2]
    assert [dict(one.rungs) for one in problem.dimensions] == [{}, {1: 1}]
