"""The set of indicators of one assessment, and the catalogue to be searched."""

from __future__ import annotations

import re
from html import unescape

import pytest

from app.db import firm_scope
from app.db.assessments import find_assessment
from app.services.kpi_sets import lay_out_kpis
from assessments.kpis import load_kpis
from tests.conftest import NOW
from tests.web.reading import text_of
from tests.worlds.closed import SPONSOR, advice_of, closed_assessment, result_of


def drill(page: str, key: str) -> str:
    found = page.partition(f'id="{key.lower()}"')[2].partition("</details>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


def listed(response) -> list[str]:
    return re.findall(r'<details class="drill" id="([pc]\d\d)"', response.get_data(as_text=True))


def test_the_set_is_the_stored_one_with_all_that_makes_it_usable(consultant, kept):
    advice = advice_of(kept)
    response = consultant.get(f"/assessments/{kept.id}/kpis")
    assert response.status_code == 200
    page = response.get_data(as_text=True)
    assert 0 < len(advice.kpi_set.kpis) <= 10
    for one in advice.kpi_set.kpis:
        told = drill(page, one.kpi.key)
        for text in (one.kpi.formula, one.kpi.data, one.kpi.target.aim, one.kpi.decision):
            assert text["en"] in told
        assert one.rule in told
        assert {"published": "published figure", "default": "platform default", "own": "own baseline first"}[
            one.kpi.target.basis
        ] in told
        for figure in one.kpi.target.figures:
            source = advice.kpi_set.source_of(figure.source)
            assert source.title in told
            assert figure.caveat["en"] in told
            assert (f"n = {source.n}" if source.n else "n not stated") in told


def test_what_waits_says_for_which_level_and_what_stands_in(consultant, kept):
    result, advice = result_of(kept), advice_of(kept)
    waiting = lay_out_kpis(advice.kpi_set, result).waiting
    text = text_of(consultant.get(f"/assessments/{kept.id}/kpis"))
    assert waiting
    for one in waiting:
        title = result.dimension(one.dimension).title["en"]
        assert f"{one.title['en']} {one.key} {title} at level {one.needed:.1f} {one.found:.1f}" in text


def test_no_reason_is_left_as_its_key(consultant, kept):
    text = text_of(consultant.get(f"/assessments/{kept.id}/kpis?lang=en-XA"))
    for key in ("not called for", "predictive", "per_person"):
        assert key not in text


def test_advice_from_before_there_were_sets_is_given_one(consultant, kept, app, world):
    closed = closed_assessment(kept.firm_id, NOW, team=(world.ids["keel.consultant"],))
    with firm_scope(closed.firm_id):
        row = find_assessment(closed.id)
        before = dict(row.conclusion)
        del before["kpi_set"]
        row.conclusion = before
    response = consultant.get(f"/assessments/{closed.id}/kpis")
    assert response.status_code == 200
    assert len(listed(response)) >= 6


def test_without_a_result_the_page_says_what_is_missing(consultant, kept, app, world):
    closed = closed_assessment(kept.firm_id, NOW, team=(world.ids["keel.consultant"],), is_concluded=False)
    response = consultant.get(f"/assessments/{closed.id}/kpis")
    assert response.status_code == 200
    assert listed(response) == []


def test_the_catalogue_lists_all_of_them_by_theme(consultant):
    response = consultant.get("/kpis")
    assert sorted(listed(response)) == sorted(one.key.lower() for one in load_kpis().kpis)
    assert "66 indicators" in text_of(response)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("theme=value&audience=executives&dimension=BEN", {"p14", "p22"}),
        ("q=RFI", set()),
        ("q=RED+amber", {"p47"}),
        ("q=p39", {"p39"}),
        ("dimension=ENG&audience=manager", {"p35", "c08"}),
        ("theme=nonsense&audience=%00&dimension=ZZZ&q=p01", {"p01"}),
    ],
)
def test_the_catalogue_is_narrowed_by_what_stands_in_the_address(consultant, query, keys):
    response = consultant.get(f"/kpis?{query}")
    assert response.status_code == 200
    assert set(listed(response)) == keys
    assert ("No indicator fits" in response.get_data(as_text=True)) == (not keys)


def test_the_form_keeps_what_was_asked_and_harmful_words_stay_words(consultant):
    page = consultant.get('/kpis?q="><script>x</script>&theme=risk').get_data(as_text=True)
    assert "<script>x" not in page
    assert re.search(r'<option selected value="risk">', page)


def test_the_clients_people_may_read_the_catalogue(kept, client_for):
    response = client_for(SPONSOR).get("/kpis")
    assert response.status_code == 200
    assert 'href="/kpis"' in response.get_data(as_text=True)
