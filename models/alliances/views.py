"""Alliances as they are told: to the centre with everybody's name, to a member with nobody's but its own."""

from sqlmodel import col, select

from huixin.types.alliance import AgreementView, AllianceView, RulingView, SignatureView
from models.alliances.joining import sharing_agreement, versions_of
from models.alliances.members import members_on
from models.alliances.tables import Agreement, Alliance, Ruling, Signature
from models.cases.seen import SEES_ALL
from models.cases.work import Work
from models.errors import Forbidden
from models.members import Member


def alliance_view(work: Work, row: Alliance) -> AllianceView:
    named = work.caller.kind in SEES_ALL
    lead = work.session.get_one(Member, row.lead_id)
    count = len(members_on(work.session, row.id, work.today))
    return AllianceView(
        id=row.id,
        name=row.name,
        charter=row.charter,
        charter_sha256=row.charter_sha256,
        founded_on=row.founded_on,
        lead_id=lead.id if named else None,
        lead=lead.name if named else None,
        leads=work.caller.member_id == row.lead_id,
        members=count if named else rounded(work, count),
        may_share=_may_share(work, row),
        agreements=tuple(agreement_view(one) for one in versions_of(work.session, row.id)),
        signatures=tuple(_signatures(work, row, named=named)),
        rulings=tuple(_rulings(work, row, named=named)),
    )


def rounded(work: Work, count: int) -> int | None:
    """Down to a multiple of the least count, None below it: two answers never differ by the few that one would hide."""
    least = work.catalogue.number("signal_least_count", work.today)
    return count - count % least or None


def _may_share(work: Work, row: Alliance) -> bool:
    try:
        return bool(sharing_agreement(work, row.id))
    except Forbidden:
        return False


def agreement_view(row: Agreement) -> AgreementView:
    return AgreementView(
        id=row.id,
        number=row.number,
        title=row.title,
        document_sha256=row.document_sha256,
        effective_from=row.effective_from,
        personal_kinds=tuple(row.personal_kinds),
    )


def _signatures(work: Work, alliance: Alliance, *, named: bool) -> list[SignatureView]:
    statement = (
        select(Signature, Member)
        .join(Member, col(Member.id) == col(Signature.member_id))
        .where(Signature.alliance_id == alliance.id)
        .order_by(col(Signature.signed_on), col(Signature.id))
    )
    if not named:
        statement = statement.where(Signature.member_id == work.caller.member_id)
    return [_signature(row, member, named=named) for row, member in work.session.exec(statement)]


def _signature(row: Signature, member: Member, *, named: bool) -> SignatureView:
    return SignatureView(
        id=row.id,
        agreement_id=row.agreement_id,
        member_id=member.id if named else None,
        member=member.name if named else None,
        signed_on=row.signed_on,
        by=row.by,
        group=row.group_name,
        left_on=row.left_on,
    )


def _rulings(work: Work, alliance: Alliance, *, named: bool) -> list[RulingView]:
    """Oldest first."""
    statement = select(Ruling).where(Ruling.alliance_id == alliance.id)
    if not named:
        statement = statement.where(Ruling.member_id == work.caller.member_id)
    return [
        RulingView(
            member_id=row.member_id if named else None,
            kind=row.kind,
            group=row.group_name,
            begins_on=row.begins_on,
            until=row.ends_on,
            reason=row.reason,
            by=row.by if named else None,
        )
        for row in work.session.exec(statement.order_by(col(Ruling.number)))
    ]
