"""Messages between the process that wants a document and the child that lays it out: a kind and some bytes."""

from __future__ import annotations

import socket
import struct

HEAD = struct.Struct(">cI")
LONGEST = 128 << 20

# What a frame is about. The child says PHASE and NOTICE as often as it likes, then DONE or FAILED once.
HTML, PHASE, NOTICE, FETCHED, DONE, FAILED, ENDED = b"H", b"P", b"N", b"U", b"D", b"F", b"E"


class BrokenTalk(Exception):
    """The other side sent something that is not a frame, or stopped in the middle of one."""


def send(talk: socket.socket, kind: bytes, body: bytes = b"") -> None:
    talk.sendall(HEAD.pack(kind, len(body)) + body)


def receive(talk: socket.socket) -> tuple[bytes, bytes] | None:
    """Return the next frame, or None when the other side has closed.

    Raises:
        BrokenTalk: the stream ended inside a frame, or the frame is longer than `LONGEST`.
    """
    head = _exactly(talk, HEAD.size)
    if not head:
        return None
    if len(head) < HEAD.size:
        raise BrokenTalk("ended inside a head")
    kind, length = HEAD.unpack(head)
    if length > LONGEST:
        raise BrokenTalk(f"a frame of {length} bytes")
    body = _exactly(talk, length)
    if len(body) < length:
        raise BrokenTalk("ended inside a body")
    return kind, body


def _exactly(talk: socket.socket, size: int) -> bytes:
    """Return `size` bytes, fewer only where the stream ends."""
    parts: list[bytes] = []
    while size > 0:
        part = talk.recv(min(size, 1 << 20))
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
