"""The site: wires the rooms together and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, appcontext_popped, appcontext_pushed

from app import languages, templating, web
from app.config import Settings
from app.db import db
from app.db.engine import engine_options, prepare
from app.db.scope import leave_firm
from app.own_models import publish_models
from app.places import STATIC, TEMPLATES
from app.surroundings import Surroundings, current, system_clock
from courses.course import publish_folder

LARGEST_REQUEST = 2 * 1024 * 1024  # bytes; the largest thing that anybody uploads is a list of respondents


class Site(Flask):
    """Flask, but for a question that it asks a dozen times in every request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is: none here is a coroutine."""
        return func


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] = system_clock) -> Flask:
    """Return the site. Without settings they are read from the environment.

    Raises:
        ConfigurationError: the environment cannot be used, or a model file of the installation's own.
        UndeclaredRoute: a route has no access policy.
    """
    settings = settings or Settings.from_env()
    settings.instance.mkdir(parents=True, exist_ok=True)
    if settings.models is not None:
        publish_models(settings.models)
    if settings.courses is not None:
        publish_folder(settings.courses)
    app = Site("app", static_folder=None, template_folder=str(TEMPLATES))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,  # without scripts a whole questionnaire is one form
        SESSION_COOKIE_NAME="__Host-form" if settings.is_secure else "form",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open for days; the token dies with the session
        PREFERRED_URL_SCHEME="https" if settings.is_secure else "http",
    )
    app.extensions["plumbline"] = Surroundings(settings, clock)
    _surround(app)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    languages.init_app(app)
    templating.init_app(app, STATIC)
    web.init_app(app, settings)
    return app


def _surround(app: Flask) -> None:
    """Put the surroundings in place with every application context of this app; no scope outlives one."""
    surroundings = app.extensions["plumbline"]

    def pushed(sender: Flask, **extra: object) -> None:
        current.set(surroundings)

    def popped(sender: Flask, **extra: object) -> None:
        leave_firm()

    appcontext_pushed.connect(pushed, app, weak=False)
    appcontext_popped.connect(popped, app, weak=False)
