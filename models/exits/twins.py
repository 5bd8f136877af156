"""The further records of a merchant that state the decision of one: what ends the decision ends all of them."""

from sqlmodel import Session

from huixin.core.identifiers import Identifier, Scheme
from huixin.core.records import Record
from models.checks.carriers import carriers
from models.listings import Listing, records_of_many
from models.same_decision import Stated, is_one
from models.subjects import Subject

_SCHEMES: dict[str, Scheme] = {"uscc": "uscc", "org": "organisation_code", "reg": "registration_number"}


def twins_of(session: Session, record: Record) -> list[Record]:
    """Under whichever code of the merchant and on whichever list, as far as all say whose decision it is; what an
    association keeps inside has none."""
    stated = Stated.by(record)
    if stated.number is None or stated.recogniser is None or record.inside is not None:
        return []
    found = records_of_many(session, _merchant(session, record))
    return [
        one
        for records in found.values()
        for one in records
        if one.id != record.id and one.inside is None and one.recogniser is not None and is_one(stated, Stated.by(one))
    ]


def _merchant(session: Session, record: Record) -> list[str]:
    """Ids of the subjects that are the merchant for sure."""
    listing = session.get_one(Listing, record.id)
    subject = session.get_one(Subject, listing.subject_id)
    prefix, _, value = subject.key.partition(":")
    if prefix not in _SCHEMES:
        return [subject.id]
    sure = carriers(session, Identifier(_SCHEMES[prefix], value), lambda _: True).sure
    return list(dict.fromkeys((subject.id, *sure)))
