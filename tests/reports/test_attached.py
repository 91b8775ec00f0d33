"""What is attached to a report as data, and what was left out of both."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pypdf
import pytest

from app.reports.attached import attached_files
from app.reports.choice import Choice
from app.reports.making import make_file, redacted
from app.reports.pdf import LaidOut
from app.reports.plan_exports.table import harmless
from app.reports.telling.documents import tell_document
from app.translations import translations_for
from assessments.redaction import Redaction
from assessments.report import report_from_plain
from tests.reports.cases import qec_report, report_of
from tests.reports.reading import reader, text_of
from tests.reports.test_html import PROFILE, RESPONSES
from tests.reports.test_tree import texts_of


def attached(document: LaidOut) -> dict[str, bytes]:
    found = pypdf.PdfReader(io.BytesIO(document.pdf)).attachments
    return {name: content[0] for name, content in found.items()}


def test_the_data_travel_with_the_file(english: LaidOut) -> None:
    files = attached(english)
    assert set(files) == {"result.json", "answers.csv"}
    report = report_from_plain(json.loads(files["result.json"]))
    assert report.result.overall == qec_report().result.overall
    assert report.result.people == ()
    rows = list(csv.DictReader(io.StringIO(files["answers.csv"].decode())))
    assert [row["question"] for row in rows] == [one.key for one in qec_report().model.questions]
    counts = {one.key: one.counts for one in qec_report().result.questions}
    assert all(tuple(int(row[f"answer {n}"]) for n in range(1, 6)) == counts[row["question"]] for row in rows)


def test_no_single_person_is_in_the_data_even_where_answers_are_named() -> None:
    report = report_of(RESPONSES, PROFILE, mode="named")
    assert report.result.people
    result = json.loads(attached_files(report)[0].content)
    assert result["result"]["people"] == []
    assert result["result"]["careless"]["respondents"] == {}


@pytest.mark.parametrize("mode", ["anonymous", "confidential"])
def test_nothing_is_attached_where_too_few_answered_in_confidence(mode: Any) -> None:
    assert attached_files(report_of(RESPONSES[:3], PROFILE, mode=mode)) == ()
    document = tell_document(
        report_of(RESPONSES[:3], PROFILE, mode=mode), translations_for("en"), Choice("full")
    )
    assert any("Nothing is attached" in text for text in texts_of(document))


def test_distributions_that_would_expose_somebody_are_empty_cells() -> None:
    report = report_of(RESPONSES[:8], PROFILE, mode="anonymous")
    hidden = {one.key for one in report.result.questions if not one.counts}
    assert hidden
    rows = csv.DictReader(io.StringIO(attached_files(report)[1].content))
    assert {row["question"] for row in rows if row["answer 1"] == ""} == hidden


def test_no_cell_of_the_data_is_a_formula() -> None:
    assert [harmless(text) for text in ("=1", "+1", "-1", "@x", "plain")] == [
        "'=1",
        "'+1",
        "'-1",
        "'@x",
        "plain",
    ]


def test_what_is_left_out_is_nowhere_in_the_file() -> None:
    everything = Redaction(True, True, True, True, True)
    choice = Choice("roadmap", redaction=everything)
    report = redacted(qec_report(), choice, translations_for("en"))
    made = make_file(report, choice, translations_for("en"))
    whole = text_of(made.pdf) + attached(made)["result.json"].decode() + str(reader(made.pdf).metadata)
    for name in ("Qantara", "Leila Haddad", "Meridian PMO Partners"):
        assert name not in whole
    assert "The organisation" in text_of(made.pdf)
