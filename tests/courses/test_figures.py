"""Figures: shapes and words pass, written anew; everything else is refused with its line."""

from __future__ import annotations

import pytest

from content import ContentError
from courses.figures import MOST_BYTES, read_figure

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" width="640" height="320">'


def read(body: str, head: str = HEAD) -> str:
    return read_figure(f"{head}\n{body}\n</svg>".encode(), "a.svg", "chain")


def test_shapes_words_and_classes_are_written_anew():
    markup = read('<rect class="box accent" x="1" y="2" width="3" height="4"/>\n<text x="1">a &lt; b</text>')
    assert markup == (
        '<svg viewBox="0 0 640 320"><rect class="figure-box figure-accent" x="1" y="2" width="3" height="4">'
        '</rect><text x="1">a &lt; b</text></svg>'
    )


def test_names_inside_a_figure_do_not_meet_those_of_another():
    marker = '<defs><marker id="tip" viewBox="0 0 8 8"><path d="M0 0"/></marker></defs>'
    markup = read(marker + '<path d="M0 0 L1 1" marker-end="url(#tip)"/>')
    assert 'id="figure-chain-tip"' in markup
    assert 'marker-end="url(#figure-chain-tip)"' in markup


def test_spaces_between_words_are_kept():
    assert "<tspan>one</tspan> <tspan>two</tspan>" in read(
        "<text><tspan>one</tspan> <tspan>two</tspan></text>"
    )


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("<script>alert(1)</script>", 2),
        ("\n<image href='https://example.org/a.png'/>", 3),
        ("<a href='https://example.org'><text>a</text></a>", 2),
        ("<foreignObject><p>a</p></foreignObject>", 2),
        ("<style>rect { fill: red }</style>", 2),
        ("<rect onclick='alert(1)'/>", 2),
        ("<rect fill='#ff0000'/>", 2),
        ("<rect style='fill: red'/>", 2),
        ("<rect class='pretty'/>", 2),
        ("<rect x='url(https://example.org)'/>", 2),
        ("<rect id='A B'/>", 2),
        ("<svg viewBox='0 0 10 10'/>", 2),
        ("stray words <rect/>", 2),
        ("<g>stray words</g>", 2),
        ("<rect", 3),
    ],
)
def test_anything_else_is_refused_with_its_line(body, line):
    with pytest.raises(ContentError) as refused:
        read(body)
    assert (refused.value.findings[0].line, refused.value.findings[0].rule) == (line, "figure")


def test_a_figure_needs_its_measures():
    with pytest.raises(ContentError, match="viewBox"):
        read("<rect/>", '<svg xmlns="http://www.w3.org/2000/svg">')


def test_a_figure_that_is_another_element_is_refused():
    with pytest.raises(ContentError, match="one svg element"):
        read_figure(b'<g viewBox="0 0 10 10"><rect/></g>', "a.svg", "a")


def test_a_figure_draws_something():
    with pytest.raises(ContentError, match="nothing drawn"):
        read("<g></g>")


def test_a_document_type_stops_the_reading():
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + HEAD + "<text>&b;</text></svg>"
    with pytest.raises(ContentError, match="document type"):
        read_figure(bomb.encode(), "a.svg", "a")


def test_a_huge_figure_is_not_read():
    with pytest.raises(ContentError, match="bytes"):
        read_figure(b" " * (MOST_BYTES + 1), "a.svg", "a")
