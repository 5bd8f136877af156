"""Asking members, and answering or refusing as one of them."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, true
from sqlmodel import col, select

from huixin.core.identifiers import IdentifierError, parse_uscc
from huixin.core.vocabulary import MemberKind
from huixin.types.inquiry import Deliver, GiveCount, InquiryRequest
from huixin.types.inquiry import InquiryAnswer as Said
from models.alliances.joining import JOINING, find_alliance
from models.alliances.members import members_on
from models.base import new_id
from models.cases.seen import SEES_ALL
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.inquiries.tables import Inquiry, InquiryAnswer
from models.members import Member
from models.personal import refuse_personal


def inquire(work: Work, body: InquiryRequest) -> Inquiry:
    """By the centre. Raises Forbidden, NotFound, Invalid."""
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre asks members.", zh="协同监测由信用中心发起。")
    alliance = find_alliance(work, body.alliance_id)
    refuse_personal(body)
    refuse_future(work, "/period_to", body.period_to)
    if body.period_to < body.period_from:
        raise wrong("/period_to", "ends_before_it_starts", "The last day lies before the first.")
    if body.due < work.today:
        raise wrong("/due", "in_the_past", f"Give them time to answer; today is {work.today}.")
    _check_members(work, body, members_on(work.session, alliance.id, work.today))
    document = body.document
    if document is not None:
        refuse_future(work, "/document/on", document.on)
    row = Inquiry(
        id=new_id("inq"),
        authority=None if document is None else document.authority,
        document_number=None if document is None else document.number,
        document_on=None if document is None else document.on,
        merchants=_codes(body),
        created_at=work.now,
        **body.model_dump(include={"alliance_id", "question", "period_from", "period_to", "due"}),
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(InquiryAnswer(inquiry_id=row.id, member_id=member) for member in sorted(set(body.members)))
    work.session.flush()
    return row


def _check_members(work: Work, body: InquiryRequest, joined: Collection[str]) -> None:
    for index, key in enumerate(body.members):
        member = work.session.get(Member, key)
        known = member is not None and MemberKind(member.kind) in JOINING and member.disabled_at is None
        if not known or (body.document is None and key not in joined):
            message = "It is asked as a member of the alliance; by a document also a firm or association that is none."
            raise wrong(f"/members/{index}", "not_to_be_asked", message)


def _codes(body: InquiryRequest) -> list[str]:
    if body.merchants and body.document is None:
        raise wrong("/merchants", "needs_document", "A merchant is named only by a document; else ask for a count.")
    codes = []
    for index, code in enumerate(body.merchants):
        try:
            codes.append(parse_uscc(code))
        except IdentifierError as error:
            raise wrong(f"/merchants/{index}", f"bad_uscc_{error.problem}", error.message) from error
    return codes


def seen_by(work: Work) -> ColumnElement[bool]:
    """The centre's and auditors' all; a member's those that it was asked."""
    if work.caller.kind in SEES_ALL:
        return true()
    asked = select(InquiryAnswer.inquiry_id).where(
        InquiryAnswer.inquiry_id == Inquiry.id, InquiryAnswer.member_id == work.caller.member_id
    )
    return asked.exists()


def find_inquiry(work: Work, key: str) -> Inquiry:
    """Raises NotFound for one that the caller may not see, too."""
    row = work.session.exec(select(Inquiry).where(Inquiry.id == key, seen_by(work))).first()
    if row is None:
        raise NotFound(f"There is no inquiry {key}.")
    return row


def answer(work: Work, key: str, said: Said) -> Inquiry:
    """By a member that was asked, once; late is better than never. Raises NotFound, Forbidden, Conflict, Invalid."""
    inquiry = find_inquiry(work, key)
    own = select(InquiryAnswer).where(
        InquiryAnswer.inquiry_id == key, col(InquiryAnswer.member_id) == work.caller.member_id
    )
    row = work.session.exec(own.with_for_update()).first()
    if row is None:
        raise Forbidden("Who was asked answers.")
    refuse_personal(said)
    if row.answer is not None:
        raise Conflict("You have answered this.")
    if isinstance(said, Deliver) and inquiry.authority is None:
        raise wrong("/answer", "count_only", "Without a document of the police or the post only a count is given.")
    row.answer, row.by, row.answered_at = said.answer, said.by, work.now
    if isinstance(said, GiveCount):
        row.count, row.note = said.count, said.note
    elif isinstance(said, Deliver):
        row.evidence_sha256, row.note = said.evidence_sha256, said.note
    else:
        row.reason = said.reason
    work.session.flush()
    return inquiry
