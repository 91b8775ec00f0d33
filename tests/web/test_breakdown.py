"""What scores are made of: every lens, part and question, down to the answers that may be shown."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from app.db import db, firm_scope
from app.db.enrolments import Enrolment
from app.reports.formats import rounded
from assessments.published import find_model
from tests.conftest import NOW
from tests.web.reading import text_of
from tests.worlds import learning as classroom
from tests.worlds.closed import closed_assessment, result_of

MOST_STATEMENTS = 10


def page_of(consultant, closed, path="breakdown"):
    response = consultant.get(f"/assessments/{closed.id}/{path}")
    assert response.status_code == 200
    return response.get_data(as_text=True)


def test_every_lens_shows_its_stored_figures(consultant, kept):
    result = result_of(kept)
    table = page_of(consultant, kept).partition("Claimed level by lens")[2].partition("</table>")[0]
    rows = [re.findall(r'<td class="heat-cell"[^>]*>([\d.–]+)', row) for row in table.split("<tr")[2:]]
    for row, dimension in zip(rows, result.dimensions, strict=False):
        values = [lens.by_dimension.get(dimension.key) for lens in result.lenses]
        assert row == ["–" if value is None else str(rounded(value, 1)) for value in values], dimension.key
    assert rows[-2] == [str(rounded(lens.claimed, 1)) for lens in result.lenses]
    assert rows[-1] == [str(rounded(lens.evidenced, 1)) for lens in result.lenses]


def test_every_dimension_leads_to_its_questions_and_every_question_to_its_answers(consultant, kept):
    result = result_of(kept)
    linked = set(re.findall(r"/breakdown/(\w+)", page_of(consultant, kept)))
    assert linked == {one.key for one in result.dimensions}
    for dimension in result.dimensions:
        page = page_of(consultant, kept, f"breakdown/{dimension.key}")
        for question in (one for one in result.questions if one.dimension == dimension.key):
            view = page.partition(f'id="{question.key.lower()}"')[2].partition("</article>")[0]
            assert question.counts
            counts = re.findall(r"<b>\d</b>.*?<td[^>]*>(\d+)<svg", view, re.DOTALL)
            assert counts == [str(count) for count in question.counts], question.key
            figures = re.findall(r"<dd>([\d.–]+)", view)
            assert figures[0] == str(rounded(question.median, 1))
            assert figures[2] == str(rounded(question.mean, 2))
            assert figures[4] == ("–" if question.rwg is None else str(rounded(question.rwg, 2)))


def test_what_comes_next_follows_from_the_level_reached(consultant, kept):
    result = result_of(kept)
    question = find_model("quick-scan").question("GOV.1")
    guidance = question.guidance[int(result.question("GOV.1").median) - 1]
    assert guidance["en"] in text_of(consultant.get(f"/assessments/{kept.id}/breakdown/GOV"))


def test_the_way_leads_from_each_dimension_to_its_neighbours(consultant, kept):
    keys = [one.key for one in result_of(kept).dimensions]
    for before, key, after in zip([None, *keys], keys, [*keys[1:], None], strict=False):
        navigation = page_of(consultant, kept, f"breakdown/{key}").rpartition('class="cluster"')[2]
        linked = re.findall(r"/breakdown/(\w+)", navigation.partition("</nav>")[0])
        assert linked == [one for one in (before, after) if one]


@pytest.mark.parametrize("key", ["XYZ", "gov", "GOV.1"])
def test_a_dimension_that_the_model_does_not_have_is_not_there(consultant, kept, key):
    assert consultant.get(f"/assessments/{kept.id}/breakdown/{key}").status_code == 404


def test_few_confidential_answers_show_no_count(consultant, other):
    closed = other(respondents=3)
    assert not any(one.counts for one in result_of(closed).questions)
    page = page_of(consultant, closed, "breakdown/GOV")
    assert "count-bar" not in page
    assert "hidden" in page


def test_few_anonymous_answers_show_no_figure_at_all(consultant, other):
    closed = other(mode="anonymous", respondents=3)
    for path in ("breakdown", "breakdown/GOV"):
        page = page_of(consultant, closed, path)
        assert "data-level" not in page
        assert "<dd>" not in page


@pytest.mark.parametrize("path", ["breakdown", "breakdown/GOV"])
def test_the_page_takes_few_statements_however_many_answered(consultant, kept, other, path):
    page_of(consultant, kept, path)
    many = len(consultant.statements)
    page_of(consultant, other(respondents=8), path)
    assert len(consultant.statements) == many <= MOST_STATEMENTS


@pytest.mark.parametrize("path", ["breakdown", "breakdown/GOV"])
@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_page_reads_in_both_directions(consultant, kept, language, path):
    page = page_of(consultant, kept, f"{path}?lang={language}")
    assert f'dir="{"rtl" if language.startswith("ar") else "ltr"}"' in page
    assert "Breakdown" not in page


def test_while_the_result_is_computed_the_page_follows_the_job(consultant, other):
    closed = other(is_concluded=False)
    for path in ("breakdown", "breakdown/GOV"):
        assert "The result is being computed" in page_of(consultant, closed, path)


def test_figures_below_zero_have_a_true_minus_sign(consultant, kept):
    result = result_of(kept)
    below = next(one for one in result.dimensions if one.alpha is not None and rounded(one.alpha, 2) < 0)
    page = consultant.get(f"/assessments/{kept.id}/breakdown").get_data(as_text=True)
    row = page.partition('id="dimensions"')[2].partition(f"/breakdown/{below.key}")[2].partition("</tr>")[0]
    assert f">−{abs(rounded(below.alpha, 2))}<" in row


def test_training_stands_beside_the_scores_of_its_dimension(consultant, app, world):
    with firm_scope(world.ids["keel"]):
        closed = closed_assessment(world.ids["keel"], NOW, team=(world.ids["keel.consultant"],))
        earlier = classroom.assessment(closed.firm_id, closed.engagement_id, NOW - timedelta(days=40))
        for number in range(5):
            person = classroom.person(
                "keel", closed.firm_id, closed.client_id, f"learner-{number}", "learner"
            )
            db.session.add(
                Enrolment(
                    id=uuid4(),
                    firm_id=closed.firm_id,
                    user_id=person.id,
                    course_key=classroom.COURSE,
                    course_version="1.0.0",
                    assigned_by=world.ids["keel.consultant"],
                    because_assessment_id=earlier,
                    because_dimension="RSK",
                    created_at=NOW - timedelta(days=35),
                    completed_at=NOW - timedelta(days=30) if number < 4 else None,
                )
            )
        db.session.flush()
    page = page_of(consultant, closed, "breakdown/RSK")
    assert len(consultant.statements) <= MOST_STATEMENTS + 2
    section = page.partition('aria-labelledby="training"')[2].partition("</section>")[0]
    assert re.findall(r'<td class="numeric">([^<]*)</td>', section) == ["5", "4", "–"]
    assert "no score takes it into account" in section
    assert page.index('id="training"') < page.index('id="rsk.1"')
    assert 'id="training"' not in page_of(consultant, closed, "breakdown/GOV")
    assert 'id="training"' not in page_of(consultant, closed, "breakdown")
