"""Both clients against the stub: what they send, and what they make of what comes back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

import huixin
from huixin import Client
from tests.sdk.conftest import CODE, Ask, check
from tests.sdk.stub import DROP, Stub, problem


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
        lambda client: client.check(CODE, scene="promotion", idempotency_key="a" * 129),
        lambda client: client.subjects.get("11010519491231002X"),
        lambda client: client.subjects.get("１１０１０５１９４９１２３１００２x"),
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
