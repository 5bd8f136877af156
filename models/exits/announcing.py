"""退出公告: the end of what had been published appears in the same place, and who sees to it says when."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, true
from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from huixin.types.exit import Announcement
from models.caller import Caller
from models.cases.work import Work, refuse_future, wrong
from models.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from models.exits.tables import ListingEnd
from models.listings import ListingVersion
from models.personal import refuse_personal
from models.recognitions.tables import Recognition
from models.versions import in_force


def channel_of(session: Session, listing_id: str) -> str | None:
    """Where the recognition was published; None where it was not, or not by us."""
    published = select(Recognition.channel).where(
        Recognition.listing_id == listing_id, col(Recognition.published_on).is_not(None)
    )
    return session.exec(published).first()


def appear_where_published(session: Session, listing_id: str, channel: str) -> None:
    """Ends that were entered before the publication was: their notices wait for the same place."""
    unplaced = select(ListingEnd).where(ListingEnd.listing_id == listing_id, col(ListingEnd.channel).is_(None))
    for end in session.exec(unplaced).all():
        end.channel = channel


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The centre, which publishes, and auditors see all; a department the ends of what it recognised."""
    if caller.kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
        return true()
    if caller.kind is MemberKind.DEPARTMENT and caller.body is not None:
        own = select(ListingVersion.listing_id).where(
            ListingVersion.recogniser_code == caller.body, in_force(ListingVersion, None)
        )
        return col(ListingEnd.listing_id).in_(own)
    return false()


def find_end(session: Session, caller: Caller, key: str, *, for_update: bool = False) -> ListingEnd:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(ListingEnd).where(ListingEnd.id == key, seen_by(caller))
    found = session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no end {key}.")
    return found


def end_page(
    session: Session, caller: Caller, *, announced: bool | None, after: str | None, limit: int
) -> tuple[Sequence[ListingEnd], str | None]:
    """Newest first, and the id to go on after. `announced` False: had been published and has yet to be announced there.

    Invalid for an id that is none of these.
    """
    statement = select(ListingEnd).where(seen_by(caller))
    if after is not None:
        last = session.exec(statement.where(ListingEnd.id == after)).first()
        if last is None:
            message = "Begin again without it."
            raise Invalid("There is no such row to go on after.", Fault("after", "bad_cursor", message))
        same = (col(ListingEnd.recorded_at) == last.recorded_at) & (col(ListingEnd.id) < last.id)
        statement = statement.where((col(ListingEnd.recorded_at) < last.recorded_at) | same)
    if announced is not None:
        is_told = col(ListingEnd.announced_on).is_not(None)
        waits = col(ListingEnd.channel).is_not(None) & ~is_told
        statement = statement.where(is_told if announced else waits)
    newest = statement.order_by(col(ListingEnd.recorded_at).desc(), col(ListingEnd.id).desc())
    found = session.exec(newest.limit(limit + 1)).all()
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def announce(work: Work, key: str, body: Announcement) -> ListingEnd:
    """Says that the notice has appeared. Raises NotFound, Forbidden, Conflict where it was said before, Invalid."""
    row = find_end(work.session, work.caller, key, for_update=True)
    if work.caller.kind is MemberKind.AUDITOR:
        raise Forbidden("Who publishes says that the notice has appeared.")
    refuse_personal(body)
    refuse_future(work, "/on", body.on)
    since = row.document_on or row.on
    if body.on < since:
        raise wrong("/on", "before_the_end", f"The end is of {since}; nothing was announced before.")
    if row.announced_on is not None:
        raise Conflict(f"The notice appeared on {row.announced_on}.")
    channel = body.channel or row.channel
    if channel is None:
        message = "Say where the notice has appeared: nothing is known of where the record was published."
        raise Invalid(message, Fault("/channel", "missing_field", message))
    row.announced_on, row.channel = body.on, channel
    work.session.flush()
    return row
