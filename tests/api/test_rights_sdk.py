"""Recognitions, exits and the subject's rights through both clients of the SDK, against the real application."""

import asyncio
import inspect
from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import pytest

from huixin import AsyncClient, Client
from huixin.core.vocabulary import EndKind
from huixin.types.appeal import AppealRequest, AppealResult, CodeRequest
from huixin.types.case_actions import Evidence
from huixin.types.exit import EndRequest, ExitRequest, GiveOpinion, WithdrawalRequest
from huixin.types.objection import ObjectionRequest, Reject
from huixin.types.recognition import NoticeOfRecognition, RecordStatement
from huixin.types.repair import HandDown, RepairRequest
from huixin.types.stay import StayLifting, StayRequest
from tests.api.conftest import BLACK, NAME, World
from tests.api.rights_world import Rights
from tests.api.test_documents import ordered
from tests.api.test_exits import requested

URL = "http://testserver"
TODAY = date(2026, 11, 2)
Ask = Callable[[str, Callable[[Any], Any]], Any]


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


@pytest.fixture(params=["waits", "awaits"])
def ask(request: pytest.FixtureRequest, rights: Rights) -> Ask:
    def waiting(who: str, question: Callable[[Any], Any]) -> Any:
        rights.headers(who)
        login = rights.world.members[who]
        found = question(Client(URL, login.client_id, login.client_secret, http=rights.world.client))
        return list(found) if inspect.isgenerator(found) else found

    def awaiting(who: str, question: Callable[[Any], Any]) -> Any:
        rights.headers(who)
        login = rights.world.members[who]

        async def answered() -> Any:
            transport = httpx.ASGITransport(app=rights.world.client.app)
            async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
                found = question(AsyncClient(URL, login.client_id, login.client_secret, http=http))
                return [row async for row in found] if inspect.isasyncgen(found) else await found

        return asyncio.run(answered())

    return waiting if request.param == "waits" else awaiting


EVIDENCE = (Evidence(kind="on_site_record", description="现场检查笔录"),)


def test_a_recognition(ask: Ask) -> None:
    notice = NoticeOfRecognition(
        list="ecommerce_black",
        uscc=BLACK,
        name=NAME,
        notice_number="告1号",
        noticed_on=TODAY,
        facts="销售假冒商品",
        grounds="电子商务法第十三条",
    )
    row = ask("department", lambda client: client.recognitions.add(notice))
    ask(
        "department",
        lambda client: client.recognitions.act(row.id, RecordStatement(on=TODAY, statement="不申辩", complete=True)),
    )
    assert ask("department", lambda client: client.recognitions.get(row.id)).statement == "不申辩"
    assert [one.id for one in ask("centre", lambda client: client.recognitions.iter(limit=1))] == [row.id]
    assert ask("unit", lambda client: client.recognitions.document(row.id, "notice")).number == "告1号"


def test_stays(ask: Ask, rights: Rights) -> None:
    listing_id = rights.listing()
    decided: dict[str, Any] = {"on": TODAY, "decided_by": "惠城区人民法院", "document_number": "行初1号"}
    decided |= {"document_on": TODAY, "reason": "裁定停止执行"}
    request = StayRequest(listing_id=listing_id, kind="court", **decided)
    row = ask("department", lambda client: client.stays.add(request))
    assert ask("centre", lambda client: client.stays.get(row.id)) == row
    assert ask("centre", lambda client: client.stays.iter(standing=True, limit=1)) == [row]
    lifted = ask("department", lambda client: client.stays.lift(row.id, StayLifting(**decided)))
    assert lifted.lifting == StayLifting(**decided)
    assert ask("centre", lambda client: client.stays.iter(listing_id=listing_id, standing=True)) == []


