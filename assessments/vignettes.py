"""Anchoring vignettes: short stories that everybody rates, so that strict and kind raters can be told apart.

What follows is shown beside the scores and never takes their place: it holds only if people use the same standard
for the stories as for their own organisation, and understand the stories alike. The rules are in docs/methods.md,
section 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from assessments.balance import balanced_mean, role_scores
from assessments.model import ROLES, AnswerRefused, Key
from assessments.privacy import THRESHOLD, release_roles
from assessments.responses import Response
from assessments.results import Mode, RoleScore
from assessments.service_needs import MOST_ANCHOR_WORDS, AnchoredOption, AskedItem
from assessments.stats import mean
from content import NO_OTHER_FIELDS, Limits, Problem, Text, Version, canonical_hash, load

LIBRARY = Path(__file__).parent / "library"

PREFIX = "vignette."
OWN = "own"
"""Key of the rating of one's own organisation, which no story may have."""

NOTABLE = 0.5
"""Mean distance from the intended levels from which a rater is called lenient or severe. A platform default."""

Order = Literal["as intended", "tied", "inverted"]
ORDERS: tuple[Order, ...] = ("as intended", "tied", "inverted")
Lean = Literal["lenient", "as intended", "severe"]


@dataclass(frozen=True, slots=True)
class Vignette:
    """A story about an invented PMO, with the level that its author meant."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Annotated[str, Limits(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
    intended: Annotated[int, Limits(ge=0, le=10)]
    story: Text


@dataclass(frozen=True, slots=True)
class VignettePack:
    """A published set of stories; a change is a new version.

    Attributes:
        ask: what is asked about each story. own_ask: the same about the respondent's own organisation.
        options: the levels, lowest first. vignettes: by rising intended level. order: keys as they are put.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    version: Version
    title: Text
    summary: Text
    minutes: Annotated[int, Limits(ge=1, le=480)]
    ask: Text
    own_ask: Text
    options: Annotated[tuple[AnchoredOption, ...], Limits(min_length=2, max_length=11)]
    vignettes: Annotated[tuple[Vignette, ...], Limits(min_length=2, max_length=9)]
    order: tuple[str, ...]

    @property
    def hash(self) -> str:
        """The canonical hash of everything in the pack."""
        return canonical_hash(self)

    @property
    def questions(self) -> tuple[AskedItem, ...]:
        """The stories in the order in which they are put, and last the rating of one's own organisation."""
        stories = {vignette.key: vignette.story for vignette in self.vignettes}
        put = [AskedItem(PREFIX + key, self.ask, self.options, ROLES, stories[key]) for key in self.order]
        return (*put, AskedItem(PREFIX + OWN, self.own_ask, self.options, ROLES))

    @property
    def intended(self) -> tuple[int, ...]:
        """The intended levels, rising."""
        return tuple(vignette.intended for vignette in self.vignettes)

    @property
    def lowest(self) -> int:
        return self.options[0].value

    @property
    def highest(self) -> int:
        return self.options[-1].value

    def problems(self) -> Iterator[Problem]:
        """Yield every rule of a sound pack that this one breaks."""
        yield from self._option_problems()
        keys = [vignette.key for vignette in self.vignettes]
        for place, vignette in enumerate(self.vignettes):
            where = ("vignettes", place)
            if vignette.key in (*keys[:place], OWN):
                yield Problem((*where, "key"), vignette.key, "a key used once, not 'own'", "unique-key")
            if not self.lowest <= vignette.intended <= self.highest:
                allowed = f"a level from {self.lowest} to {self.highest}"
                yield Problem((*where, "intended"), str(vignette.intended), allowed, "intended-level")
            if place and vignette.intended <= self.vignettes[place - 1].intended:
                allowed = "more than in the story before"
                yield Problem((*where, "intended"), str(vignette.intended), allowed, "rising-levels")
        if sorted(self.order) != sorted(keys):
            yield Problem(("order",), ", ".join(self.order), "each story's key once", "order")

    def _option_problems(self) -> Iterator[Problem]:
        for place, option in enumerate(self.options):
            where = ("options", place)
            if option.value != self.lowest + place:
                allowed = f"{self.lowest + place}, since levels follow one another"
                yield Problem((*where, "value"), str(option.value), allowed, "value-order")
            if (count := len(option.text["en"].split())) > MOST_ANCHOR_WORDS:
                allowed = f"{MOST_ANCHOR_WORDS} words at most"
                yield Problem((*where, "text", "en"), f"{count} words", allowed, "anchor-length")


