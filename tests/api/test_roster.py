"""A roster of the member's own: it is told whose verdict a change of the feed turns, and judges nobody else anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from huixin import Client
from huixin.core.identifiers import IdentifierError
from huixin.core.vocabulary import EndKind, MemberKind
from huixin.local.roster import Roster, Turned
from huixin.types.answer import Answer
from models.listings import end_listing
from tests.api.conftest import BLACK, CLEAN, World
from tests.factories import fresh_usccs, make_listing, make_subject


@dataclass
class Asking:
    """Judges by the service, and notes whom."""

    client: Client
    judged: list[str] = field(default_factory=list)

    def __call__(self, codes: Sequence[str]) -> list[Answer]:
        self.judged += codes
        items = self.client.check_many(codes, scene="promotion")
        return [item.answer for item in items if item.answer is not None]


@pytest.fixture
def asking(world: World) -> Asking:
    credential = world.member(MemberKind.PLATFORM)
    return Asking(Client("http://testserver", credential.client_id, credential.client_secret, http=world.client))


def test_only_those_whom_a_change_touches_are_judged_anew(world: World, asking: Asking, tmp_path: Path) -> None:
    others = [code for code, _ in zip(fresh_usccs(), range(30), strict=False)]
    with Roster(tmp_path / "roster.db") as roster:
        roster.add([BLACK.lower(), CLEAN, *others])
        assert len([*roster.learn(asking)]) == len(roster) == 32
        asking.judged.clear()
        world.enter({})
        with world.context.database.write() as session:
            make_listing(session, make_subject(session, uscc=others[0]), list="brushing_black")
            make_listing(session, make_subject(session), list="brushing_black")
        turned = roster.follow(asking.client.changes.iter(after=roster.sequence), asking)
        assert {one.code: (one.before, one.after) for one in turned} == {
            BLACK: ("clear", "refuse"),
            others[0]: ("clear", "refuse"),
        }
        assert sorted(asking.judged) == sorted([BLACK, others[0]]), "work is proportional to the change"
        assert roster.follow(asking.client.changes.iter(after=roster.sequence), asking) == []
        assert len(asking.judged) == 2


def test_a_tombstone_that_names_nobody_turns_the_one_whose_record_it_was(
    world: World, asking: Asking, tmp_path: Path
) -> None:
    with world.context.database.write() as session:
        listing_id = make_listing(session, make_subject(session, uscc=BLACK), list="brushing_black").id
    with Roster(tmp_path / "roster.db") as roster:
        roster.add([BLACK, CLEAN])
        assert {one.code: one.after for one in roster.learn(asking)} == {BLACK: "refuse", CLEAN: "clear"}
        after = [*asking.client.changes.iter()][-1].sequence
    with world.context.database.write() as session:
        end_listing(session, listing_id, world.context.today(), EndKind.REMOVED)
    with Roster(tmp_path / "roster.db") as roster:
        changes = [*asking.client.changes.iter(after=after)]
        assert [change.listing for change in changes] == [None]
        assert roster.follow(changes, asking) == [Turned(BLACK, "refuse", "clear")]  # type: ignore[arg-type]
        assert roster.sequence == changes[-1].sequence


def test_who_is_taken_out_is_forgotten(world: World, asking: Asking, tmp_path: Path) -> None:
    with Roster(tmp_path / "roster.db") as roster:
        roster.add([BLACK, CLEAN])
        assert len([*roster.learn(asking)]) == 2
        roster.remove([BLACK])
        world.enter({})
        assert roster.follow(asking.client.changes.iter(), asking) == []
        assert len(roster) == 1
        with pytest.raises(IdentifierError):
            roster.add([fresh_code(), "9144"])
        assert len(roster) == 1


def fresh_code() -> str:
    return next(iter(fresh_usccs()))
