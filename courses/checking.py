"""What the files of a course owe each other. What a careful editor would ask about is `courses.editing`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from content import DEFAULT_LANGUAGE, Finding
from courses.blueprints import find_shortages
from courses.competencies import list_competencies
from courses.exams import Share
from courses.exercises.format import misconceptions_in
from courses.files import CourseFiles, LessonFiles, LessonText
from courses.items import Item, Path
from courses.lessons import Check, ExerciseBlock, Figure, Part, Prose, split
from courses.markdown import headings, images, links, place_of

QUIZ, PRETEST, EXAM = ("any", "practice"), ("pretest",), ("any", "exam")
"""Which uses of an item let a draw take it."""

_KEY = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_COMPETENCIES = "a competency of courses/library/competencies.yaml, or of this course's own"
_OUTSIDE = ("https://", "mailto:")


def find_faults(files: CourseFiles) -> Iterator[Finding]:
    """Yield what makes a course unusable although each of its files is sound, in file order."""
    yield from _syllabus_faults(files)
    known = {item.key: item for item in items_in(files)}
    for key, lesson in files.lessons.items():
        yield from _head_faults(files, key, lesson)
        for language, text in lesson.texts.items():
            yield from _text_faults(files, text, known)
            if language != DEFAULT_LANGUAGE:
                yield from _translation_faults(lesson.english, text)
    yield from _bank_faults(files)
    yield from _exercise_faults(files)


def items_in(files: CourseFiles) -> tuple[Item, ...]:
    """Return the items of all banks, by the name of the bank's file."""
    return tuple(item for _, bank in files.banks.values() for item in bank.items)


def shown_in(files: CourseFiles) -> frozenset[str]:
    """Return the keys of the items that stand in lessons."""
    return frozenset(check for texts in files.lessons.values() for check in texts.lesson().checks)


def pool(files: CourseFiles, lesson: str, uses: Collection[str]) -> tuple[Item, ...]:
    """Return the items of a lesson's bank that stand in no lesson and have one of some uses."""
    shown = shown_in(files)
    bank = files.banks.get(lesson)
    items = bank[1].items if bank else ()
    return tuple(item for item in items if item.use in uses and item.key not in shown)


def competencies_of(files: CourseFiles) -> frozenset[str]:
    """Return the keys of the competencies that the course may name: the published ones and its own."""
    own = (one.key for one in files.syllabus.competencies)
    return frozenset(list_competencies().titles).union(own)


def exam_pool(files: CourseFiles) -> tuple[Item, ...]:
    """Return the items that the exam may draw, each with its competency."""
    usual, shown = files.syllabus.competency_of, shown_in(files)
    return tuple(
        replace(item, competency=item.competency or usual.get(item.objective))
        for item in items_in(files)
        if item.use in EXAM and item.key not in shown
    )


def _syllabus_faults(files: CourseFiles) -> Iterator[Finding]:
    syllabus, source = files.syllabus, files.source
    for place, key in enumerate(syllabus.lesson_keys):
        if key not in files.lessons:
            allowed = f"a lesson in lessons/{key}.md"
            yield source.finding(syllabus.place_of(place), f"'{key}'", allowed, "no-lesson")
    yield from _objective_faults(files)
    for name, part, uses in (("quiz", syllabus.quiz, QUIZ), ("pretest", syllabus.pretest, PRETEST)):
        if part is not None:
            yield from _draw_faults(files, name, part.draw, uses)
    if syllabus.exam is not None:
        yield from _exam_faults(files)
    lessons = sum(files.lessons[key].head.minutes for key in syllabus.lesson_keys if key in files.lessons)
    tests = sum(part.minutes for part in (syllabus.quiz, syllabus.exam) if part is not None)
    if syllabus.minutes != lessons + tests:
        allowed = f"{lessons + tests}: {lessons} for the lessons and the rest for quiz and exam"
        yield source.finding(("minutes",), str(syllabus.minutes), allowed, "minutes-sum")


def _objective_faults(files: CourseFiles) -> Iterator[Finding]:
    source, known = files.source, competencies_of(files)
    tested = {item.objective for item in items_in(files)}
    taught = {key for lesson in files.lessons.values() for key in lesson.head.objectives}
    for place, objective in enumerate(files.syllabus.objectives):
        path = ("objectives", place, "key")
        if objective.key not in taught:
            yield source.finding(path, f"'{objective.key}'", "an objective of some lesson", "no-lesson-for")
        if objective.key not in tested:
            allowed = "an objective that some item tests"
            yield source.finding(path, f"'{objective.key}'", allowed, "no-item-for")
        if objective.competency is not None and objective.competency not in known:
            where, found = ("objectives", place, "competency"), f"'{objective.competency}'"
            yield source.finding(where, found, _COMPETENCIES, "unknown-competency")


