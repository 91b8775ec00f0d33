"""Fictional clients with their firm, people and answers: the same cast in demonstration, examples and tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from assessments.model import MaturityModel, Role
from assessments.responses import Response
from assessments.synthetic import SyntheticRespondent, generate_responses
from content import NO_OTHER_FIELDS, Limits, Text, load

CASES = Path(__file__).parent / "library" / "demo"
DEMO_CASES: tuple[str, ...] = ("qec", "nordvik")
"""The cases that come with the product: one answered in full, one of another firm half-way."""

Progress = Literal["invited", "started", "submitted"]


class UnknownCase(LookupError):
    """No demonstration case of this key comes with the product."""


@dataclass(frozen=True, slots=True)
class DemoConsultant:
    """Somebody who works for the consulting firm."""

    __pydantic_config__ = NO_OTHER_FIELDS

    name: str
    email: str
    duty: Literal["lead", "consultant"]
    title: Text


@dataclass(frozen=True, slots=True)
class DemoFirm:
    """The consulting firm, its people in order of rank."""

    __pydantic_config__ = NO_OTHER_FIELDS

    name: str
    consultants: Annotated[tuple[DemoConsultant, ...], Limits(min_length=1)]


@dataclass(frozen=True, slots=True)
class DemoClient:
    """The organisation that is assessed. `yearly_value` is money spent on projects, in `currency`."""

    __pydantic_config__ = NO_OTHER_FIELDS

    name: str
    about: Text
    sector: str
    headcount: Annotated[int, Limits(ge=1)]
    project_count: Annotated[int, Limits(ge=0)]
    yearly_value: Annotated[float, Limits(ge=0)]
    currency: str
    pmo_staff: Annotated[float, Limits(ge=0)]
    pmo_age_months: Annotated[int, Limits(ge=0)]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoEngagement:
    """What the measurement is called, what it covers, and how open respondents are about themselves."""

    __pydantic_config__ = NO_OTHER_FIELDS

    title: Text
    scope: Text
    mode: Literal["named", "confidential", "anonymous"]


@dataclass(frozen=True, slots=True)
class DemoCriterion:
    """An answer to one criterion of the profile, 0 (very low) to 4 (very high), with its reason."""

    __pydantic_config__ = NO_OTHER_FIELDS

    answer: Annotated[int, Limits(ge=0, le=4)]
    why: Text


@dataclass(frozen=True, slots=True)
class DemoRespondent:
    """Somebody at the client who is asked, and how far they have come."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Annotated[str, Limits(pattern=r"^r\d{2}$")]
    name: str
    email: str
    role: Role
    title: Text
    progress: Progress = "submitted"


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One fictional engagement. It cannot be declared real.

    Attributes:
        seed: feeds the generator of answers.
        levels: dimension key to the mean level aimed at.
        criteria: K01 … K18 to the client's answer.
    """

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Annotated[str, Limits(pattern=r"^[a-z][a-z-]*$")]
    is_synthetic: Literal[True]
    firm: DemoFirm
    client: DemoClient
    engagement: DemoEngagement
    seed: int
    levels: Mapping[str, Annotated[float, Limits(ge=1, le=5)]]
    criteria: Mapping[str, DemoCriterion]
    respondents: Annotated[tuple[DemoRespondent, ...], Limits(min_length=1)]

    @property
    def profile(self) -> Mapping[str, int]:
        """The criteria as the recommendation takes them: key to answer."""
        return {key: criterion.answer for key, criterion in self.criteria.items()}


def load_demo_case(key: str) -> DemoCase:
    """Return one of `DEMO_CASES`.

    Raises:
        UnknownCase: there is no such case.
    """
    if key not in DEMO_CASES:
        raise UnknownCase(key)
    return load(CASES / f"{key}.yaml", DemoCase)


def demo_responses(case: DemoCase, model: MaturityModel) -> tuple[Response, ...]:
    """Return the answers given so far, in the order of the case's respondents.

    Who has only started has answered the first half of their questions; who is only invited is absent.
    """
    asked = [person for person in case.respondents if person.progress != "invited"]
    cast = [SyntheticRespondent(key=person.key, role=person.role) for person in asked]
    responses = generate_responses(model, cast, case.levels, case.seed)
    return tuple(
        response if person.progress == "submitted" else _first_half(response)
        for person, response in zip(asked, responses, strict=True)
    )


def responses_csv(responses: Iterable[Response]) -> str:
    """Return responses as the file that the command line reads, one answer a line, lines ending in "\\n".

    A question that does not apply carries its reason in the column of comments.
    """
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(("respondent", "role", "question", "answer", "evidence", "comment"))
    for response in responses:
        for key, answer in response.answers.items():
            given = answer.kind if answer.value is None else str(answer.value)
            remark = answer.reason if answer.kind == "NA" else answer.comment
            writer.writerow((response.respondent, response.role, key, given, answer.evidence, remark))
    return page.getvalue()


def _first_half(response: Response) -> Response:
    keys = list(response.answers)
    kept = keys[: len(keys) // 2]
    return replace(response, answers={key: response.answers[key] for key in kept})
