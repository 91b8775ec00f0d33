"""A plan as Microsoft Project reads it."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from app.reports.plan_exports import to_project
from assessments.roadmap import Roadmap
from tests.reports.cases import qec_report
from tests.reports.plans import exported, hostile_roadmap, small_roadmap

IN = {"p": "http://schemas.microsoft.com/project"}
# The order in which the schema wants the elements we write. Source: Microsoft, Project XML data interchange schema
# (mspdi_pj12.xsd, and for Active and Manual its later editions).
ORDER = {
    "Project": "SaveVersion Name Title Company CreationDate LastSaved ScheduleFromStart StartDate FinishDate "
    "CalendarUID DefaultStartTime DefaultFinishTime MinutesPerDay MinutesPerWeek DaysPerMonth DefaultTaskType "
    "DurationFormat HonorConstraints NewTasksEffortDriven WeekStartDay NewTasksAreManual ExtendedAttributes Calendars "
    "Tasks Resources Assignments",
    "Task": "UID ID Name Active Manual Type IsNull WBS OutlineNumber OutlineLevel Start Finish Duration DurationFormat "
    "Work EffortDriven Estimated Milestone Summary Critical TotalSlack PercentComplete ActualDuration ActualWork "
    "RemainingDuration RemainingWork ConstraintType CalendarUID ConstraintDate Notes PredecessorLink "
    "ExtendedAttribute Baseline",
    "PredecessorLink": "PredecessorUID Type CrossProject LinkLag LagFormat",
    "Baseline": "Number Start Finish Duration DurationFormat",
    "Resource": "UID ID Name Type IsNull Code MaxUnits CalendarUID IsGeneric",
    "Assignment": "UID TaskUID ResourceUID ActualWork Finish RemainingWork Start Units Work WorkContour",
    "Calendar": "UID Name IsBaseCalendar BaseCalendarUID WeekDays",
    "WeekDay": "DayType DayWorking WorkingTimes",
}  # fmt: skip


def read(plan) -> Element:
    return ElementTree.fromstring(to_project(plan))


def text(parent: Element, name: str) -> str | None:
    return parent.findtext(f"p:{name}", namespaces=IN)


def tasks_of(root: Element) -> dict[str, Element]:
    return {str(text(task, "Name")): task for task in root.iterfind("p:Tasks/p:Task", IN)}


@pytest.fixture(scope="module")
def known() -> Element:
    return read(
        exported(
            critical={"A-1", "B-1"},
            slack_weeks={"A-1": 0, "B-1": 0, "C-1": 2},
            baseline={"B-1": (date(2026, 2, 9), date(2026, 3, 6))},
        )
    )


def test_phases_are_summaries_of_their_initiatives_and_of_their_end(known) -> None:
    outline = [
        tuple(text(task, name) for name in ("OutlineNumber", "Name", "Summary", "Milestone"))
        for task in known.iterfind("p:Tasks/p:Task", IN)
    ]
    assert outline == [
        ("1", "0. Start", "1", "0"),
        ("1.1", "Mandate", "0", "0"),
        ("1.2", "End of phase 0: Start", "0", "1"),
        ("2", "1. Build", "1", "0"),
        ("2.1", "Register", "0", "0"),
        ("2.2", "Review", "0", "0"),
        ("2.3", "End of phase 1: Build", "0", "1"),
    ]


def test_an_initiative_has_its_days_its_length_and_its_work(known) -> None:
    register = tasks_of(known)["Register"]
    assert (text(register, "Start"), text(register, "Finish")) == (
        "2026-02-16T08:00:00",
        "2026-03-13T17:00:00",
    )
    assert text(register, "Duration") == "PT160H0M0S"  # four weeks of forty hours
    assert text(register, "Work") == "PT80H0M0S"  # ten days of eight hours
    assert text(tasks_of(known)["Review"], "Work") == "PT36H0M0S"  # four and a half days
    assert (text(register, "ConstraintType"), text(register, "ConstraintDate")) == (
        "4",
        "2026-02-16T08:00:00",
    )


def test_a_phase_lasts_from_the_first_start_to_the_last_end_inside(known) -> None:
    build = tasks_of(known)["1. Build"]
    # The phase closes with week 13, on Friday 1 May: eleven weeks from week 3.
    assert (text(build, "Start"), text(build, "Finish")) == ("2026-02-16T08:00:00", "2026-05-01T17:00:00")
    assert text(build, "Duration") == "PT440H0M0S"
    assert text(build, "Work") == "PT116H0M0S"


def test_a_milestone_has_no_length(known) -> None:
    end = tasks_of(known)["End of phase 0: Start"]
    assert text(end, "Start") == text(end, "Finish") == "2026-02-13T17:00:00"
    assert text(end, "Duration") == "PT0H0M0S"


def test_what_comes_before_is_linked_from_finish_to_start(known) -> None:
    tasks = tasks_of(known)
    (link,) = tasks["Register"].findall("p:PredecessorLink", IN)
    assert (text(link, "PredecessorUID"), text(link, "Type")) == (text(tasks["Mandate"], "UID"), "1")
    assert tasks["Review"].find("p:PredecessorLink", IN) is None


def test_roles_are_resources_and_share_the_work(known) -> None:
    resources = known.findall("p:Resources/p:Resource", IN)
    assert [text(one, "IsGeneric") for one in resources] == ["1", "1"]
    shares = [
        tuple(text(one, name) for name in ("TaskUID", "ResourceUID", "Work", "Units"))
        for one in known.iterfind("p:Assignments/p:Assignment", IN)
    ]
    # Register: eighty hours by two roles in 160 hours are a quarter of the time of each.
    assert shares == [
        ("2", "1", "PT40H0M0S", "0.5000"),
        ("5", "1", "PT40H0M0S", "0.2500"),
        ("5", "2", "PT40H0M0S", "0.2500"),
        ("6", "2", "PT36H0M0S", "0.4500"),
    ]


def test_what_is_known_of_the_chain_and_the_baseline_is_told(known) -> None:
    tasks = tasks_of(known)
    assert [text(tasks[name], "Critical") for name in ("Mandate", "Register", "Review")] == ["1", "1", "0"]
    assert text(tasks["Review"], "TotalSlack") == "48000"  # two weeks in tenths of minutes
    baseline = tasks["Register"].find("p:Baseline", IN)
    assert (text(baseline, "Start"), text(baseline, "Finish")) == (
        "2026-02-09T08:00:00",
        "2026-03-06T17:00:00",
    )
    assert text(baseline, "Duration") == "PT160H0M0S"
    assert tasks["Mandate"].find("p:Baseline", IN) is None


def test_what_is_not_known_is_not_made_up() -> None:
    root = read(exported())
    for name in ("Critical", "TotalSlack", "Baseline"):
        assert root.find(f".//p:{name}", IN) is None
    fields = {text(one, "FieldID") for one in root.iterfind(".//p:Task/p:ExtendedAttribute", IN)}
    assert "188743754" not in fields


def all_in_order(root: Element) -> None:
    for element in root.iter():
        names = [child.tag.partition("}")[2] for child in element]
        order = ORDER.get(element.tag.partition("}")[2], "").split()
        if order:
            assert set(names) <= set(order), element.tag
            assert names == sorted(names, key=order.index), element.tag


@pytest.mark.parametrize("roadmap", [small_roadmap(), hostile_roadmap(), qec_report().roadmap])
def test_elements_stand_in_the_order_of_the_schema(roadmap: Roadmap, known) -> None:
    all_in_order(read(exported(roadmap)))
    all_in_order(known)


def test_every_number_points_at_something() -> None:
    whole = qec_report().roadmap
    root = read(exported(whole))
    tasks = [text(one, "UID") for one in root.iterfind("p:Tasks/p:Task", IN)]
    resources = {text(one, "UID") for one in root.iterfind("p:Resources/p:Resource", IN)}
    assert len(tasks) == len(set(tasks)) == len(whole.initiatives) + 2 * len(whole.phases)
    for link in root.iterfind(".//p:PredecessorLink", IN):
        assert text(link, "PredecessorUID") in tasks
    for one in root.iterfind(".//p:Assignment", IN):
        assert text(one, "TaskUID") in tasks
        assert text(one, "ResourceUID") in resources


def test_a_phase_without_an_initiative_lasts_no_longer_than_its_end() -> None:
    whole = qec_report().roadmap
    last = whole.phases[-1]
    assert not any(one.phase == last.number for one in whole.initiatives)
    phase = tasks_of(read(exported(whole)))[f"{last.number}. {last.title['en']}"]
    assert text(phase, "Start") == text(phase, "Finish")
    assert text(phase, "Duration") == "PT0H0M0S"


def test_every_text_is_well_formed_and_no_name_too_long() -> None:
    root = read(exported(hostile_roadmap(), client="A\x00&B\uffff " + "x" * 600))
    names = list(tasks_of(root))
    assert all(0 < len(name) <= 512 for name in names)
    assert '=HYPERLINK("http://x.example","see")' in names
    assert str(text(root, "Company")).startswith("A&B xxx")
