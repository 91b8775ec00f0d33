"""A load client on bare sockets: one request a connection, as a server without keep-alive answers them."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from json import dumps
from urllib.parse import urlencode

# Number of the request, from 0, to the bytes that are sent.
Sender = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]  # names in lower case; of repeated ones the last
    cookies: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Load:
    """What was answered within one load: how many, with which status, in how many seconds."""

    answered: int
    statuses: Mapping[int, int]
    seconds: float

    def only(self, expected: int) -> Load:
        """Return the load itself.

        Raises:
            RuntimeError: an answer had another status than expected.
        """
        if set(self.statuses) != {expected}:
            raise RuntimeError(f"the answers were {dict(self.statuses)}, expected only {expected}")
        return self


def compose(
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    json: object = None,
) -> bytes:
    """Return one HTTP/1.1 request as bytes; a form or JSON is sent as a browser sends it."""
    body, kind = b"", ""
    if form is not None:
        body, kind = urlencode(form).encode(), "application/x-www-form-urlencoded"
    elif json is not None:
        body, kind = dumps(json, separators=(",", ":")).encode(), "application/json"
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if kind:
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def exchange(port: int, request: bytes) -> bytes:
    """Send one request over a connection of its own and return all that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def ask(port: int, request: bytes) -> Reply:
    """Send one request and return its reply, taken apart."""
    head, _, body = exchange(port, request).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    cookies = tuple(value.split(";")[0] for name, value in pairs if name == "set-cookie")
    return Reply(int(first.split()[1]), dict(pairs), cookies, body)


def hammer(port: int, sender: Sender, *, connections: int, seconds: float = 0.0, requests: int = 0) -> Load:
    """Send requests over so many connections at once, for a time or up to a number, whichever is given.

    Connection c of n sends the numbers c, c + n, c + 2n and so on, so that what belongs together stays in order.
    """
    statuses: Counter[int] = Counter()
    lock = threading.Lock()
    failures: list[BaseException] = []
    deadline = time.perf_counter() + seconds if seconds else float("inf")
    limit = requests or float("inf")

    def send(number: int) -> None:
        mine: Counter[int] = Counter()
        try:
            while time.perf_counter() < deadline and number < limit:
                mine[int(exchange(port, sender(number))[9:12])] += 1
                number += connections
        except (OSError, ValueError) as error:
            failures.append(error)
        with lock:
            statuses.update(mine)

    began = time.perf_counter()
    threads = [threading.Thread(target=send, args=(first,)) for first in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(f"the server broke a connection: {failures[0]!r}")
    return Load(statuses.total(), dict(statuses), time.perf_counter() - began)
