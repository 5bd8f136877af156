"""What the centre rules of an alliance's members: of which group they are, who is shut out and who is let in again."""

from typing import Any

from sqlmodel import col, func, select

from huixin.core.vocabulary import MemberKind
from huixin.types.alliance import AllianceRuling, Exclude, SetGroup
from models.alliances.members import excludes_on, group_key
from models.alliances.tables import Alliance, Ruling, Signature
from models.base import new_id
from models.cases.work import Work, wrong
from models.errors import Conflict, Forbidden
from models.personal import refuse_personal


def rule_on(work: Work, alliance: Alliance, ruling: AllianceRuling) -> Ruling:
    """By the centre, of who has ever signed. Raises Forbidden, Invalid, Conflict where nothing would change."""
    if work.caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre rules of an alliance's members.", zh="联盟成员资格由信用中心处置。")
    refuse_personal(ruling)
    signed = select(Signature.id).where(Signature.alliance_id == alliance.id, Signature.member_id == ruling.member_id)
    if work.session.exec(signed).first() is None:
        raise wrong("/member_id", "no_member", "It has never signed an agreement of this alliance.")
    standing = work.session.exec(
        select(Ruling)
        .where(Ruling.alliance_id == alliance.id, Ruling.member_id == ruling.member_id, excludes_on(work.today))
        .order_by(col(Ruling.number))
    ).all()
    match ruling:
        case SetGroup():
            group = None if ruling.group is None else group_key(ruling.group)
            return _enter(work, alliance, ruling, kind="group", group_name=group)
        case Exclude():
            if standing:
                raise Conflict("It is shut out already.", zh="该成员已被暂停共享资格。")
            if ruling.until is not None and ruling.until <= work.today:
                raise wrong("/until", "too_early", f"It begins today, {work.today}: end it on a later day.")
            return _enter(work, alliance, ruling, kind="exclusion", ends_on=ruling.until)
        case _:
            if not standing:
                raise Conflict("It is not shut out.", zh="该成员未被暂停共享资格。")
            for row in standing:
                row.ends_on = work.today
            return _enter(work, alliance, ruling, kind="readmission")


def _enter(work: Work, alliance: Alliance, ruling: AllianceRuling, **said: Any) -> Ruling:
    last = work.session.exec(select(func.max(Ruling.number)).where(Ruling.alliance_id == alliance.id)).one()
    row = Ruling(
        id=new_id("rlg"),
        alliance_id=alliance.id,
        number=(last or 0) + 1,
        member_id=ruling.member_id,
        begins_on=work.today,
        reason=ruling.reason,
        by=work.caller.person or work.caller.name,
        created_at=work.now,
        **said,
    )
    work.session.add(row)
    work.session.flush()
    return row
