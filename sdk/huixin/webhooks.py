"""What a receiver of webhooks needs: is this from Huixin, is it fresh, and what does it say?

from huixin.webhooks import WebhookError, change_of, verify

try:
    event = verify(request.body, request.headers, os.environ["HUIXIN_WEBHOOK_SECRET"])
except WebhookError:
    ...  # answer 400
print(event.id, event.type, event.data)

Signatures are those of Standard Webhooks (https://www.standardwebhooks.com), envelopes CloudEvents 1.0.
An event may come twice: `event.id` is then the same. Events may overtake each other: `sequence` says the order.
"""

# ruff: noqa: N818 - the names say what happened, the base class that it is an error

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from time import time

from pydantic import ValidationError

from huixin.errors import BadArgument, HuixinError, UnexpectedAnswer
from huixin.types.change import Change
from huixin.types.webhook import Event

SECRET_PREFIX = "whsec_"  # noqa: S105 - how every secret begins
VERSION = "v1"
TOLERANCE = timedelta(minutes=5)


class WebhookError(HuixinError):
    """This did not come from Huixin, or not now: answer 400 and do nothing else."""


class HeaderMissing(WebhookError):
    """One of webhook-id, webhook-timestamp, webhook-signature is not there, or not in its form."""


class TimestampTooOld(WebhookError):
    """Signed too long ago: somebody sends it again, or the clocks differ."""


class TimestampTooNew(WebhookError):
    """Signed in the future: the clocks differ."""


class SignatureWrong(WebhookError):
    """No signature fits any of the secrets: wrong secret, or the body is not byte by byte what was sent."""


class EventUnreadable(WebhookError):
    """Signed by Huixin, but not an event that this SDK can read."""


def verify(
    body: bytes | str,
    headers: Mapping[str, str],
    secrets: str | Iterable[str],
    *,
    now: float | datetime | None = None,
    tolerance: float | timedelta = TOLERANCE,
) -> Event:
    """The event, once its signature and age are found good.

    `body`: as it came, before any JSON is read from it. `headers`: in any case. `secrets`: one, or several while they
    change. `now`: an instant or seconds since 1970; `tolerance`: seconds or a timedelta. Raises WebhookError, and
    BadArgument for a secret that is none.
    """
    content = body.encode() if isinstance(body, str) else body
    verify_signature(content, headers, secrets, now=now, tolerance=tolerance)
    try:
        return Event.model_validate_json(content)
    except ValidationError as error:
        raise EventUnreadable(f"Not an event: {error.error_count()} of its fields are wrong.") from None


def verify_signature(
    content: bytes,
    headers: Mapping[str, str],
    secrets: str | Iterable[str],
    *,
    now: float | datetime | None = None,
    tolerance: float | timedelta = TOLERANCE,
) -> str:
    """The id of any message signed in this way, whatever its body says. Raises as `verify` does."""
    named = {name.lower(): value for name, value in headers.items()}
    identifier, signed_at = _header(named, "webhook-id"), _timestamp(_header(named, "webhook-timestamp"))
    _check_age(signed_at, now, tolerance)
    given = _header(named, "webhook-signature").split(" ")
    known = [secrets] if isinstance(secrets, str) else list(secrets)
    expected = [signature(secret, identifier, signed_at, content) for secret in known]
    # every pair is compared, so that the time taken says nothing
    matches = [_same(one, other) for one in given for other in expected]
    if not any(matches):
        raise SignatureWrong("No signature fits: is this the secret of this webhook, and the body as it came?")
    return identifier


def signature(secret: str, identifier: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the Base64 of HMAC-SHA-256 over id, seconds since 1970 and body. BadArgument for a broken secret."""
    content = b".".join([identifier.encode(), str(timestamp).encode(), body])
    return f"{VERSION},{base64.b64encode(hmac.digest(_key(secret), content, sha256)).decode()}"


def change_of(event: Event) -> Change:
    """The change that an event of type `listing.…` tells. UnexpectedAnswer for any other."""
    try:
        return Change.model_validate(event.data)
    except ValidationError:
        raise UnexpectedAnswer(f"An event of type {event.type} tells no change of a listing.") from None


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(SECRET_PREFIX) or not key:
        raise BadArgument(f"A webhook's secret begins with {SECRET_PREFIX}, and Base64 follows.")
    return key


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "").strip()
    if not value:
        raise HeaderMissing(f"There is no header {name}.")
    return value


def _timestamp(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 15):
        raise HeaderMissing("webhook-timestamp is not a number of seconds.")
    return int(value)


def _check_age(signed_at: int, now: float | datetime | None, tolerance: float | timedelta) -> None:
    instant = now.timestamp() if isinstance(now, datetime) else time() if now is None else now
    most = tolerance.total_seconds() if isinstance(tolerance, timedelta) else tolerance
    if signed_at < instant - most:
        raise TimestampTooOld(f"Signed {instant - signed_at:.0f} s ago, which is too long.")
    if signed_at > instant + most:
        raise TimestampTooNew(f"Signed {signed_at - instant:.0f} s ahead of this clock.")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())
