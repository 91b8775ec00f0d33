"""Parts that were printed, kept in the press so that only what changed is laid out again.

They are bytes that this process never reads, under a hash of all they depend on. Nothing of a report is kept on a disk,
and what was not used for an hour is let go.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from pathlib import Path

from app.reports.parts.shop import PRINTED, USED

MOST_BYTES = 24 << 20  # of some ten full reports
LONGEST_SECONDS = 3600.0


class KeptParts:
    """Parts by key, those that were used longest ago given up first.

    Args:
        most: how many bytes are kept at most.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.parts: OrderedDict[str, bytes] = OrderedDict()
        self._used_at: dict[str, float] = {}
        self._most, self._size = most, 0

    def take_from(self, folder: Path) -> None:
        """Keep what a document left in its folder, and note which of the kept parts it used.

        Of a document that failed nothing is kept.
        """
        now = time.monotonic()
        used = folder / USED
        if not used.exists():
            return
        for key in used.read_text("ascii").split():
            if key in self.parts:
                self.parts.move_to_end(key)
                self._used_at[key] = now
        for file in sorted(folder.glob(f"*{PRINTED}")):
            self._keep(file.name.removesuffix(PRINTED), file.read_bytes(), now)
        while self.parts and (self._size > self._most or self._is_old(now)):
            key, content = self.parts.popitem(last=False)
            self._size -= len(content)
            del self._used_at[key]

    def _keep(self, key: str, content: bytes, now: float) -> None:
        self._size += len(content) - len(self.parts.pop(key, b""))
        self.parts[key] = content
        self._used_at[key] = now

    def _is_old(self, now: float) -> bool:
        return now - self._used_at[next(iter(self.parts))] > LONGEST_SECONDS
