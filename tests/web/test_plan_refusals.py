"""What a scenario cannot be: refused at its field, or answered with what would release it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.jobs import run_all
from tests.web.reading import text_of
from tests.web.shaping import form_of, plan_of, row_of, shape

MOST_STATEMENTS = 12


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"capacity": "many"}, "Enter a number from 1 to 100000."),
        ({"capacity": "-4"}, "Enter a number from 1 to 100000."),
        ({"horizon": "400"}, "Enter a number from 1 to 156."),
        ({"add": "XYZ-1"}, "There is no initiative XYZ-1."),
    ],
)
def test_what_cannot_be_is_refused_given_back_and_changes_nothing(
    consultant, kept, scenario, changes, sentence
):
    before = row_of(kept, scenario).revision
    response = shape(consultant, scenario, **changes)
    assert response.status_code == 422
    assert sentence in text_of(response)
    ((_, typed),) = changes.items()
    assert typed in response.get_data(as_text=True)
    assert row_of(kept, scenario).revision == before


def test_a_day_outside_the_plan_and_no_day_at_all_are_refused_at_their_field(consultant, kept, scenario):
    plan = plan_of(kept, scenario)
    key = plan.initiatives[0].key
    early = shape(consultant, scenario, **{f"start-{key}": (plan.start_on - timedelta(weeks=2)).isoformat()})
    assert "This day lies outside the weeks of the plan." in text_of(early)
    assert f'href="#start-{key}"' in early.get_data(as_text=True)
    none = shape(consultant, scenario, **{f"start-{key}": "soon"})
    assert "Enter a day" in text_of(none)


def ask_for_what_cannot_be(consultant, kept, scenario):
    """Lock an initiative where it stands, and what it needs long after it."""
    plan = plan_of(kept, scenario)
    one = next(each for each in plan.initiatives if each.after)
    first = next(each for each in plan.initiatives if each.key == one.after[0])

    def day(week: int) -> str:
        return (plan.start_on + timedelta(weeks=week)).isoformat()

    typed = day(first.start_week + 20)
    response = shape(
        consultant,
        scenario,
        **{f"start-{first.key}": typed, f"lock-{first.key}": "y", f"lock-{one.key}": "y"},
    )
    return plan, first, one, typed, response


def test_wishes_that_no_plan_keeps_are_answered_with_what_would_release_them(consultant, kept, scenario, app):
    plan, first, one, typed, response = ask_for_what_cannot_be(consultant, kept, scenario)
    assert response.status_code == 303
    assert response.headers["Location"].endswith("#refused")
    page = consultant.get(f"/plans/{scenario}")
    assert "No plan keeps all that you asked for" in text_of(page)
    assert form_of(page)[f"start-{first.key}"] == typed
    assert consultant.get(f"/plans/{scenario}/status").get_json()["state"] == "waiting"
    run_all(app)
    assert plan_of(kept, scenario).initiatives == plan.initiatives
    told = text_of(consultant.get(f"/plans/{scenario}"))
    assert "These cannot all be kept" in told
    for locked in (first, one):
        assert f"{locked.title['en']} is locked to" in told
    assert f"It has to wait for: {first.title['en']} ({first.key})" in told
    assert told.count("Take the lock away") == 2
    assert len(consultant.statements) <= MOST_STATEMENTS
    stood = row_of(kept, scenario).refused["conflicts"]
    number = next(place for place, each in enumerate(stood) if each["subject"] == one.key)
    eased = consultant.submit(f"/plans/{scenario}/ease", {"number": str(number)}, page="/sign-in")
    assert eased.headers["Location"].endswith("#changes")
    row = row_of(kept, scenario)
    assert row.refused is None
    assert row.wishes["starts"] == {first.key: first.start_week + 20}
    assert one.key in row.wishes["added"]
    again = consultant.submit(f"/plans/{scenario}/ease", {"number": "0"}, page="/sign-in")
    assert again.status_code == 409


def test_what_was_asked_in_vain_can_be_forgotten(consultant, kept, scenario):
    ask_for_what_cannot_be(consultant, kept, scenario)
    assert consultant.submit(f"/plans/{scenario}/forget", {}, page="/sign-in").status_code == 303
    assert row_of(kept, scenario).refused is None
    assert "No plan keeps all" not in text_of(consultant.get(f"/plans/{scenario}"))


def test_a_wish_for_what_this_client_cannot_use_is_named(consultant, kept, scenario):
    plan = plan_of(kept, scenario)
    other = next(one for one in plan.left_out if one.reason == "level reached")
    assert shape(consultant, scenario, add=other.key).status_code == 303
    told = text_of(consultant.get(f"/plans/{scenario}"))
    assert f"This client can have no plan with: {other.key}." in told


def test_a_revision_or_number_that_nobody_was_shown_is_refused_as_an_old_one(consultant, kept, scenario):
    stale = form_of(consultant.get(f"/plans/{scenario}")) | {"revision": "²"}
    assert consultant.submit(f"/plans/{scenario}", stale).status_code == 409
    ask_for_what_cannot_be(consultant, kept, scenario)
    for number in ("²", "9" * 5000, "-1", ""):
        eased = consultant.submit(f"/plans/{scenario}/ease", {"number": number}, page="/sign-in")
        assert eased.status_code == 409
