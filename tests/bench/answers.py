"""Respondents at work: the requests that their browsers send, each save building on the revision before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask

from app.services import answering
from tests.bench.client import compose
from tests.bench.fill import NOTE, Filled
from tests.bench.visitor import Visitor

LEVELS = 5


@dataclass(frozen=True, slots=True)
class Person:
    """A respondent whose browser has the questionnaire open."""

    token: str
    address: str
    headers: Mapping[str, str]
    form_token: str


def open_questionnaires(port: int, filled: Filled, most: int = 40) -> list[Person]:
    """Follow the mailed links, as far as `most` people, and return who then has the page open."""
    people = []
    for token in filled.tokens[:most]:
        visitor = Visitor(port)
        visitor.get(f"/r/{token}")
        visitor.post(f"/r/{token}", {})
        people.append(Person(token, visitor.path, visitor.headers, visitor.form_token))
    return people


def page_request(person: Person, encoding: str = "identity") -> bytes:
    """Return the request for the questionnaire; the yardstick compresses nothing, so by default neither do we."""
    return compose("GET", person.address, headers={**person.headers, "Accept-Encoding": encoding})


class Saves:
    """Numbered saves: number n goes to place n modulo the places, and builds on what number n - places left there.

    A place is one question of one respondent for single answers, one respondent for whole forms. Their number is a
    multiple of the connections, so that each place belongs to one connection and no two saves of it ever meet.
    """

    def __init__(self, app: Flask, people: Sequence[Person], questions: Sequence[str]) -> None:
        self.people, self.questions = people, questions
        self._places = len(people) * len(questions)
        self._kept = [_kept(app, person.token) for person in people]

    def answer(self, number: int) -> bytes:
        """Return the autosave of one answer, with another level than the last."""
        person = self.people[number % self._places // len(self.questions)]
        headers = {**person.headers, "Accept": "application/json", "X-CSRFToken": person.form_token}
        return compose("POST", f"{person.address}save", headers=headers, json=self.entry(number))

    def entry(self, number: int) -> dict[str, object]:
        """Return what the page's script sends for one answer."""
        round_, place = divmod(number, self._places)
        who, which = divmod(place, len(self.questions))
        question = self.questions[which]
        base, level = self._next(who, question, round_)
        return {
            "question": question,
            "kind": "level",
            "value": level,
            "evidence": "none",
            "comment": NOTE,
            "reason": "",
            "base": base,
            "operation": f"{place}-{base}",
        }

    def form(self, number: int) -> bytes:
        """Return the whole questionnaire as a form in which every answer has changed."""
        round_, who = divmod(number, len(self.people))
        person = self.people[who]
        fields = {"csrf_token": person.form_token}
        for question in self.questions:
            base, level = self._next(who, question, round_)
            fields |= {f"{question}.seen": str(base), f"{question}.choice": str(level)}
            fields |= {f"{question}.comment": NOTE, f"{question}.evidence": "none", f"{question}.reason": ""}
        return compose("POST", person.address, headers=person.headers, form=fields)

    def _next(self, who: int, question: str, round_: int) -> tuple[int, int]:
        """Return the revision to build on and a level that is not the one kept there: the same again is no change."""
        revision, level = self._kept[who][question]
        return revision + round_, (level + round_) % LEVELS + 1

    def answers(self, count: int) -> list[bytes]:
        return [self.answer(number) for number in range(count)]


def _kept(app: Flask, token: str) -> dict[str, tuple[int, int]]:
    """Return revision and level of each answer."""
    with app.app_context():
        page = answering.questionnaire(token)
        return {key: (stored.revision, stored.answer.value or 0) for key, stored in page.answers.items()}
