"""Examples of exits, ends and what is told of them in the API description. All of it is fictional."""

from datetime import UTC, date, datetime

from api import examples
from huixin.core.vocabulary import EndKind
from huixin.types import (
    Acknowledgement,
    Announcement,
    EndList,
    EndPage,
    EndRequest,
    EndView,
    ExitPage,
    ExitRequest,
    ExitView,
    NoticePage,
    NoticeView,
    PrintableView,
    WithdrawalRequest,
)
from huixin.types.case_actions import Evidence
from huixin.types.exit import GiveOpinion, Remove, Return, SendToRecogniser

_AT = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
_DAY = date(2026, 11, 2)
_LISTING = examples.RECORD.id
_SUBJECT = examples.SUBJECT
_MEMBER = "mem_3f2b1c0d9e8f4a7b6c5d4e3f2a1b0c9d"
_HEX = "0d9c4f5a4cf84fb0b2f9f1d2a7a3b6c1"
_EVIDENCE = (Evidence(kind="on_site_record", description="现场检查笔录"),)
_BODY = "惠城区市场监督管理局"

EXIT_DOCUMENT = PrintableView(
    title="移出名单决定书", number="惠城市监移〔2026〕3号", html="<!DOCTYPE html><html>…</html>"
)

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
    provisional=False,
    acknowledged_at=None,
    acknowledged_by=None,
)
NOTICE_PAGE = NoticePage(items=[NOTICE], next=None)
ACKNOWLEDGEMENT = Acknowledgement(by="risk-017")
