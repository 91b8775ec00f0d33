"""What scoring concludes, as plain values: nothing here computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assessments.model import Lens, RuleName
from content import Text

Agreement = Literal["shared", "acceptable", "contested"]
Grade = Literal["A", "B", "C", "D"]
IntervalMethod = Literal["t", "range", "bootstrap", "dirichlet", "none"]
Mode = Literal["named", "confidential", "anonymous"]
UnscoredReason = Literal["", "no answers", "too few answers", "mostly not applicable", "too few respondents"]

FEWEST_RESPONDENTS, FEWEST_ROLES = 4, 2
"""From so many people in so many role groups on, a result is the organisation's."""


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
        method: "t", "dirichlet" and "bootstrap" are confidence intervals at `level`; "range" spans the lowest and the
            highest respondent and promises nothing; "none" means a census: everybody invited has
            answered, there is no sampling error, and low and high are the score itself.
    """

    low: float
    high: float
    method: IntervalMethod
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class RoleGap:
    """How far apart two role groups of five people or more see something.

    Attributes:
        higher, lower: the role groups. difference: median of the one minus median of the other, 0 or more.
        cliffs_delta: how often somebody of the first group says more than somebody of the second, minus the
            other way round, −1 to 1.
    """

    higher: str
    lower: str
    difference: float
    cliffs_delta: float


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
        part: key of the dimension or part that holds the question. lens: its lens, if it has one.
        low, high: the lowest and the highest value that can be answered; `counts` has one entry per option.
        interval: of the mean. ad_median: mean absolute deviation from the median.
        agreement: what `ad` means on this scale. role_gap: the widest between two groups that may be shown.
        values: what each answer counts, lowest first, beside `counts`.
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
    part: str = ""
    lens: Lens | None = None
    low: float = 1.0
    high: float = 5.0
    interval: Interval | None = None
    ad_median: float | None = None
    agreement: Agreement | None = None
    role_gap: RoleGap | None = None
    values: tuple[float, ...] = ()


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
        evidence_share: of the questions claimed at the third answer or above, those evidenced above the second; None
            where none is claimed that high.
        unscored_reason: "" if scored.
        parent: key of what holds it; "" for a dimension. rule: how it follows from what it holds.
        low, high: the ends of the scale on which it runs.
        alpha: Krippendorff's α of its answers, ordinal; None where undefined.
        staged_level: the staged level of its own questions; None where they are not on the model's levels.
        weakest: key of its lowest question or part, the first in model order on a tie.
        role_gaps: pairs of groups that may be shown, the widest first.
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
    evidence_share: float | None = None
    by_role: tuple[RoleScore, ...] = ()
    parent: str = ""
    rule: RuleName = "weighted_mean"
    low: float = 1.0
    high: float = 5.0
    alpha: float | None = None
    staged_level: int | None = None
    weakest: str | None = None
    role_gaps: tuple[RoleGap, ...] = ()


@dataclass(frozen=True, slots=True)
class LensScore:
    """How one lens looks: over everything, and within each dimension that has questions of it.

    Attributes:
        claimed, evidenced: role-balanced means; None with too few answers, or where it may not be shown.
        questions: how many look through it. respondents: those who answered one or more of them.
        by_dimension: key of a dimension to its claimed score through this lens; None as above.
    """

    lens: Lens
    questions: int
    respondents: int
    claimed: float | None
    evidenced: float | None
    by_dimension: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class ContestedQuestion:
    """A question to talk about before anybody acts on its score, with the two answers most people stand by.

    Attributes:
        ad: mean absolute deviation. is_polarised: the answers form two camps.
        low_answer, high_answer: the option most chosen below and above the median; None where the distribution
            may not be shown.
        role_gap: the widest between two groups that may be shown.
        rule: what put it on the list, as in docs/methods.md: "AGR-1" a wide spread, "AGR-2" two camps.
    """

    question: str
    dimension: str
    ad: float
    is_polarised: bool
    low_answer: int | None
    high_answer: int | None
    role_gap: RoleGap | None
    rule: str


@dataclass(frozen=True, slots=True)
class CarelessSummary:
    """Respondents whose answers look careless, and what the whole would be without them. Nobody is left out.

    Attributes:
        flagged: respondents with one flag or more. checked: those with answers enough to be looked at.
        counts: flag ("same answer", "long run", "mostly don't know", "too fast") to respondents.
        respondents: who, with their flags; empty unless people answer under their names.
        mean_without: the mean index without them; None where nobody is flagged or too few are left.
        dimensions_without: key of a dimension to its claimed score without them; empty likewise.
    """

    flagged: int = 0
    checked: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    respondents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mean_without: float | None = None
    dimensions_without: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RespondentScore:
    """What one person says, where people answer under their names.

    Attributes:
        mean: the model's rule over the dimensions that this person says enough about; None without any.
        dimensions: key of a dimension to the person's score; None with less than 60 % of what applies answered.
        answered, asked: answers that are a level, and questions put.
        flags: signs of careless answers.
    """

    respondent: str
    role: str
    mean: float | None
    dimensions: Mapping[str, float | None]
    answered: int
    asked: int
    dont_know: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RedrawnCase:
    """What came out of some of the resamples of respondents, as far as advice looks at it.

    Attributes:
        draws: resamples in which it came out.
        delivery: mean evidenced score of MTH and CTL, moved to 0–4 and rounded; None where not scored.
        services: whole levels that the evidenced score of SVC reaches; None where not scored.
    """

    draws: int
    delivery: int | None
    services: int | None


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
        mean: the whole, from the claimed scores by the model's rule: with most models their weighted mean.
        mean_evidenced: the same over the evidenced scores.
        mean_equal_weights: with equal weights. mean_harmonic: the power mean with p = −1.
        respondent_weighted: with every respondent counted equally; None where it would expose a hidden group.
        dk_low, dk_high: the mean if every "don't know" were the lowest, the highest answer.
        ad: median of the questions' deviations. alpha: Krippendorff's α over all questions, ordinal.
        rule: how `mean` follows from the dimensions.
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
    respondent_weighted: float | None = None
    dk_low: float | None = None
    dk_high: float | None = None
    ad: float | None = None
    alpha: float | None = None
    rule: RuleName = "weighted_mean"


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
        is_organisation_result: FEWEST_RESPONDENTS in FEWEST_ROLES at least; otherwise an individual view.
        is_census: everybody invited has responded.
        is_below_threshold: fewer respondents than the threshold in a mode that promises discretion. An
            anonymous assessment then has no scores at all; a confidential one is for its consultants.
        uniform_respondents: people who gave one and the same level to ten questions or more.
        lowest, highest: the ends of the scale.
        parts: scores of the parts under the dimensions, in model order; their `parent` says under which.
        lenses: in the order of the lenses, those that the model uses.
        contested: the most contested first.
        people: each respondent by role and name; empty unless people answer under their names.
        redrawn: all resamples, sorted by what came out; empty where there are too few people to resample.
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
    parts: tuple[DimensionScore, ...] = ()
    lenses: tuple[LensScore, ...] = ()
    contested: tuple[ContestedQuestion, ...] = ()
    careless: CarelessSummary = CarelessSummary()
    people: tuple[RespondentScore, ...] = ()
    redrawn: tuple[RedrawnCase, ...] = ()

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
