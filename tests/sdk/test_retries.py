"""The retry policy as data, and the flows without any connection."""

import httpx
import pytest

from huixin.config import settings
from huixin.errors import ConfigurationError, ConnectionFailed
from huixin.flows import NeedToken, Send, Session, Sleep, ask
from huixin.retries import RetryPolicy, retry_after
from huixin.types.token import TokenReply

BUSY = httpx.Response(503)
REQUEST = httpx.Request("POST", "http://huixin.test/v1/check")


def test_delays_double_up_to_the_longest() -> None:
    policy = RetryPolicy(tries=8)
    assert [policy.after_answer(n, BUSY, 0.0) for n in range(1, 9)] == [0.5, 1, 2, 4, 8, 8, 8, None]


def test_chance_takes_off_a_share_at_most() -> None:
    assert RetryPolicy().after_answer(1, BUSY, 1.0) == 0.375
    assert RetryPolicy(jitter=0).after_answer(1, BUSY, 1.0) == 0.5


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "Wed, 11 Nov 2026 00:00:30 GMT", "Date": "Wed, 11 Nov 2026 00:00:00 GMT"}, 30.0),
        ({"Retry-After": "Wed, 11 Nov 2026 00:00:00 GMT", "Date": "Wed, 11 Nov 2026 00:00:30 GMT"}, 0.0),
        ({"Retry-After": "Wed, 11 Nov 2026 00:00:30 GMT"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
        ({}, None),
    ],
)
def test_what_the_service_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(httpx.Response(429, headers=headers)) == seconds


def test_the_service_goes_before_the_back_off() -> None:
    asked = httpx.Response(429, headers={"Retry-After": "60"})
    assert RetryPolicy().after_answer(1, asked, 0.5) == 60
    assert RetryPolicy(longest_obeyed=59).after_answer(1, asked, 0.5) is None


@pytest.mark.parametrize(
    ("error", "repeatable", "again"),
    [
        (httpx.ConnectError(""), False, True),
        (httpx.ConnectTimeout(""), False, True),
        (httpx.ReadTimeout(""), False, False),
        (httpx.ReadTimeout(""), True, True),
        (httpx.RemoteProtocolError(""), True, True),
        (httpx.DecodingError(""), True, False),
    ],
)
def test_which_failures_are_tried_again(error: httpx.RequestError, repeatable: bool, again: bool) -> None:
    assert (RetryPolicy().after_failure(1, error, repeatable, 0.0) is not None) is again
    assert RetryPolicy(tries=1).after_failure(1, error, repeatable, 0.0) is None


@pytest.mark.parametrize("wrong", [{"tries": 0}, {"jitter": 2.0}, {"first_delay": -1.0}])
def test_a_policy_that_cannot_be(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="at least one try"):
        RetryPolicy(**wrong)  # type: ignore[arg-type]


def session() -> Session:
    return Session(settings("http://huixin.test/", "id", "secret", {}), RetryPolicy(), chance=lambda: 0.0)


def test_a_flow_says_its_steps() -> None:
    flow = ask(session(), Send("GET", "/v1/lists"), TokenReply)
    assert next(flow) == NeedToken(None)
    sent = flow.send("t-1")
    assert isinstance(sent, Send)
    assert sent.headers["Authorization"] == "Bearer t-1"
    assert flow.throw(httpx.ConnectError("refused")) == Sleep(0.5)
    assert flow.send(None) == sent
    assert flow.send(BUSY) == Sleep(1.0)
    assert flow.send(None) == sent
    expired = {"type": "urn:huixin:problem:token_expired", "title": "Expired", "status": 401}
    assert flow.send(httpx.Response(401, json=expired)) == NeedToken("t-1")
    assert isinstance(flow.send("t-2"), Send)
    reply = {"access_token": "a", "token_type": "bearer", "expires_in": 1, "scope": ""}
    with pytest.raises(StopIteration) as end:
        flow.send(httpx.Response(200, json=reply, request=REQUEST))
    assert end.value.value.access_token == "a"


def test_a_failure_that_stays_keeps_its_cause() -> None:
    flow = ask(Session(session().settings, RetryPolicy(tries=1)), Send("GET", "/v1/lists"), TokenReply)
    next(flow)
    flow.send("t-1")
    with pytest.raises(ConnectionFailed) as raised:
        flow.throw(httpx.ConnectError("refused"))
    assert isinstance(raised.value.__cause__, httpx.ConnectError)


def test_the_token_is_renewed_a_tenth_of_its_life_early() -> None:
    now = [100.0]
    held = Session(session().settings, RetryPolicy(), clock=lambda: now[0], token="t", renew_at=190.0)
    assert held.usable_token(None) == "t"
    assert held.usable_token("t") is None
    now[0] = 190.0
    assert held.usable_token(None) is None


# --- settings --------------------------------------------------------------------------------------------------------


def test_what_is_given_goes_before_the_environment() -> None:
    environment = {"HUIXIN_URL": "https://a.test/", "HUIXIN_CLIENT_ID": "a", "HUIXIN_CLIENT_SECRET": "s"}
    assert settings(environment=environment).url == "https://a.test"
    found = settings(url="http://b.test:8000", client_id="b", environment=environment)
    assert (found.url, found.client_id, found.client_secret) == ("http://b.test:8000", "b", "s")
    assert "'s'" not in repr(found)


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(ConfigurationError, match="HUIXIN_URL, HUIXIN_CLIENT_SECRET"):
        settings(client_id="a", client_secret=" ", environment={})


@pytest.mark.parametrize(
    "url",
    [
        *("huixin.test", "/v1", "ftp://huixin.test", "http://", "http://[::1", "http://a b", "http://a:port"),
        *("http://a/?b", "http://a:b@c"),
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ConfigurationError, match="is not the address"):
        settings(url, "a", "s", {})
