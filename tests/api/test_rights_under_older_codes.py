"""A merchant that is listed under an older code alone has the same rights: it comes in by its own, and finds all."""

from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import pytest
from sqlmodel import Session

from huixin.core.identifiers import organisation_code_of
from huixin.core.vocabulary import SubjectKind
from models.listings import enter_listing
from models.subjects import SubjectContent, change_subject, enter_subject, enterprise, find_by_key
from tests.api.conftest import BLACK, CLEAN, NAME, AssertProblem, World
from tests.api.rights_world import BODY, EVIDENCE, Rights
from tests.factories import a_record

CODE = organisation_code_of(BLACK)
NUMBER = "440301105984804"
LETTER = {"uscc": BLACK, "channel": "post", "address": "惠州市惠城区江北1号"}


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def older(rights: Rights, key: str = f"org:{CODE}", **fields: Any) -> str:
    """A record under that code alone, as older lists have it."""
    record = a_record(
        list="ecommerce_black",
        decided_on=date(2026, 6, 1),
        recogniser="惠城区市场监督管理局",
        recogniser_code=BODY,
        **fields,
    )
    code = CODE if key.startswith("org:") else None
    content = SubjectContent(key=key, kind=SubjectKind.COMPANY, name=NAME, organisation_code=code)
    with rights.world.context.database.write() as session:
        return enter_listing(session, enter_subject(session, content).id, record, "older").id


def page(rights: Rights, headers: dict[str, str]) -> list[str]:
    read = rights.world.client.get("/v1/merchant", headers=headers).json()
    return [record["listing_id"] for record in read["records"]]


def asks(rights: Rights, headers: dict[str, str], path: str, **said: Any) -> httpx.Response:
    return rights.world.client.post(path, headers=headers, json=said)


@pytest.mark.parametrize("who", ["centre", "unit"])
def test_it_is_given_a_code_and_reads_its_page(rights: Rights, who: str) -> None:
    listing_id = older(rights)
    assert rights.outcome() == "refuse"
    code = rights.done(who, "/v1/merchants/codes", **LETTER)["code"]
    got = rights.world.client.post("/oauth/merchant", json={"uscc": BLACK, "code": code}).json()
    merchant = {"Authorization": f"Bearer {got['access_token']}"}
    read = rights.world.client.get("/v1/merchant", headers=merchant).json()
    assert (read["uscc"], read["name"]) == (BLACK, NAME)
    assert [record["listing_id"] for record in read["records"]] == [listing_id]
    assert rights.outcome() == "refuse"


def test_its_electronic_licence_opens_the_same_page(rights: Rights) -> None:
    class Verifier:
        def uscc_of(self, presented: str) -> str | None:
            return BLACK if presented == "good" else None

    listing_id, app = older(rights), rights.world.client.app
    app.state.context = replace(rights.world.context, licences=Verifier())  # type: ignore[attr-defined]
    got = rights.world.client.post("/oauth/merchant", json={"uscc": BLACK, "licence": "good"}).json()
    assert page(rights, {"Authorization": f"Bearer {got['access_token']}"}) == [listing_id]


def test_it_objects_asks_for_removal_and_repair_of_what_stands_beside_its_own(rights: Rights) -> None:
    first, second = rights.listing(list="ecommerce_watch"), older(rights)
    merchant = rights.merchant()
    assert sorted(page(rights, merchant)) == sorted([first, second])
    objection = asks(rights, merchant, "/v1/objections", listing_id=second, statement="有误")
    exit_ = asks(rights, merchant, "/v1/exits", listing_id=second, reasons="已整改", evidence=EVIDENCE)
    applied = {"applied_on": rights.today(), "commitment": True, "performed": "已履行"}
    repair = asks(rights, merchant, "/v1/repairs", listing_id=second, **applied)
    made = {"objections": objection, "exits": exit_, "repairs": repair}
    assert {what: got.status_code for what, got in made.items()} == dict.fromkeys(made, 201)
    for what, got in made.items():
        read = rights.world.client.get(f"/v1/{what}", headers=merchant).json()["items"]
        assert [row["id"] for row in read] == [got.json()["id"]], what
    assert rights.world.client.get(f"/v1/repairs/guide/{second}", headers=merchant).status_code == 200


def test_it_appeals_against_what_was_decided_by_such_a_record(rights: Rights) -> None:
    older(rights)
    decision = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    merchant = rights.merchant()
    [told] = rights.world.client.get("/v1/merchant", headers=merchant).json()["decisions"]
    assert told["decision_id"] == decision["decision_id"]
    appeal = asks(rights, merchant, "/v1/appeals", decision_id=told["decision_id"], statement="已整改")
    assert appeal.status_code == 201
    [own] = rights.world.client.get("/v1/appeals", headers=merchant).json()["items"]
    assert own["id"] == appeal.json()["id"]


def test_what_two_merchants_claim_is_neithers(rights: Rights, assert_problem: AssertProblem) -> None:
    first, doubtful = rights.listing(), older(rights, f"reg:{NUMBER}", document_number="惠城市监〔2026〕9号")
    with rights.world.context.database.write() as session:
        claim = (("registration_number", NUMBER),)
        for uscc in (BLACK, CLEAN):
            _claim(session, enterprise(uscc, NAME, identifiers=claim))
    merchant = rights.merchant()
    assert page(rights, merchant) == [first]
    objection = asks(rights, merchant, "/v1/objections", listing_id=doubtful, statement="有误")
    assert_problem(objection, "not_found")


def _claim(session: Session, content: SubjectContent) -> None:
    known = find_by_key(session, content.key)
    if known is None:
        enter_subject(session, content)
    else:
        change_subject(session, known.id, content)


def test_of_a_code_of_which_nothing_is_known_nobody_comes_in(rights: Rights, assert_problem: AssertProblem) -> None:
    older(rights)
    assert_problem(rights.post("centre", "/v1/merchants/codes", **(LETTER | {"uscc": CLEAN})), "not_found")
