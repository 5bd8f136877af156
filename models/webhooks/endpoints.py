"""A member's own webhooks: entered, read, disabled; and the secrets that sign what is sent to them."""

import base64
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from models.base import new_id
from models.caller import Caller
from models.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from models.keys import KeyRing
from models.outbox import EVENT_TYPES, LISTING
from models.scopes import FEED_READ
from models.sequence import current_sequence
from models.webhooks.tables import DeliveryState, Webhook, WebhookDelivery, WebhookSecret

MOST_WEBHOOKS = 20
"""That one member may have at work."""
OVERLAP = timedelta(hours=24)
"""For so long the secret before still signs, so that a receiver can change without losing anything."""
PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class NewSecret:
    """The only time that the secret is seen."""

    secret: str
    previous_until: datetime | None


def enter_webhook(
    session: Session, keys: KeyRing, caller: Caller, url: str, types: Sequence[str], after: int | None, now: datetime
) -> tuple[Webhook, NewSecret]:
    """A webhook of the caller's, which begins after the sequence `after`, by default now.

    Invalid for types that there are none of; Forbidden for events of the feed without its scope; Conflict for one too
    many. What may stand in a URL is for whoever sends to say.
    """
    _check_types(types)
    if FEED_READ not in caller.scopes and (not types or any(kind.startswith(f"{LISTING}.") for kind in types)):
        raise Forbidden(f"Events of the change feed need scope {FEED_READ}; ask for other types, or for the scope.")
    if _at_work(session, caller.member_id) >= MOST_WEBHOOKS:
        raise Conflict(f"You have {MOST_WEBHOOKS} webhooks; disable one first.")
    newest = current_sequence(session)
    webhook = Webhook(
        id=new_id("whk"),
        member_id=caller.member_id,
        url=url,
        types=sorted(set(types)),
        cursor=newest if after is None else min(after, newest),
        created_at=now,
    )
    session.add(webhook)
    session.flush()
    return webhook, _enter_secret(session, keys, webhook.id, now, previous_until=None)


def _check_types(types: Sequence[str]) -> None:
    faults = [
        Fault(f"/types/{place}", "unknown_type", f"There is no such event; there are {', '.join(EVENT_TYPES)}.")
        for place, kind in enumerate(types)
        if kind not in EVENT_TYPES
    ]
    if faults:
        raise Invalid("Some of these events do not exist.", *faults)


def _at_work(session: Session, member_id: str) -> int:
    own = select(func.count()).where(Webhook.member_id == member_id, col(Webhook.disabled_at).is_(None))
    return session.exec(own).one()


def own_webhooks(session: Session, member_id: str) -> Sequence[Webhook]:
    """Disabled ones too, oldest first."""
    own = select(Webhook).where(Webhook.member_id == member_id)
    return session.exec(own.order_by(col(Webhook.created_at), col(Webhook.id))).all()


def own_webhook(session: Session, member_id: str, webhook_id: str) -> Webhook:
    """Raises NotFound, also for one of somebody else."""
    found = session.exec(select(Webhook).where(Webhook.id == webhook_id, Webhook.member_id == member_id)).first()
    if found is None:
        raise NotFound("You have no such webhook.")
    return found


def at_work(session: Session, member_id: str, webhook_id: str) -> Webhook:
    """Raises NotFound, or Conflict where it is disabled."""
    webhook = own_webhook(session, member_id, webhook_id)
    if webhook.disabled_at is not None:
        raise Conflict("This webhook is disabled; enter another.")
    return webhook


def rotate_secret(session: Session, keys: KeyRing, member_id: str, webhook_id: str, now: datetime) -> NewSecret:
    """A new secret. The one before signs beside it for a day; one before that ends at once."""
    webhook = at_work(session, member_id, webhook_id)
    until = now + OVERLAP
    for row in _secrets(session, webhook.id, now):
        row.expires_at = until if row.expires_at is None else now
    session.flush()
    return _enter_secret(session, keys, webhook.id, now, previous_until=until)


def _enter_secret(
    session: Session, keys: KeyRing, webhook_id: str, now: datetime, previous_until: datetime | None
) -> NewSecret:
    secret = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    session.add(WebhookSecret(webhook_id=webhook_id, sealed=keys.seal(secret.encode()), created_at=now))
    session.flush()
    return NewSecret(secret, previous_until)


def live_secrets(session: Session, keys: KeyRing, webhook_id: str, now: datetime) -> list[str]:
    """One or two, newest first."""
    return [keys.unseal(row.sealed).decode() for row in _secrets(session, webhook_id, now)]


def _secrets(session: Session, webhook_id: str, now: datetime) -> Sequence[WebhookSecret]:
    live = col(WebhookSecret.expires_at).is_(None) | (col(WebhookSecret.expires_at) > now)
    own = select(WebhookSecret).where(WebhookSecret.webhook_id == webhook_id, live)
    return session.exec(own.order_by(col(WebhookSecret.id).desc())).all()


def disable_webhook(session: Session, member_id: str, webhook_id: str, now: datetime) -> Webhook:
    """Nothing more is sent to it, also of what is on its way; the first time counts. Raises NotFound."""
    webhook = own_webhook(session, member_id, webhook_id)
    if webhook.disabled_at is None:
        webhook.disabled_at = now
        drop(session, webhook.id, (DeliveryState.PENDING,))
    return webhook


def drop(session: Session, webhook_id: str, states: Collection[DeliveryState]) -> None:
    """Its deliveries in these states will never be sent."""
    session.execute(
        update(WebhookDelivery)
        .where(col(WebhookDelivery.webhook_id) == webhook_id, col(WebhookDelivery.state).in_(states))
        .values(state=DeliveryState.DROPPED.value)
    )
    session.flush()
