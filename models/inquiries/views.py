"""Inquiries as they are told."""

from sqlmodel import col, select

from huixin.types.inquiry import InquiryAnswerView, InquiryDocument, InquiryView
from models.cases.seen import SEES_ALL
from models.cases.work import Work
from models.inquiries.tables import Inquiry, InquiryAnswer
from models.members import Member

_COPIED = ("id", "alliance_id", "question", "period_from", "period_to", "due")
_SAID = ("answer", "count", "evidence_sha256", "reason", "note", "by", "answered_at")


def inquiry_view(work: Work, row: Inquiry) -> InquiryView:
    answers = _answers(work, row)
    return InquiryView(
        **{name: getattr(row, name) for name in _COPIED},
        overdue=row.due < work.today and any(one.answer is None for one in answers),
        document=_document(row),
        merchants=tuple(row.merchants),
        answers=answers,
        total=sum(one.count or 0 for one in answers),
        asked_at=row.created_at,
    )


def _document(row: Inquiry) -> InquiryDocument | None:
    if row.authority is None:
        return None
    said = {"authority": row.authority, "number": row.document_number, "on": row.document_on}
    return InquiryDocument.model_validate(said)


def _answers(work: Work, row: Inquiry) -> tuple[InquiryAnswerView, ...]:
    named = work.caller.kind in SEES_ALL
    statement = (
        select(InquiryAnswer, Member)
        .join(Member, col(Member.id) == col(InquiryAnswer.member_id))
        .where(InquiryAnswer.inquiry_id == row.id)
        .order_by(col(Member.kind), col(Member.id))
    )
    if not named:
        statement = statement.where(InquiryAnswer.member_id == work.caller.member_id)
    return tuple(
        InquiryAnswerView(
            member_id=member.id if named else None,
            member_kind=member.kind,
            **{name: getattr(said, name) for name in _SAID},
        )
        for said, member in work.session.exec(statement)
    )
