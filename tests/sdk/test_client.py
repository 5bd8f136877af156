"""Both clients against the stub: what they send, and what they make of what comes back."""

import asyncio
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import httpx
import pytest

import huixin
from huixin import CheckRequest, ClauseRequest, Client, RetryPolicy, SubjectQuery
from huixin.config import settings
from huixin.flows import Send, Session, build
from tests.sdk.conftest import QUICK, Ask
from tests.sdk.stub import DROP, Reply, Stub, page, problem

CODE = "91330100799655058B"


def check(client: Any) -> Any:
    return client.check(CODE, scene="promotion")


def test_a_check_sends_what_it_is_given(ask: Ask, stub: Stub) -> None:
    answer = ask(
        lambda client: client.check(
            CODE,
            scene="promotion",
            name="某公司",
            campaign="double_11",
            on=date(2026, 11, 11),
            as_="platform",
            kind="company",
            role="carrier",
            reference="r-1",
            idempotency_key="key-1",
        )
    )
    (seen,) = stub.to("/v1/check")
    subject = {"uscc": CODE, "name": "某公司", "kind": "company", "role": "carrier"}
    around = {"campaign": {"kind": "double_11"}, "on": "2026-11-11", "as": "platform", "reference": "r-1"}
    assert seen.json == {"subject": subject, "scene": "promotion", **around}
    assert seen.headers["idempotency-key"] == "key-1"
    assert answer.outcome is huixin.Outcome.CLEAR
    assert answer.identity.name == "某公司"
    assert answer.reference == "r-1"


def test_a_resident_id_travels_in_the_body_only(ask: Ask, stub: Stub) -> None:
    ask(lambda client: client.check(scene="onboarding", resident_id="11010519491231002X"))
    (seen,) = stub.to("/v1/check")
    assert seen.json["subject"] == {"resident_id": "11010519491231002X", "role": "merchant"}


@pytest.mark.parametrize(
    ("question", "path"),
    [
        (lambda client: client.decisions.get("dec_1"), "/v1/decisions/dec_1"),
        (lambda client: client.subjects.get(CODE), f"/v1/subjects/{CODE}"),
        (lambda client: client.lists.all(), "/v1/lists"),
        (lambda client: client.clauses.all(), "/v1/clauses"),
        (lambda client: client.clauses.end("cls_1"), "/v1/clauses/cls_1"),
        (lambda client: client.imports.get("imp_1"), "/v1/imports/imp_1"),
    ],
)
def test_each_read_has_its_path(ask: Ask, stub: Stub, question: Callable[[Any], Any], path: str) -> None:
    assert ask(question)
    assert [seen.path for seen in stub.seen] == ["/oauth/token", path]


def test_a_review_is_a_judgement_with_a_reason(ask: Ask, stub: Stub) -> None:
    said = {"subject_id": "sub_1", "judgement": "same", "by": "a-17", "why": "Same address."}
    judged = ask(lambda client: client.decisions.review("dec_1", **said))
    assert stub.to("/v1/decisions/dec_1/review")[0].json == said
    assert judged.by == "a-17"


def test_nothing_in_an_id_leads_to_another_path(ask: Ask, stub: Stub) -> None:
    ask(lambda client: client.decisions.get("../lists?x=1"))
    assert stub.seen[-1].path == "/v1/decisions/..%2Flists%3Fx%3D1"


@pytest.mark.parametrize(
    "question",
    [
        lambda client: client.decisions.get(""),
        lambda client: client.subjects.get(".."),
        lambda client: client.check("9" * 65, scene="promotion"),
        lambda client: client.check(CODE, scene=""),
        lambda client: client.check("\ud800", scene="promotion"),
        lambda client: client.check(CODE, scene="promotion", as_="king"),
        lambda client: client.check(CODE, scene="promotion", idempotency_key="a\nb"),
        lambda client: client.check_many([CODE]),
        lambda client: client.check_many([17], scene="promotion"),
    ],
)
def test_what_cannot_be_asked_is_not_sent(ask: Ask, stub: Stub, question: Callable[[Any], Any]) -> None:
    with pytest.raises(huixin.BadArgument):
        ask(question)
    assert stub.seen == []


def test_a_refused_argument_is_named_without_its_value(ask: Ask) -> None:
    with pytest.raises(huixin.BadArgument, match="resident_id") as raised:
        ask(lambda client: client.check(scene="promotion", resident_id="11010519491231002X" * 4))
    assert "11010519491231002X" not in str(raised.value)
    assert raised.value.__cause__ is None


