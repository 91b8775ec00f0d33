"""The page on which an administrator weighs the profile, and where weights and reason are printed."""

from __future__ import annotations

import pytest

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.weights import FirmWeightsRow
from app.services import conclusions
from assessments.profile import load_profile_model
from tests.conftest import NOW
from tests.web.reading import plain
from tests.world import World
from tests.worlds.closed import CONSULTANT

DEFAULTS = {one.key: f"{one.weight:g}" for one in load_profile_model().criteria}
REASON = "Two public clients now audit every stage."


@pytest.fixture
def admin(client_for):
    return client_for(World.admin)


def test_weights_are_saved_shown_and_restored(admin) -> None:
    page = admin.get("/weights").get_data(as_text=True)
    assert "Restore the defaults" not in page
    assert admin.submit("/weights", DEFAULTS | {"K01": "14", "reason": REASON}).status_code == 303
    page = admin.get("/weights").get_data(as_text=True)
    assert f"K01 10 → 14, because: {REASON}" in plain(page)
    assert "In no engagement does another type come first" in plain(page)
    token = admin.token("/weights")
    assert admin.post("/weights/restore", data={"csrf_token": token}).status_code == 303
    assert REASON not in admin.get("/weights").get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("K01", "0", "Enter a weight from 0.1 to 100"),
        ("K01", "", "Enter a weight from 0.1 to 100"),
        ("K01", "nan", "Enter a weight from 0.1 to 100"),
        ("K05", "heavy", "Not a valid float"),
        ("reason", "", "the reason is printed with every advice"),
        ("reason", "   ", "the reason is printed with every advice"),
    ],
)
def test_a_wrong_weight_comes_back_with_what_was_typed(admin, field, value, sentence) -> None:
    response = admin.submit("/weights", DEFAULTS | {"K12": "9", "reason": REASON} | {field: value})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert sentence in page
    assert 'value="9' in page


def test_a_consultant_may_not(client_for) -> None:
    assert client_for(World.consultant).get("/weights").status_code == 403


def test_weights_and_reason_stand_with_the_recommendation(kept, client_for, app) -> None:
    with firm_scope(kept.firm_id):
        changed_by = find_assessment(kept.id).engagement.members[0].user_id
        row = FirmWeightsRow(weights={"K01": 14.0}, reason=REASON, changed_by=changed_by, changed_at=NOW)
        row.firm_id = kept.firm_id
        db.session.add(row)
        db.session.flush()
        conclusions.conclude(kept.id)
        db.session.commit()
    page = client_for(CONSULTANT).get(f"/assessments/{kept.id}/recommendation").get_data(as_text=True)
    told = "Weights changed by this firm: Regulatory and audit burden 10 → 14, because: " + REASON
    assert told in plain(page)
    assert "#rec-10" in page
    profile = client_for(CONSULTANT).get(f"/engagements/{kept.engagement_id}/profile").get_data(as_text=True)
    assert "K01 · weight 14" in profile
