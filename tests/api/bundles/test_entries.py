"""What a bundle says of each code: what changes of it is what its keys say."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from huixin.core.records import Record
from huixin.core.visibility import heard_by_members
from huixin.core.vocabulary import MemberKind
from models.bundles.merchants import Entry, Knowing, changed_since
from models.sequence import current_sequence
from tests.api.bundles.register import Register
from tests.api.conftest import World
from tests.conftest import STORED_EXAMPLES


def knowing(world: World, session: Session) -> Knowing:
    def hears(record: Record) -> bool:
        terms, today = world.context.ruleset.terms, world.context.today()
        return heard_by_members(record, terms, MemberKind.PLATFORM, None, today)

    return Knowing(session, hears)


def told(entries: dict[str, Entry]) -> dict[str, Entry]:
    return {key: entry for key, entry in entries.items() if entry is None or entry}


@settings(max_examples=STORED_EXAMPLES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_changed_is_what_its_keys_say(world: World, data: st.DataObject) -> None:
    with world.context.database.write() as session:
        register = Register(session, data.draw)
        for _ in range(data.draw(st.integers(0, 8))):
            register.act()
        before, sequence = dict(knowing(world, session).entries()), current_sequence(session)
        for _ in range(data.draw(st.integers(1, 4))):
            register.act()
        known = knowing(world, session)
        changed = {key: known.entry(key) for key in known.keys_of(changed_since(session, sequence))}
        merged, full = told(before | changed), dict(known.entries())
        assert sorted(merged) == sorted(full)
        assert merged == full
        session.rollback()
