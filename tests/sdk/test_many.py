"""Many checks and many pages: in order, in chunks that the service takes, read only as far as wanted."""

import httpx
import pytest

import huixin
from huixin import CheckRequest, Client, RetryPolicy, SubjectQuery
from huixin.config import settings
from huixin.flows import Send, Session, build
from tests.sdk.conftest import CODE, QUICK, Ask
from tests.sdk.stub import Reply, Stub, problem


def test_many_checks_come_back_in_order(ask: Ask, stub: Stub) -> None:
    own = CheckRequest(subject=SubjectQuery(uscc="own"), scene="live")
    items = ["first", "bad", SubjectQuery(name="某公司"), own, "nul\x00", "half\ud800", "last3"]
    results = ask(lambda client: client.check_many(items, scene="promotion", campaign="double_11"))
    codes = [item.answer and item.answer.identity.uscc for item in results]
    assert codes == ["first", None, None, "own", None, None, "last3"]
    assert [item.problem is not None for item in results] == [False, True, False, False, True, True, False]
    assert results[2].answer.identity.name == "某公司"
    assert results[3].answer.scene == "live"
    (sent,) = stub.to("/v1/check/batch")
    assert sent.json["items"][0] == {
        "subject": {"uscc": "first"},
        "scene": "promotion",
        "campaign": {"kind": "double_11"},
    }
    assert [item["subject"].get("uscc") for item in sent.json["items"]] == ["first", "bad", None, "own", "last3"]


def test_many_checks_go_in_chunks(ask: Ask, stub: Stub) -> None:
    results = ask(lambda client: client.check_many((str(n) for n in range(501)), scene="promotion"))
    assert [item.answer.identity.uscc for item in results] == [str(n) for n in range(501)]
    assert [len(seen.json["items"]) for seen in stub.to("/v1/check/batch")] == [250, 250, 1]


def test_chunks_stay_under_the_largest_body(ask: Ask, stub: Stub) -> None:
    long = ["9" * 9_000] * 230
    assert len(ask(lambda client: client.check_many(long, scene="promotion"))) == 230
    sizes = [len(seen.body) for seen in stub.to("/v1/check/batch")]
    assert len(sizes) == 3
    assert max(sizes) < 2**20


def test_a_batch_may_take_longer_unless_the_caller_says_otherwise(ask: Ask, stub: Stub) -> None:
    stub.faults.append(Reply(pause=0.3))
    with pytest.raises(huixin.TimedOut):
        ask(lambda client: client.check_many([CODE], scene="promotion"), timeout=0.1, retries=RetryPolicy(tries=1))
    given = settings(stub.url, "platform", "s3cret")
    slow, http = Send("POST", "/v1/check/batch", timeout=60.0), httpx.Client(timeout=2.0)
    assert build(http, Session(given, QUICK), slow).extensions["timeout"]["read"] == 60.0
    assert build(http, Session(given, QUICK, timeout_given=True), slow).extensions["timeout"]["read"] == 2.0


def test_one_item_too_large_is_its_own_problem(ask: Ask, stub: Stub) -> None:
    stub.faults.append(problem("too_large", 413))
    results = ask(lambda client: client.check_many(["9" * 1_200_000, "second"], scene="promotion"))
    assert results[0].problem.status == 413
    assert results[1].answer.identity.uscc == "second"


def test_only_what_is_wanted_is_asked(stub: Stub) -> None:
    with Client(stub.url, "platform", "s3cret") as client:
        endless = client.check_many(iter(lambda: CODE, None), scene="promotion")
        assert next(endless).answer is not None
    assert len(stub.to("/v1/check/batch")) == 1


def test_a_batch_answered_in_part_is_an_error(ask: Ask, stub: Stub) -> None:
    stub.faults.append(Reply(body=b'{"items": []}'))
    with pytest.raises(huixin.UnexpectedAnswer, match="0 of 1"):
        ask(lambda client: client.check_many([CODE], scene="promotion"))


def test_listings_go_on_to_the_last_page(ask: Ask, stub: Stub) -> None:
    listed = ask(lambda client: client.listings.iter(list="brushing_black", limit=2))
    assert [item.subject_id for item in listed] == ["sub_00", "sub_01", "sub_10", "sub_11", "sub_20", "sub_21"]
    asked = [seen.query for seen in stub.to("/v1/listings")]
    assert asked[0] == {"list": "brushing_black", "limit": "2"}
    assert [query.get("cursor") for query in asked] == [None, "1", "2"]


def test_pages_that_go_round_are_an_error(ask: Ask, stub: Stub) -> None:
    stub.endless = True
    with pytest.raises(huixin.UnexpectedAnswer, match="cursor twice"):
        ask(lambda client: client.listings.iter())
