"""Scenarios side by side: figures, differences, levels, and both plans in one scale."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.engagements import find_engagement
from app.db.plans import find_scenario, list_scenarios
from app.services import conclusions, plans
from assessments.plan_comparison import figures_of, side_by_side
from assessments.plan_levels import final_level
from assessments.wishes import Wishes
from content import to_plain
from tests.web.reading import plain, section, text_of
from tests.web.shaping import plan_of
from tests.world import World
from tests.worlds.closed import COLLEAGUE

MOST_STATEMENTS = 12


@pytest.fixture
def scenarios(kept, world):
    """The balanced plan, and two in which its first initiative is held back and its last one is taken out."""
    with firm_scope(kept.firm_id):
        row = find_assessment(kept.id)
        whole = plans.draw(row, Wishes())
        stood = {one.key: one.start_week for one in whole.initiatives}
        first, last = whole.initiatives[0].key, whole.initiatives[-1].key
        held = Wishes().hold(first, whole.initiatives[0].start_week + 4)
        maker = world.ids["keel.consultant"]
        plans.keep_drawn(kept.id, "fast", whole, maker)
        plans.keep_drawn(kept.id, "lean", plans.draw(row, held, stood), maker)
        plans.keep_drawn(kept.id, "balanced", plans.draw(row, Wishes().drop(last), stood), maker)
        found = {one.name: one.id for one in list_scenarios(kept.id)}
    return [found[name] for name in ("fast", "lean", "balanced")]


def compare(consultant, kept, *chosen, extra=""):
    query = "&".join(f"plan={one}" for one in chosen)
    response = consultant.get(f"/assessments/{kept.id}/plans/compare?{query}{extra}")
    assert response.status_code == 200
    return response


def result_in(kept):
    with firm_scope(kept.firm_id):
        return conclusions.result_of(find_assessment(kept.id))


def part(page, key: str) -> str:
    return section(page.get_data(as_text=True), key)


def test_what_each_plan_takes_stands_side_by_side(consultant, kept, scenarios):
    page = compare(consultant, kept, *scenarios[:2])
    shown = plain(part(page, "figures"))
    result = result_in(kept)
    for scenario in scenarios[:2]:
        figures = figures_of(plan_of(kept, scenario), result)
        assert f"{figures.level:.2f}" in shown
        assert f"{figures.months:.1f}".removesuffix(".0") in shown
        assert f"{figures.people:.1f}".removesuffix(".0") in shown
    assert "nobody said what a person-day costs" in shown
    assert "Compared: Fast, Lean" in text_of(page)


def test_plan_page_comparison_and_what_if_tell_one_level_of_the_whole(consultant, kept, lead, scenarios):
    plan, result = plan_of(kept, scenarios[0]), result_in(kept)
    level = final_level(plan, result)
    ends = [one.levels[-1] for one in plan.projections]
    assert f"{level:.2f}" != f"{sum(ends) / len(ends):.2f}"  # else this would say nothing
    with firm_scope(kept.firm_id):
        plans.adopt(lead, scenarios[0])
    compared = plain(part(compare(consultant, kept, *scenarios[:2]), "figures"))
    assert f"Mean level at the end {level:.2f}" in compared
    tried = text_of(consultant.get(f"/assessments/{kept.id}/what-if"))
    assert f"Level reached {level:.2f} {level:.2f}" in tried
    with firm_scope(kept.firm_id):
        page = plans.scenario_page(lead, scenarios[0])
    assert page.summary.level == page.plan.outlook.end == level


def test_a_plan_drawn_earlier_opens_where_the_result_lacks_one_of_its_dimensions(consultant, kept, scenarios):
    plan, result = plan_of(kept, scenarios[0]), result_in(kept)
    gone = replace(plan.projections[0], dimension="GONE")
    with firm_scope(kept.firm_id):
        stored = replace(plan, projections=(*plan.projections, gone))
        find_scenario(scenarios[0]).plan = to_plain(stored)
        db.session.commit()
    compared = plain(part(compare(consultant, kept, *scenarios[:2]), "figures"))
    assert f"Mean level at the end {final_level(plan, result):.2f}" in compared
    assert consultant.get(f"/plans/{scenarios[0]}").status_code == 200


def test_a_stated_rate_gives_the_cost(consultant, kept, scenarios, app):
    with firm_scope(kept.firm_id):
        find_engagement(kept.engagement_id).day_rate = 500
        db.session.commit()
    shown = text_of(compare(consultant, kept, *scenarios[:2])).replace("\u00a0", " ")
    assert f"CU {500 * plan_of(kept, scenarios[0]).effort_days:,.0f}" in shown


def test_initiatives_that_differ_are_listed_with_by_how_much(consultant, kept, scenarios):
    rows = side_by_side([plan_of(kept, one) for one in scenarios])
    page = compare(consultant, kept, *scenarios)
    shown = part(page, "differences")
    differing = [row for row in rows if row.differs]
    assert f"{len(differing)} initiatives differ" in shown
    assert shown.count("<tr>") == len(differing) + 1
    moved = next(one for row in differing if (one := row.places[1]) and one.later_weeks)
    word = "later" if moved.later_weeks > 0 else "earlier"
    assert re.search(rf"{abs(moved.later_weeks)} weeks? {word}", shown)
    gone = plan_of(kept, scenarios[0]).initiatives[-1]
    line = next(one for one in shown.split("<tr>") if f">{gone.key}<" in one)
    assert "not in it" in line


def test_both_plans_are_drawn_over_each_other_in_one_scale(consultant, kept, scenarios):
    first, second, third = (plan_of(kept, one) for one in scenarios)
    shown = part(compare(consultant, kept, *scenarios[:2]), "overlay")
    table = shown.partition("<tbody>")[2]
    assert len(re.findall(r'class="d-(?:current|quick)"', table)) == len(first.initiatives)
    assert table.count('class="d-baseline"') == len(second.initiatives)
    other = part(compare(consultant, kept, *scenarios, extra=f"&over={scenarios[2]}"), "overlay")
    assert other.partition("<tbody>")[2].count('class="d-baseline"') == len(third.initiatives)
    assert "only Fast" in other


def test_time_is_the_same_from_right_to_left(consultant, kept, scenarios):
    bars = re.compile(r'<rect class="d-[^"]+" x="([\d.]+)%" width="([\d.]+)%"')
    english = bars.findall(part(compare(consultant, kept, *scenarios[:2]), "overlay"))
    arabic = bars.findall(part(compare(consultant, kept, *scenarios[:2], extra="&lang=ar-XB"), "overlay"))
    assert english == arabic != []


def test_levels_stand_at_every_quarters_end(consultant, kept, scenarios):
    plan = plan_of(kept, scenarios[0])
    shown = part(compare(consultant, kept, *scenarios[:2]), "levels")
    for one in plan.projections:
        cells = re.findall(r'class="heat-cell"[^>]*>([\d.]+)', shown)
        assert f"{one.levels[-1]:.1f}" in cells
    assert shown.count('class="table-group"') == len(plan.projections)


def test_plans_that_are_alike_are_said_to_be(consultant, kept, scenarios, world):
    with firm_scope(kept.firm_id):
        find_scenario(scenarios[1]).plan = find_scenario(scenarios[0]).plan
        db.session.commit()
    shown = text_of(compare(consultant, kept, *scenarios[:2]))
    assert "Lean is the same plan as Fast." in shown
    assert "No initiative differs" in shown


def test_strange_addresses_show_the_first_plans(consultant, kept, scenarios):
    for chosen in ((), (scenarios[0],), ("nonsense", uuid4())):
        assert "Compared: Fast, Lean, Balanced" in text_of(compare(consultant, kept, *chosen))
    many = text_of(compare(consultant, kept, *scenarios, scenarios[0]))
    assert "At most four" not in many


def test_at_most_four_are_compared(consultant, kept, scenarios, world):
    with firm_scope(kept.firm_id):
        for name in ("Again", "And again"):
            source = find_scenario(scenarios[0])
            copied = type(source)(
                **{
                    field: getattr(source, field)
                    for field in ("firm_id", "assessment_id", "wishes", "plan", "earlier")
                },
                id=uuid4(),
                name=name,
                changed_by=source.changed_by,
                changed_at=source.changed_at,
            )
            db.session.add(copied)
        db.session.commit()
        chosen = [one.id for one in list_scenarios(kept.id)]
    page = compare(consultant, kept, *chosen)
    assert "At most four plans are compared at once" in text_of(page)
    assert len(re.findall(r'<th scope="col" class="numeric">', part(page, "figures"))) == 4
    assert len(consultant.statements) <= MOST_STATEMENTS


def test_one_plan_alone_is_not_compared(consultant, kept, world):
    with firm_scope(kept.firm_id):
        row = find_assessment(kept.id)
        plans.keep_drawn(kept.id, "balanced", plans.draw(row, Wishes()), world.ids["keel.consultant"])
        db.session.commit()
    assert "Two plans are needed" in text_of(compare(consultant, kept))


def test_without_a_profile_the_page_waits(consultant, kept, app):
    with firm_scope(kept.firm_id):
        find_assessment(kept.id).conclusion = None
        db.session.commit()
    assert "A few facts about the organisation are missing" in text_of(compare(consultant, kept))


def test_nobody_else_sees_it(kept, client_for):
    for email in (COLLEAGUE, World.other_consultant):
        assert client_for(email).get(f"/assessments/{kept.id}/plans/compare").status_code == 404
