"""What has happened to an adopted plan: noted on its page, kept in its place, and the rest follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.reading import text_of
from tests.web.shaping import plan_of, row_of
from tests.world import PASSWORD
from tests.worlds.closed import CONSULTANT


@pytest.fixture
def adopted(consultant, scenario, clock):
    """The scenario as the plan, half a year later; whoever adopted it has signed in again."""
    consultant.submit(f"/plans/{scenario}/adopt", {}, page="/sign-in")
    clock.moment += timedelta(days=180)
    consultant.sign_in(CONSULTANT, PASSWORD)
    return scenario


def note(consultant, kept, scenario, **typed):
    sent = {name.replace("_", "-"): value for name, value in typed.items()}
    sent["revision"] = str(row_of(kept, scenario).revision)
    return consultant.submit(f"/plans/{scenario}/track", sent, page="/sign-in")


def test_what_has_begun_cannot_be_moved_by_its_bar(consultant, kept, adopted):
    plan = plan_of(kept, adopted)
    one = plan.initiatives[0]
    day = plan.start_on + timedelta(weeks=one.start_week)
    note(
        consultant,
        kept,
        adopted,
        **{f"progress-{one.key}": "under way", f"started-{one.key}": day.isoformat()},
    )
    page = consultant.get(f"/plans/{adopted}").get_data(as_text=True)
    assert f'data-field="start-{one.key}"' not in page
    assert f'data-field="start-{plan.initiatives[-1].key}"' in page


def test_what_has_begun_keeps_its_place_and_the_rest_follows(consultant, kept, adopted):
    plan = plan_of(kept, adopted)
    one = plan.initiatives[0]
    day = plan.start_on + timedelta(weeks=one.start_week + 2, days=1)
    begun = {f"progress-{one.key}": "under way", f"started-{one.key}": day.isoformat()}
    assert note(consultant, kept, adopted, **begun).status_code == 303
    assert row_of(kept, adopted).wishes["starts"] == {one.key: one.start_week + 2}
    assert next(each.start_week for each in plan_of(kept, adopted).initiatives if each.key == one.key) == (
        one.start_week + 2
    )
    page = text_of(consultant.get(f"/plans/{adopted}"))
    assert "1 under way" in page
    assert "2 weeks later" in page
    gone = {f"progress-{one.key}": "given up"}
    assert note(consultant, kept, adopted, **gone).status_code == 303
    assert one.key not in {each.key for each in plan_of(kept, adopted).initiatives}
    assert "1 given up" in text_of(consultant.get(f"/plans/{adopted}"))


def test_what_has_happened_is_noted_even_where_it_breaks_the_rules_of_the_plan(consultant, kept, adopted):
    plan = plan_of(kept, adopted)
    one = next(each for each in plan.initiatives if each.after)
    early = {f"progress-{one.key}": "under way", f"started-{one.key}": plan.start_on.isoformat()}
    response = note(consultant, kept, adopted, **early)
    assert response.status_code == 303
    assert plan_of(kept, adopted) == plan
    assert "breaks the rules of the plan" in text_of(consultant.get(f"/plans/{adopted}"))
    assert "1 under way" in text_of(consultant.get(f"/plans/{adopted}"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"progress": "under way"}, "Say on which day it began."),
        ({"progress": "done", "started": 0}, "Say on which day it ended."),
        ({"progress": "done", "started": 9, "ended": 2}, "It cannot end before it began."),
        ({"progress": "under way", "started": -30}, "This day lies before the first day of the plan."),
        ({"progress": "under way", "started": 4000}, "Choose a day that has been"),
        ({"progress": "lost"}, "Choose from the list."),
        ({"progress": "under way", "started": "soon"}, "Enter a day"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(consultant, kept, adopted, typed, sentence):
    plan = plan_of(kept, adopted)
    key = plan.initiatives[0].key
    sent = {
        f"{name}-{key}": (plan.start_on + timedelta(days=value)).isoformat()
        if isinstance(value, int)
        else value
        for name, value in typed.items()
    }
    response = note(consultant, kept, adopted, **sent)
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_only_an_adopted_plan_is_tracked(consultant, kept, scenario):
    assert "What has happened" not in text_of(consultant.get(f"/plans/{scenario}"))
    assert note(consultant, kept, scenario).status_code == 409
