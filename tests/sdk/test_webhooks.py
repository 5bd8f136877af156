"""What a receiver takes and refuses, by the published vectors."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huixin import BadArgument, HuixinError, UnexpectedAnswer, webhooks
from huixin.webhooks import SignatureWrong, TimestampTooOld, WebhookError, change_of, signature, verify

VECTORS = json.loads((Path(__file__).parents[2] / "docs" / "webhook-vectors.json").read_text(encoding="utf-8"))
GOOD = VECTORS["requests"][0]


def ask(vector: dict[str, Any], **instead: Any) -> webhooks.Event:
    given = {"body": vector["body"], "headers": vector["headers"], "secrets": vector["secrets"], "now": vector["now"]}
    return verify(**(given | instead))


@pytest.mark.parametrize("vector", VECTORS["signatures"], ids=lambda vector: vector["what"])
def test_signatures(vector: dict[str, Any]) -> None:
    body = vector["body"].encode()
    assert signature(vector["secret"], vector["id"], vector["timestamp"], body) == vector["signature"]


@pytest.mark.parametrize("vector", VECTORS["requests"], ids=lambda vector: vector["what"])
def test_requests(vector: dict[str, Any]) -> None:
    if vector["error"] is None:
        assert ask(vector).id == vector["headers"]["webhook-id"]
        return
    with pytest.raises(WebhookError) as refused:
        ask(vector)
    assert type(refused.value) is getattr(webhooks, vector["error"])
    assert isinstance(refused.value, HuixinError)


def test_the_event_says_what_happened() -> None:
    event = ask(GOOD)
    change = change_of(event)
    assert (event.type, event.time) == ("listing.ended", datetime(2026, 11, 11, 2, tzinfo=UTC))
    assert (change.sequence, change.kind, change.listing) == (4713, "ended", None)
    with pytest.raises(UnexpectedAnswer):
        change_of(event.model_copy(update={"type": "prompt.given", "data": {"prompt_id": "prm_1"}}))


def test_headers_in_any_case_bytes_one_secret_and_an_instant() -> None:
    shouted = {name.upper(): value for name, value in GOOD["headers"].items()}
    at = datetime.fromtimestamp(GOOD["now"], UTC)
    [secret] = GOOD["secrets"]
    assert ask(GOOD, headers=shouted, body=GOOD["body"].encode(), secrets=secret, now=at).type == "listing.ended"


def test_the_tolerance_is_the_receivers() -> None:
    late = GOOD["now"] + 3600
    assert ask(GOOD, now=late, tolerance=timedelta(hours=1)).type == ask(GOOD, now=late, tolerance=3600).type
    with pytest.raises(TimestampTooOld):
        ask(GOOD, now=late, tolerance=3599)


def test_without_now_it_is_now() -> None:
    with pytest.raises(WebhookError):
        ask(GOOD, now=None, tolerance=1)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_!!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_é"])
def test_a_secret_that_is_none_is_said_to_be_and_not_shown(secret: str) -> None:
    with pytest.raises(BadArgument) as refused:
        ask(GOOD, secrets=secret)
    assert "MfKQ9r8" not in str(refused.value)


def test_signatures_of_odd_characters_are_only_wrong() -> None:
    with pytest.raises(SignatureWrong):
        ask(GOOD, headers=GOOD["headers"] | {"webhook-signature": "v1,签名 \udc80"})
