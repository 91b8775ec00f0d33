"""What is seen in practice, in the words of the questionnaire: the answers that stand for a score."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports.telling.teller import Teller
from assessments.model import Question
from assessments.results import QuestionScore


@dataclass(frozen=True, slots=True)
class Observation:
    """One question: what it looks at, what its evidenced level looks like, and what the next one would."""

    question: Question
    score: QuestionScore
    facet: str
    today: str
    next_step: str


def observe(tell: Teller, dimension: str, *, highest: bool = False) -> Observation | None:
    """Return the lowest, or the highest, question of a dimension; None where none of it has a score."""
    found = observations(tell, dimension)
    if not found:
        return None
    return found[-1] if highest else found[0]


def observations(tell: Teller, dimension: str) -> tuple[Observation, ...]:
    """Return the scored questions of a dimension, the lowest evidenced first; equals in the model's order."""
    scored = [
        one for one in tell.result.questions if one.dimension == dimension and one.evidenced is not None
    ]
    model = tell.report.model
    found = []
    for score in sorted(scored, key=lambda one: one.evidenced or 0.0):
        question = model.question(score.key)
        options = model.options_of(question)
        reached = max(
            (place for place, one in enumerate(options) if one.value <= (score.evidenced or 0.0) + 1e-9),
            default=0,
        )
        following = options[reached + 1] if reached + 1 < len(options) else None
        found.append(
            Observation(
                question=question,
                score=score,
                facet=tell.say(question.facet),
                today=tell.say(options[reached].text),
                next_step=tell.say(following.text)
                if following
                else tell._("The highest answer is reached; keep it so."),
            )
        )
    return tuple(found)
