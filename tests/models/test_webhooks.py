"""Webhooks: what a member enters, what the feed and others put on its way, and what comes of each try."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from huixin.core.vocabulary import EndKind, MemberKind, Standing
from huixin.core.windows import day_of
from huixin.webhooks import change_of, signature, verify
from models.caller import Caller
from models.database import Database
from models.errors import Conflict, Forbidden, Invalid, NotFound
from models.jobs import Job
from models.keys import KeyRing
from models.listings import change_listing, end_listing
from models.members import disable_member
from models.outbox import EVENT_TYPES, Event, put
from models.sequence import current_sequence
from models.webhooks.deliveries import WAITS, Outgoing, Tried, delivery_log, outgoing, replay, settle
from models.webhooks.endpoints import (
    MOST_WEBHOOKS,
    OVERLAP,
    disable_webhook,
    enter_webhook,
    live_secrets,
    own_webhooks,
    rotate_secret,
)
from models.webhooks.following import Moment, follow, webhooks_behind
from models.webhooks.tables import DELIVER, DeliveryState, Webhook, WebhookDelivery, WebhookSecret
from rules.ruleset import RuleSet
from tests.factories import make_listing, make_member

URL = "https://hooks.example/huixin"
SCOPES = frozenset({"feed:read", "webhooks:read", "webhooks:write"})


@pytest.fixture
def at(ruleset: RuleSet, now: datetime) -> Moment:
    return Moment(ruleset.catalogue, now, day_of(now))


def later(at: Moment, **spell: float) -> Moment:
    now = at.now + timedelta(**spell)
    return Moment(at.catalogue, now, day_of(now))


def caller(session: Session, kind: MemberKind = MemberKind.PLATFORM, scopes: frozenset[str] = SCOPES) -> Caller:
    return Caller(make_member(session, kind).member_id, "test", kind, scopes)


class Hook:
    """A webhook of a member of its own, and its secret."""

    def __init__(self, session: Session, keys: KeyRing, at: Moment, who: Caller | None = None, **given: Any) -> None:
        self.who = who or caller(session)
        self.row, new = enter_webhook(
            session, keys, self.who, given.get("url", URL), given.get("types", []), given.get("after"), at.now
        )
        self.id, self.secret = self.row.id, new.secret

    def log(self, session: Session, **wanted: Any) -> Any:
        return delivery_log(session, self.who.member_id, self.id, **wanted)[0]

    def sent(self, session: Session, keys: KeyRing, at: Moment) -> list[Outgoing | None]:
        """The requests of all pending deliveries, oldest first."""
        ids = [found.delivery.id for found in reversed(self.log(session, state=DeliveryState.PENDING))]
        return [outgoing(session, keys, delivery_id, at) for delivery_id in ids]


def read(request: Outgoing | None, hook: Hook, at: Moment) -> Any:
    assert request is not None
    return verify(request.body, request.headers, hook.secret, now=at.now)


def test_the_secret_is_sealed_and_signs_as_published(database: Database, keys: KeyRing, at: Moment) -> None:
    with database.write() as session:
        hook = Hook(session, keys, at, after=0)
        make_listing(session)
        follow(session, hook.id, at)
        [request] = hook.sent(session, keys, at)
        [sealed] = session.exec(select(WebhookSecret.sealed)).all()
    assert hook.secret.startswith("whsec_")
    assert hook.secret.encode() not in sealed
    assert request is not None
    headers = request.headers
    expected = signature(hook.secret, headers["webhook-id"], int(headers["webhook-timestamp"]), request.body)
    assert headers["webhook-signature"] == expected
    assert headers["content-type"] == "application/cloudevents+json"


def test_the_feed_becomes_deliveries_of_what_the_member_may_see(database: Database, keys: KeyRing, at: Moment) -> None:
    with database.write() as session:
        hook = Hook(session, keys, at)
        seen = make_listing(session)
        make_listing(session, standing=Standing.PROPOSED)
        change_listing(session, seen.id, disputed=True)
        assert [webhook.id for webhook in webhooks_behind(session)] == [hook.id]
        assert not follow(session, hook.id, at)
        assert webhooks_behind(session) == []
        events = [read(request, hook, at) for request in hook.sent(session, keys, at)]
    assert [event.type for event in events] == ["listing.entered", "listing.changed"]
    assert {event.subject for event in events} == {seen.id}
    assert change_of(events[0]).listing is not None


def test_a_webhook_begins_now_or_where_it_asks(database: Database, keys: KeyRing, at: Moment) -> None:
    with database.write() as session:
        make_listing(session)
        newest = current_sequence(session)
        hooks = [Hook(session, keys, at, after=after) for after in (None, 0, newest + 100)]
        for hook in hooks:
            follow(session, hook.id, at)
        assert [len(hook.log(session)) for hook in hooks] == [0, 1, 0]


def test_only_the_types_that_it_takes(database: Database, keys: KeyRing, at: Moment) -> None:
    with database.write() as session:
        hook = Hook(session, keys, at, types=["listing.ended"])
        record = make_listing(session)
        follow(session, hook.id, at)
        end_listing(session, record.id, at.today, EndKind.REMOVED)
        follow(session, hook.id, at)
        assert [found.event.type for found in hook.log(session)] == ["listing.ended"]


def test_two_webhooks_of_a_member_tell_the_same_event(database: Database, keys: KeyRing, at: Moment) -> None:
    with database.write() as session:
        one = Hook(session, keys, at)
        two = Hook(session, keys, at, one.who)
        make_listing(session)
        follow(session, one.id, at)
        follow(session, two.id, at)
        [first], [second] = one.log(session), two.log(session)
        assert first.event.id == second.event.id


def test_details_of_what_ended_before_it_was_sent_never_leave(database: Database, keys: KeyRing, at: Moment) -> None:
    with database.write() as session:
        hook = Hook(session, keys, at)
        record = make_listing(session, reason="组织虚假交易")
        follow(session, hook.id, at)
        [stored] = session.exec(select(Event)).all()
        assert stored.data is None
        end_listing(session, record.id, at.today, EndKind.ANNULLED)
        [request] = hook.sent(session, keys, at)
    event = read(request, hook, at)
    assert (event.type, event.data["listing"]) == ("listing.ended", None)
    assert request is not None
    assert "虚假交易" not in request.body.decode()


def test_a_message_to_one_member_goes_to_its_own_webhooks_only(
    database: Database, keys: KeyRing, at: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(EVENT_TYPES, "test.told", "For a test")
    with database.write() as session:
        hook, other = Hook(session, keys, at), Hook(session, keys, at)
        narrow = Hook(session, keys, at, hook.who, types=["listing.ended"])
        put(session, hook.who.member_id, "test.told", {"say": "惠信"}, at.now, subject="thing_1")
        assert [len(one.log(session)) for one in (hook, other, narrow)] == [1, 0, 0]
        [request] = hook.sent(session, keys, at)
    event = read(request, hook, at)
    assert (event.type, event.subject, event.data) == ("test.told", "thing_1", {"say": "惠信"})
    with database.write() as session, pytest.raises(ValueError, match="EVENT_TYPES"):
        put(session, hook.who.member_id, "test.unknown", {}, at.now)


def tried(at: Moment, status: int | None = None, error: str | None = None) -> Tried:
    return Tried(at.now, status, error, 12)


@pytest.fixture
def pending(database: Database, keys: KeyRing, at: Moment) -> tuple[Hook, str]:
    """A hook with one delivery on its way."""
    with database.write() as session:
        hook = Hook(session, keys, at)
        make_listing(session)
        follow(session, hook.id, at)
        [found] = hook.log(session)
        assert found.next_try_at == at.now
        return hook, found.delivery.id


def test_a_delivery_arrives(database: Database, at: Moment, pending: tuple[Hook, str]) -> None:
    hook, delivery_id = pending
    with database.write() as session:
        assert settle(session, delivery_id, tried(at, 503)) == at.now + WAITS[0]
        assert settle(session, delivery_id, tried(at, 200)) is None
        [found] = hook.log(session)
        assert found.delivery.state == "delivered"
        assert [one.status for one in found.tries] == [503, 200]


def test_it_is_given_up_after_three_days_and_can_be_replayed(
    database: Database, keys: KeyRing, at: Moment, pending: tuple[Hook, str]
) -> None:
    hook, delivery_id = pending
    assert timedelta(days=2, hours=22) < sum(WAITS, timedelta()) <= timedelta(days=3)
    with database.write() as session:
        session.delete(session.exec(select(Job).where(Job.kind == DELIVER)).one())
        moment = at
        for wait in WAITS:
            again = settle(session, delivery_id, tried(moment, error="timeout"))
            assert again == moment.now + wait
            moment = later(moment, seconds=wait.total_seconds())
        assert settle(session, delivery_id, tried(moment, 500)) is None
        [found] = hook.log(session, state=DeliveryState.DEAD)
        assert (len(found.tries), found.next_try_at) == (len(WAITS) + 1, None)
        assert outgoing(session, keys, delivery_id, moment) is None
    with database.write() as session:
        assert replay(session, hook.who.member_id, hook.id, moment.now) == 1
        assert replay(session, hook.who.member_id, hook.id, moment.now) == 0
        [found] = hook.log(session)
        assert (found.delivery.state, found.delivery.tries, found.next_try_at) == ("pending", 0, moment.now)
        request = outgoing(session, keys, delivery_id, moment)
    assert read(request, hook, moment).id == found.event.id, "the receiver recognises it"


def test_a_receiver_that_is_gone_is_sent_nothing_more(
    database: Database, keys: KeyRing, at: Moment, pending: tuple[Hook, str]
) -> None:
    hook, delivery_id = pending
    with database.write() as session:
        assert settle(session, delivery_id, tried(at, 410)) is None
    with database.read() as session:
        webhook = session.get_one(Webhook, hook.id)
        assert webhook.disabled_at == at.now
        assert session.exec(select(WebhookDelivery)).one().state == "dropped"


@pytest.mark.parametrize("how", ["webhook", "member"])
def test_nothing_is_sent_once_the_webhook_or_its_member_is_disabled(
    database: Database, keys: KeyRing, at: Moment, pending: tuple[Hook, str], how: str
) -> None:
    hook, delivery_id = pending
    with database.write() as session:
        if how == "webhook":
            disable_webhook(session, hook.who.member_id, hook.id, at.now)
        else:
            disable_member(session, hook.who.member_id, at.now)
        make_listing(session)
        assert outgoing(session, keys, delivery_id, at) is None
        assert settle(session, delivery_id, None) is None
        assert webhooks_behind(session) == []
        assert not follow(session, hook.id, at)
        [found] = hook.log(session)
        assert found.delivery.state == "dropped"


def test_two_secrets_live_while_one_follows_the_other(
    database: Database, keys: KeyRing, at: Moment, pending: tuple[Hook, str]
) -> None:
    hook, delivery_id = pending
    with database.write() as session:
        new = rotate_secret(session, keys, hook.who.member_id, hook.id, at.now)
        assert new.previous_until == at.now + OVERLAP
        assert live_secrets(session, keys, hook.id, at.now) == [new.secret, hook.secret]
        request = outgoing(session, keys, delivery_id, at)
        assert request is not None
        for secret in (new.secret, hook.secret):
            assert verify(request.body, request.headers, secret, now=at.now)
        assert live_secrets(session, keys, hook.id, at.now + OVERLAP) == [new.secret]
        newest = rotate_secret(session, keys, hook.who.member_id, hook.id, at.now)
        assert live_secrets(session, keys, hook.id, at.now) == [newest.secret, new.secret], "never three"


def test_what_cannot_be_entered(database: Database, keys: KeyRing, at: Moment) -> None:
    with database.write() as session:
        who = caller(session)
        with pytest.raises(Invalid) as refused:
            Hook(session, keys, at, who, types=["listing.entered", "listing.eaten"])
        assert refused.value.faults[0].pointer == "/types/1"
        deaf = caller(session, scopes=SCOPES - {"feed:read"})
        for types in ([], ["listing.ended"]):
            with pytest.raises(Forbidden):
                Hook(session, keys, at, deaf, types=types)
        for _ in range(MOST_WEBHOOKS):
            last = Hook(session, keys, at, who)
        with pytest.raises(Conflict):
            Hook(session, keys, at, who)
        disable_webhook(session, who.member_id, last.id, at.now)
        Hook(session, keys, at, who)


def test_a_member_finds_only_its_own(database: Database, keys: KeyRing, at: Moment) -> None:
    with database.write() as session:
        mine, other = Hook(session, keys, at), caller(session).member_id
        assert [row.id for row in own_webhooks(session, mine.who.member_id)] == [mine.id]
        assert own_webhooks(session, other) == []
        for attempt in (
            lambda: disable_webhook(session, other, mine.id, at.now),
            lambda: rotate_secret(session, keys, other, mine.id, at.now),
            lambda: replay(session, other, mine.id, at.now),
            lambda: delivery_log(session, other, mine.id),
        ):
            with pytest.raises(NotFound):
                attempt()


def test_a_disabled_webhook_takes_no_new_secret_and_replays_nothing(
    database: Database, keys: KeyRing, at: Moment
) -> None:
    with database.write() as session:
        hook = Hook(session, keys, at)
        first = disable_webhook(session, hook.who.member_id, hook.id, at.now).disabled_at
        again = disable_webhook(session, hook.who.member_id, hook.id, later(at, days=1).now).disabled_at
        assert first == again == at.now
        with pytest.raises(Conflict):
            rotate_secret(session, keys, hook.who.member_id, hook.id, at.now)
        with pytest.raises(Conflict):
            replay(session, hook.who.member_id, hook.id, at.now)


def test_the_log_is_read_page_by_page_newest_first(database: Database, keys: KeyRing, at: Moment) -> None:
    with database.write() as session:
        hook = Hook(session, keys, at)
        for minute in range(5):
            make_listing(session)
            follow(session, hook.id, later(at, minutes=minute))
        seen: list[str] = []
        before = None
        while True:
            page, before = delivery_log(session, hook.who.member_id, hook.id, limit=2, before=before)
            seen += [found.event.id for found in page]
            if before is None:
                break
        assert seen == [found.event.id for found in hook.log(session)]
        assert len(set(seen)) == 5
        sequences = [event.sequence or 0 for event in session.exec(select(Event))]
        assert [found.event.sequence for found in hook.log(session)] == sorted(sequences, reverse=True)
        with pytest.raises(Invalid):
            delivery_log(session, hook.who.member_id, hook.id, before="dlv_none")
