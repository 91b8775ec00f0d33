"""A brake on guessing secrets in addresses: links that lead nowhere are counted per network.

In this process only, which suits the embedded site. Whoever holds a real link is not slowed down by it, however
many colleagues share the network, until somebody among them has guessed wrong FAILURES times in a minute.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from app.errors import TooMany
from app.surroundings import now

WINDOW = timedelta(minutes=1)
FAILURES = 30
MOST_NETWORKS = 10_000


class Brake:
    """Counts failures by network and refuses a network that has too many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()

    def check(self, network: str) -> None:
        """Return if the network may try.

        Raises:
            TooMany: it has failed FAILURES times within the window.
        """
        with self._lock:
            failures = self._failures.get(network)
            if failures is None:
                return
            since = now() - WINDOW
            while failures and failures[0] <= since:
                failures.popleft()
            if len(failures) >= FAILURES:
                raise TooMany(retry_after=int(WINDOW.total_seconds()))

    def count(self, network: str) -> None:
        """Note a failure; the network that was quiet longest is forgotten when there are too many."""
        with self._lock:
            self._failures.setdefault(network, deque(maxlen=FAILURES)).append(now())
            self._failures.move_to_end(network)
            if len(self._failures) > MOST_NETWORKS:
                self._failures.popitem(last=False)

    def release(self) -> None:
        """Forget every failure."""
        with self._lock:
            self._failures.clear()