def _draw_faults(
    files: CourseFiles, name: str, draw: tuple[Share, ...], uses: Collection[str]
) -> Iterator[Finding]:
    for place, share in enumerate(draw):
        if (there := len(pool(files, share.lesson, uses))) < share.questions:
            kind = f"that stand in no lesson and have use: {' or '.join(uses)}"
            found = f"{share.questions} from a bank with {there} {kind}"
            where = (name, "draw", place, "questions")
            yield files.source.finding(where, found, "as many as there are, or fewer", "draw")


def _exam_faults(files: CourseFiles) -> Iterator[Finding]:
    exam, source = files.syllabus.exam, files.source
    if exam is None:
        return
    known = competencies_of(files)
    for place, row in enumerate(exam.blueprint):
        if row.competency not in known:
            where = ("exam", "blueprint", place, "competency")
            yield source.finding(where, f"'{row.competency}'", _COMPETENCIES, "unknown-competency")
    for short in find_shortages(exam, exam_pool(files)):
        found = f"{short.wanted}, with {short.there} items to draw from"
        allowed = "as many as there are: items of this competency and level that stand in no lesson"
        cell: Path = ("exam", "blueprint", short.row, short.level)
        place_of_it = ("exam", "numeric") if short.level == "numeric" else cell
        yield source.finding(place_of_it, found, allowed, "blueprint")


def _head_faults(files: CourseFiles, key: str, lesson: LessonFiles) -> Iterator[Finding]:
    source = lesson.english.source
    if lesson.head.key != key:
        yield source.finding(("key",), f"'{lesson.head.key}'", f"'{key}', as the file is named", "file-key")
    if key not in files.syllabus.lesson_keys:
        yield source.finding(("key",), f"'{key}'", "a lesson that course.yaml lists", "unlisted")
    objectives = {objective.key for objective in files.syllabus.objectives}
    for place, objective in enumerate(lesson.head.objectives):
        if objective not in objectives:
            path = ("objectives", place)
            yield source.finding(path, f"'{objective}'", "an objective of course.yaml", "unknown-objective")
    if not lesson.lesson().checks:
        first = lesson.english.lines_before + 1
        yield source.finding_at(first, "", "no check", "at least one question in the text", "no-check")


def _text_faults(files: CourseFiles, text: LessonText, known: dict[str, Item]) -> Iterator[Finding]:
    seen: set[str] = set()
    for part in split(text.body):
        line = text.lines_before + part.line
        if isinstance(part, Prose):
            yield from _prose_faults(files, text, part)
        elif isinstance(part, Figure):
            yield from _figure_faults(files, text, part)
        else:
            yield from _block_faults(files, text, part, known)
        named = _named(part)
        if named and named in seen:
            kind = "item" if isinstance(part, Check) else "exercise"
            field = "check.use" if isinstance(part, Check) else "exercise.use"
            allowed = f"each {kind} once in a lesson"
            yield text.source.finding_at(line, field, f"'{named}' again", allowed, f"repeated-{field[:-4]}")
        seen.add(named)


def _named(part: Part) -> str:
    if isinstance(part, Check):
        return part.item
    return part.key if isinstance(part, ExerciseBlock) else ""


def _block_faults(
    files: CourseFiles, text: LessonText, part: Check | ExerciseBlock, known: dict[str, Item]
) -> Iterator[Finding]:
    line, name = text.lines_before + part.line, _named(part)
    kind = "check" if isinstance(part, Check) else "exercise"
    if not name:
        allowed = f"one line `use: {'ITEM' if kind == 'check' else 'EXERCISE'}`, then the closing fence"
        yield text.source.finding_at(line, kind, "a block that names nothing", allowed, f"{kind}-block")
    elif kind == "check" and name not in known:
        yield text.source.finding_at(line, "check.use", f"'{name}'", "the key of an item", "no-item")
    elif kind == "check" and known[name].use in ("pretest", "exam"):
        allowed = "an item that is not kept for pre-test or exam"
        yield text.source.finding_at(line, "check.use", f"'{name}'", allowed, "shown-item")
    elif kind == "exercise" and name not in files.exercises:
        allowed = f"an exercise in exercises/{name}.yaml"
        yield text.source.finding_at(line, "exercise.use", f"'{name}'", allowed, "no-exercise")


