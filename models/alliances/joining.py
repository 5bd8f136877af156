"""Founding an alliance, putting a version of its agreement beside the last, signing it, leaving."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.vocabulary import MemberKind
from huixin.types.alliance import AgreementRequest, AllianceRequest, Leaving, SignatureRequest
from models.alliances.members import excludes_on, group_key, holds_on
from models.alliances.tables import Agreement, Alliance, Ruling, Signature
from models.base import new_id
from models.cases.seen import SEES_ALL
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.members import Member
from models.personal import refuse_personal

JOINING = frozenset({MemberKind.PLATFORM, MemberKind.INTERNET, MemberKind.LOGISTICS, MemberKind.ASSOCIATION})
"""Kinds of members that an alliance is made of. An agency advises; it shares nothing."""


class AgreementNotSigned(Forbidden):
    """The member has not signed the version of the agreement that is in force, or has left."""

    code = "agreement_not_signed"


def found(work: Work, body: AllianceRequest) -> Alliance:
    """By the centre. Raises Forbidden, Invalid, Conflict for a name in use."""
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre registers an alliance.", zh="联盟由信用中心登记。")
    refuse_personal(body)
    refuse_future(work, "/founded_on", body.founded_on)
    lead = work.session.get(Member, body.lead)
    if lead is None or MemberKind(lead.kind) not in JOINING or lead.disabled_at is not None:
        raise wrong("/lead", "no_lead", "An association or a firm leads: give the id of such a member.")
    if work.session.exec(select(Alliance.id).where(Alliance.name == body.name)).first() is not None:
        raise Conflict(f"There is already an alliance called {body.name}.")
    said = body.model_dump(exclude={"lead"})
    row = Alliance(id=new_id("aln"), lead_id=lead.id, created_at=work.now, **said)
    work.session.add(row)
    work.session.flush()
    return row


def may_see(work: Work) -> bool:
    """The centre and auditors, and the kinds of members that may join: how else would they know of it?"""
    return work.caller.kind in JOINING | SEES_ALL


def find_alliance(work: Work, key: str) -> Alliance:
    """Raises NotFound for one that the caller may not see, too."""
    row = work.session.get(Alliance, key) if may_see(work) else None
    if row is None:
        raise NotFound(f"There is no alliance {key}.")
    return row


def agree(work: Work, alliance: Alliance, body: AgreementRequest) -> Agreement:
    """The next version, by the centre or the lead. Raises Forbidden, Invalid."""
    is_centre = work.caller.kind is MemberKind.CENTRE
    if not is_centre and work.caller.member_id != alliance.lead_id:
        raise Forbidden("The centre or the alliance's lead gives it a version.", zh="协议由信用中心或牵头单位发布。")
    refuse_personal(body)
    if body.personal_kinds and not is_centre:
        message = "Only the centre takes in kinds built on personal identifiers."
        raise Forbidden(message, zh="涉及个人标识的信号类型只能由信用中心开通。")
    for index, kind in enumerate(body.personal_kinds):
        known = work.catalogue.signal_kinds.get(kind)
        if known is None or known.built_on is None:
            raise wrong(f"/personal_kinds/{index}", "no_personal_kind", f"'{kind}' is built on no personal identifier.")
    last = versions_of(work.session, alliance.id)[-1:]
    if body.effective_from < work.today or (last and body.effective_from <= last[0].effective_from):
        message = "A version begins today or later, and after the one before it."
        raise wrong("/effective_from", "too_early", message)
    row = Agreement(
        id=new_id("agr"),
        alliance_id=alliance.id,
        number=last[0].number + 1 if last else 1,
        title=body.title,
        document_sha256=body.document_sha256,
        effective_from=body.effective_from,
        personal_kinds=sorted(set(body.personal_kinds)),
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def versions_of(session: Session, alliance_id: str) -> Sequence[Agreement]:
    """All versions of its agreement, the oldest first."""
    ordered = select(Agreement).where(Agreement.alliance_id == alliance_id).order_by(col(Agreement.number))
    return session.exec(ordered).all()


def agreement_on(session: Session, alliance_id: str, day: date) -> Agreement | None:
    """The version in force on a day."""
    begun = [one for one in versions_of(session, alliance_id) if one.effective_from <= day]
    return begun[-1] if begun else None


def sign(work: Work, alliance: Alliance, body: SignatureRequest) -> Signature:
    """By the member itself: the version in force, or one to come. Raises Forbidden, Invalid, Conflict."""
    _require_joining(work)
    refuse_personal(body)
    current = agreement_on(work.session, alliance.id, work.today)
    wanted = work.session.get(Agreement, body.agreement_id)
    if wanted is None or wanted.alliance_id != alliance.id:
        raise wrong("/agreement_id", "unknown_agreement", f"The alliance has no agreement {body.agreement_id}.")
    if current is not None and wanted.number < current.number:
        raise wrong("/agreement_id", "superseded", f"Version {current.number} is in force: sign that one.")
    if work.session.exec(_standing(wanted.id, work.caller.member_id)).first() is not None:
        raise Conflict(f"You have signed version {wanted.number}.")
    row = Signature(
        id=new_id("sgt"),
        alliance_id=alliance.id,
        agreement_id=wanted.id,
        member_id=work.caller.member_id,
        signed_on=work.today,
        by=body.by,
        group_name=None if body.group is None else group_key(body.group),
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _require_joining(work: Work) -> None:
    if work.caller.kind not in JOINING:
        message = "Platforms, internet and logistics firms and associations are members of an alliance."
        raise Forbidden(message, zh="联盟成员为平台、互联网、物流企业和行业协会商会。")


def _standing(agreement_id: str, member_id: str) -> SelectOfScalar[Signature]:
    return select(Signature).where(
        Signature.agreement_id == agreement_id, Signature.member_id == member_id, col(Signature.left_on).is_(None)
    )


def leave(work: Work, alliance: Alliance, body: Leaving) -> Alliance:
    """From that day on it shares nothing and is told nothing. Raises Forbidden, Invalid, Conflict for no member."""
    _require_joining(work)
    refuse_personal(body)
    on = body.on or work.today
    if on < work.today:
        raise wrong("/on", "in_the_past", f"Nobody has left before he says so; today is {work.today}.")
    rows = work.session.exec(
        select(Signature).where(
            Signature.alliance_id == alliance.id,
            Signature.member_id == work.caller.member_id,
            col(Signature.left_on).is_(None),
        )
    ).all()
    if not rows:
        raise Conflict("You are no member of this alliance.")
    for row in rows:
        row.left_on, row.leaving_reason = on, body.reason
    work.session.flush()
    return alliance


def sharing_agreement(work: Work, alliance_id: str) -> Agreement:
    """The version under which the caller may share today. Raises Forbidden, AgreementNotSigned."""
    _require_joining(work)
    current = agreement_on(work.session, alliance_id, work.today)
    if current is not None:
        signed = select(Signature.id).where(
            Signature.agreement_id == current.id, Signature.member_id == work.caller.member_id, holds_on(work.today)
        )
        if work.session.exec(signed).first() is not None:
            return current
    shut_out = select(Ruling.id).where(
        Ruling.alliance_id == alliance_id, Ruling.member_id == work.caller.member_id, excludes_on(work.today)
    )
    if work.session.exec(shut_out).first() is not None:
        raise AgreementNotSigned(
            "The centre has shut you out of this alliance; its `rulings` say why and until when.",
            zh="信用中心已暂停或终止贵单位在本联盟的共享资格，事由和期限见联盟信息。",
        )
    raise AgreementNotSigned(
        "Sign the agreement that is in force first; who has not, or has left, shares nothing and is told nothing.",
        zh="须先签署现行信息共享协议；未签署或已退出的，不得共享也不接收联盟信息。",
    )
