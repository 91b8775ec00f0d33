"""Plumbline: how far out of true is a project management office, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.version import VERSION

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["VERSION", "create_app"]


def create_app(*args: Any, **options: Any) -> Flask:
    """As `app.site.create_app`."""
    # Imported here, so that the command line can start without Flask and SQLAlchemy.
    from app import site

    return site.create_app(*args, **options)
