"""What must not be answered from is refused with its reason, and what was there before goes on to be answered from."""

import json
import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from huixin.local import BundleRefused, LocalChecker
from huixin.local.manifest import digest_of
from models.bundles.shelf import ISSUED, Part, Shelf
from models.bundles.signing import signed
from models.keys import KeyRing
from tests.api.bundles.conftest import Office
from tests.api.conftest import BLACK, CLEAN


@pytest.fixture
def held(office: Office) -> Shelf:
    """The shelf, once a member has fetched its base."""
    office.world.enter({})
    shelf = office.make()
    office.checker().close()
    return shelf


def reissue(shelf: Shelf, change: Any) -> None:
    """What the service offers from now on, which somebody has tampered with."""
    issued = json.loads((shelf.folder / ISSUED).read_text())
    change(issued)
    (shelf.folder / ISSUED).write_text(json.dumps(issued))


def changed(office: Office) -> None:
    office.world.enter({"TYSHXYDM": CLEAN, "JGMC": "惠州市另一贸易有限公司", "文书号": "2"})
    office.world.pass_time(minutes=2)


def refusal(office: Office) -> str:
    """Of the next follow; the old bundle answers before and after."""
    with office.checker() as local:
        with pytest.raises(BundleRefused) as refused:
            local.follow()
        assert local.check(BLACK, scene="promotion").outcome == "refuse"
    with office.checker() as again:
        assert again.check(BLACK, scene="promotion").outcome == "refuse"
    return refused.value.reason


class TestWhatTheServiceOffers:
    def test_unsigned(self, office: Office, held: Shelf) -> None:
        changed(office)
        office.make()
        reissue(held, lambda issued: issued["parts"][1].update(signed=_unsigned(issued["parts"][1]["signed"])))
        assert refusal(office) == "unsigned"

    @pytest.mark.usefixtures("held")
    def test_signed_by_a_key_that_was_not_there(self, office: Office) -> None:
        changed(office)
        stranger = KeyRing.open(office.folder / "stranger").rotate("bundles")
        object.__setattr__(office.world.context, "keys", stranger)
        office.make()
        assert refusal(office) == "unknown_key"

    def test_altered(self, office: Office, held: Shelf) -> None:
        changed(office)
        office.make()
        delta = _newest(held).manifest
        packed = held.file(delta.sha256, packed=True)
        content = bytearray(packed.read_bytes())
        content[len(content) // 2] ^= 1
        packed.write_bytes(content)
        assert refusal(office) in ("content", "size")

    def test_cut_short(self, office: Office, held: Shelf) -> None:
        changed(office)
        office.make()
        delta = _newest(held)
        packed = held.file(delta.manifest.sha256, packed=True)
        packed.write_bytes(packed.read_bytes()[:-20])
        reissue(held, lambda issued: issued["parts"][1].update(packed=delta.packed - 20))
        assert refusal(office) in ("content", "size")

    def test_a_gap_in_the_chain(self, office: Office, held: Shelf) -> None:
        changed(office)
        office.make()
        other = replace(_newest(held).manifest, follows=("0" * 64,))
        following = signed(other, office.world.context.keys.bundle_keys[0])

        with office.checker() as local:
            assert local._client is not None
            local._client.bundles.current = lambda **_: _Offer(following)  # type: ignore[method-assign,assign,return-value]
            with pytest.raises(BundleRefused) as refused:
                local.follow()
            assert refused.value.reason == "gap"
            assert local.check(BLACK, scene="promotion").outcome == "refuse"

    @pytest.mark.parametrize(
        ("fields", "reason"),
        [
            ({"audience": MemberKind.LOGISTICS}, "audience"),
            ({"last_day": date(2026, 11, 1)}, "expired"),
            ({"made_at": None}, "older"),
        ],
    )
    def test_a_base_of_others_or_of_before(
        self, office: Office, held: Shelf, fields: dict[str, Any], reason: str
    ) -> None:
        base = _newest(held).manifest
        if reason == "older":
            fields = {"made_at": base.made_at - timedelta(days=1)}
        offered = signed(replace(base, **fields), office.world.context.keys.bundle_keys[0])
        with office.checker() as local:
            assert local._client is not None
            local._client.bundles.current = lambda **_: _Offer(offered)  # type: ignore[method-assign,assign,return-value]
            with pytest.raises(BundleRefused) as refused:
                local.follow()
        assert refused.value.reason == reason


@pytest.mark.usefixtures("held")
class TestWhatIsOnDisk:
    def opened(self, office: Office) -> str:
        with pytest.raises(BundleRefused) as refused:
            LocalChecker.open(office.folder, now=office.world.context.now)
        return refused.value.reason

    def base(self, office: Office) -> Path:
        return next(office.folder.glob("*.db"))

    def test_altered(self, office: Office) -> None:
        with sqlite3.connect(self.base(office)) as file:
            file.execute("UPDATE entry SET content = '[]'")
        assert self.opened(office) in ("content", "size")

    def test_altered_to_the_same_length(self, office: Office) -> None:
        content = self.base(office).read_bytes()
        self.base(office).write_bytes(content.replace("顺达优品".encode(), "顺达优良".encode()))
        assert self.opened(office) == "content"

    def test_cut_short(self, office: Office) -> None:
        self.base(office).write_bytes(self.base(office).read_bytes()[:-1])
        assert self.opened(office) == "size"

    def test_taken_away(self, office: Office) -> None:
        self.base(office).unlink()
        assert self.opened(office) == "missing"

    def test_unsigned(self, office: Office) -> None:
        state = json.loads((office.folder / "state.json").read_text())
        state["newest"] = _unsigned(state["newest"])
        (office.folder / "state.json").write_text(json.dumps(state))
        assert self.opened(office) == "unsigned"

    def test_another_base_under_a_signed_name(self, office: Office) -> None:
        state = json.loads((office.folder / "state.json").read_text())
        self.base(office).write_bytes(b"another")
        there = self.base(office).stat()
        state["base"] |= {"size": 7, "written": there.st_mtime_ns, "sha256": "0" * 64}
        (office.folder / "state.json").write_text(json.dumps(state))
        assert self.opened(office) == "content"

    def test_too_old(self, office: Office) -> None:
        office.world.pass_time(days=31)
        assert self.opened(office) == "expired"


class _Offer:
    endorsed: tuple[str, ...] = ()

    def __init__(self, manifest: str) -> None:
        self.parts = [type("Part", (), {"manifest": manifest, "packed": 10})]


def _newest(shelf: Shelf) -> Part:
    issued = shelf.issued()
    assert issued is not None
    return issued.parts[-1]


def _unsigned(manifest: str) -> str:
    return manifest.rsplit(".", 1)[0] + "."


def test_a_manifest_is_named_by_what_it_says(held: Shelf, office: Office) -> None:
    newest = _newest(held)
    again = signed(newest.manifest, office.world.context.keys.bundle_keys[0])
    assert again != newest.signed
    assert digest_of(again) == newest.digest


def test_a_folder_with_nothing_in_it(office: Office) -> None:
    with pytest.raises(BundleRefused) as refused:
        LocalChecker.open(office.folder)
    assert refused.value.reason == "missing"
