"""Everybody who may knock at a route, and what the route's declaration says they get."""

from __future__ import annotations

from dataclasses import dataclass

from app.web.access import Access
from tests.world import World


@dataclass(frozen=True, slots=True)
class Principal:
    """`stands` says how they are tied to the parts of the firms: "team", "client", "own" or nothing."""

    name: str
    email: str | None
    role: str | None
    firm: str | None
    stands: dict[str, str]


PRINCIPALS = (
    Principal("visitor", None, None, None, {}),
    Principal("operator", World.operator, "operator", "platform", {}),
    Principal(
        "administrator",
        "admin@east.example",
        "firm_admin",
        "east",
        {"east.main": "team", "east.other": "team"},
    ),
    Principal("consultant", "consultant@east.example", "consultant", "east", {"east.main": "team"}),
    Principal("colleague", "colleague@east.example", "consultant", "east", {"east.other": "team"}),
    Principal("sponsor", "sponsor@east-main.example", "sponsor", "east", {"east.main": "client"}),
    Principal(
        "sponsor of another client",
        "sponsor@east-other.example",
        "sponsor",
        "east",
        {"east.other": "client"},
    ),
    Principal("learner", "learner@east-main.example", "learner", "east", {"east.main": "own"}),
    Principal(
        "learner of another client", "learner@east-other.example", "learner", "east", {"east.other": "own"}
    ),
    Principal(
        "administrator elsewhere",
        "admin@west.example",
        "firm_admin",
        "west",
        {"west.main": "team", "west.other": "team"},
    ),
    Principal("consultant elsewhere", "consultant@west.example", "consultant", "west", {"west.main": "team"}),
    Principal("sponsor elsewhere", "sponsor@west-main.example", "sponsor", "west", {"west.main": "client"}),
    Principal("learner elsewhere", "learner@west-main.example", "learner", "west", {"west.main": "own"}),
)


def verdict(access: Access, principal: Principal, part: str, has_object: bool) -> str:
    """Return what the declaration promises for an object of `part`: in, sign in, refused or hidden.

    A route without an object in its address speaks of the visitor's own things. Computed from the declaration
    alone, never listed by hand.
    """
    if access.audience in {"anyone", "respondent", "link"}:
        return "in"
    if principal.role is None:
        return "sign in"
    if principal.role not in access.roles:
        return "refused"
    if not has_object:
        return "in"
    tie = principal.stands.get(part)
    allowed = {
        "none": True,
        "firm": part.split(".")[0] == principal.firm,
        "engagement": tie == "team",
        "engagement_or_client": tie in {"team", "client"},
        "own": tie == "own",
    }[access.relation]
    return "in" if allowed else "hidden"
