"""What is allowed in a course and yet is rarely meant: what a careful editor would ask about."""

from __future__ import annotations

from collections.abc import Iterator

from content import DEFAULT_LANGUAGE, Finding
from courses.blueprints import pool_sizes
from courses.checking import QUIZ, exam_pool, items_in, pool
from courses.exercises.format import misconceptions_in
from courses.files import CourseFiles, LessonFiles, LessonText
from courses.items import Bank, Item
from courses.lessons import Check, ExerciseBlock, Prose, count_words, split
from courses.markdown import headings, html
from courses.reading_grade import HIGHEST_GRADE, reading_grade

WORDS_A_MINUTE = 200
"""Reading speed for careful study; Source: docs/courses.md, "Minutes"."""

MINUTES_A_CHOICE = 1.5
MINUTES_A_NUMBER = 3.0
MINUTES_BETWEEN_CHECKS = 7
POOL_FOR_EACH_DRAWN = 3
"""How many questions a bank should keep for the quiz for each that is drawn."""

POOL_FOR_EACH_EXAMINED = 2
"""How many questions there should be for the exam, by competency, for each that is drawn."""

VARIANTS_COUNT = 3
"""For how many questions one with drawn numbers counts in a pool."""

_MOST_OFF = 0.3
"""How far the stated minutes may be from the estimate, as a share of it, before somebody should look."""

_MOST_TELLING = 0.6
"""The share of a bank's single choices above which a pattern of the right answer can be learnt."""

_FEWEST_TELLING = 4


def find_warnings(files: CourseFiles) -> Iterator[Finding]:
    """Yield what is allowed, and yet is rarely meant, in file order."""
    yield from _syllabus_warnings(files)
    items = {item.key: item for item in items_in(files)}
    for lesson in files.lessons.values():
        yield from _pace_warnings(lesson, items)
        yield from _exercise_minutes(files, lesson)
        for language, text in lesson.texts.items():
            yield from _markdown_warnings(text)
            if language != DEFAULT_LANGUAGE and text.source_hash != lesson.english.source.fingerprint:
                found = f"a translation of {text.source_hash}"
                allowed = f"one of the present text, {lesson.english.source.fingerprint}"
                yield text.source.finding(("source_hash",), found, allowed, "stale-translation")
        yield from _grade_warnings(lesson.english)
    yield from _bank_warnings(files)
    yield from _unused_files(files)


def _syllabus_warnings(files: CourseFiles) -> Iterator[Finding]:
    used = {trap for item in items_in(files) for _, trap in item.traps}
    used |= {trap for _, exercise in files.exercises.values() for _, trap in misconceptions_in(exercise)}
    for place, misconception in enumerate(files.syllabus.misconceptions):
        if misconception.key not in used:
            path, found = ("misconceptions", place, "key"), f"'{misconception.key}'"
            allowed = "a misconception that some wrong answer betrays"
            yield files.source.finding(path, found, allowed, "unused-misconception")
    if files.syllabus.exam is None:
        return
    sizes = pool_sizes(exam_pool(files), VARIANTS_COUNT)
    for place, row in enumerate(files.syllabus.exam.blueprint):
        if (kept := sizes.get(row.competency, 0)) < (wanted := POOL_FOR_EACH_EXAMINED * row.questions):
            found = f"{kept} items to draw {row.questions} from"
            allowed = f"{wanted} or more, one with drawn numbers counting as {VARIANTS_COUNT}"
            where = ("exam", "blueprint", place)
            yield files.source.finding(where, found, allowed, "small-pool")


def estimate_minutes(lesson: LessonFiles, items: dict[str, Item]) -> tuple[float, int]:
    """Return about how many minutes a lesson takes, and how many words it has."""
    words = sum(count_words(part.markdown) for part in split(lesson.english.body) if isinstance(part, Prose))
    checks = [items.get(check) for check in lesson.lesson().checks]
    answering = sum(MINUTES_A_NUMBER if one and one.asks_for_number else MINUTES_A_CHOICE for one in checks)
    return words / WORDS_A_MINUTE + answering + lesson.head.exercise_minutes, words


def _pace_warnings(lesson: LessonFiles, items: dict[str, Item]) -> Iterator[Finding]:
    source, head, checks = lesson.english.source, lesson.head, lesson.lesson().checks
    estimate, words = estimate_minutes(lesson, items)
    if abs(head.minutes - estimate) > _MOST_OFF * estimate:
        allowed = f"about {estimate:.0f}: {words} words, {len(checks)} checks and the exercise"
        yield source.finding(("minutes",), str(head.minutes), allowed, "pace")
    reading = head.minutes - head.exercise_minutes
    if reading > MINUTES_BETWEEN_CHECKS * len(checks):
        allowed = f"one for every {MINUTES_BETWEEN_CHECKS} minutes of {reading}"
        yield source.finding(("minutes",), f"{len(checks)} checks", allowed, "few-checks")


