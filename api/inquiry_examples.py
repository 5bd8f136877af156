"""Examples of inquiries in the API description. All of it is fictional."""

from datetime import date

from api.alliance_examples import ALLIANCE_VIEW, DIGEST, MEMBER
from api.example_case import AT, HEX
from huixin.types.inquiry import (
    Deliver,
    GiveCount,
    InquiryAnswerView,
    InquiryDocument,
    InquiryPage,
    InquiryRequest,
    InquiryView,
    Refuse,
)

INQUIRY = InquiryRequest(
    alliance_id=ALLIANCE_VIEW.id,
    members=(MEMBER,),
    question="日均发件超过500票且退件率低于千分之一的协议客户数",
    period_from=date(2026, 10, 1),
    period_to=date(2026, 10, 31),
    due=date(2026, 11, 30),
)
BY_DOCUMENT = INQUIRY.model_copy(
    update={
        "question": "下列商户的面单底单",
        "document": InquiryDocument(authority="postal", number="惠邮管协〔2026〕5号", on=date(2026, 11, 2)),
        "merchants": ("91441302MADEM00971",),
    }
)
INQUIRY_VIEW = InquiryView(
    id=f"inq_{HEX}",
    **INQUIRY.model_dump(exclude={"members", "document", "merchants"}),
    overdue=False,
    document=None,
    merchants=(),
    answers=(
        InquiryAnswerView(
            member_id=None,
            member_kind="logistics",
            answer="count",
            count=12,
            evidence_sha256=None,
            reason=None,
            note=None,
            by="周立",
            answered_at=AT,
        ),
    ),
    total=12,
    asked_at=AT,
)
INQUIRY_PAGE = InquiryPage(items=[INQUIRY_VIEW], next=None)
INQUIRY_ANSWERS = {
    "a_count": GiveCount(count=12, by="周立"),
    "handed_over": Deliver(evidence_sha256=DIGEST, by="周立", note="已交惠州市邮政管理局"),
    "a_refusal": Refuse(reason="不属于协议约定的统计口径", by="周立"),
}
