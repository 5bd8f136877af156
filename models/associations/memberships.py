"""Who belongs to an association: it says so itself, and keeps who has left."""

from datetime import date

from sqlalchemy import ColumnElement, true
from sqlmodel import col, select

from huixin.core.identifiers import IdentifierError, kind_of_uscc, parse_uscc
from huixin.core.vocabulary import MemberKind
from huixin.types.association import MembershipEnding, MembershipRequest
from models.associations.mandates import end_inside
from models.associations.tables import Membership, Nomination
from models.base import new_id
from models.cases.seen import SEES_ALL
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.personal import refuse_personal
from models.subjects import enter_subject, enterprise, find_by_key


def require_association(work: Work) -> None:
    if work.caller.kind is not MemberKind.ASSOCIATION:
        message = "Only an association has members of its own; an agency advises."
        raise Forbidden(message, zh="仅行业协会商会有会员并可自律惩戒；信用服务机构仅提供建议。")


def code_of(uscc: str) -> str:
    """Raises Invalid."""
    try:
        return parse_uscc(uscc)
    except IdentifierError as error:
        raise wrong("/uscc", f"bad_uscc_{error.problem}", error.message) from error


def join(work: Work, body: MembershipRequest) -> Membership:
    """By the association. Raises Forbidden, Invalid, Conflict for one that is a member."""
    require_association(work)
    refuse_personal(body)
    refuse_future(work, "/joined_on", body.joined_on)
    uscc = code_of(body.uscc)
    known = find_by_key(work.session, f"uscc:{uscc}")
    if known is None:
        known = enter_subject(work.session, enterprise(uscc, body.name, kind=kind_of_uscc(uscc)))
    if standing(work, uscc) is not None:
        raise Conflict("It is a member already.")
    row = Membership(
        id=new_id("mbs"),
        member_id=work.caller.member_id,
        subject_id=known.id,
        uscc=uscc,
        name=body.name,
        grade=body.grade,
        joined_on=body.joined_on,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def standing(work: Work, uscc: str) -> Membership | None:
    """The membership of a merchant in the caller's association that has not ended."""
    mine = (Membership.member_id == work.caller.member_id, Membership.uscc == uscc, col(Membership.left_on).is_(None))
    return work.session.exec(select(Membership).where(*mine)).first()


def seen_by(work: Work) -> ColumnElement[bool]:
    """The centre's and auditors' all, an association's its own."""
    return true() if work.caller.kind in SEES_ALL else col(Membership.member_id) == work.caller.member_id


def find_membership(work: Work, key: str) -> Membership:
    """To change it: the association's own. Raises NotFound, Forbidden."""
    row = work.session.exec(select(Membership).where(Membership.id == key, seen_by(work)).with_for_update()).first()
    if row is None:
        raise NotFound(f"There is no membership {key}.")
    require_association(work)
    return row


def part(work: Work, key: str, body: MembershipEnding) -> Membership:
    """It left, or was expelled. Raises NotFound, Forbidden, Invalid, Conflict."""
    row = find_membership(work, key)
    refuse_personal(body)
    refuse_future(work, "/on", body.on)
    if row.left_on is not None:
        raise Conflict(f"It left on {row.left_on}.")
    if body.on < row.joined_on:
        raise wrong("/on", "before_joining", f"It joined on {row.joined_on}.")
    end_membership(work, row, body.on, body.reason)
    work.session.flush()
    return row


def end_membership(work: Work, row: Membership, on: date, reason: str) -> None:
    """And what is kept inside of it, which works on members alone."""
    row.left_on, row.reason = on, reason
    kept = select(Nomination).where(
        Nomination.member_id == row.member_id, Nomination.uscc == row.uscc, Nomination.state == "inside"
    )
    for nomination in work.session.exec(kept).all():
        end_inside(work, nomination, reason)
