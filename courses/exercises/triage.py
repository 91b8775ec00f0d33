"""Triage inbox: important or not, urgent or not, held against what a panel said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from content import NO_OTHER_FIELDS, Limits, Problem, Text
from courses.exercises.draws import shuffled
from courses.exercises.grading import CellGrade, Graded, Response, chosen, total
from courses.exercises.questions import Path
from courses.exercises.sheets import YES_NO, Field, Grid, Part, Sheet, number_in, words_cell
from courses.exercises.words import Words, authored, said
from courses.syllabus import Key, repeated

Votes = Annotated[int, Limits(ge=0, le=1000)]
BOXES = ("do", "plan", "delegate", "drop")
"""Important and urgent; important only; urgent only; neither."""

SLIPS = ("urgent-is-important",)


@dataclass(frozen=True, slots=True)
class Panel:
    """How many of the panel put a message into which box: important and urgent (do), important only (plan),
    urgent only (delegate), neither (drop)."""

    __pydantic_config__ = NO_OTHER_FIELDS

    do: Votes = 0
    plan: Votes = 0
    delegate: Votes = 0
    drop: Votes = 0

    def share(self, box: str) -> float:
        """Return votes for a box ÷ votes for the box with the most."""
        votes: int = getattr(self, box)
        most: int = max(getattr(self, name) for name in BOXES)
        return votes / most


@dataclass(frozen=True, slots=True)
class Message:
    """A message. `say`: what weighs in it. `action`: a good next step, where the learner is asked for one."""

    __pydantic_config__ = NO_OTHER_FIELDS

    key: Key
    sender: Text
    text: Text
    panel: Panel
    say: Text
    action: Text | None = None


@dataclass(frozen=True, slots=True)
class TriageData:
    """`panel_note`: who the panel was, printed with the result. `draw`: how many messages one task shows."""

    __pydantic_config__ = NO_OTHER_FIELDS

    panel_note: Text
    messages: Annotated[tuple[Message, ...], Limits(min_length=4, max_length=60)]
    draw: Annotated[int, Limits(ge=4, le=16)] = 16

    def problems(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with data whose types are right."""
        keys = tuple(message.key for message in self.messages)
        for place in repeated(keys):
            where = (*path, "messages", place, "key")
            yield Problem(where, f"'{keys[place]}' again", "each key once", "repeated-key")
        if self.draw > len(self.messages):
            yield Problem((*path, "draw"), str(self.draw), f"{len(self.messages)} or fewer", "draw")
        for place, message in enumerate(self.messages):
            if not any(getattr(message.panel, box) for box in BOXES):
                yield Problem((*path, "messages", place, "panel"), "no votes", "at least one vote", "panel")


_CLEAR = 0.6
"""The share of a panel from which on it is of one mind."""


def box_of(is_important: bool, is_urgent: bool) -> str:
    """Return the box of a message.

    >>> box_of(True, False)
    'plan'
    """
    if is_important:
        return "do" if is_urgent else "plan"
    return "delegate" if is_urgent else "drop"


def make(seed: int, data: TriageData, variation: float) -> TriageData:
    """Return the task of a seed: which messages it shows, in which order."""
    del variation
    keys = tuple(message.key for message in data.messages)
    return replace(data, messages=shuffled(seed, "messages", data.messages, keys)[: data.draw])


def sheet(task: TriageData) -> Sheet:
    """Return what a learner sees: two choices and a text for each message."""
    parts = []
    for place, message in enumerate(task.messages, start=1):
        fields = [
            Field(f"{message.key}.{name}", "choice", said(f"triage.is-{name}"), YES_NO)
            for name in ("important", "urgent")
        ]
        # Under every message: a field under those alone that want an action would tell which they are.
        fields.append(Field(f"{message.key}.action", "text", said("triage.action"), is_optional=True))
        title = said("triage.message", number=float(place), sender=message.sender)
        parts.append(Part(message.key, title, authored(message.text), fields=tuple(fields)))
    return Sheet(tuple(parts))


def evaluate(task: TriageData, response: Response) -> Graded:
    """Grade agreement with the panel: votes for the chosen box ÷ votes for the box with most, on average."""
    cells = [_message_cell(message, response, 1 / len(task.messages)) for message in task.messages]
    split = [message for message in task.messages if _clearness(message.panel) < _CLEAR]
    notes = [said("triage.panel", panel=task.panel_note)]
    if split:
        notes.append(said("triage.split", count=float(len(split))))
    actions = tuple(
        (
            words_cell(authored(message.text)),
            words_cell(said("quoted", words=chosen(response, f"{message.key}.action"))),
            words_cell(authored(message.action or message.say)),
        )
        for message in task.messages
        if message.action or chosen(response, f"{message.key}.action").strip()
    )
    grids = [_confusion(task, response)]
    if actions:
        heads = tuple(said(f"triage.{code}") for code in ("message-head", "yours", "sample"))
        grids.append(Grid(said("triage.actions"), heads, actions))
    return total(cells, notes, grids)


def _chosen_box(message: Message, response: Response) -> str:
    important, urgent = (chosen(response, f"{message.key}.{name}") for name in ("important", "urgent"))
    return box_of(important == "yes", urgent == "yes") if important and urgent else ""


def _usual(panel: Panel) -> str:
    return max(BOXES, key=panel.share)


def _clearness(panel: Panel) -> float:
    votes = [getattr(panel, box) for box in BOXES]
    return float(max(votes) / sum(votes))


def _message_cell(message: Message, response: Response, weight: float) -> CellGrade:
    box, usual = _chosen_box(message, response), _usual(message.panel)
    slip = "urgent-is-important" if (box, usual) == ("do", "delegate") else ""
    votes: dict[str, float | str] = {name: float(getattr(message.panel, name)) for name in BOXES}
    return CellGrade(
        key=f"{message.key}.important",
        label=authored(message.text),
        weight=weight,
        share=message.panel.share(box) if box else 0.0,
        given=said(f"triage.box-{box}") if box else None,
        expected=Words(code="triage.votes", values=votes),
        why=authored(message.say),
        slip=slip,
    )


def _confusion(task: TriageData, response: Response) -> Grid:
    """Count messages by the panel's usual box and the learner's."""
    pairs = [(_usual(message.panel), _chosen_box(message, response)) for message in task.messages]
    rows = tuple(
        (words_cell(said(f"triage.box-{row}")), *(number_in(pairs.count((row, column))) for column in BOXES))
        for row in BOXES
    )
    heads = (said("triage.panel-said"), *(said(f"triage.box-{box}") for box in BOXES))
    return Grid(said("triage.confusion"), heads, rows)