def _exercise_minutes(files: CourseFiles, lesson: LessonFiles) -> Iterator[Finding]:
    parts = lesson.lesson().parts(DEFAULT_LANGUAGE)
    within = [part.key for part in parts if isinstance(part, ExerciseBlock) and not part.is_extra]
    there = sum(files.exercises[key][1].minutes for key in within)
    if lesson.head.exercise_minutes < there:
        found = f"{lesson.head.exercise_minutes} minutes for exercises"
        allowed = f"exercise_minutes of {there} or more: its exercises take as long"
        yield lesson.english.source.finding(("minutes",), found, allowed, "exercise-minutes")


def _markdown_warnings(text: LessonText) -> Iterator[Finding]:
    depth = 1
    for part in split(text.body):
        if not isinstance(part, Prose):
            continue
        for line, deeper in headings(text.lines_before, part):
            if deeper > depth + 1:
                found = f"a heading with {deeper} #"
                allowed = f"{depth + 1} at most, since {depth} came before"
                yield text.source.finding_at(line, "", found, allowed, "heading-jump")
            depth = deeper
        for line in html(text.lines_before, part):
            yield text.source.finding_at(line, "", "HTML", "Markdown: HTML is shown as it is written", "html")


def _grade_warnings(text: LessonText) -> Iterator[Finding]:
    prose = "\n\n".join(part.markdown for part in split(text.body) if isinstance(part, Prose))
    grade = reading_grade(prose)
    if grade > HIGHEST_GRADE:
        found, allowed = (
            f"a reading grade of {grade:.1f}",
            f"{HIGHEST_GRADE} or lower: shorter sentences and words",
        )
        yield text.source.finding_at(text.lines_before + 1, "", found, allowed, "reading-grade")


def _bank_warnings(files: CourseFiles) -> Iterator[Finding]:
    quiz, usual = files.syllabus.quiz, files.syllabus.competency_of
    drawn = {share.lesson: share.questions for share in quiz.draw} if quiz else {}
    stems: dict[str, str] = {}
    for key, (source, bank) in files.banks.items():
        kept, wanted = len(pool(files, key, QUIZ)), POOL_FOR_EACH_DRAWN * drawn.get(key, 0)
        if kept < wanted:
            found = f"{kept} items that stand in no lesson"
            allowed = f"{wanted} or more, as the quiz draws {drawn[key]}"
            yield source.finding(("items",), found, allowed, "small-pool")
        for found, allowed, rule in _telling_patterns(bank):
            yield source.finding(("items",), found, allowed, rule)
        for place, item in enumerate(bank.items):
            path = ("items", place)
            if item.competency is None and item.objective not in usual:
                allowed = "a competency, of the item or of its objective in course.yaml"
                yield source.finding(path, f"'{item.key}' without one", allowed, "no-competency")
            words = " ".join(item.stem[DEFAULT_LANGUAGE].split()).casefold()
            if words in stems and not item.options:
                yield source.finding(
                    (*path, "stem"), f"the words of '{stems[words]}'", "a question of its own", "same-stem"
                )
            stems.setdefault(words, item.key)
            keys = [option.key for option in item.options]
            if item.kind == "order" and keys == sorted(keys):
                allowed = "keys that betray nothing"
                yield source.finding((*path, "options"), "keys in the right order", allowed, "order-keys")


def _unused_files(files: CourseFiles) -> Iterator[Finding]:
    parts = [part for lesson in files.lessons.values() for part in split(lesson.english.body)]
    used = {part.key for part in parts if not isinstance(part, Prose | Check)}
    for key in files.figures:
        if key not in used:
            file = files.figure_files[key]
            yield Finding(
                file, None, None, "", "a figure", "a figure that some lesson shows", "unused-figure"
            )
    for key, (source, _) in files.exercises.items():
        if key not in used:
            allowed = "an exercise that some lesson holds"
            yield Finding(source.name, 1, 1, "", f"'{key}'", allowed, "unused-exercise")


def _telling_patterns(bank: Bank) -> Iterator[tuple[str, str, str]]:
    singles = [item for item in bank.items if item.kind == "single"]
    if len(singles) < _FEWEST_TELLING:
        return
    longest = sum(_is_key_longest(item) for item in singles)
    if longest > _MOST_TELLING * len(singles):
        found = f"the right answer is the longest in {longest} of {len(singles)}"
        yield found, "wrong answers of like length", "longest"
    places = [[option.is_correct for option in item.options].index(True) + 1 for item in singles]
    usual = max(places, key=places.count)
    if places.count(usual) > _MOST_TELLING * len(singles):
        found = f"the right answer stands in place {usual} in {places.count(usual)} of {len(singles)}"
        yield found, "right answers in every place, since the options' keys reach the page", "same-place"


def _is_key_longest(item: Item) -> bool:
    lengths = [(len(option.text[DEFAULT_LANGUAGE]), option.is_correct) for option in item.options]
    right = max(length for length, is_correct in lengths if is_correct)
    return all(length < right for length, is_correct in lengths if not is_correct)
