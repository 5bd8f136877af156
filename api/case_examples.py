"""Examples of cases, fictional as the others."""

from datetime import UTC, date, datetime
from typing import Any

from api.examples import NAME, SUBJECT, USCC
from huixin.core.vocabulary import Severity
from huixin.types.case import (
    AddresseeView,
    CaseAction,
    CaseDetail,
    CaseEventView,
    CasePage,
    CaseState,
    CaseView,
    DeadlineView,
    OrderView,
    RoutingReply,
    RoutingRequest,
    TaskView,
)
from huixin.types.document import CaseDocumentList, PrintableView
from huixin.types.liaison import LiaisonList, LiaisonRequest, LiaisonView
from huixin.types.referral import ReferralLine, ReferralList, ReferralPage, ReferralRequest, ReferralView

CASE_ID = "cas_4d2a9c1e7b3f4a6d8c5e0f1a2b3c4d5e"
_TASK = "tsk_9e8d7c6b5a4f4e3d2c1b0a9f8e7d6c5b"
_OPENED = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)

CASE = CaseDetail(
    id=CASE_ID,
    listing_id="lst_7c6f5f0b1d5e4d5a9b7e3c2a1f0d9e8b",
    subject_id=SUBJECT,
    subject_name=NAME,
    uscc=USCC,
    list="ecommerce_pushed",
    state=CaseState.RECTIFYING,
    unit="huicheng",
    problem_types=("false_advertising",),
    overdue=False,
    deadline=DeadlineView(what="rectification", due=date(2026, 12, 20), days_left=39),
    suspended=False,
    disputed=False,
    relief=False,
    opened_at=_OPENED,
    version=4,
    allowed=(CaseAction.EXTEND_ORDER, CaseAction.WITHDRAW_ORDER, CaseAction.REPORT_RECTIFICATION),
    next_step=None,
    result=CaseState.CONFIRMED,
    routed_by="address",
    duplicate_of=None,
    recognised_as=(),
    address="惠州市惠城区江北街道云山西路1号",
    reason="虚构销量和评价",
    severity=Severity.GENERAL,
    source="national",
    not_copied=("central_bank",),
    tasks=[
        TaskView(
            id=_TASK,
            unit="huicheng",
            department="market_supervision",
            named=("industry_commerce",),
            results={"false_advertising": None},
            urged_at=None,
        )
    ],
    orders=[
        OrderView(
            id="ord_1a2b3c4d5e6f4a7b8c9d0e1f2a3b4c5d",
            number="惠城市监责改〔2026〕18号",
            requirements="停止虚假宣传，删除虚构的销量和评价",
            issued_on=date(2026, 9, 18),
            ordered_due=None,
            mode="direct",
            served_on=date(2026, 9, 20),
            proof="送达回证，法定代表人签收",
            starts_on=date(2026, 9, 20),
            due=date(2026, 12, 20),
            reported_on=None,
            resumed_on=None,
            withdrawn_on=None,
        )
    ],
    inspections=[],
    penalties=[],
    addressees=[
        AddresseeView(
            body="huicheng",
            role="handling",
            liaisons=[],
            sent_at=_OPENED,
            received_on=date(2026, 9, 1),
            received_at=datetime(2026, 9, 1, 3, 0, tzinfo=UTC),
            received_by="惠城区信用办",
            feedback=None,
            feedback_on=None,
            feedback_at=None,
            withdrawn_at=None,
        )
    ],
    history=[
        CaseEventView(
            number=1,
            at=_OPENED,
            by="huixin",
            action=CaseAction.OPEN,
            from_state=None,
            to_state=CaseState.VERIFYING,
            basis=None,
            document_number=None,
            data={"unit": "huicheng", "routed_by": "address"},
        )
    ],
)
CASE_PAGE = CasePage(items=[CaseView(**{name: getattr(CASE, name) for name in CaseView.model_fields})], next=None)
ROUTING = RoutingRequest(cases=(CASE_ID,), unit="boluo", basis="登记地址已迁至博罗县")
ROUTED = RoutingReply(routed=[CASE_ID])
ACTIONS: dict[str, dict[str, Any]] = {
    "confirm": {
        "action": "confirm",
        "on": "2026-05-29",
        "problem_types": ["false_advertising"],
        "severity": "general",
        "evidence": [{"kind": "on_site_record", "description": "现场核查记录〔2026〕7号"}],
        "document_number": "惠城核〔2026〕7号",
    },
    "another_result": {
        "action": "find_outside_jurisdiction",
        "evidence": [{"kind": "register_extract", "description": "登记信息摘录"}],
        "level": "city",
        "belongs_to": "深圳市",
    },
    "serve_the_order": {
        "action": "serve_order",
        "mode": "direct",
        "on": "2026-09-20",
        "proof": "送达回证，法定代表人签收",
    },
    "inspect": {
        "action": "inspect",
        "task_id": _TASK,
        "on": "2026-11-10",
        "officers": ["张三", "李四"],
        "results": {"false_advertising": True},
    },
}
REFERRAL = ReferralRequest(number="惠城市监移〔2026〕2号", referred_on=date(2026, 10, 8), to="惠州市公安局惠城区分局")
REFERRALS = ReferralList(
    items=[
        ReferralView(
            id="ref_0f1e2d3c4b5a4968b7a6c5d4e3f2a1b0",
            number="惠城市监移〔2026〕2号",
            referred_on=date(2026, 10, 8),
            to="惠州市公安局惠城区分局",
            facts=None,
            evidence=(),
            accepted_on=None,
            decision=None,
            decided_on=None,
            returned_on=None,
        )
    ]
)
REFERRAL_PAGE = ReferralPage(
    items=[
        ReferralLine(**REFERRALS.items[0].model_dump(), case_id=CASE_ID, unit="huicheng", subject_name=NAME, uscc=USCC)
    ],
    next=None,
)
LIAISON = LiaisonRequest(body="huizhou/commerce", name="联络员甲", phone="0752-0000000", since=date(2026, 1, 1))
LIAISON_VIEW = LiaisonView(id="lia_5a6b7c8d9e0f4a1b2c3d4e5f6a7b8c9d", until=None, **LIAISON.model_dump())
LIAISONS = LiaisonList(items=[LIAISON_VIEW])
_HTML = "<!DOCTYPE html><html>…</html>"
PRINTABLE = PrintableView(title="责令限期整改通知书", number="惠城市监责改〔2026〕18号", html=_HTML)
CASE_DOCUMENTS = CaseDocumentList(items=["assignment", "verification_record", "rectification_order"])
REFERRAL_LETTER = PrintableView(title="涉嫌犯罪案件移送书", number=REFERRAL.number, html=_HTML)
