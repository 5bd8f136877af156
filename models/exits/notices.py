"""Telling those who received a record that it is no longer to be used; and their word that they saw to it.

A job: nothing here is done while answering. It looks at records that changed since it last looked, that were received
since, and, on a new day, at those of which a day has come that ends them.
"""

import logging
import traceback
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, true, tuple_
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from huixin.core.display import left_members_on
from huixin.core.records import Record
from huixin.core.terms import Terms
from huixin.core.visibility import INSIDE, has_ended, lists_shown, visible
from huixin.core.vocabulary import MemberKind
from huixin.core.windows import day_of
from huixin.types.exit import NoticeView
from models.base import new_id
from models.caller import Caller
from models.errors import NotFound
from models.exits.tables import ExitNotice, Received
from models.listings import Listing, ListingVersion, records_by_id
from models.members import Member
from models.outbox import put
from models.versions import in_force
from rules.catalogue import Catalogue

EVENTS = {"ended": "notice.exit", "corrected": "notice.correction", "withdrawn": "notice.withdrawal"}
"""By kind of the notice; so are its words."""
_TEXTS = {"ended": "withheld", "corrected": "corrected", "withdrawn": "publication_withdrawn"}
_LOG = logging.getLogger(__name__)
KEEPS_LISTS = frozenset({MemberKind.CENTRE, MemberKind.AUDITOR})


@dataclass(frozen=True, slots=True)
class Telling:
    session: Session
    catalogue: Catalogue
    now: datetime
    today: date


def changed_since(session: Session, sequence: int) -> set[str]:
    """Ids of the records of which somebody holds one and that have changed since."""
    newer = select(ListingVersion.listing_id).where(
        col(ListingVersion.seq_from) > sequence,
        col(ListingVersion.listing_id).in_(select(Received.listing_id)),
    )
    return set(session.exec(newer.distinct()))


def gone_by(session: Session, terms: Terms, today: date) -> set[str]:
    """Ids of the records that have come to an end by that day, or are on a list that is no longer for its holder, and
    of which a holder has not been told: today's, and those of which the telling failed."""
    kind, version = col(Member.kind), ListingVersion
    ended = (col(version.ended_on) <= today) | (col(version.valid_to) <= today)
    left = (col(version.display_ended_on) <= today) | (col(version.measures_lifted_on) <= today)
    others = [one for one in MemberKind if one not in KEEPS_LISTS]
    unseen = [(kind == one) & col(Listing.list).not_in(lists_shown(terms, one)) for one in others]
    held = (
        select(Received.listing_id)
        .join(Member, col(Member.id) == col(Received.member_id))
        .join(Listing, col(Listing.id) == col(Received.listing_id))
        .join(ListingVersion, col(version.listing_id) == col(Received.listing_id))
        .where(in_force(version, None), _is_untold(), kind.in_(others))
    )
    return set(session.exec(held.where(or_(ended, left & kind.not_in(INSIDE), *unseen)).distinct()))


def untold(session: Session, listing_ids: Collection[str]) -> list[tuple[str, str]]:
    """Ids of member and record: who received one of these and has not been told since that it may not be used."""
    holders = select(Received.member_id, Received.listing_id).where(
        col(Received.listing_id).in_(listing_ids), _is_untold()
    )
    found = session.exec(holders.order_by(col(Received.listing_id), col(Received.member_id)))
    return [(member_id, listing_id) for member_id, listing_id in found]


def _is_untold() -> ColumnElement[bool]:
    return or_(col(Received.told_at).is_(None), col(Received.told_at) < col(Received.last_at))


def tell(telling: Telling, receipts: Collection[tuple[str, str]]) -> int:
    """A notice to each of these members that received the record beside it and may not use it any more.

    Whoever receives a record again, because it has come back, is told again. A record that fails keeps no other from
    being told; it is tried again on the next day.
    """
    if not receipts:
        return 0
    pair = tuple_(col(Received.member_id), col(Received.listing_id))
    holders = select(Received, Member).join(Member, col(Member.id) == col(Received.member_id))
    held = telling.session.exec(holders.where(pair.in_(receipts), _is_untold())).all()
    records = records_by_id(telling.session, {received.listing_id for received, _ in held})
    told = 0
    for received, member in held:
        record = records.get(received.listing_id)
        try:
            told += record is not None and _tell_holder(telling, received, member, record)
        except SQLAlchemyError:
            raise
        except Exception as error:
            # without the exception's text, which may hold what must not be kept
            frames = "".join(traceback.format_tb(error.__traceback__))
            _LOG.error("telling of record %s failed with %s\n%s", received.listing_id, type(error).__name__, frames)
    return told


