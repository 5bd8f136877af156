"""Examples of the subject's objections, repairs and appeals in the API description. All of it is fictional."""

from datetime import UTC, date, datetime

from api import examples
from huixin.core.vocabulary import Severity
from huixin.types import (
    AppealPage,
    AppealRequest,
    AppealResult,
    AppealView,
    Label,
    ObjectionPage,
    ObjectionRequest,
    ObjectionView,
    RepairGuide,
    RepairPage,
    RepairRequest,
    RepairView,
)
from huixin.types.objection import Correction, Extend, Reject, TellSubject, Uphold
from huixin.types.repair import Grant, HandDown, Refuse, Report

_AT = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
_DAY = date(2026, 11, 2)
_LISTING = examples.RECORD.id
_SUBJECT = examples.SUBJECT
_MEMBER = "mem_3f2b1c0d9e8f4a7b6c5d4e3f2a1b0c9d"
_HEX = "0d9c4f5a4cf84fb0b2f9f1d2a7a3b6c1"
_BODY = "惠城区市场监督管理局"

OBJECTION = ObjectionRequest(listing_id=_LISTING, statement="处罚决定已被撤销。")
OBJECTION_ACTIONS = {
    "extend": Extend(basis="需向上级调卷"),
    "uphold": Uphold(reasons="文书已撤销", decided_by=_BODY, correction=Correction(annul=True)),
    "correct": Uphold(reasons="程度有误", decided_by=_BODY, correction=Correction(severity="minor")),
    "reject": Reject(reasons="与事实相符", decided_by=_BODY),
    "tell_the_merchant": TellSubject(on=_DAY, how="邮寄送达"),
}
OBJECTION_VIEW = ObjectionView(
    id=f"obj_{_HEX}",
    listing_id=_LISTING,
    list="ecommerce_black",
    subject_id=_SUBJECT,
    raised_by="merchant",
    statement=OBJECTION.statement,
    evidence=(),
    raised_on=_DAY,
    check_due=date(2026, 11, 3),
    due=date(2026, 11, 5),
    provisional=False,
    extended=False,
    state="open",
    decided_on=None,
    decided_by=None,
    document_number=None,
    reasons=None,
    corrected=(),
    told_on=None,
    told_how=None,
    created_at=_AT,
)
OBJECTION_PAGE = ObjectionPage(items=[OBJECTION_VIEW], next=None)
REPAIR_GUIDE = RepairGuide(
    listing_id=_LISTING,
    route="internal",
    severity=Severity.GENERAL,
    explanation=Label(zh="改正后可在本平台申请信用修复。", en="Once it is corrected, apply here."),
    link=None,
    possible_from=date(2027, 1, 26),
    display_until=None,
)
REPAIR = RepairRequest(listing_id=_LISTING, applied_on=_DAY, commitment=True, performed="已整改并赔付，附凭证。")
REPAIR_ACTIONS = {
    "hand_the_check_down": HandDown(unit="huicheng"),
    "report": Report(on=_DAY, report="现场核查，均已履行。", performed=True),
    "grant": Grant(on=_DAY, decided_by=_BODY, document_number="惠城市监修〔2026〕1号", reasons="条件齐备"),
    "refuse": Refuse(on=_DAY, decided_by=_BODY, reasons="尚未赔付"),
}
REPAIR_VIEW = RepairView(
    id=f"rpr_{_HEX}",
    listing_id=_LISTING,
    list="ecommerce_black",
    subject_id=_SUBJECT,
    route="internal",
    application_number=None,
    applied_on=_DAY,
    commitment=True,
    performed=REPAIR.performed,
    state="applied",
    due=date(2026, 11, 11),
    provisional=False,
    check_unit=None,
    report=None,
    reported_on=None,
    found_performed=None,
    decided_on=None,
    decided_by=None,
    document_number=None,
    reasons=None,
    created_at=_AT,
)
REPAIR_PAGE = RepairPage(items=[REPAIR_VIEW], next=None)
APPEAL = AppealRequest(decision_id=examples.DECISION, statement="我单位已整改，请人工复核。")
APPEAL_RESULT = AppealResult(outcome="upheld", by="risk-017", reasons="已整改，恢复报名资格。")
APPEAL_VIEW = AppealView(
    id=f"apl_{_HEX}",
    decision_id=examples.DECISION,
    member_id=_MEMBER,
    raised_by="merchant",
    statement=APPEAL.statement,
    due=date(2026, 11, 11),
    provisional=False,
    state="open",
    by=None,
    reasons=None,
    decided_at=None,
    created_at=_AT,
)
APPEAL_PAGE = AppealPage(items=[APPEAL_VIEW], next=None)
