"""Examples of commitments in the API description. All of it is fictional."""

from datetime import date

from api.example_case import AT, BODY, DAY, HEX
from api.examples import NAME, USCC
from huixin.types.base import Label
from huixin.types.case_actions import Evidence
from huixin.types.commitment import (
    CommitmentDetail,
    CommitmentEventView,
    CommitmentPage,
    CommitmentRegister,
    CommitmentRequest,
    CommitmentState,
    CommitmentTemplateList,
    CommitmentTemplateRequest,
    CommitmentTemplateText,
    CommitmentTemplateTitle,
    CommitmentTemplateView,
    CommitmentView,
    RecordBreach,
    RegisteredCommitment,
    ReportPerformance,
    RetractBreach,
    WithdrawCommitment,
)

_TITLE = {"zh": "电子商务诚信经营承诺书", "en": "Commitment to honest e-commerce"}
_TEXT = {
    "zh": "本单位自愿承诺：依法诚信经营，不刷单炒信，不发布虚假广告，不售假，不泄露和倒卖个人信息。",
    "en": "We promise of our own will: honest trade, no brushing, no false advertising, no fakes, no traffic in data.",
}
TEMPLATE = CommitmentTemplateRequest(
    code="honest_trade",
    title=CommitmentTemplateTitle(**_TITLE),
    text=CommitmentTemplateText(**_TEXT),
    months=12,
    since=DAY,
)
TEMPLATE_VIEW = CommitmentTemplateView(
    code="honest_trade",
    version=1,
    title=Label(**_TITLE),
    text=Label(**_TEXT),
    months=12,
    since=DAY,
    digest="6f1d9c0b7a5e4f3d2c1b0a9f8e7d6c5b4a3f2e1d0c9b8a7f6e5d4c3b2a1f0e9d",
    by="惠州市信用中心",
    created_at=AT,
)
TEMPLATE_LIST = CommitmentTemplateList(items=[TEMPLATE_VIEW])
_PAPER = Evidence(kind="other", description="签章承诺书", sha256="a" * 64)
ON_PAPER = CommitmentRequest(template="honest_trade", accepted_on=DAY, uscc=USCC, name=NAME, evidence=(_PAPER,))
SIGNED = CommitmentRequest(template="honest_trade", accepted_on=DAY, signature="eyJhbGciOiJFUzI1NiJ9.eyJ0Ij….c2ln")
COMMITMENT_VIEW = CommitmentView(
    id=f"cmt_{HEX}",
    uscc=USCC,
    name=NAME,
    template="honest_trade",
    version=1,
    title=Label(**_TITLE),
    how="document",
    by="惠州市信用中心",
    accepted_on=DAY,
    until=date(2027, 11, 1),
    state=CommitmentState.IN_FORCE,
    performed=1,
    performed_to=DAY,
    created_at=AT,
)
_REPORT = ReportPerformance(first_day=DAY, last_day=DAY, report="促销期间无投诉，无虚假交易。")
COMMITMENT = CommitmentDetail(
    **COMMITMENT_VIEW.model_dump(),
    signature=None,
    evidence=[_PAPER],
    history=[
        CommitmentEventView(
            number=1,
            at=AT,
            by=NAME,
            action="report",
            said=_REPORT.model_dump(mode="json", exclude={"action"}, exclude_none=True),
        )
    ],
)
COMMITMENT_PAGE = CommitmentPage(items=[COMMITMENT_VIEW], next=None)
ACTIONS = {
    "report": _REPORT,
    "withdraw": WithdrawCommitment(reason="停止经营"),
    "breach": RecordBreach(
        unit="huicheng",
        department="market_supervision",
        document_number="惠城市监罚〔2026〕21号",
        decided_on=DAY,
        found=f"{BODY}查实虚假促销",
    ),
    "retract": RetractBreach(document_number="惠府复〔2026〕3号", decided_on=DAY, reason="处罚决定被撤销"),
}
REGISTER = CommitmentRegister(
    items=[
        RegisteredCommitment(
            **COMMITMENT_VIEW.model_dump(include=set(RegisteredCommitment.model_fields)),
        )
    ],
    next=None,
)
