"""What the files of a course owe each other, and what a careful editor would ask about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content import DEFAULT_LANGUAGE, Finding
from courses.files import CourseFiles, LessonFiles, LessonText
from courses.items import Bank, Item
from courses.lessons import Check, Prose, count_words, split

WORDS_A_MINUTE = 200
"""Reading speed for careful study; Source: docs/courses.md, "Minutes"."""

MINUTES_A_CHOICE = 1.5
MINUTES_A_NUMBER = 3.0
MINUTES_BETWEEN_CHECKS = 7
POOL_FOR_EACH_DRAWN = 3
"""How many questions a bank should keep for the quiz for each that is drawn."""

_MOST_OFF = 0.3
"""How far the stated minutes may be from the estimate, as a share of it, before somebody should look."""

_MOST_TELLING = 0.6
"""The share of a bank's single choices above which a pattern of the right answer can be learnt."""

_FEWEST_TELLING = 4

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t].*)?")
_HTML = re.compile(r"</?[a-zA-Z][^>]*>|<!--")
_CODE = re.compile(r"`[^`\n]*`")


def find_faults(files: CourseFiles) -> Iterator[Finding]:
    """Yield what makes a course unusable although each of its files is sound, in file order."""
    yield from _syllabus_faults(files)
    known = {item.key: item for _, bank in files.banks.values() for item in bank.items}
    for key, lesson in files.lessons.items():
        yield from _head_faults(files, key, lesson)
        for language, text in lesson.texts.items():
            yield from _text_faults(text, known)
            if language != DEFAULT_LANGUAGE:
                yield from _translation_faults(lesson.english, text)
    yield from _bank_faults(files)


def find_warnings(files: CourseFiles) -> Iterator[Finding]:
    """Yield what is allowed, and yet is rarely meant, in file order."""
    yield from _unused_misconceptions(files)
    for key, lesson in files.lessons.items():
        bank = files.banks.get(key)
        yield from _pace_warnings(lesson, {item.key: item for item in bank[1].items} if bank else {})
        for language, text in lesson.texts.items():
            yield from _markdown_warnings(text)
            if language != DEFAULT_LANGUAGE and text.source_hash != lesson.english.source.fingerprint:
                found = f"a translation of {text.source_hash}"
                allowed = f"one of the present text, {lesson.english.source.fingerprint}"
                yield text.source.finding(("source_hash",), found, allowed, "stale-translation")
    yield from _bank_warnings(files)


def pool(files: CourseFiles, lesson: str) -> tuple[Item, ...]:
    """Return the items of a lesson's bank that stand in no lesson, which the quiz may draw."""
    shown = {check for texts in files.lessons.values() for check in texts.lesson().checks}
    bank = files.banks.get(lesson)
    return tuple(item for item in bank[1].items if item.key not in shown) if bank else ()


def _syllabus_faults(files: CourseFiles) -> Iterator[Finding]:
    syllabus, source = files.syllabus, files.source
    for place, key in enumerate(syllabus.lessons):
        if key not in files.lessons:
            yield source.finding(("lessons", place), f"'{key}'", f"a lesson in lessons/{key}.md", "no-lesson")
    items = [item for _, bank in files.banks.values() for item in bank.items]
    for place, objective in enumerate(syllabus.objectives):
        path = ("objectives", place, "key")
        if not any(objective.key in lesson.head.objectives for lesson in files.lessons.values()):
            yield source.finding(path, f"'{objective.key}'", "an objective of some lesson", "no-lesson-for")
        if not any(item.objective == objective.key for item in items):
            yield source.finding(
                path, f"'{objective.key}'", "an objective that some item tests", "no-item-for"
            )
    for place, share in enumerate(syllabus.quiz.draw):
        if (there := len(pool(files, share.lesson))) < share.questions:
            found = f"{share.questions} from a bank with {there} that stand in no lesson"
            where = ("quiz", "draw", place, "questions")
            yield source.finding(where, found, "as many as there are, or fewer", "draw")
    lessons = sum(files.lessons[key].head.minutes for key in syllabus.lessons if key in files.lessons)
    if syllabus.minutes != lessons + syllabus.quiz.minutes:
        allowed = f"{lessons + syllabus.quiz.minutes}: {lessons} for the lessons and the rest for the quiz"
        yield source.finding(("minutes",), str(syllabus.minutes), allowed, "minutes-sum")


