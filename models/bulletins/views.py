"""Bulletins as they are read: by their keepers, and by everybody. Names are looked up at the moment of reading."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import or_
from sqlmodel import Session, col, select

from huixin.core.display import left_members_on
from huixin.types.base import Label
from huixin.types.bulletin import (
    BulletinCount,
    BulletinDetail,
    BulletinExits,
    BulletinNotice,
    BulletinNotices,
    BulletinPeriod,
    BulletinSchedule,
    BulletinState,
    BulletinView,
)
from huixin.types.bulletin import BulletinName as NameView
from huixin.types.monitoring import FigureRow
from models.bulletins.drafting import bulletin_period, named_in
from models.bulletins.naming import Found, Namer, current_rows
from models.bulletins.seen import is_published
from models.bulletins.tables import Bulletin, BulletinName, state_on
from models.cases.work import Work
from models.errors import NotFound
from models.listings import Listing, ListingVersion, record_from_row
from models.paging import newest_first
from models.subjects.tables import Subject
from rules.catalogue import Catalogue
from rules.duties import Period, period_before

EXITS_FOR = timedelta(days=92)
"""For how long it is told how many have left."""
DUE_DAYS = "bulletin_due_days"
LEAST, PERIODS = 2, 12
"""How many periods the schedule shows."""
PeriodState: TypeAlias = Literal["published", "late", "open", "overdue"]


def bulletin_view(row: Bulletin, today: date) -> BulletinView:
    kept = row.model_dump(exclude={"state"})
    return BulletinView.model_validate(kept | {"title": _title(row), "state": state_on(row, today)})


def bulletin_detail(work: Work, row: Bulletin) -> BulletinDetail:
    """With the names that may be told now; of one that was withdrawn or discarded none."""
    view = bulletin_view(row, work.today)
    gone = view.state in (BulletinState.WITHDRAWN, BulletinState.DISCARDED)
    namer = Namer(work.session, work.catalogue, work.now)
    found = [] if gone else named_in(namer, row.id)
    why = Counter(str(reason) for one in found if (reason := namer.unfit(one)) is not None)
    names = _told(namer, found)
    return BulletinDetail(
        **view.model_dump(), names=[one.model_dump() for one in names], unfit=dict(sorted(why.items()))
    )


def _told(namer: Namer, found: list[Found]) -> list[NameView]:
    return [namer.told(one) for one in found if namer.unfit(one) is None]


def _title(row: Bulletin) -> Label:
    first, last = row.first, row.last
    one_month = (first.year, first.month) == (last.year, last.month)
    zh = f"{first.year}年{first.month}月" if one_month else f"{first.year}年第{(last.month + 2) // 3}季度"
    en = f"{first:%Y-%m}" if one_month else f"Q{(last.month + 2) // 3} {first.year}"
    return Label(zh=f"电子商务领域失信信息公示通报（{zh}）", en=f"Bulletin on dishonesty in e-commerce, {en}")


def bulletin_notice(catalogue: Catalogue, row: Bulletin) -> BulletinNotice:
    """Of one that is or was published."""
    gone = row.withdrawn_at is not None
    counts = {} if gone else row.named
    return BulletinNotice(
        id=row.id,
        title=_title(row),
        first=row.first,
        last=row.last,
        as_of=row.as_of,
        published_on=row.publish_on,
        withdrawn_at=row.withdrawn_at,
        reason=None if row.reason is None else Label(**row.reason),
        corrects=row.corrects,
        remarks=None if gone or row.remarks is None else Label(**row.remarks),
        lists=[BulletinCount(list=code, title=catalogue.list_title(code), named=n) for code, n in counts.items()],
        progress=[] if gone else [FigureRow.model_validate(one) for one in row.progress],
        page=f"/public/bulletins/{row.id}.html",
    )


def notices(session: Session, catalogue: Catalogue, today: date, *, after: str | None, limit: int) -> BulletinNotices:
    """What everybody may read of bulletins; no name."""
    published = select(Bulletin).where(is_published(today))
    rows, end = newest_first(session, published, Bulletin, after=after, limit=limit, since="publish_on")
    return BulletinNotices(
        items=[bulletin_notice(catalogue, row) for row in rows],
        exits=_exits(session, catalogue, today),
        next=end,
    )


def _exits(session: Session, catalogue: Catalogue, today: date) -> list[BulletinExits]:
    """Days on which what had been named left its list, with how many did."""
    since = today - EXITS_FOR
    version = ListingVersion
    ends = (version.ended_on, version.display_ended_on, version.measures_lifted_on, version.valid_to)
    named = (
        select(BulletinName.listing_id)
        .join(Bulletin, col(Bulletin.id) == col(BulletinName.bulletin_id))
        .where(is_published(today), col(Bulletin.withdrawn_at).is_(None))
    )
    recently = or_(*(col(end).between(since, today) for end in ends))
    counts: Counter[tuple[date, str]] = Counter()
    for listing, version_row, *_ in session.execute(current_rows().where(col(Listing.id).in_(named), recently)):
        left = left_members_on(catalogue.terms, record_from_row(listing, version_row))
        if left is not None and since <= left <= today:
            counts[left, listing.list] += 1
    return [
        BulletinExits(on=on, list=code, title=catalogue.list_title(code), left=left)
        for (on, code), left in sorted(counts.items(), reverse=True)
    ]


def published_bulletin(session: Session, key: str, today: date) -> Bulletin:
    """Raises NotFound for one that is not published, too."""
    row = session.exec(select(Bulletin).where(Bulletin.id == key, is_published(today))).first()
    if row is None:
        raise NotFound(f"There is no bulletin {key}.")
    return row


def names_of(session: Session, catalogue: Catalogue, row: Bulletin, now: datetime) -> list[NameView]:
    """What a published bulletin tells at this moment; nothing once it is withdrawn."""
    if row.withdrawn_at is not None:
        return []
    namer = Namer(session, catalogue, now)
    return _told(namer, named_in(namer, row.id))


def names_of_code(session: Session, catalogue: Catalogue, uscc: str, now: datetime) -> list[NameView]:
    """What published bulletins tell at this moment of whoever has this code."""
    namer = Namer(session, catalogue, now)
    named = (
        select(BulletinName.listing_id)
        .join(Bulletin, col(Bulletin.id) == col(BulletinName.bulletin_id))
        .where(is_published(namer.today), col(Bulletin.withdrawn_at).is_(None))
    )
    own = select(Subject.id).where(Subject.key == f"uscc:{uscc}")
    rows = current_rows().where(col(Listing.subject_id).in_(own), col(Listing.id).in_(named))
    return _told(namer, list(namer.read(rows.order_by(col(Listing.list), col(Listing.id)))))


def schedule(work: Work) -> BulletinSchedule:
    """The period of today, the one before, and those back to the first bulletin's; at most a year of months."""
    standing = select(Bulletin).where(col(Bulletin.approved_at).is_not(None), col(Bulletin.withdrawn_at).is_(None))
    rows = sorted(work.session.exec(standing).all(), key=lambda row: (row.publish_on, row.id))
    begun = min((row.first for row in rows), default=work.today)
    items: list[BulletinPeriod] = []
    period: Period | None = bulletin_period(work, work.today)
    while period is not None and len(items) < PERIODS and (len(items) < LEAST or period.last >= begun):
        items.append(_period(work, period, rows))
        before = period_before("month", period)
        period = None if before is None else bulletin_period(work, before.last)
    return BulletinSchedule(items=items)


def _period(work: Work, period: Period, rows: list[Bulletin]) -> BulletinPeriod:
    due = period.last + timedelta(days=work.catalogue.number(DUE_DAYS, period.last, 0))
    made = next((row for row in rows if row.first == period.first and row.publish_on <= work.today), None)
    if made is not None:
        state: PeriodState = "late" if made.publish_on > due else "published"
        return BulletinPeriod(first=period.first, last=period.last, due=due, state=state, bulletin=made.id)
    state = "overdue" if due < work.today else "open"
    return BulletinPeriod(first=period.first, last=period.last, due=due, state=state, bulletin=None)
