"""Brakes on what is done too often: guessing secrets in addresses, and asking for work that takes a while.

Links that lead nowhere are counted per network. In this process only, which suits the embedded site. Whoever holds a
real link is not slowed down by it, however many colleagues share the network, until somebody among them has guessed
wrong FAILURES times in a minute.
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
MOST_DRAWINGS = 60
"""Plans that one person, or the holders of one link, may have drawn within the window: more than anybody can read."""


class Brake:
    """Counts failures by network and refuses a network that has too many.

    What is counted, and by whom, may be something else: works asked for, by person.
    """

    def __init__(self, most: int = FAILURES) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, deque[datetime]] = OrderedDict()

    def check(self, network: str) -> None:
        """Return if the network may try.

        Raises:
            TooMany: it has failed `most` times within the window.
        """
        with self._lock:
            failures = self._failures.get(network)
            if failures is None:
                return
            since = now() - WINDOW
            while failures and failures[0] <= since:
                failures.popleft()
            if len(failures) >= self._most:
                raise TooMany(retry_after=int(WINDOW.total_seconds()))

    def count(self, network: str) -> None:
        """Note a failure; the network that was quiet longest is forgotten when there are too many."""
        with self._lock:
            self._failures.setdefault(network, deque(maxlen=self._most)).append(now())
            self._failures.move_to_end(network)
            if len(self._failures) > MOST_NETWORKS:
                self._failures.popitem(last=False)

    def release(self) -> None:
        """Forget every failure."""
        with self._lock:
            self._failures.clear()


drawings = Brake(MOST_DRAWINGS)

MOST_PAPERS = 6
"""Files that the holder of one link may have made within the window, each a second of work."""

papers = Brake(MOST_PAPERS)

MOST_BEATS = 240
"""Beats of one person within the window: a page of a course opened and left every half second."""

beats = Brake(MOST_BEATS)
