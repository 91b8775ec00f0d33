"""The data that travels inside a PDF: the result, and how often each answer was given. Nothing tells of one person."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.reports.plan_exports.table import harmless
from app.reports.story import answers_of, counts_of
from assessments.redaction import for_readers
from assessments.report import MaturityReport, report_to_plain
from content import say

HALF_A_SIGN = re.compile("[\ud800-\udfff]")
"""Surrogates without their other half, which no file can hold; the form and the database refuse them before."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file inside a PDF; `made_on` is the day of issue, so that the same report gives the same bytes."""

    name: str
    description: str
    content: str
    made_on: date


def may_attach(report: MaturityReport) -> bool:
    """Return whether data may travel with the report: not where so few answered that figures could expose them."""
    return not report.result.is_below_threshold


def attached_files(report: MaturityReport) -> tuple[AttachedFile, ...]:
    """Return what is attached to the PDF of a report; none where the rules of discretion forbid it.

    Neither file holds anything of single respondents, whatever the mode: `answers.csv` has the distributions that the
    report itself may show, `result.json` is docs/result-json.md without people.
    """
    if not may_attach(report):
        return ()
    result = json.dumps(report_to_plain(for_readers(report)), ensure_ascii=False, indent=1, allow_nan=False)
    return (
        AttachedFile(
            "result.json",
            "Every figure of the report as data",
            HALF_A_SIGN.sub("\ufffd", result) + "\n",
            report.issued_on,
        ),
        AttachedFile("answers.csv", "How often each answer was given", answers_csv(report), report.issued_on),
    )


def answers_csv(report: MaturityReport) -> str:
    """Return a line per question: how often each answer was given where that may be shown, else empty cells."""
    model, language = report.model, report.language
    answers, counts = answers_of(model), counts_of(model, report.result)
    scores: Mapping[str, object] = {one.key: one for one in report.result.questions}
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(
        [
            "question",
            "dimension",
            "facet",
            *(f"answer {answer}" for answer in answers),
            "don't know",
            "not applicable",
            "asked",
            "median",
            "evidenced",
        ]
    )
    for question in model.questions:
        if question.key not in scores:
            continue
        score = report.result.question(question.key)
        given = counts.get(question.key) or tuple(None for _ in answers)
        write.writerow(
            [
                question.key,
                score.dimension,
                harmless(" ".join(say(question.facet, language).split())),  # one line, whatever parts it
                *("" if one is None else one for one in given),
                "" if score.is_withheld else score.dont_know,
                "" if score.is_withheld else score.not_applicable,
                score.asked,
                "" if score.median is None else score.median,
                "" if score.evidenced is None else score.evidenced,
            ]
        )
    return out.getvalue()
