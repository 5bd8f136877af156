"""Keys: readable by their owner only, one set however many processes start at once, old ones good for what they did."""

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st
from jose import jwt
from jose.exceptions import JWTError

from models.keys import KeyRing


def test_only_the_owner_reads_them(tmp_path: Path) -> None:
    KeyRing.open(tmp_path).rotate("seals")
    folder = tmp_path / "keys"
    assert folder.stat().st_mode & 0o777 == 0o700
    names = ("bundles", "digests", "receipts", "seals", "tokens")
    assert {path.name for path in folder.iterdir()} == {f"{name}.json" for name in names}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())


def test_opened_again_they_are_the_same(tmp_path: Path) -> None:
    first, second = KeyRing.open(tmp_path), KeyRing.open(tmp_path)
    assert first.digest("91441300195971850Y") == second.digest("91441300195971850Y")
    assert second.unseal(first.seal(b"name")) == b"name"
    assert first.signing_key.kid == second.signing_key.kid


def test_many_that_start_at_once_make_one_set(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: KeyRing.open(tmp_path), range(8)))
    assert len({(ring.digest("x"), ring.signing_key.kid) for ring in rings}) == 1


def test_other_homes_have_other_keys(tmp_path: Path) -> None:
    one, other = KeyRing.open(tmp_path / "one"), KeyRing.open(tmp_path / "other")
    assert one.digest("x") != other.digest("x")
    with pytest.raises(InvalidToken):
        other.unseal(one.seal(b"name"))


@given(st.binary(max_size=200))
def test_sealing_hides_and_unsealing_finds(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    keys = KeyRing.open(tmp_path_factory.getbasetemp() / "sealing")
    sealed = keys.seal(content)
    assert keys.unseal(sealed) == content
    assert keys.seal(content) != sealed
    assert len(content) < 4 or content not in sealed


def test_a_changed_seal_does_not_open(keys: KeyRing) -> None:
    sealed = bytearray(base64.urlsafe_b64decode(keys.seal(b"name")))
    sealed[-1] ^= 1
    with pytest.raises(InvalidToken):
        keys.unseal(base64.urlsafe_b64encode(sealed))


def test_what_was_sealed_before_a_rotation_still_opens(keys: KeyRing) -> None:
    before = keys.seal(b"before")
    rotated = keys.rotate("seals")
    after = rotated.seal(b"after")
    assert (rotated.unseal(before), rotated.unseal(after)) == (b"before", b"after")
    with pytest.raises(InvalidToken):
        keys.unseal(after)


def test_tokens_of_a_retired_key_still_verify(keys: KeyRing) -> None:
    old = keys.signing_key
    token = jwt.encode({"sub": "mem_1"}, dict(old.private_jwk), algorithm="ES256", headers={"kid": old.kid})
    rotated = keys.rotate("tokens")
    assert rotated.signing_key.kid != old.kid
    assert [key.kid for key in rotated.signing_keys] == [rotated.signing_key.kid, old.kid]
    retired = rotated.signing_keys[1]
    assert jwt.decode(token, retired.public_jwk, algorithms=["ES256"]) == {"sub": "mem_1"}
    with pytest.raises(JWTError):
        jwt.decode(token, rotated.signing_key.public_jwk, algorithms=["ES256"])


def test_a_bundle_is_signed_by_a_key_of_its_own_and_older_ones_stay(keys: KeyRing) -> None:
    old = keys.bundle_keys[0]
    rotated = keys.rotate("bundles")
    assert [key.kid for key in rotated.bundle_keys] == [rotated.bundle_keys[0].kid, old.kid]
    assert rotated.signing_keys == keys.signing_keys
    assert not {key.kid for key in rotated.bundle_keys} & {key.kid for key in keys.signing_keys}


def test_a_kid_is_the_thumbprint_of_rfc_7638(keys: KeyRing) -> None:
    public = keys.signing_key.public_jwk
    assert set(public) == {"kty", "crv", "x", "y"}
    text = '{"crv":"%s","kty":"%s","x":"%s","y":"%s"}' % tuple(public[name] for name in ("crv", "kty", "x", "y"))  # noqa: UP031
    digest = hashlib.sha256(text.encode()).digest()
    assert keys.signing_key.kid == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def test_nothing_secret_shows_in_what_may_be_printed(tmp_path: Path) -> None:
    keys = KeyRing.open(tmp_path)
    shown = repr(keys) + repr(keys.signing_key)
    for path in (tmp_path / "keys").iterdir():
        for key in json.loads(path.read_text()):
            secret = key["d"] if isinstance(key, dict) else key
            assert secret not in shown
