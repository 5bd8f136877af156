"""What is a merchant's own: what stands under any code that is surely its, as far as it has been told of it."""

from typing import TypeAlias

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, or_, select

from huixin.core.identifiers import Identifier
from huixin.core.vocabulary import Standing
from models.caller import Caller
from models.checks.carriers import carriers
from models.exits.tables import RemovalRequest
from models.listings import ListingVersion
from models.members import Member
from models.rights.tables import Objection, Repair, Stay
from models.subjects import SCHEMES, Subject
from models.versions import in_force

AboutARecord: TypeAlias = type[Objection] | type[Repair] | type[Stay] | type[RemovalRequest]


def subjects_of_merchant(session: Session, subject_id: str) -> list[str]:
    """Ids of the subjects that are the merchant for sure, the named one first."""
    prefix, _, value = session.get_one(Subject, subject_id).key.partition(":")
    sure = _surely(session, Identifier(SCHEMES[prefix], value)) if prefix in SCHEMES else ()
    return list(dict.fromkeys((subject_id, *sure)))


def subjects_of_code(session: Session, uscc: str) -> list[str]:
    """The same by the merchant's code, be it known by an older one alone; none where nothing is known of it."""
    return list(_surely(session, Identifier("uscc", uscc)))


def _surely(session: Session, code: Identifier) -> tuple[str, ...]:
    """Whoever else claims an older code, be it known to nobody, makes that doubtful."""
    return carriers(session, code, lambda _: True).sure


def is_its_own(session: Session, caller: Caller, subject_id: str) -> bool:
    """Whether the caller is the merchant that this subject is."""
    return caller.subject_id is not None and subject_id in subjects_of_merchant(session, caller.subject_id)


def told_to_it(session: Session, caller: Caller, about: AboutARecord) -> ColumnElement[bool]:
    """What is about the merchant that the caller is, and about a record of which it has been told."""
    if caller.subject_id is None:
        return false()
    version = ListingVersion
    own = col(about.subject_id).in_(subjects_of_merchant(session, caller.subject_id))
    record = select(version.listing_id).where(version.listing_id == about.listing_id, in_force(version, None))
    return own & record.where(_is_told()).exists()


def _is_told() -> ColumnElement[bool]:
    """As `huixin.core.visibility.told_to_its_merchant` says it of a record."""
    standing = col(ListingVersion.standing)
    served = or_(standing != Standing.PROPOSED, col(ListingVersion.takes_effect_on).is_not(None))
    return (standing != Standing.LEAD) & served


def logins_of_merchant(session: Session, subject_id: str) -> list[str]:
    """Ids of the members as which the merchant has come in."""
    own = col(Member.subject_id).in_(subjects_of_merchant(session, subject_id))
    return list(session.exec(select(Member.id).where(own).order_by(Member.id)))