@dataclass(frozen=True, slots=True)
class Rank:
    """Where somebody's own rating stands among their ratings of the stories, from 1 to twice their number + 1.

    Odd is between two stories, or beyond the first or last; even is level with one. `low` and `high` differ where
    the stories were tied or put in another order than intended.
    """

    low: int
    high: int

    def levels(self, intended: Sequence[int], lowest: int, highest: int) -> tuple[int, int]:
        """Return between which levels, by the stories' intended ones, that is.

        >>> Rank(3, 3).levels((2, 3, 4), 1, 5), Rank(4, 7).levels((2, 3, 4), 1, 5)
        ((2, 3), (3, 5))
        """
        steps = (lowest, *intended, highest)
        return steps[self.low // 2], steps[(self.high + 1) // 2]


@dataclass(frozen=True, slots=True)
class RaterCalibration:
    """How one respondent rates the stories.

    Attributes:
        ratings: of the stories, by rising intended level.
        leniency: mean rating minus intended level; above 0 is kinder than intended.
        order: whether the ratings rise as intended, some are equal, or some are the other way round.
        own: rating of the own organisation. rank: where that stands among the stories; None without it.
        raw: the respondent's own score in the questionnaire, if there is one. adjusted: that minus the leniency,
            kept on the scale, to be shown beside it.
    """

    respondent: str
    role: str
    ratings: tuple[int, ...]
    leniency: float
    order: Order
    own: int | None = None
    rank: Rank | None = None
    raw: float | None = None
    adjusted: float | None = None

    @property
    def lean(self) -> Lean:
        """Whether the respondent is notably kinder, or stricter, than the stories were meant."""
        if abs(self.leniency) < NOTABLE:
            return "as intended"
        return "lenient" if self.leniency > 0 else "severe"


@dataclass(frozen=True, slots=True)
class GroupCalibration:
    """How the respondents of an assessment rate the stories, as it may be shown.

    Attributes:
        complete, incomplete: people who rated every story, and only some; only the first count.
        scored: of the complete, those with a score.
        leniency: mean of the role groups' means. spread: mean absolute deviation of the raters' leniency.
        by_role: the role groups' mean leniency.
        ratings: key of a story to the mean of the role groups' mean ratings.
        orders: how many rated the stories in which order.
        raw, adjusted: of the scored, means of the role groups' means.
        raters: each respondent, by role and name; empty unless people answer under their names.
        is_withheld: there are complete ratings, but too few to show anything of them in this mode.
    """

    pack_key: str
    pack_version: str
    pack_hash: str
    complete: int
    incomplete: int
    scored: int
    by_role: tuple[RoleScore, ...]
    raters: tuple[RaterCalibration, ...]
    is_withheld: bool
    leniency: float | None = None
    spread: float | None = None
    ratings: Mapping[str, float] = field(default_factory=dict)
    orders: Mapping[Order, int] = field(default_factory=dict)
    raw: float | None = None
    adjusted: float | None = None


def rank_among(own: float, ratings: Sequence[float]) -> Rank:
    """Return the non-parametric C of a rating among the ratings of the stories.

    Args:
        ratings: of one story or more, by rising intended level.

    Source: King, Murray, Salomon & Tandon 2004; ties and inversions as in King & Wand 2007, table 1.

    >>> rank_among(3, (2, 3, 4)), rank_among(3, (3, 3, 4)), rank_among(3, (4, 2, 3))
    (Rank(low=4, high=4), Rank(low=2, high=4), Rank(low=1, high=6))
    """
    held = [1] if own < ratings[0] else []
    for place, rating in enumerate(ratings, start=1):
        if own == rating:
            held.append(2 * place)
        if place < len(ratings) and rating < own < ratings[place]:
            held.append(2 * place + 1)
    if own > ratings[-1]:
        held.append(2 * len(ratings) + 1)
    return Rank(held[0], held[-1])


def leniency_of(ratings: Sequence[float], intended: Sequence[float]) -> float:
    """Return the mean rating minus the intended level of one story or more.

    >>> leniency_of((3, 3, 5), (2, 3, 4))
    0.6666666666666666
    """
    return mean([rating - meant for rating, meant in zip(ratings, intended, strict=True)])


def calibrate_rater(
    pack: VignettePack, response: Response, raw: float | None = None
) -> RaterCalibration | None:
    """Return how one respondent rates the stories; None unless every story was rated.

    Args:
        response: with answers under "vignette." and the story's key; others are passed over.
        raw: the respondent's own score, on the levels of the pack.

    Raises:
        ValueError: a rating that no option has.
    """
    ratings = tuple(_rating(pack, response, vignette.key) for vignette in pack.vignettes)
    own = _rating(pack, response, OWN)
    rated = tuple(rating for rating in ratings if rating is not None)
    if len(rated) < len(ratings):
        return None
    leniency = leniency_of(rated, pack.intended)
    return RaterCalibration(
        respondent=response.respondent,
        role=response.role,
        ratings=rated,
        leniency=leniency,
        order=_order(rated),
        own=own,
        rank=None if own is None else rank_among(own, rated),
        raw=raw,
        adjusted=None if raw is None else min(max(raw - leniency, pack.lowest), pack.highest),
    )


def calibrate(
    pack: VignettePack,
    responses: Sequence[Response],
    raw: Mapping[str, float] | None = None,
    *,
    mode: Mode = "named",
    threshold: int = THRESHOLD,
) -> GroupCalibration:
    """Return how the respondents rate the stories, as it may be shown; their order does not matter.

    Args:
        raw: respondent to own score, on the levels of the pack.
        threshold: fewest people of whom anything is shown, unless the mode is "named".

    Raises:
        ValueError: a respondent twice, an unknown role, or a rating that no option has.

    Source: docs/methods.md, section 7.
    """
    scores = raw or {}
    _check(responses)
    found = [calibrate_rater(pack, one, scores.get(one.respondent)) for one in responses]
    raters = sorted(
        (one for one in found if one is not None), key=lambda one: (ROLES.index(one.role), one.respondent)
    )
    least = 1 if mode == "named" else threshold
    scored = [one for one in raters if one.raw is not None]
    by_role = role_scores([(one.role, one.leniency) for one in raters])
    group = GroupCalibration(
        pack_key=pack.key,
        pack_version=pack.version,
        pack_hash=pack.hash,
        complete=len(raters),
        incomplete=sum(_has_started(pack, one) for one in responses) - len(raters),
        scored=len(scored),
        by_role=by_role if mode == "named" else release_roles(by_role, threshold=threshold),
        raters=tuple(raters) if mode == "named" else (),
        is_withheld=0 < len(raters) < least,
    )
    if len(raters) >= least:
        group = _with_ratings(group, pack, raters)
    # With few raters besides, their leniency would follow from that of all and that of the scored.
    if len(scored) >= least and not 0 < len(raters) - len(scored) < least:
        group = replace(
            group,
            raw=balanced_mean([(one.role, one.raw or 0.0) for one in scored]),
            adjusted=balanced_mean([(one.role, one.adjusted or 0.0) for one in scored]),
        )
    return group


def _with_ratings(
    group: GroupCalibration, pack: VignettePack, raters: Sequence[RaterCalibration]
) -> GroupCalibration:
    middle = mean([one.leniency for one in raters])
    return replace(
        group,
        leniency=balanced_mean([(one.role, one.leniency) for one in raters]),
        spread=mean([abs(one.leniency - middle) for one in raters]),
        ratings={
            vignette.key: balanced_mean([(one.role, one.ratings[place]) for one in raters])
            for place, vignette in enumerate(pack.vignettes)
        },
        orders={order: sum(one.order == order for one in raters) for order in ORDERS},
    )


def _check(responses: Sequence[Response]) -> None:
    seen: set[str] = set()
    for response in responses:
        if response.respondent in seen:
            raise ValueError(f"respondent {response.respondent!r} twice")
        if response.role not in ROLES:
            raise ValueError(f"unknown role {response.role!r}")
        seen.add(response.respondent)


def _rating(pack: VignettePack, response: Response, key: str) -> int | None:
    answer = response.answers.get(PREFIX + key)
    if answer is None or answer.kind != "level":
        return None
    if answer.value is None or not pack.lowest <= answer.value <= pack.highest:
        raise AnswerRefused(
            PREFIX + key, answer.value, f"a level from {pack.lowest} to {pack.highest}, DK or NA"
        )
    return answer.value


def _has_started(pack: VignettePack, response: Response) -> bool:
    return any(_rating(pack, response, vignette.key) is not None for vignette in pack.vignettes)


def _order(ratings: Sequence[int]) -> Order:
    steps = [after - before for before, after in pairwise(ratings)]
    if min(steps) < 0:
        return "inverted"
    return "tied" if min(steps) == 0 else "as intended"


@cache
def load_vignette_pack() -> VignettePack:
    """Return the published stories."""
    return load(LIBRARY / "vignettes.yaml", VignettePack)
