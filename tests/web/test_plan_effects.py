"""An adopted plan beside the measurement after it, on the page of either."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.plans import find_scenario, list_scenarios
from app.services import conclusions, plan_tracking, plans
from app.services.plan_tracking import Status
from assessments.roadmap import Roadmap
from assessments.wishes import Wishes
from content import from_plain
from tests.conftest import NOW
from tests.web.reading import text_of
from tests.web.shaping import plan_of
from tests.world import World
from tests.worlds.closed import CONSULTANT, closed_assessment

WEEKS = 40


@pytest.fixture
def later(kept, lead, world: World):
    """A measurement of the same client that was closed long after the first."""
    second = closed_assessment(kept.firm_id, NOW, team=(lead.id,), mode="named")
    with firm_scope(kept.firm_id):
        row = find_assessment(second.id)
        row.engagement_id = kept.engagement_id
        row.closed_at = NOW + timedelta(weeks=WEEKS)
        db.session.flush()
    return second.id


@pytest.fixture
def adopted(kept, lead, scenario, clock):
    """The plan of the first measurement, adopted; its first initiative is done, its second has begun."""
    plan = plan_of(kept, scenario)
    with firm_scope(kept.firm_id):
        plans.adopt(lead, scenario)
        clock.advance(weeks=WEEKS)
        first, second = plan.initiatives[0], plan.initiatives[1]
        day = plan.start_on + timedelta(days=1)
        plan_tracking.record(
            lead,
            scenario,
            find_scenario(scenario).revision,
            [
                Status(first.key, "done", day, day + timedelta(weeks=3)),
                Status(second.key, "under way", day),
            ],
        )
    return scenario


def section_of(page) -> str:
    return page.get_data(as_text=True).partition('id="plan-effects"')[2].partition("</section>")[0]


def test_the_later_results_stand_beside_what_the_plan_projected(client_for, kept, later, adopted):
    browser = client_for(CONSULTANT)
    section = section_of(browser.get(f"/assessments/{later}/results"))
    with firm_scope(kept.firm_id):
        plan = from_plain(Roadmap, find_scenario(adopted).baseline)
        result = conclusions.result_of(find_assessment(later))
    ended = [one for one in plan.quarters if one.end_week <= WEEKS - 2]
    assert section.count("<tr") == 1 + len(plan.projections)
    for one in plan.projections:
        row = section.partition(result.dimension(one.dimension).title["en"])[2].partition("</tr>")[0]
        assert f"{one.levels[len(ended) - 1]:.1f}" in row
        assert f"{result.dimension(one.dimension).evidenced:.1f}" in row
    assert f"1 of the {len(plan.initiatives)} initiatives" in section
    assert "neither shows that one caused the other" in section
    assert "caused by" not in section
    first, second = plan.initiatives[:2]
    assert f"{first.key} · done" in section
    assert f"{second.key} · under way" in section
    assert f'href="/plans/{adopted}"' in section


def test_the_plan_leads_to_the_measurement_after_it(client_for, kept, later, adopted):
    browser = client_for(CONSULTANT)
    page = browser.get(f"/plans/{adopted}")
    assert f'href="/assessments/{later}/results"' in section_of(page)


def test_without_a_later_measurement_or_an_adopted_plan_nothing_is_said(client_for, kept, lead):
    browser = client_for(CONSULTANT)
    with firm_scope(kept.firm_id):
        plans.keep_drawn(kept.id, "lean", plans.draw(find_assessment(kept.id), Wishes()), lead.id)
        scenario = list_scenarios(kept.id)[0].id
    assert section_of(browser.get(f"/plans/{scenario}")) == ""
    with firm_scope(kept.firm_id):
        plans.adopt(lead, scenario)
    assert section_of(browser.get(f"/plans/{scenario}")) == ""


def test_a_later_measurement_alone_says_nothing_of_a_plan(client_for, kept, later):
    assert section_of(client_for(CONSULTANT).get(f"/assessments/{later}/results")) == ""


def test_a_measurement_by_another_model_says_nothing_of_the_plan(client_for, kept, later, adopted):
    with firm_scope(kept.firm_id):
        find_assessment(later).model_version = "0.9.0"  # whose file is gone
        db.session.flush()
    assert section_of(client_for(CONSULTANT).get(f"/plans/{adopted}")) == ""


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_part_reads_in_both_directions(client_for, kept, later, adopted, language):
    page = client_for(CONSULTANT).get(f"/assessments/{later}/results?lang={language}")
    assert section_of(page)
    assert "⟦" in text_of(page)
