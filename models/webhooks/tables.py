"""Webhooks, their secrets, deliveries and tries."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from models.base import Instant, MainTable, one_of

FOLLOW = "webhook_follow"
"""Kind of the job that brings a webhook up to the change feed; its key is the webhook."""
DELIVER = "webhook_deliver"
"""Kind of the job that sends one delivery; its key is the delivery, its lane the webhook."""


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"
    """Tried for three days in vain; can be replayed."""
    DROPPED = "dropped"
    """Never to be sent: the webhook or the member is disabled, or there is nothing to say any more."""


class Webhook(MainTable, table=True):
    """`cursor`: up to this sequence the change feed has been turned into deliveries. `types`: empty for all."""

    __tablename__ = "webhook"
    id: str = Field(primary_key=True, max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    url: str = Field(max_length=2000)
    types: list[str] = Field(sa_type=JSON)
    cursor: int
    created_at: datetime = Field(sa_type=Instant)
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)

    def takes(self, kind: str) -> bool:
        return not self.types or kind in self.types


class WebhookSecret(MainTable, table=True):
    """Sealed, because it has to be used. The one without an end is the newest."""

    __tablename__ = "webhook_secret"
    id: int | None = Field(default=None, primary_key=True)
    webhook_id: str = Field(foreign_key="webhook.id", max_length=40, index=True)
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)


class WebhookDelivery(MainTable, table=True):
    """One event on its way to one webhook. `tries`: since it was entered or replayed."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id"),
        CheckConstraint(one_of("state", DeliveryState), name="state"),
        Index("ix_webhook_delivery_log", "webhook_id", "number"),
    )
    number: int | None = Field(default=None, primary_key=True)
    """In the order in which they were entered."""
    id: str = Field(unique=True, max_length=40)
    webhook_id: str = Field(foreign_key="webhook.id", max_length=40)
    event_id: str = Field(foreign_key="event.id", max_length=40)
    state: str = Field(default="pending", max_length=16)
    tries: int = 0
    created_at: datetime = Field(sa_type=Instant)


class WebhookTry(MainTable, table=True):
    """One request, and the HTTP status that came back or the code of what failed."""

    __tablename__ = "webhook_try"
    __table_args__ = (CheckConstraint("(status IS NULL) = (error IS NOT NULL)", name="result"),)
    id: int | None = Field(default=None, primary_key=True)
    delivery_id: str = Field(foreign_key="webhook_delivery.id", max_length=40, index=True)
    at: datetime = Field(sa_type=Instant)
    status: int | None = None
    error: str | None = Field(default=None, max_length=64)
    milliseconds: int