def _head_faults(files: CourseFiles, key: str, lesson: LessonFiles) -> Iterator[Finding]:
    source = lesson.english.source
    if lesson.head.key != key:
        yield source.finding(("key",), f"'{lesson.head.key}'", f"'{key}', as the file is named", "file-key")
    if key not in files.syllabus.lessons:
        yield source.finding(("key",), f"'{key}'", "a lesson that course.yaml lists", "unlisted")
    objectives = {objective.key for objective in files.syllabus.objectives}
    for place, objective in enumerate(lesson.head.objectives):
        if objective not in objectives:
            path = ("objectives", place)
            yield source.finding(path, f"'{objective}'", "an objective of course.yaml", "unknown-objective")
    if not lesson.lesson().checks:
        first = lesson.english.lines_before + 1
        yield source.finding_at(first, "", "no check", "at least one question in the text", "no-check")


def _text_faults(text: LessonText, known: dict[str, Item]) -> Iterator[Finding]:
    seen: set[str] = set()
    for part in split(text.body):
        line = text.lines_before + part.line
        if isinstance(part, Prose):
            yield from _title_faults(text, part)
        elif not part.item:
            allowed = "one line `use: ITEM`, then the closing fence"
            yield text.source.finding_at(line, "check", "a block that names no item", allowed, "check-block")
        elif part.item not in known:
            yield text.source.finding_at(line, "check.use", f"'{part.item}'", "the key of an item", "no-item")
        elif part.item in seen:
            allowed = "each item once in a lesson"
            yield text.source.finding_at(line, "check.use", f"'{part.item}' again", allowed, "repeated-check")
        if isinstance(part, Check):
            seen.add(part.item)


def _title_faults(text: LessonText, prose: Prose) -> Iterator[Finding]:
    for line, depth in _headings(text, prose):
        if depth == 1:
            allowed = "headings from ## on: the title comes from the head"
            yield text.source.finding_at(line, "", "a heading with one #", allowed, "heading")


def _translation_faults(english: LessonText, text: LessonText) -> Iterator[Finding]:
    there = [part.item for part in split(english.body) if isinstance(part, Check)]
    here = [part.item for part in split(text.body) if isinstance(part, Check)]
    if there != here:
        found, allowed = ", ".join(here) or "no checks", f"the checks of the English text: {', '.join(there)}"
        first = text.lines_before + 1
        yield text.source.finding_at(first, "check", found, allowed, "translated-checks")


def _bank_faults(files: CourseFiles) -> Iterator[Finding]:
    objectives = {objective.key for objective in files.syllabus.objectives}
    misconceptions = {misconception.key for misconception in files.syllabus.misconceptions}
    seen: set[str] = set()
    for key, (source, bank) in files.banks.items():
        if bank.lesson != key:
            yield source.finding(
                ("lesson",), f"'{bank.lesson}'", f"'{key}', as the file is named", "file-key"
            )
        elif key not in files.syllabus.lessons:
            yield source.finding(("lesson",), f"'{key}'", "a lesson that course.yaml lists", "unlisted")
        for place, item in enumerate(bank.items):
            path = ("items", place)
            if item.key in seen:
                found = f"'{item.key}', as in another bank"
                yield source.finding((*path, "key"), found, "each key once in the course", "repeated-key")
            if item.objective not in objectives:
                found, allowed = f"'{item.objective}'", "an objective of course.yaml"
                yield source.finding((*path, "objective"), found, allowed, "unknown-objective")
            for trap, wrong in enumerate(item.traps):
                if wrong is not None and wrong not in misconceptions:
                    where = (*path, "slips" if item.kind == "numeric" else "options", trap, "trap")
                    allowed = "a misconception of course.yaml"
                    yield source.finding(where, f"'{wrong}'", allowed, "unknown-misconception")
        seen.update(item.key for item in bank.items)


