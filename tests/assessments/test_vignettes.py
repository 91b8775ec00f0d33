"""The stories that everybody rates, and what the ratings tell about the raters."""

from __future__ import annotations

import doctest
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import vignettes
from assessments.model import ROLES
from assessments.responses import Response
from assessments.results import RoleScore
from assessments.vignettes import (
    GroupCalibration,
    Rank,
    VignettePack,
    calibrate,
    calibrate_rater,
    leniency_of,
    load_vignette_pack,
    rank_among,
)
from assessments.wording import reading_grade
from content import from_plain, read, to_plain
from content.cache import cache_path, cache_text
from tests.assessments.questionnaires import Given, response

FILE = Path(__file__).parents[2] / "assessments" / "library" / "vignettes.yaml"
PACK = load_vignette_pack()
EXECUTIVE, PMO, MANAGER, TEAM, ASSURANCE = ROLES


def rater(name: str, role: str, *said: Given | None) -> Response:
    """Return a response: ratings of the stories of level 2, 3 and 4, then of the own organisation."""
    keys = [*(f"vignette.{one.key}" for one in PACK.vignettes), "vignette.own"]
    return response(name, role, {key: one for key, one in zip(keys, said, strict=False) if one is not None})


class TestContent:
    def test_the_published_file_is_sound_and_its_cache_is_that_of_the_file(self):
        value = read(FILE, VignettePack)
        assert list(value.problems()) == []
        assert cache_path(FILE).read_text() == cache_text(FILE.read_bytes(), VignettePack, value)

    def test_three_stories_stand_for_levels_2_3_and_4_and_are_put_in_another_order(self):
        assert PACK.intended == (2, 3, 4)
        assert [item.key for item in PACK.questions] == [
            "vignette.ferries",
            "vignette.clinics",
            "vignette.quarry",
            "vignette.own",
        ]

    def test_a_story_is_short_and_readable_and_gives_no_level_away(self):
        for vignette in PACK.vignettes:
            words = vignette.story["en"]
            assert 50 <= len(words.split()) <= 70
            assert reading_grade(words) <= 12
            assert not re.search(r"\blevel|\bmatur|improvised|emerging|standardised|steered|adaptive", words)
            for option in PACK.options:
                assert option.text["en"] not in words

    def test_the_options_are_five_short_readable_sentences(self):
        texts = [option.text["en"] for option in PACK.options]
        assert [option.value for option in PACK.options] == [1, 2, 3, 4, 5]
        assert len(set(texts)) == 5
        for words in texts:
            assert re.fullmatch(r"[^.?!]+\.", words)
            assert len(words.split()) <= 30
            assert reading_grade(words) <= 12

    def test_a_story_is_asked_with_its_text_and_the_own_organisation_without(self):
        first, *_, own = PACK.questions
        assert first.description == PACK.vignettes[1].story
        assert first.stem == PACK.ask
        assert (own.stem, own.description) == (PACK.own_ask, None)
        assert {item.roles for item in PACK.questions} == {ROLES}

    def test_a_changed_pack_has_another_hash(self):
        assert PACK.hash == load_vignette_pack().hash != replace(PACK, minutes=9).hash


def with_story(**fields: object) -> VignettePack:
    return replace(PACK, vignettes=(*PACK.vignettes[:2], replace(PACK.vignettes[2], **fields)))


def with_option(**fields: object) -> VignettePack:
    return replace(PACK, options=(*PACK.options[:4], replace(PACK.options[4], **fields)))


@pytest.mark.parametrize(
    ("pack", "problems"),
    [
        (with_story(intended=3), [("rising-levels", "3")]),
        (with_story(intended=6), [("intended-level", "6")]),
        (with_story(key="own"), [("unique-key", "own"), ("order", "ferries, clinics, quarry")]),
        (with_story(key="quarry"), [("unique-key", "quarry"), ("order", "ferries, clinics, quarry")]),
        (replace(PACK, order=("ferries", "clinics")), [("order", "ferries, clinics")]),
        (with_option(value=6), [("value-order", "6")]),
        (with_option(text={"en": "word " * 31}), [("anchor-length", "31 words")]),
    ],
)
def test_an_unsound_pack_is_refused(pack, problems):
    assert [(problem.rule, problem.found) for problem in pack.problems()] == problems


