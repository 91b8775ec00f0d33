"""What surrounds the plan as the consultant sees it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.engagements import find_engagement
from app.services import conclusions
from content import to_plain
from tests.web.reading import outcome_page, plain, section
from tests.worlds.closed import advice_of


def show(consultant, closed, language: str = "en") -> str:
    return outcome_page(consultant, closed, "rollout", language)


def draw_again(closed, **facts) -> None:
    """Draw the conclusion after some facts of the engagement have changed."""
    with firm_scope(closed.firm_id):
        engagement = find_engagement(closed.engagement_id)
        for name, value in facts.items():
            setattr(engagement, name, value)
        db.session.flush()
        conclusions.draw(find_assessment(closed.id))
        db.session.commit()


def test_every_part_is_the_stored_one(consultant, kept):
    rollout, page = advice_of(kept).rollout, show(consultant, kept)
    for risk in rollout.risks.risks:
        assert risk.trigger["en"] in section(page, "risks")
        assert f"{risk.rule}, {risk.title['en']}:" in section(page, "risks")
    for entry in rollout.communication.entries:
        assert entry.title["en"] in section(page, "calendar")
    for phase in rollout.success:
        assert all(one.title["en"] in section(page, "success") for one in phase.measures)
    for role in rollout.training:
        assert role.title["en"] in section(page, "training")


def test_one_role_answers_for_each_initiative(consultant, kept):
    duties = section(show(consultant, kept), "duties").partition("<tbody>")[2].partition("</tbody>")[0]
    rows = duties.split("<tr>")[1:]
    assert len(rows) == len(advice_of(kept).roadmap.initiatives)
    assert all(len(re.findall(r"<strong>A(?:/R)?</strong>", row)) == 1 for row in rows)


def test_the_contents_lead_to_every_part(consultant, kept):
    page = show(consultant, kept)
    targets = re.findall(r'href="#([a-z]+)"', page.partition('class="contents"')[2].partition("</nav>")[0])
    assert len(targets) == 7
    assert all(f'id="{target}"' in page for target in targets)


def test_a_module_of_a_published_course_can_be_assigned_from_its_gap(consultant, kept):
    links = re.findall(r'href="([^"]+/training\?dimension=[A-Z]{3})"', show(consultant, kept))
    assert links
    assert consultant.get(links[0]).status_code == 200


def test_without_a_day_rate_only_days_are_told(consultant, kept):
    page = plain(section(show(consultant, kept), "case"))
    case = advice_of(kept).rollout.business_case
    assert f"It costs {case.days.low:.0f} to {case.days.high:.0f} person-days" in page
    assert "the cost of a person-day, for any sum of money" in page
    assert "Break-even" not in page
    assert "a promise of benefit" in page


def test_a_stated_rate_gives_cost_and_break_even(consultant, kept, app):
    draw_again(kept, day_rate=Decimal("500"), project_people=300)
    page = plain(section(show(consultant, kept), "case"))
    case = advice_of(kept).rollout.business_case
    assert f"It costs CU {case.cost.low:,.0f} to CU {case.cost.high:,.0f}" in page
    assert f"{100 * case.share_of_value.base:.2f} %" in page
    assert "for 300 people in projects: as stated for the engagement" in plain(show(consultant, kept))


def test_advice_of_an_earlier_version_is_completed(consultant, kept, app):
    wanted = show(consultant, kept)
    with firm_scope(kept.firm_id):
        row = find_assessment(kept.id)
        old = to_plain(replace(conclusions.advice_of(row), rollout=None))
        del old["rollout"]
        row.conclusion = old
        db.session.commit()
    assert plain(show(consultant, kept)) == plain(wanted)


def test_a_plan_without_work_says_so(consultant, kept, app):
    with firm_scope(kept.firm_id):
        row = find_assessment(kept.id)
        row.target_level = 1.0
        conclusions.draw(row)
        db.session.commit()
    assert "Without a plan there is nothing to roll out" in show(consultant, kept)


def test_without_a_profile_the_page_waits(consultant, kept, app):
    with firm_scope(kept.firm_id):
        find_assessment(kept.id).conclusion = None
        db.session.commit()
    assert "A few facts about the organisation are missing" in show(consultant, kept)


@pytest.mark.parametrize(
    ("staff", "words"),
    [(1, "it lies below the range"), (40, "it lies above the range"), (None, "is not stated")],
)
def test_the_pmos_own_staff_is_held_against_the_range(consultant, kept, app, staff, words):
    draw_again(kept, pmo_staff=staff)
    assert words in plain(section(show(consultant, kept), "staffing"))


def test_no_key_is_left_in_pseudo_language(consultant, kept):
    page = plain(show(consultant, kept, "en-XA"))
    for key in ("no-sponsor-time", "day rate", "yearly value", "headcount"):
        assert key not in page


def test_the_page_takes_few_statements(consultant, kept):
    show(consultant, kept)
    assert len(consultant.statements) <= 10
