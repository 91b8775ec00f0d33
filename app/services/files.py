"""Files by the hash of their content, in the installation's folder: complete, or not there."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from app.surroundings import settings


class FileDamaged(RuntimeError):
    """A stored file no longer has the content that its name says, or is gone."""


def folder() -> Path:
    return settings().instance / "files"


def _path(file_hash: str) -> Path:
    return folder() / file_hash[:2] / file_hash


def store(content: bytes) -> str:
    """Keep the content and return its SHA-256. A crash at any point leaves no half file under that name."""
    file_hash = hashlib.sha256(content).hexdigest()
    path = _path(file_hash)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{file_hash}.{uuid4().hex}.partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return file_hash


# Path of a file to the time and size with which this process last found that its content fits.
_sound: dict[str, tuple[int, int]] = {}


def fetch(file_hash: str) -> bytes:
    """Return the stored content. A file that nobody has written to since it was found sound is not hashed again.

    Raises:
        FileDamaged: it is missing or does not fit its hash.
    """
    path = _path(file_hash)
    try:
        facts = path.stat()
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FileDamaged(file_hash) from error
    written = (facts.st_mtime_ns, len(content))
    if _sound.get(str(path)) != written:
        if hashlib.sha256(content).hexdigest() != file_hash:
            raise FileDamaged(file_hash)
        _sound[str(path)] = written
    return content
