"""Examples of the change feed and of webhooks."""

from datetime import UTC, date, datetime

from api.examples import LISTING_PAGE
from huixin.types.change import Change, ChangePage
from huixin.types.webhook import (
    DeliveryPage,
    DeliveryView,
    NewWebhook,
    Replay,
    TryView,
    WebhookList,
    WebhookRequest,
    WebhookSecret,
    WebhookView,
)

_AT = datetime(2026, 11, 11, 2, 0, tzinfo=UTC)
_LISTING = LISTING_PAGE.items[0]
_SECRET = "whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0ISEhIQ=="  # noqa: S105 - an example

ENTERED = Change(
    sequence=_LISTING.sequence,
    kind="entered",
    listing_id=_LISTING.record.id,
    list="ecommerce_black",
    ended_on=None,
    listing=_LISTING,
)
TOMBSTONE = Change(
    sequence=4713,
    kind="ended",
    listing_id="lst_0a1b2c3d4e5f4a6b8c7d9e0f1a2b3c4d",
    list="brushing_black",
    ended_on=date(2026, 11, 11),
    listing=None,
)
CHANGE_PAGE = ChangePage(items=[ENTERED, TOMBSTONE], next=4720, more=False)

WEBHOOK = WebhookRequest(url="https://hooks.platform.example/huixin", types=["listing.entered", "listing.ended"])
WEBHOOK_VIEW = WebhookView(
    id="whk_6f5e4d3c2b1a4f0e9d8c7b6a5f4e3d2c",
    url=WEBHOOK.url,
    types=WEBHOOK.types,
    sequence=4720,
    created_at=_AT,
    disabled_at=None,
)
NEW_WEBHOOK = NewWebhook(webhook=WEBHOOK_VIEW, secret=_SECRET)
WEBHOOK_LIST = WebhookList(items=[WEBHOOK_VIEW])
WEBHOOK_SECRET = WebhookSecret(
    webhook_id=WEBHOOK_VIEW.id, secret=_SECRET, previous_until=datetime(2026, 11, 12, 2, 0, tzinfo=UTC)
)
DELIVERY_PAGE = DeliveryPage(
    items=[
        DeliveryView(
            id="dlv_2c3d4e5f6a7b4c8d9e0f1a2b3c4d5e6f",
            event_id="evt_9e8d7c6b5a4f4e3d2c1b0a9f8e7d6c5b",
            type="listing.entered",
            sequence=4711,
            state="pending",
            created_at=_AT,
            next_try_at=datetime(2026, 11, 11, 2, 5, tzinfo=UTC),
            tries=[TryView(at=_AT, status=503, error=None, milliseconds=41)],
        )
    ],
    next=None,
)
REPLAY = Replay(replayed=1)
