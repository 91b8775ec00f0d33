"""The long report, feedback and certificate with hostile texts: made within the child's own limits, on their pages.

The kernel ends a child beyond its processor time or memory (`Limits`), so a document that was made kept to them,
however busy this machine is; only the time on the clock is wider here than in the product.
"""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import replace
from functools import cache

import pytest

from app.reports.attached import answers_csv
from app.reports.branding import MOST_DISCLAIMER, MOST_FOOTER, Branding
from app.reports.certificate import LIMITS as CERTIFICATE
from app.reports.certificate import Page, certificate_html
from app.reports.choice import Choice, ReportKind
from app.reports.formats import direction_of
from app.reports.making import FULL_LIMITS
from app.reports.paper import document_html
from app.reports.pdf import LaidOut, Limits, lay_out
from app.reports.plan_exports.table import BEGINS_A_FORMULA
from app.reports.telling.documents import tell_document
from app.reports.tree import Document
from app.services.feedback import LIMITS as FEEDBACK
from app.translations import translations_for
from assessments.report import ClientFacts, MaturityReport
from tests.reports.cases import full_model_report, qec_report
from tests.reports.reading import bookmarks, page_texts, reader
from tests.reports.test_certificate import PAGE
from tests.reports.test_feedback import told as told_feedback
from tests.reports.test_hostile import (
    FETCHED,
    TEXTS,
    chosen,
    listener,
    noted,
    off_the_page,
    squeezed,
    typed_everywhere,
)

__all__ = ["listener"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2400)]  # four full layouts on whatever machine

PATIENCE = 1200
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0e-\x1f\x7f]")
BODY_HEIGHT, TITLE_LINE, WIDEST_IN_A_TITLE_LINE = 708, 26, 28
"""Points between the margins of a page, points of a line of a title from right to left, letters W in such a line."""
NAME = "\u202e" + TEXTS["turned"] + TEXTS["markup"]


def hostile(report: MaturityReport) -> MaturityReport:
    """Return the report with another of the texts in every place that takes typed text."""
    typed = typed_everywhere(report, TEXTS["broken"])
    return replace(
        typed,
        firm=TEXTS["style"],
        consultant=TEXTS["flood"],
        client=ClientFacts(NAME, TEXTS["word"], 420, 10, 1e6, "SAR"),
        assessment=replace(typed.assessment, title=TEXTS["formula"], scope=TEXTS["word"]),
        targets=tuple(noted(one, TEXTS["word"]) for one in typed.targets),
    )


def printed(document: Document, limits: Limits, branding: Branding | None = None) -> LaidOut:
    return lay_out(
        document_html(document, translations_for(document.language)),
        direction=direction_of(document.language),
        limits=replace(limits, wall_seconds=PATIENCE),
        assets=branding.assets if branding else None,
    )


def title_of(made: LaidOut) -> str:
    facts = reader(made.pdf).metadata
    assert facts is not None
    return str(facts.title)


def told(report: MaturityReport, choice: Choice) -> Document:
    return tell_document(report, translations_for(report.language), choice)


@cache
def both(kind: ReportKind, language: str) -> tuple[Document, LaidOut, Document, LaidOut]:
    """Return a report as it is and as it is with hostile texts: its tree and its pages."""
    report = qec_report(language) if kind == "roadmap" else full_model_report(language)
    limits = FULL_LIMITS if kind == "full" else Limits()
    calm = told(report, Choice(kind))
    wild = told(hostile(report), chosen(hostile(report), kind, TEXTS["word"]))
    return calm, printed(calm, limits), wild, printed(wild, limits)


def most_pages(calm: Document, calm_pages: int, wild: Document) -> int:
    """Return a bound from the lengths that typed texts are cut to, as if all of them were titles of letters W.

    A section grows by the lines that its texts may have, and by one page where what is kept together moves on. What no
    section of the calm report holds is a section of its own, and begins a page.
    """
    known = {one.key: repr(one).count("W") for one in calm.sections}
    pages = calm_pages
    for section in wild.sections:
        more = repr(section).count("W") - known.get(section.key, 0)
        if more > 0 or section.key not in known:
            lines = math.ceil(max(0, more) / WIDEST_IN_A_TITLE_LINE)
            pages += math.ceil(lines * TITLE_LINE / BODY_HEIGHT) + 1
    return pages


