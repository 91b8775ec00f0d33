"""The page on which targets are set, as a consultant without scripts uses it."""

from __future__ import annotations

import pytest

from app.jobs import run_all
from tests.conftest import NOW
from tests.web.reading import text_of
from tests.worlds.closed import closed_assessment

WHY = "The board wants <no more> than this."


@pytest.fixture
def closed(kept, app, world):
    return closed_assessment(kept.firm_id, NOW, team=(world.ids["keel.consultant"],))


def test_the_page_is_reached_from_results_and_recommendation(consultant, kept):
    for page in ("results", "recommendation"):
        assert f'href="/assessments/{kept.id}/targets"' in consultant.get(
            f"/assessments/{kept.id}/{page}"
        ).get_data(as_text=True)
    text = text_of(consultant.get(f"/assessments/{kept.id}/targets"))
    assert "Every target follows the rules" in text
    assert "From 1 to 5; by default" in text


def test_a_target_is_set_shown_with_its_reason_everywhere_and_restored(app, consultant, closed):
    page = f"/assessments/{closed.id}/targets"
    sent = {"dimension": "CTL", "level": "2.2", "note": WHY}
    response = consultant.submit(page, sent)
    assert (response.status_code, response.headers["Location"]) == (303, page)
    assert "being computed" in text_of(consultant.get(page))
    run_all(app)
    for where in ("targets", "results", "recommendation"):
        shown = consultant.get(f"/assessments/{closed.id}/{where}").get_data(as_text=True)
        assert "The board wants &lt;no more&gt; than this." in shown, where
    text = text_of(consultant.get(page))
    assert "1 target is set by hand, the others by rule" in text
    assert "target 2.2 · default" in text
    response = consultant.submit(f"{page}/restore", {"dimension": "CTL"}, page=page)
    assert (response.status_code, response.headers["Location"]) == (303, page)
    run_all(app)
    assert "Every target follows the rules" in text_of(consultant.get(page))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"level": "7", "note": WHY}, "Enter a number from 1 to 5."),
        ({"level": "high", "note": WHY}, "Not a valid float value."),
        ({"level": "", "note": WHY}, "Enter a level."),
        ({"level": "3", "note": ""}, "Say in a few words why this target fits better."),
        ({"level": "3", "note": "x" * 501}, "Shorten this to at most 500 characters."),
    ],
)
def test_what_is_refused_keeps_what_was_typed_beside_the_reason(consultant, kept, sent, said):
    page = f"/assessments/{kept.id}/targets"
    response = consultant.submit(page, {"dimension": "CTL", **sent})
    assert response.status_code == 422
    text = response.get_data(as_text=True)
    assert said in text_of(response)
    drill = text.partition('id="ctl"')[2].partition("</details>")[0]
    assert drill.startswith(" open>")
    assert f'value="{sent["level"]}"' in drill
    assert f">{sent['note'].replace('<', '&lt;').replace('>', '&gt;')}</textarea>" in drill


def test_an_unknown_dimension_is_said_above_the_form(consultant, kept):
    response = consultant.submit(
        f"/assessments/{kept.id}/targets", {"dimension": "XYZ", "level": "3", "note": WHY}
    )
    assert response.status_code == 422
    assert "Choose from the list." in text_of(response)


def test_without_a_profile_there_is_nothing_to_set(consultant, kept, app, world):
    closed = closed_assessment(kept.firm_id, NOW, team=(world.ids["keel.consultant"],), is_concluded=False)
    response = consultant.get(f"/assessments/{closed.id}/targets")
    assert response.status_code == 200
    assert "<textarea" not in response.get_data(as_text=True)
