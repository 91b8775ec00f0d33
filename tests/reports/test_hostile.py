"""Whatever people type stays text, on its page, in every form of a report, and nothing is fetched."""

from __future__ import annotations

import csv
import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError
from urllib.request import urlopen
from xml.etree import ElementTree

import openpyxl
import pypdfium2
import pytest

from app.reports.attached import attached_files
from app.reports.choice import Choice, ReportKind, WrittenAnew
from app.reports.editing import LONGEST_FINDING, findings_of
from app.reports.making import make_file, make_slides, make_workbook
from app.reports.paper import preview_html
from app.reports.pdf import LaidOut
from app.reports.plan_exports.table import BEGINS_A_FORMULA
from app.reports.telling.documents import tell_document
from app.translations import translations_for
from assessments.gaps import Target
from assessments.report import ClientFacts, MaturityReport
from assessments.responses import Response
from assessments.scoring import score_assessment
from tests.bench.processes import free_port
from tests.reports.cases import demo, qec_report, quick_scan

ON = date(2026, 1, 23)
PORT = free_port()
TEXTS = {
    "markup": f'<img src="http://127.0.0.1:{PORT}/a.png"><script>alert(1)</script>&amp;]]><b>x</b>',
    "style": f'</style>"}}*{{display:none}}@import url(http://127.0.0.1:{PORT}/b.css);{{{{7*7}}}}%(x)s%s{{0}}',
    "turned": "abc\u202edef\u202c\u2066ghi\u2067jkl\u2069\u200f\u200e\x00\x07\x1b[31m\ufffe end",
    "formula": f'=HYPERLINK("http://127.0.0.1:{PORT}/c","x")+cmd|\'/C calc\'!A0',
    "word": "W" * 100_000,
    "broken": "a\ud800b\udfffc\uffff \U0001f600\u200d \x0b\x85\u2028end",
    "flood": "Z" + "\u0301\u0323" * 3000 + " 👩‍👩‍👧‍👦🏳️‍🌈" * 400 + " \u0628\u0651\u064e" * 300,
}
FETCHED: list[str] = []
OWN_PAGES, REWORDED = 8, 6


class Counter(BaseHTTPRequestHandler):
    """Notes whatever is asked for."""

    def do_GET(self) -> None:
        FETCHED.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what was asked for is in FETCHED."""


@pytest.fixture(scope="module", autouse=True)
def listener() -> Iterator[None]:
    """Listen where the hostile addresses point, as far as the tests may open a socket."""
    server = HTTPServer(("127.0.0.1", PORT), Counter)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with pytest.raises(HTTPError):
        urlopen(f"http://127.0.0.1:{PORT}/proof")  # whoever fetches something is noticed
    assert FETCHED == ["/proof"]
    FETCHED.clear()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def typed_everywhere(report: MaturityReport, text: str) -> MaturityReport:
    """Return the report with a text wherever somebody may type one."""
    plan = report.roadmap
    return replace(
        report,
        firm=text,
        consultant=text,
        client=ClientFacts(text, text, 420, 10, 1e6, "SAR"),
        assessment=replace(report.assessment, title=text, scope=text),
        targets=tuple(noted(one, text) for one in report.targets),
        roadmap=replace(
            plan,
            initiatives=tuple(
                replace(one, title={"en": text}, purpose={"en": text}) if place < 2 else one
                for place, one in enumerate(plan.initiatives)
            ),
        ),
    )


def noted(target: Target, text: str) -> Target:
    return replace(target, note=text)


def chosen(report: MaturityReport, kind: ReportKind, text: str) -> Choice:
    """Return a choice in which every finding is written anew in that text, as long as one may be."""
    plain = tell_document(report, translations_for(report.language), Choice(kind))
    anew = tuple(
        WrittenAnew(one.key, text[:LONGEST_FINDING], text[:200], ON) for one in findings_of(plain)[:REWORDED]
    )
    return Choice(kind, findings=anew)


def off_the_page(pdf: bytes) -> list[str]:
    """Return every sign that is printed outside its page, with the number of the page."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    try:
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            signs = page.get_textpage()
            for place in range(signs.count_chars()):
                left, bottom, right, top = signs.get_charbox(place)
                if left < -0.5 or bottom < -0.5 or right > width + 0.5 or top > height + 0.5:
                    found.append(f"{number}: {signs.get_text_range(place, 1)!r}")
    finally:
        document.close()
    return found


