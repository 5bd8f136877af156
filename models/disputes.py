"""Whether a record is disputed: an objection or a mark on its case, and either alone keeps the mark on the record.
Whether it is stayed: by a court or review, or under relief, itself or in its case, whose marks reach what its name was
recognised as."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from models.cases.beside import is_about
from models.cases.tables import Case
from models.listings import ListingVersion, change_listing
from models.rights.tables import Objection, Stay
from models.versions import in_force

Flag: TypeAlias = Literal["disputed", "relief"]
FLAGS: tuple[Flag, ...] = ("disputed", "relief")


def put_mark(session: Session, listing_id: str, flag: Flag, **changes: Any) -> None:
    """The record says what its source states or what stands here, be it put on or taken off; what is to count has been
    flushed. Raises NotFound."""
    column = {"disputed": col(ListingVersion.stated_disputed), "relief": col(ListingVersion.stated_relief)}[flag]
    own = select(column).where(ListingVersion.listing_id == listing_id, in_force(ListingVersion, None))
    stands = is_disputed if flag == "disputed" else is_stayed
    says = bool(session.exec(own).first()) or stands(session, listing_id)
    change_listing(session, listing_id, **{flag: says}, **changes)


def marked_among(session: Session, listing_ids: Iterable[str]) -> Sequence[str]:
    """Those of these listings that say more of dispute or relief than their source states."""
    version = ListingVersion
    more = or_(col(version.disputed) != col(version.stated_disputed), col(version.relief) != col(version.stated_relief))
    own = select(version.listing_id).where(
        col(version.listing_id).in_(list(listing_ids)), in_force(version, None), more
    )
    return session.exec(own.order_by(version.listing_id)).all()


def is_disputed(session: Session, listing_id: str) -> bool:
    """Whether an objection is open or the case is marked as disputed; what is to count has been flushed."""
    open_objection = select(Objection.id).where(Objection.listing_id == listing_id, Objection.state == "open")
    return session.exec(open_objection).first() is not None or _has_case(
        session, listing_id, col(Case.disputed_on).is_not(None)
    )


def objected_among(session: Session, listing_ids: Iterable[str]) -> Sequence[str]:
    """Those of these listings to which an objection is open."""
    is_open = select(Objection.listing_id).where(Objection.state == "open")
    own = is_open.where(col(Objection.listing_id).in_(list(listing_ids)))
    return session.exec(own.distinct().order_by(Objection.listing_id)).all()


def is_stayed(session: Session, listing_id: str) -> bool:
    """Whether it or its case is suspended by court or review, or under relief; what is to count has been flushed."""
    stayed = or_(col(Case.suspended_on).is_not(None), col(Case.relief_on).is_not(None))
    return bool(stays_among(session, [listing_id])) or _has_case(session, listing_id, stayed)


def stays_among(session: Session, listing_ids: Iterable[str]) -> list[Stay]:
    """The stays of these listings that stand, the oldest first."""
    standing = select(Stay).where(col(Stay.listing_id).in_(list(listing_ids)), col(Stay.lifted_on).is_(None))
    return list(session.exec(standing.order_by(col(Stay.created_at), col(Stay.id))))


def _has_case(session: Session, listing_id: str, marked: ColumnElement[bool]) -> bool:
    return session.exec(select(Case.id).where(is_about([listing_id]), marked)).first() is not None
