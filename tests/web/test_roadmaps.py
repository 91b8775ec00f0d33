"""The plan as the consultant sees it."""

from __future__ import annotations

import re

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.engagements import find_engagement
from app.db.plans import list_scenarios
from app.reports.loads import loads_of
from app.services import conclusions, plans
from assessments.plan_limits import Limits
from assessments.wishes import Wishes
from tests.web.reading import outcome_page, plain, section
from tests.worlds.closed import advice_of


def show(consultant, closed, language: str = "en") -> str:
    return outcome_page(consultant, closed, "roadmap", language)


def roadmap_of(closed):
    return advice_of(closed).roadmap


def test_the_plan_is_the_stored_one(consultant, kept):
    plan, page = roadmap_of(kept), show(consultant, kept)
    gantt = page.partition('class="table gantt"')[2].partition("</table>")[0]
    assert gantt.count('class="gantt-bar"') == len(plan.initiatives) + len(plan.phases)
    for one in plan.initiatives:
        assert f"{one.title['en']}: weeks {one.start_week + 1} to {one.end_week}," in gantt
    assert f"{len(plan.initiatives)} initiatives in {plan.length_weeks} weeks" in plain(page)


def test_every_initiative_says_why_it_is_there_and_why_it_starts_then(consultant, kept):
    plan, page = roadmap_of(kept), show(consultant, kept)
    titles = {one.key: one.title["en"] for one in plan.initiatives}
    for one in plan.initiatives:
        told = plain(page.partition(f'id="{one.key.lower()}"')[2].partition("</details>")[0])
        if one.reason.kind == "prerequisite":
            assert f"It waits for {titles[one.reason.other]} ({one.reason.other})." in told
        if one.selection.kind == "prerequisite":
            assert f"It makes {titles[one.selection.other]} ({one.selection.other}) possible." in told
        assert one.deliverables[0]["en"] in told
    assert "It waits until there are days to spend." in plain(page)


def test_no_reason_is_left_as_its_key(consultant, kept):
    page = plain(show(consultant, kept, "en-XA"))
    for key in ("quick win ", "plan full", "not eligible", "level reached", "other type"):
        assert key not in page


def test_prerequisites_stand_beside_what_waits_for_them(consultant, kept):
    plan = roadmap_of(kept)
    gantt = show(consultant, kept).partition('class="table gantt"')[2].partition("</table>")[0]
    for one in plan.initiatives:
        row = next(part for part in gantt.split("<tr>") if f"{one.title['en']}:" in part)
        assert all(need in row for need in one.after)


def test_effort_and_projection_are_the_stored_ones(consultant, kept):
    plan, page = roadmap_of(kept), show(consultant, kept)
    projection = page.partition("Evidenced level expected")[2].partition("</table>")[0]
    for one in plan.projections:
        shown = [f"{value:.1f}" for value in (one.start, *one.levels)]
        rows = re.findall(r"<tr>(.*?)</tr>", projection, re.DOTALL)
        cells = [re.findall(r'class="heat-cell"[^>]*>([\d.]+)', row) for row in rows]
        assert shown in cells, one.dimension
    for month in loads_of(plan).together.months:
        assert f"{month.share:.0%}".replace("%", "\u00a0%") in page


def test_what_was_left_out_is_named_with_its_reason(consultant, kept):
    plan, page = roadmap_of(kept), show(consultant, kept)
    listed = section(page, "left-out")
    assert listed.count("<li>") == len(plan.left_out)
    assert "What they bring is in place already" in listed


def test_time_runs_from_left_to_right_in_every_language(consultant, kept):
    bar = re.compile(r'<rect class="d-(?:current|quick)" x="([\d.]+)%" width="([\d.]+)%" y="-6"')
    english, arabic = show(consultant, kept), show(consultant, kept, "ar-XB")
    assert len(bar.findall(english)) == len(roadmap_of(kept).initiatives)
    assert bar.findall(arabic) == bar.findall(english)
    for scale in ("gantt-scale", "capacity-labels"):
        assert arabic.count(f'class="{scale}" dir="ltr"') == english.count(f'class="{scale}"') > 0


def test_an_arrow_leads_from_each_prerequisite_to_what_waits_for_it(consultant, kept):
    gantt = show(consultant, kept).partition('class="table gantt"')[2].partition("</table>")[0]
    assert gantt.count('class="d-head') == sum(len(one.after) for one in roadmap_of(kept).initiatives) > 0


