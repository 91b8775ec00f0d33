"""Document → workbook: a sheet for each exhibit, one for the large figures, one for what bounds them, and contents.

Nothing in it is computed by the spreadsheet and nothing points outside it. The same document gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from app.reports.formats import direction_of
from app.reports.native.numbers import shown
from app.reports.sheets.charts import draw
from app.reports.sheets.formats import Looks
from app.reports.sheets.tables import (
    LINE_POINTS,
    LONGEST_TEXT,
    PORTRAIT,
    Layout,
    layout_of,
    lines_of,
    write_heading,
    write_table,
    write_words,
)
from app.reports.tree import (
    Block,
    Callout,
    Cell,
    Columns,
    Document,
    Exhibit,
    Figure,
    Figures,
    Section,
    exhibits_of,
)

LONGEST_NAME = 31
"""Characters in the name of a sheet, as the file format has it."""
LONGEST_HEADER = 100
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
A4 = 9
LINK = "#0B5CAD"
CONTENTS_WIDTHS = (14.0, 92.0)
MOST_BARS_ON_A_PAGE = 16
FIGURE_WIDTHS = (28.0, 28.0, 16.0, 60.0)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sheet: its name, and the exhibits that stand in it under one heading, each with its section."""

    name: str
    exhibits: tuple[tuple[Section, Exhibit], ...]


def to_workbook(document: Document) -> bytes:
    """Return the report as an XLSX file; the same document gives the same bytes."""
    # Slow to import, and wanted only where a workbook is made.
    import xlsxwriter

    held = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        held,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "d mmm yyyy",
        },
    )
    workbook.set_properties(
        {
            "title": document.title,
            "subject": document.subject,
            "author": document.author,
            "comments": document.foot,
            "created": datetime.combine(document.created_on, time(), UTC).replace(tzinfo=None),
        }
    )
    looks = Looks(workbook, document)
    leaves = list(_leaves(document))
    contents = _add_sheet(workbook, document, _name(document.labels["contents"]))
    places: dict[str, tuple[str, int]] = {}
    _write_figures(workbook, looks, document)
    for leaf in leaves:
        places |= _write_leaf(workbook, looks, document, leaf)
    _write_limits(workbook, looks, document)
    _write_contents(contents, looks, document, places)
    contents.activate()
    workbook.close()
    return held.getvalue()


def _leaves(document: Document) -> Iterator[Leaf]:
    """Yield the sheets: exhibits of one kind under the same headings, as of each dimension, share one."""
    pairs = [(section, one) for section in document.sections for one in exhibits_of(section.blocks)]

    def kind(pair: tuple[Section, Exhibit]) -> tuple[object, ...]:
        section, exhibit = pair
        stem, _, rest = exhibit.key.partition("-")
        alike = rest and section.key.endswith("-" + rest)
        return (stem, exhibit.columns) if alike else (exhibit.key,)

    order: dict[tuple[object, ...], list[tuple[Section, Exhibit]]] = {}
    for pair in pairs:
        order.setdefault(kind(pair), []).append(pair)
    part_of = {section.key: part.title for part in document.parts for section in part.sections}
    for found in order.values():
        section, exhibit = found[0]
        label = section.label if len(found) == 1 else part_of[section.key]
        yield Leaf(_name(f"{exhibit.number} {label}"), tuple(found))


def _name(text: str) -> str:
    """Return a text as the name of a sheet; the number before it tells sheets apart.

    >>> _name("12 What/is: seen?")
    '12 What is seen'
    """
    clean = " ".join(NOT_IN_NAMES.sub(" ", text).split())
    return clean[:LONGEST_NAME].strip(" '")


def _add_sheet(workbook: Any, document: Document, name: str, *, across: bool = False) -> Any:
    """Return a new sheet that prints well: A4, one page wide, with running header, number and foot."""
    sheet = workbook.add_worksheet(name)
    if direction_of(document.language) == "rtl":
        sheet.right_to_left()
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    if across:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    running, foot = (one[:LONGEST_HEADER].replace("&", "&&") for one in (document.running, document.foot))
    at_start, at_end = f"&8{_apart(foot)}", "&8&P / &N"
    if direction_of(document.language) == "rtl":
        sheet.set_header(f"&R&8{_apart(running)}")
        sheet.set_footer(f"&L{at_end}&R{at_start}")
    else:
        sheet.set_header(f"&L&8{_apart(running)}")
        sheet.set_footer(f"&L{at_start}&R{at_end}")
    return sheet


