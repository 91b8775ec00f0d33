"""Every route declares who may come and to what; a route that does not stops the start.

The declaration is what the guard enforces before a view runs, and what the tests compute the whole matrix of
roles, relations and routes from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])

AUDIENCES = ("anyone", "signed_in", "respondent", "link")
RELATIONS = ("none", "firm", "engagement", "engagement_or_client", "own", "token")
STAFF = frozenset({"firm_admin", "consultant"})
EVERYBODY = frozenset({"operator", "firm_admin", "consultant", "sponsor", "learner"})


class UndeclaredRoute(RuntimeError):
    """A route has no access policy: the site does not start."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come (`audience`, `roles`), which tie to the object they need (`relation`), and how the answer
    may be kept by browsers (`cache`: "private" is not at all, "asset" for a year).

    `relation` is "none" without an object, "firm" for anything of the own firm, "engagement" for the team,
    "engagement_or_client" for the team and the client's sponsors, "own" for the person's own things, "token"
    where a secret in the address or a cookie decides.
    """

    audience: str
    roles: frozenset[str] = frozenset()
    relation: str = "none"
    cache: str = "private"
    rate: str | None = None


def _declared(access: Access) -> Callable[[View], View]:
    if access.audience not in AUDIENCES or access.relation not in RELATIONS:
        raise UndeclaredRoute(f"unknown audience or relation in {access}")

    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def anyone(*, cache: str = "private", rate: str | None = None) -> Callable[[View], View]:
    """Declare a route that needs no identity."""
    return _declared(Access("anyone", cache=cache, rate=rate))


def signed_in(
    roles: frozenset[str] = EVERYBODY, relation: str = "none", rate: str | None = None
) -> Callable[[View], View]:
    """Declare a route for people with an account in one of the roles."""
    return _declared(Access("signed_in", roles, relation, rate=rate))


def respondent(rate: str | None = None) -> Callable[[View], View]:
    """Declare a route for whoever holds an invitation's link."""
    return _declared(Access("respondent", relation="token", rate=rate))


def link_holder(rate: str | None = None) -> Callable[[View], View]:
    """Declare a route for whoever holds a link to an issued report."""
    return _declared(Access("link", relation="token", rate=rate))


def access_of(app: Flask, endpoint: str | None) -> Access | None:
    view = app.view_functions.get(endpoint or "")
    access: Access | None = getattr(view, "access", None)
    return access


def check_routes(app: Flask) -> None:
    """Refuse to start with a route that declares nothing.

    Raises:
        UndeclaredRoute: naming every such route.
    """
    bare = sorted({r.endpoint for r in app.url_map.iter_rules() if access_of(app, r.endpoint) is None})
    if bare:
        raise UndeclaredRoute(f"no access policy: {', '.join(bare)}")