# King & Wand 2007, table 1, by the values with which the authors' own software is checked against it:
# own rating, ratings of the two vignettes, and the ends of C.
TABLE_1 = [
    (1, (2, 3), 1, 1),
    (3, (3, 4), 2, 2),
    (3, (2, 4), 3, 3),
    (4, (2, 4), 4, 4),
    (4, (2, 3), 5, 5),
    (2, (3, 3), 1, 1),
    (2, (2, 2), 2, 4),
    (3, (2, 2), 5, 5),
    (1, (3, 2), 1, 1),
    (2, (3, 2), 1, 4),
    (3, (4, 2), 1, 5),
    (3, (3, 2), 2, 5),
    (4, (3, 2), 5, 5),
]


@pytest.mark.parametrize(("own", "ratings", "low", "high"), TABLE_1)
def test_the_published_table_of_ties_and_inversions(own, ratings, low, high):
    assert rank_among(own, ratings) == Rank(low, high)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(vignettes).failed == 0


@pytest.mark.parametrize(
    ("rank", "levels"),
    [
        (Rank(1, 1), (1, 2)),
        (Rank(2, 2), (2, 2)),
        (Rank(3, 3), (2, 3)),
        (Rank(6, 6), (4, 4)),
        (Rank(7, 7), (4, 5)),
        (Rank(2, 4), (2, 3)),
        (Rank(1, 7), (1, 5)),
    ],
)
def test_a_rank_says_between_which_levels_a_rating_lies(rank, levels):
    assert rank.levels(PACK.intended, PACK.lowest, PACK.highest) == levels


class TestOneRater:
    def test_a_kind_rater(self):
        # (3 − 2 + 4 − 3 + 5 − 4)/3 = 1. The own 4 equals the rating of the middle story: C = 4, level 3. The score
        # of 3.4 becomes 2.4 beside it.
        found = calibrate_rater(PACK, rater("a", PMO, 3, 4, 5, 4), raw=3.4)
        assert (found.ratings, found.leniency, found.lean) == ((3, 4, 5), 1, "lenient")
        assert (found.order, found.rank) == ("as intended", Rank(4, 4))
        assert found.rank.levels(PACK.intended, 1, 5) == (3, 3)
        assert found.raw == 3.4
        assert found.adjusted == pytest.approx(2.4)

    def test_a_strict_rater_who_takes_two_stories_for_the_same(self):
        # (1 − 2 + 2 − 3 + 2 − 4)/3 = −4/3. The own 2 equals both: C from 4 to 6, levels 3 to 4.
        found = calibrate_rater(PACK, rater("a", TEAM, 1, 2, 2, 2), raw=4)
        assert found.leniency == pytest.approx(-4 / 3)
        assert (found.lean, found.order, found.rank) == ("severe", "tied", Rank(4, 6))
        assert found.adjusted == 5  # 5.33 is off the scale

    def test_a_rater_who_turns_the_stories_round(self):
        # (3 − 2 + 2 − 3 + 4 − 4)/3 = 0. The own 1 is below all of them in whatever order.
        found = calibrate_rater(PACK, rater("a", TEAM, 3, 2, 4, 1))
        assert (found.leniency, found.lean, found.order) == (0, "as intended", "inverted")
        assert found.rank == Rank(1, 1)
        assert (found.raw, found.adjusted) == (None, None)

    def test_one_step_in_one_story_is_not_notable_two_are(self):
        assert calibrate_rater(PACK, rater("a", TEAM, 3, 3, 4)).lean == "as intended"
        assert calibrate_rater(PACK, rater("a", TEAM, 3, 4, 4)).lean == "lenient"

    def test_without_the_own_rating_there_is_no_rank(self):
        found = calibrate_rater(PACK, rater("a", TEAM, 2, 3, 4, "DK"), raw=1)
        assert (found.own, found.rank, found.adjusted) == (None, None, 1)

    @pytest.mark.parametrize("said", [(2, 3), (2, "DK", 4), ("NA", 3, 4), ()])
    def test_who_did_not_rate_every_story_is_not_calibrated(self, said):
        assert calibrate_rater(PACK, rater("a", TEAM, *said)) is None

    @pytest.mark.parametrize("said", [(0, 3, 4), (2, 3, 6), (2, 3, 4, 6)])
    def test_a_rating_off_the_scale_is_refused(self, said):
        with pytest.raises(ValueError, match="a level from 1 to 5"):
            calibrate_rater(PACK, rater("a", TEAM, *said))


