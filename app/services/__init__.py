"""Use cases: load, ask policy, ask the domain, write. They never commit and know nothing of HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from app.db.scope import firm_scope
from app.transactions import transaction


@contextmanager
def work_of(firm_id: UUID) -> Iterator[None]:
    """One transaction in the scope of one firm, for jobs and commands."""
    with firm_scope(firm_id), transaction():
        yield