@pytest.fixture(scope="module")
def mixed() -> LaidOut:
    """A roadmap in which every place that takes typed text holds another of the texts."""
    report = typed_everywhere(qec_report(), TEXTS["turned"])
    hostile = replace(
        report,
        firm=TEXTS["style"],
        consultant=TEXTS["flood"],
        client=ClientFacts(TEXTS["markup"], TEXTS["word"], 420, 10, 1e6, "SAR"),
        assessment=replace(report.assessment, title=TEXTS["formula"], scope=TEXTS["word"]),
    )
    return make_file(hostile, chosen(hostile, "roadmap", TEXTS["word"]), translations_for("en"))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200e\u200f\ufffe\x02]+", "", text)


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return squeezed("".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()


def test_the_roadmap_keeps_its_pages_and_everything_on_them(mixed: LaidOut) -> None:
    assert mixed.notices == ()
    assert off_the_page(mixed.pdf) == []
    assert (
        mixed.pages <= OWN_PAGES + REWORDED + 1
    )  # a page for each finding without end, and one that lists them
    assert not [one for one in mixed.fetched if not one.endswith((".css", ".ttf"))]
    assert FETCHED == []


def test_the_text_is_there_as_text(mixed: LaidOut) -> None:
    """What stands on the cover is cut to its length, and is what was typed as far as it goes."""
    words = words_of(mixed.pdf)
    for name in ("markup", "style", "formula"):
        assert squeezed(TEXTS[name])[:40] in words
    assert not set(words) & set("\u202e\u202c\u2066\u2067\u2069\x00\x07\x1b")


@pytest.mark.parametrize("name", TEXTS)
def test_the_page_holds_no_markup_of_theirs(name: str) -> None:
    report = typed_everywhere(qec_report(), TEXTS[name])
    translations = translations_for("en")
    page = str(
        preview_html(tell_document(report, translations, chosen(report, "full", TEXTS[name])), translations)
    )
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r"\sstyle=|\son\w+=", re.sub(r">[^<]*<", "><", page))
    assert len(page) < 3_000_000


@pytest.mark.parametrize("name", TEXTS)
def test_no_cell_of_the_workbook_is_a_formula(name: str) -> None:
    report = typed_everywhere(qec_report(), TEXTS[name])
    content = make_workbook(report, chosen(report, "full", TEXTS[name]), translations_for("en"))
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert len(str(cell.value or "")) <= 32_767


@pytest.mark.parametrize("name", TEXTS)
def test_slides_open_and_lead_nowhere(name: str) -> None:
    report = typed_everywhere(qec_report(), TEXTS[name])
    content = make_slides(report, chosen(report, "roadmap", TEXTS[name]), translations_for("en"))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(part))  # our own file, read back
            if part.endswith(".rels"):
                assert b'TargetMode="External"' not in parts.read(part), part


@pytest.mark.parametrize("name", TEXTS)
def test_the_attached_data_are_the_same_text(name: str) -> None:
    report = typed_everywhere(qec_report(), TEXTS[name])
    data = json.loads(attached_files(report)[0].content)
    assert data["client"]["name"] == re.sub("[\ud800-\udfff]", "\ufffd", TEXTS[name])
    table = list(csv.reader(io.StringIO(attached_files(report)[1].content)))
    assert not [cell for row in table for cell in row if cell.lstrip()[:1] in BEGINS_A_FORMULA and cell]


def test_twenty_thousand_comments_change_nothing_of_a_report() -> None:
    """Comments are read by the team; none of them reaches a report, however many and long they are."""
    _, responses = demo()
    loud = tuple(
        Response(
            f"{one.respondent}-{copy}",
            one.role,
            {key: replace(answer, comment=f"CANARY {'c' * 1900}") for key, answer in one.answers.items()},
        )
        for copy in range(52)
        for one in responses
    )
    assert sum(len(one.answers) for one in loud) > 20_000
    quiet = tuple(
        Response(one.respondent, one.role, {k: replace(a, comment="") for k, a in one.answers.items()})
        for one in loud
    )
    model = quick_scan()
    result = score_assessment(model, loud, mode="confidential")
    assert result == score_assessment(model, quiet, mode="confidential")
    document = tell_document(replace(qec_report(), result=result), translations_for("en"), Choice("full"))
    assert "CANARY" not in repr(document)
