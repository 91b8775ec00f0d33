"""Whether the process lives, for whoever watches it."""

from __future__ import annotations

from flask import Blueprint

from app.web.access import anyone

health = Blueprint("health", __name__)


@health.get("/healthz")
@anyone()
def alive() -> tuple[str, int, dict[str, str]]:
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
