"""Models of other shapes, and the full one, through the site: nothing in it knows the quick scan."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app import create_app
from app.config import ConfigurationError
from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.jobs import run_all
from app.own_models import publish_models
from app.services import conclusions
from assessments import published
from assessments.published import find_model, list_models
from tests.conftest import NOW
from tests.web.reading import text_of
from tests.web.test_answering import begun
from tests.worlds.answering import open_assessment
from tests.worlds.closed import closed_assessment
from tests.worlds.started import started_anew

FOLDER = Path(__file__).parents[1] / "assessments" / "models"
SHAPES = ("supplier-management", "site-coordination", "full-model")
PAGES = ("results", "voices", "breakdown", "recommendation", "roadmap", "kpis", "reports")


@pytest.fixture
def installed():
    """The models of the tests' folder, for as long as the test lasts."""
    with started_anew():
        publish_models(FOLDER)
        yield


@pytest.fixture
def closed_with(installed, kept, app, world):
    def make(model_key, **options):
        team = (world.ids["keel.consultant"],)
        return closed_assessment(kept.firm_id, NOW, team=team, mode="named", model_key=model_key, **options)

    return make


@pytest.mark.parametrize("model_key", SHAPES)
def test_every_page_of_the_outcome_can_be_read(consultant, closed_with, model_key):
    closed = closed_with(model_key)
    model = find_model(model_key)
    pages = (*PAGES, *(f"breakdown/{one.key}" for one in model.dimensions))
    for page in pages:
        response = consultant.get(f"/assessments/{closed.id}/{page}")
        assert response.status_code == 200, page
        assert ">None<" not in response.get_data(as_text=True), page


@pytest.mark.parametrize("model_key", SHAPES)
def test_every_answer_of_every_scale_is_counted_in_its_own_row(consultant, closed_with, model_key):
    closed = closed_with(model_key)
    model = find_model(model_key)
    with firm_scope(closed.firm_id):
        result = conclusions.result_of(find_assessment(closed.id))
    for dimension in model.dimensions:
        page = consultant.get(f"/assessments/{closed.id}/breakdown/{dimension.key}").get_data(as_text=True)
        for question in dimension.all_questions:
            view = page.partition(f'id="{question.key.lower()}"')[2].partition("</article>")[0]
            rows = re.findall(r"<b>(\d+)</b>.*?<td[^>]*>(\d+)<svg", view, re.DOTALL)
            answers = [str(option.answer) for option in model.options_of(question)]
            counts = [str(count) for count in result.question(question.key).counts]
            assert rows == list(zip(answers, counts, strict=True)), question.key


def test_parts_are_shown_on_their_own_scale(consultant, closed_with):
    closed = closed_with("supplier-management")
    page = text_of(consultant.get(f"/assessments/{closed.id}/breakdown/CH"))
    assert "Choosing: need CA" in page
    assert "0.0–3.0 sum" in page
    assert "0.0–3.0 mean" in page


def test_a_staged_level_is_not_claimed_where_answers_are_no_levels(consultant, closed_with):
    page = text_of(consultant.get(f"/assessments/{closed_with('site-coordination').id}/results"))
    assert "No staged level: what is answered to the questions is not the model’s levels." in page


@pytest.mark.slow
@pytest.mark.parametrize("model_key", SHAPES)
def test_a_report_is_made_of_any_model(app, consultant, closed_with, model_key):
    closed = closed_with(model_key)
    db.session.commit()
    issued = consultant.submit(f"/assessments/{closed.id}/reports").headers["Location"]
    run_all(app)
    pdf = consultant.get(f"{issued}/file").get_data()
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    for dimension in find_model(model_key).dimensions:
        assert dimension.title["en"] in " ".join(text.split())
    full = text_of(consultant.get(f"/assessments/{closed.id}/reports/compose?kind=full"))
    assert ("What answers count: 0: 0.00; 1: 0.25" in full) == (model_key == "supplier-management")


def test_own_models_are_offered_for_a_new_assessment(consultant, installed, kept):
    page = consultant.get(f"/engagements/{kept.engagement_id}/assessments/new").get_data(as_text=True)
    offered = re.findall(r'name="model"[^>]*value="([^"]+)"', page)
    assert offered == ["quick-scan", "full-model", "site-coordination", "supplier-management"]


def test_of_several_versions_the_newest_is_offered_and_the_older_stays_known(installed, tmp_path):
    text = (FOLDER / "cumulative.yaml").read_text(encoding="utf-8")
    newer = tmp_path / "newer.yaml"
    newer.write_text(text.replace('version: "1.0.0"', 'version: "1.1.0"'), encoding="utf-8")
    publish_models(tmp_path)
    assert [one.version for one in list_models() if one.key == "site-coordination"] == ["1.0.0", "1.1.0"]
    assert [one.version for one in published.newest_models() if one.key == "site-coordination"] == ["1.1.0"]
    assert find_model("site-coordination", "1.0.0").version == "1.0.0"


def test_a_faulty_file_stops_the_start_and_is_named_by_line(settings, tmp_path):
    text = (FOLDER / "cumulative.yaml").read_text(encoding="utf-8")
    (tmp_path / "one.yaml").write_text(text.replace("in_place: 2", "in_place: most", 1), encoding="utf-8")
    with started_anew(), pytest.raises(ConfigurationError) as refused:
        create_app(replace(settings, models=tmp_path))
    (problem,) = refused.value.problems
    assert problem.startswith(f"{tmp_path / 'one.yaml'}:")
    assert "in_place: found 'most'; allowed: a number" in problem


