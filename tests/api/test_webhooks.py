"""Webhooks over HTTP: a member's own, from entering to what a receiver gets."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from api.app import create_app
from api.context import AppContext
from api.planning import plan
from api.worker import HANDLERS, Settle, step
from huixin.core.vocabulary import EndKind, MemberKind, Rectification, Standing
from huixin.webhooks import change_of, verify
from models.jobs import LEASE, Job, TakenJob, put_job
from models.listings import end_listing
from models.webhooks.deliveries import WAITS
from models.webhooks.tables import DELIVER, FOLLOW
from tests.api.conftest import NAME, AssertProblem, World
from tests.clients.receiver import Receiver, receiving
from tests.factories import make_listing

URL = "https://hooks.platform.example/huixin"
WEBHOOKS_ONLY = {kind: HANDLERS[kind] for kind in (FOLLOW, DELIVER)}


@pytest.fixture
def open_world(world: World) -> Iterator[World]:
    """The same, by an operator who lets webhooks reach this machine."""
    settings = replace(world.context.settings, webhook_networks=(ip_network("127.0.0.0/8"),), webhook_http=True)
    context = replace(world.context, settings=settings)
    with TestClient(create_app(context)) as client:
        yield World(context, client, world.clock_file)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def enter(world: World, url: str = URL, who: str = "test platform", **body: Any) -> Any:
    response = world.client.post("/v1/webhooks", json={"url": url, **body}, headers=world.headers(name=who))
    assert response.status_code == 201, response.text
    return response.json()


def log(world: World, webhook_id: str, **query: Any) -> Any:
    response = world.client.get(f"/v1/webhooks/{webhook_id}/deliveries", params=query, headers=world.headers())
    assert response.status_code == 200, response.text
    return response.json()["items"]


def work(world: World) -> None:
    """All that is due now."""
    while step(world.context):
        pass


def events(world: World, receiver: Receiver, secret: str) -> list[Any]:
    return [verify(body, headers, secret, now=world.context.now()) for headers, body in receiver.received]


def test_a_change_reaches_the_receiver(open_world: World, receiver: Receiver) -> None:
    world = open_world
    new = enter(world, receiver.url)
    world.enter({})
    work(world)
    [event] = events(world, receiver, new["secret"])
    change = change_of(event)
    assert (event.type, event.subject) == ("listing.entered", change.listing_id)
    assert change.listing is not None
    assert change.listing.subject_name == NAME
    [delivery] = log(world, new["webhook"]["id"])
    assert (delivery["state"], delivery["event_id"], delivery["sequence"]) == ("delivered", event.id, change.sequence)
    assert [(one["status"], one["error"]) for one in delivery["tries"]] == [(204, None)]


def test_a_receiver_that_was_down_gets_it_later_under_the_same_id(open_world: World, receiver: Receiver) -> None:
    world = open_world
    answers = iter([500, 503])
    receiver.answer = lambda _: next(answers, 204)
    new = enter(world, receiver.url)
    world.enter({})
    work(world)
    [delivery] = log(world, new["webhook"]["id"], state="pending")
    assert delivery["next_try_at"] == (world.context.now() + WAITS[0]).isoformat().replace("+00:00", "Z")
    for wait in WAITS[:2]:
        world.pass_time(seconds=wait.total_seconds() - 1)
        work(world)
        before = len(receiver.received)
        world.pass_time(seconds=1)
        work(world)
        assert len(receiver.received) == before + 1
    assert len(set(receiver.ids)) == 1
    assert log(world, new["webhook"]["id"], state="pending") == []
    assert [one["status"] for one in log(world, new["webhook"]["id"])[0]["tries"]] == [500, 503, 204]


def test_what_was_given_up_can_be_replayed(open_world: World, receiver: Receiver) -> None:
    world = open_world
    receiver.answer = lambda _: 500
    new = enter(world, receiver.url)
    world.enter({})
    work(world)
    for wait in WAITS:
        world.pass_time(seconds=wait.total_seconds())
        work(world)
    [delivery] = log(world, new["webhook"]["id"], state="dead")
    assert len(delivery["tries"]) == len(WAITS) + 1
    receiver.answer = lambda _: 200
    address = f"/v1/webhooks/{new['webhook']['id']}/replay"
    assert world.client.post(address, headers=world.headers()).json() == {"replayed": 1}
    work(world)
    assert set(receiver.ids) == {delivery["event_id"]}
    assert [one["state"] for one in log(world, new["webhook"]["id"])] == ["delivered"]


def test_details_of_what_has_ended_do_not_go_out_late(open_world: World, receiver: Receiver) -> None:
    world = open_world
    receiver.answer = lambda _: 500
    enter(world, receiver.url)
    world.enter({})
    work(world)
    [first] = receiver.received
    assert NAME in first[1].decode()
    [listing] = world.client.get("/v1/listings", headers=world.headers()).json()["items"]
    with world.context.database.write() as session:
        end_listing(session, listing["record"]["id"], world.context.today(), EndKind.ANNULLED)
    receiver.received.clear()
    receiver.answer = lambda _: 200
    world.pass_time(seconds=WAITS[0].total_seconds())
    work(world)
    assert len(receiver.received) == 3, "the entry late, the end, and the notice of it"
    for _, body in receiver.received:
        assert NAME not in body.decode()


def test_a_new_secret_while_the_old_one_still_signs(open_world: World, receiver: Receiver) -> None:
    world = open_world
    new = enter(world, receiver.url)
    address = f"/v1/webhooks/{new['webhook']['id']}/secret"
    rotated = world.client.post(address, headers=world.headers()).json()
    assert rotated["previous_until"] == "2026-11-03T04:00:00Z"
    world.enter({})
    work(world)
    for secret in (new["secret"], rotated["secret"]):
        assert len(events(world, receiver, secret)) == 1
    shown = world.client.get("/v1/webhooks", headers=world.headers()).text
    assert "whsec_" not in shown


def test_a_disabled_one_gets_nothing_more(open_world: World, receiver: Receiver) -> None:
    world = open_world
    new = enter(world, receiver.url)
    world.enter({})
    address = f"/v1/webhooks/{new['webhook']['id']}"
    assert world.client.delete(address, headers=world.headers()).json()["disabled_at"] is not None
    work(world)
    assert receiver.received == []
    assert world.client.get(address, headers=world.headers()).json()["disabled_at"] is not None


def test_an_order_that_falls_overdue_is_told_by_the_day_alone(open_world: World, receiver: Receiver) -> None:
    world = open_world
    new = enter(world, receiver.url, types=["listing.entered"])
    with world.context.database.write() as session:
        due = world.context.today()
        ordered: dict[str, Any] = {"standing": Standing.CONFIRMED, "rectification": Rectification.ORDERED, "due": due}
        record = make_listing(session, list="ecommerce_pushed", **ordered)
    work(world)
    assert receiver.received == []
    world.pass_time(days=1)
    work(world)
    assert [event.subject for event in events(world, receiver, new["secret"])] == [record.id]
    work(world)
    assert len(receiver.received) == 1


def test_a_member_sees_only_its_own(world: World, assert_problem: AssertProblem) -> None:
    address = f"/v1/webhooks/{enter(world)['webhook']['id']}"
    other = world.headers(name="another platform")
    assert world.client.get("/v1/webhooks", headers=other).json() == {"items": []}
    for method, path in (
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/secret"),
        ("GET", "/deliveries"),
        ("POST", "/replay"),
    ):
        assert_problem(world.client.request(method, address + path, headers=other), "not_found")
    centre = world.headers(MemberKind.CENTRE)
    assert_problem(world.client.get(address, headers=centre), "not_found")


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://hooks.example/", "bad_scheme"),
        ("https://127.0.0.1/", "bad_network"),
        ("https://[::ffff:127.0.0.1]/", "bad_network"),
        ("https://169.254.169.254/latest", "bad_network"),
        ("https://localhost/", "bad_network"),
        ("https://2130706433/", "bad_url"),
        ("https://hooks.example:22/", "bad_port"),
        ("https://user:secret@hooks.example/", "bad_url"),
    ],
)
def test_an_address_that_is_not_sent_to(world: World, assert_problem: AssertProblem, url: str, error: str) -> None:
    response = world.client.post("/v1/webhooks", json={"url": url}, headers=world.headers())
    assert_problem(response, "invalid_content", pointer="/url", error=error)


def test_a_name_that_leads_inside_is_found_out_at_each_delivery(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked of the name when it is entered: what it leads to counts when something is sent."""
    monkeypatch.setattr("clients.delivery.addresses_of", lambda *_: ["127.0.0.1"])
    new = enter(world, f"https://inside.example:{receiver.port}/hook")
    world.enter({})
    work(world)
    [delivery] = log(world, new["webhook"]["id"])
    assert [(one["status"], one["error"]) for one in delivery["tries"]] == [(None, "network")]
    assert receiver.received == []


