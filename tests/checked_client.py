"""A browser that checks every answer itself, so that every web test pays into the same guarantees.

Headers, well-formed markup, one heading that begins the title, labelled inputs, tokens in forms, nothing
inline, no trace of a defect, and no write during a GET.
"""

from __future__ import annotations

import contextvars
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from app.db import prepared
from tests.world import PASSWORD

MOST_STATEMENTS = 14
SECRET = re.compile(r"\$argon2|Traceback \(most recent call last\)|sqlalchemy\.exc|jinja2\.exceptions")
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)\b(?! INTO sign_ins| sign_ins)", re.IGNORECASE)
NEEDED_HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "",
    "Cache-Control": "",
    "Permissions-Policy": "",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The SQL statements sent inside the block, savepoints and pragmas left out."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")):
            seen.append(statement)

    class Note(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record.getMessage())

    # Prepared statements reach SQLite's driver without the engine's events, and are logged instead.
    handler, before = Note(), prepared.log.level
    prepared.log.addHandler(handler)
    prepared.log.setLevel(logging.DEBUG)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        prepared.log.setLevel(before)
        prepared.log.removeHandler(handler)


class CheckedClient(FlaskClient):
    """Use `get`, `post` as ever; `submit` posts a form with its token as a browser would."""

    statements: list[str]

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # A context of its own, as in a server: the test's application context must not lend it `g` or a scope.
        with counted_statements() as statements:
            response = contextvars.Context().run(super().open, *args, **kwargs)
        self.statements = statements
        check(response, statements)
        return response

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        response = self.submit("/sign-in", {"email": email, "password": password})
        assert response.status_code == 303, response.get_data(as_text=True)
        return response

    def submit(
        self, url: str, data: dict[str, Any] | None = None, page: str | None = None, **kwargs: Any
    ) -> TestResponse:
        """Post `data` to `url` with the token of `page` (default: the same address, else the sign-in page)."""
        return self.post(url, data={**(data or {}), "csrf_token": self.token(page or url)}, **kwargs)

    def token(self, page: str = "/sign-in") -> str:
        """Return the token that forms of this browser carry."""
        for address in (page, "/sign-in", "/"):
            text = self.get(address, follow_redirects=True).get_data(as_text=True)
            if found := re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text):
                return found[1]
        raise AssertionError(f"no form with a token on {page}")


def check(response: TestResponse, statements: list[str]) -> None:
    """Raise AssertionError for anything that no answer may have."""
    where = f"{response.request.method} {response.request.path} → {response.status_code}"
    for name, beginning in NEEDED_HEADERS.items():
        assert response.headers.get(name, "").startswith(beginning), f"{where}: header {name}"
        assert name in response.headers, f"{where}: header {name}"
    if response.request.method in {"GET", "HEAD"}:
        written = [s for s in statements if WRITES.match(s) and "sign_ins" not in s]
        assert not written, f"{where}: reading wrote {written[:2]}"
    if response.mimetype != "text/html" or response.status_code in {301, 302, 303, 307, 308}:
        return
    assert "charset=utf-8" in response.headers["Content-Type"].lower(), where
    if response.status_code < 400:
        assert len(statements) <= MOST_STATEMENTS, f"{where}: {len(statements)} statements\n" + "\n".join(
            statements
        )
    check_page(response.get_data(as_text=True), where)


def check_page(text: str, where: str) -> None:
    """Raise AssertionError for a page that breaks the house rules."""
    assert not SECRET.search(text), f"{where}: shows a defect or a secret"
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(text)
    faults = [(pos, code) for pos, code, _ in parser.errors if code not in ALLOWED_FAULTS]
    assert not faults, f"{where}: markup {faults[:5]}"
    everything = list(page.iter())
    headings = [e for e in everything if e.tag == "h1"]
    assert len(headings) == 1, f"{where}: {len(headings)} h1"
    title = next(e for e in everything if e.tag == "title").text or ""
    assert squeezed(title).startswith(squeezed("".join(headings[0].itertext()))), f"{where}: title '{title}'"
    ids = [e.attrib["id"] for e in everything if "id" in e.attrib]
    assert len(ids) == len(set(ids)), f"{where}: ids twice {sorted({i for i in ids if ids.count(i) > 1})}"
    for element in everything:
        check_element(element, where)
    check_labels(page, everything, where)
    check_forms(everything, where)


# html5lib knows no newer rules about these, which browsers accept.
ALLOWED_FAULTS: frozenset[str] = frozenset()


def check_element(element: Element, where: str) -> None:
    assert "style" not in element.attrib, f"{where}: inline style on {element.tag}"
    handlers = [name for name in element.attrib if name.startswith("on")]
    assert not handlers, f"{where}: inline handler {handlers}"
    if element.tag == "script":
        kind = element.attrib.get("type", "")
        assert "src" in element.attrib or kind == "application/json", f"{where}: inline script"
    if element.tag == "style":
        raise AssertionError(f"{where}: inline style sheet")
    if element.tag == "img":
        assert "alt" in element.attrib, f"{where}: img without alt"
    for name in ("href", "src", "action"):
        value = element.attrib.get(name, "")
        assert not value.lower().startswith("javascript:"), f"{where}: {name}={value}"


def check_labels(page: Element, everything: list[Element], where: str) -> None:
    labelled = {e.attrib["for"] for e in everything if e.tag == "label" and "for" in e.attrib}
    inside = {id(control) for label in everything if label.tag == "label" for control in label.iter()}
    for element in everything:
        if element.tag not in {"input", "select", "textarea"}:
            continue
        if element.attrib.get("type") in {"hidden", "submit", "button"}:
            continue
        named = (
            element.attrib.get("id") in labelled
            or id(element) in inside
            or element.attrib.get("aria-label")
            or element.attrib.get("aria-labelledby")
        )
        assert named, f"{where}: no label for {element.tag} {element.attrib.get('name')}"
    for element in everything:
        if element.tag == "button":
            text = squeezed("".join(element.itertext())) or element.attrib.get("aria-label")
            assert text, f"{where}: a button without a name"


def check_forms(everything: list[Element], where: str) -> None:
    for form in everything:
        if form.tag != "form" or form.attrib.get("method", "get").lower() != "post":
            continue
        names = {e.attrib.get("name") for e in form.iter("input")}
        assert "csrf_token" in names, f"{where}: a form without a token: {form.attrib.get('action')}"


def squeezed(text: str) -> str:
    return " ".join(text.split())
