"""Two versions of a maturity model side by side: what changed, and what happens to answers already given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assessments.model import Dimension, MaturityModel, Question
from content import to_plain

Fate = Literal["kept", "reworded", "rescaled", "dropped", "new"]
Part = Literal["major", "minor", "patch", "none"]

_WORDS = ("facet", "stem", "evidence", "guidance", "criteria")
_SETTINGS = ("weight", "lens", "roles", "is_core", "level", "applies_if")
_MOST_SIMILAR = 0.85
"""Two texts that share this many of their words are a correction of spelling rather than another wording."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: the field as in the file, and what it was and is, as plain text."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """What became of a question, and of the answers to it.

    Attributes:
        fate: "kept": answers are carried over; "reworded": they are, to be compared with care; "rescaled": what can
            be answered, or what it counts, has changed, so they are not; "dropped"; "new".
        moved_from: key of the dimension or part that held it; "" if it stays where it was.
    """

    key: str
    fate: Fate
    changes: tuple[Change, ...] = ()
    moved_from: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class ModelDiff:
    """What two versions of a model differ in.

    Attributes:
        questions: those that differ in anything, in the order of the newer model, dropped ones last.
        structure: dimensions and parts added, removed, moved, retitled, or of another weight or rule.
        about: title, summary, levels, answer sets and the like.
        order_changed: questions of both models stand in another order.
        bridge: questions whose answers can be compared between the two, in the newer model's order.
        needed: which number of the version has to be raised for this; raised: which one was.
        may_compare: waves can be compared as a whole.
    """

    before: str
    after: str
    questions: tuple[QuestionChange, ...]
    structure: tuple[Change, ...]
    about: tuple[Change, ...]
    order_changed: bool
    bridge: tuple[str, ...]
    needed: Part
    raised: Part

    @property
    def is_same(self) -> bool:
        return not (self.questions or self.structure or self.about or self.order_changed)

    @property
    def is_version_enough(self) -> bool:
        """Whether the version was raised as far as the changes ask for."""
        order: tuple[Part, ...] = ("none", "patch", "minor", "major")
        return self.is_other_model or order.index(self.raised) >= order.index(self.needed)

    @property
    def is_other_model(self) -> bool:
        """Whether the keys differ: two models and not two versions of one, so no version answers for the other."""
        return self.before.split()[0] != self.after.split()[0]

    @property
    def may_compare(self) -> bool:
        return self.needed != "major"

    def of(self, fate: Fate) -> tuple[QuestionChange, ...]:
        """Return the questions of one fate; "kept" ones are listed only if something else about them changed."""
        return tuple(one for one in self.questions if one.fate == fate)


def compare_models(before: MaturityModel, after: MaturityModel) -> ModelDiff:
    """Return what the newer of two models changes, and what that means for answers to the older one."""
    old, new = _held(before), _held(after)
    questions = tuple(_question_changes(before, after, old, new))
    structure = tuple(_structure_changes(before, after))
    about = tuple(_about_changes(before, after))
    common_before = [key for key in old if key in new]
    common_after = [key for key in new if key in old]
    changed = {one.key: one.fate for one in questions}
    bridge = tuple(key for key in common_after if changed.get(key, "kept") in ("kept", "reworded"))
    order_changed = common_before != common_after
    return ModelDiff(
        before=f"{before.key} {before.version}",
        after=f"{after.key} {after.version}",
        questions=questions,
        structure=structure,
        about=about,
        order_changed=order_changed,
        bridge=bridge,
        needed=_needed(questions, structure, about, is_moved=order_changed),
        raised=_raised(before.version, after.version),
    )


def _held(model: MaturityModel) -> dict[str, tuple[Question, str]]:
    """Return each question with the key of what holds it, in model order."""
    return {question.key: (question, node.key) for node in model.nodes for question in node.questions}


def _question_changes(
    before: MaturityModel,
    after: MaturityModel,
    old: Mapping[str, tuple[Question, str]],
    new: Mapping[str, tuple[Question, str]],
) -> Iterator[QuestionChange]:
    for key, (question, holder) in new.items():
        if key not in old:
            yield QuestionChange(key, "new", moved_to=holder)
            continue
        earlier, held_by = old[key]
        changes = tuple(_changes_of_question(before, after, earlier, question))
        moved = holder != held_by
        if changes or moved:
            yield QuestionChange(
                key, _fate(changes), changes, held_by if moved else "", holder if moved else ""
            )
    for key, (_, held_by) in old.items():
        if key not in new:
            yield QuestionChange(key, "dropped", moved_from=held_by)