def _figure_faults(files: CourseFiles, text: LessonText, part: Figure) -> Iterator[Finding]:
    line = text.lines_before + part.line
    if part.key not in files.figures:
        allowed = f"a figure in figures/{part.key}.svg"
        yield text.source.finding_at(line, "figure", f"'{part.key}'", allowed, "no-figure")
    if not part.alt:
        allowed = "![what the figure shows](…): words for people who cannot see it"
        yield text.source.finding_at(line, "figure", "no alternative text", allowed, "no-alt")


def _prose_faults(files: CourseFiles, text: LessonText, prose: Prose) -> Iterator[Finding]:
    for line, depth in headings(text.lines_before, prose):
        if depth == 1:
            allowed = "headings from ## on: the title comes from the head"
            yield text.source.finding_at(line, "", "a heading with one #", allowed, "heading")
    for line, target in images(text.lines_before, prose):
        allowed = "a figure in a paragraph of its own: ![what it shows](figures/KEY.svg)"
        yield text.source.finding_at(line, "", f"the image '{target}'", allowed, "image")
    for line, target in links(text.lines_before, prose):
        lesson = _KEY.fullmatch(target)
        if lesson and lesson[1] not in files.syllabus.lesson_keys:
            allowed = "a lesson of this course, as KEY.md"
            yield text.source.finding_at(line, "", f"a link to '{target}'", allowed, "dead-link")
        elif not lesson and (not target.startswith(_OUTSIDE) or not place_of(target)):
            allowed = "https://…, mailto:… or a lesson of this course as KEY.md"
            yield text.source.finding_at(line, "", f"a link to '{target}'", allowed, "dead-link")


def _translation_faults(english: LessonText, text: LessonText) -> Iterator[Finding]:
    there, here = _blocks(english), _blocks(text)
    if there != here:
        found = ", ".join(here) or "no checks"
        allowed = f"the checks, exercises and figures of the English text: {', '.join(there)}"
        yield text.source.finding_at(text.lines_before + 1, "check", found, allowed, "translated-checks")


def _blocks(text: LessonText) -> list[str]:
    parts = [part for part in split(text.body) if not isinstance(part, Prose)]
    return [_named(part) or (part.key if isinstance(part, Figure) else "") for part in parts]


def _bank_faults(files: CourseFiles) -> Iterator[Finding]:
    objectives = {objective.key for objective in files.syllabus.objectives}
    misconceptions = {misconception.key for misconception in files.syllabus.misconceptions}
    known, retired = competencies_of(files), set(files.syllabus.retired.items)
    seen: set[str] = set()
    for key, (source, bank) in files.banks.items():
        if bank.lesson != key:
            yield source.finding(
                ("lesson",), f"'{bank.lesson}'", f"'{key}', as the file is named", "file-key"
            )
        elif key not in files.syllabus.lesson_keys:
            yield source.finding(("lesson",), f"'{key}'", "a lesson that course.yaml lists", "unlisted")
        for place, item in enumerate(bank.items):
            path = ("items", place)
            if item.key in seen:
                found = f"'{item.key}', as in another bank"
                yield source.finding((*path, "key"), found, "each key once in the course", "repeated-key")
            if item.key in retired:
                allowed = "a new key: course.yaml has retired this one"
                yield source.finding((*path, "key"), f"'{item.key}'", allowed, "retired")
            if item.objective not in objectives:
                found, allowed = f"'{item.objective}'", "an objective of course.yaml"
                yield source.finding((*path, "objective"), found, allowed, "unknown-objective")
            if item.competency is not None and item.competency not in known:
                found = f"'{item.competency}'"
                yield source.finding((*path, "competency"), found, _COMPETENCIES, "unknown-competency")
            for where, trap in item.traps:
                if trap not in misconceptions:
                    allowed = "a misconception of course.yaml"
                    yield source.finding((*path, *where), f"'{trap}'", allowed, "unknown-misconception")
        seen.update(item.key for item in bank.items)


def _exercise_faults(files: CourseFiles) -> Iterator[Finding]:
    objectives = {objective.key for objective in files.syllabus.objectives}
    misconceptions = {misconception.key for misconception in files.syllabus.misconceptions}
    for key, (source, exercise) in files.exercises.items():
        if exercise.key != key:
            yield source.finding(("key",), f"'{exercise.key}'", f"'{key}', as the file is named", "file-key")
        if exercise.objective not in objectives:
            found, allowed = f"'{exercise.objective}'", "an objective of course.yaml"
            yield source.finding(("objective",), found, allowed, "unknown-objective")
        for where, trap in misconceptions_in(exercise):
            if trap not in misconceptions:
                yield source.finding(
                    where, f"'{trap}'", "a misconception of course.yaml", "unknown-misconception"
                )
