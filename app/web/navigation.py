"""What the frame of a page needs: where one can go from here, who is signed in, which languages there are."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for

from app.languages import language
from app.languages import lazy_gettext as _l
from app.surroundings import settings
from app.translations import LANGUAGES
from app.web.access import STAFF
from app.web.forms.assessments import MODE_NAMES
from app.web.forms.assessments import ROLE_NAMES as GROUP_NAMES
from app.web.forms.engagements import SECTOR_NAMES
from app.web.forms.people import ROLE_NAMES

LANGUAGE_NAMES = {"en": "English", "ar": "العربية"}


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of a navigation: where it leads and whether one is there."""

    label: Any
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    code: str
    name: str
    url: str
    is_current: bool


# Label, endpoint, roles that see it, and the blueprints that count as being there.
PLACES = (
    (
        _l("Engagements"),
        "engagements.index",
        STAFF | {"sponsor"},
        {
            "engagements",
            "assessments",
            "invitations",
            "results",
            "voices",
            "breakdown",
            "offerings",
            "recommendations",
            "methods",
            "roadmaps",
            "plans",
            "what_if",
            "plan_readings",
            "kpi_sets",
            "targets",
            "rollouts",
            "reports",
            "training",
            "cohorts",
        },
    ),
    (
        _l("Learning"),
        "learning.index",
        STAFF | {"sponsor", "learner"},
        {"learning", "exercises", "certificates", "hours", "review_mail"},
    ),
    (_l("Calculators"), "calculators.index", STAFF | {"sponsor", "learner"}, {"calculators"}),
    (_l("Initiatives"), "initiatives.index", STAFF, {"initiatives"}),
    (_l("KPIs"), "kpis.index", STAFF | {"sponsor", "learner"}, {"kpis"}),
    (_l("People"), "people.index", {"firm_admin"}, {"people", "revocations"}),
    (_l("Weights"), "weights.edit", {"firm_admin"}, {"weights"}),
    (_l("Outbox"), "outbox.index", STAFF, {"outbox"}),
    (_l("Installation"), "installation.show", {"operator"}, {"installation"}),
)

# What is looked for seldom stands in the person's menu.
PERSONAL_PLACES = (
    (_l("How reports look"), "brands.show", STAFF, {"brands"}),
    (_l("Regrading"), "regrades.index", {"firm_admin"}, {"regrades"}),
)


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        sector_names=SECTOR_NAMES, role_names=ROLE_NAMES, group_names=GROUP_NAMES, mode_names=MODE_NAMES
    )

    @app.context_processor
    def frame() -> dict[str, Any]:
        actor = g.get("actor")
        return {
            "actor": actor,
            "navigation": navigation(actor.role) if actor else [],
            "personal_places": navigation(actor.role, PERSONAL_PLACES) if actor else [],
            "home_url": "/",
            "sign_out_url": "/sign-out",
            "person_name": actor.name if actor else "",
            "firm_name": actor.firm_name if actor else "",
            "language_choices": language_choices(),
        }


def navigation(
    role: str, places: Sequence[tuple[Any, str, AbstractSet[str], set[str]]] = PLACES
) -> list[Place]:
    """Return where somebody in this role can go."""
    return [
        Place(label, url_for(endpoint), request.blueprint in blueprints)
        for label, endpoint, roles, blueprints in places
        if role in roles
        and endpoint in current_app.view_functions
        and not (endpoint == "outbox.index" and settings().is_production)
    ]


def language_choices() -> list[LanguageChoice]:
    """Return this page in every language; none when there is but one, or the page answers a form.

    The pseudo-languages are for whoever knows their codes: `?lang=ar-XB`.
    """
    codes: tuple[str, ...] = LANGUAGES
    if len(codes) < 2 or request.method != "GET":
        return []
    # What the address says beside the language stays: a page may keep its whole state there.
    rest = [pair for pair in request.args.items(multi=True) if pair[0] != "lang"]
    return [
        LanguageChoice(
            code,
            LANGUAGE_NAMES.get(code, code),
            f"{request.path}?{urlencode([('lang', code), *rest])}",
            code == language(),
        )
        for code in codes
    ]
