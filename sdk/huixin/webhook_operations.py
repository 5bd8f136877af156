"""Webhooks and what was delivered to them: each operation once."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from huixin.errors import UnexpectedAnswer
from huixin.flows import Flow, Send, Session, ask
from huixin.sending import Many, given, model, posted, segment
from huixin.types.webhook import (
    DeliveryPage,
    DeliveryView,
    NewWebhook,
    Replay,
    WebhookList,
    WebhookRequest,
    WebhookSecret,
    WebhookView,
)

DeliveryState: TypeAlias = Literal["pending", "delivered", "dead", "dropped"]


def webhooks(session: Session) -> Flow[list[WebhookView]]:
    listed = yield from ask(session, Send("GET", "/v1/webhooks"), WebhookList)
    return listed.items


def webhook(session: Session, webhook_id: str) -> Flow[WebhookView]:
    return ask(session, Send("GET", f"/v1/webhooks/{segment(webhook_id)}"), WebhookView)


def add_webhook(session: Session, fields: dict[str, Any]) -> Flow[NewWebhook]:
    request = model(WebhookRequest, given(fields))
    return ask(session, posted("/v1/webhooks", request, repeatable=False), NewWebhook)


def disable_webhook(session: Session, webhook_id: str) -> Flow[WebhookView]:
    return ask(session, Send("DELETE", f"/v1/webhooks/{segment(webhook_id)}"), WebhookView)


def rotate_webhook_secret(session: Session, webhook_id: str) -> Flow[WebhookSecret]:
    """Sent once: a second time would end the secret that is in use."""
    path = f"/v1/webhooks/{segment(webhook_id)}/secret"
    return ask(session, Send("POST", path, repeatable=False), WebhookSecret)


def deliveries(session: Session, webhook_id: str, filters: Mapping[str, str | int | None]) -> Many[DeliveryView]:
    """Page after page; a flow is made when the one before has told where it ended."""
    path = f"/v1/webhooks/{segment(webhook_id)}/deliveries"
    params = {key: str(value) for key, value in given(dict(filters)).items()}
    yield _deliveries_page(session, path, params)
    while "before" in params:
        yield _deliveries_page(session, path, params)


def _deliveries_page(session: Session, path: str, params: dict[str, str]) -> Flow[list[DeliveryView]]:
    asked = params.pop("before", None)
    page = yield from ask(session, Send("GET", path, params={**params, **given({"before": asked})}), DeliveryPage)
    if page.next is not None:
        if page.next == asked:
            raise UnexpectedAnswer(f"The service gave the same page twice: {asked}.")
        params["before"] = page.next
    return page.items


def replay(session: Session, webhook_id: str) -> Flow[int]:
    done = yield from ask(session, Send("POST", f"/v1/webhooks/{segment(webhook_id)}/replay"), Replay)
    return done.replayed
