"""Associations and agencies: what they may do under a mandate of the centre, and what their charter lets them do."""

from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from tests.api.conftest import World
from tests.factories import uscc_of
from tests.sharing_desk import SharingDesk

FIRM = uscc_of(74_000_001)
EVIDENCE = [{"kind": "document", "description": "平台处理通知"}]
MARKET = {"name": "惠城市监", "unit": "huicheng", "department": "market_supervision"}


@pytest.fixture
def desk(world: World) -> SharingDesk:
    desk = SharingDesk(world)
    for who in ("association", "agency", "platform"):
        desk.headers(who)
    return desk


def mandate(desk: SharingDesk, who: str = "association", **said: Any) -> Any:
    body = {"member_id": desk.world.members[f"植入{who}"].member_id, "standards": ["brushing-black-2018"]}
    body |= {"valid_from": "2026-11-01", "valid_to": "2026-12-31", "document_number": "惠市信用委〔2026〕2号"}
    return desk.done("centre", "/v1/mandates", **body | said)


def member(desk: SharingDesk) -> Any:
    body = {"uscc": FIRM, "name": "植入会员公司", "grade": "理事单位", "joined_on": "2025-03-01"}
    return desk.done("association", "/v1/memberships", **body)


def nomination(**said: Any) -> dict[str, Any]:
    usual = {"standard": "brushing-black-2018", "uscc": FIRM, "name": "植入会员公司", "facts": ["organised_brushing"]}
    return usual | {"description": "组织虚假交易312单", "evidence": EVIDENCE} | said


def department(desk: SharingDesk) -> dict[str, str]:
    return desk.world.headers(MemberKind.DEPARTMENT, **MARKET)


def test_outside_authority_window_standard_and_membership_it_is_refused(desk: SharingDesk, assert_problem: Any) -> None:
    path = "/v1/nominations"
    assert_problem(desk.post("association", path, **nomination()), "no_mandate")
    given = mandate(desk, valid_from="2026-11-03", valid_to="2026-11-04")
    assert_problem(desk.post("association", path, **nomination()), "outside_window")
    desk.world.pass_time(days=1)
    assert_problem(desk.post("association", path, **nomination(standard="ecommerce-black-2018")), "no_mandate")
    assert_problem(desk.post("association", path, **nomination(facts=["fled_with_prepayments"])), "outside_standard")
    assert_problem(desk.post("association", path, **nomination()), "not_of_the_association")
    member(desk)
    desk.done("association", path, **nomination())
    desk.world.pass_time(days=2)
    assert_problem(desk.post("association", path, **nomination()), "outside_window")
    assert given["valid_to"] == "2026-11-04"


def test_a_broken_promise_alone_keeps_nobody_inside(desk: SharingDesk, assert_problem: Any) -> None:
    """A breach counts with an authority's document alone, whoever speaks of one."""
    mandate(desk, standards=["ecommerce-watch-2018"])
    member(desk)
    broken = nomination(standard="ecommerce-watch-2018", facts=["broke_commitment"], description="违反承诺")
    assert_problem(desk.post("association", "/v1/nominations", **broken), "outside_standard")
    answer = desk.world.ask(desk.headers("association"), subject={"uscc": FIRM}, scene="membership").json()
    assert answer["outcome"] == "clear"


def test_what_an_association_keeps_works_inside_it_alone_and_ends_with_its_mandate(desk: SharingDesk) -> None:
    given = mandate(desk)
    member(desk)
    kept = desk.done("association", "/v1/nominations", **nomination())
    assert (kept["state"], kept["valid_to"]) == ("inside", "2026-12-31")
    ask = {"subject": {"uscc": FIRM}, "scene": "membership"}
    own = desk.world.ask(desk.headers("association"), **ask).json()
    assert own["records"], own
    for who in ("platform", "agency"):
        other = desk.world.ask(desk.headers(who), **ask | {"scene": "promotion"})
        assert (other.json()["outcome"], other.json()["records"]) == ("clear", [])
        assert kept["listing_id"] not in other.text
    unit = desk.world.headers(MemberKind.UNIT, name="惠城区", unit="huicheng")
    for headers in (unit, department(desk), desk.world.headers(MemberKind.ASSOCIATION, name="另一协会")):
        assert desk.world.ask(headers, **ask | {"scene": "review"}).json()["outcome"] == "clear"
        assert desk.world.client.get(f"/v1/subjects/{FIRM}", headers=headers).status_code == 404
        for path in ("/v1/listings", "/v1/changes"):
            assert kept["listing_id"] not in desk.world.client.get(path, headers=headers).text
    assert desk.get("centre", f"/v1/subjects/{FIRM}")["records"], "who authorised it watches over it"
    desk.done("centre", f"/v1/mandates/{given['id']}/revocation", reason="换届")
    assert desk.world.ask(desk.headers("association"), **ask).json()["records"] == []
    [row] = desk.get("association", "/v1/nominations")["items"]
    assert (row["state"], row["reason"]) == ("ended", "换届")


