"""Co-monitoring: what may be asked of whom, and that every answer and refusal stays on record."""

from typing import Any

import pytest

from tests.api.conftest import World
from tests.factories import uscc_of
from tests.sharing_desk import SHA, SharingDesk

FIRM = uscc_of(71_000_001)
DOCUMENT = {"authority": "postal", "number": "惠邮管协〔2026〕5号", "on": "2026-11-02"}


@pytest.fixture
def desk(world: World) -> SharingDesk:
    desk = SharingDesk(world)
    desk.found("platform", "courier")
    return desk


def asked(desk: SharingDesk, *members: str, **more: Any) -> dict[str, Any]:
    for who in members:
        desk.headers(who)
    ids = [desk.world.members[f"植入{who}"].member_id for who in members]
    said = {"alliance_id": desk.alliance, "members": ids, "question": "退件率低于千分之一的协议客户数"}
    return said | {"period_from": "2026-10-01", "period_to": "2026-10-31", "due": "2026-11-10"} | more


def test_answers_and_refusals_stay_on_record(desk: SharingDesk, assert_problem: Any) -> None:
    inquiry = desk.done("centre", "/v1/inquiries", **asked(desk, "platform", "courier"))
    path = f"/v1/inquiries/{inquiry['id']}"
    mine = desk.done("courier", f"{path}/answer", answer="count", count=12, by="周立")
    assert [(one["member_id"], one["count"]) for one in mine["answers"]] == [(None, 12)], "its own, and no other's"
    assert_problem(desk.post("courier", f"{path}/answer", answer="count", count=3, by="周立"), "conflict")
    desk.world.pass_time(days=9)
    assert desk.get("platform", path)["overdue"]
    assert not desk.get("courier", path)["overdue"]
    desk.done("platform", f"{path}/answer", answer="refuse", reason="无协议客户", by="林晓")
    seen = desk.get("centre", path)
    assert [(one["member_kind"], one["answer"], one["count"], one["reason"]) for one in seen["answers"]] == [
        ("logistics", "count", 12, None),
        ("platform", "refuse", None, "无协议客户"),
    ]
    assert (seen["total"], seen["overdue"]) == (12, False)
    assert all(one["answered_at"] and one["by"] and one["member_id"] for one in seen["answers"])


def test_without_a_document_only_counts_and_only_of_members(desk: SharingDesk, assert_problem: Any) -> None:
    named = desk.post("centre", "/v1/inquiries", **asked(desk, "courier", merchants=[FIRM]))
    assert_problem(named, "invalid_content", "/merchants", "needs_document")
    outside = desk.post("centre", "/v1/inquiries", **asked(desk, "internet"))
    assert_problem(outside, "invalid_content", "/members/0", "not_to_be_asked")
    inquiry = desk.done("centre", "/v1/inquiries", **asked(desk, "courier"))
    handed = desk.post(
        "courier", f"/v1/inquiries/{inquiry['id']}/answer", answer="deliver", evidence_sha256=SHA, by="周"
    )
    assert_problem(handed, "invalid_content", "/answer", "count_only")
    assert_problem(desk.ask("platform", "GET", f"/v1/inquiries/{inquiry['id']}"), "not_found")


def test_by_a_document_merchants_are_named_and_files_handed_over(desk: SharingDesk, assert_problem: Any) -> None:
    agency = desk.post("centre", "/v1/inquiries", **asked(desk, "agency", document=DOCUMENT))
    assert_problem(agency, "invalid_content", "/members/0", "not_to_be_asked")
    body = asked(desk, "internet", "courier", document=DOCUMENT, merchants=[FIRM], question="下列商户的面单底单")
    inquiry = desk.done("centre", "/v1/inquiries", **body)
    assert (inquiry["document"], inquiry["merchants"]) == (DOCUMENT, [FIRM])
    path = f"/v1/inquiries/{inquiry['id']}/answer"
    said = {"answer": "deliver", "evidence_sha256": SHA, "by": "周立", "note": "已交市邮政管理局"}
    [own] = desk.done("internet", path, **said)["answers"]
    assert (own["answer"], own["evidence_sha256"]) == ("deliver", SHA)


@pytest.mark.parametrize(
    ("said", "pointer", "error"),
    [
        ({"due": "2026-11-01"}, "/due", "in_the_past"),
        ({"period_to": "2026-11-03"}, "/period_to", "in_the_future"),
        ({"period_from": "2026-11-01"}, "/period_to", "ends_before_it_starts"),
        ({"document": DOCUMENT | {"on": "2026-11-03"}}, "/document/on", "in_the_future"),
        ({"document": DOCUMENT, "merchants": ["91441302MADEM0003X"]}, "/merchants/0", None),
    ],
)
def test_what_is_wrong_is_said_where(
    desk: SharingDesk, assert_problem: Any, said: dict[str, Any], pointer: str, error: str | None
) -> None:
    got = desk.post("centre", "/v1/inquiries", **asked(desk, "courier") | said)
    assert_problem(got, "invalid_content", pointer, error)
