"""The keys with which this installation signs credentials: Ed25519, in its folder, readable by its owner alone.

`signing-keys/current.pem` signs. Every other `.pem` beside it signed before: it is published still, so that what it
signed can be checked. A key that may have been seen by others is taken out of the folder, and with it all trust.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.surroundings import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = "signing-keys"
CURRENT = "current.pem"


class KeyDamaged(RuntimeError):
    """A key file is there and cannot be read; the message names it, never what it holds."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key as it is published. `id` is its thumbprint, which only this key has."""

    id: str
    x: str

    @property
    def jwk(self) -> dict[str, str]:
        """The key as RFC 8037, section 2, writes it."""
        return {"kty": "OKP", "crv": "Ed25519", "x": self.x, "kid": self.id, "alg": "EdDSA", "use": "sig"}


def folder() -> Path:
    return settings().instance / FOLDER


def sign(content: bytes) -> bytes:
    """Return the signature of the current key, which is made where there is none yet."""
    return _current().sign(content)


def current_key() -> PublicKey:
    """Return the public half of the key that signs, which is made where there is none yet."""
    return _public(_current())


def list_keys() -> tuple[PublicKey, ...]:
    """Return the public half of every key, the one that signs first; none before anything was signed."""
    paths = sorted(folder().glob("*.pem"), key=lambda path: (path.name != CURRENT, path.name))
    return tuple(_public(_read(path)) for path in paths)


def base64url(content: bytes) -> str:
    """Return bytes as JOSE writes them (RFC 7515, section 2): URL-safe, without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def thumbprint(x: str) -> str:
    """Return the thumbprint of an Ed25519 key (RFC 7638; the members that RFC 8037, section 2, names).

    >>> thumbprint("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")  # RFC 8037, appendix A.3
    'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'
    """
    members = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": x}, separators=(",", ":"))
    return base64url(hashlib.sha256(members.encode()).digest())


def _public(key: Ed25519PrivateKey) -> PublicKey:
    x = base64url(key.public_key().public_bytes_raw())
    return PublicKey(thumbprint(x), x)


def _current() -> Ed25519PrivateKey:
    path = folder() / CURRENT
    if not path.exists():
        _make(path)
    return _read(path)


def _read(path: Path) -> Ed25519PrivateKey:
    # Loaded here: few requests sign anything, and the library takes its time to load.
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyDamaged(f"{path}: cannot be read: {type(error).__name__}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyDamaged(f"{path}: not an Ed25519 key")
    return key


def _make(path: Path) -> None:
    """Make the file whole in one step: of two processes that sign first, both use the same key."""
    # As in `_read`.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Ed25519PrivateKey.generate()
    content = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    partial = path.with_name(f"{path.name}.{secrets.token_hex(8)}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(partial, path)
    finally:
        partial.unlink(missing_ok=True)
