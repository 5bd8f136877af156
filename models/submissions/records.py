"""Records in the column names of the platforms: lists as municipal tables send them, penalties as 双公示 has them.

Days are written YYYY-MM-DD, amounts of penalties in 10,000 yuan; what is not known is null.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from huixin.core.vocabulary import SubjectKind
from huixin.types.submission import RecordKind
from models.cases.tables import Case, CasePenalty
from models.listings import Listing, ListingVersion
from models.subjects import SubjectVersion
from models.versions import in_force
from rules.catalogue import Catalogue

Columns: TypeAlias = dict[str, Any]
_FEN_IN_10_000_YUAN = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Held:
    """One record that a platform should hold, or know to have ended. `truth`: whose word counts."""

    id: str
    kind: RecordKind
    columns: Columns
    ended: bool
    truth: Literal["ours", "theirs"]

    @property
    def digest(self) -> str:
        said = json.dumps(self.columns, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


def held(session: Session, catalogue: Catalogue, today: date) -> dict[str, Held]:
    """By id. Of natural persons nothing is submitted: here nobody holds a number of theirs in clear."""
    return {one.id: one for one in (*_listings(session, catalogue, today), *_penalties(session))}


def _listings(session: Session, catalogue: Catalogue, today: date) -> Iterator[Held]:
    """Records in force or ended that a body of this city recognised, and what follows an upstream."""
    rows = session.execute(
        sql_select(Listing, ListingVersion, SubjectVersion)
        .join(ListingVersion, col(ListingVersion.listing_id) == col(Listing.id))
        .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Listing.subject_id))
        .where(
            in_force(ListingVersion, None),
            in_force(SubjectVersion, None),
            col(ListingVersion.standing) == "effective",
            col(ListingVersion.inside).is_(None),
            col(SubjectVersion.uscc).is_not(None),
            col(SubjectVersion.kind) != SubjectKind.NATURAL_PERSON,
        )
        .order_by(col(Listing.id))
    )
    for listing, version, subject in rows:
        entry = catalogue.lists.get(listing.list)
        follows = entry is not None and entry.follows_upstream
        begun = version.takes_effect_on is None or version.takes_effect_on <= today
        if begun and (follows or "/" in (version.recogniser_code or "")):
            key = (version.source_record_id or listing.id) if follows else listing.id
            columns = _list_columns(catalogue, listing, version, subject)
            ended = version.ended_on is not None and version.ended_on <= today
            yield Held(key, "list", columns, ended, "theirs" if follows else "ours")


def _list_columns(
    catalogue: Catalogue, listing: Listing, version: ListingVersion, subject: SubjectVersion
) -> Columns:  # fmt: skip
    return {
        "HMDMC": catalogue.list_title(listing.list).zh,
        "JGMC": subject.name,
        "TYSHXYDM": subject.uscc,
        "RDBM": version.recogniser,
        "RDYJ": version.grounds,
        "RDRQ": _day(version.decided_on),
        "WSH": version.document_number,
        "YXQS": _day(version.valid_from),
        "YXQZ": _last(version.valid_to),
        "LRMDSY": version.reason,
        "TCRQ": _day(version.ended_on),
        "TCMDYY": version.end_reason,
    }


def _penalties(session: Session) -> Iterator[Held]:
    """Those that are published; one that was annulled says so in its remark."""
    rows = session.execute(
        sql_select(CasePenalty, SubjectVersion)
        .join(Case, col(Case.id) == col(CasePenalty.case_id))
        .join(SubjectVersion, col(SubjectVersion.subject_id) == col(Case.subject_id))
        .where(
            in_force(SubjectVersion, None),
            col(CasePenalty.published_on).is_not(None),
            col(SubjectVersion.uscc).is_not(None),
            col(SubjectVersion.kind) != SubjectKind.NATURAL_PERSON,
        )
        .order_by(col(CasePenalty.id))
    )
    for penalty, subject in rows:
        ended = penalty.annulled_on is not None
        yield Held(penalty.id, "penalty", _penalty_columns(penalty, subject), ended, "ours")


def _penalty_columns(penalty: CasePenalty, subject: SubjectVersion) -> Columns:
    return {
        "CF_XDR_MC": subject.name,
        "CF_XDR_LB": "个体工商户" if subject.kind == SubjectKind.INDIVIDUAL_BUSINESS else "法人及非法人组织",
        "CF_XDR_SHXYM": subject.uscc,
        "CF_WSH": penalty.number,
        "CF_WFXW": penalty.violation,
        "CF_SY": penalty.facts,
        "CF_YJ": penalty.legal_basis,
        "CF_CFLB": penalty.kind,
        "CF_NR": penalty.content,
        "CF_NR_FK": _amount(penalty.fine_fen),
        "CF_NR_WFFF": _amount(penalty.confiscated_fen),
        "CF_NR_ZKDX": penalty.licence,
        "CF_JDRQ": _day(penalty.decided_on),
        "CF_YXQ": _day(penalty.valid_to),
        "CF_GSJZQ": _day(penalty.display_to),
        "CF_CFJG": penalty.authority,
        "CF_CFJGDM": penalty.authority_code,
        "CF_SJLY": penalty.source_unit,
        "CF_SJLYDM": penalty.source_unit_code,
        "BZ": penalty.remark if penalty.annulled_on is None else f"{_day(penalty.annulled_on)}已撤销",
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _last(end: date | None) -> str | None:
    """The last day inside, where the first one outside is stored."""
    return None if end is None else date.fromordinal(end.toordinal() - 1).isoformat()


def _amount(fen: int | None) -> str | None:
    """0.2 for 2,000 yuan, written out: no reader rounds it."""
    return None if fen is None else format((fen / _FEN_IN_10_000_YUAN).normalize(), "f")
