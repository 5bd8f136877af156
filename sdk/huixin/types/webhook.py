"""Webhooks: where a member wants to be told, and what came of telling it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from huixin.types.base import Reply, Request, Short

Url = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class WebhookRequest(Request):
    """`types`: the events wanted, all if there is none. `after`: begin after this sequence of the feed, not now."""

    url: Url
    types: list[Short] = Field(default_factory=list, max_length=50)
    after: int | None = Field(default=None, ge=0, le=2**53)


class WebhookView(Reply):
    id: str
    url: str
    types: list[str]
    sequence: int
    """Up to here the change feed has been turned into deliveries."""
    created_at: datetime
    disabled_at: datetime | None


class WebhookList(Reply):
    items: list[WebhookView]


class WebhookSecret(Reply):
    """A secret, shown this once. `previous_until`: until then deliveries are signed with the one before, too."""

    webhook_id: str
    secret: str
    previous_until: datetime | None


class NewWebhook(Reply):
    """What was entered, with its secret, shown this once."""

    webhook: WebhookView
    secret: str


class TryView(Reply):
    """One request: the status that came back, or the code of what failed."""

    at: datetime
    status: int | None
    error: str | None
    milliseconds: int


class DeliveryView(Reply):
    """`event_id` is what the receiver sees as `webhook-id`; `next_try_at` is null unless it is pending."""

    id: str
    event_id: str
    type: str
    sequence: int | None
    state: Literal["pending", "delivered", "dead", "dropped"]
    created_at: datetime
    next_try_at: datetime | None
    tries: list[TryView]


class DeliveryPage(Reply):
    """Newest first."""

    items: list[DeliveryView]
    next: str | None
    """Pass it as `before` for older ones; null on the last page."""


class Replay(Reply):
    replayed: int
    """Dead deliveries that are on their way again."""


class Event(Reply):
    """What a webhook receives: CloudEvents 1.0 in JSON."""

    specversion: Literal["1.0"] = "1.0"
    id: str
    """The same as the header `webhook-id`: an event that comes twice has the same."""
    source: str
    type: str
    time: datetime
    subject: str | None = None
    datacontenttype: str = "application/json"
    data: dict[str, Any]
