"""Everything that follows from a panel of answers, put together. The method is in docs/methods.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assessments.agreement import Scale
from assessments.alpha import krippendorff_alpha
from assessments.bootstrap import Counts, resample_and_count
from assessments.dimension_scores import (
    Node,
    count_dimension,
    release_dimension,
    score_dimension,
)
from assessments.intervals import FEWEST_FOR_BOOTSTRAP, Band, interval
from assessments.model import ROLES, Dimension
from assessments.model_rules import score_range
from assessments.panel import DK, LEVEL, NA, NOT_ASKED, Floats, Panel, shown_choices
from assessments.question_scores import Tally, release_question, score_question
from assessments.redrawn import mark_people
from assessments.results import (
    DimensionScore,
    Interval,
    Mode,
    OverallScore,
    QuestionScore,
    RoleCoverage,
)
from assessments.rules import apply_root_rule, apply_rule
from assessments.staging import is_on_ladder, stage
from assessments.stats import mean, median, power_mean


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all figures of one scoring."""

    mode: Mode
    threshold: int
    is_census: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """What was worked out, as it may be shown."""

    dimensions: tuple[DimensionScore, ...]
    parts: tuple[DimensionScore, ...]
    questions: tuple[QuestionScore, ...]
    overall: OverallScore


class Measurement:
    """One panel's figures on the way to its result; each method is one step."""

    def __init__(self, panel: Panel, setting: Setting) -> None:
        self.panel, self.setting, self.model = panel, setting, panel.model
        self.present = [place for place in range(len(ROLES)) if (panel.roles == place).any()]
        self.rows = {place: panel.roles == place for place in self.present}
        self.scores = panel.node_scores(panel.values)
        self.is_silenced = setting.mode == "anonymous" and panel.size < setting.threshold
        has_dont_know = bool((panel.kinds == DK).any())
        self.low_scores, self.high_scores = (
            panel.node_scores(panel.with_dont_know(highest=highest)) if has_dont_know else self.scores
            for highest in (False, True)
        )
        drawn = self._resample()
        self.draws = None if drawn is None else drawn[0]
        self.counts = [] if drawn is None else drawn[1]
        """For each role group, how many of the resampled people bear each of the marks of `redrawn`."""
        bands = None if self.draws is None else _bands(self.draws)
        nodes = [node.key for node in self.model.nodes]
        self.node_bands = dict.fromkeys(nodes) if bands is None else dict(zip(nodes, bands, strict=False))
        self.question_bands = [None] * len(panel.questions) if bands is None else bands[len(nodes) :]
        self.questions = [score_question(tally) for tally in self._tallies()]
        """The scores of all questions, with nothing hidden."""

    def measure(self) -> Measured:
        """Return every figure, with what may not be shown left out."""
        mode, threshold = self.setting.mode, self.setting.threshold
        questions = self.questions
        by_key = {question.key: question for question in questions}
        scored = {node.dimension.key: self._node_score(node) for node in self._nodes(by_key)}
        dimensions = [scored[dimension.key] for dimension in self.model.dimensions]
        parts = [scored[node.key] for node in self.model.nodes if scored[node.key].parent]
        overall = OverallScore() if self.is_silenced else self._overall(dimensions, by_key)
        return Measured(
            dimensions=tuple(release_dimension(score, mode, threshold) for score in dimensions),
            parts=tuple(release_dimension(score, mode, threshold) for score in parts),
            questions=tuple(release_question(score, mode, threshold) for score in questions),
            overall=overall,
        )

    def balanced(self, scores: Floats) -> float | None:
        """Return the mean of the role groups' means of what people say; None if nobody says anything."""
        groups = self.groups(scores)
        return mean([mean(values) for values in groups.values()]) if groups else None

    def groups(self, scores: Floats) -> dict[str, list[float]]:
        """Return what people say by role group, without those who say nothing."""
        said = ~np.isnan(scores)
        found = {ROLES[place]: scores[self.rows[place] & said].tolist() for place in self.present}
        return {role: values for role, values in found.items() if values}

    def claimed(self) -> dict[str, float]:
        """Return the score of every dimension that has one."""
        found = {
            dimension.key: self.balanced(self.scores[dimension.key]) for dimension in self.model.dimensions
        }
        return {key: score for key, score in found.items() if score is not None}

    def _resample(self) -> tuple[Floats, list[Counts]] | None:
        """Return resampled scores of every node and, after them, every question; None with too few people."""
        if self.panel.size < FEWEST_FOR_BOOTSTRAP or self.is_silenced:
            return None
        columns = np.column_stack([*self.scores.values()]) if self.scores else np.empty((self.panel.size, 0))
        order = [list(self.scores).index(node.key) for node in self.model.nodes]
        everything = np.column_stack([columns[:, order], self.panel.values])
        marks = mark_people(self.panel)
        rows = [self.rows[place] for place in self.present]
        return resample_and_count([everything[one] for one in rows], [marks[one] for one in rows])

    def _tallies(self) -> list[Tally]:
        panel, tallies = self.panel, []
        support = _support(panel)
        held = {question.key: node.key for node in self.model.nodes for question in node.questions}
        under = {
            question.key: dimension.key
            for dimension in self.model.dimensions
            for question in dimension.all_questions
        }
        for column, question in enumerate(panel.questions):
            kinds, choices = panel.kinds[:, column], panel.choices[:, column]
            size = len(panel.options[column])
            counts = {
                ROLES[place]: tuple(
                    np.bincount(choices[self.rows[place] & (kinds == LEVEL)], minlength=size).tolist()
                )
                for place in self.present
            }
            asked = int((kinds != NOT_ASKED).sum())
            answered = int((kinds == LEVEL).sum())
            tallies.append(
                Tally(
                    question=question,
                    dimension=under[question.key],
                    part=held[question.key],
                    values=tuple(option.value for option in panel.options[column]),
                    counts=counts,
                    support=support[column],
                    dont_know=int((kinds == DK).sum()),
                    not_applicable=int((kinds == NA).sum()),
                    asked=asked,
                    resampled=self.question_bands[column],
                    is_census=self.setting.is_census and answered == asked,
                )
            )
        return tallies

    def _nodes(self, questions: Mapping[str, QuestionScore]) -> list[Node]:
        """Return every dimension and part with what is known of it, each after its own parts."""
        found: dict[str, Node] = {}

        def visit(node: Dimension, parent: str) -> None:
            for part in node.parts:
                visit(part, node.key)
            found[node.key] = self._node(node, parent, questions, found)

        for dimension in self.model.dimensions:
            visit(dimension, "")
        return list(found.values())

    def _node(
        self, node: Dimension, parent: str, questions: Mapping[str, QuestionScore], found: Mapping[str, Node]
    ) -> Node:
        asked = tuple(questions[question.key] for question in node.all_questions)
        columns = self.panel.columns(node.all_questions)
        low, high = score_range(self.model, node)
        items = [found[part.key].evidenced for part in node.parts] or [
            questions[question.key].evidenced for question in node.questions
        ]
        row = np.array([[np.nan if one is None else one for one in items]])
        evidenced = float(apply_rule(self.model, node, row)[0])
        star, grown = _agreement_over(asked)
        return Node(
            dimension=node,
            parent=parent,
            scale=Scale(low, high, len(self.model.levels)),
            questions=asked,
            groups=self.groups(self.scores[node.key]),
            evidenced=None if np.isnan(evidenced) else evidenced,
            dk_low=self.balanced(self.low_scores[node.key]),
            dk_high=self.balanced(self.high_scores[node.key]),
            asked_people=int((self.panel.kinds[:, columns] != NOT_ASKED).any(axis=1).sum()),
            resampled=self.node_bands[node.key],
            alpha=self._alpha(asked),
            rwg_star=star,
            rwg_j=grown,
            weakest=self._weakest(node, questions),
            staged_level=self._staged_level(asked),
        )

    def _node_score(self, node: Node) -> DimensionScore:
        if self.is_silenced:
            return replace(count_dimension(node), unscored_reason="too few respondents")
        return score_dimension(node, is_census=self.setting.is_census)

    def _alpha(self, questions: Sequence[QuestionScore]) -> float | None:
        # Answers to questions with other options cannot be set side by side.
        if len({(question.low, question.high, len(question.counts)) for question in questions}) != 1:
            return None
        return krippendorff_alpha(np.array([question.counts for question in questions]))

    def _weakest(self, node: Dimension, questions: Mapping[str, QuestionScore]) -> str | None:
        scores = [(part.key, self.balanced(self.scores[part.key])) for part in node.parts]
        scores += [(question.key, questions[question.key].mean) for question in node.questions]
        known = [(key, score) for key, score in scores if score is not None]
        return min(known, key=lambda one: one[1])[0] if known else None

    def _staged_level(self, questions: Sequence[QuestionScore]) -> int | None:
        if not is_on_ladder(self.model, questions) or all(question.median is None for question in questions):
            return None
        return stage(self.model, questions)[0]

    def _overall(
        self, dimensions: Sequence[DimensionScore], questions: Mapping[str, QuestionScore]
    ) -> OverallScore:
        """Return the indices over the scored dimensions. Section 2 of the method."""
        scored = [score for score in dimensions if score.claimed is not None]
        if not scored:
            return OverallScore()
        keys = [score.key for score in scored]
        claims = [score.claimed for score in scored if score.claimed is not None]
        weights = [score.weight for score in scored]
        index = self._root(keys, claims)
        lowest = min(range(len(claims)), key=claims.__getitem__)
        counting = [one for one in questions.values() if one.dimension in keys]
        has_stage = is_on_ladder(self.model, counting) and any(one.median is not None for one in counting)
        level, reason = stage(self.model, counting) if has_stage else (None, None)
        spread = [one.ad for one in counting if one.ad is not None]
        every = self._respondent_weighted(dimensions, keys)
        return OverallScore(
            mean=index,
            mean_evidenced=self._root(keys, [score.evidenced or 0.0 for score in scored]),
            mean_equal_weights=mean(claims),
            mean_harmonic=power_mean(claims, weights, -1),
            percent=(index - self.model.lowest) / (self.model.highest - self.model.lowest),
            weakest_dimension=keys[lowest],
            weakest=claims[lowest],
            staged_level=level,
            staged_reason=reason,
            interval=self._index_interval(index, keys),
            respondent_weighted=every,
            dk_low=self._root(keys, [score.dk_low or 0.0 for score in scored]),
            dk_high=self._root(keys, [score.dk_high or 0.0 for score in scored]),
            ad=median(spread) if spread else None,
            alpha=self._alpha(counting),
            rule=self.model.rule.name,
        )

    def _respondent_weighted(self, dimensions: Sequence[DimensionScore], keys: Sequence[str]) -> float | None:
        mode, threshold = self.setting.mode, self.setting.threshold
        shown = [release_dimension(score, mode, threshold) for score in dimensions if score.key in keys]
        values = [score.respondent_weighted for score in shown if score.respondent_weighted is not None]
        return self._root(keys, values) if len(values) == len(keys) else None

    def _root(self, keys: Sequence[str], values: Sequence[float]) -> float:
        return float(apply_root_rule(self.model, keys, np.array([values]))[0])

    def _index_interval(self, index: float, keys: Sequence[str]) -> Interval | None:
        people = np.column_stack([self.scores[key] for key in keys])
        own = apply_root_rule(self.model, keys, people)
        groups = self.groups(own)
        count = sum(len(values) for values in groups.values())
        band = None
        if self.draws is not None:
            places = {node.key: place for place, node in enumerate(self.model.nodes)}
            drawn = self.draws[:, [places[key] for key in keys]]
            band = _bands(apply_root_rule(self.model, keys, drawn)[:, None])[0]
        scale = Scale(self.model.lowest, self.model.highest)
        is_census = self.setting.is_census and count == self.panel.size
        found = interval(index, groups, scale, band, is_census=is_census)
        if self.setting.mode != "named" and found is not None and found.method == "range":
            return None  # its ends are two people
        return found


