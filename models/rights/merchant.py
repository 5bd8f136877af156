"""The merchant's own page: what stands against it, why, until when, how to end it, whom to phone."""

from datetime import date, timedelta

from sqlmodel import Session

from huixin.core.display import left_members_on
from huixin.core.records import Record
from huixin.core.visibility import has_ended, rectification_on, standing_on, told_to_its_merchant
from huixin.types.appeal import MerchantPage, MerchantRecord
from models.caller import Caller
from models.errors import Forbidden
from models.keys import KeyRing
from models.listings import records_of_many
from models.merchants import subjects_of_merchant
from models.rights.decided import decisions_about
from models.rights.rectifying import order_on
from models.rights.repair_texts import contact_phone, how_to_repair, repair_link
from models.subjects import current_version, subject_of
from rules.catalogue import Catalogue


def merchant_page(
    session: Session, log: Session, keys: KeyRing, catalogue: Catalogue, caller: Caller, today: date
) -> MerchantPage:
    """What the caller, a merchant, stands on. Raises Forbidden for anybody else."""
    if caller.subject_id is None:
        raise Forbidden("This page is a merchant's own.")
    version = current_version(session, caller.subject_id)
    subject_ids = subjects_of_merchant(session, caller.subject_id)
    known = records_of_many(session, subject_ids)
    uscc = None if version is None else version.uscc
    return MerchantPage(
        subject_id=caller.subject_id,
        name=subject_of(session, caller.subject_id).name,
        uscc=uscc,
        records=[
            _told(session, catalogue, record, today)
            for subject_id in subject_ids
            for record in known.get(subject_id, ())
            if told_to_its_merchant(record) and not has_ended(record, today)
        ],
        decisions=[] if uscc is None else decisions_about(session, log, keys, catalogue, subject_ids, uscc),
        phone=contact_phone(catalogue, today),
    )


def _told(session: Session, catalogue: Catalogue, record: Record, today: date) -> MerchantRecord:
    order = order_on(session, catalogue, record.id, today)
    end = left_members_on(catalogue.terms, record)
    return MerchantRecord(
        listing_id=record.id,
        list_title=catalogue.list_title(record.list),
        standing=standing_on(record, today),
        reason=record.reason,
        grounds=record.grounds,
        recogniser=record.recogniser,
        document_number=record.document_number,
        decided_on=record.decided_on,
        takes_effect_on=record.takes_effect_on,
        until=None if end is None else end - timedelta(days=1),
        disputed=record.disputed,
        rectification=rectification_on(record, today),
        due=record.due,
        how_to_end=how_to_repair(catalogue, record.list) if order is None else order.how_to_end,
        repair_link=repair_link(catalogue, record.list, today),
        phone=contact_phone(catalogue, today) if order is None else order.phone,
        order=order,
    )
