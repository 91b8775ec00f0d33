"""Where templates and static files lie: inside the installed package, or in the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
STATIC = _PACKAGE / "static"
MIGRATIONS = _PACKAGE / "migrations"
_IN_WHEEL = _PACKAGE / "data" / "templates"
TEMPLATES = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent / "templates"