def test_events_of_the_feed_need_its_scope(world: World, assert_problem: AssertProblem) -> None:
    headers = world.headers(name="deaf", scopes=frozenset({"webhooks:write"}))
    assert_problem(world.client.post("/v1/webhooks", json={"url": URL}, headers=headers), "forbidden")


def test_a_worker_that_dies_in_the_middle_leaves_its_job_to_another(
    open_world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = open_world
    new = enter(world, receiver.url)
    world.enter({})
    assert step(world.context, WEBHOOKS_ONLY), "the feed is followed"

    class KilledError(BaseException):
        """Nothing gets to handle it."""

    def killed(*_: Any) -> None:
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr("api.worker._end", killed)
        with pytest.raises(KilledError):
            step(world.context, WEBHOOKS_ONLY)
    assert not step(world.context, WEBHOOKS_ONLY), "it is leased"
    world.pass_time(seconds=LEASE.total_seconds())
    work(world)
    assert len(receiver.received) == 2
    assert len(set(receiver.ids)) == 1
    assert log(world, new["webhook"]["id"])[0]["state"] == "delivered"


def test_a_planner_that_fails_holds_up_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    planned: list[str] = []
    told = " ".join(["a", "secret"])

    def broken(_: AppContext) -> None:
        raise ValueError(told)

    plan(world.context, [broken, lambda _: planned.append("next")])
    assert planned == ["next"]
    assert "planning by broken failed with ValueError" in caplog.text
    assert "a secret" not in caplog.text


def test_a_job_that_breaks_comes_back_and_holds_up_no_other(world: World) -> None:
    done: list[str] = []

    def handle(_: AppContext, job: TakenJob) -> Settle:
        if job.key == "broken":
            raise ValueError
        done.append(job.key)
        return lambda _: None

    with world.context.database.write() as session:
        for key in ("broken", "whole"):
            put_job(session, "test", key, world.context.now())
    while step(world.context, {"test": handle}):
        pass
    assert done == ["whole"]
    with world.context.database.read() as session:
        [left] = session.exec(select(Job).where(Job.kind == "test")).all()
    assert (left.key, left.tries, left.error, left.lease) == ("broken", 1, "ValueError", None)
