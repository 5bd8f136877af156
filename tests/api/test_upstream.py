"""Upstream feeds over HTTP: signed pushes, how the feeds stand, and what a person answers."""

import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from huixin.core.vocabulary import MemberKind
from huixin.webhooks import signature
from models.upstream.feeds import FeedPlan, add_feed
from tests.api.conftest import BLACK, NAME, AssertProblem, World

SECRET = "whsec_dGhpcyBpcyBhIHNlY3JldCBmb3IgdGVzdHM="
OTHER = "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldCBrZXk="
FEED = "national-joint"
RECORD = {
    "recid": "R1",
    "accurate_entity_name": NAME,
    "accurate_entity_code": BLACK,
    "rdbm": "国家发展和改革委员会",
    "rdrq": "2026-03-02",
    "yxqz": "2029-03-01",
    "wsh": "发改认〔2026〕1号",
    "lrmdsy": "组织虚假交易",
}


@pytest.fixture
def fed(world: World) -> World:
    context = world.context
    plan = FeedPlan(FEED, "ecommerce_joint", "国家公共信用信息平台")
    with context.database.write() as session:
        add_feed(session, context.ruleset.catalogue, context.keys, plan, SECRET, context.now())
    return world


def body_of(*records: dict[str, Any]) -> bytes:
    return json.dumps({"status": 1, "message": "", "data": {"list": list(records)}}, ensure_ascii=False).encode()


def push(
    world: World,
    body: bytes,
    message_id: str = "msg_1",
    at: datetime | None = None,
    secret: str = SECRET,
    feed: str = FEED,
) -> httpx.Response:
    stamp = int((at or world.context.now()).timestamp())
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(secret, message_id, stamp, body),
        "content-type": "application/json",
    }
    return world.client.post(f"/v1/upstream/{feed}", content=body, headers=headers)


def outcome(world: World) -> str:
    return str(world.ask(world.headers()).json()["outcome"])


def test_what_is_pushed_counts_before_the_call_returns_and_so_does_its_end(fed: World) -> None:
    answered = push(fed, body_of(RECORD))
    assert answered.status_code == 200, answered.text
    assert answered.json() | {"import_id": None} == {
        "again": False, "state": "completed", "problem": None, "rows": 1, "held": 0, "import_id": None
    }  # fmt: skip
    assert outcome(fed) == "refuse"
    assert push(fed, body_of(RECORD | {"tcrq": "2026-11-02"}), "msg_2").status_code == 200
    assert outcome(fed) == "clear"


def test_a_message_replayed_changes_nothing(fed: World) -> None:
    first = body_of(RECORD)
    push(fed, first)
    push(fed, body_of(RECORD | {"lrmdsy": "更正后的事由"}), "msg_2")
    again = push(fed, first)
    assert again.json()["again"] is True
    with fed.context.database.read() as session:
        reasons = session.connection().exec_driver_sql("SELECT reason FROM listing_version WHERE seq_to IS NULL").all()
        assert reasons == [("更正后的事由",)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": OTHER},
        {"feed": "no-feed"},
        {"at": timedelta(minutes=-6)},
        {"at": timedelta(minutes=6)},
        {"message_id": "m" * 201},
    ],
    ids=["secret", "feed", "old", "future", "long id"],
)
def test_what_is_not_signed_for_this_feed_and_now_is_refused_in_one_way(
    fed: World, assert_problem: AssertProblem, wrong: dict[str, Any]
) -> None:
    if "at" in wrong:
        wrong = {"at": fed.context.now() + wrong["at"]}
    refused = assert_problem(push(fed, body_of(RECORD), **wrong), "forbidden")
    told = "The signature, its time or the feed is wrong."
    assert refused["detail"] == told or "message_id" in wrong
    assert outcome(fed) == "clear"


def test_no_token_stands_in_for_a_signature(fed: World, assert_problem: AssertProblem) -> None:
    sent = {"json": json.loads(body_of(RECORD)), "headers": fed.headers(MemberKind.CENTRE)}
    assert_problem(fed.client.post(f"/v1/upstream/{FEED}", **sent), "forbidden")


def test_another_body_under_a_good_signature_is_refused(fed: World, assert_problem: AssertProblem) -> None:
    body, stamp = body_of(RECORD), int(fed.context.now().timestamp())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(SECRET, "msg_1", stamp, body),
        "content-type": "application/json",
    }
    changed = body_of(RECORD | {"recid": "R2"})
    assert_problem(fed.client.post(f"/v1/upstream/{FEED}", content=changed, headers=headers), "forbidden")


