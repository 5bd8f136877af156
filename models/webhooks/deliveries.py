"""Deliveries: what is sent, what came of it, when it is tried again, and the log of it all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from huixin.types.webhook import Event as WireEvent
from huixin.webhooks import signature
from models.errors import Fault, Invalid
from models.feed import change_at, change_view
from models.jobs import Job, put_job
from models.keys import KeyRing
from models.members import Member
from models.outbox import LISTING, Event
from models.webhooks.endpoints import at_work, disable_webhook, live_secrets, own_webhook
from models.webhooks.following import Moment, eyes_of
from models.webhooks.tables import DELIVER, DeliveryState, Webhook, WebhookDelivery, WebhookTry

SOURCE = "urn:huixin"
MEDIA_TYPE = "application/cloudevents+json"
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=20),
)
"""Between tries; together just under three days."""
GONE = 410
"""The receiver says that this address is no more."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request to send."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it: an HTTP status, or the code of what failed."""

    at: datetime
    status: int | None
    error: str | None
    milliseconds: int

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class LoggedDelivery:
    delivery: WebhookDelivery
    event: Event
    next_try_at: datetime | None
    tries: tuple[WebhookTry, ...]


def outgoing(session: Session, keys: KeyRing, delivery_id: str, moment: Moment) -> Outgoing | None:
    """The request of a pending delivery, signed; None where there is nothing to send any more."""
    found = session.exec(
        select(WebhookDelivery, Webhook, Event, Member)
        .join(Webhook, col(Webhook.id) == col(WebhookDelivery.webhook_id))
        .join(Event, col(Event.id) == col(WebhookDelivery.event_id))
        .join(Member, col(Member.id) == col(Webhook.member_id))
        .where(
            WebhookDelivery.id == delivery_id,
            WebhookDelivery.state == DeliveryState.PENDING.value,
            col(Webhook.disabled_at).is_(None),
            col(Member.disabled_at).is_(None),
        )
    ).first()
    if found is None:
        return None
    _, webhook, event, member = found
    envelope = _envelope(session, event, member, moment)
    if envelope is None:
        return None
    body = envelope.model_dump_json(exclude_none=True).encode()
    at = int(moment.now.timestamp())
    signatures = [
        signature(secret, event.id, at, body) for secret in live_secrets(session, keys, webhook.id, moment.now)
    ]
    headers = {
        "content-type": MEDIA_TYPE,
        "webhook-id": event.id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }
    return Outgoing(webhook.url, headers, body)


def _envelope(session: Session, event: Event, member: Member, moment: Moment) -> WireEvent | None:
    """The event as it may be told today."""
    kind, data = event.type, event.data
    if event.sequence is not None:
        change = change_at(session, eyes_of(session, member, moment), event.sequence)
        if change is None:
            return None
        kind = f"{LISTING}.{change.kind}"
        data = change_view(moment.catalogue.labels, change, moment.today).model_dump(mode="json")
    assert data is not None  # noqa: S101 - the table holds it
    return WireEvent(id=event.id, source=SOURCE, type=kind, time=event.created_at, subject=event.subject, data=data)


def settle(session: Session, delivery_id: str, tried: Tried | None) -> datetime | None:
    """Writes down what came of a try (None: there was nothing to send); when to try again, None for never."""
    delivery = _delivery(session, delivery_id)
    if delivery is None or delivery.state != DeliveryState.PENDING.value:
        return None
    if tried is None:
        delivery.state = DeliveryState.DROPPED.value
        session.flush()
        return None
    delivery.tries += 1
    session.add(
        WebhookTry(
            delivery_id=delivery.id,
            at=tried.at,
            status=tried.status,
            error=tried.error,
            milliseconds=tried.milliseconds,
        )
    )
    again = None
    if tried.arrived:
        delivery.state = DeliveryState.DELIVERED.value
    elif tried.status == GONE:
        webhook = session.get_one(Webhook, delivery.webhook_id)
        disable_webhook(session, webhook.member_id, webhook.id, tried.at)
    elif delivery.tries > len(WAITS):
        delivery.state = DeliveryState.DEAD.value
    else:
        again = tried.at + WAITS[delivery.tries - 1]
    session.flush()
    return again


def _delivery(session: Session, delivery_id: str) -> WebhookDelivery | None:
    return session.exec(select(WebhookDelivery).where(WebhookDelivery.id == delivery_id)).first()


def replay(session: Session, member_id: str, webhook_id: str, now: datetime) -> int:
    """Sends every dead delivery of the webhook on its way again, for another three days; how many there were."""
    webhook = at_work(session, member_id, webhook_id)
    dead = session.exec(
        select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.state == DeliveryState.DEAD.value)
        .order_by(col(WebhookDelivery.number))
    ).all()
    for delivery in dead:
        delivery.state, delivery.tries = DeliveryState.PENDING.value, 0
    session.flush()
    for delivery in dead:
        put_job(session, DELIVER, delivery.id, now, lane=webhook.id)
    return len(dead)


def delivery_log(
    session: Session,
    member_id: str,
    webhook_id: str,
    *,
    state: DeliveryState | None = None,
    before: str | None = None,
    limit: int = 100,
) -> tuple[list[LoggedDelivery], str | None]:
    """Deliveries of the member's own webhook with their tries, newest first, and where older ones begin.

    Raises NotFound for a webhook, Invalid for a `before`, that is not its own.
    """
    webhook = own_webhook(session, member_id, webhook_id)
    statement = (
        select(WebhookDelivery, Event)
        .join(Event, col(Event.id) == col(WebhookDelivery.event_id))
        .where(WebhookDelivery.webhook_id == webhook.id)
        .order_by(col(WebhookDelivery.number).desc())
        .limit(limit + 1)
    )
    if state is not None:
        statement = statement.where(WebhookDelivery.state == state.value)
    if before is not None:
        last = _delivery(session, before)
        if last is None or last.webhook_id != webhook.id:
            raise Invalid("There is no such delivery.", Fault("before", "bad_cursor", "Begin again without it."))
        statement = statement.where(col(WebhookDelivery.number) < last.number)
    rows = session.exec(statement).all()
    page = list(_logged(session, rows[:limit]))
    return page, page[-1].delivery.id if len(rows) > limit else None


def _logged(session: Session, rows: Sequence[tuple[WebhookDelivery, Event]]) -> Iterator[LoggedDelivery]:
    ids = [delivery.id for delivery, _ in rows]
    tries: dict[str, list[WebhookTry]] = {}
    of_these = select(WebhookTry).where(col(WebhookTry.delivery_id).in_(ids)).order_by(col(WebhookTry.id))
    for one in session.exec(of_these):
        tries.setdefault(one.delivery_id, []).append(one)
    queued = select(Job.key, Job.due_at).where(Job.kind == DELIVER, col(Job.key).in_(ids))
    due = dict(session.exec(queued).all())
    for delivery, event in rows:
        pending = delivery.state == DeliveryState.PENDING.value
        next_try = due.get(delivery.id) if pending else None
        yield LoggedDelivery(delivery, event, next_try, tuple(tries.get(delivery.id, ())))
