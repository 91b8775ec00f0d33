"""A document laid out in parts: the same pages as in one piece, whichever process printed which part."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.reports import pdf
from app.reports.choice import Choice
from app.reports.paper import document_html
from app.reports.parts.cutting import cut, numbered
from app.reports.parts.folios import NotInParts
from app.reports.parts.kept import KeptParts
from app.reports.parts.part import Part, PartPage, from_bytes, mark, to_bytes
from app.reports.parts.shop import USED, PartFailed, Shop, batches, pages_of_anchors
from app.reports.pdf import LaidOut, Limits, RenderFailed, lay_out
from app.reports.telling.documents import tell_document
from app.translations import translations_for
from tests.bench.printing import with_one_finding_edited
from tests.reports.cases import full_model_report, qec_report
from tests.reports.reading import elements, page_texts, picture, reader

HEAD = '<!doctype html><html lang="en"><head><title>Title</title><link rel="stylesheet" href="exhibits.css">'
SHEETS = '<link rel="stylesheet" href="report.css"><link rel="stylesheet" href="paper.css"></head>'
BODY = '<body data-client="Client" data-foot="Foot"><section class="cover"><h1>Cover</h1></section>'
ROOMY = Limits(wall_seconds=600, cpu_seconds=300)


def section(key: str, inside: str = "<p>Text.</p>", kind: str = "page") -> str:
    opened = f'<section class="x-section p-section p-{kind}" id="{key}" data-section="Label {key}">'
    return f"{opened}<h2>Heading {key}</h2>{inside}</section>"


def page_of(*sections: str, more: str = "") -> str:
    return f'{HEAD}{more}{SHEETS}{BODY}<div class="p-part" data-part="One">{"".join(sections)}</div></body></html>'


def html_of(language: str, kind: str = "roadmap") -> str:
    translations = translations_for(language)
    report = full_model_report(language) if kind == "full" else qec_report(language)
    return document_html(tell_document(report, translations, Choice(kind)), translations)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=["en", "ar-XB"])
def both(request: pytest.FixtureRequest) -> tuple[LaidOut, LaidOut]:
    """Return a roadmap in parts and in one piece."""
    html, direction = html_of(request.param), "rtl" if request.param == "ar-XB" else "ltr"
    return in_parts(html, direction), in_one_piece(html, direction)


@pytest.fixture(scope="module")
def full() -> LaidOut:
    return in_parts(html_of("en", "full"))


def in_parts(html: str, direction: str = "ltr", **more: Any) -> LaidOut:
    return lay_out(html, direction=direction, limits=ROOMY, **more)


def in_one_piece(html: str, direction: str = "ltr") -> LaidOut:
    """Lay out a document so that it cannot be cut: no section begins a page by the name that cutting looks for."""
    return in_parts(html.replace('class="x-section ', 'class=" x-section '), direction)


def test_a_document_is_cut_where_a_section_begins_a_page() -> None:
    head, pieces = cut(
        page_of(section("a"), section("b", kind="flow"), section("c"), section("d", kind="wide"))
    )
    found = [re.findall(r'id="(\w)"', piece.html) for piece in pieces]
    assert found == [[], ["a", "b"], ["c"], ["d"]]
    assert all(piece.html.startswith(head) and piece.html.endswith("</body></html>") for piece in pieces)
    assert [piece.html.count("<div") == piece.html.count("</div>") for piece in pieces] == [True] * 4
    assert [piece.html.count("data-part") for piece in pieces] == [0, 1, 0, 0]


def test_what_has_no_sections_is_not_cut() -> None:
    assert cut("<p>a</p>")[1] == ()
    assert cut("<body><p>a</p></body>")[1] == ()


def test_sections_of_another_kind_are_not_cut_since_a_style_sheet_may_say_where_their_pages_begin() -> None:
    assert cut(page_of(section("a"), section("b")).replace("p-section", "other"))[1] == ()


def test_contents_get_the_pages_of_what_they_name() -> None:
    html = '<a href="#a">A</a><a href="#gone">B</a>'
    assert numbered(html, {"a": 7}) == '<a href="#a" data-page="7">A</a><a href="#gone">B</a>'


def test_every_page_looks_as_it_does_in_one_piece(both: tuple[LaidOut, LaidOut]) -> None:
    parts, whole = both
    assert parts.pages == whole.pages
    assert page_texts(parts.pdf) == page_texts(whole.pdf)
    for page in range(parts.pages):
        assert picture(parts.pdf, page).tobytes() == picture(whole.pdf, page).tobytes(), page


def test_structure_bookmarks_and_metadata_are_those_of_one_piece(both: tuple[LaidOut, LaidOut]) -> None:
    parts, whole = both
    assert parts.notices == whole.notices == ()
    assert [one["/S"] for one in elements(parts.pdf)] == [one["/S"] for one in elements(whole.pdf)]
    assert _outline(parts.pdf) == _outline(whole.pdf)
    assert reader(parts.pdf).metadata == reader(whole.pdf).metadata
    roots: list[Any] = [reader(one.pdf).trailer["/Root"] for one in both]
    assert roots[0]["/Lang"] == roots[1]["/Lang"]
    assert roots[0]["/ViewerPreferences"] == roots[1]["/ViewerPreferences"]


def test_the_file_was_made_in_parts(both: tuple[LaidOut, LaidOut]) -> None:
    assert both[0].pdf != both[1].pdf
    assert all(isinstance(page["/Contents"].get_object(), list) for page in reader(both[0].pdf).pages[1:])


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_validator_finds_nothing(both: tuple[LaidOut, LaidOut], full: LaidOut, profile: str) -> None:
    validator = pytest.importorskip("page")
    for document in (both[0], full):
        found = validator.validate_pdf_bytes(document.pdf, profile=profile)
        assert found.is_compliant, [(one.rule_id, one.message) for one in found.failures][:10]


def test_every_mark_on_a_page_leads_to_its_element(full: LaidOut) -> None:
    file = reader(full.pdf)
    catalog: Any = file.trailer["/Root"]
    root = catalog["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    parents = {int(key): value.get_object() for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    for page in file.pages:
        content = b"".join(one.get_object().get_data() for one in _contents(page))
        marks = [int(found) for found in re.findall(rb"/MCID (\d+)", content)]
        elements_here = parents[int(str(page["/StructParents"]))]
        assert marks
        for one in marks:
            element = elements_here[one].get_object()
            assert one in element["/K"]
            assert element["/Pg"] == page
        notes: Any = page.get("/Annots", ())
        for note in notes:
            link = parents[note.get_object()["/StructParent"]]
            assert link["/S"] == "/Link"
    assert sorted(parents) == list(range(len(parents)))


def test_no_two_header_cells_share_a_name_and_every_cell_names_headers_that_are_there(full: LaidOut) -> None:
    cells = [one for one in elements(full.pdf) if one["/S"] in ("/TH", "/TD")]
    names = [str(one["/ID"]) for one in cells if "/ID" in one]
    assert len(names) == len(set(names)) > 100
    asked = {str(name) for one in cells for name in one.get("/A", {}).get("/Headers", ())}
    assert asked <= set(names)


def test_links_lead_over_parts_to_the_page_that_the_contents_print(full: LaidOut) -> None:
    file, texts = reader(full.pdf), page_texts(full.pdf)
    places = _places(full.pdf)
    html = html_of("en", "full")
    begins = set(re.findall(r'p-(?:page|wide) [^>]* id="([^"]*)" data-section', html))
    contents = next(n for n, text in enumerate(texts) if "Contents" in text)
    links = [one.get_object() for page in file.pages for one in page.get("/Annots", ())]
    assert len(links) > 80
    assert {str(link["/Dest"]) for link in links} <= set(places)
    listed: Any = file.pages[contents]["/Annots"]
    for link in listed:
        target = str(link.get_object()["/Dest"])
        assert re.search(rf" {places[target] + 1}\b", texts[contents]), target
        if target in begins:
            label = re.search(rf'id="{target}" data-section="([^"]*)"', html)
            assert label
            assert label[1] in texts[places[target]]


def test_links_are_described_in_their_own_words(full: LaidOut) -> None:
    html = page_of(section("a", '<p>See <a href="#b">the second page</a>.</p>'), section("b"))
    for made in (in_parts(html), in_one_piece(html)):
        assert _descriptions(made.pdf) == ["the second page"]
    described = _descriptions(full.pdf)
    assert len(described) > 10
    assert not set(described) & set(_places(full.pdf))


def _descriptions(file: bytes) -> list[str]:
    notes = [note.get_object() for page in reader(file).pages for note in page.get("/Annots", ())]
    return [str(note["/Contents"]) for note in notes]


def test_the_foot_counts_all_pages(full: LaidOut) -> None:
    texts = page_texts(full.pdf)
    assert f"{2} / {full.pages}" in texts[1]
    for number, text in enumerate(texts[1:], 2):
        assert f"{number} / {full.pages}" in text, number


def test_fonts_are_there_once(full: LaidOut) -> None:
    files = set()
    for page in reader(full.pdf).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            files.add(descriptor.raw_get("/FontFile2").idnum)
    assert len(files) <= 4


def test_no_number_of_processes_and_nothing_that_was_kept_changes_a_byte() -> None:
    html = html_of("en")
    pdf._server.stop()
    together = in_parts(html, processes=2)
    from_kept = in_parts(html, processes=2)
    pdf._server.stop()
    alone = in_parts(html, processes=1)
    assert together.pdf == from_kept.pdf == alone.pdf


def test_an_edited_finding_lays_out_its_part_alone() -> None:
    translations = translations_for("en")
    document = tell_document(qec_report(), translations, Choice("roadmap"))
    html, edited = (document_html(one, translations) for one in (document, with_one_finding_edited(document)))
    changed = [old != new for old, new in zip(cut(html)[1], cut(edited)[1], strict=True)]
    assert changed.count(True) == 1
    pdf._server.stop()
    first = in_parts(html, processes=1)
    again = in_parts(edited, processes=1)
    assert again.cpu_seconds < first.cpu_seconds
    assert "Truly." in "".join(page_texts(again.pdf))
    pdf._server.stop()
    assert in_parts(edited).pdf == again.pdf


def test_a_page_number_in_the_text_is_right_since_the_document_is_laid_out_whole() -> None:
    more = "<style>.here::after { content: counter(page) ' of ' counter(pages) }</style>"
    html = page_of(section("a"), section("b", '<p class="here">Page </p>'), more=more)
    made = in_parts(html)
    assert made.pages == 3
    assert "Page 3 of 3" in page_texts(made.pdf)[2]
    assert "3 / 3" in page_texts(made.pdf)[2]


def test_a_link_to_nowhere_is_left_out_as_in_one_piece() -> None:
    html = page_of(section("a", '<p><a href="#b">B</a> <a href="#gone">C</a></p>'), section("b"))
    made = in_parts(html)
    links = [one.get_object() for page in reader(made.pdf).pages for one in page.get("/Annots", ())]
    assert [str(link["/Dest"]) for link in links] == ["b"]


BOMB = '<div style="display:flex">' * 10 + "x" + "</div>" * 10
LONG = "<p>" + "word " * 12_000


@pytest.mark.parametrize(
    ("inside", "limits", "reasons"),
    [
        (BOMB, Limits(wall_seconds=1), {"timeout"}),
        (BOMB, Limits(cpu_seconds=1), {"timeout"}),
        ('<img src="file:///etc/hostname" alt="a">', ROOMY, {"blocked"}),
        (
            '<svg width="9" height="9"><image href="file:///etc/hostname" width="9" height="9"/></svg>',
            ROOMY,
            {"blocked"},
        ),
        (LONG, Limits(memory_bytes=140 << 20), {"memory", "crashed"}),
        ("<div>" * 600 + "x" + "</div>" * 600, ROOMY, {"crashed"}),
    ],
    ids=["wall", "cpu", "picture", "drawing", "memory", "nesting"],
)
@pytest.mark.parametrize("processes", [1, 2])
def test_a_part_that_fails_fails_the_document_with_its_reason(
    inside: str, limits: Limits, reasons: set[str], processes: int
) -> None:
    html = page_of(section("a"), section("b", inside), section("c"))
    if processes == 1 and inside == LONG:
        limits = Limits(memory_bytes=100 << 20)
    with pytest.raises(RenderFailed) as failure:
        lay_out(html, limits=limits, processes=processes)
    assert failure.value.reason in reasons
    assert lay_out(page_of(section("a"), section("c")), processes=processes).pages == 3


def test_nobody_of_a_document_that_is_not_wanted_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf._server.close()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    pdf.check_engine()
    seen: set[int] = set()

    def is_wanted() -> bool:
        seen.update(_descendants())
        return len(seen) < 3

    with pytest.raises(RenderFailed) as failure:
        lay_out(
            page_of(section("a", BOMB), section("b", BOMB)), is_wanted=is_wanted, processes=2, limits=ROOMY
        )
    assert failure.value.reason == "cancelled"
    assert lay_out(page_of(section("a"))).pages == 2  # the press has seen to it before it takes the next
    assert pdf._server._process is not None
    assert [pid for pid in seen - {pdf._server._process.pid} if _is_running(pid)] == []
    pdf._server.close()
    assert list(tmp_path.iterdir()) == []


def test_a_press_that_is_killed_leaves_no_fonts_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf._server.close()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    pdf.check_engine()
    assert list(tmp_path.glob("weasyprint-*")) != []
    pdf._server.stop()
    assert list(tmp_path.glob("weasyprint-*")) == []


def test_a_part_is_the_same_after_it_was_written_and_read() -> None:
    page = PartPage(0, 1000.0, [[1, "Bookmark", [1.5, 2.0], "open"]], [["name", 1.0, 2.0]], [0, None], None)
    objects = ((b"<</A " + mark("r", 1) + b">>", None), (b"<</Length 3>>", b"\xff\xfe\n"))
    part = Part((page,), (0,), (1,), {"F": {"widths": {"1": 2}}}, objects, ("notice",), ("report.css",))
    assert from_bytes(to_bytes(part)) == part


def test_the_longest_parts_are_printed_first_and_small_ones_share_a_process() -> None:
    _, pieces = cut(
        page_of(
            *[section(key, f"<p>{'x' * 100 * size}") for key, size in zip("abcd", (1, 9, 1, 1), strict=True)]
        )
    )
    found = batches([(str(n), piece) for n, piece in enumerate(pieces)], 2)
    assert found[0][0][0] == "2"
    assert sorted(key for batch in found for key, _ in batch) == list("01234")
    assert len(batches([(str(n), piece) for n, piece in enumerate(pieces)], 1)) == 1


def test_pages_of_anchors_count_what_is_not_laid_out_yet() -> None:
    def part(*names: str) -> Part:
        pages = [PartPage(0, 1.0, [], [[name, 0, 0]], [], None) for name in names]
        return Part(tuple(pages), (), (), {}, (), (), ())

    assert pages_of_anchors(1, 2, {0: part("a", "b"), 2: part("c", "a")}, 3) == {"a": 1, "b": 2, "c": 5}


def test_parts_are_kept_until_they_are_too_many_or_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptParts(most=25)
    for number in range(3):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / f"{number}.part").write_bytes(b"x" * 10)
        kept.take_from(folder)
        assert len(kept.parts) == 0 if number == 0 else True
        (folder / USED).write_text("0" if number else "")
        kept.take_from(folder)
    assert set(kept.parts) == {"0", "2"}  # the one that was used longest ago went
    monkeypatch.setattr("app.reports.parts.kept.LONGEST_SECONDS", -1.0)
    kept.take_from(tmp_path / "2")
    assert kept.parts == {}


def _shop(folder: Path, print_part: Callable[..., Part]) -> Shop:
    limits = {"cpu_seconds": 60, "memory_bytes": 1 << 30}

    def explain(problem: BaseException) -> tuple[str, str]:
        return type(problem).__name__, str(problem)

    return Shop(folder, {}, limits, print_part, lambda: None, explain, "", 2)


def test_a_process_that_was_killed_is_told_from_one_that_ran_out_of_time(tmp_path: Path) -> None:
    shop = _shop(tmp_path, lambda html, strays: pytest.fail("not asked"))
    for status, reason in ((signal.SIGKILL, "crashed"), (signal.SIGXCPU, "timeout"), (3 << 8, "crashed")):
        with pytest.raises(PartFailed) as failure:
            shop._check(int(status))
        assert failure.value.reason == reason
    shop.say_failed("NotInParts", "a font")
    with pytest.raises(NotInParts, match="a font"):
        shop._check(0)
    assert json.loads((tmp_path / "failed").read_text()) == ["NotInParts", "a font"]


def _contents(page: Any) -> list[Any]:
    contents = page["/Contents"].get_object()
    return list(contents) if isinstance(contents, list) else [contents]


def _places(file: bytes) -> dict[str, int]:
    """Return the page of each name, counted from 0."""
    read = reader(file)
    found = {name: read.get_destination_page_number(place) for name, place in read.named_destinations.items()}
    return {name: page for name, page in found.items() if page is not None}


def _outline(file: bytes) -> list[tuple[int, str, int]]:
    read = reader(file)

    def flat(entries: Any, depth: int = 0) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from flat(entry, depth + 1)
            else:
                page = read.get_destination_page_number(entry)
                assert page is not None
                yield depth, str(entry.title), page

    return list(flat(read.outline))


def _is_running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def _descendants() -> set[int]:
    assert pdf._server._process is not None
    found = [pdf._server._process.pid]
    for pid in found:
        children = Path(f"/proc/{pid}/task/{pid}/children")
        found += [int(child) for child in children.read_text().split()] if children.exists() else []
    return set(found)