CASES = [("roadmap", "ar-XB"), ("full", "en"), ("full", "ar-XB")]


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_every_sign_stands_on_a_page_and_pages_are_bounded(kind: ReportKind, language: str) -> None:
    calm, plain, wild, made = both(kind, language)
    assert made.notices == ()
    assert off_the_page(made.pdf) == []
    assert plain.pages <= made.pages <= most_pages(calm, plain.pages, wild)
    assert not [one for one in made.fetched if not one.endswith((".css", ".ttf"))]
    assert FETCHED == []


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_no_name_turns_or_ends_what_a_program_shows_of_a_file(kind: ReportKind, language: str) -> None:
    """Title and subject of the file, XMP, bookmarks and running headers hold the name as text, without controls."""
    made = both(kind, language)[3]
    file = reader(made.pdf)
    facts = file.metadata
    assert facts is not None
    xmp = file.trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    for said in (str(facts.title), str(facts.author), str(facts.subject), xmp, *bookmarks(made.pdf)):
        assert not TURNS.findall(said), said[:80]
    assert "<img" not in xmp
    assert "&lt;img" in xmp
    assert '<img src="http' in str(facts.title)
    inside = squeezed(page_texts(made.pdf)[3])
    assert "abcdef" in inside  # the running header, without the sign that turned it


def test_controls_that_isolate_are_closed_in_every_text_of_the_tree() -> None:
    """Where ours keep a figure in order, each begins and ends in the same text; those that were typed are gone."""
    report = hostile(full_model_report("ar-XB"))
    wild = told(report, chosen(report, "full", TEXTS["turned"]))
    for text in re.findall(r"'([^']*)'|\"([^\"]*)\"", repr(wild)):
        words = "".join(text)
        assert words.count("\\u2066") + words.count("\\u2067") + words.count("\\u2068") == words.count(
            "\\u2069"
        )
        assert "\\u202e" not in words


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_feedback_stays_two_pages(language: str) -> None:
    brand = Branding("#fff3a0", footer=TEXTS["markup"][:MOST_FOOTER], disclaimer="W" * MOST_DISCLAIMER)
    document = told_feedback(hostile(qec_report(language)), brand=brand.brand)
    made = printed(document, FEEDBACK, brand)
    assert (made.pages, made.notices, off_the_page(made.pdf)) == (2, (), [])
    assert not [one for one in made.fetched if not one.endswith((".css", ".ttf"))]
    assert not TURNS.findall(title_of(made))
    assert FETCHED == []


@pytest.mark.parametrize("language", ["en", "ar-XB"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_certificate_stays_one_page(name: str, language: str) -> None:
    text = TEXTS[name]
    page: Page = replace(
        PAGE,
        language=language,
        holder=text,
        course={"en": text},
        issuer=text,
        competencies=({"en": text},) * 3,
    )
    html = certificate_html(page, translations_for(language), Branding("#fff3a0", footer=text).brand)
    made = lay_out(html, direction=direction_of(language), limits=replace(CERTIFICATE, wall_seconds=PATIENCE))
    assert (made.pages, made.notices, off_the_page(made.pdf)) == (1, (), [])
    assert not [one for one in made.fetched if not one.endswith((".css", ".ttf"))]
    assert not TURNS.findall(title_of(made))
    assert FETCHED == []


@pytest.mark.parametrize("sign", sorted(BEGINS_A_FORMULA))
def test_no_facet_of_a_firm_s_own_model_is_computed_in_the_attached_table(sign: str) -> None:
    report = qec_report()
    typed = {"en": f"{sign}HYPERLINK(1)"}
    dimensions = [
        replace(one, questions=tuple(replace(asked, facet=typed) for asked in one.questions))
        for one in report.model.dimensions
    ]
    model = replace(report.model, dimensions=tuple(dimensions))
    rows = list(csv.reader(io.StringIO(answers_csv(replace(report, model=model)))))
    assert len(rows) > 10
    assert {row[2] for row in rows[1:]} == {f"'{sign}HYPERLINK(1)" if sign.strip() else "HYPERLINK(1)"}
