"""Every route × every principal × every relation: the verdict follows from the route's declaration."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from app import create_app
from app.config import Settings
from app.db import db
from app.web.access import Access, UndeclaredRoute, access_of, check_routes
from tests.guards.principals import PRINCIPALS, Principal, verdict
from tests.world import PASSWORD, World
from tools.routes import routes_page

PARTS = ("east.main", "east.other", "west.main")
STATES = ("draft", "open", "closed")
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
OUTCOMES = {401: "sign in", 403: "refused", 404: "hidden"}
# Their arguments are secrets or contents, not ids: they have tests of their own.
BY_SECRET = {"respondent", "link"}


def guarded(app: Flask) -> list[tuple[Rule, Access]]:
    pairs = [(rule, access_of(app, rule.endpoint)) for rule in app.url_map.iter_rules()]
    return [(rule, access) for rule, access in pairs if access and access.audience not in BY_SECRET]


def addresses(world: World, rule: Rule, part: str) -> list[str]:
    """The addresses of a route for the objects of a part: one per state where it takes an assessment."""
    found = []
    for state in STATES if "assessment_id" in rule.arguments else ("",):
        arguments: dict[str, Any] = {}
        for name in rule.arguments:
            key = f"{part}.{state}" if name == "assessment_id" else f"{part}.{name}"
            arguments[name] = (
                world.ids.get(key)
                or world.texts.get(key)
                or {"fingerprint": "0", "name": "site.css", "dimension": "GOV"}[name]
            )
        found.append(url_for(rule.endpoint, **arguments))
    return found


@contextmanager
def undone(app: Flask) -> Iterator[None]:
    """Whatever is done inside leaves nothing behind."""
    connection = db.engines[None]
    point = connection.begin_nested()  # type: ignore[attr-defined]
    try:
        yield
    finally:
        if point.is_active:
            point.rollback()


def outcome(status: int, location: str) -> str:
    if status == 303 and location.startswith("/sign-in"):
        return "sign in"
    return OUTCOMES.get(status, "in")


@pytest.fixture
def open_doors(app: Flask) -> Iterator[Flask]:
    """The application without form tokens: they have a test of their own."""
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    app.config["WTF_CSRF_ENABLED"] = True


def signed_in(app: Flask, principal: Principal) -> Any:
    client = app.test_client()
    if principal.email:
        client.sign_in(principal.email, PASSWORD)  # type: ignore[attr-defined]
    return client


@pytest.mark.slow
@pytest.mark.parametrize("principal", PRINCIPALS, ids=lambda p: p.name)
def test_everybody_gets_what_the_declarations_say_and_nothing_else(
    open_doors: Flask, whole_world: World, principal
) -> None:
    app, wrong, asked = open_doors, [], 0
    app.config["WTF_CSRF_ENABLED"] = True
    client = signed_in(app, principal)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context():
        jobs = [
            (rule, access, part, method, address)
            for rule, access in guarded(app)
            if rule.endpoint not in {"sign_in.leave", "sign_in.enter"}
            for part in PARTS
            for method in sorted((rule.methods or set()) & ({"GET"} | UNSAFE))
            for address in addresses(whole_world, rule, part)
        ]
    for rule, access, part, method, address in jobs:
        with undone(app):
            response = client.open(address, method=method)
        asked += 1
        expected = verdict(access, principal, part, bool(rule.arguments))
        found = outcome(response.status_code, response.headers.get("Location", ""))
        if access.audience == "anyone" and found == "sign in":  # the first page leads the way in
            found = "in"
        if found != expected:
            wrong.append(
                f"{method} {rule.endpoint} of {part}: {response.status_code} {found}, declared {expected}"
            )
        assert response.status_code < 500
    assert not wrong, f"{len(wrong)} of {asked}:\n" + "\n".join(wrong[:40])
    assert asked > 150


def test_a_foreign_object_and_a_missing_one_get_the_same_answer(app: Flask, whole_world: World) -> None:
    client = signed_in(app, PRINCIPALS[3])
    missing = "00000000-0000-4000-8000-000000000000"
    with app.test_request_context():
        pairs = [
            (address, address.replace(str(whole_world.ids.get(f"west.main.{name}", "")), missing))
            for rule, access in guarded(app)
            if access.relation in {"engagement", "engagement_or_client"} and "GET" in (rule.methods or ())
            for name in rule.arguments & {"engagement_id", "report_id"}
            for address in addresses(whole_world, rule, "west.main")
        ]
    assert pairs
    for foreign, absent in pairs:
        first, second = client.get(foreign), client.get(absent)
        assert (first.status_code, first.data) == (second.status_code, second.data) == (404, first.data)


def test_no_unsafe_route_works_without_its_token(app: Flask, whole_world: World) -> None:
    client = signed_in(app, PRINCIPALS[2])
    with app.test_request_context():
        targets = [
            (method, address)
            for rule in app.url_map.iter_rules()
            for method in sorted((rule.methods or set()) & UNSAFE)
            for address in (
                addresses(whole_world, rule, "east.main")
                if not rule.arguments & {"token", "ref"}
                else [f"/{rule.endpoint}"]
            )
            if not rule.arguments & {"token", "ref"}
        ]
    assert len(targets) > 15
    for method, address in targets:
        for headers in ({}, {"X-CSRFToken": "wrong"}):
            response = client.open(address, method=method, headers=headers)
            assert response.status_code == 403, f"{method} {address}: {response.status_code}"


def test_a_wrong_method_is_refused_everywhere(app: Flask, whole_world: World) -> None:
    client = signed_in(app, PRINCIPALS[3])
    with app.test_request_context():
        targets = {
            (address, method)
            for rule, _ in guarded(app)
            for address in addresses(whole_world, rule, "east.main")
            for method in ("PUT", "DELETE", "PATCH")
        }
    for address, method in sorted(targets):
        assert client.open(address, method=method).status_code in {405, 403}


def test_a_route_that_declares_nothing_stops_the_start(settings: Settings) -> None:
    def start() -> None:
        app = create_app(settings)
        app.add_url_rule("/bare", "bare", lambda: "x")
        check_routes(app)

    with pytest.raises(UndeclaredRoute, match="bare"):
        contextvars.Context().run(start)


def test_the_list_of_routes_is_the_committed_one(app: Flask, repository: Path) -> None:
    """Every new route shows in review: `.venv/bin/python -m tools.routes` renews docs/routes.md."""
    assert (repository / "docs" / "routes.md").read_text() == routes_page(app), (
        "run: .venv/bin/python -m tools.routes"
    )


def test_nothing_that_a_request_calls_is_a_coroutine(app: Flask) -> None:
    """The site does not ask (`Site.ensure_sync`), so one would be answered with an object that nobody awaits."""
    hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    called = [
        *app.view_functions.values(),
        *(one for hook in hooks for group in hook.values() for one in group),
    ]
    assert len(called) > 100
    assert [one for one in called if iscoroutinefunction(one)] == []
