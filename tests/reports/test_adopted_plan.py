"""A report of a plan that was searched for and adopted, with what a person-day costs."""

from __future__ import annotations

from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import get_args, get_type_hints

import pytest

from app.reports.choice import Choice
from app.reports.making import make_file
from app.reports.paper import document_html
from app.reports.telling.documents import tell_document
from app.reports.telling.teller import WORDS, Teller
from app.reports.tree import Document
from app.translations import translations_for
from assessments.catalogue import load_catalogue
from assessments.demo_case import demo_responses
from assessments.plan_drawing import Client, Wishes, draw_plan
from assessments.profile import ProfileFacts
from assessments.published import find_model
from assessments.report import AssessmentFacts, ClientFacts, MaturityReport, advise, build_report
from assessments.responses import answers_hash
from assessments.schedule import Placement
from assessments.scoring import score_assessment
from tests.reports.cases import ISSUED_ON, START_ON, demo, full_model_report
from tests.reports.reading import page_texts

FACTS = ProfileFacts(
    headcount=420,
    project_count=10,
    pmo_staff=6,
    sector="construction",
    yearly_value=51_580_000.0,
    currency="EUR",
    day_rate=650.0,
)


@cache
def report(language: str = "en") -> MaturityReport:
    case, model = demo()[0], find_model("full-model")
    responses = demo_responses(case, model)
    result = score_assessment(model, responses, mode="confidential")
    drawn = advise(result, case.profile, FACTS, start_on=START_ON)
    client = Client(
        load_catalogue(),
        drawn.gaps,
        result,
        drawn.recommendation,
        case.profile,
        START_ON,
        headcount=420,
        pmo_staff=6,
        sector="construction",
    )
    plan = draw_plan(client, Wishes(objective="balanced"))
    return build_report(
        reference="QEC-2026-01",
        language=language,
        firm="Meridian PMO Partners",
        consultant="Leila Haddad",
        issued_on=ISSUED_ON,
        client=ClientFacts(case.client.name, "construction", 420, 10, 51_580_000.0, "EUR"),
        assessment=AssessmentFacts(
            title="First measurement",
            opened_on=date(2025, 12, 8),
            closed_on=date(2026, 1, 16),
            mode="confidential",
            invited=24,
            responded=24,
            scope="",
            is_synthetic=True,
        ),
        model=model,
        result=result,
        advice=advise(result, case.profile, FACTS, start_on=START_ON, roadmap=plan),
        answers_hash=answers_hash(responses),
        product_version="0.1.0",
    )


def told(language: str = "en") -> Document:
    return tell_document(report(language), translations_for(language), Choice("full"))


@pytest.mark.parametrize("kind", get_args(get_type_hints(Placement)["kind"]))
def test_every_reason_of_a_week_is_told_in_words(kind: str) -> None:
    tell = Teller(full_model_report("ar-XB"), translations_for("ar-XB"))
    placed = SimpleNamespace(reason=Placement(kind, "BEN-1", 3))  # type: ignore[arg-type]
    assert tell.word(WORDS, "placement", placed, tell.story.owners).startswith("⟦")


def test_the_critical_chain_is_drawn_where_it_is_named() -> None:
    chain = report().roadmap.critical_chain
    assert chain
    named = [
        row.cells[0].text
        for row in next(one for one in told().exhibits if one.key == "plan").rows
        if row.kind == "row" and "(critical)" in row.cells[1].text
    ]
    assert set(named) == set(chain)
    html = document_html(told(), translations_for("en"))
    assert "x-key-critical" in html
    assert html.count('<rect class="s-strong" x=') >= len(chain)


def test_the_cost_is_the_days_as_printed_times_the_rate() -> None:
    rows = next(one for one in told().exhibits if one.key == "case").rows
    days, cost = rows[0].cells[1:], rows[1].cells[1:]
    for number, money in zip(days, cost, strict=True):
        printed = float(number.text.replace(",", ""))
        assert f"{printed * 650:,.0f}" in money.text


@pytest.mark.slow
def test_no_table_leaves_its_last_row_alone_on_a_page() -> None:
    pages = page_texts(make_file(report(), Choice("full"), translations_for("en")).pdf)
    rows = next(one for one in told().exhibits if one.key == "initiatives").rows
    left_behind = rows[0].cells[4].text.replace("\u00a0", " ")
    begins = next(number for number, page in enumerate(pages) if left_behind in page and number > 24)
    after = pages[begins + 1].split("Efforts are expert estimates")[0]
    assert len([row for row in rows if row.cells[1].text in after]) != 1
    assert rows[-1].cells[1].text in pages[begins] + after
