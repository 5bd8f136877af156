"""What may pass is tried again, all tries under one key; what another try would not mend is not."""

from datetime import date

import pytest

import huixin
from huixin import ClauseRequest
from tests.sdk.conftest import Ask, check
from tests.sdk.stub import DROP, Reply, Stub, page, problem


@pytest.mark.parametrize("fault", [problem("rate_limited", 429, "0"), problem("unavailable", 503), DROP, page(503)])
def test_what_may_pass_is_tried_again_under_one_key(ask: Ask, stub: Stub, fault: Reply) -> None:
    stub.faults.extend([fault] * 3)
    assert ask(check).outcome == "clear"
    tries = stub.to("/v1/check")
    assert len(tries) == 4
    assert len({seen.headers["idempotency-key"] for seen in tries}) == 1
    assert len({seen.body for seen in tries}) == 1


def test_tries_run_out(ask: Ask, stub: Stub) -> None:
    stub.faults.extend([problem("unavailable", 503, "0")] * 4)
    with pytest.raises(huixin.Unavailable) as raised:
        ask(check)
    assert raised.value.retry_after == 0


def test_a_wait_beyond_the_bound_is_not_waited(ask: Ask, stub: Stub) -> None:
    stub.faults.append(problem("rate_limited", 429, "3600"))
    with pytest.raises(huixin.RateLimited) as raised:
        ask(check)
    assert raised.value.retry_after == 3600
    assert len(stub.to("/v1/check")) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 500])
def test_what_another_try_would_not_mend_stands(ask: Ask, stub: Stub, status: int) -> None:
    stub.faults.append(problem("something_new", status))
    with pytest.raises(huixin.ServiceError):
        ask(check)
    assert len(stub.to("/v1/check")) == 1


def test_a_clause_is_not_entered_twice(ask: Ask, stub: Stub) -> None:
    clause = ClauseRequest(
        kind=huixin.ClauseKind.PLATFORM_RULE,
        measure="promotion_limit",
        reference="第十条",
        published_on=date(2026, 1, 1),
        effective_from=date(2026, 1, 1),
    )
    assert ask(lambda client: client.clauses.add(clause)).id == "cls_1"
    stub.faults.append(DROP)
    with pytest.raises(huixin.ConnectionLost):
        ask(lambda client: client.clauses.add(clause))
    assert len(stub.to("/v1/clauses")) == 2


def test_the_token_request_is_tried_again_too(ask: Ask, stub: Stub) -> None:
    stub.token_faults.extend([DROP, problem("unavailable", 503)])
    assert ask(check).outcome == "clear"