def coverage(panel: Panel, invited: Mapping[str, int] | None) -> tuple[RoleCoverage, ...]:
    """Return how many of each role group responded, and how many were invited where that is known."""
    counts = {role: int((panel.roles == place).sum()) for place, role in enumerate(ROLES)}
    expected = invited or {}
    return tuple(
        RoleCoverage(role, counts[role], None if invited is None else expected.get(role, 0))
        for role in ROLES
        if counts[role] or expected.get(role)
    )


def _support(panel: Panel) -> list[float | None]:
    """Return, for each question, the highest value that somebody claims and can show."""
    found: list[float | None] = []
    for column in range(len(panel.questions)):
        shown = int(shown_choices(panel, column).max(initial=-1))
        found.append(None if shown < 0 else panel.options[column][shown].value)
    return found


def _agreement_over(questions: Sequence[QuestionScore]) -> tuple[float | None, float | None]:
    """Return r*_WG(J) and r_WG(J) over the questions with two answers or more.

    Source: Lindell, Brandt & Whitney 1999; James, Demaree & Wolf 1984; docs/methods.md, section 3.2.
    """
    single = [question.rwg for question in questions if question.rwg is not None]
    if not single:
        return None, None
    star = mean(single)  # 1 minus the mean of variances, each in units of its own null variance
    if star <= 0:
        return star, 0.0
    return star, len(single) * star / (len(single) * star + 1 - star)


def _bands(draws: Floats) -> list[Band | None]:
    """Return where the middle 95 % of each column's resamples lie; None where there are none."""
    found: list[Band | None] = []
    has_gaps = bool(np.isnan(draws).any())
    if not has_gaps and draws.size:
        low, high = np.percentile(draws, [2.5, 97.5], axis=0)
        return [(float(one), float(other)) for one, other in zip(low, high, strict=True)]
    for column in draws.T:
        known = column[~np.isnan(column)]
        ends = np.percentile(known, [2.5, 97.5]) if known.size else None
        found.append(None if ends is None else (float(ends[0]), float(ends[1])))
    return found
