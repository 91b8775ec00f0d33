"""Calculators as somebody signed in uses them, without scripts."""

from __future__ import annotations

import html
import io
import re

import pytest

from tests.checked_client import CheckedClient
from tests.world import World

KINDS = ("three-point", "critical-path", "monte-carlo", "earned-value")


@pytest.fixture
def consultant(world: World, client_for) -> CheckedClient:
    return client_for(World.consultant)


def table_of(page) -> str:
    return html.unescape(re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page.text, re.S)[1]).strip()


def fields(page) -> dict[str, str]:
    found = dict(re.findall(r'<input[^>]*\bname="(\w+)"[^>]*\bvalue="([^"]*)"', page.text))
    return {name: value for name, value in found.items() if name not in ("csrf_token", "file")} | {
        "table": table_of(page)
    }


def test_all_four_stand_under_one_entry_of_the_menu(consultant: CheckedClient) -> None:
    assert 'href="/calculators"' in consultant.get("/engagements").text
    page = consultant.get("/calculators")
    for kind in KINDS:
        assert f'href="/calculators/{kind}"' in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_can_be_computed_and_taken_away(consultant: CheckedClient, kind: str) -> None:
    address = f"/calculators/{kind}"
    example = consultant.get(f"{address}?example=1")
    filled = fields(example)
    assert len(filled["table"].splitlines()) > 10
    page = consultant.submit(address, filled)
    assert page.status_code == 200
    assert "Results by line" in page.text
    assert table_of(page) == filled["table"]
    file = consultant.submit(address, filled | {"download": "csv"})
    assert file.headers["Content-Type"].startswith("text/csv")
    assert f"{kind}.csv" in file.headers["Content-Disposition"]
    assert file.data.decode("utf-8-sig").startswith("figure,value")


def test_the_clinics_finish_is_on_the_page_with_its_curve(consultant: CheckedClient) -> None:
    filled = fields(consultant.get("/calculators/monte-carlo?example=1")) | {"deadline": "210"}
    page = consultant.submit("/calculators/monte-carlo", filled)
    assert "<desc>" in page.text
    assert "P80" in page.text
    assert re.search(r"Chance to meet the date</dt><dd>4\.\d+ %", page.text)


def test_faults_of_a_table_are_named_by_line_and_column_and_nothing_is_lost(
    consultant: CheckedClient,
) -> None:
    text = "activity,duration,predecessors\nA,five,\nB,2,Q"
    page = consultant.submit("/calculators/critical-path", {"table": text})
    assert page.status_code == 422
    assert "1 cell of the table cannot be used" in page.text
    assert re.search(r'<th scope="row">2</th><td class="numeric">2</td><td>duration</td>', page.text)
    assert table_of(page) == text


def test_settings_are_checked_and_a_missing_budget_is_asked_for(consultant: CheckedClient) -> None:
    filled = fields(consultant.get("/calculators/monte-carlo?example=1"))
    for name, value in (
        ("runs", "9999999"),
        ("runs", ""),
        ("seed", "x"),
        ("correlation", "0.95"),
        ("deadline", "-1"),
    ):
        page = consultant.submit("/calculators/monte-carlo", filled | {name: value})
        assert page.status_code == 422, (name, value)
        assert "Results by line" not in page.text
    table = fields(consultant.get("/calculators/earned-value?example=1"))["table"]
    assert consultant.submit("/calculators/earned-value", {"table": table, "budget": ""}).status_code == 422


def test_a_file_counts_instead_of_the_table_and_must_be_text(consultant: CheckedClient) -> None:
    good = (io.BytesIO("\ufeffactivity,duration\nA,7\n".encode()), "plan.csv")
    page = consultant.submit("/calculators/critical-path", {"table": "", "file": good})
    assert page.status_code == 200
    assert "A,7" in table_of(page)
    for content in (b"\xff\xfe\x00", b"a" * 200_001):
        page = consultant.submit(
            "/calculators/critical-path", {"table": "kept", "file": (io.BytesIO(content), "x.csv")}
        )
        assert page.status_code == 422
        assert table_of(page) == "kept"


def test_whoever_is_not_signed_in_is_asked_to(app, world) -> None:
    assert app.test_client().get("/calculators/monte-carlo").status_code == 303
