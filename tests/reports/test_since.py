"""The paragraph on the measurement before: what moved, what was done, who was trained, and no cause."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from app.reports.choice import Choice, ReportKind
from app.reports.making import make_file
from app.reports.tree import Document, Paragraph
from app.translations import translations_for
from assessments.report import MaturityReport, report_from_plain, report_to_plain
from assessments.since_last import PlanKept, SinceLast, TrainingDone
from assessments.waves import Change, Direction
from tests.reports.cases import ALL_MIDDLE, demo, profile_of, qec_report, report_of
from tests.reports.reading import fills, text_of
from tests.reports.test_tree import told

RISK = TrainingDone("RSK", {"en": "Risk, issue and change"}, {"en": "Risk basics"}, 12, 9)
FEW = TrainingDone("GOV", {"en": "Governance and assurance"}, {"en": "Sponsors at work"}, 6, None)
KEPT = PlanKept(7, 9, 12, 2, 5, 3)
NO_CAUSE = "nothing here shows that one caused another"


def again(
    direction: Direction = "up",
    plan: PlanKept | None = KEPT,
    training: tuple[TrainingDone, ...] = (RISK, FEW),
    language: str = "en",
) -> MaturityReport:
    """Return the demonstration case as a second measurement."""
    whole = Change("whole", {"en": "All"}, 2.31, 2.68, 0.37, 0.2, 0.1, 0.6, direction)
    since = SinceLast(date(2025, 1, 17), whole, 10, 4, 1, plan, training)
    return replace(qec_report(language), since=since)


def paragraph(document: Document) -> str:
    """Return what stands last below the gaps, or below the profile where there are none."""
    keys = [one.key for one in document.sections]
    key = "gaps" if "gaps" in keys else "profile"
    last = next(one for one in document.sections if one.key == key).blocks[-1]
    return last.text if isinstance(last, Paragraph) else ""


def test_it_says_what_moved_what_was_done_and_who_was_trained() -> None:
    assert paragraph(told(again(), kind="roadmap")) == (
        "The claimed mean has risen from 2.3 on 17 January 2025 to 2.7. Of 10 dimensions scored both times, 4 can be "
        "told to have risen and 1 to have fallen. Of 12 initiatives of the adopted plan 7 were done by then; evidence "
        "lies above the plan’s projection in 2 dimensions, near it in 5, below it in 3. Training for gaps before the "
        "questions were put again, in groups of five or more: Risk basics for Risk, issue and change (9 of 12 people "
        "had finished); Sponsors at work for Governance and assurance (fewer than five of 6 people had finished). "
        "These stand side by side; nothing here shows that one caused another."
    )


@pytest.mark.parametrize(
    ("direction", "words"),
    [
        ("down", "The claimed mean has fallen from 2.3"),
        ("no detectable change", "the claimed mean shows no detectable change: 2.3 then, 2.7 now."),
        ("too few to tell", "too few answered to tell whether it moved."),
    ],
)
def test_it_never_says_more_of_the_change_than_can_be_told(direction: Direction, words: str) -> None:
    text = paragraph(told(again(direction, None, ()), kind="full"))
    assert words in text
    assert NO_CAUSE not in text  # nothing stands beside it
    assert ("can be told" in text) is (direction != "too few to tell")


def test_without_a_gap_it_stands_below_the_profile() -> None:
    met = report_of(demo()[1], profile_of(ALL_MIDDLE), target=1.0)
    document = told(replace(met, since=again().since), kind="roadmap")
    assert "gaps" not in [one.key for one in document.sections]
    assert paragraph(document).endswith(f"{NO_CAUSE}.")


def test_many_courses_are_counted_rather_than_listed() -> None:
    text = paragraph(told(again(training=(RISK,) * 5), kind="roadmap"))
    assert text.count("Risk basics") == 3
    assert "2 more courses were taken for gaps." in text
    assert text.endswith(f"{NO_CAUSE}.")


def test_a_first_measurement_has_none_and_neither_has_a_report_of_before() -> None:
    assert paragraph(told(qec_report(), kind="roadmap")) == ""
    plain = json.loads(json.dumps(report_to_plain(qec_report())))
    del plain["since"]
    assert report_from_plain(plain) == qec_report()
    assert report_from_plain(json.loads(json.dumps(report_to_plain(again())))) == again()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar-XB"])
@pytest.mark.parametrize("kind", ["roadmap", "full"])
def test_it_stands_on_a_page_that_is_there_and_adds_none(kind: ReportKind, language: str) -> None:
    translations = translations_for(language)
    before = make_file(qec_report(language), Choice(kind), translations)
    made = make_file(again(language=language), Choice(kind), translations)
    assert made.notices == ()
    assert made.pages == before.pages
    thin, thin_before = (sum(share < 0.3 for share in fills(one.pdf)) for one in (made, before))
    assert thin == thin_before
    if language == "en":
        assert NO_CAUSE in text_of(made.pdf)
