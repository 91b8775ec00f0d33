from __future__ import annotations

from tests.installations import databases

__all__ = ["databases"]
