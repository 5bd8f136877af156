"""Sanctions by charter: warning, censure, downgrade, expulsion, each on an article of the association's own charter."""

from datetime import date

from sqlalchemy import ColumnElement, true
from sqlmodel import col

from huixin.core.vocabulary import ClauseKind
from huixin.types.association import SanctionRequest
from models.associations.memberships import find_membership, require_association
from models.associations.tables import Sanction
from models.base import new_id
from models.cases.seen import SEES_ALL
from models.cases.work import Work, refuse_future, wrong
from models.clauses import clause_versions, days_of
from models.errors import Conflict
from models.personal import refuse_personal


def impose(work: Work, body: SanctionRequest) -> Sanction:
    """By an association on a member of its own. Raises Forbidden, NotFound, Conflict, Invalid."""
    require_association(work)
    membership = find_membership(work, body.membership_id)
    refuse_personal(body)
    if membership.left_on is not None:
        raise Conflict(f"It left on {membership.left_on}.")
    _check_days(work, body)
    _check_charter(work, body)
    if (body.measure == "member_downgrade") != (body.grade is not None):
        raise wrong("/grade", "missing_field", "A downgrade says the class after it, and nothing else does.")
    row = Sanction(
        id=new_id("snc"),
        member_id=work.caller.member_id,
        resolution_number=None if body.resolution is None else body.resolution.number,
        resolution_on=None if body.resolution is None else body.resolution.on,
        effective_on=body.on,
        created_at=work.now,
        **body.model_dump(exclude={"resolution", "on"}),
    )
    work.session.add(row)
    if body.grade is not None:
        membership.grade = body.grade
    if body.measure == "member_expulsion":
        membership.left_on, membership.reason = body.on, body.facts
    work.session.flush()
    return row


def _check_days(work: Work, body: SanctionRequest) -> None:
    """Heard first, then resolved, then done; what touches major interests needs all three."""
    steps: list[tuple[str, date | None]] = [("/defended_on", body.defended_on), ("/heard_on", body.heard_on)]
    steps += [("/resolution/on", None if body.resolution is None else body.resolution.on), ("/on", body.on)]
    if work.catalogue.measures[body.measure].major:
        for pointer, given in (("/heard_on", body.heard_on), ("/resolution", body.resolution)):
            if given is None:
                raise wrong(pointer, "missing_field", f"'{body.measure}' needs a hearing and a resolution.")
    before = date.min
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


def seen_by(work: Work) -> ColumnElement[bool]:
    """The centre's and auditors' all, an association's its own."""
    return true() if work.caller.kind in SEES_ALL else col(Sanction.member_id) == work.caller.member_id