def test_a_phone_reads_the_days_that_a_screen_draws(consultant, kept):
    gantt = show(consultant, kept).partition('class="table gantt"')[2].partition("</table>")[0]
    facts = re.findall(r'class="quiet gantt-facts">([^<]+)<', gantt)
    assert len(facts) == len(roadmap_of(kept).initiatives)
    assert all(re.match(r"weeks \d+ to \d+, ", one) for one in facts)


def test_each_month_has_a_column_and_each_role_its_days(consultant, kept):
    plan, page = roadmap_of(kept), show(consultant, kept)
    loads = loads_of(plan)
    part = section(page, "load")
    chart = part.partition('class="capacity-chart"')[2].partition("</figure>")[0]
    assert chart.count('class="d-current"') == sum(one.taken > 0 for one in loads.together.months)
    assert chart.count('class="d-peer"') == len(loads.together.months)
    assert "<desc>" in chart
    assert part.count('class="small-columns"') == len(loads.roles) == len(plan.owners)
    for load in (loads.together, *loads.roles):
        for one in load.months:
            assert f"<strong>{f'{one.taken:.1f}'.removesuffix('.0')}</strong>" in part


def test_months_that_are_too_full_are_told_in_words_and_figures(consultant, kept, app):
    with firm_scope(kept.firm_id):
        find_engagement(kept.engagement_id).capacity_days = 40
        db.session.flush()
        conclusions.draw(find_assessment(kept.id))
        db.session.commit()
    loads, page = loads_of(roadmap_of(kept)), show(consultant, kept)
    over = loads.together.overfull
    assert over
    assert re.search(rf"{len(over)} months? takes? more days than there are", page)
    part = section(page, "load")
    assert len(re.findall(r"</svg> [\d.]+</strong>", part)) == len(over)
    assert part.count('class="d-over-mark"') == 2 * len(over) + 1  # drawn and in the table, and in the legend


def test_a_plan_without_gaps_says_so(consultant, kept, app):
    with firm_scope(kept.firm_id):
        row = find_assessment(kept.id)
        row.target_level = 1.0
        conclusions.draw(row)
        db.session.commit()
    page = show(consultant, kept)
    assert "Nothing needs to be done" in page
    assert "Measure again in twelve months" in page


def test_a_plan_for_which_there_are_no_days_says_so(consultant, kept, app):
    with firm_scope(kept.firm_id):
        find_engagement(kept.engagement_id).capacity_days = 1
        db.session.flush()
        conclusions.draw(find_assessment(kept.id))
        db.session.commit()
    page = show(consultant, kept)
    assert "No initiative fits the gaps" in page
    assert f"/engagements/{kept.engagement_id}/edit" in page


def test_each_initiative_of_a_computed_plan_tells_its_slack_and_what_it_costs(consultant, kept, lead):
    wishes = Wishes(objective="lean", limits=Limits(day_rate=600.0))
    with firm_scope(kept.firm_id):
        drawn = plans.draw(find_assessment(kept.id), wishes)
        plans.keep_drawn(kept.id, "lean", drawn, lead.id, wishes)
        plans.adopt(lead, list_scenarios(kept.id)[0].id)
        conclusions.draw(find_assessment(kept.id))
        db.session.commit()
    page = show(consultant, kept)
    told = {
        one.key: plain(page.partition(f'id="{one.key.lower()}"')[2].partition("</details>")[0])
        for one in drawn.initiatives
    }
    for one in drawn.initiatives:
        weeks = drawn.slack_weeks[one.key]
        if one.key in drawn.critical_chain:
            assert "on the critical chain, a delay moves the end" in told[one.key]
        elif weeks:
            assert f"{weeks} week{'s' if weeks > 1 else ''}, by which it may slip" in told[one.key]
        else:
            assert "None: a delay moves something else." in told[one.key]
        assert f"Cost {one.effort_days * 600:,.0f}" in told[one.key]
    assert any(drawn.slack_weeks[key] for key in told)
    assert "more than three initiatives" not in plain(page)


def test_the_page_takes_few_statements(consultant, kept):
    show(consultant, kept)
    assert len(consultant.statements) <= 12
