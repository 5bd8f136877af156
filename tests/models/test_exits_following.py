"""How exit notices follow the log and the days: in small steps, and a day that ends nothing costs nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlmodel import Session, func, select

from huixin.core.vocabulary import EndKind
from huixin.core.windows import Window
from models.database import Database
from models.decision_rows import SHARED
from models.decisions import Decision
from models.exits import following, received
from models.exits.following import Run, end_run, follow_exits
from models.exits.received import Place, Receipts, followed, read_decisions
from models.exits.tables import ExitNotice, Received
from models.jobs import LeaseLost
from rules.ruleset import RuleSet
from tests.factories import make_listing, make_member, make_row, ordinary_day

TOMORROW = ordinary_day() + timedelta(days=1)
ENDS: dict[str, dict[str, Any]] = {
    "window": {"window": Window(date(2026, 1, 1), TOMORROW)},
    "removed": {"ended_on": TOMORROW, "end_kind": EndKind.REMOVED},
    "display_ended": {"display_ended_on": TOMORROW},
    "measures_lifted": {"measures_lifted_on": TOMORROW},
    "longest display": {"list": "ecommerce_joint", "decided_on": date(2025, 6, 16)},
    "longest display before a removal to come": {
        "list": "ecommerce_joint",
        "decided_on": date(2025, 6, 16),
        "ended_on": TOMORROW + timedelta(days=30),
        "end_kind": EndKind.REMOVED,
    },
}


@dataclass
class Exits:
    """The job over a database, run by hand. `steps`: how many notices there were before each transaction of it."""

    database: Database
    ruleset: RuleSet
    now: datetime
    steps: list[int] = field(default_factory=list)
    most: int | None = None

    def keep(self, session: Session) -> None:
        if len(self.steps) == self.most:
            raise LeaseLost
        self.steps.append(session.exec(select(func.count()).select_from(ExitNotice)).one())

    def run(self) -> None:
        run = Run(self.database, self.ruleset.catalogue, self.now, self.keep)
        self.steps.clear()
        sequence = follow_exits(run)
        with self.database.write() as session:
            end_run(session, run, sequence)

    def pass_a_day(self) -> None:
        self.now += timedelta(days=1)

    def members(self, number: int) -> list[str]:
        with self.database.write() as session:
            return [make_member(session).member_id for _ in range(number)]

    def listings(self, number: int, **fields: Any) -> list[str]:
        with self.database.write() as session:
            return [make_listing(session, **fields).id for _ in range(number)]

    def receive(self, members: list[str], listings: list[str]) -> None:
        rows = [{"member_id": one, "listing_id": key, "last_at": self.now} for one in members for key in listings]
        with self.database.write() as session:
            session.execute(insert(Received), rows)

    def answer(self, at: datetime, member: str, listing: str) -> None:
        row = make_row(f"dec_{at.timestamp():032.0f}", at, member)
        shared: dict[str, Any] = dict(zip(SHARED, row.shared.values, strict=True)) | {"listing_ids": [listing]}
        own: dict[str, Any] = {"id": row.id, "at": at, "body_hash": row.body_hash, "subject_key": row.subject_key}
        with self.database.log_write() as log:
            log.add(Decision(**own, **shared, request={}, answer={}))

    def told(self) -> set[tuple[str, str]]:
        with self.database.read() as session:
            return {(one.member_id, one.listing_id) for one in session.exec(select(ExitNotice))}


@pytest.fixture
def exits(database: Database, ruleset: RuleSet, now: datetime) -> Exits:
    return Exits(database, ruleset, now)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are made meanwhile."""
    made: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        made.append(statement)

    event.listen(database.main, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(database.main, "before_cursor_execute", note)


def test_a_day_that_ends_nothing_costs_the_same_however_much_is_held(exits: Exits) -> None:
    members, costs = exits.members(10), []
    exits.run()
    for number in (1, 30):
        exits.receive(members, exits.listings(number))
        exits.run()
        exits.pass_a_day()
        with counted(exits.database) as made:
            exits.run()
        costs.append(len(made))
    assert costs[0] == costs[1]
    assert exits.told() == set()


@pytest.mark.parametrize("end", ENDS)
def test_what_a_day_ended_is_told_on_it_to_each_of_its_holders(exits: Exits, end: str) -> None:
    members, [ending] = exits.members(3), exits.listings(1, **ENDS[end])
    exits.receive(members, [ending, *exits.listings(3)])
    exits.run()
    assert exits.told() == set()
    exits.pass_a_day()
    exits.run()
    assert exits.told() == {(one, ending) for one in members}


def test_other_writers_wait_for_few_notices_at_a_time(exits: Exits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 2)
    members, ending = exits.members(3), exits.listings(3, ended_on=TOMORROW, end_kind=EndKind.REMOVED)
    exits.receive(members, ending)
    exits.run()
    exits.pass_a_day()
    exits.run()
    steps = [*exits.steps, len(exits.told())]
    assert steps[-1] == 9
    assert max(after - before for before, after in pairwise(steps)) == 2


def test_a_run_that_was_broken_off_is_gone_on_with_from_there(exits: Exits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "CHUNK", 2)
    [member], gone = exits.members(1), exits.listings(8, ended_on=ordinary_day(), end_kind=EndKind.REMOVED)
    instants = [exits.now + timedelta(hours=number) for number in range(len(gone))]
    for at, listing in zip(instants, gone, strict=True):
        exits.answer(at, member, listing)
    exits.most = 3
    with pytest.raises(LeaseLost):
        exits.run()
    with exits.database.read() as session:
        assert followed(session).decisions_at == instants[3]
    assert exits.told() == {(member, listing) for listing in gone[:4]}, "with each chunk what it saw"
    exits.most, again = None, list[datetime]()

    def read(log: Session, after: Place | None) -> Receipts:
        found = read_decisions(log, after)
        again.extend(at for _, _, at in found.found)
        return found

    monkeypatch.setattr(following, "read_decisions", read)
    exits.run()
    assert again == instants[3:]
    assert exits.told() == {(member, listing) for listing in gone}
