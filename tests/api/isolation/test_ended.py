"""Exit means exit, on every route: whatever a member calls, nothing of a record that has ended is in what it gets.

Members of every kind receive six records in every way there is, and each record comes to an end of its own. After that
every operation of the description is called by each member, with every id that it has ever been told. A new route is
called too; where it takes an id or a body that nobody has named here, the test fails.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from string import Formatter
from typing import Any

import pytest
from sqlmodel import select

from api.worker import step
from huixin.core.windows import Window
from models.caller import Caller
from models.listings import enter_listing
from models.outbox import Event
from models.scopes import SCOPES
from models.subjects import enter_subject, enterprise
from models.webhooks.deliveries import outgoing
from models.webhooks.endpoints import enter_webhook
from models.webhooks.following import Moment, follow
from models.webhooks.tables import Webhook, WebhookDelivery
from tests.api.bodies import BODIES, IDS
from tests.api.conftest import World
from tests.api.isolation.cast import CAST, MARKET, PLACES, Cast
from tests.api.isolation.test_isolation import both_at_full_size
from tests.api.needed import NEEDED
from tests.conftest import FULL
from tests.factories import a_record, uscc_of

MEMBERS = ("platform A", "logistics", "internet", "association A", "agency")
DECIDED = ("removed", "display_ended", "measures_lifted", "annulled")
OF_ITSELF = {
    "over": {"window": Window(date(2026, 1, 1), date(2026, 11, 3))},
    "displayed for as long as may be": {"decided_on": date(2025, 11, 3)},
}
"""The next day ends them."""
ENDS = (*DECIDED, *OF_ITSELF)
CODES = {end: uscc_of(78_000_000 + number) for number, end in enumerate(ENDS)}
PLANTED = "植入"
"""Stands in the name, number, reason and grounds of each record, and in nothing that is asked."""
ASKED_NAME = "惠州市顺达优品贸易有限公司"
Known = Mapping[str, list[str]]


class Members:
    """What each has been told, by the names under which routes take it again."""

    def __init__(self, world: World) -> None:
        self.world, self.cast = world, Cast(world)
        self.cast.enrol()
        self.listings = [self._enter(end) for end in ENDS]
        self.work()
        self.told = {member: self._receive(member) for member in MEMBERS}

    def work(self) -> None:
        while step(self.world.context):
            pass

    def _enter(self, end: str) -> str:
        usual: dict[str, Any] = {
            "list": "ecommerce_joint",
            "recogniser": "惠城区市场监督管理局",
            "recogniser_code": f"{PLACES['A']}/{MARKET}",
            "decided_on": date(2026, 6, 1),
        }
        words = {name: f"{PLANTED}{name}{end}" for name in ("document_number", "reason", "grounds")}
        with self.world.context.database.write() as session:
            name = f"惠州市顺达优品{PLANTED}{ENDS.index(end)}贸易有限公司"
            subject = enter_subject(session, enterprise(CODES[end], name))
            record = a_record(**(usual | words | OF_ITSELF.get(end, {})))
            return enter_listing(session, subject.id, record, f"doc:{end}").id

    def _receive(self, member: str) -> Known:
        """By every route that tells records; what it was told holds all of them."""
        answers = [self._check(member, uscc=code) for code in CODES.values()]
        by_name = self._check(member, name=ASKED_NAME)
        pages = [self.cast.get(member, path, limit=500) for path in ("/v1/listings", "/v1/changes", "/v1/prompts")]
        assert [item["kind"] for item in pages[1]["items"]] == ["entered"] * len(ENDS)
        for told, count in ((answers, 6), (by_name, 6), (pages[0], 6), (pages[1], 6), (pages[2], 6)):
            assert str(told).count(f"顺达优品{PLANTED}") >= count, told
        prompts = {item["about"]["listing_id"]: item["id"] for item in pages[2]["items"]}
        decisions = [answer["decision_id"] for answer in (*answers, by_name)]
        appeal = self.cast.done(member, "/v1/appeals", decision_id=decisions[0], statement="请复核")
        return {
            "decision_id": decisions,
            "listing_id": self.listings,
            "uscc": list(CODES.values()),
            "subject_id": [answer["identity"]["subject_id"] for answer in answers],
            "prompt_id": list(prompts.values()),
            "appeal_id": [appeal["id"]],
            "webhook_id": [self._follow_feed(member)],
        }

    def _check(self, member: str, **subject: str) -> Any:
        return self.world.client.post("/v1/check", **self.asking(member, **subject)).json()

    def asking(self, member: str, **subject: str) -> dict[str, Any]:
        """The same request again has the same key, and so the same decision."""
        headers = self.cast.headers[member] | {"Idempotency-Key": "".join(subject.values()).encode().hex()[:40]}
        return {"json": {"subject": subject, "scene": "promotion"}, "headers": headers}

    def _follow_feed(self, member: str) -> str:
        """A webhook at which nobody listens, so that all that is sent to it still waits."""
        context, member_id = self.world.context, self.cast.members[member].member_id
        caller = Caller(member_id, member, CAST[member].kind, frozenset(SCOPES))
        moment = Moment(context.ruleset.catalogue, context.now(), context.today())
        with context.database.write() as session:
            webhook, _ = enter_webhook(session, context.keys, caller, "https://127.0.0.1:9/", [], 0, context.now())
            assert not follow(session, webhook.id, moment)
            return webhook.id

    def end(self) -> None:
        """Four by a decision, and by the next day the other two."""
        for kind, listing_id in zip(DECIDED, self.listings, strict=False):
            day = str(self.world.context.today())
            said = {"listing_id": listing_id, "kind": kind, "on": day, "document_number": f"{PLANTED}终{kind}"}
            said |= {"document_on": day, "reason": f"{PLANTED}理由{kind}"}
            self.cast.done("department A", "/v1/ends", **said)
        self.world.pass_time(days=1)
        self.cast.renew()


@pytest.fixture
def members(world: World) -> Members:
    return Members(world)


@both_at_full_size
def test_no_route_gives_a_member_anything_of_an_ended_record(members: Members) -> None:
    members.end()
    assert list(_shown(members)) == [], "at once, before any job has run"
    members.work()
    for member in MEMBERS:
        notices = members.cast.get(member, "/v1/notices")["items"]
        assert {one["listing_id"] for one in notices} == set(members.listings)
        members.told[member] = {**members.told[member], "notice_id": [one["id"] for one in notices]}
    assert list(_shown(members)) == []


@both_at_full_size
def test_nor_does_a_message_that_was_on_its_way(members: Members) -> None:
    members.end()
    members.work()
    context = members.world.context
    moment = Moment(context.ruleset.catalogue, context.now(), context.today())
    with context.database.read() as session:
        waiting = session.exec(select(WebhookDelivery.id, Event.type).join(Event).join(Webhook)).all()
        sent = [outgoing(session, context.keys, delivery_id, moment) for delivery_id, _ in waiting]
        assert {kind for _, kind in waiting} >= {"listing.entered", "listing.ended", "notice.exit", "prompt.lift"}
        assert [one.body for one in sent if one is not None and PLANTED in one.body.decode()] == []
        assert [event.type for event in session.exec(select(Event)) if PLANTED in str(event.data)] == []


def _shown(members: Members) -> Iterator[str]:
    """Calls that told something of what was planted, or the code of a merchant that was not asked about."""
    described = members.world.client.get("/openapi.json").json()["paths"]
    called = 0
    for member in MEMBERS:
        for method, address, sent in _calls(members, member, described):
            headers = {"headers": members.cast.headers[member]} | sent
            response = members.world.client.request(method, address, **headers)
            called += 1
            # what it had asked itself, and whom it had entered as its member, it may read again
            own = address.startswith(("/v1/decisions", "/v1/memberships"))
            codes = [code for code in CODES.values() if code in response.text and code not in f"{address} {sent}"]
            if PLANTED in response.text or (codes and not own):
                yield f"{member}: {method} {address} {sent}"
    assert called > len(MEMBERS) * len(NEEDED)


def _calls(members: Members, member: str, described: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    told = members.told[member]
    for path, methods in described.items():
        for method, operation in methods.items():
            if (method.upper(), path) not in NEEDED or method == "delete":
                continue
            if path == "/v1/check":
                for subject in (*({"uscc": code} for code in CODES.values()), {"name": ASKED_NAME}):
                    yield method, path, members.asking(member, **subject)
                    yield method, path, {"json": {"subject": subject, "scene": "review", "on": "2026-10-01"}}
                continue
            sent = BODIES[path] if "requestBody" in operation else {}
            named = {name for _, name, _, _ in Formatter().parse(path) if name}
            for known in _rounds(named | set(sent.get("json", {})), told, MEMBERS.index(member)):
                content = {"json": {**sent["json"], **_over(sent["json"], known)}} if "json" in sent else sent
                yield method, path.format(**known), content
            for asked in operation.get("parameters", []):
                for value in told.get(asked["name"], []) if asked["in"] == "query" else []:
                    yield method, path.format(**IDS), {"params": {asked["name"]: value}}


def _rounds(names: set[str], told: Known, turn: int) -> Iterator[dict[str, str]]:
    """What to put for each name, so often that each id that was told comes up once. At small size it is every third,
    beginning with the member's turn: each comes up with some member."""
    used = {name: told[name] for name in names if name in told}
    step = 1 if FULL else 3
    first = turn % step
    for number in range(first, max([first + 1, *map(len, used.values())]), step):
        yield {**IDS, **{name: values[number % len(values)] for name, values in used.items()}}


def _over(body: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, str]:
    return {name: known[name] for name in body if name in known}
