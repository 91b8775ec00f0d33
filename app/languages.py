"""Which language a page of the site speaks."""

from __future__ import annotations

import gettext as gettext_module

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, gettext, lazy_gettext, ngettext

from app.surroundings import settings
from app.translations import LANGUAGES, PSEUDO, direction_of, translations_for

__all__ = ["catalogue", "direction", "gettext", "init_app", "language", "lazy_gettext", "ngettext", "offered"]


class PlumblineDomain(Domain):  # type: ignore[misc]  # flask_babel ships no types
    def get_translations(self) -> gettext_module.NullTranslations:
        return translations_for(language() if has_request_context() else "en")


def language() -> str:
    """Return the code of the language of this page."""
    if "language" not in g:
        g.language = _chosen()
    code: str = g.language
    return code


def catalogue() -> gettext_module.NullTranslations:
    """Return the texts of this page's language."""
    return translations_for(language())


def direction() -> str:
    """Return "rtl" or "ltr" for this page."""
    return direction_of(language())


def offered() -> tuple[str, ...]:
    """Return the languages a person can choose; the pseudo-languages never in production."""
    return LANGUAGES if settings().is_production else LANGUAGES + PSEUDO


def _chosen() -> str:
    known = offered()
    for wish in (request.args.get("lang"), request.cookies.get("lang")):
        if wish in known:
            return str(wish)
    return request.accept_languages.best_match(LANGUAGES) or "en"


def _locale() -> str:
    return "ar" if direction() == "rtl" else "en_GB"


class Languages(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogues."""

    domain_instance = PlumblineDomain()


def init_app(app: Flask) -> None:
    Languages(app, locale_selector=_locale, timezone_selector=lambda: "UTC")
