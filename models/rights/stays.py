"""中止执行 and relief of a record: entered and lifted by its recogniser, or the centre, on the document of who decided.

A pushed name has its case for that, where its period stands still too.
"""

from datetime import date

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.records import Record
from huixin.core.visibility import has_ended
from huixin.core.vocabulary import MemberKind
from huixin.types.stay import StayLifting, StayRequest, StayView
from models.base import new_id
from models.caller import Caller
from models.cases.tables import Case
from models.cases.work import Work, refuse_future, wrong
from models.disputes import put_mark, stays_among
from models.errors import Conflict, NotFound
from models.exits.ends import record_to_decide_on, refuse_before_it_began
from models.listings import Listing
from models.merchants import told_to_it
from models.personal import refuse_personal
from models.rights.tables import Stay


def enter_stay(work: Work, body: StayRequest) -> Stay:
    """From this moment on no measure follows from the record, for everybody who asks. Raises NotFound, Forbidden,
    Conflict where it has ended, has a case of its own, or such a stay stands, Invalid."""
    record = record_to_decide_on(work, body.listing_id)
    refuse_personal(body)
    _refuse_days(work, body)
    refuse_before_it_began(record, body.on)
    listing = work.session.exec(select(Listing).where(Listing.id == record.id).with_for_update()).one()
    _refuse_where_it_cannot_be(work, record, body.kind)
    row = Stay(
        id=new_id("sta"),
        listing_id=record.id,
        list=record.list,
        subject_id=listing.subject_id,
        recogniser_code=record.recogniser_code,
        member_id=work.caller.member_id,
        kind=body.kind,
        since=body.on,
        decided_by=body.decided_by,
        document_number=body.document_number,
        document_on=body.document_on,
        reason=body.reason,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    put_mark(work.session, record.id, "relief")
    return row


def _refuse_where_it_cannot_be(work: Work, record: Record, kind: str) -> None:
    if has_ended(record, work.today):
        raise Conflict("The record has ended; nothing follows from it.")
    case_id = work.session.exec(select(Case.id).where(Case.listing_id == record.id)).first()
    if case_id is not None:
        raise Conflict(f"This name has the case {case_id}: suspend it or grant it relief there.")
    for same in stays_among(work.session, [record.id]):
        if same.kind == kind:
            raise Conflict(f"That stands since {same.since}, as {same.id}.")


def lift_stay(work: Work, key: str, body: StayLifting) -> Stay:
    """The record counts again, unless something else stays it. Raises NotFound, Forbidden, Conflict, Invalid."""
    row = find_stay(work.session, work.caller, key, for_update=True)
    record = record_to_decide_on(work, row.listing_id)
    refuse_personal(body)
    _refuse_days(work, body)
    if body.on < row.since:
        raise wrong("/on", "before_its_beginning", f"That began on {row.since}.")
    if row.lifted_on is not None:
        raise Conflict(f"It was lifted on {row.lifted_on}.")
    row.lifted_on, row.lifting = body.on, body.model_dump(mode="json")
    work.session.flush()
    put_mark(work.session, record.id, "relief")
    return row


def _refuse_days(work: Work, body: StayRequest | StayLifting) -> None:
    days: dict[str, date] = {"/on": body.on, "/document_on": body.document_on}
    for pointer, day in days.items():
        refuse_future(work, pointer, day)


def seen_by(session: Session, caller: Caller) -> ColumnElement[bool]:
    """The centre and auditors see all; a department those of what it recognised; a merchant those about it."""
    if caller.kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
        return true()
    if caller.kind is MemberKind.DEPARTMENT and caller.body is not None:
        return col(Stay.recogniser_code) == caller.body
    return told_to_it(session, caller, Stay)


def stays(session: Session, caller: Caller, *, listing_id: str | None, standing: bool | None) -> SelectOfScalar[Stay]:
    """What the caller sees of them."""
    found = select(Stay).where(seen_by(session, caller))
    if listing_id is not None:
        found = found.where(Stay.listing_id == listing_id)
    if standing is None:
        return found
    stands = col(Stay.lifted_on).is_(None)
    return found.where(stands if standing else ~stands)


def find_stay(session: Session, caller: Caller, key: str, *, for_update: bool = False) -> Stay:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(Stay).where(Stay.id == key, seen_by(session, caller))
    found = session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no stay {key}.")
    return found


def stay_view(row: Stay) -> StayView:
    return StayView.model_validate(row.model_dump() | {"on": row.since})
