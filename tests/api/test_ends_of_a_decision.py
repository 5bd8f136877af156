"""One decision may stand as several records, on two lists or under two codes: what ends it ends them all."""

from datetime import date
from typing import Any

import pytest

from huixin.core.identifiers import organisation_code_of
from huixin.core.vocabulary import Provenance, Rectification, Standing, SubjectKind
from models.listings import enter_listing
from models.subjects import SubjectContent, enter_subject
from tests.api.conftest import BLACK, NAME, World
from tests.api.rights_world import BODY, EVIDENCE, Rights
from tests.factories import a_record

BODY_NAME = "惠城区市场监督管理局"
NUMBER, WRITTEN_ELSEWHERE = "惠城市监〔2026〕1号", "惠城市监(2026) 1号"


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def two(rights: Rights, **second: Any) -> tuple[str, str]:
    """The decision as it is kept here, and as another source gives it."""
    other = {"list": "ecommerce_joint", "document_number": WRITTEN_ELSEWHERE, "source": "national"} | second
    return rights.listing(document_number=NUMBER), rights.listing(**other)


def ended(rights: Rights, listing_id: str) -> list[str]:
    return [one["kind"] for one in rights.get("centre", f"/v1/ends/{listing_id}").json()["items"]]


def decide(rights: Rights, listing_id: str, kind: str = "removed", **changes: Any) -> Any:
    usual = {"listing_id": listing_id, "kind": kind, "on": rights.today(), "reason": "已改正"}
    document = {"document_number": "惠城市监〔2026〕3号", "document_on": rights.today()}
    return rights.post("department", "/v1/ends", **(usual | document | changes))


@pytest.mark.parametrize("kind", ["removed", "annulled"])
def test_an_end_of_the_decision_is_one_of_both(rights: Rights, kind: str) -> None:
    first, second = two(rights)
    assert rights.outcome() == "refuse"
    assert decide(rights, first, kind, channel="信用中国（惠州）").status_code == 201
    assert rights.outcome() == "clear"
    assert (ended(rights, first), ended(rights, second)) == ([kind], [kind])
    channels = {one["listing_id"]: one["channel"] for one in rights.get("centre", "/v1/ends").json()["items"]}
    assert channels == {first: "信用中国（惠州）", second: None}, "each ends where it was published"


@pytest.mark.parametrize("kind", ["display_ended", "measures_lifted"])
def test_what_a_list_has_follow_ends_on_that_list_alone(rights: Rights, kind: str) -> None:
    first, second = two(rights)
    assert decide(rights, first, kind).status_code == 201
    assert (ended(rights, first), ended(rights, second), rights.outcome()) == ([kind], [], "refuse")


def test_of_an_end_to_come_too_and_an_earlier_one_of_its_own_stays(rights: Rights) -> None:
    first, second = two(rights)
    assert decide(rights, second, on=rights.today(5)).status_code == 201
    assert ended(rights, first) == ["removed"]
    assert decide(rights, first, on=rights.today(2)).status_code == 201
    assert [len(ended(rights, one)) for one in (first, second)] == [2, 2]
    assert decide(rights, second, on=rights.today(2)).status_code == 409, "it comes to this end already"


@pytest.mark.parametrize(
    "second",
    [
        {"document_number": "惠城市监〔2026〕2号"},
        {"recogniser": "博罗县市场监督管理局", "recogniser_code": "boluo/market_supervision"},
        {"recogniser": None, "recogniser_code": None},
        {"standing": Standing.LEAD},
        {"document_number": None},
    ],
    ids=["another number", "another body", "no body", "a name", "no number"],
)  # fmt: skip
def test_what_may_be_another_decision_stands(rights: Rights, second: dict[str, Any]) -> None:
    first, other = two(rights, **second)
    decide(rights, first)
    assert ended(rights, other) == []


def test_what_stands_under_the_older_code_of_the_merchant_ends_too(rights: Rights) -> None:
    first = rights.listing(document_number=NUMBER)
    code = organisation_code_of(BLACK)
    record = a_record(
        list="ecommerce_black",
        document_number=NUMBER,
        decided_on=date(2026, 6, 1),
        recogniser=BODY_NAME,
        recogniser_code=BODY,
    )
    with rights.world.context.database.write() as session:
        content = SubjectContent(key=f"org:{code}", kind=SubjectKind.COMPANY, name=NAME, organisation_code=code)
        older = enter_subject(session, content)
        second = enter_listing(session, older.id, record, "older").id
    decide(rights, first)
    assert (ended(rights, second), rights.outcome()) == (["removed"], "clear")


def test_a_wrong_publication_is_taken_back_alone(rights: Rights) -> None:
    """The decision stands, and so does what another source says of it."""
    first, second = two(rights)
    document = {"document_number": "惠信撤〔2026〕1号", "document_on": rights.today()}
    rights.done("centre", "/v1/ends/withdrawals", listing_id=first, reason="误发布", **document)
    assert (ended(rights, second), rights.outcome()) == ([], "refuse")


def test_what_another_source_says_of_the_rectification_in_its_copy_binds_nobody(rights: Rights) -> None:
    first, second = two(rights, rectification=Rectification.INCOMPLETE)
    assert decide(rights, first).status_code == 201
    assert (ended(rights, first), ended(rights, second)) == (["removed"], ["removed"])


def test_what_a_platform_keeps_of_the_decision_is_its_own(rights: Rights) -> None:
    first, second = two(rights, provenance=Provenance.PLATFORM, source="platform")
    assert decide(rights, first).status_code == 201
    assert (ended(rights, first), ended(rights, second)) == (["removed"], [])


def test_a_request_for_the_second_is_only_left_to_decide(rights: Rights) -> None:
    paths = []
    for one in two(rights):
        asked = {"listing_id": one, "reasons": "已整改", "evidence": EVIDENCE}
        paths.append(f"/v1/exits/{rights.done('unit', '/v1/exits', **asked)['id']}/actions")
    for path in paths:
        rights.done("unit", path, action="give_opinion", opinion="同意")
        rights.done("unit", path, action="send", on=rights.today())
        remove = {"on": rights.today(), "document_number": "移1号", "document_on": rights.today()}
        assert rights.done("department", path, action="remove", **remove)["state"] == "removed"
    assert rights.outcome() == "clear"
