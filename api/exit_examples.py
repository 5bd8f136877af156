"""Examples of exits, ends and what is told of them in the API description. All of it is fictional."""

from datetime import date

from api.example_case import AT, BODY, DAY, EVIDENCE, HEX, LISTING, MEMBER, SUBJECT
from huixin.core.vocabulary import EndKind
from huixin.types.document import PrintableView
from huixin.types.exit import (
    Acknowledgement,
    Announcement,
    EndList,
    EndPage,
    EndRequest,
    EndView,
    ExitPage,
    ExitRequest,
    ExitView,
    GiveOpinion,
    NoticePage,
    NoticeView,
    Remove,
    Return,
    SendToRecogniser,
    WithdrawalRequest,
)

EXIT_DOCUMENT = PrintableView(
    title="移出名单决定书", number="惠城市监移〔2026〕3号", html="<!DOCTYPE html><html>…</html>"
)

END = EndRequest(
    listing_id=LISTING,
    kind=EndKind.MEASURES_LIFTED,
    on=DAY,
    decided_by=BODY,
    document_number="惠城市监解〔2026〕3号",
    document_on=DAY,
    reason="信用修复",
)
END_VIEW = EndView(
    id=f"end_{HEX}",
    listing_id=LISTING,
    kind=END.kind,
    on=END.on,
    decided_by=BODY,
    document_number=END.document_number,
    document_on=END.document_on,
    reason=END.reason,
    channel="信用惠州网站",
    announced_on=None,
    recorded_at=AT,
)
END_LIST = EndList(items=[END_VIEW])
END_PAGE = EndPage(items=[END_VIEW], next=None)
ANNOUNCEMENT = Announcement(on=DAY)
END_NOTICE = PrintableView(
    title="解除措施公告", number=END.document_number, html='<!DOCTYPE html><html lang="zh-CN">…</html>'
)
WITHDRAWAL = WithdrawalRequest(
    listing_id=LISTING, document_number="惠信撤〔2026〕1号", document_on=DAY, reason="误将同名主体发布"
)
EXIT = ExitRequest(listing_id=LISTING, reasons="已全部整改", evidence=EVIDENCE, opinion="同意移出")
EXIT_ACTIONS = {
    "give_an_opinion": GiveOpinion(opinion="同意移出"),
    "send_to_the_recogniser": SendToRecogniser(on=DAY),
    "remove": Remove(on=DAY, document_number="惠城市监移〔2026〕2号", document_on=DAY),
    "return": Return(on=DAY, reasons="赔付凭证不全"),
}
EXIT_VIEW = ExitView(
    id=f"exr_{HEX}",
    listing_id=LISTING,
    list="ecommerce_black",
    subject_id=SUBJECT,
    case_id=None,
    recogniser=BODY,
    state="requested",
    reasons=EXIT.reasons,
    evidence=EVIDENCE,
    opinion=EXIT.opinion,
    sent_on=None,
    decided_on=None,
    decided_by=None,
    document_number=None,
    decision_reasons=None,
    created_at=AT,
)
EXIT_PAGE = ExitPage(items=[EXIT_VIEW], next=None)
NOTICE = NoticeView(
    id=f"ntc_{HEX}",
    member_id=MEMBER,
    listing_id=LISTING,
    list="ecommerce_black",
    kind="ended",
    says="该信息已终止公示，不得继续使用",
    ended_on=DAY,
    created_at=AT,
    due=date(2026, 11, 5),
    provisional=False,
    acknowledged_at=None,
    acknowledged_by=None,
)
NOTICE_PAGE = NoticePage(items=[NOTICE], next=None)
ACKNOWLEDGEMENT = Acknowledgement(by="risk-017")
