"""Keys by purpose, in files that only the service's user may read.

tokens   EC P-256 pairs, `kid` by RFC 7638; the newest signs, older ones still verify
receipts the same, for the heads of the decision log
bundles  the same, for what bundles say of themselves
digests  for keyed digests of personal identifiers and of questions; never rotated, or nothing would be found again
seals    for what is encrypted at rest; the newest seals, older ones still unseal
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.asymmetric import ec

FOLDER = "keys"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An EC P-256 pair as JWKs (RFC 7517)."""

    kid: str
    private_jwk: Mapping[str, str] = field(repr=False)

    @property
    def public_jwk(self) -> dict[str, str]:
        return {name: value for name, value in self.private_jwk.items() if name != "d"}


@dataclass(frozen=True, slots=True)
class KeyRing:
    """`signing_keys`, `receipt_keys` and `bundle_keys`: newest first."""

    home: Path
    signing_keys: tuple[SigningKey, ...] = field(repr=False)
    receipt_keys: tuple[SigningKey, ...] = field(repr=False)
    bundle_keys: tuple[SigningKey, ...] = field(repr=False)
    digest_key: bytes = field(repr=False)
    seals: MultiFernet = field(repr=False)

    @classmethod
    def open(cls, home: Path) -> "KeyRing":
        """The keys in `home/keys`; what is not there yet is made."""
        folder = home / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        tokens, receipts, bundles = (_pairs(folder, purpose) for purpose in ("tokens", "receipts", "bundles"))
        digests = _load(folder, "digests", lambda: secrets.token_hex(32))
        seals = _load(folder, "seals", lambda: Fernet.generate_key().decode())
        sealing = MultiFernet([Fernet(key) for key in seals])
        return cls(home, tokens, receipts, bundles, bytes.fromhex(digests[0]), sealing)

    @property
    def pairs(self) -> dict[str, tuple[SigningKey, ...]]:
        """The pairs that sign, by purpose, newest first."""
        return {"tokens": self.signing_keys, "receipts": self.receipt_keys, "bundles": self.bundle_keys}

    @property
    def signing_key(self) -> SigningKey:
        """The one that signs."""
        return self.signing_keys[0]

    def digest(self, text: str) -> str:
        """HMAC-SHA-256, hexadecimal: the same text gives the same digest, and nobody without the key finds the text."""
        return hmac.digest(self.digest_key, text.encode("utf-8", "surrogatepass"), "sha256").hex()

    def seal(self, content: bytes) -> bytes:
        return self.seals.encrypt(content)

    def unseal(self, sealed: bytes) -> bytes:
        return self.seals.decrypt(sealed)

    def rotate(self, purpose: Literal["tokens", "receipts", "bundles", "seals"]) -> "KeyRing":
        """A new key in front; the old ones stay, to verify and to unseal."""
        make: Callable[[], Any] = _new_pair if purpose != "seals" else lambda: Fernet.generate_key().decode()
        folder = self.home / FOLDER
        _store(folder, purpose, [make(), *_load(folder, purpose, make)])
        return KeyRing.open(self.home)


def _pairs(folder: Path, purpose: str) -> tuple[SigningKey, ...]:
    return tuple(SigningKey(_thumbprint(jwk), jwk) for jwk in _load(folder, purpose, _new_pair))


def _new_pair() -> dict[str, str]:
    numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    parts = {"x": numbers.public_numbers.x, "y": numbers.public_numbers.y, "d": numbers.private_value}
    return {"kty": "EC", "crv": "P-256"} | {name: _base64(value.to_bytes(32, "big")) for name, value in parts.items()}


def _thumbprint(jwk: Mapping[str, str]) -> str:
    canonical = json.dumps({name: jwk[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    return _base64(hashlib.sha256(canonical.encode()).digest())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _load(folder: Path, purpose: str, make: Callable[[], Any]) -> list[Any]:
    path = folder / f"{purpose}.json"
    if not path.exists():
        _store(folder, purpose, [make()], only_new=True)
    keys: list[Any] = json.loads(path.read_text(encoding="ascii"))
    return keys


def _store(folder: Path, purpose: str, keys: list[Any], *, only_new: bool = False) -> None:
    """Written aside and moved into place, so that a crash leaves the old file; the first of two processes wins."""
    aside = folder / f".{purpose}.{secrets.token_hex(4)}"
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        json.dump(keys, stream)
    path = folder / f"{purpose}.json"
    if not only_new:
        aside.replace(path)
        return
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
