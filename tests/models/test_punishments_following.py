"""The job goes through everything that changed, a few merchants at a time, and loses nothing on its way."""

from datetime import datetime

import pytest

from models.clauses import end_clause
from models.database import Database
from models.punishments import following
from models.punishments.following import CHANGES, MOST, SWEEP, Look, behind, follow, look
from rules.ruleset import RuleSet
from tests.factories import make_listing
from tests.punish_desk import CONFIRMED, IN_TIME, PunishDesk

MANY = 2 * MOST + 1


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: datetime) -> PunishDesk:
    made = PunishDesk(database, ruleset, now)
    made.member()
    made.run()
    return made


def looked(desk: PunishDesk, key: str) -> Look:
    with desk.database.read() as session:
        return look(session, key, desk.moment)


def followed(desk: PunishDesk, found: Look) -> bool:
    with desk.database.write() as session:
        return follow(session, found, desk.moment)


def asked(desk: PunishDesk) -> set[str]:
    return {prompt.about.listing_id for prompt in desk.prompts() if prompt.about}


def test_no_transaction_touches_more_than_a_few_merchants(desk: PunishDesk) -> None:
    records = {desk.listing().id for _ in range(MANY)}
    first = looked(desk, CHANGES)
    assert (len(first.subjects), first.more) == (MOST, True)
    assert followed(desk, first)
    assert len(asked(desk)) == MOST
    desk.run()
    assert asked(desk) == records


def test_a_merchant_that_changes_again_is_looked_at_again(desk: PunishDesk) -> None:
    """Its first change is behind the cursor; the second came after it was done."""
    records = [desk.listing() for _ in range(MANY)]
    followed(desk, looked(desk, CHANGES))
    done = [record for record in records if record.id in asked(desk)]
    assert len(done) == MOST
    for record in done:
        desk.change(record, relief=True)
    desk.run()
    states = {prompt.about.listing_id: prompt.state for prompt in desk.prompts() if prompt.about}
    assert {states[record.id] for record in done} == {"closed"}
    assert {states[record.id] for record in records if record not in done} == {"open"}


def test_several_merchants_of_one_number_are_all_done(desk: PunishDesk) -> None:
    """A clause that ends concerns every merchant of the member's prompts, under one number of the sequence."""
    records = {desk.listing().id for _ in range(MANY)}
    desk.run()
    with desk.database.write() as session:
        end_clause(session, desk.member().member_id, desk.clause(), desk.moment.today)
    desk.run()
    bindings = {
        prompt.about.listing_id: prompt.about.binding for prompt in desk.prompts(measure="entry_limit") if prompt.about
    }
    assert bindings == dict.fromkeys(records, "advice")


def test_a_sweep_goes_on_where_the_last_run_ended(desk: PunishDesk) -> None:
    records = {desk.listing(**CONFIRMED, **IN_TIME).id for _ in range(MANY)}
    desk.run()
    assert asked(desk) == set()
    desk.pass_days(1)
    for turn in range(1, 4):
        found = looked(desk, SWEEP)
        assert followed(desk, found) == (turn < 3)
        assert len(asked(desk)) == min(turn * MOST, MANY)
    assert asked(desk) == records
    with desk.database.read() as session:
        assert behind(session, desk.moment) == ()


def test_a_sweep_of_yesterday_begins_anew(desk: PunishDesk) -> None:
    for _ in range(MANY):
        desk.listing(**CONFIRMED, **IN_TIME)
    desk.run()
    desk.pass_days(1)
    followed(desk, looked(desk, SWEEP))
    desk.pass_days(1)
    assert looked(desk, SWEEP).start.subject == ""
    desk.run()
    assert len(asked(desk)) == MANY


@pytest.mark.parametrize("key", [CHANGES, SWEEP])
def test_a_run_that_another_has_overtaken_does_nothing(desk: PunishDesk, key: str) -> None:
    desk.listing()
    desk.pass_days(1)
    late, quick = looked(desk, key), looked(desk, key)
    assert not followed(desk, quick)
    before = len(desk.prompts())
    followed(desk, late)
    assert len(desk.prompts()) == before


def test_long_spans_are_looked_through_in_parts(desk: PunishDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SPAN", 3)
    monkeypatch.setattr(following, "PAGE", 2)
    with desk.database.write() as session:
        for _ in range(5):
            make_listing(session, list="serious_violation")
        record = make_listing(session, list="ecommerce_joint")
    desk.run()
    assert asked(desk) == {record.id}
    desk.pass_days(1)
    desk.run()
    assert asked(desk) == {record.id}