def test_a_published_model_cannot_be_replaced_under_its_version(tmp_path):
    text = (published.LIBRARY / "quick-scan.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("minutes: ", "minutes: 1", 1), encoding="utf-8")
    with started_anew(), pytest.raises(ConfigurationError, match="raise its version"):
        publish_models(tmp_path)


def test_an_assessment_whose_model_was_taken_away_says_so_and_loses_nothing(consultant, closed_with):
    closed = closed_with("site-coordination")
    db.session.commit()
    with started_anew():
        response = consultant.get(f"/assessments/{closed.id}/results")
        assert response.status_code == 409
        assert "site-coordination 1.0.0, is not installed here" in text_of(response)
        assert consultant.get(f"/engagements/{closed.engagement_id}").status_code == 200
    assert consultant.get(f"/assessments/{closed.id}/results").status_code == 200


@pytest.mark.parametrize(
    ("model_key", "role"), [("full-model", "pmo"), ("full-model", "executive"), ("site-coordination", "team")]
)
def test_a_questionnaire_of_any_model_is_answered_in_one_form_and_submitted(
    app, client, installed, world, model_key, role
):
    opened = open_assessment(world.ids["north"], NOW, model_key=model_key)
    db.session.commit()
    model = find_model(model_key)
    asked = model.questions_for(role)
    address = begun(client, opened.links[role])
    page = client.get(address).get_data(as_text=True)
    assert re.findall(r'data-key="([^"]+)"', page) == [question.key for question in asked]
    form = {f"{question.key}.seen": "" for question in asked}
    form |= {f"{question.key}.choice": str(model.options_of(question)[0].answer) for question in asked}
    reply = client.submit(address, form | {"then": "submit"})
    assert reply.headers["Location"].endswith("/done")
    with firm_scope(opened.firm_id):
        (response,) = conclusions.answers_of(find_assessment(opened.id))
    assert set(response.answers) == {question.key for question in asked}
    assert {answer.value for answer in response.answers.values()} == {model.options_of(asked[0])[0].answer}


def test_the_whole_is_named_and_worked_out_by_the_models_own_rule(consultant, closed_with):
    closed = closed_with("site-coordination")  # whose whole is the lowest of its dimensions
    with firm_scope(closed.firm_id):
        overall = conclusions.result_of(find_assessment(closed.id)).overall
    page = text_of(consultant.get(f"/assessments/{closed.id}/results"))
    assert "Lowest of all dimensions, as people claim it." in page
    assert (
        f"The model sets a rule of its own for the whole, lowest of all: it gives {overall.mean:.2f}." in page
    )
    assert "on average" not in page
    assert f"÷ 3 = {overall.mean_equal_weights:.2f}; with equal weights" in page


def test_a_whole_that_counts_every_dimension_the_same_is_divided_by_their_number(consultant, closed_with):
    closed = closed_with("supplier-management")  # weights 2 and 1, and a root of the rule "mean"
    with firm_scope(closed.firm_id):
        result = conclusions.result_of(find_assessment(closed.id))
    total = sum(one.claimed for one in result.dimensions)
    page = text_of(consultant.get(f"/assessments/{closed.id}/results"))
    assert f"{total:.2f} ÷ 2 = {result.overall.mean:.2f}. With the dimensions’ weights" in page


def test_an_answer_says_what_it_counts_where_that_is_another_number(consultant, closed_with):
    page = text_of(consultant.get(f"/assessments/{closed_with('supplier-management').id}/breakdown/CH"))
    assert "1 On a few, or in part. counts 0.25" in page
    assert "counts 0.00" not in page
    levels = text_of(consultant.get(f"/assessments/{closed_with('full-model').id}/breakdown/GOV"))
    assert " counts " not in levels.partition("Sponsor behaviour")[2].partition("What these figures mean")[0]


def test_a_practice_names_its_level_and_when_it_is_in_place(consultant, closed_with):
    page = text_of(consultant.get(f"/assessments/{closed_with('site-coordination').id}/breakdown/PL"))
    assert "Clashes cleared PL.3 · practice of level 3" in page
    assert "A practice is in place from an answer that counts 2;" in page


def test_distances_stand_beside_the_bound_above_which_they_are_contested(consultant, closed_with):
    """Four answers that count 0 to 1: a sixth of four points of a third each is 0.22. Five levels: 0.83."""
    closed = closed_with("site-coordination")
    page = text_of(consultant.get(f"/assessments/{closed.id}/voices"))
    assert "Up to 0.40 people share a view; above 0.67 the question is contested." in page
    page = text_of(consultant.get(f"/assessments/{closed_with('supplier-management').id}/voices"))
    assert "Up to 0.13 people share a view; above 0.22 the question is contested." in page


def test_targets_fit_the_models_scale_and_a_plan_it_cannot_have_says_why(consultant, closed_with):
    closed = closed_with("supplier-management")  # levels 0 to 3
    with firm_scope(closed.firm_id):
        advice = conclusions.advice_of(find_assessment(closed.id))
    assert {target.level for target in advice.targets} == {1.5}
    page = text_of(consultant.get(f"/assessments/{closed.id}/roadmap"))
    expected = {"no gaps": "Nothing needs to be done", "not in catalogue": "does not serve this model"}
    assert expected[advice.roadmap.note] in page


def test_a_target_below_one_is_kept_where_the_levels_begin_at_zero(consultant, closed_with):
    closed = closed_with("supplier-management")
    with firm_scope(closed.firm_id):
        row = find_assessment(closed.id)
        row.target_level = 0.5
        db.session.flush()
        conclusions.draw(row)
        assert {target.level for target in conclusions.advice_of(row).targets} == {0.5}
