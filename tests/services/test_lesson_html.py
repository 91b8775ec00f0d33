from __future__ import annotations

import re

import html5lib
import pytest
from markupsafe import Markup

from app.services.lesson_html import inline, lay_out, typeset
from courses.course import list_courses
from courses.lessons import Check, Lesson

EVERY_LESSON = [lesson for course in list_courses() for lesson in course.lessons]
ALLOWED = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code", "hr", "br", "strong", "em", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "div"),
}


def html_of(markdown: str) -> str:
    return "".join(str(part) for part in lay_out(markdown, "Table"))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](//evil.example)",
        "[x](/sign-out)",
        "![x](https://evil.example/pixel.png)",
        '<iframe src="https://evil.example"></iframe>',
        "<style>body{display:none}</style>",
        '<a href="https://x.example" style="color:red" onclick="x()">x</a>',
        "<form action=https://evil.example><input name=password></form>",
        '| a |\n| --- |\n| <b style="x">y</b> |',
        "```html\n<script>alert(1)</script>\n```",
        '[x](https://ok.example "title\\"><script>")',
    ],
)
def test_what_a_lesson_may_not_hold_becomes_words_or_nothing(hostile: str) -> None:
    page = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html_of(hostile))
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {
            "href",
            "rel",
            "scope",
            "class",
            "start",
            "role",
            "tabindex",
            "aria-label",
            "title",
        }
        assert element.attrib.get("href", "https:").startswith(("https:", "mailto:"))


def test_links_to_safe_places_stay_and_tell_nothing() -> None:
    assert 'href="https://ok.example"' in html_of("[x](https://ok.example)")
    assert 'rel="noopener noreferrer"' in html_of("[x](https://ok.example)")
    assert 'href="mailto:a@b.example"' in html_of("[x](mailto:a@b.example)")


def test_tables_have_headings_both_ways_and_flush_figures() -> None:
    html = html_of("| Who | Hours |\n| --- | --- |\n| Ana | 1,200 |\n| **Bo** | **38 %** |\n| Cy | – |")
    assert '<th scope="col">Who</th>' in html
    assert '<th scope="col" class="numeric">Hours</th>' in html
    assert '<th scope="row">Ana</th>' in html
    assert '<td class="numeric">1,200</td>' in html
    assert "style=" not in html


def test_a_column_of_words_is_not_flush_and_an_empty_corner_is_no_heading() -> None:
    html = html_of("| | Low | Mixed |\n| --- | --: | --- |\n| x | y | 3 |\n| z | 2 | about 4 |")
    assert "numeric" not in html
    assert "<td></td>" in html


def test_every_table_scrolls_inside_itself_under_a_name_of_its_own() -> None:
    table = "| a |\n| --- |\n| b |\n\n"
    html = "".join(
        str(part) for part in lay_out(f"{table}Text.\n\n```check\nuse: a.b\n```\n{table}", 'A "table"')
    )
    for number in (1, 2):
        label = f"A &#34;table&#34; {number}"
        assert f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">' in html
    assert html.count("<table") == html.count("</table></div>") == 2


def test_questions_stand_between_the_pieces_of_text() -> None:
    parts = lay_out("Before.\n\n```check\nuse: a.b\n```\n\nAfter.", "Table")
    assert [type(part) for part in parts] == [Markup, Check, Markup]


def test_a_lesson_is_laid_out_once() -> None:
    text = "Some *text*."
    assert lay_out(text, "Table") is lay_out(text, "Table")


def test_quotation_marks_are_curled_and_percentages_kept_together() -> None:
    assert html_of('It\'s "38 %".') == "<p>It’s “38\u00a0%”.</p>\n"
    assert typeset("It's \"38 %\" ('so').") == "It’s “38\u00a0%” (‘so’)."
    assert inline("*Pulse*, 38 %") == "<em>Pulse</em>, 38\u00a0%"


@pytest.mark.parametrize("lesson", EVERY_LESSON, ids=lambda lesson: lesson.key)
def test_every_published_lesson_can_be_laid_out(lesson: Lesson) -> None:
    for body in lesson.body.values():
        html = "".join(str(part) for part in lay_out(body, "Table") if isinstance(part, Markup))
        parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
        parser.parseFragment(html)
        assert re.search("<h2>", html)
        assert not re.search(r"<h1|style=|<img|\*\*|```", html)
