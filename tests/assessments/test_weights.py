"""A firm's own weights: what is refused, what changes, and that the advice carries them."""

from __future__ import annotations

import pytest

from assessments.profile import load_profile_model
from assessments.recommendations import recommend
from assessments.weights import ChangedDefault, FirmWeights, changed_defaults, read_weights, reweigh
from content import ContentError
from tests.assessments.planning_cases import BANK

MODEL = load_profile_model()
OWN = FirmWeights({"K01": 14.0, "K02": 8.0, "K18": 1.5}, "The regulator has announced two audits a year.")


def test_only_what_differs_counts_as_changed():
    assert changed_defaults(MODEL, OWN) == (ChangedDefault("K01", 10, 14), ChangedDefault("K18", 2, 1.5))
    assert changed_defaults(MODEL, None) == ()


def test_the_profile_is_weighed_by_them():
    weights = {one.key: one.weight for one in reweigh(MODEL, OWN).criteria}
    assert (weights["K01"], weights["K18"], weights["K03"]) == (14, 1.5, 9)
    assert reweigh(MODEL, None) == MODEL


def test_a_score_with_own_weights_is_that_of_a_profile_with_these_weights():
    # K01 = 4 speaks for controlling with 1 and for supportive with 0; the weights now sum to 104.
    own = FirmWeights({"K01": 14.0}, "Two audits a year.")
    advice = recommend(MODEL, BANK, weights=own)
    scores = {one.type: round(one.score, 2) for one in advice.scores}
    assert scores["controlling"] == round((67.85 * 100 + 4 * 100) / 104, 2)
    assert scores["supportive"] == round(35.25 * 100 / 104, 2)
    assert advice.weights == (ChangedDefault("K01", 10, 14),)
    assert advice.weights_reason == "Two audits a year."


def test_weights_equal_to_the_defaults_leave_no_trace():
    advice = recommend(MODEL, BANK, weights=FirmWeights({"K01": 10.0}, "As they are."))
    assert advice == recommend(MODEL, BANK)
    assert (advice.weights, advice.weights_reason) == ((), "")


def test_a_file_is_read(tmp_path):
    path = tmp_path / "weights.yaml"
    path.write_text("weights:\n  K01: 14\n  K18: 1.5\nreason: Two audits a year.\n", encoding="utf-8")
    assert read_weights(path) == FirmWeights({"K01": 14, "K18": 1.5}, "Two audits a year.")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("weights:\n  K99: 4\nreason: x\n", "2:3: weights"),
        ("weights:\n  K01: 0\nreason: x\n", "2:8: weights.K01"),
        ("weights:\n  K01: 101\nreason: x\n", "2:8: weights.K01"),
        ("weights:\n  K01: heavy\nreason: x\n", "2:8: weights.K01"),
        ("weights: {}\nreason: x\n", "1:10: weights"),
        ("weights:\n  K01: 4\n", "reason: found nothing"),
        ('weights:\n  K01: 4\nreason: "  "\n', "3:9: reason: found blanks"),
        ("weights:\n  K01: 4\nreasons: x\nreason: x\n", "the unknown field 'reasons'"),
    ],
)
def test_what_is_wrong_with_a_file_is_named_by_line_and_field(tmp_path, text, fault):
    path = tmp_path / "weights.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read_weights(path)
    assert fault in str(refused.value.findings[0])
