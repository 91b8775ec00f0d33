"""What holds of the services whatever their customers say."""

from __future__ import annotations

import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.service_map import ServiceMap, map_services
from assessments.service_verdicts import VERDICTS
from content import from_plain, to_plain
from tests.assessments.services import ASSURANCE, MANAGER, MODULE, PMO, TEAM, mapped, people

needs, qualities = st.integers(0, 3), st.integers(0, 5)
unknown = st.sampled_from(["DK", "NA", None])
crowds = st.lists(
    st.tuples(st.sampled_from([PMO, MANAGER, TEAM, ASSURANCE]), needs | unknown, qualities | unknown),
    max_size=14,
)
modes = st.sampled_from(["named", "confidential", "anonymous"])


@given(crowds, modes, st.randoms())
@settings(deadline=None, max_examples=50)
def test_the_order_of_people_does_not_matter(said, mode, shuffle):
    responses = people(*said)
    shuffled = list(responses)
    shuffle.shuffle(shuffled)
    assert map_services(MODULE, shuffled, mode=mode) == map_services(MODULE, responses, mode=mode)


@given(crowds, modes)
@settings(deadline=None, max_examples=50)
def test_every_figure_lies_on_its_scale(said, mode):
    found = mapped(*said, mode=mode)
    for value, low, high in (
        (found.need.mean, 0, 3),
        (found.need.median, 0, 3),
        (found.quality.mean, 1, 5),
        (found.quality.median, 1, 5),
        (found.need_share, 0, 1),
        (found.unreached, 0, 1),
        (found.priority, 0, 9),
    ):
        assert value is None or low - 1e-9 <= value <= high + 1e-9
    assert found.verdict.kind in VERDICTS
    assert found.quality.answered + (found.quality.unused or 0) <= found.quality.asked
    if found.strong_share is not None:
        assert found.strong_share <= found.need_share + 1e-9


@given(crowds, st.data())
@settings(deadline=None, max_examples=100)
def test_raising_a_need_never_makes_a_service_one_to_stop(said, data):
    raisable = [place for place, (_, need, _) in enumerate(said) if isinstance(need, int) and need < 3]
    assume(raisable)
    place = data.draw(st.sampled_from(raisable))
    role, need, quality = said[place]
    before = mapped(*said).verdict
    after = mapped(
        *said[:place], (role, data.draw(st.integers(need + 1, 3)), quality), *said[place + 1 :]
    ).verdict
    assert after.kind != "retire" or before.kind == "retire"


@given(crowds, st.data())
@settings(deadline=None, max_examples=100)
def test_raising_a_quality_never_makes_a_kept_service_one_to_mend(said, data):
    raisable = [place for place, (_, _, one) in enumerate(said) if isinstance(one, int) and 1 <= one < 5]
    assume(raisable)
    place = data.draw(st.sampled_from(raisable))
    role, need, quality = said[place]
    before, after = mapped(*said), mapped(*said[:place], (role, need, quality + 1), *said[place + 1 :])
    assert after.verdict.kind != "fix" or before.verdict.kind == "fix"
    if before.priority is not None:
        assert after.priority <= before.priority + 1e-9


@given(crowds, st.sampled_from(["confidential", "anonymous"]))
@settings(deadline=None, max_examples=50)
def test_no_group_of_fewer_than_five_is_shown_where_discretion_was_promised(said, mode):
    found = mapped(*said, mode=mode)
    for rating in (found.need, found.quality):
        assert all(one.is_hidden or one.respondents >= 5 for one in (*rating.by_role, *rating.own_view))
        assert rating.mean is None or rating.answered >= 5
    assert found.verdict.kind == "undecided" or found.need.answered >= 5


@given(crowds, modes)
@settings(deadline=None, max_examples=20)
def test_a_map_survives_the_way_through_json(said, mode):
    found = map_services(MODULE, people(*said), mode=mode)
    assert from_plain(ServiceMap, json.loads(json.dumps(to_plain(found)))) == found
