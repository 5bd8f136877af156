"""Examples of recognitions, exits and the subject's rights in the API description. All of it is fictional."""

from datetime import UTC, date, datetime

from api import examples
from huixin.core.vocabulary import EndKind, Severity
from huixin.types import (
    Acknowledgement,
    Announcement,
    AppealPage,
    AppealRequest,
    AppealResult,
    AppealView,
    CodePage,
    CodeRequest,
    CodeView,
    EndList,
    EndPage,
    EndRequest,
    EndView,
    ExitPage,
    ExitRequest,
    ExitView,
    Label,
    MerchantDecision,
    MerchantLogin,
    MerchantOrder,
    MerchantPage,
    MerchantRecord,
    NewCode,
    NoticeOfRecognition,
    NoticePage,
    NoticeView,
    ObjectionPage,
    ObjectionRequest,
    ObjectionView,
    PrintableView,
    RecognitionPage,
    RecognitionView,
    RectificationReport,
    Remedies,
    RepairGuide,
    RepairPage,
    RepairRequest,
    RepairView,
    WithdrawalRequest,
)
from huixin.types.case_actions import Evidence, File
from huixin.types.exit import GiveOpinion, Remove, Return, SendToRecogniser
from huixin.types.objection import Correction, Extend, Reject, TellSubject, Uphold
from huixin.types.recognition import Decide, Drop, Publish, RecordStatement, Serve
from huixin.types.repair import Grant, HandDown, Refuse, Report

_AT = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
_DAY = date(2026, 11, 2)
_LISTING = examples.RECORD.id
_SUBJECT = examples.SUBJECT
_MEMBER = "mem_3f2b1c0d9e8f4a7b6c5d4e3f2a1b0c9d"
_HEX = "0d9c4f5a4cf84fb0b2f9f1d2a7a3b6c1"
_EVIDENCE = (Evidence(kind="on_site_record", description="现场检查笔录"),)
_BODY = "惠城区市场监督管理局"

NOTICE_OF_RECOGNITION = NoticeOfRecognition(
    list="ecommerce_black",
    uscc=examples.USCC,
    name=examples.NAME,
    notice_number="惠城市监告〔2026〕7号",
    noticed_on=date(2026, 10, 12),
    facts="销售假冒商品，货值12万元。",
    grounds="《中华人民共和国电子商务法》第十三条、第八十五条",
    problem_types=("counterfeit",),
)
STATEMENT = RecordStatement(on=date(2026, 10, 15), statement="不申辩。", complete=True)
DECIDE = Decide(
    number="惠城市监认〔2026〕7号",
    decided_on=date(2026, 10, 26),
    facts="销售假冒商品，货值12万元。",
    grounds="《中华人民共和国电子商务法》第十三条、第八十五条",
    evidence=_EVIDENCE,
    severity="general",
    measures=("promotion_limit",),
    exit_conditions="停止违法行为，召回并销毁库存，赔付消费者。",
    repair_notice_number="惠城市监修〔2026〕7号",
    valid_to=date(2027, 10, 25),
)
SERVE = Serve(on=_DAY, mode="direct", proof="送达回证，法定代表人签收")
RECOGNITION_ACTIONS = {
    "record_a_statement": STATEMENT,
    "decide": DECIDE,
    "serve": SERVE,
    "drop": Drop(reasons="申辩成立，不予认定。"),
    "publish": Publish(on=_DAY, channel="信用惠州网站"),
}
RECOGNITION = RecognitionView(
    id=f"rec_{_HEX}",
    list="ecommerce_black",
    subject_id=_SUBJECT,
    listing_id=_LISTING,
    recogniser=_BODY,
    state="served",
    notice_number=NOTICE_OF_RECOGNITION.notice_number,
    noticed_on=NOTICE_OF_RECOGNITION.noticed_on,
    statement_until=date(2026, 10, 19),
    statement_provisional=False,
    statement=STATEMENT.statement,
    statement_complete=True,
    consent=None,
    number=DECIDE.number,
    decided_on=DECIDE.decided_on,
    facts=DECIDE.facts,
    grounds=DECIDE.grounds,
    evidence=_EVIDENCE,
    severity=Severity.GENERAL,
    problem_types=("counterfeit",),
    measures=DECIDE.measures,
    exit_conditions=DECIDE.exit_conditions,
    remedies=Remedies(
        review_days=60,
        review_until=date(2027, 1, 1),
        litigation_months=6,
        litigation_until=date(2027, 5, 2),
    ),
    repair_notice_number=DECIDE.repair_notice_number,
    served_on=SERVE.on,
    mode=SERVE.mode,
    proof=SERVE.proof,
    takes_effect_on=SERVE.on,
    published_on=None,
    channel=None,
    reasons=None,
    created_at=_AT,
)
RECOGNITION_PAGE = RecognitionPage(items=[RECOGNITION], next=None)
EXIT_DOCUMENT = PrintableView(
    title="移出名单决定书", number="惠城市监移〔2026〕3号", html="<!DOCTYPE html><html>…</html>"
)
PRINTABLE = PrintableView(title="认定决定书", number=DECIDE.number, html="<!DOCTYPE html><html>…</html>")

