"""Appeals, and the merchant who raises them: how it proves who it is, and what it then sees."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select

from huixin.core.vocabulary import Standing
from models.outbox import Event
from models.rights import identity
from tests.api.conftest import BLACK, CLEAN, NAME, AssertProblem, World
from tests.api.rights_world import Rights

LETTER = {"uscc": BLACK, "channel": "post", "address": "惠州市惠城区江北1号"}


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def log_in(rights: Rights, code: str, uscc: str = BLACK) -> httpx.Response:
    return rights.world.client.post("/oauth/merchant", json={"uscc": uscc, "code": code})


def test_a_merchant_sees_what_why_until_when_how_to_end_it_and_whom_to_phone(rights: Rights) -> None:
    rights.listing(reason="销售假冒商品")
    rights.listing(list="ecommerce_pushed", standing=Standing.LEAD, reason="国家推送线索")
    page = rights.world.client.get("/v1/merchant", headers=rights.merchant()).json()
    assert (page["name"], page["uscc"]) == (NAME, BLACK)
    [record] = page["records"]
    assert (record["reason"], record["recogniser"]) == ("销售假冒商品", "惠城区市场监督管理局")
    assert record["until"] == "2028-12-31"
    assert record["how_to_end"]["zh"]
    assert record["phone"] == "12345"
    assert "线索" not in str(page)


def test_its_token_opens_nothing_of_anybody_else(rights: Rights) -> None:
    rights.listing()
    headers = rights.merchant()
    for path in ("/v1/listings", "/v1/changes", "/v1/cases", f"/v1/subjects/{BLACK}", "/v1/notices"):
        assert rights.world.client.get(path, headers=headers).status_code == 403, path
    other = {"listing_id": "lst_" + "0" * 32, "statement": "x"}
    assert rights.world.client.post("/v1/objections", headers=headers, json=other).status_code == 404
    assert rights.get("centre", "/v1/merchant").status_code == 403


def test_a_code_holds_once_for_its_merchant_and_for_its_time(rights: Rights, assert_problem: AssertProblem) -> None:
    rights.listing()
    code = rights.done("unit", "/v1/merchants/codes", **LETTER)["code"]
    assert_problem(log_in(rights, code, CLEAN), "identity_not_proved")
    assert log_in(rights, code.lower().replace("-", " ")).status_code == 200
    assert_problem(log_in(rights, code), "identity_not_proved")
    old = rights.done("unit", "/v1/merchants/codes", **LETTER)["code"]
    new = rights.done("unit", "/v1/merchants/codes", **LETTER)["code"]
    assert_problem(log_in(rights, old), "identity_not_proved")
    rights.world.pass_time(days=15)
    assert_problem(log_in(rights, new), "identity_not_proved")


def test_wrong_tries_from_outside_never_end_the_code_of_the_letter(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    rights.listing()
    code = rights.done("unit", "/v1/merchants/codes", **LETTER)["code"]
    for _ in range(14):
        for guess in ("AAAA-AAAA-AAAA-AAAA", "2222-2222-2222-2222"):
            assert_problem(log_in(rights, guess), "identity_not_proved")
        rights.world.pass_time(days=1)
    assert log_in(rights, code).status_code == 200


def test_a_code_cannot_be_guessed_in_its_time(rights: Rights) -> None:
    """docs/rights.md: 32^16 codes; at 10,000 tries a second for 15 days the chance is below one in 10^13."""
    rights.listing()
    given = [rights.done("unit", "/v1/merchants/codes", **LETTER) for _ in range(40)]
    signs = {sign for one in given for sign in one["code"].replace("-", "")}
    assert (len(signs), {len(one["code"].replace("-", "")) for one in given}) == (32, {16})
    assert len({one["code"] for one in given}) == 40
    holds = datetime.fromisoformat(given[-1]["expires_at"]) - rights.world.context.now()
    assert holds == timedelta(days=15)
    assert 10_000 * holds.total_seconds() / 32**16 < 1e-13


def test_whoever_gave_the_code_out_sees_the_wrong_tries_and_is_told_once(rights: Rights) -> None:
    rights.listing()
    rights.done("unit", "/v1/merchants/codes", **LETTER)
    for _ in range(12):
        log_in(rights, "AAAA-AAAA-AAAA-AAAA")
    [told] = rights.get("unit", "/v1/merchants/codes").json()["items"]
    assert (told["wrong_tries"], told["holds"], told["used_at"]) == (12, True, None)
    assert told["last_wrong_at"].startswith("2026-11-02T04:00")
    assert rights.get("unit elsewhere", "/v1/merchants/codes").json()["items"] == []
    assert [one["id"] for one in rights.get("centre", "/v1/merchants/codes").json()["items"]] == [told["id"]]
    with rights.world.context.database.read() as session:
        [event] = session.exec(select(Event).where(Event.type == "merchant.code_tried")).all()
    assert (event.member_id, event.subject) == (rights.world.members["unit"].member_id, told["id"])


def test_noise_costs_no_more_than_a_thousand_writes(rights: Rights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "MOST_COUNTED", 3)
    rights.listing()
    code = rights.done("unit", "/v1/merchants/codes", **LETTER)["code"]
    for _ in range(6):
        log_in(rights, "AAAA-AAAA-AAAA-AAAA")
    assert rights.get("unit", "/v1/merchants/codes").json()["items"][0]["wrong_tries"] == 3
    assert log_in(rights, code).status_code == 200


@pytest.mark.parametrize(
    ("missing", "pointer"),
    [
        ({"channel": "post"}, "/address"),
        ({"channel": "counter", "authorisation": "授权委托书"}, "/licence_number"),
        ({"channel": "counter", "licence_number": "441302000000001"}, "/authorisation"),
    ],
)
def test_a_code_is_not_given_to_anybody(
    rights: Rights, assert_problem: AssertProblem, missing: dict[str, Any], pointer: str
) -> None:
    rights.listing()
    assert_problem(rights.post("centre", "/v1/merchants/codes", uscc=BLACK, **missing), "invalid_content", pointer)
    assert rights.post("platform", "/v1/merchants/codes", **LETTER).status_code == 403


def test_an_electronic_licence_does_where_one_can_be_verified(rights: Rights, assert_problem: AssertProblem) -> None:
    class Verifier:
        def uscc_of(self, presented: str) -> str | None:
            return BLACK if presented == "good" else None

    rights.listing()
    body = {"uscc": BLACK, "licence": "good"}
    assert_problem(rights.world.client.post("/oauth/merchant", json=body), "identity_not_proved")
    app = rights.world.client.app
    app.state.context = replace(rights.world.context, licences=Verifier())  # type: ignore[attr-defined]
    assert rights.world.client.post("/oauth/merchant", json=body).status_code == 200
    forged = body | {"licence": "bad"}
    assert_problem(rights.world.client.post("/oauth/merchant", json=forged), "identity_not_proved")


def test_objection_and_appeal_begin_from_there_and_their_results_are_told(rights: Rights) -> None:
    listing_id = rights.listing()
    decision = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    headers, client = rights.merchant(), rights.world.client
    objection = client.post("/v1/objections", headers=headers, json={"listing_id": listing_id, "statement": "有误"})
    assert objection.json()["raised_by"] == "merchant"
    said = {"decision_id": decision["decision_id"], "statement": "已整改"}
    appeal = client.post("/v1/appeals", headers=headers, json=said).json()
    assert (appeal["raised_by"], appeal["due"]) == ("merchant", "2026-11-11")
    result = {"outcome": "upheld", "by": "风控-3", "reasons": "恢复报名"}
    assert rights.post("logistics", f"/v1/appeals/{appeal['id']}/result", **result).status_code == 404
    assert rights.post("centre", f"/v1/appeals/{appeal['id']}/result", **result).status_code == 403
    rights.done("platform", f"/v1/appeals/{appeal['id']}/result", **result)
    told = client.get(f"/v1/appeals/{appeal['id']}", headers=headers).json()
    assert (told["state"], told["by"], told["reasons"]) == ("upheld", "风控-3", "恢复报名")
    assert rights.get("logistics", "/v1/appeals").json()["items"] == []


def test_an_appeal_names_the_member_to_the_centre_and_to_itself_but_not_to_the_merchant(rights: Rights) -> None:
    rights.listing()
    decision = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    headers, client = rights.merchant(), rights.world.client
    said = {"decision_id": decision["decision_id"], "statement": "已整改"}
    raised = client.post("/v1/appeals", headers=headers, json=said).json()
    path, member_id = f"/v1/appeals/{raised['id']}", rights.world.members["platform"].member_id
    for who in ("centre", "platform"):
        for told in (rights.get(who, path).json(), *rights.get(who, "/v1/appeals").json()["items"]):
            assert (told["member_id"], told["member"]) == (member_id, "platform")
    rights.done("platform", f"{path}/result", outcome="upheld", by="风控-3", reasons="恢复报名")
    for told in (raised, client.get(path, headers=headers).json(), client.get("/v1/appeals", headers=headers).json()):
        assert "platform" not in str(told)
        assert member_id not in str(told)


def test_a_member_enters_an_appeal_on_its_own_decision_only(rights: Rights, assert_problem: AssertProblem) -> None:
    rights.listing()
    decision = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    said = {"decision_id": decision["decision_id"], "statement": "商户请求人工复核"}
    assert_problem(rights.post("logistics", "/v1/appeals", **said), "not_found")
    assert rights.done("platform", "/v1/appeals", **said)["raised_by"] == "member"
    assert_problem(rights.post("platform", "/v1/appeals", **said), "conflict")
