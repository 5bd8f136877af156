"""Webhooks: where a member wants to be told, its secrets, and the log of what was sent."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api import feed_examples as examples
from api.auth import CanReadWebhooks, CanWriteWebhooks
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from clients.delivery import AddressRefused, check_url
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
from models.errors import Fault, Invalid
from models.webhooks.deliveries import LoggedDelivery, delivery_log, replay
from models.webhooks.endpoints import disable_webhook, enter_webhook, own_webhook, own_webhooks, rotate_secret
from models.webhooks.tables import DeliveryState, Webhook

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], route_class=GuardedRoute)

WebhookId = Annotated[str, Path(pattern="^whk_[0-9a-f]{32}$", examples=[examples.WEBHOOK_VIEW.id])]
ONE = (*AUTHORISED, "not_found", "invalid_content")
"""Refusals of what is about one webhook."""


class DeliveryQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    state: DeliveryState | None = Field(default=None, description="Only deliveries in this state")
    limit: int = Field(default=100, ge=1, le=500, description="Deliveries on a page")
    before: str | None = Field(default=None, pattern="^dlv_[0-9a-f]{32}$", description="`next` of the page before")


@router.get("", summary="Read one's own webhooks", responses=answers(examples.WEBHOOK_LIST, *AUTHORISED))
def read_webhooks(caller: CanReadWebhooks, context: Context) -> WebhookList:
    """Disabled ones too, oldest first."""
    with context.database.read() as session:
        return WebhookList(items=[_view(webhook) for webhook in own_webhooks(session, caller.member_id)])


@router.post(
    "",
    status_code=201,
    summary="Enter a webhook of one's own",
    responses=answers(examples.NEW_WEBHOOK, *AUTHORISED, *WITH_BODY, "forbidden", "conflict", status=201),
)
def write_webhook(
    body: Annotated[WebhookRequest, Body(openapi_examples=shown(entered_and_ended=examples.WEBHOOK))],
    caller: CanWriteWebhooks,
    context: Context,
) -> NewWebhook:
    """The secret is shown this once. Events of the change feed need scope `feed:read` as well."""
    _check_address(context, body.url)
    with context.database.write() as session:
        webhook, secret = enter_webhook(session, context.keys, caller, body.url, body.types, body.after, context.now())
        return NewWebhook(webhook=_view(webhook), secret=secret.secret)


def _check_address(context: AppContext, url: str) -> None:
    try:
        check_url(url, context.settings.reach)
    except AddressRefused as refused:
        raise Invalid(refused.message, Fault("/url", f"bad_{refused.code}", refused.message)) from None


@router.get("/{webhook_id}", summary="Read a webhook of one's own", responses=answers(examples.WEBHOOK_VIEW, *ONE))
def read_webhook(webhook_id: WebhookId, caller: CanReadWebhooks, context: Context) -> WebhookView:
    with context.database.read() as session:
        return _view(own_webhook(session, caller.member_id, webhook_id))


@router.delete(
    "/{webhook_id}", summary="Disable a webhook of one's own", responses=answers(examples.WEBHOOK_VIEW, *ONE)
)
def delete_webhook(webhook_id: WebhookId, caller: CanWriteWebhooks, context: Context) -> WebhookView:
    """Nothing more is sent to it, not even what is on its way; it stays readable."""
    with context.database.write() as session:
        return _view(disable_webhook(session, caller.member_id, webhook_id, context.now()))


@router.post(
    "/{webhook_id}/secret",
    summary="Rotate the secret of a webhook",
    responses=answers(examples.WEBHOOK_SECRET, *ONE, "conflict"),
)
def write_secret(webhook_id: WebhookId, caller: CanWriteWebhooks, context: Context) -> WebhookSecret:
    """The new secret is shown this once. For a day deliveries are signed with both."""
    with context.database.write() as session:
        new = rotate_secret(session, context.keys, caller.member_id, webhook_id, context.now())
    return WebhookSecret(webhook_id=webhook_id, secret=new.secret, previous_until=new.previous_until)


@router.get(
    "/{webhook_id}/deliveries",
    summary="Read what was sent to a webhook",
    responses=answers(examples.DELIVERY_PAGE, *ONE),
)
def read_deliveries(
    webhook_id: WebhookId, query: Annotated[DeliveryQuery, Query()], caller: CanReadWebhooks, context: Context
) -> DeliveryPage:
    """Every delivery with all its tries, newest first."""
    with context.database.read() as session:
        page, older = delivery_log(
            session, caller.member_id, webhook_id, state=query.state, before=query.before, limit=query.limit
        )
        return DeliveryPage(items=[_logged(found) for found in page], next=older)


@router.post(
    "/{webhook_id}/replay",
    summary="Send dead deliveries again",
    responses=answers(examples.REPLAY, *ONE, "conflict"),
)
def write_replay(webhook_id: WebhookId, caller: CanWriteWebhooks, context: Context) -> Replay:
    """All that were given up after three days are on their way again, under the same `webhook-id`."""
    with context.database.write() as session:
        return Replay(replayed=replay(session, caller.member_id, webhook_id, context.now()))


def _view(webhook: Webhook) -> WebhookView:
    return WebhookView(
        id=webhook.id,
        url=webhook.url,
        types=webhook.types,
        sequence=webhook.cursor,
        created_at=webhook.created_at,
        disabled_at=webhook.disabled_at,
    )


def _logged(found: LoggedDelivery) -> DeliveryView:
    return DeliveryView(
        id=found.delivery.id,
        event_id=found.event.id,
        type=found.event.type,
        sequence=found.event.sequence,
        state=DeliveryState(found.delivery.state).value,
        created_at=found.delivery.created_at,
        next_try_at=found.next_try_at,
        tries=[
            TryView(at=one.at, status=one.status, error=one.error, milliseconds=one.milliseconds) for one in found.tries
        ],
    )