def _changes_of_question(
    before: MaturityModel, after: MaturityModel, old: Question, new: Question
) -> Iterator[Change]:
    one = [(option.answer, option.value) for option in before.options_of(old)]
    other = [(option.answer, option.value) for option in after.options_of(new)]
    if one != other:
        yield Change("values", _plain(one), _plain(other))
    texts = (
        [option.text for option in before.options_of(old)],
        [option.text for option in after.options_of(new)],
    )
    for place in range(min(map(len, texts))):
        if texts[0][place] != texts[1][place]:
            yield Change(f"answers[{place}]", _plain(texts[0][place]), _plain(texts[1][place]))
    for name in (*_WORDS, *_SETTINGS):
        earlier, later = getattr(old, name), getattr(new, name)
        if earlier != later:
            yield Change(name, _plain(earlier), _plain(later))


def _fate(changes: tuple[Change, ...]) -> Fate:
    fields = {change.field for change in changes}
    if "values" in fields:
        return "rescaled"
    reworded = {"stem", *(field for field in fields if field.startswith("answers["))} & fields
    return "reworded" if reworded else "kept"


def _structure_changes(before: MaturityModel, after: MaturityModel) -> Iterator[Change]:
    old, new = _placed(before), _placed(after)
    for key, (node, parent) in new.items():
        if key not in old:
            yield Change(key, "", f"added under {parent or 'the model'}")
            continue
        earlier, held_by = old[key]
        if parent != held_by:
            yield Change(f"{key}.parent", held_by or "the model", parent or "the model")
        for name in ("title", "purpose", "weight", "is_core", "rule"):
            one, other = getattr(earlier, name), getattr(node, name)
            if one != other:
                yield Change(f"{key}.{name}", _plain(one), _plain(other))
    for key in old:
        if key not in new:
            yield Change(key, "there", "removed")


def _placed(model: MaturityModel) -> dict[str, tuple[Dimension, str]]:
    """Return each dimension and part with the key of what holds it, "" for the model."""
    found: dict[str, tuple[Dimension, str]] = {
        dimension.key: (dimension, "") for dimension in model.dimensions
    }
    for node in model.nodes:
        found.update({part.key: (part, node.key) for part in node.parts})
    return found


def _about_changes(before: MaturityModel, after: MaturityModel) -> Iterator[Change]:
    for name in ("key", "title", "summary", "source", "minutes", "levels", "answer_sets", "rule", "examples"):
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            yield Change(name, _plain(one), _plain(other))


def _needed(
    questions: tuple[QuestionChange, ...],
    structure: tuple[Change, ...],
    about: tuple[Change, ...],
    *,
    is_moved: bool,
) -> Part:
    """Return which number has to be raised. The rules are those of assessments/library/README.md."""
    fates = {one.fate for one in questions}
    moved_or_scored = any(
        one.moved_from or any(change.field in ("weight", "is_core", "level") for change in one.changes)
        for one in questions
        if one.fate not in ("new", "dropped")
    )
    scored = any(
        change.field.rpartition(".")[2] in ("parent", "weight", "is_core", "rule") or "." not in change.field
        for change in structure
    )
    laddered = {"key", "rule"} & {change.field for change in about}
    if {"new", "dropped", "rescaled"} & fates or moved_or_scored or scored or laddered:
        return "major"
    if not (questions or structure or about or is_moved):
        return "none"
    changes = [change for one in questions for change in one.changes] + list(structure) + list(about)
    spelling = all(
        _is_spelling(change) for change in changes if change.field not in ("roles", "lens", "applies_if")
    )
    settings = any(change.field in ("roles", "lens", "applies_if", "minutes") for change in changes)
    return "patch" if spelling and not settings and not is_moved else "minor"


def _is_spelling(change: Change) -> bool:
    """Return whether most words are the same: a correction, not another wording."""
    one, other = set(change.before.lower().split()), set(change.after.lower().split())
    return bool(one and other) and len(one & other) / len(one | other) >= _MOST_SIMILAR


def _raised(before: str, after: str) -> Part:
    one, other = (tuple(int(number) for number in version.split(".")) for version in (before, after))
    if other <= one:
        return "none"
    names: tuple[Part, ...] = ("major", "minor", "patch")
    return next(name for name, a, b in zip(names, one, other, strict=True) if a != b)


def _plain(value: Any) -> str:
    """Return a value as one line a person can read."""
    data = to_plain(value)
    if isinstance(data, dict) and "en" in data:
        others = "".join(f" [{code}] {text}" for code, text in data.items() if code != "en")
        return f"{data['en']}{others}"
    if isinstance(data, dict):
        return ", ".join(f"{name} {_plain(one)}" for name, one in data.items() if one not in (None, [], ""))
    if isinstance(data, list):
        return " / ".join(_plain(one) for one in data) or "nothing"
    if isinstance(data, float):
        return f"{data:g}"
    return "nothing" if data is None else str(data)
