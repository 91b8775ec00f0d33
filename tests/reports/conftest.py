"""Documents that several tests read; each is laid out once per run."""

from __future__ import annotations

import pytest

from app.reports.choice import Choice
from app.reports.making import make_file
from app.reports.pdf import LaidOut
from app.translations import translations_for
from assessments.report import MaturityReport
from tests.reports.cases import full_model_report, hostile_report, qec_report


def print_report(report: MaturityReport) -> LaidOut:
    return make_file(report, Choice("roadmap"), translations_for(report.language))


@pytest.fixture(scope="session")
def english() -> LaidOut:
    return print_report(qec_report())


@pytest.fixture(scope="session")
def mirrored() -> LaidOut:
    """The report from right to left, every text of ours lengthened and accented."""
    return print_report(qec_report("ar-XB"))


@pytest.fixture(scope="session")
def mirrored_full() -> LaidOut:
    """The longest form there is: every section on, in the language that lengthens every text."""
    return make_file(full_model_report("ar-XB"), Choice("full"), translations_for("ar-XB"))


@pytest.fixture(scope="session")
def hostile() -> LaidOut:
    return print_report(hostile_report())
