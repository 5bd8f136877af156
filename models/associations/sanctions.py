"""Sanctions by charter: warning, censure, downgrade, expulsion, each on an article of the association's own charter."""

from datetime import date

from sqlalchemy import ColumnElement, true
from sqlmodel import col, select

from huixin.core.vocabulary import ClauseKind, EndKind
from huixin.types.association import SanctionLifting, SanctionRequest
from models.associations.memberships import end_membership, find_membership, require_association, standing
from models.associations.tables import Membership, Nomination, Sanction
from models.base import new_id
from models.cases.seen import SEES_ALL
from models.cases.work import Work, refuse_future, wrong
from models.clauses import clause_versions, days_of
from models.errors import Conflict, NotFound
from models.listings import end_listing, records_by_id
from models.personal import refuse_personal


def impose(work: Work, body: SanctionRequest) -> Sanction:
    """By an association on a member of its own. Raises Forbidden, NotFound, Conflict, Invalid."""
    require_association(work)
    membership = find_membership(work, body.membership_id)
    refuse_personal(body)
    if membership.left_on is not None:
        raise Conflict(f"It left on {membership.left_on}.")
    _check_days(work, body, membership.joined_on)
    _check_charter(work, body)
    if (body.measure == "member_downgrade") != (body.grade is not None):
        raise wrong("/grade", "missing_field", "A downgrade says the class after it, and nothing else does.")
    if body.nomination_id is not None:
        _check_entry(work, body.nomination_id, membership)
    row = Sanction(
        id=new_id("snc"),
        member_id=work.caller.member_id,
        resolution_number=None if body.resolution is None else body.resolution.number,
        resolution_on=None if body.resolution is None else body.resolution.on,
        effective_on=body.on,
        grade_before=None if body.grade is None else membership.grade,
        created_at=work.now,
        **body.model_dump(exclude={"resolution", "on"}),
    )
    work.session.add(row)
    if body.grade is not None:
        membership.grade = body.grade
    if body.measure == "member_expulsion":
        end_membership(work, membership, body.on, body.facts)
    work.session.flush()
    return row


def _check_days(work: Work, body: SanctionRequest, joined_on: date) -> None:
    """A member is heard first, then it is resolved, then done; what touches major interests needs all three."""
    steps: list[tuple[str, date | None]] = [("/defended_on", body.defended_on), ("/heard_on", body.heard_on)]
    steps += [("/resolution/on", None if body.resolution is None else body.resolution.on), ("/on", body.on)]
    if work.catalogue.measures[body.measure].major:
        for pointer, given in (("/heard_on", body.heard_on), ("/resolution", body.resolution)):
            if given is None:
                raise wrong(pointer, "missing_field", f"'{body.measure}' needs a hearing and a resolution.")
    if body.defended_on < joined_on:
        raise wrong("/defended_on", "before_joining", f"It joined on {joined_on}; a charter is for members.")
    before = joined_on
    for pointer, day in steps:
        if day is not None:
            refuse_future(work, pointer, day)
            if day < before:
                raise wrong(pointer, "out_of_order", "The member is heard, then it is resolved, then done.")
            before = day


def _check_charter(work: Work, body: SanctionRequest) -> None:
    current = clause_versions(work.session, work.caller.member_id, body.clause_id)[-1]
    fits = current.kind == ClauseKind.CHARTER and current.measure == body.measure
    if not fits or body.on not in days_of(current):
        message = f"That clause of your charter does not carry '{body.measure}' on {body.on}."
        raise wrong("/clause_id", "not_by_charter", message)


def _check_entry(work: Work, nomination_id: str, membership: Membership) -> None:
    """The association's own, of this member, kept inside, and with measures that still work."""
    row = work.session.get(Nomination, nomination_id)
    own = row is not None and row.member_id == work.caller.member_id and row.uscc == membership.uscc
    if row is None or not own or row.state != "inside" or row.listing_id is None:
        raise wrong("/nomination_id", "no_such_entry", f"You keep no entry {nomination_id} on this member inside.")
    if records_by_id(work.session, [row.listing_id])[row.listing_id].measures_lifted_on is not None:
        raise Conflict("The measures of this entry were lifted; what is new needs an entry of its own.")


def lift(work: Work, key: str, body: SanctionLifting) -> Sanction:
    """By the association that imposed it. Raises NotFound, Forbidden, Conflict where it was lifted before, Invalid.

    The class before a downgrade and the membership before an expulsion come back; once nothing that rests on an entry
    works any more, the association's own checks show the entry no more.
    """
    row = work.session.exec(select(Sanction).where(Sanction.id == key, seen_by(work)).with_for_update()).first()
    if row is None:
        raise NotFound(f"There is no sanction {key}.")
    require_association(work)
    refuse_personal(body)
    refuse_future(work, "/on", body.on)
    if row.lifted_on is not None:
        raise Conflict(f"It was lifted on {row.lifted_on}.")
    if body.on < row.effective_on:
        raise wrong("/on", "out_of_order", f"It took effect on {row.effective_on}.")
    row.lifted_on, row.lifted_reason = body.on, body.reason
    work.session.flush()
    membership = work.session.get_one(Membership, row.membership_id)
    if row.measure == "member_downgrade":
        membership.grade = _grade_left(work, row) or membership.grade
    if row.measure == "member_expulsion" and standing(work, membership.uscc) is None:
        membership.left_on, membership.reason = None, None
    if row.nomination_id is not None:
        _lift_entry(work, row.nomination_id, body.on)
    work.session.flush()
    return row


def _grade_left(work: Work, lifted: Sanction) -> str | None:
    """After the downgrades that still work, else before the first of all."""
    downgrades = work.session.exec(
        select(Sanction)
        .where(Sanction.membership_id == lifted.membership_id, Sanction.measure == "member_downgrade")
        .order_by(col(Sanction.effective_on), col(Sanction.created_at))
    ).all()
    working = [row.grade for row in downgrades if row.lifted_on is None]
    return working[-1] if working else downgrades[0].grade_before


def _lift_entry(work: Work, nomination_id: str, on: date) -> None:
    rests = select(Sanction.id).where(Sanction.nomination_id == nomination_id, col(Sanction.lifted_on).is_(None))
    entry = work.session.get_one(Nomination, nomination_id)
    if work.session.exec(rests).first() is None and entry.state == "inside" and entry.listing_id is not None:
        end_listing(work.session, entry.listing_id, on, EndKind.MEASURES_LIFTED)


def seen_by(work: Work) -> ColumnElement[bool]:
    """The centre's and auditors' all, an association's its own."""
    return true() if work.caller.kind in SEES_ALL else col(Sanction.member_id) == work.caller.member_id