def test_a_push_of_the_wrong_shape_names_it(fed: World, assert_problem: AssertProblem) -> None:
    nameless = {name: value for name, value in RECORD.items() if name != "recid"}
    assert_problem(push(fed, body_of(nameless)), "invalid_content", "/data", "wrong_shape")
    assert_problem(push(fed, b"{}", "msg_2"), "invalid_content", "/data", "missing_field")
    assert push(fed, body_of(RECORD)).json()["again"] is False, "what was refused was not taken in"


def test_a_push_that_cannot_be_read_may_come_again(fed: World, assert_problem: AssertProblem) -> None:
    assert_problem(push(fed, body_of({"recid": "R1", "x": "y"})), "import_unreadable")
    taken = push(fed, body_of(RECORD)).json()
    assert (taken["again"], taken["state"], taken["rows"]) == (False, "completed", 1)


def test_an_empty_push_is_taken(fed: World) -> None:
    assert push(fed, body_of()).json()["state"] == "completed"


def test_the_centre_sees_how_the_feeds_stand(fed: World) -> None:
    push(fed, body_of(RECORD))
    [feed] = fed.client.get("/v1/upstream", headers=fed.headers(MemberKind.CENTRE)).json()["items"]
    assert (feed["code"], feed["confirmed_on"], feed["age_days"], feed["unconfirmed"]) == (FEED, None, None, 0)
    assert (feed["last_run"]["kind"], feed["last_run"]["state"], feed["stale_after_days"]) == ("push", "completed", 90)
    assert fed.client.get("/v1/upstream", headers=fed.headers(MemberKind.AUDITOR)).status_code == 200


def test_others_see_nothing_of_it_whatever_their_scopes(fed: World, assert_problem: AssertProblem) -> None:
    paths = ["/v1/upstream", "/v1/upstream/reappearances", f"/v1/upstream/{FEED}/unconfirmed"]
    for kind in (MemberKind.PLATFORM, MemberKind.UNIT, MemberKind.DEPARTMENT):
        headers = fed.headers(kind, scopes=frozenset({"upstream:read"}))
        for path in paths:
            assert_problem(fed.client.get(path, headers=headers), "forbidden")


def test_a_person_answers_what_came_back(fed: World, assert_problem: AssertProblem) -> None:
    push(fed, body_of(RECORD | {"tcrq": "2026-11-01"}))
    assert push(fed, body_of(RECORD), "msg_2").json()["held"] == 1
    centre = fed.headers(MemberKind.CENTRE)
    page = fed.client.get("/v1/upstream/reappearances", headers=centre, params={"limit": 1}).json()
    [waiting] = page["items"]
    assert (waiting["ended_on"], waiting["list"], page["next"]) == ("2026-11-01", "ecommerce_joint", waiting["id"])
    after = {"after": page["next"]}
    assert fed.client.get("/v1/upstream/reappearances", headers=centre, params=after).json()["items"] == []
    address = f"/v1/upstream/reappearances/{waiting['id']}"
    said = {"answer": "reopened", "by": "registry-03", "why": "移出系误操作"}
    assert fed.client.post(address, headers=centre, json=said).json()["answered_by"] == "registry-03"
    assert outcome(fed) == "refuse"
    assert_problem(fed.client.post(address, headers=centre, json=said), "conflict")
    unknown = address[:-1] + ("0" if address[-1] != "0" else "1")
    assert_problem(fed.client.post(unknown, headers=centre, json=said), "not_found")


def test_what_nobody_confirms_stands_in_a_queue(fed: World, assert_problem: AssertProblem) -> None:
    centre = fed.headers(MemberKind.CENTRE)
    push(fed, body_of(RECORD))
    with fed.context.database.write() as session:
        session.connection().exec_driver_sql("UPDATE listing_version SET confirmed_on = '2026-08-03'")
    found = fed.client.get(f"/v1/upstream/{FEED}/unconfirmed", headers=centre, params={"limit": 1}).json()
    assert len(found["items"]) == 1
    assert outcome(fed) == "watch"
    after = {"after": found["next"]}
    assert fed.client.get(f"/v1/upstream/{FEED}/unconfirmed", headers=centre, params=after).json()["items"] == []
    assert_problem(fed.client.get("/v1/upstream/no-feed/unconfirmed", headers=centre), "not_found")
