"""A bundle that is not signed, altered, cut short, over, or another's is refused, each with its reason."""

import base64
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jose import jws

from huixin.core.vocabulary import MemberKind
from huixin.local.base import About
from huixin.local.manifest import KIND, BundleRefused, Manifest, check_base, check_use, read_manifest
from models.bundles.signing import manifest_of, signed
from models.keys import KeyRing, SigningKey

NOW = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
ABOUT = About(7, MemberKind.PLATFORM, None, date(2026, 11, 2), date(2026, 12, 2), ((date.min, "sha256:a"),))


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return KeyRing.open(tmp_path).signing_key


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.db"
    path.write_bytes(b"the base of a bundle")
    return path


def published(key: SigningKey) -> dict[str, str]:
    """As the service publishes it."""
    return {"kid": key.kid} | key.public_jwk


def refusal(manifest: str, key: SigningKey) -> str:
    with pytest.raises(BundleRefused) as refused:
        read_manifest(manifest, [published(key)])
    return refused.value.reason


def test_what_is_signed_is_read_as_it_was(key: SigningKey, base: Path) -> None:
    manifest = manifest_of(ABOUT, base, NOW)
    read = read_manifest(signed(manifest, key), [published(key)])
    assert read == manifest
    assert (read.sequence, read.rulesets, read.size) == (7, ("sha256:a",), 20)
    check_base(read, base)
    check_use(read, "mem_1", MemberKind.INTERNET, date(2026, 12, 2))


def reheaded(manifest: str, **header: Any) -> str:
    _, payload, signature = manifest.split(".")
    written = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    return f"{written}.{payload}.{signature}"


class TestASignature:
    def test_that_is_none(self, key: SigningKey, base: Path) -> None:
        good = signed(manifest_of(ABOUT, base, NOW), key)
        unsigned = ["", "a.b", "a.b.c", good.rsplit(".", 1)[0] + ".", "{}", "é.é.é"]
        unsigned.append(reheaded(good, alg="none", typ=KIND, kid=key.kid))
        unsigned.append(reheaded(good, alg="HS256", typ=KIND, kid=key.kid))
        unsigned.append(reheaded(good, alg="ES256", kid=key.kid))
        unsigned.append(reheaded(good, alg="ES256", typ="JWT", kid=key.kid))
        assert {refusal(each, key) for each in unsigned} == {"unsigned"}

    def test_for_another_purpose(self, key: SigningKey) -> None:
        token = jws.sign({"sub": "mem_1"}, dict(key.private_jwk), headers={"kid": key.kid}, algorithm="ES256")
        assert refusal(token, key) == "unsigned"

    def test_of_a_stranger(self, key: SigningKey, base: Path, tmp_path: Path) -> None:
        stranger = KeyRing.open(tmp_path / "elsewhere").signing_key
        made = signed(manifest_of(ABOUT, base, NOW), stranger)
        assert refusal(made, key) == "unknown_key"
        claimed = SigningKey(key.kid, stranger.private_jwk)
        assert refusal(signed(manifest_of(ABOUT, base, NOW), claimed), key) == "forged"

    def test_under_another_content(self, key: SigningKey, base: Path) -> None:
        head, payload, signature = signed(manifest_of(ABOUT, base, NOW), key).split(".")
        other = base64.urlsafe_b64encode(
            base64.urlsafe_b64decode(payload + "==").replace(b'"sequence":7', b'"sequence":8')
        )
        assert refusal(f"{head}.{other.decode().rstrip('=')}.{signature}", key) == "forged"

    def test_over_what_this_version_does_not_read(self, key: SigningKey) -> None:
        headers = {"kid": key.kid, "typ": KIND}
        for content in (b"{}", b'{"format":2}'):
            made = jws.sign(content, dict(key.private_jwk), headers=headers, algorithm="ES256")
            assert refusal(made, key) == "unknown_format"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"the base of a bundl", "size"), (b"the base of a bundle.", "size"), (b"the base of A bundle", "content")],
)
def test_a_base_that_was_cut_short_or_altered(base: Path, content: bytes, reason: str) -> None:
    manifest = manifest_of(ABOUT, base, NOW)
    base.write_bytes(content)
    with pytest.raises(BundleRefused) as refused:
        check_base(manifest, base)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("kind", "day", "reason"),
    [(MemberKind.LOGISTICS, date(2026, 11, 2), "audience"), (MemberKind.PLATFORM, date(2026, 12, 3), "expired")],
)
def test_a_bundle_of_others_or_of_before(base: Path, kind: MemberKind, day: date, reason: str) -> None:
    manifest: Manifest = manifest_of(ABOUT, base, NOW)
    with pytest.raises(BundleRefused) as refused:
        check_use(manifest, "mem_1", kind, day)
    assert refused.value.reason == reason
