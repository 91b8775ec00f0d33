"""What every template of the site may use: filters, the address of an asset, the language of the page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal
from jinja2 import StrictUndefined

from app import languages
from app.places import TEMPLATES
from app.reports.formats import filters_for, rounded
from app.version import VERSION
from content.text import say

STYLESHEETS = (
    "tokens.css",
    "fonts.css",
    "base.css",
    "layout.css",
    "navigation.css",
    "forms.css",
    "components.css",
    "drawings.css",
    "plans.css",
    "questions.css",
    "answering.css",
    "learning.css",
    "exercises.css",
    "figures.css",
    "pages.css",
    "outcome.css",
)
REPORT_SHEETS = {"exhibits.css": TEMPLATES / "reports" / "exhibits.css"}
"""Style sheets of the report that a page of the site uses too: both read the one file."""

REPORT_FILTERS = ("signed", "between", "weeks", "number", "month_short")
"""Filters of the report's templates, for the words that its pages share with the site's."""

_RELATIVE = re.compile(rb'url\("((?:fonts|img)/[^"]+)"\)')
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(rb"\n\s*")


@lru_cache(maxsize=1)
def stylesheet(folder: Path) -> bytes:
    """Return the site's style sheets as one, so that a first page needs one request for them.

    Addresses of fonts get their fingerprint, so that a preloaded font is not fetched a second time. Comments,
    indents and line ends are for those who write it, and stay behind.
    """
    joined = b"\n".join((folder / "css" / name).read_bytes() for name in STYLESHEETS)
    joined = _INDENT.sub(b"\n", _COMMENT.sub(b"", joined))
    joined = joined.replace(b" {\n", b"{").replace(b";\n", b";").replace(b"\n}", b"}")

    def addressed(found: re.Match[bytes]) -> bytes:
        name = found[1].decode()
        return f'url("/assets/{_fingerprint(folder, name)}/{name}")'.encode()

    return _RELATIVE.sub(addressed, joined)


@lru_cache(maxsize=512)
def _fingerprint(folder: Path, name: str) -> str:
    content = (
        stylesheet(folder) if name == "site.css" else REPORT_SHEETS.get(name, folder / name).read_bytes()
    )
    return hashlib.sha256(content).hexdigest()[:12]


def init_app(app: Flask, static: Path) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # In place of Flask-Babel's callables, which look the catalogue up through three proxies for every text.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: languages.catalogue().gettext(text),
        lambda one, many, number: languages.catalogue().ngettext(one, many, number),
        newstyle=True,
    )

    def asset_path(name: str) -> str:
        return f"/assets/{_fingerprint(static, name)}/{name}"

    app.jinja_env.globals.update(asset=asset_path, product_version=VERSION)
    app.jinja_env.filters.update(
        one_decimal=one_decimal,
        two_decimals=two_decimals,
        per_cent=per_cent,
        whole=whole,
        money=money,
        figure=figure,
        day=day,
        moment=moment,
        say=lambda text: say(text, languages.language()),
        **{name: _as_in_reports(name) for name in REPORT_FILTERS},
    )

    @app.context_processor
    def page() -> dict[str, Any]:
        return {"language": languages.language(), "direction": languages.direction()}


@lru_cache(maxsize=8)
def _report_filters(language: str) -> Mapping[str, Callable[..., Any]]:
    return filters_for(language)


def _as_in_reports(name: str) -> Callable[..., Any]:
    return lambda *values: _report_filters(languages.language())[name](*values)


def one_decimal(value: float | None) -> str:
    """Return a level or score as the page's language writes it; a dash where there is none."""
    return "–" if value is None else _true_minus(format_decimal(rounded(value, 1), format="0.0"))


def two_decimals(value: float | None) -> str:
    """Return a score with the precision that lets a reader follow a computation."""
    return "–" if value is None else _true_minus(format_decimal(rounded(value, 2), format="#,##0.00"))


def _true_minus(figure: str) -> str:
    """Return a figure with the minus sign that reports and `signed` write: a hyphen breaks from its figure."""
    return figure.replace("-", "−")


def per_cent(share: float | None) -> str:
    """Return a share (0 to 1) as a whole per cent."""
    return "–" if share is None else f"{format_decimal(share * 100, format='0')}\u00a0%"


def whole(value: float | None) -> str:
    return "–" if value is None else str(format_decimal(value, format="#,##0"))


def figure(value: float | None) -> str:
    """Return a measured value as the page's language writes it, to three decimals as far as it has them."""
    return "–" if value is None else _true_minus(format_decimal(rounded(value, 3), format="#,##0.###"))


def money(value: Decimal | float, currency: str) -> str:
    """Return an amount in whole units, the currency's code in front."""
    return f"{currency}\u00a0{format_decimal(value, format='#,##0')}"


def day(value: date | datetime | None) -> str:
    return "–" if value is None else str(format_date(value, format="d MMM y"))


def moment(value: datetime | None) -> str:
    return "–" if value is None else f"{format_datetime(value, format='d MMM y, HH:mm')} UTC"
