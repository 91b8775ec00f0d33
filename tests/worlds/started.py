"""A process that has just begun, as far as published content goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assessments import published
from courses import course as courses


@contextmanager
def started_anew() -> Iterator[None]:
    """Offer no model and no course of an installation's own, but the library's; what was offered is put back.

    The product offers them for as long as its process lives, so it has no way to take one back. The process of the
    tests outlives many installations: this stands for ending one and starting the next.
    """
    models, folders = dict(published._added), list(courses._added)
    _offer({}, [])
    try:
        yield
    finally:
        _offer(models, folders)


def _offer(models: dict, folders: list) -> None:
    published._added.clear()
    published._added.update(models)
    courses._added[:] = folders
    courses._published.cache_clear()
