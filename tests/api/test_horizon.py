"""What ends reaches the centre by itself, and whoever audits the rules reads it, and what nobody has checked."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from api.planning import plan, tell_what_ends
from huixin import Client
from huixin.core.vocabulary import MemberKind
from models.outbox import Event
from models.rulesets.deciding import publish_shipped
from models.rulesets.tables import RulesetDocument
from models.rulesets.warning import ENDING
from rules.written import compile_packs, shipped_documents
from tests.api.conftest import AssertProblem, World

BEFORE = date(2026, 11, 2)
"""The day of the world's clock."""
ORDER = """
- instrument: passing-order
  title: {zh: 暂行规定, en: A passing order}
  issuer: {zh: 国家发展改革委, en: NDRC}
  rank: dept_rule
  in_force: {from: 2020-01-01, to: %s}
  verified: false
  note: For a test.
"""


def told(world: World) -> list[dict[str, Any]]:
    """What the centre was told of the order, in order."""
    with world.context.database.read() as session:
        events = session.exec(select(Event).where(Event.type == ENDING, Event.subject == "passing-order")).all()
    return [event.data or {} for event in sorted(events, key=lambda one: one.created_at)]


def in_force_until(world: World, last_day: date) -> None:
    """The shipped rules, and an order that ends."""
    path, content = "national/passing.yaml", ORDER % last_day
    ruleset = compile_packs({**shipped_documents(), path: content})
    with world.context.database.write() as session:
        version = publish_shipped(session, ruleset, world.context.now())
        assert version is not None
        session.add(RulesetDocument(ruleset_id=version.id, path=path, content=content))
    world.context.book.refresh()


@pytest.mark.parametrize(
    ("days", "marks"),
    [
        ((0, 1, 10, 11, 70, 71, 93, 94, 101), [90, 30, 7]),
        ((25, 80, 95), [90, 30, 7]),
        ((80, 99), [30, 7]),
        ((101,), []),
    ],
)
def test_the_centre_is_told_ninety_thirty_and_seven_days_ahead_once_each(
    world: World, days: tuple[int, ...], marks: list[int]
) -> None:
    world.member(MemberKind.CENTRE)
    in_force_until(world, BEFORE + timedelta(days=100))
    passed = 0
    for day in days:
        world.pass_time(days=day - passed)
        passed = day
        plan(world.context, [tell_what_ends])
        plan(world.context, [tell_what_ends])
    assert [one["mark"] for one in told(world)] == marks


def test_the_notice_says_what_ends_and_what_goes_with_it(world: World) -> None:
    world.member(MemberKind.CENTRE)
    world.member(MemberKind.PLATFORM)
    in_force_until(world, BEFORE + timedelta(days=29))
    plan(world.context, [tell_what_ends])
    (one,) = told(world)
    assert (one["kind"], one["last_day"], one["days_left"], one["mark"]) == ("instrument", "2026-12-01", 29, 30)
    assert one["title"] == {"zh": "暂行规定", "en": "A passing order"}
    assert (one["silent"], one["unbound"], one["bare"]) == ([], [], [])


def test_every_member_of_the_centre_is_told_also_one_that_joins_later(world: World) -> None:
    in_force_until(world, BEFORE + timedelta(days=29))
    plan(world.context, [tell_what_ends])
    assert told(world) == []
    for name in ("one", "two"):
        world.member(MemberKind.CENTRE, name)
        plan(world.context, [tell_what_ends])
    assert len(told(world)) == 2


def test_an_order_that_is_prolonged_is_told_of_anew(world: World) -> None:
    world.member(MemberKind.CENTRE)
    for left in (6, 5):
        in_force_until(world, BEFORE + timedelta(days=left))
        plan(world.context, [tell_what_ends])
        world.pass_time(minutes=1)
    assert [(one["mark"], one["days_left"]) for one in told(world)] == [(7, 6), (7, 5)]


@pytest.mark.parametrize("kind", [MemberKind.CENTRE, MemberKind.AUDITOR])
def test_centre_and_auditors_read_what_ends(world: World, kind: MemberKind) -> None:
    in_force_until(world, BEFORE + timedelta(days=29))
    path, headers = "/v1/rulesets/horizon", world.headers(kind)
    found = {one["code"]: one for one in world.client.get(path, headers=headers).json()["items"]}
    assert found["passing-order"]["mark"] == 30
    nearer = world.client.get(f"{path}?days=28", headers=headers).json()
    assert "passing-order" not in {one["code"] for one in nearer["items"]}
    later = world.client.get(f"{path}?on=2026-12-01&days=0", headers=headers).json()
    assert (later["on"], later["items"][0]["days_left"]) == ("2026-12-01", 0)


def test_the_register_names_the_place_of_what_nobody_has_checked(world: World) -> None:
    in_force_until(world, BEFORE + timedelta(days=29))
    path, headers = "/v1/rulesets/unverified", world.headers(MemberKind.AUDITOR)
    found = world.client.get(path, headers=headers).json()
    (order,) = [one for one in found["items"] if one["code"] == "passing-order"]
    assert (order["document"], order["line"], order["confirmed"]) == ("national/passing.yaml", 7, None)
    assert found["unverified"] == len(found["items"]) < found["statements"]
    everything = world.client.get(f"{path}?all=true", headers=headers).json()
    assert len(everything["items"]) == everything["statements"] == found["statements"]


@pytest.mark.parametrize("path", ["horizon", "unverified"])
def test_others_do_not(world: World, assert_problem: AssertProblem, path: str) -> None:
    assert_problem(world.client.get(f"/v1/rulesets/{path}", headers=world.headers()), "forbidden")


def test_the_sdk_reads_both(world: World) -> None:
    in_force_until(world, BEFORE + timedelta(days=29))
    credential = world.member(MemberKind.CENTRE)
    with Client("http://testserver", credential.client_id, credential.client_secret, http=world.client) as client:
        ends = client.rulesets.horizon(days=29, on=BEFORE)
        assert {one.mark for one in ends.items if one.code == "passing-order"} == {30}
        assert client.rulesets.horizon().on == BEFORE
        open_ones, every = client.rulesets.unverified(), client.rulesets.unverified(everything=True)
        assert (len(open_ones.items), len(every.items)) == (every.unverified, every.statements)