def test_exits_ends_and_notices(ask: Ask, rights: Rights) -> None:
    first, second = rights.listing(), rights.listing()
    rights.outcome()
    wanted = [ExitRequest(listing_id=one, reasons="已整改", evidence=EVIDENCE) for one in (first, second)]
    rows = [ask("unit", lambda client, one=one: client.exits.add(one)) for one in wanted]
    ask("unit", lambda client: client.exits.act(rows[0].id, GiveOpinion(opinion="同意")))
    assert ask("unit", lambda client: client.exits.get(rows[0].id)).opinion == "同意"
    listed = ask("unit", lambda client: client.exits.iter(limit=1))
    assert {one.id for one in listed} == {one.id for one in rows}
    end = EndRequest(
        listing_id=first,
        kind=EndKind.REMOVED,
        on=TODAY,
        reason="已改正",
        document_number="移1号",
        document_on=TODAY,
    )
    fact = ask("department", lambda client: client.exits.end(end))
    assert ask("centre", lambda client: client.exits.ends(first)).items == [fact]
    wrong = WithdrawalRequest(listing_id=second, reason="误发布", document_number="撤1号", document_on=TODAY)
    assert ask("centre", lambda client: client.exits.withdraw(wrong)).kind is EndKind.WITHDRAWN
    assert ask("centre", lambda client: client.exits.ended(announced=False)) == []
    assert {one.listing_id for one in ask("centre", lambda client: client.exits.ended(limit=1))} == {first, second}
    assert ask("centre", lambda client: client.exits.notice(fact.id)).title == "移出名单公告"
    told = ask("centre", lambda client: client.exits.announce(fact.id, TODAY, "信用惠州网站"))
    assert (told.announced_on, told.channel) == (TODAY, "信用惠州网站")
    rights.work()
    notices = ask("platform", lambda client: client.notices.iter(acknowledged=False, limit=1))
    assert {notice.listing_id for notice in notices} == {first, second}
    assert ask("platform", lambda client: client.notices.acknowledge(notices[0].id, by="风控-3")).acknowledged_at


def test_the_subjects_rights(ask: Ask, rights: Rights) -> None:
    listing_id = rights.listing()
    decision = ask("platform", lambda client: client.check(BLACK, scene="promotion"))
    wrong = ObjectionRequest(listing_id=listing_id, statement="有误")
    objection = ask("unit", lambda client: client.objections.add(wrong))
    ask("department", lambda client: client.objections.act(objection.id, Reject(reasons="属实")))
    assert ask("unit", lambda client: client.objections.get(objection.id)).state == "rejected"
    assert len(ask("centre", lambda client: client.objections.iter())) == 1
    assert ask("unit", lambda client: client.repairs.guide(listing_id)).route == "internal"
    apply = RepairRequest(listing_id=listing_id, applied_on=TODAY, commitment=True, performed="已赔付")
    repair = ask("unit", lambda client: client.repairs.add(apply))
    ask("centre", lambda client: client.repairs.act(repair.id, HandDown(unit="huicheng")))
    assert ask("unit", lambda client: client.repairs.get(repair.id)).check_unit == "huicheng"
    assert len(ask("centre", lambda client: client.repairs.iter())) == 1
    appealed = AppealRequest(decision_id=decision.decision_id, statement="请人工复核")
    appeal = ask("platform", lambda client: client.appeals.add(appealed))
    result = AppealResult(outcome="rejected", by="风控-3", reasons="维持")
    ask("platform", lambda client: client.appeals.decide(appeal.id, result))
    assert ask("platform", lambda client: client.appeals.get(appeal.id)).by == "风控-3"
    assert len(ask("centre", lambda client: client.appeals.iter())) == 1
    letter = CodeRequest(uscc=BLACK, channel="post", address="惠州市惠城区江北1号")
    assert len(ask("centre", lambda client: client.merchants.give_code(letter)).code) == 19
    with pytest.raises(Exception, match="missing_scope"):
        ask("platform", lambda client: client.merchants.page())


def test_both_clients_print(rights: Rights, ask: Ask) -> None:
    case_id = ordered(rights).rpartition("/")[2]
    order: Any = ask("unit", lambda client: client.cases.document(case_id, "rectification_order"))
    assert order.number == "改1号"
    there = ask("unit", lambda client: client.cases.documents(case_id))
    assert there == ["assignment", "verification_record", "rectification_order", "service_receipt"]
    body = {"number": "移1号", "referred_on": rights.today(), "to": "惠城公安分局"}
    referral = rights.done("unit", f"/v1/cases/{case_id}/referrals", **body)
    letter: Any = ask("unit", lambda client: client.cases.referral_letter(case_id, referral["id"]))
    assert [one.case_id for one in ask("unit", lambda client: client.cases.iter_referrals(limit=1))] == [case_id]
    assert letter.number == "移1号"
    listing_id = rights.listing()
    exit_id = requested(rights, listing_id).rpartition("/")[2]
    submission: Any = ask("unit", lambda client: client.exits.document(exit_id, "submission"))
    assert submission.title == "提请移出名单函"
