"""The content tree of a report: whole, worded, numbered, and the same for the same values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from app.reports.brand import Brand, Mark
from app.reports.choice import Choice, WrittenAnew, choice_from_plain, choice_to_plain
from app.reports.editing import findings_of
from app.reports.formats import filters_for
from app.reports.making import redacted
from app.reports.paper import document_html
from app.reports.telling.documents import COMPLETE, tell_document
from app.reports.tree import NUMBERS, Document
from app.translations import translations_for
from assessments.redaction import Redaction
from assessments.report import MaturityReport
from assessments.roadmap import Roadmap
from tests.reports.cases import full_model_report, qec_report
from tests.reports.test_html import AWKWARD


def told(report: MaturityReport, **choice: Any) -> Document:
    return tell_document(report, translations_for(report.language), Choice(**{"kind": "full", **choice}))


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text in a tree, in order; plans are drawn, not printed."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_of(one)
    elif is_dataclass(value) and not isinstance(value, Roadmap):
        for one in fields(value):
            yield from texts_of(getattr(value, one.name))


@pytest.mark.parametrize("kind", ["roadmap", "full"])
@pytest.mark.parametrize("make", AWKWARD.values(), ids=AWKWARD.keys())
def test_every_report_can_be_told(make: Callable[[], MaturityReport], kind: str) -> None:
    document = told(make(), kind=kind)
    keys = [section.key for section in document.sections]
    assert len(keys) == len(set(keys))
    exhibits = document.exhibits
    assert len({one.key for one in exhibits}) == len(exhibits)
    assert [one.number for one in exhibits] == list(range(1, len(exhibits) + 1))
    assert all(section.title and section.label for section in document.sections)
    assert "verdict" in keys


@pytest.mark.parametrize("make", [qec_report, full_model_report])
def test_every_row_has_a_cell_for_each_column_and_every_number_its_value(
    make: Callable[[], MaturityReport],
) -> None:
    for exhibit in told(make()).exhibits:
        for row in exhibit.rows:
            assert sum(cell.span for cell in row.cells) == len(exhibit.columns), exhibit.key
            if row.kind == "row" and all(cell.span == 1 for cell in row.cells):
                for column, cell in zip(exhibit.columns, row.cells, strict=True):
                    if column.unit in NUMBERS and re.search(r"\d", cell.text):
                        assert cell.value is not None or "–" in cell.text or " " in cell.text, (
                            exhibit.key,
                            column.title,
                            cell,
                        )


def test_every_drawing_has_a_value_for_each_category_and_words_for_those_who_cannot_see_it() -> None:
    drawings = [one.drawing for one in told(qec_report()).exhibits if one.drawing]
    assert {one.kind for one in drawings} == {"gaps", "radar", "bars", "plan"}
    for drawing in drawings:
        assert len(drawing.alt.split()) > 3
        for series in drawing.series:
            assert len(series.values) == len(drawing.categories)
            assert all(value is None or drawing.low <= value <= drawing.high for value in series.values)


def test_the_figures_of_the_verdict_are_those_of_the_result() -> None:
    report = qec_report()
    verdict = next(one for one in told(report, kind="roadmap").sections if one.key == "verdict")
    figures = {one.name: one for block in verdict.blocks for one in getattr(block, "figures", ())}
    overall, write = report.result.overall, filters_for("en")["one_decimal"]
    assert figures["Mean level, as claimed"].value == overall.mean
    assert figures["Weakest link"].text == write(overall.weakest)
    assert figures["Staged level"].value == overall.staged_level
    assert figures["Supported by evidence"].text == write(overall.mean_evidenced)
    assert figures["Cost of the plan"].value == report.roadmap.effort_days
    assert figures["Kind of PMO"].text == "Controlling"


def test_every_text_of_ours_goes_through_the_translations() -> None:
    """In the pseudo-language whatever is ours is in brackets; outside them stand data, numbers and signs."""
    document = told(qec_report("en-XA"))
    for section in document.sections:
        assert "⟦" in section.label or section.key.startswith("dimension-"), section.key
        assert "⟦" in section.title, section.key
    for exhibit in document.exhibits:
        assert "⟦" in exhibit.caption, exhibit.key
        for column in exhibit.columns:
            assert "⟦" in column.title or not re.search(r"[a-z]{4}", column.title), column.title


def test_the_same_values_tell_the_same_tree() -> None:
    assert told(qec_report()) == told(qec_report())


def test_a_section_switched_off_is_not_told_and_the_verdict_cannot_be() -> None:
    document = told(qec_report(), without=("rules", "items", "verdict"))
    keys = {section.key for section in document.sections}
    assert "rules" not in keys
    assert "items" not in keys
    assert "verdict" in keys
    assert any("3 sections were switched off" in text for text in texts_of(document))


def test_a_finding_written_anew_stands_beside_its_computed_text() -> None:
    plain = told(qec_report())
    findings = {one.key: one for one in findings_of(plain)}
    assert findings["verdict.title"].text.startswith("Evidence supports level")
    anew = (
        WrittenAnew(
            "verdict.title", "Level 2.4 is supported; 3.3 is within reach", "Leila Haddad", date(2026, 1, 22)
        ),
        WrittenAnew("verdict.gaps", "Every dimension is short.", "Leila Haddad", date(2026, 1, 22)),
        WrittenAnew("no-such.title", "Lost", "Leila Haddad", date(2026, 1, 22)),
    )
    document = told(qec_report(), findings=anew)
    found = {one.key: one for one in findings_of(document)}
    assert found["verdict.title"].text == "Level 2.4 is supported; 3.3 is within reach"
    assert found["verdict.title"].computed == findings["verdict.title"].text
    edited = next(one for one in document.sections if one.key == "edited")
    assert edited.title == "2 findings were worded by a person, not by rule"
    printed = " ".join(texts_of(edited))
    for text in (
        "Every dimension is short.",
        findings["verdict.gaps"].computed,
        "Leila Haddad",
        "22 Jan 2026",
    ):
        assert text in printed
    assert "edited" not in {one.key for one in plain.sections}
    assert "Lost" not in " ".join(texts_of(document))


def test_a_choice_is_kept_as_data_and_read_back() -> None:
    choice = Choice(
        "full",
        "review",
        ("items",),
        Redaction(without_client=True),
        (WrittenAnew("verdict.title", "Text", "Leila Haddad", date(2026, 1, 22)),),
    )
    assert choice_from_plain(choice_to_plain(choice)) == choice


def test_what_was_issued_as_the_report_of_before_is_told_as_the_executive_roadmap() -> None:
    kept = choice_to_plain(Choice("roadmap", redaction=Redaction(without_money=True))) | {"kind": "classic"}
    assert choice_from_plain(kept) == Choice("roadmap", redaction=Redaction(without_money=True))
    assert choice_from_plain(None).kind == "roadmap"


def test_a_brand_colours_cover_and_drawings_and_is_nothing_but_colours() -> None:
    brand = Brand("#402060", "#a03070")
    document = tell_document(qec_report(), translations_for("en"), Choice("roadmap"), brand=brand)
    page = document_html(document, translations_for("en"))
    assert "@page cover { background: #402060 }" in page
    assert 'fill="#a03070"' in page
    assert 'fill="#0B7A75"' not in page
    for wrong in ("red", "#fff", "#402060;}", "url(x)"):
        with pytest.raises(ValueError, match="no colour"):
            Brand(wrong)
    with pytest.raises(ValueError, match="no name of a logo"):
        Mark('a.png"); x', 10, 10)


def test_the_drawing_of_a_phase_stands_under_those_of_its_initiatives() -> None:
    """A cell after a number has room before it, which a drawing in a column must not have."""
    page = document_html(told(qec_report(), kind="roadmap"), translations_for("en"))
    assert len(re.findall(r'<td></td>\s*<td class="x-draw">', page)) >= len(qec_report().roadmap.phases)
    assert not re.search(r'class="x-num"[^>]*>[^<]*</td>\s*<td class="x-draw"><svg class="x-gantt-bar"', page)


def test_all_that_a_consultant_expects_of_a_full_report_is_there() -> None:
    keys = {section.key for section in told(qec_report()).sections}
    assert keys >= {
        "contents", "reading", "verdict", "decisions", "profile", "gaps", "agreement", "views", "unseen", "type",
        "stability", "services", "plan", "initiatives", "outlook", "case", "change", "duties", "training",
        "kpi-definitions", "statistics", "answers", "method", "items", "rules", "glossary", "manifest",
    }  # fmt: skip
    assert sum(key.startswith("dimension-") for key in keys) == 10
    assert [key for key, _ in COMPLETE] == ["summary", "standing", "dimensions", "kind", "doing", "appendix"]


def test_a_report_without_role_groups_compares_none() -> None:
    choice = Choice("full", redaction=Redaction(without_roles=True, without_money=True))
    report = redacted(qec_report(), choice, translations_for("en"))
    document = tell_document(report, translations_for("en"), choice)
    assert "views" not in {section.key for section in document.sections}
    assert "Role groups are left out." in set(texts_of(document))
    page = document_html(document, translations_for("en"))
    assert "PMO staff" not in page
    assert "Teams and line<" not in page


def test_a_minus_stays_before_its_figure_from_right_to_left() -> None:
    told_right_to_left = told(full_model_report("ar-XB"))
    agreement = next(one for one in told_right_to_left.exhibits if one.key == "agreement")
    below = [
        cell
        for row in agreement.rows
        for cell in row.cells
        if isinstance(cell.value, float) and cell.value < -0.005
    ]
    assert below
    assert all(re.fullmatch("\u200e−\\d\\.\\d\\d\u200e", cell.text) for cell in below)