KIND = [rater(f"k{n}", MANAGER, 3, 4, 5) for n in range(5)]  # leniency 1 each
EXACT = [rater(f"e{n}", TEAM, 2, 3, 4) for n in range(15)]  # leniency 0 each


class TestGroup:
    def test_the_worked_example(self):
        # One manager at +1, three team members at 0: groups (1 + 0)/2 = 0.5; deviation from the mean of 0.25 is
        # (0.75 + 3 × 0.25)/4 = 0.375. Scores 4 and 2, 2, 3: raw (4 + 7/3)/2, adjusted (3 + 7/3)/2.
        people = [*KIND[:1], *EXACT[:3]]
        found = calibrate(PACK, people, {"k0": 4, "e0": 2, "e1": 2, "e2": 3})
        assert (found.complete, found.incomplete, found.scored) == (4, 0, 4)
        assert (found.leniency, found.spread) == (0.5, 0.375)
        assert found.by_role == (RoleScore(MANAGER, 1, 1), RoleScore(TEAM, 3, 0))
        assert found.ratings == {"quarry": 2.5, "ferries": 3.5, "clinics": 4.5}
        assert found.orders == {"as intended": 4, "tied": 0, "inverted": 0}
        assert found.raw == pytest.approx(19 / 6)
        assert found.adjusted == pytest.approx(16 / 6)
        assert [one.respondent for one in found.raters] == ["k0", "e0", "e1", "e2"]

    def test_only_those_who_rated_every_story_count(self):
        found = calibrate(
            PACK, [KIND[0], rater("x", TEAM, 2), rater("y", TEAM), rater("z", TEAM, None, None, None, 3)]
        )
        assert (found.complete, found.incomplete, found.leniency) == (1, 1, 1)

    def test_nobody_rated_anything(self):
        found = calibrate(PACK, [])
        assert (found.leniency, found.spread, found.raw, found.ratings, found.orders) == (
            None,
            None,
            None,
            {},
            {},
        )
        assert not found.is_withheld

    def test_names_are_for_named_assessments_only(self):
        assert len(calibrate(PACK, EXACT).raters) == 15
        assert calibrate(PACK, EXACT, mode="confidential").raters == ()

    def test_fewer_than_the_threshold_show_nothing(self):
        people = [*KIND[:2], *EXACT[:2]]
        found = calibrate(PACK, people, dict.fromkeys(("k0", "k1", "e0", "e1"), 3.0), mode="anonymous")
        assert found.is_withheld
        assert (found.leniency, found.spread, found.raw, found.adjusted, found.ratings, found.orders) == (
            *(None,) * 4,
            {},
            {},
        )
        assert all(one.is_hidden for one in found.by_role)
        assert calibrate(PACK, people, mode="anonymous", threshold=4).leniency == 0.5

    def test_small_groups_are_hidden_and_large_ones_shown(self):
        shown = calibrate(PACK, [*KIND, *EXACT], mode="confidential")
        assert shown.by_role == (RoleScore(MANAGER, 5, 1), RoleScore(TEAM, 15, 0))
        hidden = calibrate(PACK, [*KIND[:4], *EXACT], mode="confidential")
        assert [one.score for one in hidden.by_role] == [None, None]
        assert hidden.leniency == 0.5

    def test_scores_are_left_out_where_they_would_give_the_few_without_one_away(self):
        scores = {f"e{n}": 3.0 for n in range(11)}
        without_four = calibrate(PACK, EXACT, scores, mode="confidential")
        assert (without_four.scored, without_four.raw, without_four.adjusted) == (11, None, None)
        assert without_four.leniency == 0
        without_five = calibrate(PACK, EXACT, dict.fromkeys(list(scores)[:10], 3.0), mode="confidential")
        assert (without_five.raw, without_five.adjusted) == (3, 3)
        assert calibrate(PACK, EXACT, scores).raw == 3

    @pytest.mark.parametrize(
        ("people", "message"),
        [([EXACT[0], EXACT[0]], "twice"), ([rater("a", "guest", 2, 3, 4)], "unknown role")],
    )
    def test_what_cannot_be_a_response_is_refused(self, people, message):
        with pytest.raises(ValueError, match=message):
            calibrate(PACK, people)


