"""Who may be meant by a name: candidates by shared pairs of characters of the trade name, scored part by part.

A hit is a candidate for a person to judge, never a match. Current and former names count; ended ones do not.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from rapidfuzz.distance import OSA, Levenshtein
from sqlalchemy import ColumnElement, Integer, Row, bindparam, case, column, func, select
from sqlmodel import Session, col

from huixin.core.names import NameParts, grams, hint_of, normalise, plain_place, split_key
from models.subjects import NameGram, SubjectName, hash_of
from models.versions import in_force

MOST_SCORED = 80
"""Names that come nearest by the index; each is then compared part by part, which costs as much as the index does."""
MOST_RANKED = 1_000
"""Names that the index gives at most: of those that come nearest some may have ended, or be told to others only."""
MOST_GRAMS = 30
"""A trade name has two to four characters; what is longer is read this far, as each gram costs a read."""
LEAST_SCORE = 0.5
"""One wrong character in a trade name of three still scores 0.72 where only the trade name can be compared; another
trade name with the same division, trade and form scores 0.4."""
_WEIGHTS = {"trade": 0.6, "division": 0.15, "industry": 0.15, "form": 0.1}
"""The trade name is what tells merchants apart within one registry and one trade (企业名称登记管理规定 17)."""
_UNSTATED = 0.8
"""A part that one side leaves out speaks a little against, far less than a part that differs."""
_DIFFERENT_BRANCH = 0.9
_BEST_INEXACT = 0.99

Name = Row[tuple[str, str, str, bool, bool]]
_NAME = select(
    col(SubjectName.subject_id),
    col(SubjectName.name),
    col(SubjectName.full_key),
    col(SubjectName.former),
    col(SubjectName.unlisted),
)
Told = Sequence[ColumnElement[bool]]
"""What holds of the names that may be read at all."""


@dataclass(frozen=True, slots=True)
class NameHit:
    """`score` from 0 to 1, 1 only for the same normalised name; `matched` says which of the subject's names it was."""

    subject_id: str
    name: str
    score: float
    matched: Literal["current", "former"]


def search_names(
    session: Session,
    name: str,
    *,
    limit: int = 10,
    hears: Callable[[str], bool] | None = None,
    at_sequence: int | None = None,
) -> list[NameHit]:
    """The likeliest subjects of this name, best first, each once with its best name; empty where nothing is near. Of
    the names that stand, or that stood at that sequence.

    `hears`: whether who asks hears the unlisted names of a subject, by its id; None: of none, they are not even read.
    """
    key = normalise(name)
    if not key:
        return []
    parts = split_key(key)
    told = [in_force(SubjectName, at_sequence)]
    if hears is None:
        told.append(~col(SubjectName.unlisted))
    near = chain(_exact(session, key, limit, told), _nearest(session, parts, told))
    heard = (row for row in near if not row.unlisted or (hears is not None and hears(row.subject_id)))
    best: dict[str, NameHit] = {}
    for hit in sorted(_hits(key, parts, heard), key=_order):
        best.setdefault(hit.subject_id, hit)
    return list(best.values())[:limit]


def _order(hit: NameHit) -> tuple[float, bool, str, str]:
    return -hit.score, hit.matched == "former", hit.name, hit.subject_id


def _exact(session: Session, key: str, limit: int, told: Told) -> Sequence[Name]:
    query = (
        _NAME.where(col(SubjectName.full_hash) == hash_of(key), col(SubjectName.full_key) == key)
        .where(*told)
        .order_by(col(SubjectName.id))
        .limit(limit)
    )
    return session.execute(query).all()


def _nearest(session: Session, parts: NameParts, told: Told) -> Iterator[Name]:
    """Of the names that share pairs of characters those that share most; equal division and trade count as well, each
    for a quarter of the pairs."""
    ids, found = _ranked(session, parts), 0
    while ids and found < MOST_SCORED:
        some, ids = ids[:MOST_SCORED], ids[MOST_SCORED:]
        for row in session.execute(_NAME.where(col(SubjectName.id).in_(some), *told)):
            found += 1
            yield row


def _ranked(session: Session, parts: NameParts) -> Sequence[int]:
    wanted = sorted(grams(parts.trade))[:MOST_GRAMS]
    asked = {"wanted": wanted, "count": len(wanted), **hint_of(parts)._asdict()}
    return session.scalars(_RANKED, asked).all()


def _agrees(hint: str) -> ColumnElement[int]:
    return case((column(hint) == bindparam(hint), 1), else_=0)


# written once: to put it together anew costs as much as to run it
_RANKED = (
    select(col(NameGram.name_id))
    .where(col(NameGram.gram).in_(bindparam("wanted", expanding=True)))
    .group_by(col(NameGram.name_id))
    .order_by(
        (
            4 * func.count() + bindparam("count", type_=Integer) * func.max(_agrees("place") + _agrees("industry"))
        ).desc(),
        col(NameGram.name_id),
    )
    .limit(MOST_RANKED)
)


def _hits(key: str, parts: NameParts, rows: Iterable[Name]) -> Iterable[NameHit]:
    for row in rows:
        score = 1.0 if row.full_key == key else _score(parts, split_key(row.full_key))
        if score >= LEAST_SCORE:
            yield NameHit(row.subject_id, row.name, score, "former" if row.former else "current")


def _score(asked: NameParts, stored: NameParts) -> float:
    agreement = {
        "trade": OSA.normalized_similarity(asked.trade, stored.trade),
        "division": _division_agreement(asked.division, stored.division),
        "industry": _agreement(asked.industry, stored.industry),
        "form": _agreement(asked.form, stored.form),
    }
    score = sum(_WEIGHTS[part] * value for part, value in agreement.items())
    return min(_BEST_INEXACT, score if asked.branch == stored.branch else score * _DIFFERENT_BRANCH)


def _agreement(asked: str, stored: str) -> float:
    if asked == stored:
        return 1.0
    return Levenshtein.normalized_similarity(asked, stored) if asked and stored else _UNSTATED


def _division_agreement(asked: str, stored: str) -> float:
    """惠东, 惠东县 and 惠州市惠东县 agree: a division may leave out what encloses it and its last character."""
    short, long = sorted((plain_place(asked), plain_place(stored)), key=len)
    return 1.0 if short and short in long else _agreement(short, long)