END = EndRequest(
    listing_id=_LISTING,
    kind=EndKind.MEASURES_LIFTED,
    on=_DAY,
    decided_by=_BODY,
    document_number="惠城市监解〔2026〕3号",
    document_on=_DAY,
    reason="信用修复",
)
END_VIEW = EndView(
    id=f"end_{_HEX}",
    listing_id=_LISTING,
    kind=END.kind,
    on=END.on,
    decided_by=_BODY,
    document_number=END.document_number,
    document_on=END.document_on,
    reason=END.reason,
    channel="信用惠州网站",
    announced_on=None,
    recorded_at=_AT,
)
END_LIST = EndList(items=[END_VIEW])
END_PAGE = EndPage(items=[END_VIEW], next=None)
ANNOUNCEMENT = Announcement(on=_DAY)
END_NOTICE = PrintableView(
    title="解除措施公告", number=END.document_number, html='<!DOCTYPE html><html lang="zh-CN">…</html>'
)
WITHDRAWAL = WithdrawalRequest(
    listing_id=_LISTING, document_number="惠信撤〔2026〕1号", document_on=_DAY, reason="误将同名主体发布"
)
EXIT = ExitRequest(listing_id=_LISTING, reasons="已全部整改", evidence=_EVIDENCE, opinion="同意移出")
EXIT_ACTIONS = {
    "give_an_opinion": GiveOpinion(opinion="同意移出"),
    "send_to_the_recogniser": SendToRecogniser(on=_DAY),
    "remove": Remove(on=_DAY, document_number="惠城市监移〔2026〕2号", document_on=_DAY),
    "return": Return(on=_DAY, reasons="赔付凭证不全"),
}
EXIT_VIEW = ExitView(
    id=f"exr_{_HEX}",
    listing_id=_LISTING,
    list="ecommerce_black",
    subject_id=_SUBJECT,
    case_id=None,
    recogniser=_BODY,
    state="requested",
    reasons=EXIT.reasons,
    evidence=_EVIDENCE,
    opinion=EXIT.opinion,
    sent_on=None,
    decided_on=None,
    decided_by=None,
    document_number=None,
    decision_reasons=None,
    created_at=_AT,
)
EXIT_PAGE = ExitPage(items=[EXIT_VIEW], next=None)
NOTICE = NoticeView(
    id=f"ntc_{_HEX}",
    member_id=_MEMBER,
    listing_id=_LISTING,
    list="ecommerce_black",
    kind="ended",
    says="该信息已终止公示，不得继续使用",
    ended_on=_DAY,
    created_at=_AT,
    due=date(2026, 11, 5),
    acknowledged_at=None,
    acknowledged_by=None,
)
NOTICE_PAGE = NoticePage(items=[NOTICE], next=None)
ACKNOWLEDGEMENT = Acknowledgement(by="risk-017")
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
CODE = CodeRequest(uscc=examples.USCC, channel="post", address="惠州市惠城区江北云山西路1号")
NEW_CODE = NewCode(id=f"idc_{_HEX}", code="7KQ2-M9FX-4TBD-H3WN", expires_at=datetime(2026, 11, 17, 4, tzinfo=UTC))
CODE_PAGE = CodePage(
    items=[
        CodeView(
            id=NEW_CODE.id,
            subject_id=_SUBJECT,
            channel="post",
            created_at=_AT,
            expires_at=NEW_CODE.expires_at,
            used_at=None,
            holds=True,
            wrong_tries=5,
            last_wrong_at=_AT,
        )
    ],
    next=None,
)
LOGIN = MerchantLogin(uscc=examples.USCC, code=NEW_CODE.code)
_OFFICE = Label(zh="惠城区人民政府", en="People's Government of Huicheng District")
MERCHANT_ORDER = MerchantOrder(
    number="惠城限改〔2026〕1号",
    requirements="停止虚构交易，删除虚假评价。",
    issued_on=date(2026, 9, 1),
    served_on=date(2026, 9, 2),
    due=date(2026, 12, 2),
    overdue=False,
    suspended=False,
    reported_on=None,
    state="rectifying",
    may_report=True,
    what_to_do=Label(
        zh="请按责令限期整改通知书（惠城限改〔2026〕1号）的要求整改，于2026年12月2日前（含当日）完成并报告。",
        en="Rectify as order 惠城限改〔2026〕1号 requires, by the end of 2026-12-02, and report.",
    ),
    how_to_end=Label(zh="整改经验收合格后，由惠城区人民政府提起移出。", en="Once accepted, the removal is asked for."),
    report_to=_OFFICE,
    phone="12345",
    phone_of=Label(zh="信用中心咨询电话（未登记惠城区人民政府的电话）", en="The credit centre's number"),
)
MERCHANT_PAGE = MerchantPage(
    subject_id=_SUBJECT,
    name=examples.NAME,
    uscc=examples.USCC,
    records=[
        MerchantRecord(
            listing_id=_LISTING,
            list_title=Label(zh="电子商务领域黑名单", en="E-commerce blacklist"),
            standing="effective",
            reason=DECIDE.facts,
            grounds=DECIDE.grounds,
            recogniser=_BODY,
            document_number=DECIDE.number,
            decided_on=DECIDE.decided_on,
            takes_effect_on=None,
            until=DECIDE.valid_to,
            disputed=False,
            rectification="not_required",
            due=None,
            how_to_end=REPAIR_GUIDE.explanation,
            repair_link=None,
            phone="12345",
            order=None,
        ),
        MerchantRecord(
            listing_id=f"lst_{_HEX[::-1]}",
            list_title=Label(zh="国家推送失信主体名单（待核查）", en="Names pushed for verification"),
            standing="confirmed",
            reason="虚构交易评价",
            grounds=None,
            recogniser="国家发展改革委",
            document_number=None,
            decided_on=None,
            takes_effect_on=None,
            until=None,
            disputed=False,
            rectification="ordered",
            due=date(2026, 12, 2),
            how_to_end=MERCHANT_ORDER.how_to_end,
            repair_link=None,
            phone="12345",
            order=MERCHANT_ORDER,
        ),
    ],
    decisions=[
        MerchantDecision(
            decision_id=examples.DECISION,
            at=_AT,
            on=_DAY,
            asked_by="platform",
            scene="promotion",
            outcome="refuse",
            appeal="open",
        )
    ],
    phone="12345",
)
REPORT_OF_MERCHANT = RectificationReport(
    listing_id=MERCHANT_PAGE.records[1].listing_id,
    statement="已下架虚假评价并整改，附照片。",
    files=(File(name="整改照片.pdf", sha256="9f" * 32),),
)
