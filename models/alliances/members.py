"""Who is a member of an alliance on a day, of which kind and of which group of companies."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from models.alliances.tables import Ruling, Signature
from models.members import Member


@dataclass(frozen=True, slots=True)
class Standing:
    """`group`: its own id where it is of none. Members of one group are one voice."""

    kind: str
    group: str


def holds_on(day: date) -> ColumnElement[bool]:
    """Signatures that hold on a day, whatever version they are of: nobody's who has left or is shut out."""
    stays = or_(col(Signature.left_on).is_(None), col(Signature.left_on) > day)
    shut_out = select(Ruling.id).where(
        Ruling.alliance_id == Signature.alliance_id, Ruling.member_id == Signature.member_id, excludes_on(day)
    )
    return (col(Signature.signed_on) <= day) & stays & ~shut_out.exists()


def excludes_on(day: date) -> ColumnElement[bool]:
    """Rulings by which somebody is shut out on a day."""
    lasts = or_(col(Ruling.ends_on).is_(None), col(Ruling.ends_on) > day)
    return (col(Ruling.kind) == "exclusion") & (col(Ruling.begins_on) <= day) & lasts


def group_key(group: str) -> str:
    """However it was typed, the same."""
    return "".join(group.split()).casefold()


def members_on(session: Session, alliance_id: str, day: date) -> dict[str, Standing]:
    """By id. Who is disabled is none."""
    groups = _groups(session, alliance_id)
    signed = (
        select(Member.id, Member.kind)
        .join(Signature, col(Signature.member_id) == col(Member.id))
        .where(Signature.alliance_id == alliance_id, holds_on(day), col(Member.disabled_at).is_(None))
    )
    return {member: Standing(kind, groups.get(member, member)) for member, kind in session.exec(signed)}


def _groups(session: Session, alliance_id: str) -> dict[str, str]:
    """As the centre has ruled, else as each said last, though it signs again without a word on it."""
    said = select(Signature.member_id, Signature.group_name).where(
        Signature.alliance_id == alliance_id, col(Signature.group_name).is_not(None)
    )
    ordered = said.order_by(col(Signature.created_at), col(Signature.id))
    groups = {member: str(group) for member, group in session.exec(ordered)}
    ruled = select(Ruling).where(Ruling.alliance_id == alliance_id, Ruling.kind == "group")
    for row in session.exec(ruled.order_by(col(Ruling.number))):
        groups[row.member_id] = row.group_name or row.member_id
    return groups
