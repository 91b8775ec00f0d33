"""Who sees it how: role groups side by side, where people agree, what to talk about, and what is out of sight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from app.db import assessments as rows
from app.db.assessments import Assessment
from app.db.responses import list_responses
from app.policy import Action, Actor, require
from app.reports import charts
from app.reports.story import (
    VISIBLE_SPREAD,
    Split,
    View,
    contested_from,
    hidden_roles_of,
    splits_of,
    unseen_of,
    views_of,
)
from app.services import conclusions
from app.services.assessments import model_of
from app.services.outcomes import Outcome, outcome_of
from assessments.model import ROLES, MaturityModel, Option, Question
from assessments.results import (
    ContestedQuestion,
    MaturityResult,
    QuestionScore,
    RespondentScore,
    RoleGap,
    RoleScore,
)
from assessments.vignettes import GroupCalibration, load_vignette_pack
from content import Text

_ROLE_ORDER: tuple[str, ...] = ROLES
FEWEST_FURTHEST = 5
"""Questions shown as furthest apart where none is contested."""

Tone = Literal["shared", "acceptable", "contested", "two camps", "hidden"]
TONES: tuple[Tone, ...] = ("shared", "acceptable", "contested", "two camps", "hidden")


@dataclass(frozen=True, slots=True)
class HeatRow:
    """How the role groups see one dimension, in the order of `Voices.roles`; None: not asked or no answer.

    `gap` is the widest between two groups that may be shown, and None where there are not two of five people.
    """

    view: View
    cells: tuple[RoleScore | None, ...]
    gap: RoleGap | None


@dataclass(frozen=True, slots=True)
class MapCell:
    """How far people agree on one question. "hidden": too few answers to tell, or too few to show."""

    question: Question
    score: QuestionScore
    tone: Tone


@dataclass(frozen=True, slots=True)
class MapRow:
    key: str
    title: Text
    cells: tuple[MapCell, ...]


@dataclass(frozen=True, slots=True)
class WorkshopQuestion:
    """A contested question as one to talk about: what the two camps say, in the words they chose.

    `low` and `high` are None where the distribution may not be shown.
    """

    found: ContestedQuestion
    question: Question
    score: QuestionScore
    dimension: Text
    low: Option | None
    high: Option | None


@dataclass(frozen=True, slots=True)
class Without:
    """One dimension with and without the respondents whose answers look careless."""

    title: Text
    claimed: float
    without: float


@dataclass(frozen=True, slots=True)
class StoryRow:
    """An invented story, the level its author meant and the mean rating; None where it may not be shown."""

    story: Text
    intended: int
    rating: float | None


@dataclass(frozen=True, slots=True)
class Person:
    """One respondent of an assessment in which people answer under their names."""

    name: str
    score: RespondentScore


@dataclass(frozen=True, slots=True)
class Voices:
    """What the respondents agree on, and what they do not.

    Attributes:
        gaps: the rows of `heat` with a gap that can be seen, the widest first.
        tones: how many questions of each tone there are.
        columns: questions of the longest row of the map.
        furthest: questions with the widest distance between answers; empty where some are contested.
        unseen: questions that many could not judge.
        calibration: how strictly people rate; None where they were not asked about stories.
        people: each respondent by role; empty unless people answer under their names.
        without: dimensions that would read otherwise without careless answers, the most changed first.
    """

    model: MaturityModel
    result: MaturityResult
    roles: tuple[str, ...]
    heat: tuple[HeatRow, ...]
    gaps: tuple[HeatRow, ...]
    has_hidden: bool
    map: tuple[MapRow, ...]
    tones: dict[Tone, int]
    columns: int
    workshop: tuple[WorkshopQuestion, ...]
    furthest: tuple[Split, ...]
    unseen: tuple[Split, ...]
    without: tuple[Without, ...]
    calibration: GroupCalibration | None
    stories: tuple[StoryRow, ...]
    people: tuple[Person, ...] = ()

    @property
    def contested_from(self) -> float | None:
        """The distance above which a question is contested; None where questions run on several scales."""
        return contested_from(self.result)

    def shade(self, score: float) -> int:
        """Return the step of the ramp, 1 to 5, on which a score is shown."""
        return charts.ramp_step(score, self.result.lowest, self.result.highest)


@dataclass(frozen=True, slots=True)
class VoicesPage:
    """`voices` is None until the result is there."""

    outcome: Outcome
    voices: Voices | None


def voices_page(actor: Actor, assessment_id: UUID) -> VoicesPage:
    """Return who sees it how in an assessment.

    Raises:
        Hidden, Refused: not on the team.
    """
    row = require(actor, Action.READ_RESULTS, rows.find_assessment(assessment_id))
    outcome = outcome_of(actor, row)
    if not outcome.has_result:
        return VoicesPage(outcome, None)
    found = find_voices(model_of(row), conclusions.result_of(row), conclusions.calibration_of(row))
    return VoicesPage(outcome, replace(found, people=_people(row, found.result)))


def _people(row: Assessment, result: MaturityResult) -> tuple[Person, ...]:
    if row.mode != "named" or not result.people:
        return ()
    invited = {one.id: one.name for one in rows.list_invitations(row.id)}
    names = {
        str(one.id): invited[one.invitation_id]
        for one in list_responses(row.id)
        if one.invitation_id in invited
    }
    people = [Person(names.get(one.respondent, ""), one) for one in result.people]
    return tuple(sorted(people, key=lambda one: (_ROLE_ORDER.index(one.score.role), one.name)))


def find_voices(
    model: MaturityModel, result: MaturityResult, calibration: GroupCalibration | None = None
) -> Voices:
    """Return what a result says of those who answered."""
    agreement = _map(model, result)
    tones = dict.fromkeys(TONES, 0)
    for line in agreement:
        for cell in line.cells:
            tones[cell.tone] += 1
    splits = splits_of(model, result)
    heat = tuple(_heat_row(view, result) for view in views_of(result))
    return Voices(
        model=model,
        result=result,
        roles=tuple(one.role for one in result.roles),
        heat=heat,
        gaps=tuple(sorted((row for row in heat if _can_be_seen(row)), key=_width, reverse=True)),
        has_hidden=bool(hidden_roles_of(result)),
        map=agreement,
        tones=tones,
        columns=max((len(line.cells) for line in agreement), default=0),
        workshop=tuple(_workshop(model, result, one) for one in result.contested),
        furthest=() if result.contested else _furthest(splits),
        unseen=unseen_of(splits),
        without=_without(result),
        calibration=calibration,
        stories=() if calibration is None else _stories(calibration),
    )


def _stories(calibration: GroupCalibration) -> tuple[StoryRow, ...]:
    stories = load_vignette_pack().vignettes
    return tuple(StoryRow(one.story, one.intended, calibration.ratings.get(one.key)) for one in stories)


def _heat_row(view: View, result: MaturityResult) -> HeatRow:
    cells = {cell.role: cell for cell in view.cells}
    gaps = result.dimension(view.key).role_gaps
    return HeatRow(view, tuple(cells.get(one.role) for one in result.roles), gaps[0] if gaps else None)


def _can_be_seen(row: HeatRow) -> bool:
    # Where the medians say one thing and the pairs another, there is no gap to speak of.
    return row.gap is not None and row.gap.difference >= VISIBLE_SPREAD and row.gap.cliffs_delta > 0


def _width(row: HeatRow) -> float:
    return row.gap.difference if row.gap else 0.0


def _map(model: MaturityModel, result: MaturityResult) -> tuple[MapRow, ...]:
    scores = {one.key: one for one in result.questions}
    return tuple(
        MapRow(
            dimension.key,
            dimension.title,
            tuple(
                MapCell(one, scores[one.key], _tone(scores[one.key]))
                for one in dimension.all_questions
                if one.key in scores
            ),
        )
        for dimension in model.dimensions
    )


def _tone(score: QuestionScore) -> Tone:
    if score.ad is None or score.agreement is None:
        return "hidden"
    return "two camps" if score.is_polarised else score.agreement


def _furthest(splits: tuple[Split, ...]) -> tuple[Split, ...]:
    told = [one for one in splits if one.score.ad is not None]
    return tuple(sorted(told, key=lambda one: -(one.score.ad or 0.0))[:FEWEST_FURTHEST])


def _workshop(model: MaturityModel, result: MaturityResult, found: ContestedQuestion) -> WorkshopQuestion:
    question = model.question(found.question)
    options = {option.answer: option for option in model.options_of(question)}
    return WorkshopQuestion(
        found=found,
        question=question,
        score=result.question(found.question),
        dimension=result.dimension(found.dimension).title,
        low=None if found.low_answer is None else options[found.low_answer],
        high=None if found.high_answer is None else options[found.high_answer],
    )


def _without(result: MaturityResult) -> tuple[Without, ...]:
    changed = [
        Without(one.title, one.claimed, result.careless.dimensions_without[one.key])
        for one in result.dimensions
        if one.claimed is not None and one.key in result.careless.dimensions_without
    ]
    return tuple(sorted(changed, key=lambda one: -abs(one.claimed - one.without)))
