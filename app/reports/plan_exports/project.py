"""A plan as Microsoft Project reads it: its XML, which other planning programs read too.

Elements stand in the order of the schema, since Project refuses a file where they do not. What Project would
compute anew is written as it would compute it: a phase lasts from the first start to the last end of what is
in it. Only the constraint "not before" keeps an initiative in its week: Project knows no capacity of ours, and
would otherwise move it up to the end of what it waits for.

Source: Microsoft, Project XML data interchange schema (mspdi_pj12.xsd and later).
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree  # only written, never read
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from xml.etree.ElementTree import Element, SubElement  # only written, never read

from app.reports.plan_exports.plan import ExportedPlan, Span, Stage, Work, end_of, told

NAMESPACE = "http://schemas.microsoft.com/project"
LONGEST_NAME = 512
DAY_BEGINS, DAY_ENDS = time(8), time(17)
HALVES = ((time(8), time(12)), (time(13), time(17)))
HOURS_A_DAY, DAYS_A_WEEK = 8, 5
MINUTES_A_DAY = HOURS_A_DAY * 60
MINUTES_A_WEEK = MINUTES_A_DAY * DAYS_A_WEEK
CALENDAR = 1

NO_TEXT = dict.fromkeys((0xFFFE, 0xFFFF))
"""Characters that XML has no way to write. Source: XML 1.0, section 2.2; controls are gone already."""

# Codes of the schema.
FIXED_DURATION = 1
IN_WEEKS, IN_DAYS = 9, 7
FINISH_TO_START = 1
NOT_BEFORE = 4
OF_WORK = 1  # a type of resource
# Project's free columns, by the number of the field.
TEXT_1, TEXT_2, FLAG_1, FLAG_2, FLAG_3 = 188743731, 188743734, 188743752, 188743753, 188743754

Fields = Mapping[str, object]


def to_project(plan: ExportedPlan) -> bytes:
    """Return the plan as Project XML, in UTF-8. The same plan gives the same bytes."""
    root = Element("Project", xmlns=NAMESPACE)
    _fill(root, _head(plan))
    _free_columns(plan, root)
    _calendar(plan, root)
    numbers = _numbers(plan)
    _tasks(plan, root, numbers)
    roles = {key: number for number, key in enumerate(plan.owners, 1)}
    _resources(plan, root, roles)
    _assignments(plan, root, numbers, roles)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _head(plan: ExportedPlan) -> Fields:
    return {
        "SaveVersion": 14,
        "Name": _named(f"{plan.client}: {plan.title}"),
        "Title": _named(f"{plan.client}: {plan.title}"),
        "Company": _named(plan.client),
        "CreationDate": _instant(plan.made_at),
        "LastSaved": _instant(plan.made_at),
        "ScheduleFromStart": 1,
        "StartDate": _begins(plan.starts_on),
        "FinishDate": _ends(max([plan.ends_on, *(one.ends_on for one in plan.works)])),
        "CalendarUID": CALENDAR,
        "DefaultStartTime": DAY_BEGINS.isoformat(),
        "DefaultFinishTime": DAY_ENDS.isoformat(),
        "MinutesPerDay": MINUTES_A_DAY,
        "MinutesPerWeek": MINUTES_A_WEEK,
        "DaysPerMonth": 20,
        "DefaultTaskType": FIXED_DURATION,
        "DurationFormat": IN_DAYS,
        "HonorConstraints": 1,
        "NewTasksEffortDriven": 0,
        "WeekStartDay": 1,
        "NewTasksAreManual": 0,
    }


def _free_columns(plan: ExportedPlan, root: Element) -> None:
    _ = plan.translations.gettext
    columns = (
        (TEXT_1, "Text1", _("Key")),
        (TEXT_2, "Text2", _("Dimension")),
        (FLAG_1, "Flag1", _("Quick win")),
        (FLAG_2, "Flag2", _("Verify first")),
        (FLAG_3, "Flag3", _("Critical chain")),
    )
    parent = SubElement(root, "ExtendedAttributes")
    for number, name, alias in columns:
        one = SubElement(parent, "ExtendedAttribute")
        _fill(one, {"FieldID": number, "FieldName": name, "Alias": alias})


def _calendar(plan: ExportedPlan, root: Element) -> None:
    """Monday to Friday, eight hours: what a person-day and a week of the plan are."""
    calendar = SubElement(SubElement(root, "Calendars"), "Calendar")
    name = plan.translations.gettext("Working week")
    _fill(calendar, {"UID": CALENDAR, "Name": name, "IsBaseCalendar": 1, "BaseCalendarUID": -1})
    week = SubElement(calendar, "WeekDays")
    for number in range(1, 8):  # Sunday is 1
        day = SubElement(week, "WeekDay")
        is_worked = 2 <= number <= 6
        _fill(day, {"DayType": number, "DayWorking": int(is_worked)})
        if is_worked:
            times = SubElement(day, "WorkingTimes")
            for first, last in HALVES:
                _fill(
                    SubElement(times, "WorkingTime"),
                    {"FromTime": first.isoformat(), "ToTime": last.isoformat()},
                )


def _numbers(plan: ExportedPlan) -> Mapping[str, int]:
    """Return the number of every task, by the key of its initiative or of its phase."""
    return {key: number for number, key in enumerate(_keys(plan), 1)}


def _keys(plan: ExportedPlan) -> Iterator[str]:
    for stage in plan.stages:
        yield f"phase-{stage.number}"
        yield from (work.key for work in plan.works if work.stage == stage.number)
        yield f"end-{stage.number}"


def _tasks(plan: ExportedPlan, root: Element, numbers: Mapping[str, int]) -> None:
    tasks = SubElement(root, "Tasks")
    for place, stage in enumerate(plan.stages, 1):
        works = [work for work in plan.works if work.stage == stage.number]
        _phase(plan, tasks, stage, works, (numbers[f"phase-{stage.number}"], str(place)))
        for inner, work in enumerate(works, 1):
            _work(plan, tasks, work, numbers, f"{place}.{inner}")
        _end(plan, tasks, stage, (numbers[f"end-{stage.number}"], f"{place}.{len(works) + 1}"))


def _task(number: int, name: str, outline: str) -> dict[str, object]:
    return {
        "UID": number,
        "ID": number,
        "Name": _named(name),
        "Active": 1,
        "Manual": 0,
        "Type": FIXED_DURATION,
        "IsNull": 0,
        "WBS": outline,
        "OutlineNumber": outline,
        "OutlineLevel": outline.count(".") + 1,
    }


def _phase(
    plan: ExportedPlan, tasks: Element, stage: Stage, works: list[Work], place: tuple[int, str]
) -> None:
    starts_on = min((work.starts_on for work in works), default=stage.ends_on)
    ends_on = max([stage.ends_on, *(work.ends_on for work in works)])
    is_empty = not works
    minutes = 0 if is_empty else _worked_minutes((starts_on, ends_on))
    _fill(
        SubElement(tasks, "Task"),
        _task(place[0], f"{stage.number}. {stage.title}", place[1])
        | {
            "Start": _ends(starts_on) if is_empty else _begins(starts_on),
            "Finish": _ends(ends_on),
            "Duration": _duration(minutes),
            "DurationFormat": IN_WEEKS,
            "Work": _duration(sum(_work_minutes(work) for work in works)),
            "Milestone": 0,
            "Summary": 1,
            "Notes": "\n".join(
                (stage.goal, plan.translations.gettext("It ends when: %(test)s") % {"test": stage.exit_test})
            ),
        },
    )


def _work(plan: ExportedPlan, tasks: Element, work: Work, numbers: Mapping[str, int], outline: str) -> None:
    task = SubElement(tasks, "Task")
    minutes = work.weeks * MINUTES_A_WEEK
    fields = _task(numbers[work.key], work.title, outline) | {
        "Start": _begins(work.starts_on),
        "Finish": _ends(work.ends_on),
        "Duration": _duration(minutes),
        "DurationFormat": IN_WEEKS,
        "Work": _duration(_work_minutes(work)),
        "EffortDriven": 0,
        "Estimated": 0,
        "Milestone": 0,
        "Summary": 0,
    }
    if work.is_critical is not None:
        fields["Critical"] = int(work.is_critical)
    if work.slack_weeks is not None:
        fields["TotalSlack"] = work.slack_weeks * MINUTES_A_WEEK * 10  # the schema counts tenths of minutes
    fields |= _ahead(minutes, _work_minutes(work)) | _not_before(_begins(work.starts_on))
    _fill(task, fields | {"Notes": told(plan, work)})
    for key in work.after:
        if key in numbers:
            link = {
                "PredecessorUID": numbers[key],
                "Type": FINISH_TO_START,
                "CrossProject": 0,
                "LinkLag": 0,
                "LagFormat": IN_DAYS,
            }
            _fill(SubElement(task, "PredecessorLink"), link)
    _own_fields(task, work)
    if work.baseline is not None:
        _baseline(task, work.baseline)


def _own_fields(task: Element, work: Work) -> None:
    values = {
        TEXT_1: work.key,
        TEXT_2: work.dimension,
        FLAG_1: int(work.is_quick_win),
        FLAG_2: int(work.verify_first),
    }
    if work.is_critical is not None:
        values[FLAG_3] = int(work.is_critical)
    for number, value in values.items():
        _fill(SubElement(task, "ExtendedAttribute"), {"FieldID": number, "Value": value})


def _baseline(task: Element, span: Span) -> None:
    fields = {
        "Number": 0,
        "Start": _begins(span[0]),
        "Finish": _ends(span[1]),
        "Duration": _duration(_worked_minutes(span)),
        "DurationFormat": IN_WEEKS,
    }
    _fill(SubElement(task, "Baseline"), fields)


def _end(plan: ExportedPlan, tasks: Element, stage: Stage, place: tuple[int, str]) -> None:
    at = _ends(stage.ends_on)
    fields = _task(place[0], end_of(plan, stage), place[1]) | {
        "Start": at,
        "Finish": at,
        "Duration": _duration(0),
        "DurationFormat": IN_DAYS,
        "Work": _duration(0),
        "EffortDriven": 0,
        "Estimated": 0,
        "Milestone": 1,
        "Summary": 0,
    }
    fields |= _ahead(0, 0) | _not_before(at)
    _fill(SubElement(tasks, "Task"), fields | {"Notes": stage.exit_test})


def _ahead(minutes: int, work: int) -> dict[str, object]:
    """All is still to be done: a scheduler asks for these even where they say nothing new."""
    return {
        "PercentComplete": 0,
        "ActualDuration": _duration(0),
        "ActualWork": _duration(0),
        "RemainingDuration": _duration(minutes),
        "RemainingWork": _duration(work),
    }


def _not_before(moment: str) -> dict[str, object]:
    return {"ConstraintType": NOT_BEFORE, "CalendarUID": -1, "ConstraintDate": moment}


def _resources(plan: ExportedPlan, root: Element, roles: Mapping[str, int]) -> None:
    resources = SubElement(root, "Resources")
    for key, number in roles.items():
        fields = {
            "UID": number,
            "ID": number,
            "Name": _named(plan.owners[key]),
            "Type": OF_WORK,
            "IsNull": 0,
            "Code": key,
            "MaxUnits": 1,
            "CalendarUID": -1,
            "IsGeneric": 1,
        }
        _fill(SubElement(resources, "Resource"), fields)


def _assignments(
    plan: ExportedPlan, root: Element, numbers: Mapping[str, int], roles: Mapping[str, int]
) -> None:
    """The days of an initiative in equal parts on its roles: the plan does not say who gives how many."""
    assignments = SubElement(root, "Assignments")
    number = 0
    for work in plan.works:
        known = [key for key in work.owners if key in roles]
        for key, minutes in zip(known, _parts(_work_minutes(work), len(known)), strict=True):
            number += 1
            fields = {
                "UID": number,
                "TaskUID": numbers[work.key],
                "ResourceUID": roles[key],
                "ActualWork": _duration(0),
                "Finish": _ends(work.ends_on),
                "RemainingWork": _duration(minutes),
                "Start": _begins(work.starts_on),
                "Units": f"{minutes / (work.weeks * MINUTES_A_WEEK):.4f}",
                "Work": _duration(minutes),
                "WorkContour": 0,
            }
            _fill(SubElement(assignments, "Assignment"), fields)


def _parts(minutes: int, count: int) -> list[int]:
    """Return whole parts of a sum, the first ones a minute longer where it does not divide.

    >>> _parts(100, 3)
    [34, 33, 33]
    """
    return [minutes // count + (number < minutes % count) for number in range(count)] if count else []


def _fill(parent: Element, fields: Fields) -> None:
    for name, value in fields.items():
        SubElement(parent, name).text = str(value).translate(NO_TEXT)


def _named(text: str) -> str:
    return " ".join(text.split())[:LONGEST_NAME]


def _work_minutes(work: Work) -> int:
    return round(work.effort_days * MINUTES_A_DAY)


def _worked_minutes(span: Span) -> int:
    """Return the working time between two days, both included."""
    days = (span[1] - span[0]).days + 1
    worked = sum((span[0] + timedelta(days=number)).weekday() < DAYS_A_WEEK for number in range(days))
    return worked * MINUTES_A_DAY


def _duration(minutes: int) -> str:
    """Return a length of working time as the schema wants it.

    >>> _duration(2430)
    'PT40H30M0S'
    """
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def _begins(day: date) -> str:
    return datetime.combine(day, DAY_BEGINS).isoformat()


def _ends(day: date) -> str:
    return datetime.combine(day, DAY_ENDS).isoformat()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()
