"""One token serves all: fetched by itself, renewed before it runs out, shared by threads and tasks."""

import asyncio
import json
from threading import Barrier, Thread

import pytest

import huixin
from huixin import Client
from tests.sdk.conftest import QUICK, Ask, check
from tests.sdk.stub import Stub, problem


def test_one_token_serves_many_requests(ask: Ask, stub: Stub) -> None:
    ask(lambda client: client.listings.iter())
    assert len(stub.to("/oauth/token")) == 1
    assert len(stub.to("/v1/listings")) == 3
    (asked,) = stub.to("/oauth/token")
    assert asked.body == b"grant_type=client_credentials&client_id=platform&client_secret=s3cret"


def test_a_token_about_to_run_out_is_renewed_first(ask: Ask, stub: Stub) -> None:
    stub.expires_in = 0
    ask(lambda client: client.listings.iter())
    assert len(stub.to("/oauth/token")) == 3


def test_a_token_called_expired_is_renewed_once(ask: Ask, stub: Stub) -> None:
    stub.faults.append(problem("token_expired", 401))
    ask(check)
    assert [seen.headers.get("authorization") for seen in stub.to("/v1/check")] == ["Bearer token-1", "Bearer token-2"]
    keys = {seen.headers["idempotency-key"] for seen in stub.to("/v1/check")}
    assert len(keys) == 1


def test_a_token_called_expired_twice_is_an_error(ask: Ask, stub: Stub) -> None:
    stub.faults.extend([problem("token_expired", 401)] * 2)
    with pytest.raises(huixin.TokenExpired):
        ask(check)
    assert len(stub.to("/oauth/token")) == 2


def test_a_wrong_secret_is_its_own_error(ask: Ask, stub: Stub) -> None:
    stub.token_faults.append(problem("invalid_client", 401, error="invalid_client"))
    with pytest.raises(huixin.InvalidClient):
        ask(check)
    assert stub.to("/v1/check") == []


def test_threads_share_one_token(stub: Stub) -> None:
    together = Barrier(8)
    with Client(stub.url, "platform", "s3cret", retries=QUICK) as client:

        def one() -> None:
            together.wait()
            check(client)

        threads = [Thread(target=one) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(stub.to("/oauth/token")) == 1
    assert len(stub.to("/v1/check")) == 8


def test_tasks_share_one_token(stub: Stub) -> None:
    async def many() -> None:
        async with huixin.AsyncClient(stub.url, "platform", "s3cret") as client:
            await asyncio.gather(*(check(client) for _ in range(8)))

    asyncio.run(many())
    assert len(stub.to("/oauth/token")) == 1
    assert len(stub.to("/v1/check")) == 8


def test_a_merchant_logs_in_once_with_its_code_and_keeps_the_token(stub: Stub) -> None:
    with Client(stub.url, "91441302MADEM2199B", "AAAA-BBBB", merchant=True, retries=QUICK) as client:
        check(client)
        check(client)
    (asked,) = stub.to("/oauth/merchant")
    assert json.loads(asked.body) == {"uscc": "91441302MADEM2199B", "code": "AAAA-BBBB"}
    assert stub.to("/oauth/token") == []
