"""The results page: the answer first, every figure the stored one, and a calm page while there is none."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.jobs import run_all
from app.services import conclusions, jobs
from assessments.published import find_model
from assessments.waves import compare_waves
from tests.web.reading import text_of
from tests.worlds.closed import COLLEAGUE, SPONSOR, advice_of, result_of

MOST_STATEMENTS = 10


def results(consultant, closed):
    response = consultant.get(f"/assessments/{closed.id}/results")
    assert response.status_code == 200
    return response


def test_the_page_begins_with_the_answer(consultant, kept):
    result = result_of(kept)
    page = results(consultant, kept).get_data(as_text=True)
    heading = re.search(r"<h1>(.*?)</h1>", page)[1]
    assert heading == f"Evidence supports level {result.overall.mean_evidenced:.1f} of 5"


def test_the_three_readings_are_the_stored_ones(consultant, kept):
    result = result_of(kept)
    page = results(consultant, kept).get_data(as_text=True)
    figures = re.findall(r'<p class="stat-figure"><span>(.*?)</span>', page)
    overall = result.overall
    assert figures == [f"{overall.mean:.1f}", f"{overall.weakest:.1f}", str(overall.staged_level)]


def test_the_mean_can_be_followed_step_by_step(consultant, kept):
    result = result_of(kept)
    text = text_of(results(consultant, kept))
    total = sum(one.weight * one.claimed for one in result.dimensions)
    assert f"{total:.2f} ÷ 100 = {result.overall.mean:.2f}" in text


def test_every_dimension_shows_its_stored_figures(consultant, kept):
    result, advice = result_of(kept), advice_of(kept)
    page = results(consultant, kept).get_data(as_text=True)
    table = page.partition("Dimensions by priority")[2].partition("</table>")[0]
    for gap in advice.gaps:
        row = next(part for part in table.split("<tr>") if gap.title["en"] in part)
        figures = re.findall(r'<td class="numeric">(?:<strong>)?([\d.–]+)', row)
        shown = [f"{value:.1f}" for value in (gap.evidenced, gap.claimed, gap.target, gap.gap)]
        assert figures[:4] == shown, gap.dimension
        assert result.dimension(gap.dimension).grade in row


def test_the_radar_shows_the_interval_of_the_claims(consultant, kept):
    page = results(consultant, kept).get_data(as_text=True)
    drawing = page.partition('class="radar"')[2].partition("</svg>")[0]
    assert drawing.count('class="d-band"') == 1
    assert "Interval of the claim" in page


def test_a_gap_with_a_course_leads_to_assigning_it(consultant, kept):
    advice = advice_of(kept)
    page = results(consultant, kept).get_data(as_text=True)
    offered = {one.dimension for one in advice.training if one.is_available}
    assert offered
    linked = set(re.findall(rf"/assessments/{kept.id}/training\?dimension=(\w+)", page))
    assert linked == offered


def test_the_page_takes_few_statements_however_many_answered(consultant, kept, other):
    results(consultant, kept)
    many = len(consultant.statements)
    few_people = other(respondents=8)
    results(consultant, few_people)
    assert len(consultant.statements) == many <= MOST_STATEMENTS


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_page_reads_in_both_directions(consultant, kept, language):
    page = consultant.get(f"/assessments/{kept.id}/results?lang={language}").get_data(as_text=True)
    assert f'dir="{"rtl" if language.startswith("ar") else "ltr"}"' in page
    assert "Evidence supports" not in page


def test_while_answers_may_change_the_page_says_when_results_come(consultant, other, app):
    closed = other(is_concluded=False)
    with firm_scope(closed.firm_id):
        find_assessment(closed.id).state = "open"
        db.session.commit()
    text = text_of(results(consultant, closed))
    assert "Results come when the assessment is closed" in text
    assert "Answers are open until 2 Mar 2026" in text


def test_while_the_result_is_computed_the_page_follows_the_job(consultant, other, app):
    closed = other(is_concluded=False)
    page = results(consultant, closed).get_data(as_text=True)
    assert f'data-poll-url="/assessments/{closed.id}/status"' in page
    assert "progress.js" in page


def test_a_failed_computation_can_be_started_again_from_the_page(consultant, other, world, app):
    closed = other(is_concluded=False)
    with firm_scope(closed.firm_id):
        asked_by = world.ids["keel.consultant"]
        jobs.ask_for("conclude", f"conclude:{closed.id}", {"assessment_id": str(closed.id)}, asked_by)
        db.session.commit()
    with app.app_context():
        jobs.fail(jobs.claim("a worker"), "MemoryError", again=False)
    assert "Nothing is lost" in text_of(results(consultant, closed))
    response = consultant.submit(f"/assessments/{closed.id}/results")
    assert response.status_code == 303
    run_all(app)
    assert "Evidence supports level" in text_of(results(consultant, closed))


def test_without_a_profile_the_page_leads_to_it(consultant, other):
    closed = other(has_profile=False)
    page = results(consultant, closed).get_data(as_text=True)
    assert "Targets are still missing" in page
    assert f"/engagements/{closed.engagement_id}/profile" in page
    assert "Issue the report" not in page


@pytest.mark.parametrize("page", ["recommendation", "roadmap", "plans", "plans/compare", "rollout", "kpis"])
def test_every_page_that_rests_on_the_profile_waits_for_it(consultant, other, page):
    closed = other(has_profile=False)
    response = consultant.get(f"/assessments/{closed.id}/{page}")
    assert response.status_code == 200
    assert "A few facts about the organisation are missing" in text_of(response)


def test_few_anonymous_answers_show_no_figure_at_all(consultant, other):
    closed = other(mode="anonymous", respondents=3)
    response = results(consultant, closed)
    assert "Too few answers to estimate a level" in text_of(response)
    assert "stat-figure" not in response.get_data(as_text=True)
    assert "data-level" not in response.get_data(as_text=True)


def test_few_confidential_answers_stay_with_the_team(consultant, other):
    closed = other(respondents=3)
    text = text_of(results(consultant, closed))
    assert "for your team, not for the client" in text
    assert "Issue the report" not in text


@pytest.mark.parametrize(
    ("person", "status"),
    [(SPONSOR, 403), (COLLEAGUE, 404), ("consultant@south.example", 404), ("operator@platform.example", 403)],
)
def test_nobody_else_sees_the_outcome(kept, client_for, person, status):
    browser = client_for(person)
    for page in (
        "results",
        "voices",
        "breakdown",
        "breakdown/GOV",
        "recommendation",
        "roadmap",
        "kpis",
        "reports",
    ):
        assert browser.get(f"/assessments/{kept.id}/{page}").status_code == status, page


@pytest.mark.parametrize(
    ("macro", "document"), [("rule", "methods.md"), ("plan_rule", "methods-planning.md")]
)
def test_every_section_of_the_method_that_a_page_names_is_there(repository, macro, document):
    cited = set()
    for template in (repository / "templates").rglob("*.html"):
        cited |= set(re.findall(rf'\{{\{{ {macro}\("([\d.]+)", _\("([^"]+)"\)\)', template.read_text()))
    headings = set(
        re.findall(r"^#+ ([\d.]+?)\.? (.*)$", (repository / "docs" / document).read_text(), re.MULTILINE)
    )
    assert cited
    assert cited <= headings


def test_a_second_measurement_says_what_changed_and_what_cannot_be_told(consultant, kept, other):
    """Two assessments of one client: the later page stands beside the earlier one."""
    first, second = other(mode="named", respondents=12), other(mode="named")
    with firm_scope(kept.firm_id):
        earlier, later = find_assessment(first.id), find_assessment(second.id)
        earlier.engagement_id = later.engagement_id
        earlier.closed_at = later.closed_at - timedelta(days=200)
        db.session.commit()
    page = consultant.get(f"/assessments/{second.id}/results").get_data(as_text=True)
    section = page.partition('id="change"')[2].partition("</section>")[0]
    assert f"/assessments/{first.id}/results" in section
    with firm_scope(kept.firm_id):
        before, after = (conclusions.result_of(find_assessment(one.id)) for one in (first, second))
    found = compare_waves(find_model("quick-scan"), before, find_model("quick-scan"), after)
    assert section.count("<tr") == 2 + len(found.dimensions)
    for one in found.dimensions:
        row = section.partition(one.title["en"])[2].partition("</tr>")[0]
        assert one.direction in row
    assert 'id="change"' not in consultant.get(f"/assessments/{first.id}/results").get_data(as_text=True)


def test_the_last_measurement_of_the_same_model_stands_before_a_later_one_of_another(consultant, kept, other):
    same, another, now = other(mode="named"), other(mode="named", model_key="full-model"), other(mode="named")
    with firm_scope(kept.firm_id):
        latest = find_assessment(now.id)
        for days, one in ((200, same), (20, another)):
            earlier = find_assessment(one.id)
            earlier.engagement_id = latest.engagement_id
            earlier.closed_at = latest.closed_at - timedelta(days=days)
        find_assessment(same.id).is_synthetic, latest.is_synthetic = True, False
        db.session.commit()

    def beside(closed) -> str:
        page = consultant.get(f"/assessments/{closed.id}/results").get_data(as_text=True)
        return page.partition('id="change"')[2].partition("</section>")[0]

    assert f"/assessments/{same.id}/results" in beside(now)
    assert "Its people, answers and figures are made up." in beside(now)
    assert "20 questions can be compared" in beside(another)  # all that there is before it shares them
    with firm_scope(kept.firm_id):
        find_assessment(same.id).model_version = "0.9.0"  # whose file is gone
        db.session.commit()
    assert f"/assessments/{another.id}/results" in beside(now)


def test_a_first_measurement_has_nothing_to_stand_beside(consultant, kept):
    page = results(consultant, kept).get_data(as_text=True)
    assert 'id="change"' not in page
    assert 'id="benchmark"' not in page


@pytest.mark.slow
def test_with_five_other_clients_the_page_says_where_this_one_stands(consultant, kept, other):
    four = [other(mode="named", respondents=9 + number) for number in range(4)]
    assert four
    alone = other(mode="named")
    assert 'id="benchmark"' in results(consultant, alone).get_data(as_text=True)  # `kept` is the fifth
    text = text_of(results(consultant, alone))
    assert "Among 5 organisations" in text
    assert "Clients of one firm are no sample of a sector." in text
    assert 'id="benchmark"' not in results(consultant, four[-1]).get_data(as_text=True)


def test_no_sentence_runs_into_the_next(consultant, kept, other):
    """A line break behind `{% endif %}` or `{% endfor %}` is no space: the engine of the templates takes it away."""
    pages = [
        f"/assessments/{kept.id}/{page}" for page in ("results", "voices", "breakdown", "recommendation")
    ]
    pages += [f"/assessments/{kept.id}/breakdown/{one.key}" for one in find_model("quick-scan").dimensions]
    few = other(mode="confidential", respondents=12)
    pages += [page.replace(str(kept.id), str(few.id)) for page in pages]
    for page in pages:
        text = html.unescape(text_of(consultant.get(page)))
        assert re.findall(r"[^ ]*[a-z)][.;:](?=[A-Z0-9])[^ ]*", text) == [], page