def test_a_proposal_is_for_the_department_to_decide_with_a_recognition_of_its_own(
    desk: SharingDesk, assert_problem: Any
) -> None:
    mandate(desk)
    wrong = desk.post("association", "/v1/nominations", **nomination(recogniser="huicheng/commerce"))
    assert_problem(wrong, "invalid_content", "/recogniser", "no_recogniser")
    proposed = desk.done("association", "/v1/nominations", **nomination(recogniser="huicheng/market_supervision"))
    assert (proposed["state"], proposed["listing_id"]) == ("proposed", None)
    path = f"/v1/nominations/{proposed['id']}/actions"
    assert_problem(desk.post("association", path, action="decline", reason="x"), "forbidden")
    assert_problem(desk.post("association", path, action="end", reason="x"), "conflict")
    client, headers = desk.world.client, department(desk)
    assert [one["id"] for one in client.get("/v1/nominations", headers=headers).json()["items"]] == [proposed["id"]]
    notice = {"uscc": FIRM, "name": "植入会员公司", "notice_number": "告1号", "noticed_on": desk.today}
    notice |= {"facts": "组织虚假交易", "grounds": "电子商务法第十七条", "problem_types": ["brushing"]}
    other = client.post("/v1/recognitions", json=notice | {"list": "ecommerce_black"}, headers=headers).json()
    refused = client.post(path, json={"action": "accept", "recognition_id": other["id"]}, headers=headers)
    assert_problem(refused, "invalid_content", "/recognition_id", "another_recognition")
    dropped = {"list": "brushing_black", "notice_number": "告3号"}
    begun = client.post("/v1/recognitions", json=notice | dropped, headers=headers).json()["id"]
    drop = {"action": "drop", "reasons": "证据不足"}
    assert client.post(f"/v1/recognitions/{begun}/actions", json=drop, headers=headers).status_code == 200
    refused = client.post(path, json={"action": "accept", "recognition_id": begun}, headers=headers)
    assert_problem(refused, "invalid_content", "/recognition_id", "dropped")
    notice |= {"list": "brushing_black", "notice_number": "告2号"}
    begun = client.post("/v1/recognitions", json=notice, headers=headers).json()
    done = client.post(path, json={"action": "accept", "recognition_id": begun["id"]}, headers=headers)
    assert done.json()["state"] == "accepted"
    assert desk.world.ask(desk.headers("platform"), subject={"uscc": FIRM}).json()["outcome"] == "clear"


def test_an_agency_proposes_and_does_nothing_itself(desk: SharingDesk, assert_problem: Any) -> None:
    mandate(desk, "agency")
    assert_problem(desk.post("agency", "/v1/nominations", **nomination()), "forbidden")
    body = {"uscc": FIRM, "name": "x", "grade": "x", "joined_on": "2025-03-01"}
    assert_problem(desk.post("agency", "/v1/memberships", **body), "forbidden")
    proposed = desk.done("agency", "/v1/nominations", **nomination(recogniser="huicheng/market_supervision"))
    assert proposed["state"] == "proposed"


@pytest.mark.parametrize("how", ["left", "expelled"])
def test_what_is_kept_inside_ends_with_the_membership(desk: SharingDesk, how: str) -> None:
    mandate(desk)
    joined = member(desk)["id"]
    entry = desk.done("association", "/v1/nominations", **nomination())["id"]
    ask = {"subject": {"uscc": FIRM}, "scene": "membership"}
    assert desk.world.ask(desk.headers("association"), **ask).json()["records"] != []
    if how == "left":
        desk.done("association", f"/v1/memberships/{joined}/ending", on=desk.today, reason="自行退会")
    else:
        heard = {"heard_on": "2026-10-20", "resolution": {"number": "惠电商协〔2026〕8号", "on": "2026-10-30"}}
        desk.done("association", "/v1/sanctions", **sanction(desk, "member_expulsion", nomination_id=entry, **heard))
    after = desk.world.ask(desk.headers("association"), **ask).json()
    assert (after["outcome"], after["measures"], after["records"]) == ("clear", [], [])
    [kept] = desk.get("association", "/v1/nominations")["items"]
    assert (kept["id"], kept["state"]) == (entry, "ended")


def sanction(desk: SharingDesk, measure: str, **said: Any) -> dict[str, Any]:
    clauses = desk.get("association", "/v1/clauses")["items"]
    [clause] = [one["id"] for one in clauses if one["measure"] == measure]
    usual = {"membership_id": member_id(desk), "measure": measure, "clause_id": clause, "article": "第二十一条"}
    return usual | {"facts": "组织虚假交易", "defended_on": "2026-10-12", "on": desk.today} | said


def member_id(desk: SharingDesk) -> str:
    found = desk.get("association", "/v1/memberships")["items"] or [member(desk)]
    return str(found[0]["id"])


