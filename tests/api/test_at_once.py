"""Two who change one record at the same moment: it comes to what both said, one after the other, and neither fails.

The one is held up before each of its statements about the record, in turn, until the other has been answered, or has
waited for it.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from itertools import count
from threading import Event
from typing import Any, TypeAlias

import httpx
import pytest
from sqlalchemy import Engine, event

from huixin.core.records import Record
from huixin.core.vocabulary import EndKind
from models.listings import records_by_id
from tests.api.conftest import World
from tests.api.rights_world import EVIDENCE, Rights
from tests.api.test_cases import CONFIRM, act, case_of, local
from tests.conftest import FULL

pytestmark = pytest.mark.parametrize(
    "new_database", ["sqlite", "postgresql"] if FULL else ["postgresql"], indirect=True
)
Request: TypeAlias = Callable[[], Any]
PATIENCE = 0.2
"""Seconds after which the other is taken to wait for the one that is held up."""


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


@contextmanager
def held_up(engine: Engine, number: int, go_on: Event) -> Iterator[Event]:
    """The next that comes to its statement of that number about records stands still there; the event says so."""
    reached, statements = Event(), count()

    def hold(_: Any, __: Any, statement: str, *___: Any) -> None:
        about = "listing_version" in statement or statement.startswith("UPDATE change_sequence")
        if about and not reached.is_set() and next(statements) == number:
            reached.set()
            go_on.wait(PATIENCE)

    event.listen(engine, "before_cursor_execute", hold)
    try:
        yield reached
    finally:
        event.remove(engine, "before_cursor_execute", hold)


def at_once(world: World, number: int, one: Request, other: Request) -> tuple[Any, Any] | None:
    """What both were answered; None where the one has no statement of that number."""
    go_on = Event()
    with held_up(world.context.database.main, number, go_on) as reached, ThreadPoolExecutor(2) as pool:
        first = pool.submit(one)
        first.add_done_callback(lambda _: go_on.set())
        while not reached.wait(0.01):
            if first.done():
                return None
        second = pool.submit(other)
        second.add_done_callback(lambda _: go_on.set())
        return first.result(), second.result()


def everywhere(world: World, pair: Callable[[int], tuple[Request, Request]]) -> Iterator[tuple[Any, Any]]:
    """What both were answered, for each statement at which the one may be held up; `pair` is made anew each time."""
    for number in count():
        answers = at_once(world, number, *pair(number))
        if answers is None:
            assert number > 1, "the one reads the record and writes it"
            return
        yield answers


def record_of(world: World, listing_id: str) -> Record:
    with world.context.database.read() as session:
        return records_by_id(session, [listing_id])[listing_id]


def end(world: World, headers: dict[str, str], listing_id: str, kind: EndKind) -> httpx.Response:
    today = str(world.context.today())
    document = {"document_number": "惠信〔2026〕1号", "document_on": today, "reason": "期满", "decided_by": "惠城区"}
    body = {"listing_id": listing_id, "kind": kind, "on": today, **document}
    return world.client.post("/v1/ends", headers=headers, json=body)


def test_a_correction_never_brings_an_ended_record_back(world: World, rights: Rights) -> None:
    centre, listings = rights.headers("centre"), []

    def pair(number: int) -> tuple[Request, Request]:
        listing_id = rights.listing(document_number=f"惠市监认〔2026〕{number}号")
        listings.append(listing_id)
        objection = rights.done("centre", "/v1/objections", listing_id=listing_id, statement="不实", evidence=EVIDENCE)
        upheld = {"action": "uphold", "reasons": "属实", "decided_by": "惠城区", "correction": {"severity": "general"}}
        path = f"/v1/objections/{objection['id']}/actions"
        return (
            lambda: world.client.post(path, headers=centre, json=upheld),
            lambda: end(world, centre, listing_id, EndKind.REMOVED),
        )

    for corrected, ended in everywhere(world, pair):
        assert (corrected.status_code, ended.status_code) == (200, 201), (corrected.text, ended.text)
        record = record_of(world, listings[-1])
        assert (record.end_kind, record.severity, record.disputed) == (EndKind.REMOVED, "general", False)


def test_two_ends_of_a_record_stand_beside_each_other(world: World, rights: Rights) -> None:
    centre, listings = rights.headers("centre"), []

    def pair(number: int) -> tuple[Request, Request]:
        listing_id = rights.listing(document_number=f"惠市监认〔2026〕{number}号")
        listings.append(listing_id)
        return (
            lambda: end(world, centre, listing_id, EndKind.MEASURES_LIFTED),
            lambda: end(world, centre, listing_id, EndKind.DISPLAY_ENDED),
        )

    for lifted, hidden in everywhere(world, pair):
        assert (lifted.status_code, hidden.status_code) == (201, 201), (lifted.text, hidden.text)
        record = record_of(world, listings[-1])
        assert record.measures_lifted_on == record.display_ended_on == world.context.today()


def test_an_objection_never_brings_an_ended_record_back(world: World, rights: Rights) -> None:
    centre, listings = rights.headers("centre"), []

    def pair(number: int) -> tuple[Request, Request]:
        listing_id = rights.listing(document_number=f"惠市监认〔2026〕{number}号")
        listings.append(listing_id)
        objection = {"listing_id": listing_id, "statement": "不实", "evidence": EVIDENCE}
        return (
            lambda: world.client.post("/v1/objections", headers=centre, json=objection),
            lambda: end(world, centre, listing_id, EndKind.REMOVED),
        )

    for raised, ended in everywhere(world, pair):
        assert (raised.status_code, ended.status_code) == (201, 201), (raised.text, ended.text)
        record = record_of(world, listings[-1])
        assert (record.end_kind, record.disputed) == (EndKind.REMOVED, True)


def confirmed(world: World) -> tuple[str, str]:
    """A case that stands on a confirmed name, and the name."""
    case_id = case_of(world)
    answer = act(world, local(world, "huicheng"), case_id, **CONFIRM)
    assert answer.status_code == 200, answer.text
    return case_id, answer.json()["listing_id"]


def test_a_case_moves_while_its_name_ends(world: World, rights: Rights) -> None:
    centre, unit, names = rights.headers("centre"), local(world, "huicheng"), []

    def pair(_: int) -> tuple[Request, Request]:
        case_id, listing_id = confirmed(world)
        names.append(listing_id)
        dispute = {"action": "dispute", "on": str(date(2026, 11, 2)), "basis": "当事人提出异议"}
        return (
            lambda: act(world, unit, case_id, **dispute),
            lambda: end(world, centre, listing_id, EndKind.ANNULLED),
        )

    for moved, ended in everywhere(world, pair):
        assert (moved.status_code, ended.status_code) == (200, 201), (moved.text, ended.text)
        assert record_of(world, names[-1]).end_kind is EndKind.ANNULLED