# --- tokens ----------------------------------------------------------------------------------------------------------


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


# --- retries ---------------------------------------------------------------------------------------------------------


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


# --- no answer, or another's -----------------------------------------------------------------------------------------


def test_nobody_listens(ask: Ask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(huixin.ConnectionFailed, match=f"{url} after 4 tries.*HUIXIN_URL"):
            ask(check, url=url)


def test_an_answer_that_takes_too_long(ask: Ask, stub: Stub) -> None:
    stub.faults.append(Reply(pause=0.5))
    with pytest.raises(huixin.TimedOut, match="did not answer in time"):
        ask(check, timeout=0.1, retries=RetryPolicy(tries=1))


def test_a_connection_that_breaks(ask: Ask, stub: Stub) -> None:
    stub.faults.append(DROP)
    with pytest.raises(huixin.ConnectionLost, match="broke"):
        ask(check, retries=RetryPolicy(tries=1))


@pytest.mark.parametrize("answer", [page(), page(404), Reply(404, b'{"detail":"Not Found"}'), Reply(204, b"")])
def test_something_else_lives_there(ask: Ask, stub: Stub, answer: Reply) -> None:
    stub.token_faults.append(answer)
    with pytest.raises(huixin.UnexpectedAnswer, match=r"Is HUIXIN_URL the address|different versions"):
        ask(check)


def test_a_redirect_is_told_not_followed(ask: Ask, stub: Stub) -> None:
    stub.token_faults.append(Reply(301, b"", {"Location": "https://elsewhere.example/"}))
    with pytest.raises(huixin.WrongAddress, match=r"points to https://elsewhere\.example/"):
        ask(check)


def test_an_answer_of_another_shape(ask: Ask, stub: Stub) -> None:
    stub.faults.append(Reply(body=b'{"outcome": "perhaps"}'))
    with pytest.raises(huixin.UnexpectedAnswer, match="decision_id: Field required"):
        ask(check)


def test_an_answer_that_is_cut_or_packed_wrongly(ask: Ask, stub: Stub) -> None:
    stub.faults.append(Reply(headers={"Content-Encoding": "gzip"}))
    with pytest.raises(huixin.UnexpectedAnswer, match="cannot be read"):
        ask(check)


def test_a_refusal_says_what_where_and_which_request(ask: Ask, stub: Stub) -> None:
    wrong = {"pointer": "/scene", "code": "unknown_scene", "message": "There is no such scene."}
    stub.faults.append(problem("invalid_content", 422, errors=[wrong]))
    with pytest.raises(huixin.InvalidContent) as raised:
        ask(check)
    error = raised.value
    assert (error.status, error.problem_code, error.request_id) == (422, "invalid_content", "req_7")
    assert error.errors[0].code == "unknown_scene"
    assert str(error).endswith("/scene: There is no such scene. [422 invalid_content, request req_7]")
    assert error.user_message == "Refused: invalid_content /scene: There is no such scene."


# --- many ------------------------------------------------------------------------------------------------------------


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


# --- files -----------------------------------------------------------------------------------------------------------


def test_an_upload_sends_the_whole_file_on_every_try(ask: Ask, stub: Stub, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_text("TYSHXYDM\n" + CODE)
    stub.faults.extend([problem("unavailable", 503), DROP])
    report = ask(lambda client: client.imports.upload(file, list="brushing_black", dry_run=True, mapping={"a": "b"}))
    assert report.entered == 1
    for seen in stub.to("/v1/imports"):
        assert CODE.encode() in seen.body
        assert b'name="list"\r\n\r\nbrushing_black' in seen.body
        assert b'name="dry_run"\r\n\r\ntrue' in seen.body
        assert b'name="mapping"\r\n\r\n{"a": "b"}' in seen.body
    assert len(stub.to("/v1/imports")) == 3


def test_exits_are_confirmed_with_the_same_file(ask: Ask, stub: Stub, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("TYSHXYDM\n")
    ask(lambda client: client.imports.confirm("imp_1", file))
    assert stub.seen[-1].path == "/v1/imports/imp_1/confirm"


def test_a_client_of_ones_own_stays_open(stub: Stub) -> None:
    with httpx.Client(headers={"Accept-Language": "zh"}) as http:
        with Client(stub.url, "platform", "s3cret", http=http) as client:
            check(client)
        assert not http.is_closed
    assert stub.to("/v1/check")[0].headers["accept-language"] == "zh"
    assert stub.to("/v1/check")[0].headers["user-agent"].startswith("huixin-python/")