def _apart(text: str) -> str:
    """Return a text that does not continue the size before it: a digit there would be read as part of it."""
    return f" {text}"


def _write_lines(
    sheet: Any, look: Any, text: str, row: int, last: int, width: float, points: float = LINE_POINTS
) -> int:
    """Write a text over the columns up to `last`, in a row as high as it needs; return the row after."""
    if last:
        sheet.merge_range(row, 0, row, last, "", look)
    write_words(sheet, row, 0, text, look)
    sheet.set_row(row, min(400.0, lines_of(text, width) * points + 3))
    return row + 1


def _write_leaf(workbook: Any, looks: Looks, document: Document, leaf: Leaf) -> dict[str, tuple[str, int]]:
    """Write a sheet; return where each exhibit stands in it."""
    first_section, first = leaf.exhibits[0]
    layout = layout_of(first)
    has_table = bool(layout.kept)
    widths = layout.widths if has_table else (34.0, 16.0, 16.0, 16.0)
    width, last = sum(widths), len(widths) - 1
    sheet = _add_sheet(workbook, document, leaf.name, across=width > PORTRAIT * 1.1)
    for number, one in enumerate(widths):
        sheet.set_column(number, number, one)
    is_stack = len(leaf.exhibits) > 1
    row = 0
    if is_stack:
        row = _write_lines(sheet, looks.title(), leaf.name, row, last, width / 1.5, 19)
    else:
        row = _write_lines(sheet, looks.title(), first_section.title, row, last, width / 1.5, 19)
        row = _write_lines(sheet, looks.caption(), _caption(document, first), row, last, width)
    if has_table:
        write_heading(sheet, looks, [first.columns[number] for number in layout.kept], row)
        sheet.freeze_panes(row + 1, 1 if len(widths) > 4 else 0)
        if all(exhibit.drawing is None for _section, exhibit in leaf.exhibits):
            sheet.repeat_rows(row)  # on paper the figures of a chart would stand under it
        head, row = row, row + 1
    places = {}
    for _section, exhibit in leaf.exhibits:
        places[exhibit.key] = (leaf.name, row if is_stack else 0)
        if is_stack:
            row = _write_lines(sheet, looks.caption(), _caption(document, exhibit), row, last, width)
        start = row
        row = write_table(sheet, looks, document, exhibit, layout, row)
        if not is_stack and has_table and _may_filter(exhibit):
            sheet.autofilter(head, 0, row - 1, last)
        row = _write_notes(sheet, looks, exhibit, layout, row, last, width)
        if exhibit.drawing is not None:
            if len(exhibit.rows) <= MOST_BARS_ON_A_PAGE:
                sheet.fit_to_pages(1, 1)  # else a page could end within the chart
            row = draw(workbook, sheet, looks, document, exhibit, row + (row > start), widths)
        row += is_stack
    return places


def _caption(document: Document, exhibit: Exhibit) -> str:
    name = document.labels["exhibit"] % {"number": exhibit.number}
    return f"{name} · {exhibit.caption}"


def _may_filter(exhibit: Exhibit) -> bool:
    return len(exhibit.rows) > 5 and all(
        row.kind == "row" and all(cell.span == 1 for cell in row.cells) for row in exhibit.rows
    )


def _write_notes(
    sheet: Any, looks: Looks, exhibit: Exhibit, layout: Layout, row: int, last: int, width: float
) -> int:
    for text in (*exhibit.notes, exhibit.source):
        if text:
            row = _write_lines(sheet, looks.quiet(), text, row, last, width * 1.1, 12)
    return row


def _write_figures(workbook: Any, looks: Looks, document: Document) -> None:
    """Write the large figures of all sections, each with its name and what to know about it."""
    found = [(section, one) for section in document.sections for one in _figures(section.blocks)]
    if not found:
        return
    labels = document.labels
    sheet = _add_sheet(workbook, document, _name(labels["key figures"]), across=True)
    for number, width in enumerate(FIGURE_WIDTHS):
        sheet.set_column(number, number, width)
    row = _write_lines(sheet, looks.title(), labels["key figures"], 0, 3, 90, 19)
    for place, key in enumerate(("section", "figure", "value", "about")):
        write_words(sheet, row, place, labels[key], looks.heading(is_number=key == "value"))
    sheet.freeze_panes(row + 1, 0)
    sheet.repeat_rows(row)
    for row, (section, figure) in enumerate(found, row + 1):  # noqa: B020  # the row after the heading
        cell = Cell(figure.text, figure.value)
        shows = None if figure.value is None else shown(figure.text, figure.value, document.language)
        for place, text in ((0, section.label), (1, figure.name), (3, figure.detail)):
            write_words(sheet, row, place, text, looks.cell(Cell(text), "row", text=text))
        if shows is None:
            look = looks.cell(cell, "row", "@", figure.text)
            write_words(sheet, row, 2, figure.text, look)
        else:
            sheet.write_number(row, 2, shows.value, looks.cell(Cell("", tone="strong"), "row", shows.code))
        sheet.set_row(row, max(1, lines_of(figure.detail, FIGURE_WIDTHS[3])) * LINE_POINTS + 3)


