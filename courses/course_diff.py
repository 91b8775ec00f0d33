"""Two versions of a course side by side: what changed, and what people who are on the way would notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from content import to_plain
from courses.course import Course
from courses.items import Item

Notice = Literal[
    "nothing", "reads anew", "asked otherwise", "counted otherwise", "no longer asked", "new to do"
]
"""What somebody on the way notices: `nothing`; a lesson they read says something else; a question that they may be
asked is put otherwise; answers already given would count otherwise, so a replay should be looked at; a question or
lesson is gone; there is more to do than before."""

Part = Literal["major", "minor", "patch", "none"]
_PARTS: tuple[Part, ...] = ("major", "minor", "patch")
_NEEDED: dict[Notice, Part] = {
    "nothing": "patch",
    "reads anew": "patch",
    "asked otherwise": "patch",
    "counted otherwise": "minor",
    "no longer asked": "minor",
    "new to do": "minor",
}

_COUNTS = (
    "kind",
    "answer",
    "expr",
    "tolerance",
    "tolerance_share",
    "params",
    "where",
    "objective",
    "competency",
)


@dataclass(frozen=True, slots=True)
class CourseChange:
    """One thing that differs.

    Attributes:
        subject: what is concerned, as "lesson dough" or "item dough.flour".
        what: what became of it, in a few words.
        notice: what people on the way notice.
        fault: why it may not be published so; empty where it may.
    """

    subject: str
    what: str
    notice: Notice
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CourseDiff:
    """What two versions of a course differ in; `needed` must be raised, `raised` was."""

    changes: tuple[CourseChange, ...]
    needed: Part
    raised: Part

    @property
    def is_sound(self) -> bool:
        """Whether the version was raised far enough and nothing is done that may not be."""
        enough = self.needed == "none" or (
            self.raised != "none" and _PARTS.index(self.raised) <= _PARTS.index(self.needed)
        )
        return enough and not any(change.fault for change in self.changes)


def compare_courses(before: Course, after: Course) -> CourseDiff:
    """Return what people on the way through `before` would notice if `after` took its place."""
    changes = (
        *_syllabus_changes(before, after),
        *_lesson_changes(before, after),
        *_item_changes(before, after),
        *_drawing_changes(before, after),
    )
    parts = [_NEEDED[change.notice] for change in changes]
    needed: Part = min(parts, key=_PARTS.index) if parts else "none"
    return CourseDiff(changes, needed, _raised(before.version, after.version))


def _raised(before: str, after: str) -> Part:
    old, new = (tuple(int(number) for number in version.split(".")) for version in (before, after))
    if new <= old:
        return "none"
    return next(part for part, was, now in zip(_PARTS, old, new, strict=True) if was != now)


def _syllabus_changes(before: Course, after: Course) -> Iterator[CourseChange]:
    if before.key != after.key:
        yield CourseChange("course", f"the key is {after.key}", "nothing", "a course keeps its key")
    for name in ("title", "summary", "audience", "objectives"):
        if _differs(getattr(before.syllabus, name), getattr(after.syllabus, name)):
            yield CourseChange("course", f"{name} reads otherwise", "reads anew")
    if before.syllabus.completion != after.syllabus.completion:
        what = f"complete with {after.syllabus.completion}, was {before.syllabus.completion}"
        yield CourseChange("course", what, "counted otherwise")
    for name in ("quiz", "pretest", "exam"):
        old, new = getattr(before, name), getattr(after, name)
        if old is None and new is not None:
            is_asked = name in after.syllabus.completion
            yield CourseChange(name, "added", "new to do" if is_asked else "nothing")
        elif old is not None and new is None:
            yield CourseChange(name, "removed", "no longer asked")
        elif old is not None:
            yield from _test_changes(name, old, new)


def _test_changes(name: str, old: Any, new: Any) -> Iterator[CourseChange]:
    was, now = to_plain(old), to_plain(new)
    for field in was:
        if was[field] != now[field]:
            counts = field in ("pass_share", "test_out_share")
            what = f"{field} is {now[field]}, was {was[field]}"
            if isinstance(was[field], list | dict):
                what = f"{field} is another"
            yield CourseChange(name, what, "counted otherwise" if counts else "asked otherwise")


def _lesson_changes(before: Course, after: Course) -> Iterator[CourseChange]:
    old = {lesson.key: lesson for lesson in before.lessons}
    new = {lesson.key: lesson for lesson in after.lessons}
    for key in old.keys() - new.keys():
        fault = "" if key in after.syllabus.retired.lessons else "add its key to retired.lessons"
        yield CourseChange(f"lesson {key}", "removed", "no longer asked", fault)
    for key, lesson in new.items():
        if key not in old:
            fault = "the key was retired" if key in before.syllabus.retired.lessons else ""
            yield CourseChange(f"lesson {key}", "added", "new to do", fault)
        elif _differs(old[key], lesson):
            languages = sorted(
                code
                for code in old[key].body.keys() | lesson.body.keys()
                if old[key].body.get(code) != lesson.body.get(code)
            )
            what = f"text changed ({', '.join(languages)})" if languages else "head changed"
            yield CourseChange(f"lesson {key}", what, "reads anew")
    shared_before = [key for key in old if key in new]
    if shared_before != [key for key in new if key in old]:
        yield CourseChange("course", "lessons stand in another order", "reads anew")


def _item_changes(before: Course, after: Course) -> Iterator[CourseChange]:
    old = {item.key: item for item in before.items}
    new = {item.key: item for item in after.items}
    for key in (key for key in old if key not in new):
        fault = "" if key in after.syllabus.retired.items else "add its key to retired.items"
        yield CourseChange(f"item {key}", "removed", "no longer asked", fault)
    for key, item in new.items():
        if key not in old:
            fault = "the key was retired" if key in before.syllabus.retired.items else ""
            yield CourseChange(f"item {key}", "added", "nothing", fault)
        elif _differs(old[key], item):
            yield _item_change(old[key], item)


def _item_change(old: Item, new: Item) -> CourseChange:
    subject = f"item {new.key}"
    if old.kind != new.kind:
        fault = "give it a new key and retire this one: answers of another kind are kept under it"
        return CourseChange(subject, f"kind is {new.kind}, was {old.kind}", "counted otherwise", fault)
    if _counting(old) != _counting(new):
        return CourseChange(subject, "other answers are right", "counted otherwise")
    if _differs(_shown(old), _shown(new)):
        return CourseChange(subject, "words of the question or its options", "asked otherwise")
    return CourseChange(subject, "feedback, use or difficulty", "nothing")


def _counting(item: Item) -> Any:
    """Return what decides whether an answer is right."""
    gaps = [
        (gap.key, gap.answer, gap.expr, gap.tolerance, gap.tolerance_share, _right(gap.options))
        for gap in item.gaps
    ]
    matched = [(option.key, option.target) for option in item.options]
    return to_plain(
        [[getattr(item, name) for name in _COUNTS], _right(item.options), sorted(matched, key=str), gaps]
    )


def _right(options: Any) -> list[str]:
    return [option.key for option in options if option.is_correct]


def _shown(item: Item) -> Any:
    """Return what a learner sees before answering."""
    quiet = [(option.key, option.text) for option in item.options]
    gaps = [(gap.key, gap.unit, [(option.key, option.text) for option in gap.options]) for gap in item.gaps]
    return [item.stem, item.unit, quiet, [(one.key, one.text) for one in item.targets], gaps, item.shuffle]


def _drawing_changes(before: Course, after: Course) -> Iterator[CourseChange]:
    for name in ("figures", "exercises"):
        old, new = getattr(before, name), getattr(after, name)
        for key in sorted(old.keys() | new.keys()):
            if _differs(old.get(key), new.get(key)):
                what = "added" if key not in old else "removed" if key not in new else "changed"
                notice: Notice = "reads anew" if name == "figures" else "asked otherwise"
                yield CourseChange(f"{name[:-1]} {key}", what, notice)


def _differs(old: Any, new: Any) -> bool:
    return bool(to_plain(old) != to_plain(new))
