"""The report as HTML: sound markup, every word translatable, and a true sentence for each awkward case."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import html5lib
import pytest

from app.places import TEMPLATES
from app.reports.choice import Choice
from app.reports.paper import document_html, preview_html
from app.reports.telling.documents import tell_document
from app.reports.tree import Document
from app.translations import translations_for
from assessments.model import RuleName
from assessments.profile import ProfileFacts
from assessments.report import MaturityReport
from assessments.weights import ChangedDefault
from tests.reports import cases
from tests.reports.cases import demo, hostile_report, profile_of, qec_report, report_of

PROFILE = demo()[0].profile
RESPONSES = demo()[1]

AWKWARD: Mapping[str, Callable[[], MaturityReport]] = {
    "the usual": qec_report,
    "nobody": lambda: report_of([], PROFILE),
    "one": lambda: report_of(RESPONSES[:1], PROFILE, mode="named"),
    "too few, in confidence": lambda: report_of(RESPONSES[:4], PROFILE, mode="confidential"),
    "too few to show": lambda: report_of(RESPONSES[:3], PROFILE, mode="anonymous"),
    "no gaps": lambda: report_of(RESPONSES, PROFILE, target=1.0),
    "directive, too weak to start": lambda: report_of(
        RESPONSES, {**profile_of(cases.IN_DISTRESS), "K12": 1, "K13": 1}
    ),
    "supportive, agile": lambda: report_of(
        RESPONSES, profile_of(cases.SCALE_UP), facts=ProfileFacts(funding="product")
    ),
    "tie": lambda: report_of(RESPONSES, profile_of(cases.MINISTRY)),
    "tie, raised by a gate": lambda: report_of(demo("nordvik")[1], demo("nordvik")[0].profile),
    "hub and spoke": lambda: report_of(RESPONSES, profile_of(cases.HOLDING)),
    "all the same": lambda: report_of(RESPONSES, profile_of(cases.ALL_MIDDLE)),
    "no profile": lambda: report_of(RESPONSES, {}, facts=ProfileFacts()),
    "hostile": hostile_report,
}


def told(report: MaturityReport) -> Document:
    return tell_document(report, translations_for(report.language), Choice("full", "review"))


def written(report: MaturityReport) -> str:
    """Return the full report as it is printed, with every section."""
    return document_html(told(report), translations_for(report.language))


def words_of(page: str) -> str:
    """Return the text of a page, without styles, on one line."""
    page = re.sub(r"<(style|title)\b.*?</\1>", " ", page, flags=re.S)
    page = re.sub(r"<[^>]*>", " ", re.sub(r"</?(strong|span)\b[^>]*>", "", page))
    return re.sub(r"\s+", " ", html.unescape(page).replace("\u00a0", " "))


@pytest.mark.parametrize("make", AWKWARD.values(), ids=AWKWARD.keys())
def test_the_markup_is_sound_whatever_the_answers(make: Callable[[], MaturityReport]) -> None:
    report = make()
    html5lib.HTMLParser(strict=True).parse(written(report))
    html5lib.HTMLParser(strict=True).parseFragment(preview_html(told(report), translations_for("en")))


@pytest.mark.parametrize("make", AWKWARD.values(), ids=AWKWARD.keys())
def test_no_value_is_printed_raw(make: Callable[[], MaturityReport]) -> None:
    page = re.sub(r"<(style|svg)\b.*?</\1>", "", written(make()), flags=re.S).replace("{{ 7*7", "")
    assert not re.search(
        r"x-(num|mid).>\s*None|>\s*(nan|True|False)\b|>[^<]*\d\.\d{3}|\{\{|&amp;lt;|\(slots", page
    )


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("the usual", "The profile leans to a controlling PMO, ahead by"),
        ("nobody", "None of 10 dimensions could be scored"),
        ("nobody", "0 initiatives are planned, because no dimension could be scored"),
        ("one", "This is an individual view"),
        ("too few, in confidence", "this report is for the consultants alone"),
        ("too few to show", "The 3 answers received are too few to estimate a level"),
        ("no gaps", "none of 10 dimensions falls short of its target"),
        ("no gaps", "0 initiatives are needed, because every scored dimension meets its target"),
        ("no gaps", "set by hand"),
        ("directive, too weak to start", "A directive PMO clearly fits"),
        (
            "directive, too weak to start",
            "Open as controlling; a signed mandate and a named sponsor come first.",
        ),
        ("supportive, agile", "Value streams"),
        ("tie", "Controlling and directive are 4.3 points apart, too close to call: begin with the lighter"),
        ("tie, raised by a gate", "too close to call; regulation asks for controlling"),
        ("hub and spoke", "a small hub with spokes in the units"),
        ("all the same", "The 18 answers about the organisation are too much alike to advise a type"),
        ("no profile", "of 18 questions about the organisation are answered, too few to advise a type"),
    ],
)
def test_each_case_is_told_in_a_true_sentence(case: str, sentence: str) -> None:
    assert sentence in words_of(written(AWKWARD[case]()))


def test_a_group_below_the_threshold_is_hidden_and_the_page_says_why() -> None:
    text = words_of(written(report_of(RESPONSES, PROFILE, mode="confidential")))
    assert "hidden" in text
    assert "Hidden: fewer than 5 people of the group answered" in text


def test_named_answers_hide_nobody() -> None:
    report = report_of(RESPONSES, PROFILE, mode="named")
    assert "Hidden:" not in words_of(written(report))


def test_typed_markup_never_becomes_markup() -> None:
    page = written(hostile_report())
    assert "<script" not in page
    assert "evil.example" not in re.sub(r"&lt;.*?&gt;", "", page)
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    assert [one.tag for one in tree.iter() if one.tag in ("script", "img", "object", "iframe")] == []
    assert len(list(tree.iter("style"))) == 1  # ours, with the places of the radar's labels


def test_a_page_of_the_site_gets_sections_that_obey_its_content_policy() -> None:
    page = str(preview_html(told(hostile_report()), translations_for("en")))
    tags = " ".join(re.findall(r"<[^>]*>", page))
    assert not re.search(r"\sstyle=|\son\w+=|<script|<style|<link|<h1\b|<html|javascript:", tags)
    assert page.count("<h2 ") >= 8
    assert "<title>" in page  # of drawings, for screen readers


def test_the_same_drawings_stand_in_print_and_on_the_site() -> None:
    report = qec_report()
    bars = re.findall(r'<svg class="x-bar".*?</svg>', written(report), flags=re.S)
    assert len(bars) >= 13
    assert bars == re.findall(
        r'<svg class="x-bar".*?</svg>', preview_html(told(report), translations_for("en")), flags=re.S
    )


def test_a_model_with_two_dimensions_has_no_radar_and_still_a_report() -> None:
    report = qec_report()
    small = replace(
        report,
        model=replace(report.model, dimensions=report.model.dimensions[:2]),
        result=replace(
            report.result,
            dimensions=report.result.dimensions[:2],
            overall=replace(report.result.overall, weakest_dimension="STR"),
            questions=tuple(one for one in report.result.questions if one.dimension in ("STR", "GOV")),
        ),
        gaps=tuple(gap for gap in report.gaps if gap.dimension in ("STR", "GOV")),
        targets=report.targets[:2],
    )
    page = written(small)
    assert "x-radar" not in re.sub(r"<style>.*?</style>", "", page, flags=re.S).replace("x-radar-row", "")


def test_no_template_of_a_report_prints_anything_unescaped() -> None:
    for path in sorted((TEMPLATES / "reports").glob("*/*.html")):
        text = path.read_text()
        assert not re.search(r"\|\s*safe|Markup|autoescape|\sstyle=", text), path.name


def test_every_indicator_of_the_set_is_printed_with_what_its_target_rests_on() -> None:
    report = qec_report()
    assert report.kpi_set is not None
    section = words_of(
        written(report).partition('id="section-of-kpi-definitions"')[2].partition("</section>")[0]
    )
    for one in report.kpi_set.kpis:
        for text in (one.kpi.title, one.kpi.formula, one.kpi.data, one.kpi.target.aim, one.kpi.decision):
            assert text["en"] in section
        for figure in one.kpi.target.figures:
            assert figure.caveat["en"] in section
            assert report.kpi_set.source_of(figure.source).title in section
    assert "Benefits realised (Benefits and value at level 2.5, today 1.8; until then P23)." in section


def test_a_report_from_before_there_were_sets_has_none() -> None:
    page = written(replace(qec_report(), kpi_set=None))
    assert 'id="section-of-kpi-definitions"' not in page


def test_own_weights_are_printed_with_the_reason() -> None:
    report = qec_report()
    advice = replace(
        report.recommendation,
        weights=(ChangedDefault("K01", 10.0, 14.0),),
        weights_reason="Two public clients now audit every stage.",
    )
    text = " ".join(written(replace(report, recommendation=advice)).split())
    assert "Regulatory and audit burden 10 → 14, because: Two public clients now audit every stage." in text
    assert "Weights changed by this firm" not in written(report)


def test_a_report_made_before_there_was_a_mix_has_no_page_for_it() -> None:
    text = written(replace(qec_report(), services=None))
    assert "Services first" not in text
    assert "5 choices shape the PMO beside its authority" in text
    assert "Enterprise office" in text


@pytest.mark.parametrize(
    ("rule", "name", "reading"),
    [
        ("weighted_mean", "Mean level, as claimed", "Mean. The weighted mean of all dimensions."),
        ("mean", "Mean level, as claimed", "Mean. The mean of all dimensions, each counted the same."),
        (
            "minimum",
            "Lowest dimension, as claimed",
            "Whole. By this model’s own rule the lowest of all dimensions",
        ),
        (
            "staged",
            "Level that enough dimensions reach, as claimed",
            "the highest level that enough of the dimensions",
        ),
        (
            "power_mean",
            "Power mean, as claimed",
            "Whole. By this model’s own rule a power mean of all dimensions",
        ),
        ("sum", "Sum, as claimed", "Whole. By this model’s own rule the sum of all dimensions."),
    ],
)
def test_the_whole_is_named_by_the_rule_that_made_it(rule: RuleName, name: str, reading: str) -> None:
    report = qec_report()
    overall = replace(report.result.overall, rule=rule)
    text = words_of(written(replace(report, result=replace(report.result, overall=overall))))
    assert name in text
    assert reading in text
    assert ("equal ones" in text) == (rule == "weighted_mean")


def test_an_empty_plan_says_why_for_models_and_gaps_that_call_for_none() -> None:
    nothing = report_of(RESPONSES, PROFILE, target=1.0)
    unknown = replace(nothing, roadmap=replace(nothing.roadmap, note="not in catalogue"))
    assert "0 initiatives are planned, because the catalogue does not serve this model" in words_of(
        written(unknown)
    )
    first = tuple(replace(gap, gap=0.2 if gap.dimension == "STR" else 0.0) for gap in nothing.gaps)
    text = words_of(written(replace(nothing, gaps=first)))
    assert "because no dimension lies more than a quarter of a level short of its target" in text
