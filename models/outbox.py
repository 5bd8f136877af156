"""What members are told: an event is written in the transaction of the thing itself, with a delivery for each webhook.

A message to one member (a prompt, the result of an appeal) carries its data. An event of the change feed carries only
its sequence: what it says is read when it is sent, so that no detail of a record that has ended since goes out.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, Session, col, select

from models.base import Instant, MainTable, new_id
from models.jobs import put_job
from models.webhooks.tables import DELIVER, Webhook, WebhookDelivery

LISTING = "listing"
"""Events of the change feed are `listing.entered`, `listing.changed`, `listing.ended`."""

EVENT_TYPES: dict[str, str] = {
    f"{LISTING}.entered": "A record that you may see has been entered",
    f"{LISTING}.changed": "A record that you may see says something else",
    f"{LISTING}.ended": "A record has ended, or is no longer for you to see",
    "prompt.opened": "A prompt of joint punishment waits for your decision",
    "prompt.lift": "Nothing supports the measure of a prompt any more: lift it and say so",
    "task.opened": "A task of joint punishment waits for you",
    "task.lift": "Nothing supports the measure of a task any more: lift it and say so",
    "appeal.raised": "A merchant appeals against a decision of yours: a person has to look at it",
    "appeal.decided": "An appeal of yours has been decided",
    "objection.decided": "An objection about you has been decided",
    "merchant.code_tried": "Five wrong codes came for a merchant to whom you gave one; yours still holds",
    "notice.exit": "A record that you received is no longer to be used",
    "notice.correction": "A record that you received has been corrected: ask again",
    "notice.withdrawal": "The publication of what you recognised was taken back; your decision stands",
    "roster.turned": "Verdicts on your roster have turned: read which",
    "rules.ending": "For the centre: what the rules rest on ends in 90, 30 or 7 days",
}
"""Each type of event with what it says. A part that sends its own adds them here, so that every process
knows them, and to docs/webhooks.md."""


class Event(MainTable, table=True):
    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("member_id", "sequence"),
        CheckConstraint("(sequence IS NULL) = (data IS NOT NULL)", name="content"),
    )
    id: str = Field(primary_key=True, max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40)
    type: str = Field(max_length=64)
    subject: str | None = Field(default=None, max_length=64)
    """Id of what it is about."""
    sequence: int | None = None
    data: dict[str, Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    created_at: datetime = Field(sa_type=Instant)


def put(
    session: Session, member_id: str, kind: str, data: Mapping[str, Any], now: datetime, subject: str | None = None
) -> Event:
    """Tells one member something, through every webhook of its own that takes this type. `kind`: of EVENT_TYPES."""
    if kind not in EVENT_TYPES:
        raise ValueError(f"{kind} is not among EVENT_TYPES")
    event = Event(id=new_id("evt"), member_id=member_id, type=kind, subject=subject, data=dict(data), created_at=now)
    session.add(event)
    session.flush()
    own = select(Webhook).where(Webhook.member_id == member_id, col(Webhook.disabled_at).is_(None))
    for webhook in session.exec(own.order_by(col(Webhook.id))):
        if webhook.takes(kind):
            address(session, event, webhook, now)
    return event


def put_change(session: Session, member_id: str, kind: str, sequence: int, subject: str, now: datetime) -> Event:
    """The event of a change of the feed; one for each member, however many webhooks it has."""
    known = session.exec(select(Event).where(Event.member_id == member_id, Event.sequence == sequence)).first()
    if known is not None:
        return known
    event = Event(
        id=new_id("evt"),
        member_id=member_id,
        type=f"{LISTING}.{kind}",
        subject=subject,
        sequence=sequence,
        created_at=now,
    )
    session.add(event)
    session.flush()
    return event


def address(session: Session, event: Event, webhook: Webhook, now: datetime) -> WebhookDelivery:
    """A delivery of the event to the webhook, due at once, after those before it."""
    delivery = WebhookDelivery(id=new_id("dlv"), webhook_id=webhook.id, event_id=event.id, created_at=now)
    session.add(delivery)
    session.flush()
    put_job(session, DELIVER, delivery.id, now, lane=webhook.id)
    return delivery
