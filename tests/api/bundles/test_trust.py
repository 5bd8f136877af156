"""Whom a member's program believes, and for how long: keys that follow each other, clocks, another's files."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huixin.core.vocabulary import EndKind, MemberKind
from huixin.local import BundleRefused, LocalChecker
from huixin.local.folder import Folder
from huixin.local.manifest import read_manifest
from huixin.types.bundle import BundleOffer, BundlePart
from models.bundles.build import Audience
from models.bundles.own import own_file, signed_own
from models.bundles.shelf import Shelf
from models.bundles.signing import signed
from models.caller import Caller
from models.keys import KeyRing
from models.listings import end_listing
from models.receipts.audit import Expected
from tests.api.bundles.conftest import Office
from tests.api.conftest import BLACK, CLEAN
from tests.factories import make_listing, make_subject


@pytest.fixture
def held(office: Office) -> Office:
    office.world.enter({})
    office.make()
    office.checker().close()
    return office


def use_keys(office: Office, keys: KeyRing) -> None:
    object.__setattr__(office.world.context, "keys", keys)


def make_newer(office: Office) -> None:
    office.world.enter({"TYSHXYDM": CLEAN, "文书号": "2"})
    office.world.pass_time(minutes=2)
    office.make()


def refused(office: Office, offer: BundleOffer | None = None) -> str:
    with office.checker() as local:
        assert local._client is not None
        if offer is not None:
            local._client.bundles.current = lambda **_: offer  # type: ignore[method-assign]
        with pytest.raises(BundleRefused) as error:
            local.follow()
        assert local.check(BLACK, scene="promotion").outcome == "refuse"
    return error.value.reason


class TestKeys:
    @pytest.mark.parametrize("times", [1, 2])
    def test_a_new_key_is_trusted_by_the_signature_of_the_one_before(self, held: Office, times: int) -> None:
        for _ in range(times):
            use_keys(held, held.world.context.keys.rotate("bundles"))
        make_newer(held)
        with held.checker() as local:
            assert local.follow().files == 1
            assert local.check(CLEAN, scene="promotion").outcome == "refuse"
        pinned = Folder(held.folder).keys() or []
        assert {key.kid for key in held.world.context.keys.bundle_keys} <= {key["kid"] for key in pinned}

    def test_a_strangers_keys_that_endorse_each_other_are_not(self, held: Office, tmp_path: Path) -> None:
        use_keys(held, KeyRing.open(tmp_path / "stranger").rotate("bundles"))
        make_newer(held)
        assert refused(held) == "unknown_key"

    def test_a_key_of_another_purpose_signs_no_bundle_and_endorses_no_key(self, held: Office) -> None:
        keys = held.world.context.keys
        use_keys(held, replace(keys, bundle_keys=keys.receipt_keys))
        make_newer(held)
        assert refused(held) == "unknown_key"
        stranger = KeyRing.open(held.folder / "stranger").bundle_keys
        use_keys(held, replace(keys, bundle_keys=(*stranger, *keys.receipt_keys)))
        make_newer(held)
        assert refused(held) == "unknown_key"


class TestWhatIsOffered:
    def test_what_another_association_keeps_to_itself(self, held: Office) -> None:
        issued = Shelf.of(held.world.context.settings.bundles_folder, Audience(MemberKind.PLATFORM)).issued()
        assert issued is not None
        other = replace(issued.parts[-1].manifest, inside="mem_" + "0" * 32)
        part = BundlePart(manifest=signed(other, held.world.context.keys.bundle_keys[0]), packed=10)
        assert refused(held, BundleOffer(parts=[part])) == "audience"

    def test_a_file_that_is_to_be_longer_packed_than_unpacked(self, held: Office) -> None:
        issued = Shelf.of(held.world.context.settings.bundles_folder, Audience(MemberKind.PLATFORM)).issued()
        assert issued is not None
        part = BundlePart(manifest=issued.parts[-1].signed, packed=1 << 40)
        assert refused(held, BundleOffer(parts=[part])) == "size"

    def test_a_file_of_the_members_own_from_before(self, held: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        context = held.world.context
        member = held.world.member(MemberKind.PLATFORM).member_id
        with context.database.read() as session:
            own = own_file(session, Caller(member, "", MemberKind.PLATFORM, frozenset()), context.now())
        older = signed_own(replace(own, sequence=own.sequence - 1), context.keys.bundle_keys[0])
        monkeypatch.setattr("api.routers.bundles.signed_own", lambda *_: older)
        monkeypatch.setattr("api.routers.bundles.tag_of", lambda _: "another")
        assert refused(held) == "older"

    def test_the_head_of_the_log_goes_with_it(self, held: Office) -> None:
        held.world.ask(held.world.headers())
        make_newer(held)
        with held.checker() as local:
            told = local.follow().log_head
        assert told == "{}:{}".format(*held.world.context.log.last_head or ())
        assert Expected.of(told or "", []).number == 1


class TestClocks:
    def test_a_clock_that_is_behind_makes_nothing_fresher(self, held: Office) -> None:
        held.world.pass_time(hours=-3)
        longest = timedelta(hours=2)
        with LocalChecker.open(held.folder, now=held.world.context.now, adverse_max_age=longest) as local:
            assert local.check(BLACK, scene="promotion").review.why[0].code == "stale"
            assert local.age == timedelta(hours=3)

    def test_nor_does_one_that_stands_still(self, held: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        with LocalChecker.open(held.folder, now=held.world.context.now) as local:
            assert local.check(BLACK, scene="promotion").outcome == "refuse"
            later = local._bundle.since + timedelta(hours=25).total_seconds()
            monkeypatch.setattr("huixin.local.offline.monotonic", lambda: later)
            assert local.check(BLACK, scene="promotion").review.why[0].code == "stale"
            assert local.verdict(BLACK, scene="promotion") == "review"


def test_a_class_that_comes_back_after_a_new_base_is_covered(office: Office) -> None:
    world = office.world
    with world.context.database.write() as session:
        gone = make_listing(session, make_subject(session), list="red")
        make_listing(session, make_subject(session, uscc=BLACK))
    office.make()
    with world.context.database.write() as session:
        end_listing(session, gone.id, world.context.today(), EndKind.REMOVED)
    world.pass_time(days=8)
    office.make()
    with office.checker() as local:
        world.pass_time(minutes=2)
        with world.context.database.write() as session:
            make_listing(session, make_subject(session, uscc=CLEAN), list="red")
        office.make()
        assert local.follow().files == 1
        told = local.check(CLEAN, scene="promotion")
        assert (told.source, len(told.records)) == ("local", 1)


def test_a_bundle_that_is_replaced_while_it_is_opened(held: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    read, replaced = read_manifest, list[str]()

    def meanwhile(text: str, keys: Any) -> Any:
        if not replaced:
            replaced.append(text)
            monkeypatch.setattr("huixin.local.folder.read_manifest", read)
            state = Folder(held.folder).state()
            assert state is not None
            assert state.base is not None
            new = Folder(held.folder).new_file()
            new.write_bytes((held.folder / state.base.name).read_bytes())
            Folder(held.folder).keep(replace(state, base=Folder(held.folder).stamp(new)))
        return read(text, keys)

    monkeypatch.setattr("huixin.local.folder.read_manifest", meanwhile)
    with LocalChecker.open(held.folder, now=held.world.context.now) as local:
        assert local.check(BLACK, scene="promotion").outcome == "refuse"
    assert replaced


def test_what_lies_beside_the_bundles_holds_up_none(office: Office) -> None:
    office.make()
    folder = office.world.context.settings.bundles_folder
    (folder / "lost+found").mkdir()
    (folder / "platform-notes.txt").write_text(json.dumps({}))
    assert [shelf.folder.name for _, shelf in Shelf.all(folder)] == ["platform"]
