"""Names in what everybody may read: told as far as they are no person's, and in no text, which would outlive the record
that it is about."""

import re
from collections.abc import Iterator

from pydantic import BaseModel
from sqlalchemy import literal, or_
from sqlmodel import Session, col, func, select

from huixin.core.identifiers import holds, mask_person_name, parse_uscc
from huixin.core.name_words import FORMS
from huixin.core.names import normalise
from huixin.core.vocabulary import MemberKind, SubjectKind, treated_as
from models.errors import Fault, Invalid
from models.listings import Listing, ListingVersion
from models.personal import texts_of
from models.subjects import SubjectName
from models.versions import in_force
from rules.catalogue import Catalogue

_SHORTEST = 4
"""Characters of a name that is looked for: shorter ones are words, too."""
_BARE_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}")
"""A trader without a trade name is registered by its own."""
_TRADE = re.compile(r"(超市|[店行部厂场铺坊馆社吧站摊园屋轩阁斋号居堂院庄所厅])$")
_CODE = re.compile(r"(?=([0-9A-Z]{18}))")


def public_name(kind: SubjectKind, name: str) -> str:
    """An organisation's in full; where an individual business bears a person's name alone, the surname and stars."""
    bare = _BARE_NAME.fullmatch(name) is not None and _TRADE.search(name) is None
    return mask_person_name(name) if kind is SubjectKind.INDIVIDUAL_BUSINESS and bare else name


def lists_for_all_eyes(catalogue: Catalogue) -> frozenset[str]:
    """Those that every member reads."""
    every = {treated_as(kind) for kind in MemberKind if kind is not MemberKind.MERCHANT}
    lists = catalogue.lists.values()
    return frozenset(one.list for one in lists if {treated_as(kind) for kind in one.visible_to} >= every)


def refuse_names(session: Session, catalogue: Catalogue, body: BaseModel) -> None:
    """Invalid where a text of the body holds a unified social credit code, or the name of somebody known."""
    faults = [
        Fault(
            pointer,
            "name_in_text",
            "A merchant is named here; what is published names none, for it would outlive the record. Leave it out.",
            "此处指名了市场主体。公开文字不得指名，否则记录退出后仍可查到，请删除。",
        )
        for pointer, text in texts_of(body.model_dump(mode="json"))
        if any(_codes(text)) or _names_anybody(session, catalogue, text)
    ]
    if faults:
        raise Invalid("No name belongs in this text.", *faults, zh="公开文字中不得含有名称或代码。")


def _codes(text: str) -> Iterator[str]:
    return (code for code in _CODE.findall(text.upper()) if holds(parse_uscc, code))


def _names_anybody(session: Session, catalogue: Catalogue, text: str) -> bool:
    """Of those who stood on a list for all, and of whoever is named as an organisation is. What a member alone calls
    somebody may be any word, and no reason to say it nowhere else."""
    key = col(SubjectName.full_key)
    named = literal(normalise(text)).contains(key)
    stood = (
        select(Listing.id)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .where(
            Listing.subject_id == SubjectName.subject_id,
            col(Listing.list).in_(lists_for_all_eyes(catalogue)),
            col(ListingVersion.inside).is_(None),
        )
    )
    sure = or_(stood.exists(), *(key.endswith(form) for form in FORMS))
    known = select(SubjectName.id).where(in_force(SubjectName, None), func.length(key) >= _SHORTEST, named, sure)
    return session.exec(known.limit(1)).first() is not None