def _tell_holder(telling: Telling, received: Received, member: Member, record: Record) -> bool:
    if not _gone(telling, record, member):
        return False
    with telling.session.begin_nested():
        _enter(telling, received, record, "ended")
    return True


def _gone(telling: Telling, record: Record, member: Member) -> bool:
    kind = MemberKind(member.kind)
    if kind in KEEPS_LISTS:
        return False
    seen = visible(record, telling.catalogue.terms, kind, member.id, telling.today)
    return not seen or has_ended(record, telling.today)


def tell_corrected(telling: Telling, listing_ids: Collection[str], before: datetime) -> None:
    """A notice to each member that received one of these records before it was corrected and may still use it."""
    rows = select(Received, Member).join(Member, col(Member.id) == col(Received.member_id))
    held = rows.where(col(Received.listing_id).in_(listing_ids), col(Received.last_at) <= before)
    records = records_by_id(telling.session, listing_ids)
    for received, member in telling.session.exec(held).all():
        record = records.get(received.listing_id)
        if record is not None and member.kind not in KEEPS_LISTS and not _gone(telling, record, member):
            _enter(telling, received, record, "corrected")


def tell_recogniser(telling: Telling, record: Record, by: str | None) -> None:
    """A notice to the department that recognised the record, unless it was the one that took the publication back."""
    if record.recogniser_code is None or record.recogniser_code == by:
        return
    unit, _, department = record.recogniser_code.partition("/")
    own = select(Member.id).where(
        Member.kind == MemberKind.DEPARTMENT,
        Member.unit == unit,
        Member.department == department,
        col(Member.disabled_at).is_(None),
    )
    for member_id in telling.session.exec(own).all():
        _write(telling, member_id, record, "withdrawn")


def _enter(telling: Telling, received: Received, record: Record, kind: str) -> None:
    if kind == "ended":
        received.told_at = max(telling.now, received.last_at)
    _write(telling, received.member_id, record, kind)


def _write(telling: Telling, member_id: str, record: Record, kind: str) -> None:
    notice = ExitNotice(
        id=new_id("ntc"),
        member_id=member_id,
        listing_id=record.id,
        list=record.list,
        kind=kind,
        ended_on=_ended_on(telling, record, kind),
        created_at=telling.now,
    )
    telling.session.add(notice)
    telling.session.flush()
    data = notice_view(telling.catalogue, notice).model_dump(mode="json")
    put(telling.session, member_id, EVENTS[kind], data, telling.now, subject=record.id)


def _ended_on(telling: Telling, record: Record, kind: str) -> date | None:
    """None where it has not ended, but is no longer shown: its list was given up, or is for other eyes."""
    if kind == "withdrawn":
        return telling.today
    end = left_members_on(telling.catalogue.terms, record) if kind == "ended" else None
    return end if end is not None and end <= telling.today else None


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """A member sees its own; the centre and auditors all, with who has not acknowledged."""
    return true() if caller.kind in KEEPS_LISTS else col(ExitNotice.member_id) == caller.member_id


def acknowledge(session: Session, caller: Caller, key: str, by: str, now: datetime) -> ExitNotice:
    """The first word stands. NotFound for another member's notice: nobody acknowledges in its stead."""
    own = select(ExitNotice).where(ExitNotice.id == key, ExitNotice.member_id == caller.member_id)
    notice = session.exec(own.with_for_update()).first()
    if notice is None:
        raise NotFound(f"You have no notice {key}.")
    if notice.acknowledged_at is None:
        notice.acknowledged_at, notice.acknowledged_by = now, by
        session.flush()
    return notice


def notice_view(catalogue: Catalogue, row: ExitNotice) -> NoticeView:
    text = catalogue.texts[_TEXTS[row.kind]]
    due, provisional = catalogue.deadline("exit_acknowledgement_workdays", day_of(row.created_at))
    return NoticeView(**row.model_dump(), says=text.says.zh, due=due, provisional=provisional)
