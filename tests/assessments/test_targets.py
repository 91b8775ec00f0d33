"""Targets in a file, and what they do to gaps, recommendation and plan."""

from dataclasses import replace

import pytest

from assessments.gaps import TargetOverride, set_targets
from assessments.profile import ProfileFacts, load_profile_model
from assessments.published import find_model
from assessments.recommendations import recommend
from assessments.report import advise
from assessments.targets import read_targets
from content import ContentError
from tests.assessments.planning_cases import (
    BANK,
    DIMENSIONS,
    MONDAY,
    evenly,
    result_of,
)

MODEL = find_model("quick-scan")
WHY = "The regulator asks for no more."


def read(tmp_path, text):
    path = tmp_path / "targets.yaml"
    path.write_text(text, encoding="utf-8")
    return read_targets(path, MODEL)


def test_a_file_gives_levels_with_their_reasons(tmp_path):
    found = read(
        tmp_path, f'targets:\n  CTL: {{target: 3.5, reason: "{WHY}"}}\n  BEN: {{target: 2, reason: Later}}\n'
    )
    assert found == {"CTL": TargetOverride(3.5, WHY), "BEN": TargetOverride(2.0, "Later")}


@pytest.mark.parametrize(
    ("line", "place", "found"),
    [
        ("  XYZ: {target: 3, reason: why}", "targets.yaml:2:8: targets.XYZ: found the dimension XYZ", "STR, GOV"),
        ("  CTL: {target: 6, reason: why}", "targets.yaml:2:17: targets.CTL.target: found 6", "from 1 to 5"),
        ("  CTL: {target: 0.9, reason: why}", "targets.yaml:2:17: targets.CTL.target: found 0.9", "from 1 to 5"),
        ("  CTL: {target: .nan, reason: why}", "targets.yaml:2:17", "target"),
        ("  CTL: {target: high, reason: why}", "targets.yaml:2:17", "number"),
        ("  CTL: {target: 3}", "targets.yaml:2:8: targets.CTL.reason: found nothing", ""),
        ('  CTL: {target: 3, reason: " "}', "targets.yaml:2:28: targets.CTL.reason", "words"),
        (f"  CTL: {{target: 3, reason: {'x' * 501}}}", "targets.yaml:2:28: targets.CTL.reason", "500"),
        ("  CTL: {target: 3, reason: why, note: x}", "targets.yaml:2:", "the fields target, reason"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_by_line_and_field(tmp_path, line, place, found):
    with pytest.raises(ContentError) as refused:
        read(tmp_path, f"targets:\n{line}\n")
    (finding,) = refused.value.findings
    assert place in str(finding)
    assert found in str(finding)


def test_an_override_may_use_the_whole_scale_of_its_model_and_no_more():
    (low,) = set_targets({}, "supportive", ["CTL"], {"CTL": TargetOverride(0, WHY)}, scale=(0, 3))
    assert (low.level, low.default_level) == (0, 1.5)
    with pytest.raises(ValueError, match="from 0 to 3"):
        set_targets({}, "supportive", ["CTL"], {"CTL": TargetOverride(3.5, WHY)}, scale=(0, 3))


def test_the_default_stays_visible_beside_an_override():
    (found,) = set_targets({"K06": 4}, "controlling", ["CTL"], {"CTL": TargetOverride(2.5, WHY)})
    assert (found.level, found.default_level, found.note) == (2.5, 4.5, WHY)
    (plain,) = set_targets({"K06": 4}, "controlling", ["CTL"])
    assert (plain.level, plain.default_level) == (4.5, 4.5)


def test_an_override_reaches_gaps_recommendation_and_plan():
    result = result_of(evenly(2.5))
    overrides = {
        **{key: TargetOverride(2.5, WHY) for key in DIMENSIONS},
        "MTH": TargetOverride(4.0, "Method first."),
        "PPL": TargetOverride(4.0, "Method first."),
    }
    advice = advise(result, BANK, ProfileFacts(), start_on=MONDAY, overrides=overrides)
    assert {gap.dimension for gap in advice.gaps if gap.gap} == {"MTH", "PPL"}
    emphases = [one.choice for one in advice.recommendation.axes if one.axis == "emphasis"]
    assert emphases == ["knowledge"]
    lifted = {one.dimension for one in advice.roadmap.projections if one.levels[-1] > one.start}
    assert lifted == {"MTH", "PPL"}


def test_a_recommendation_holds_overrides_to_the_scale_as_well():
    result = replace(result_of(evenly(2.0)), lowest=0, highest=3)
    with pytest.raises(ValueError, match="from 0 to 3"):
        recommend(load_profile_model(), BANK, result, overrides={"CTL": TargetOverride(4, WHY)})