def _figures(blocks: tuple[Block, ...]) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figures):
            yield from block.figures
        elif isinstance(block, Columns):
            yield from _figures(block.start)
            yield from _figures(block.end)


def _callouts(blocks: tuple[Block, ...]) -> Iterator[Callout]:
    for block in blocks:
        if isinstance(block, Callout):
            yield block
        elif isinstance(block, Columns):
            yield from _callouts(block.start)
            yield from _callouts(block.end)


def _write_limits(workbook: Any, looks: Looks, document: Document) -> None:
    """Write what is set apart in the report: decisions asked, what would bend the advice, what limits the figures."""
    found = [(section, one) for section in document.sections for one in _callouts(section.blocks)]
    if not found:
        return
    sheet = _add_sheet(workbook, document, _name(document.labels["limits and decisions"]))
    sheet.set_column(0, 0, PORTRAIT)
    row = _write_lines(sheet, looks.title(), document.labels["limits and decisions"], 0, 0, 80, 19)
    for _section, callout in found:
        row = _write_lines(sheet, looks.caption(), callout.title, row + 1, 0, PORTRAIT)
        for number, point in enumerate(callout.points, 1):
            head = f"{number}. {point.text}" if callout.is_numbered else point.text
            text = "\n".join(one for one in (head, point.detail, point.rule) if one)
            row = _write_lines(sheet, looks.words(text), text, row, 0, PORTRAIT)


def _write_contents(sheet: Any, looks: Looks, document: Document, places: dict[str, tuple[str, int]]) -> None:
    cover, labels = document.cover, document.labels
    for number, width in enumerate(CONTENTS_WIDTHS):
        sheet.set_column(number, number, width)
    width = sum(CONTENTS_WIDTHS)
    row = _write_lines(sheet, looks.caption(), cover.firm, 0, 1, width)
    row = _write_lines(sheet, looks.title(), document.title, row, 1, width / 1.5, 19)
    for text in (cover.subject, cover.scope, cover.note, document.brand.disclaimer):
        if text:
            row = _write_lines(sheet, looks.words(text), text, row, 1, width)
    if cover.notice:
        look = looks.words(cover.notice, bold=True, font_color="#B42318")
        row = _write_lines(sheet, look, cover.notice, row, 1, width)
    for name, value in cover.facts:
        write_words(sheet, row, 0, name, looks.quiet())
        write_words(sheet, row, 1, value, looks.words(value))
        row += 1
    row += 1
    write_words(sheet, row, 0, labels["contents"], looks.heading(is_number=False))
    write_words(sheet, row, 1, "", looks.heading(is_number=False))
    row += 1
    for part in document.parts:
        row = _write_lines(sheet, looks.words("", bold=True, font_size=11), part.title, row, 1, width)
        for section in part.sections:
            if section.key == "contents":
                continue
            row = _write_lines(sheet, looks.words(section.title), section.title, row, 1, width)
            row = _write_links(sheet, looks, document, section, places, row)


def _write_links(
    sheet: Any,
    looks: Looks,
    document: Document,
    section: Section,
    places: dict[str, tuple[str, int]],
    row: int,
) -> int:
    look = looks.words("", font_color=LINK, underline=1)
    for row, exhibit in enumerate(exhibits_of(section.blocks), row):  # noqa: B020  # from the row given
        name, line = places[exhibit.key]
        address = f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A{line + 1}"
        write_words(sheet, row, 0, document.labels["exhibit"] % {"number": exhibit.number}, looks.quiet())
        sheet.write_url(row, 1, address, look, exhibit.caption[:LONGEST_TEXT])
        sheet.set_row(row, lines_of(exhibit.caption, CONTENTS_WIDTHS[1]) * LINE_POINTS + 2)
    return row + any(True for _ in exhibits_of(section.blocks))
