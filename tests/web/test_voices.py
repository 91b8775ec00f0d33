"""Who sees it how: groups, agreement, questions for the workshop, and nothing of those who may not be shown."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape

from app.db import db, firm_scope
from app.db.assessments import list_invitations
from app.db.responses import list_answers, list_responses
from app.reports.formats import rounded
from app.services import conclusions
from tests.web.reading import text_of
from tests.worlds.closed import result_of

MOST_STATEMENTS = 10


def voices(consultant, closed):
    response = consultant.get(f"/assessments/{closed.id}/voices")
    assert response.status_code == 200
    return response


def answer_anew(closed, question, levels):
    """Overwrite what people answered to one question, in any order, and score again."""
    with firm_scope(closed.firm_id):
        rows = [row for row in list_answers(closed.id) if row.question == question]
        for place, row in enumerate(rows):
            row.kind, row.value, row.reason = "level", levels[place % len(levels)], ""
        db.session.flush()
        conclusions.conclude(closed.id)
        db.session.flush()
        db.session.expire_all()


def test_hidden_groups_say_so_in_words_and_show_no_figure(consultant, kept):
    result = result_of(kept)
    response = voices(consultant, kept)
    heat = (
        response.get_data(as_text=True).partition("Claimed level by role group")[2].partition("</table>")[0]
    )
    hidden = sum(cell.is_hidden for one in result.dimensions for cell in one.by_role)
    assert hidden
    assert heat.count("<small>hidden</small>") == hidden
    assert "fewer than 5 people of the group answered" in text_of(response)


def test_every_question_stands_on_the_map_with_its_distance(consultant, kept):
    result = result_of(kept)
    page = voices(consultant, kept).get_data(as_text=True)
    cells = re.findall(
        r'data-tone="([^"]+)"><a href="[^"]+/breakdown/(\w+)#([\w.]+)"><span[^>]*>[^<]*</span>([\d.–]+)', page
    )
    assert [(dimension, key) for _, dimension, key, _ in cells] == [
        (one.dimension, one.key.lower()) for one in result.questions
    ]
    for (tone, _, _, figure), one in zip(cells, result.questions, strict=True):
        assert tone == ("two camps" if one.is_polarised else one.agreement or "hidden")
        assert figure == ("–" if one.ad is None else str(rounded(one.ad, 2)))


def test_a_contested_question_is_put_to_the_workshop_with_what_both_sides_chose(consultant, other):
    closed = other(mode="named")
    answer_anew(closed, "GOV.1", (1, 5))
    (found,) = [one for one in result_of(closed).contested if one.question == "GOV.1"]
    assert (found.rule, found.low_answer, found.high_answer) == ("AGR-2", 1, 5)
    text = text_of(voices(consultant, closed))
    workshop = text.partition("for the workshop")[2]
    assert "People disagree on" in text
    assert "No sponsor could be found when a decision was needed" in workshop
    assert "most chosen above the mean: 5" in workshop
    assert "Two camps (rule AGR-2)" in workshop


def test_where_nobody_disagrees_the_page_says_so(consultant, kept):
    assert not result_of(kept).contested
    text = text_of(voices(consultant, kept))
    assert "On no question do people disagree" in text
    assert "People argue about degrees" in text


def test_questions_out_of_sight_are_counted(consultant, kept):
    unseen = [one for one in result_of(kept).questions if one.is_visibility_gap]
    table = (
        voices(consultant, kept)
        .get_data(as_text=True)
        .partition("Visibility gaps")[2]
        .partition("</table>")[0]
    )
    assert unseen
    assert table.count("<tr>") == len(unseen) + 1
    share = unseen[0].dont_know / (unseen[0].dont_know + unseen[0].answered)
    assert f"{100 * share:.0f}\N{NO-BREAK SPACE}%" in table


def test_few_anonymous_answers_show_no_figure_at_all(consultant, other):
    response = voices(consultant, other(mode="anonymous", respondents=3))
    assert "Too few answers to compare views" in text_of(response)
    page = response.get_data(as_text=True)
    assert "data-level" not in page
    assert "data-tone" not in page


def test_people_are_listed_by_name_where_they_answer_under_it_and_nowhere_else(consultant, kept, other):
    closed = other(mode="named")
    with firm_scope(closed.firm_id):
        names = {one.id: one.name for one in list_invitations(closed.id)}
        answered = {names[one.invitation_id] for one in list_responses(closed.id)}
    people = result_of(closed).people
    response = voices(consultant, closed)
    table = response.get_data(as_text=True).partition("What each person says")[2].partition("</table>")[0]
    assert len(answered) == len(people) == table.count("<tr>") - 1
    assert all(str(escape(name)) in table for name in answered)
    assert table.count("heat-cell") == len(people) * len(people[0].dimensions)
    assert "Person by person" not in text_of(voices(consultant, kept))


def test_the_page_takes_few_statements_however_many_answered(consultant, kept, other):
    voices(consultant, kept)
    many = len(consultant.statements)
    voices(consultant, other(respondents=8))
    assert len(consultant.statements) == many <= MOST_STATEMENTS


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_the_page_reads_in_both_directions(consultant, kept, language):
    page = consultant.get(f"/assessments/{kept.id}/voices?lang={language}").get_data(as_text=True)
    assert f'dir="{"rtl" if language.startswith("ar") else "ltr"}"' in page
    assert "How the role groups see it" not in page


def test_while_the_result_is_computed_the_page_follows_the_job(consultant, other):
    page = voices(consultant, other(is_concluded=False)).get_data(as_text=True)
    assert "The result is being computed" in page
