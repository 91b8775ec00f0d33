"""Writes docs/routes.md: every route with its access policy, from the declarations themselves."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from flask import Flask

from app import create_app
from app.config import Settings
from app.web.access import EVERYBODY, STAFF, access_of

PAGE = Path(__file__).parent.parent / "docs" / "routes.md"
HEAD = """# Routes

Who may come to what, from the declarations in `app/web/`. Written by `python -m tools.routes`; a test compares.

| address | methods | audience | roles | tie to the object |
| --- | --- | --- | --- | --- |
"""


def routes_page(app: Flask) -> str:
    """Return the page for the routes of this application."""
    lines = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        access = access_of(app, rule.endpoint)
        if access is None:
            continue
        methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        roles = (
            "all"
            if access.roles == EVERYBODY
            else "staff"
            if access.roles == STAFF
            else ", ".join(sorted(access.roles))
        )
        lines.append(
            f"| `{rule.rule}` | {methods} | {access.audience} | {roles or '–'} | {access.relation} |\n"
        )
    return HEAD + "".join(lines)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env({"PLUMBLINE_PROFILE": "test", "PLUMBLINE_INSTANCE": folder})
        PAGE.write_text(routes_page(create_app(settings)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
