"""Examples of the subject's objections, repairs and appeals in the API description. All of it is fictional."""

from datetime import date

from api import examples
from api.example_case import AT, BODY, DAY, HEX, LISTING, MEMBER, SUBJECT
from huixin.core.vocabulary import Severity
from huixin.types.appeal import AppealPage, AppealRequest, AppealResult, AppealView
from huixin.types.base import Label
from huixin.types.case_actions import File
from huixin.types.objection import (
    Correction,
    Extend,
    ObjectionPage,
    ObjectionRequest,
    ObjectionView,
    Reject,
    TellSubject,
    Uphold,
)
from huixin.types.repair import Grant, HandDown, Refuse, RepairGuide, RepairPage, RepairRequest, RepairView, Report
from huixin.types.stay import StayLifting, StayPage, StayRequest, StayView

OBJECTION = ObjectionRequest(listing_id=LISTING, statement="处罚决定已被撤销。")
OBJECTION_ACTIONS = {
    "extend": Extend(basis="需向上级调卷"),
    "uphold": Uphold(reasons="文书已撤销", decided_by=BODY, correction=Correction(annul=True)),
    "correct": Uphold(reasons="程度有误", decided_by=BODY, correction=Correction(severity="minor")),
    "reject": Reject(reasons="与事实相符", decided_by=BODY),
    "tell_the_merchant": TellSubject(on=DAY, how="邮寄送达"),
}
OBJECTION_VIEW = ObjectionView(
    id=f"obj_{HEX}",
    listing_id=LISTING,
    list="ecommerce_black",
    subject_id=SUBJECT,
    subject_name=examples.NAME,
    uscc=examples.USCC,
    raised_by="merchant",
    statement=OBJECTION.statement,
    evidence=(),
    raised_on=DAY,
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
    created_at=AT,
)
OBJECTION_PAGE = ObjectionPage(items=[OBJECTION_VIEW], next=None)
COURT = "惠州市惠城区人民法院"
STAY = StayRequest(
    listing_id=LISTING,
    kind="court",
    on=DAY,
    decided_by=COURT,
    document_number="（2026）粤1302行初12号",
    document_on=DAY,
    reason="裁定停止执行",
)
STAY_LIFTING = StayLifting(
    on=DAY,
    decided_by=COURT,
    document_number="（2026）粤1302行初12号之二",
    document_on=DAY,
    reason="驳回诉讼请求",
)
STAY_VIEW = StayView(
    id=f"sta_{HEX}",
    listing_id=LISTING,
    list="ecommerce_black",
    subject_id=SUBJECT,
    kind=STAY.kind,
    on=STAY.on,
    decided_by=COURT,
    document_number=STAY.document_number,
    document_on=STAY.document_on,
    reason=STAY.reason,
    lifting=None,
    created_at=AT,
)
STAY_LIFTED = STAY_VIEW.model_copy(update={"lifting": STAY_LIFTING})
STAY_PAGE = StayPage(items=[STAY_VIEW], next=None)
REPAIR_GUIDE = RepairGuide(
    listing_id=LISTING,
    route="internal",
    severity=Severity.GENERAL,
    explanation=Label(zh="改正后可在本平台申请信用修复。", en="Once it is corrected, apply here."),
    link=None,
    possible_from=date(2027, 1, 26),
    display_until=None,
)
REPAIR = RepairRequest(listing_id=LISTING, applied_on=DAY, commitment=True, performed="已整改并赔付，附凭证。")
REPAIR_ACTIONS = {
    "hand_the_check_down": HandDown(unit="huicheng"),
    "report": Report(on=DAY, report="现场核查，均已履行。", performed=True),
    "grant": Grant(on=DAY, decided_by=BODY, document_number="惠城市监修〔2026〕1号", reasons="条件齐备"),
    "refuse": Refuse(on=DAY, decided_by=BODY, reasons="尚未赔付"),
}
REPAIR_VIEW = RepairView(
    id=f"rpr_{HEX}",
    listing_id=LISTING,
    list="ecommerce_black",
    subject_id=SUBJECT,
    route="internal",
    application_number=None,
    applied_on=DAY,
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
    created_at=AT,
)
REPAIR_PAGE = RepairPage(items=[REPAIR_VIEW], next=None)
APPEAL = AppealRequest(
    decision_id=examples.DECISION,
    statement="我单位已整改，请人工复核。",
    files=(File(name="整改照片.pdf", sha256="9f" * 32),),
)
APPEAL_RESULT = AppealResult(outcome="upheld", by="risk-017", reasons="已整改，恢复报名资格。")
APPEAL_VIEW = AppealView(
    id=f"apl_{HEX}",
    decision_id=examples.DECISION,
    member_id=MEMBER,
    member="某电商平台",
    raised_by="merchant",
    statement=APPEAL.statement,
    due=date(2026, 11, 11),
    provisional=False,
    state="open",
    by=None,
    reasons=None,
    decided_at=None,
    created_at=AT,
)
APPEAL_PAGE = AppealPage(items=[APPEAL_VIEW], next=None)