levels = st.integers(1, 5)
triples = st.tuples(levels, levels, levels)
crowds = st.lists(
    st.tuples(st.sampled_from(ROLES), levels | st.none(), levels, levels, levels | st.none()), max_size=12
)


def crowd(said) -> list[Response]:
    return [rater(f"p{number}", *one) for number, one in enumerate(said)]


@given(levels, triples)
def test_the_rank_is_on_its_scale_and_one_number_where_stories_rise(own, ratings):
    found = rank_among(own, ratings)
    assert 1 <= found.low <= found.high <= 7
    if ratings[0] < ratings[1] < ratings[2]:
        assert found.low == found.high


@given(st.integers(1, 4), triples)
def test_a_higher_own_rating_never_lowers_the_rank(own, ratings):
    before, after = rank_among(own, ratings), rank_among(own + 1, ratings)
    assert after.low >= before.low
    assert after.high >= before.high


@given(triples, st.floats(1, 5))
def test_leniency_and_adjusted_score_stay_in_bounds(ratings, raw):
    assert -2 <= leniency_of(ratings, PACK.intended) <= 2
    found = calibrate_rater(PACK, rater("a", TEAM, *ratings), raw)
    assert 1 <= found.adjusted <= 5
    assert found.raw == raw


@given(crowds, st.sampled_from(["named", "confidential"]), st.randoms())
@settings(deadline=None, max_examples=50)
def test_the_order_of_people_does_not_matter(said, mode, shuffle):
    people = crowd(said)
    scores = {one.respondent: 2.5 for one in people[::2]}
    shuffled = list(people)
    shuffle.shuffle(shuffled)
    assert calibrate(PACK, shuffled, scores, mode=mode) == calibrate(PACK, people, scores, mode=mode)


@given(crowds, st.sampled_from(["confidential", "anonymous"]))
@settings(deadline=None, max_examples=50)
def test_nobody_in_a_small_group_is_shown_where_discretion_was_promised(said, mode):
    found = calibrate(PACK, crowd(said), mode=mode)
    assert found.raters == ()
    assert found.leniency is None or found.complete >= 5
    assert all(one.is_hidden or one.respondents >= 5 for one in found.by_role)


@given(crowds, st.sampled_from(["named", "anonymous"]))
@settings(deadline=None, max_examples=20)
def test_a_calibration_survives_the_way_through_json(said, mode):
    people = crowd(said)
    found = calibrate(PACK, people, {one.respondent: 3.0 for one in people}, mode=mode)
    assert from_plain(GroupCalibration, json.loads(json.dumps(to_plain(found)))) == found
