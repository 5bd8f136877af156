"""A base and the deltas since hold what a base made now would hold, and nothing that its audience may not know."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.bundling import maker_of, rules_of
from huixin.core.vocabulary import MemberKind, Provenance, Rectification, Standing
from huixin.core.windows import Window
from huixin.local.base import Base, Entry
from huixin.local.overlay import Overlaid, compact, lay_over
from models.bundles.build import Audience, build_base, build_delta
from models.bundles.shelf import Shelf, offered
from models.listings import change_listing
from rules.ruleset import default_ruleset
from tests.api.bundles.conftest import Office
from tests.api.bundles.register import Register
from tests.api.conftest import World
from tests.conftest import STORED_EXAMPLES
from tests.factories import make_listing, make_person, make_subject

AUDIENCE = Audience(MemberKind.PLATFORM)


def entries(base: Base) -> dict[str, Entry]:
    keys = [key for (key,) in base._read("SELECT key FROM entry")]
    if isinstance(base, Overlaid):
        keys += [key for (key,) in Base._read(base, "SELECT key FROM entry")]
    return base.find(sorted(set(keys)))


def assert_alike(merged: Base, full: Base) -> None:
    """Of scenes a bundle that went on may hold classes that are no more; those that are, as they are."""
    assert merged.about == full.about
    assert entries(merged) == entries(full)
    for _, digest in full.about.rules:
        assert merged.rules(digest).content == full.rules(digest).content
        query = "SELECT epoch, scene FROM scene WHERE digest = ?"
        for epoch, scene in full._read(query, digest):
            one, other = (rules.rules(digest).read(int(epoch), scene) for rules in (merged, full))
            assert one is not None
            assert other is not None
            assert (one.reduction, one.effects) == (other.reduction, other.effects)
            assert hits(other).items() <= hits(one).items()


def hits(content: object) -> dict[object, tuple[str, ...]]:
    return {
        (context, record): content.hit_sets[number]  # type: ignore[attr-defined]
        for context, row in zip(content.contexts, content.hits, strict=True)  # type: ignore[attr-defined]
        for record, number in zip(content.records, row, strict=True)  # type: ignore[attr-defined]
    }


@settings(max_examples=max(STORED_EXAMPLES // 4, 2), suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_random_changes(world: World, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder, rules, today = tmp_path_factory.mktemp("laid"), rules_of(world.context), world.context.today()
    with world.context.database.write() as session:
        register = Register(session, data.draw)
        for _ in range(data.draw(st.integers(0, 5))):
            register.act()
        made, over = build_base(session, rules, AUDIENCE, today, folder / "base.db"), None
        for number in range(data.draw(st.integers(1, 3))):
            for _ in range(data.draw(st.integers(0, 3))):
                register.act()
            made = build_delta(session, rules, made, today, folder / f"delta{number}.db")
            newer = folder / f"over{number}.db"
            lay_over(over, folder / f"delta{number}.db", newer)
            over = newer
        build_base(session, rules, AUDIENCE, today, folder / "full.db")
        session.rollback()
    assert over is not None
    full = Base(folder / "full.db")
    assert_alike(Overlaid(folder / "base.db", over), full)
    compact(folder / "base.db", over, folder / "compacted.db")
    assert_alike(Base(folder / "compacted.db"), full)


def test_what_days_alone_change(world: World, tmp_path: Path) -> None:
    """An order falls overdue, a decision takes effect, a window and a display end: nobody has written anything."""
    rules, today = rules_of(world.context), world.context.today()
    in_days = [today + timedelta(days=days) for days in range(9)]
    with world.context.database.write() as session:
        ordered = {"rectification": Rectification.ORDERED, "standing": Standing.CONFIRMED}
        make_listing(session, make_subject(session), list="ecommerce_pushed", due=in_days[2], **ordered)
        proposed = {"standing": Standing.PROPOSED, "takes_effect_on": in_days[3]}
        make_listing(session, make_subject(session), **proposed)
        make_listing(session, make_subject(session), window=Window(date(2026, 1, 1), in_days[4]))
        make_listing(session, make_subject(session), measures_lifted_on=in_days[5])
        make_listing(session, make_subject(session), display_ended_on=in_days[6])
    with world.context.database.read() as session:
        made, over, seen = build_base(session, rules, AUDIENCE, today, tmp_path / "base.db"), None, set[int]()
        for number, day in enumerate(in_days[1:]):
            made = build_delta(session, rules, made, day, tmp_path / f"delta{number}.db")
            newer = tmp_path / f"over{number}.db"
            lay_over(over, tmp_path / f"delta{number}.db", newer)
            over = newer
            build_base(session, rules, AUDIENCE, day, tmp_path / f"full{number}.db")
            full = Base(tmp_path / f"full{number}.db")
            assert_alike(Overlaid(tmp_path / "base.db", over), full)
            seen.add(len(entries(full)))
    assert len(seen) > 2


def test_rules_by_which_others_may_be_heard_take_a_base(office: Office) -> None:
    office.world.enter({})
    shelf = office.make()
    made = shelf.made()
    assert made is not None
    rules = rules_of(office.world.context)
    other = made.__class__(made.about, made.looks, made.kinds, made.texts, frozenset({"other"}))
    with office.world.context.database.read() as session, pytest.raises(ValueError, match="other lists"):
        build_delta(session, rules, other, office.world.context.today(), shelf.new_file())


def test_who_slept_gets_what_is_smaller_and_a_new_base_goes_on_both_ways(office: Office) -> None:
    world = office.world
    world.enter({})
    shelf = office.make()
    first = shelf.issued()
    assert first is not None
    old = first.parts[0].digest
    for number in range(3):
        world.enter({"文书号": f"更{number}"})
        office.make()
    world.pass_time(days=8)
    office.make()
    issued = shelf.issued()
    assert issued is not None
    kinds = ["delta" if part.manifest.follows else "base" for part in issued.parts]
    assert (kinds[0], kinds[-2:], len(issued.tips)) == ("base", ["delta", "base"], 2)
    world.enter({"文书号": "此后"})
    office.make()
    issued = shelf.issued()
    assert issued is not None
    assert set(issued.parts[-1].manifest.follows) == {part.digest for part in issued.parts[-3:-1]}
    whole, since = offered(issued, None), offered(issued, old)
    assert [bool(part.manifest.follows) for part in whole] == [False, True]
    sizes = [sum(part.packed for part in parts) for parts in (whole, since)]
    assert sizes[1] <= sizes[0]
    assert offered(issued, issued.parts[-1].digest) == ()
    assert offered(issued, "0" * 64) == whole
    assert all(shelf.file(part.manifest.sha256).exists() for part in issued.parts)


HIDDEN = ("线索甲", "拟认定乙", "内部丙", "他人名单丁", "欧阳测试")


@pytest.mark.parametrize("kind", [MemberKind.PLATFORM, MemberKind.LOGISTICS, MemberKind.AGENCY, MemberKind.ASSOCIATION])
def test_no_file_of_a_bundle_holds_what_its_audience_may_not_know(office: Office, kind: MemberKind) -> None:
    world = office.world
    lists = default_ruleset().catalogue.lists
    other = next((code for code, entry in sorted(lists.items()) if kind not in entry.visible_to), None)
    keeper = world.member(MemberKind.ASSOCIATION, name="another association").member_id
    shelf = office.make(kind)
    with world.context.database.write() as session:
        known = make_listing(session, make_subject(session, name="惠州市人人皆知有限公司"))
        make_listing(session, make_subject(session, name=HIDDEN[0]), list="ecommerce_pushed", standing=Standing.LEAD)
        make_listing(session, make_subject(session, name=HIDDEN[1]), standing=Standing.PROPOSED)
        inside = {"provenance": Provenance.ASSOCIATION, "inside": keeper}
        make_listing(session, make_subject(session, name=HIDDEN[2]), **inside)
        if other is not None:
            make_listing(session, make_subject(session, name=HIDDEN[3]), list=other)
        make_listing(session, make_person(session, world.context.keys))
    office.make(kind)
    with world.context.database.write() as session:
        change_listing(session, known.id, grounds="x")
    office.make(kind)
    whole = Shelf(shelf.folder.parent / "whole")
    whole.ask_for()
    maker_of(world.context).make(Audience(kind), whole, world.context.now())
    files = [file for folder in (shelf, whole) for file in folder.folder.iterdir() if not file.suffix]
    content = b"".join(file.read_bytes() for file in files)
    assert "人人皆知".encode() in content
    for name in HIDDEN:
        assert name.encode() not in content
        assert json.dumps(name)[1:-1].encode() not in content