def _unused_misconceptions(files: CourseFiles) -> Iterator[Finding]:
    used = {trap for _, bank in files.banks.values() for item in bank.items for trap in item.traps}
    for place, misconception in enumerate(files.syllabus.misconceptions):
        if misconception.key not in used:
            path, found = ("misconceptions", place, "key"), f"'{misconception.key}'"
            allowed = "a misconception that some wrong answer betrays"
            yield files.source.finding(path, found, allowed, "unused-misconception")


def _pace_warnings(lesson: LessonFiles, items: dict[str, Item]) -> Iterator[Finding]:
    source, head, checks = lesson.english.source, lesson.head, lesson.lesson().checks
    words = sum(count_words(part.markdown) for part in split(lesson.english.body) if isinstance(part, Prose))
    kinds = [items[check].kind if check in items else "single" for check in checks]
    answering = sum(MINUTES_A_NUMBER if kind == "numeric" else MINUTES_A_CHOICE for kind in kinds)
    estimate = words / WORDS_A_MINUTE + answering + head.exercise_minutes
    if abs(head.minutes - estimate) > _MOST_OFF * estimate:
        allowed = f"about {estimate:.0f}: {words} words, {len(checks)} checks and the exercise"
        yield source.finding(("minutes",), str(head.minutes), allowed, "pace")
    reading = head.minutes - head.exercise_minutes
    if reading > MINUTES_BETWEEN_CHECKS * len(checks):
        allowed = f"one for every {MINUTES_BETWEEN_CHECKS} minutes of {reading}"
        yield source.finding(("minutes",), f"{len(checks)} checks", allowed, "few-checks")


def _markdown_warnings(text: LessonText) -> Iterator[Finding]:
    depth = 1
    for part in split(text.body):
        if isinstance(part, Check):
            continue
        for line, deeper in _headings(text, part):
            if deeper > depth + 1:
                found, allowed = (
                    f"a heading with {deeper} #",
                    f"{depth + 1} at most, since {depth} came before",
                )
                yield text.source.finding_at(line, "", found, allowed, "heading-jump")
            depth = deeper
        for number, line_text in enumerate(part.markdown.split("\n")):
            if _HTML.search(_CODE.sub("", line_text)):
                line = text.lines_before + part.line + number
                allowed = "Markdown: HTML is shown as it is written"
                yield text.source.finding_at(line, "", "HTML", allowed, "html")


def _headings(text: LessonText, prose: Prose) -> Iterator[tuple[int, int]]:
    """Yield the line and depth of each heading written with number signs, outside of code."""
    is_code = False
    for number, line in enumerate(prose.markdown.split("\n")):
        if line.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        elif not is_code and (found := _HEADING.fullmatch(line)):
            yield text.lines_before + prose.line + number, len(found[1])


def _bank_warnings(files: CourseFiles) -> Iterator[Finding]:
    drawn = {share.lesson: share.questions for share in files.syllabus.quiz.draw}
    for key, (source, bank) in files.banks.items():
        kept, wanted = len(pool(files, key)), POOL_FOR_EACH_DRAWN * drawn.get(key, 0)
        if kept < wanted:
            found = f"{kept} items that stand in no lesson"
            allowed = f"{wanted} or more, as the quiz draws {drawn[key]}"
            yield source.finding(("items",), found, allowed, "small-pool")
        for found, allowed, rule in _telling_patterns(bank):
            yield source.finding(("items",), found, allowed, rule)
        for place, item in enumerate(bank.items):
            keys = [option.key for option in item.options]
            if item.kind == "order" and keys == sorted(keys):
                path = ("items", place, "options")
                yield source.finding(
                    path, "keys in the right order", "keys that betray nothing", "order-keys"
                )


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
