"""Published files, parsed once: the value as JSON beside the file, trusted while everything fits.

Reading YAML and validating it takes a hundred times as long as reading the JSON. The caches are part of
the source like the files they belong to, so that an installed package and a checkout that nobody may write
to need neither YAML nor validation. They are the same on every machine; a test compares them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any, TypeVar

from content.encoding import read_bytes
from content.plain import from_plain, shape_hash, to_plain
from content.reading import MOST_BYTES, read_text

T = TypeVar("T")

FORMAT = 1
"""Version of the cache file's own layout."""


def load(path: Path, kind: type[T]) -> T:
    """Return the value of a kind that a published file holds, from its cache where that fits.

    A cache that does not fit is replaced; where that is not possible the value is returned all the same.
    For files of other people use `read`: a cache is trusted.

    Raises:
        ContentError: as `read`.
    """
    data = read_bytes(path, MOST_BYTES)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        cached = json.loads(cache_path(path).read_bytes())
        if _label(data, kind) == {name: cached[name] for name in ("format", "kind", "shape", "source")}:
            return from_plain(kind, cached["value"])
    value = read_text(data, kind, str(path))
    with contextlib.suppress(OSError):
        _replace(cache_path(path), cache_text(data, kind, value))
    return value


def write_cache(path: Path, kind: type) -> Path:
    """Read a published file from scratch, write its cache and return where it is.

    Raises:
        ContentError: as `read`. OSError: the folder cannot be written to.
    """
    data = read_bytes(path, MOST_BYTES)
    target = cache_path(path)
    _replace(target, cache_text(data, kind, read_text(data, kind, str(path))))
    return target


def cache_path(path: Path) -> Path:
    """Return where a published file's cache stands.

    >>> cache_path(Path("library/quick-scan.yaml")).name
    'quick-scan.yaml.cache.json'
    """
    return path.with_name(f"{path.name}.cache.json")


def cache_text(data: bytes, kind: type, value: object) -> str:
    """Return a cache file's text for a value and the data it was read from: always the same for both."""
    content = _label(data, kind) | {"value": to_plain(value)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def _label(data: bytes, kind: type) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "kind": f"{kind.__module__}.{kind.__qualname__}",
        "shape": shape_hash(kind),
        "source": hashlib.sha256(data).hexdigest(),
    }


def _replace(target: Path, text: str) -> None:
    """Write a file in one step, so that nobody ever reads half of it."""
    # Imported here because it brings the archive formats with it, and writing is rare.
    import tempfile

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.chmod(name, 0o644)  # a temporary file is private, a published one is not
        os.replace(name, target)
    except OSError:
        os.unlink(name)
        raise
