"""What scoring concludes, as plain values: nothing here computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from content import Text

Agreement = Literal["shared", "acceptable", "contested"]
Grade = Literal["A", "B", "C", "D"]
IntervalMethod = Literal["t", "range", "bootstrap", "none"]
Mode = Literal["named", "confidential", "anonymous"]
UnscoredReason = Literal["", "no answers", "too few answers", "mostly not applicable", "too few respondents"]


@dataclass(frozen=True, slots=True)
class RoleScore:
    """What one role group said. A hidden group carries neither score nor number of respondents."""

    role: str
    respondents: int | None
    score: float | None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a score probably lies.

    Attributes:
        method: "t" and "bootstrap" are confidence intervals at `level`; "range" spans the lowest and the
            highest respondent and promises nothing; "none" means a census: everybody invited has
            answered, there is no sampling error, and low and high are the score itself.
    """

    low: float
    high: float
    method: IntervalMethod
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """How one question was answered.

    Attributes:
        mean: mean of the role groups' means.
        median: median with every role group counted equally; this is the item's claim.
        evidenced: the claim as far as evidence was named for it.
        counts: answers per level, lowest level first; empty where it would expose somebody.
        answered: answers that are a level. dont_know, not_applicable: answers of that kind.
        asked: respondents whose role the question is put to.
        ad: mean absolute deviation from the mean, in scale points; None below two answers.
        rwg, awg: agreement indices; None where undefined.
        is_polarised: the answers form two camps.
        is_visibility_gap: more than a quarter of those who could judge did not know.
        is_withheld: there are answers, but too few to show anything of them in this mode.
    """

    key: str
    dimension: str
    mean: float | None
    median: float | None
    evidenced: float | None
    counts: tuple[int, ...]
    answered: int
    dont_know: int
    not_applicable: int
    asked: int
    ad: float | None
    rwg: float | None
    awg: float | None
    is_polarised: bool
    is_visibility_gap: bool
    by_role: tuple[RoleScore, ...]
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """How mature one dimension is.

    Attributes:
        claimed: mean of the role groups' means; None if not scored (see `unscored_reason`).
        evidenced: what the named evidence supports of it, never above `claimed`.
        optimism: claimed minus evidenced.
        respondent_weighted: the mean with every respondent counted equally, for comparison; None also
            where it would let a hidden role group be worked out.
        interval: None for a single respondent, and where it would expose the lowest and highest one.
        respondents: those whose answers count: 60 % or more of what applies to them.
        answered, asked: answers that are a level, and questions put, over all respondents.
        dont_know_share: of those who gave a level or "don't know".
        not_applicable_share: of all answers given.
        dk_low, dk_high: the claimed score if every "don't know" were the lowest, the highest level.
        ad: median of the questions' AD. rwg_star, rwg_j: agreement over the dimension's questions.
        grade_points: respondents, roles, agreement, visibility, evidence: 0 to 2 points each.
        unscored_reason: "" if scored.
    """

    key: str
    title: Text
    weight: float
    is_core: bool
    respondents: int
    answered: int
    asked: int
    dont_know_share: float
    not_applicable_share: float
    unscored_reason: UnscoredReason = ""
    claimed: float | None = None
    evidenced: float | None = None
    optimism: float | None = None
    respondent_weighted: float | None = None
    interval: Interval | None = None
    dk_low: float | None = None
    dk_high: float | None = None
    ad: float | None = None
    rwg_star: float | None = None
    rwg_j: float | None = None
    agreement: Agreement | None = None
    grade: Grade | None = None
    grade_points: Mapping[str, int] = field(default_factory=dict)
    by_role: tuple[RoleScore, ...] = ()


@dataclass(frozen=True, slots=True)
class StagedReason:
    """Why the staged level is what it is.

    Attributes:
        items: questions with a median. share: those of them at the staged level or above, 0–1.
        next_level: None at the top of the scale. next_share: those at the next level or above.
        blocking: core questions too low for the next level, in model order.
    """

    items: int
    share: float
    next_level: int | None
    next_share: float | None
    blocking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverallScore:
    """The indices over all dimensions; each is None when no dimension could be scored.

    Attributes:
        mean: mean of the claimed scores with the model's weights.
        mean_evidenced: the same over the evidenced scores.
        mean_equal_weights: with equal weights. mean_harmonic: the power mean with p = −1.
        percent: the mean as a share of the scale, 0–1.
        weakest_dimension: key of the lowest claimed dimension, the first in model order on a tie.
    """

    mean: float | None = None
    mean_evidenced: float | None = None
    mean_equal_weights: float | None = None
    mean_harmonic: float | None = None
    percent: float | None = None
    weakest_dimension: str | None = None
    weakest: float | None = None
    staged_level: int | None = None
    staged_reason: StagedReason | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class RoleCoverage:
    """How many of a role group responded; invited is None where it is not known."""

    role: str
    respondents: int
    invited: int | None


@dataclass(frozen=True, slots=True)
class MaturityResult:
    """Everything that follows from one assessment's answers.

    Attributes:
        respondents: people who answered anything at all.
        is_organisation_result: at least 4 respondents in 2 role groups; otherwise an individual view.
        is_census: everybody invited has responded.
        is_below_threshold: fewer respondents than the threshold in a mode that promises discretion. An
            anonymous assessment then has no scores at all; a confidential one is for its consultants.
        uniform_respondents: people who gave one and the same level to ten questions or more.
        lowest, highest: the ends of the scale.
    """

    model_key: str
    model_version: str
    model_hash: str
    method_version: str
    mode: Mode
    threshold: int
    lowest: int
    highest: int
    respondents: int
    is_organisation_result: bool
    is_census: bool
    is_below_threshold: bool
    uniform_respondents: int
    dimensions: tuple[DimensionScore, ...]
    overall: OverallScore
    roles: tuple[RoleCoverage, ...]
    questions: tuple[QuestionScore, ...]

    def dimension(self, key: str) -> DimensionScore:
        """Return the score of one dimension. Raises KeyError if the model has none of this key."""
        for dimension in self.dimensions:
            if dimension.key == key:
                return dimension
        raise KeyError(key)

    def question(self, key: str) -> QuestionScore:
        """Return the score of one question. Raises KeyError if the model has none of this key."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)