def test_by_charter_from_warning_to_expulsion(desk: SharingDesk, assert_problem: Any) -> None:
    path = "/v1/sanctions"
    desk.done("association", path, **sanction(desk, "member_warning"))
    desk.done("association", path, **sanction(desk, "member_censure"))
    bare = desk.post("association", path, **sanction(desk, "member_downgrade"))
    assert_problem(bare, "invalid_content", "/grade", "missing_field")
    desk.done("association", path, **sanction(desk, "member_downgrade", grade="普通会员"))
    assert [one["grade"] for one in desk.get("association", "/v1/memberships")["items"]] == ["普通会员"]
    heard = {"heard_on": "2026-10-20"}
    resolved = {"resolution": {"number": "惠电商协〔2026〕8号", "on": "2026-10-30"}}
    for said, pointer in ((resolved, "/heard_on"), (heard, "/resolution")):
        got = desk.post("association", path, **sanction(desk, "member_expulsion", **said))
        assert_problem(got, "invalid_content", pointer, "missing_field")
    early = desk.post("association", path, **sanction(desk, "member_expulsion", **heard, **resolved, on="2026-10-25"))
    assert_problem(early, "invalid_content", "/on", "out_of_order")
    unheard = desk.post("association", path, **sanction(desk, "member_warning", defended_on="2026-11-03"))
    assert_problem(unheard, "invalid_content", "/defended_on", "in_the_future")
    days = {"defended_on": "2025-02-01", "heard_on": "2025-02-02", "on": "2025-02-03"}
    before = {"resolution": {"number": "惠电商协〔2025〕1号", "on": "2025-02-03"}} | days
    stranger = desk.post("association", path, **sanction(desk, "member_expulsion", **before))
    assert_problem(stranger, "invalid_content", "/defended_on", "before_joining")
    last = sanction(desk, "member_expulsion", **heard, **resolved)
    desk.done("association", path, **last)
    [left] = desk.get("association", "/v1/memberships")["items"]
    assert left["left_on"] == desk.today
    assert_problem(desk.post("association", path, **last), "conflict")
    assert len(desk.get("centre", path)["items"]) == 4


def test_without_an_article_of_its_own_charter_there_is_no_sanction(desk: SharingDesk, assert_problem: Any) -> None:
    warning = sanction(desk, "member_warning")
    other = sanction(desk, "member_censure")["clause_id"]
    got = desk.post("association", "/v1/sanctions", **warning | {"clause_id": other})
    assert_problem(got, "invalid_content", "/clause_id", "not_by_charter")
    ended = desk.ask("association", "DELETE", f"/v1/clauses/{warning['clause_id']}")
    assert ended.status_code == 200
    got = desk.post("association", "/v1/sanctions", **warning)
    assert_problem(got, "invalid_content", "/clause_id", "not_by_charter")


def test_what_was_done_by_charter_is_lifted_and_the_associations_own_check_follows(
    desk: SharingDesk, assert_problem: Any
) -> None:
    mandate(desk)
    member(desk)
    entry = desk.done("association", "/v1/nominations", **nomination())["id"]
    path, ask = "/v1/sanctions", {"subject": {"uscc": FIRM}, "scene": "membership"}
    strange = desk.post("association", path, **sanction(desk, "member_warning", nomination_id="nom_0"))
    assert_problem(strange, "invalid_content", "/nomination_id", "no_such_entry")
    warned, lowered = (
        desk.done("association", path, **sanction(desk, measure, nomination_id=entry, **said))["id"]
        for measure, said in (("member_warning", {}), ("member_downgrade", {"grade": "观察会员"}))
    )
    said = {"on": desk.today, "reason": "整改到位"}
    early = desk.post("association", f"{path}/{warned}/lifting", **said | {"on": "2026-11-01"})
    assert_problem(early, "invalid_content", "/on", "out_of_order")
    lifted = desk.done("association", f"{path}/{lowered}/lifting", **said)
    assert (lifted["lifted_on"], lifted["lifted_reason"]) == (desk.today, "整改到位")
    assert desk.get("association", "/v1/memberships")["items"][0]["grade"] == "理事单位"
    assert desk.world.ask(desk.headers("association"), **ask).json()["outcome"] == "restrict", "one still works"
    desk.done("association", f"{path}/{warned}/lifting", **said)
    after = desk.world.ask(desk.headers("association"), **ask).json()
    assert (after["outcome"], after["measures"], after["records"]) == ("clear", [], [])
    assert_problem(desk.post("association", f"{path}/{warned}/lifting", **said), "conflict")
    again = desk.post("association", path, **sanction(desk, "member_warning", nomination_id=entry))
    assert_problem(again, "conflict")
    heard = {"heard_on": "2026-10-20", "resolution": {"number": "惠电商协〔2026〕8号", "on": "2026-10-30"}}
    expelled = desk.done("association", path, **sanction(desk, "member_expulsion", **heard))["id"]
    desk.done("association", f"{path}/{expelled}/lifting", **said)
    assert desk.get("association", "/v1/memberships")["items"][0]["left_on"] is None
