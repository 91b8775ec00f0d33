"""The site, the command line and the PDF say the same about the same answers.

The site scores rows of its database; the command reads the example files; the PDF is read as a person reads it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.db import firm_scope
from app.reports.formats import rounded
from app.services import reports
from assessments.demo_case import load_demo_case
from assessments.report import report_to_plain
from tests.cli.assessing import Files
from tests.conftest import NOW
from tests.reports.reading import text_of
from tests.world import World
from tests.worlds.closed import ClosedAssessment, closed_assessment
from tests.worlds.firms import actor_of

CONCLUDED = ("result", "targets", "recommendation", "gaps", "roadmap", "training", "citations")


def one(value: float) -> str:
    return str(rounded(value, 1))


@pytest.fixture
def site(app, world) -> ClosedAssessment:
    """The demonstration case answered on the site, closed and concluded."""
    team = (world.ids["north.consultant"],)
    return closed_assessment(world.ids["north"], NOW, team=team, mode="named")


@pytest.fixture
def of_site(site, world) -> dict[str, Any]:
    """What the site issues as its report."""
    actor = actor_of(world, "north", "consultant", "consultant")
    with firm_scope(site.firm_id):
        report = reports.report_page(actor, reports.issue_report(actor, site.id)).report
    return json.loads(json.dumps(report_to_plain(report)))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the command has written what it says about the example files."""
    invited = Counter(person.role for person in load_demo_case("qec").respondents)
    counts = [f"--invited={role}={count}" for role, count in invited.items()]
    folder = tmp_path_factory.mktemp("same")
    done = Files(folder).assess("--report=full", f"--date={NOW:%Y-%m-%d}", *counts)
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def of_command(out: Path) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads((out / "result.json").read_text(encoding="utf-8"))
    return plain


@pytest.fixture(scope="module")
def pages(out: Path) -> str:
    """The text of the PDF."""
    return text_of((out / "report.pdf").read_bytes())


@pytest.mark.parametrize("part", CONCLUDED)
def test_the_command_concludes_what_the_site_concludes(of_site, of_command, part: str) -> None:
    assert nameless(of_command)[part] == nameless(of_site)[part]


def nameless(report: dict[str, Any]) -> dict[str, Any]:
    """A file names its respondents, the site numbers their responses: what both say of them is the same."""
    people = sorted(({**one, "respondent": ""} for one in report["result"]["people"]), key=str)
    return {**report, "result": {**report["result"], "people": people}}


def test_both_rest_on_the_same_versions(of_site, of_command) -> None:
    versions = [{**report["provenance"], "answers_hash": None} for report in (of_site, of_command)]
    assert versions[0] == versions[1]


def test_both_describe_the_same_client(of_site, of_command) -> None:
    assert of_command["client"] == of_site["client"]


def test_the_pdf_says_the_readings_of_the_level(of_command, pages: str) -> None:
    overall = of_command["result"]["overall"]
    assert f"Evidence supports level {one(overall['mean_evidenced'])} of 5 today" in pages
    assert f"Mean level, as claimed {one(overall['mean'])}" in pages
    assert f"Weakest link {one(overall['weakest'])}" in pages
    assert f"Staged level {overall['staged_level']} " in pages


def test_the_pdf_says_every_dimensions_claim_evidence_target_and_gap(of_command, pages: str) -> None:
    assert len(of_command["gaps"]) == 10
    for gap in of_command["gaps"]:
        numbers = " ".join(one(gap[name]) for name in ("evidenced", "claimed", "target", "gap"))
        assert f"{gap['title']['en']} {numbers} " in pages


def test_the_pdf_says_the_points_of_each_type(of_command, pages: str) -> None:
    advice = of_command["recommendation"]
    for score in advice["scores"]:
        share = score["share_of_wins"]
        wins = (
            "> 99 %"
            if 0.995 <= share < 1
            else "< 1 %"
            if 0 < share < 0.005
            else f"{share:.0%}".replace("%", " %")
        )
        assert f"{score['type'].title()} {one(score['score'])} {wins}" in pages
    assert f"ahead by {one(advice['margin'])} points" in pages


def test_the_pdf_says_length_effort_and_each_initiative_of_the_plan(of_command, pages: str) -> None:
    plan = of_command["roadmap"]
    effort = f"{plan['effort_days']:.0f} person-days"
    assert f"{len(plan['initiatives'])} initiatives in {plan['length_weeks']} weeks take {effort}" in pages
    for initiative in plan["initiatives"]:
        assert f"{initiative['key']} {initiative['title']['en']}" in pages
        assert f" {initiative['start_week'] + 1}–{initiative['end_week']} " in pages


def test_the_pages_of_the_site_say_the_same_numbers(site, client_for, of_command) -> None:
    result, advice, plan = (of_command[part] for part in ("result", "recommendation", "roadmap"))
    browser = client_for(World.consultant)

    def page(name: str) -> str:
        reply = browser.get(f"/assessments/{site.id}/{name}")
        assert reply.status_code == 200
        text = re.sub(r"<(script|style)\b.*?</\1>", "", reply.get_data(as_text=True), flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", text).split())

    results, types, roadmap = page("results"), page("recommendation"), page("roadmap")
    assert f"Evidence supports level {one(result['overall']['mean_evidenced'])} of 5" in results
    assert f"{result['overall']['mean']:.2f}" in results
    for dimension in result["dimensions"]:
        assert f"{dimension['claimed']:.2f}" in results
        assert one(dimension["evidenced"]) in results
    for score in advice["scores"]:
        assert one(score["score"]) in types
    assert f"{plan['length_weeks']} weeks" in roadmap
    assert f"{plan['effort_days']:.0f} person-days" in roadmap
    for initiative in plan["initiatives"]:
        assert initiative["key"] in roadmap
