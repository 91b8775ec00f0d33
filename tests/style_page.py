"""The living style page rendered without a site: an environment like that of the pages, with stubs at its edge."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.places import TEMPLATES
from app.web.style import samples


def environment() -> Environment:
    """Return an environment in which layouts and components render; addresses of assets start with /assets/x/."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    found.globals.update(
        asset=lambda name: f"/assets/x/{name}",
        csrf_token=lambda: "token",
        get_flashed_messages=lambda with_categories=False: [("good", "Saved.")],
        product_version="0.0.0",
    )
    return found


def frame(direction: str) -> dict[str, Any]:
    """Return what the site gives to every page of somebody signed in."""
    places = [("Clients", True), ("Courses", False), ("People", False)]
    languages = [("en", "English", direction == "ltr"), ("ar", "العربية", direction == "rtl")]
    return {
        "language": "en" if direction == "ltr" else "ar",
        "direction": direction,
        "navigation": [{"label": label, "url": "#", "is_current": here} for label, here in places],
        "person_name": "Sara Haddad",
        "firm_name": "Northwind Advisory",
        "language_choices": [
            {"code": code, "name": name, "url": "#", "is_current": here} for code, name, here in languages
        ],
        "is_synthetic": True,
    }


def style_page(direction: str) -> str:
    """Return the page as HTML; direction is "ltr" or "rtl"."""
    return environment().get_template("style/index.html").render(**samples(direction), **frame(direction))
