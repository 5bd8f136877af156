"""A bulletin from its draft up to its publication or withdrawal."""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from huixin.types.bulletin import (
    BulletinAct,
    BulletinApproval,
    BulletinDiscarding,
    BulletinRequest,
    BulletinState,
    BulletinWithdrawal,
)
from huixin.types.monitoring import Dimension, FigureRow
from models.base import new_id
from models.bulletins.naming import Found, Namer, count_by_list, current_rows, likely
from models.bulletins.seen import find_bulletin, is_published
from models.bulletins.tables import Bulletin, BulletinName, state_on
from models.caller import Caller
from models.cases.work import Work, wrong
from models.errors import Conflict, Forbidden
from models.listings import Listing, ListingVersion
from models.members import is_same_person
from models.monitoring.figures import Span
from models.monitoring.table import figure_table
from models.personal import refuse_personal
from models.public_names import refuse_names
from models.rulesets.deciding import SecondPersonNeeded
from models.sequence import first_day_kept
from rules.duties import Every, Period, period_of

EVERY = "bulletin_every"
MOST_NAMES = 2000
"""In one bulletin; more stand in the next."""


def draft(work: Work, said: BulletinRequest) -> Bulletin:
    """Raises Forbidden for others than the centre, Invalid."""
    _centre_only(work.caller)
    refuse_personal(said)
    refuse_names(work.session, work.catalogue, said)
    period = bulletin_period(work, said.on)
    publish_on = said.publish_on or work.today
    if period.first >= work.today:
        raise wrong("/on", "not_over", f"Nothing can be told yet of the time from {period.first} on.")
    if publish_on < work.today:
        raise wrong("/publish_on", "in_the_past", f"It is published today, {work.today}, or later.")
    as_of = _as_of(work, period)
    namer = Namer(work.session, work.catalogue, work.now)
    names = _choose(namer, _lists(namer, said), period)
    row = Bulletin(
        id=new_id("bul"),
        first=period.first,
        last=period.last,
        publish_on=publish_on,
        remarks=None if said.remarks is None else said.remarks.model_dump(),
        as_of=as_of,
        progress=_progress(work, period, as_of),
        named=count_by_list(names),
        corrects=_withdrawn(work, said.corrects),
        drafted_by=work.caller.client_id,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _name(work.session, row, [found.record.id for found in names])
    return row


def bulletin_period(work: Work, day: date) -> Period:
    """By the schedule of that day; by the month where the rules have none."""
    every: Every = "quarter" if work.catalogue.parameter_or(EVERY, day, "month") == "quarter" else "month"
    return period_of(every, day)


def _lists(namer: Namer, said: BulletinRequest) -> list[str]:
    known = namer.lists()
    for number, code in enumerate(said.lists or ()):
        if code not in known:
            shown = ", ".join(known)
            raise wrong(f"/lists/{number}", "not_public", f"No name of {code!r} may be displayed; those are {shown}.")
    return known if said.lists is None else list(said.lists)


def _choose(namer: Namer, lists: Sequence[str], period: Period) -> list[Found]:
    """What may be named now, was decided up to the end of the period, and stands in no other bulletin."""
    if not lists:
        return []
    taken = (
        select(BulletinName.listing_id)
        .join(Bulletin, col(Bulletin.id) == col(BulletinName.bulletin_id))
        .where(col(Bulletin.discarded_at).is_(None), col(Bulletin.withdrawn_at).is_(None))
    )
    rows = (
        current_rows()
        .where(col(Listing.list).in_(lists), *likely(namer.today), col(Listing.id).not_in(taken))
        .order_by(col(ListingVersion.decided_on), col(Listing.id))
    )
    fit = (found for found in namer.read(rows) if _is_of(found, period) and namer.unfit(found) is None)
    return list(islice(fit, MOST_NAMES))


def _is_of(found: Found, period: Period) -> bool:
    began = found.record.began_on
    return began is None or began <= period.last


def _as_of(work: Work, period: Period) -> date:
    """The end of the period, while it runs today; no day of which nothing is kept."""
    return max(min(period.last, work.today), first_day_kept(work.session) or work.today)


def _progress(work: Work, period: Period, as_of: date) -> list[dict[str, Any]]:
    """What the campaign has come to in the period."""
    table = figure_table(work, Dimension.ALL, Span(period.first, period.last, as_of, published=True))
    titles = {one.figure: one.title for one in table.definitions}
    rows = [FigureRow(**one.model_dump(exclude={"title", "cases"}), title=titles[one.figure]) for one in table.items]
    return [row.model_dump(mode="json") for row in rows]


def _withdrawn(work: Work, key: str | None) -> str | None:
    if key is None:
        return None
    was_published = select(Bulletin.withdrawn_at).where(Bulletin.id == key, is_published(work.today))
    if work.session.exec(was_published).first() is None:
        told = "What is corrected was published and then withdrawn; this is no such one."
        raise wrong("/corrects", "not_withdrawn", told)
    return key


def _name(session: Session, row: Bulletin, listing_ids: Sequence[str]) -> None:
    for number, listing_id in enumerate(listing_ids):
        session.add(BulletinName(bulletin_id=row.id, number=number, listing_id=listing_id))
    session.flush()


def act_on_bulletin(work: Work, key: str, act: BulletinAct) -> Bulletin:
    """Raises NotFound, Forbidden, SecondPersonNeeded, Conflict, Invalid."""
    row = find_bulletin(work, key, for_update=True)
    _centre_only(work.caller)
    refuse_personal(act)
    refuse_names(work.session, work.catalogue, act)
    match act:
        case BulletinApproval():
            _approve(work, row)
        case BulletinDiscarding():
            _refuse_unless(work, row, BulletinState.DRAFT)
            row.discarded_at, row.reason = work.now, act.reason.model_dump()
        case BulletinWithdrawal():
            _refuse_unless(work, row, BulletinState.APPROVED, BulletinState.PUBLISHED)
            row.withdrawn_at, row.withdrawn_on, row.reason = work.now, work.today, act.reason.model_dump()
    work.session.flush()
    return row


def _approve(work: Work, row: Bulletin) -> None:
    """Nothing may come into it later that nobody has approved: what is not fit now drops out."""
    _refuse_unless(work, row, BulletinState.DRAFT)
    if is_same_person(work.session, work.caller, [row.drafted_by]):
        raise SecondPersonNeeded(
            "You drafted this bulletin; another person approves it.", zh="拟稿人不得批准本人拟的通报，须由另一人批准。"
        )
    if row.publish_on < work.today:
        raise Conflict(f"It was to be published on {row.publish_on}; draft it anew.", zh="拟公布日期已过，请重新起草。")
    namer = Namer(work.session, work.catalogue, work.now)
    fit = [found for found in named_in(namer, row.id) if namer.unfit(found) is None]
    work.session.execute(delete(BulletinName).where(col(BulletinName.bulletin_id) == row.id))
    _name(work.session, row, [found.record.id for found in fit])
    row.named = count_by_list(fit)
    row.approved_by, row.approved_at = work.caller.client_id, work.now


def named_in(namer: Namer, bulletin_id: str) -> list[Found]:
    """What a bulletin names, in its order, fit or not."""
    rows = current_rows().join(BulletinName, col(BulletinName.listing_id) == col(Listing.id))
    return list(namer.read(rows.where(col(BulletinName.bulletin_id) == bulletin_id).order_by(col(BulletinName.number))))


def _refuse_unless(work: Work, row: Bulletin, *states: BulletinState) -> None:
    state = state_on(row, work.today)
    if state not in states:
        raise Conflict(f"The bulletin is {state}; it has to be {' or '.join(states)}.")


def _centre_only(caller: Caller) -> None:
    if caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre publishes bulletins.", zh="公示通报由信用中心编制。")
