"""Who may be meant by a name: candidates by shared bigrams, then characters, of the trade name, scored part by part.

A hit is a candidate for a person to judge, never a match. Current and former names count; ended ones do not.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Levenshtein
from sqlalchemy import ColumnElement, CompoundSelect, Select, func, select, union
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from huixin.core.names import NameParts, grams, normalise, split_name
from models.subjects import NameGram, SubjectName, hash_of
from models.versions import in_force

MOST_SCORED = 200
"""Names that share most with the trade name asked for; each is then compared part by part."""
MOST_GRAMS = 30
"""A trade name has two to four characters; what is longer is read this far, as each gram costs a read."""
SURE_SCORE = 0.85
"""With a hit this good the index is not read again for misspelt names: one wrong character of three scores below it."""
LEAST_SCORE = 0.5
"""One wrong character in a trade name of three still scores 0.72 where only the trade name can be compared; another
trade name with the same division, trade and form scores 0.4."""
_SUFFIXES = str.maketrans("", "", "省市区县镇乡")
_WEIGHTS = {"trade": 0.6, "division": 0.15, "industry": 0.15, "form": 0.1}
"""The trade name is what tells merchants apart within one registry and one trade (企业名称登记管理规定 17)."""
_UNSTATED = 0.8
"""A part that one side leaves out speaks a little against, far less than a part that differs."""
_DIFFERENT_BRANCH = 0.9
_BEST_INEXACT = 0.99


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
    key, parts = normalise(name), split_name(name)
    if not key:
        return []
    told = [in_force(SubjectName, at_sequence)]
    if hears is None:
        told.append(~col(SubjectName.unlisted))

    def heard(rows: Iterable[SubjectName]) -> Iterator[SubjectName]:
        return (row for row in rows if not row.unlisted or (hears is not None and hears(row.subject_id)))

    near = [*_exact(session, key, limit, told), *_ranked(session, parts.trade, _with_bigram(parts.trade), told)]
    hits = _best(key, parts, heard(near))
    if not hits or hits[0].score < SURE_SCORE:
        further = _ranked(session, parts.trade, _with_characters(parts.trade), told)
        hits = _best(key, parts, heard(further), hits)
    return hits[:limit]


def _best(key: str, parts: NameParts, rows: Iterable[SubjectName], known: Iterable[NameHit] = ()) -> list[NameHit]:
    """The hits among the rows and those known already, best first, one for each subject."""
    best: dict[str, NameHit] = {}
    for hit in sorted((*known, *_hits(key, parts, rows)), key=_order):
        best.setdefault(hit.subject_id, hit)
    return list(best.values())


def _order(hit: NameHit) -> tuple[float, bool, str, str]:
    return -hit.score, hit.matched == "former", hit.name, hit.subject_id


Told = Sequence[ColumnElement[bool]]
"""What holds of the names that may be read at all."""


def _exact(session: Session, key: str, limit: int, told: Told) -> Sequence[SubjectName]:
    query = (
        select(SubjectName)
        .where(col(SubjectName.full_hash) == hash_of(key), col(SubjectName.full_key) == key)
        .where(*told)
        .order_by(col(SubjectName.id))
        .limit(limit)
    )
    return session.scalars(query).all()


def _with_bigram(trade: str) -> Select[int]:
    """Ids of names that share two neighbouring characters (or the only one)."""
    pairs = [trade[place : place + 2] for place in range(max(1, len(trade) - 1))][:MOST_GRAMS]
    return select(col(NameGram.name_id)).where(col(NameGram.gram).in_(pairs))


def _with_characters(trade: str) -> CompoundSelect[int]:
    """Ids of names that hold two characters that are neighbours, or have one between them, in any place and order.

    So one character wrong, missing, added or swapped is forgiven in a trade name of three characters or more. One of
    two wrong is not: that is another trade name.
    """
    first, second = aliased(NameGram), aliased(NameGram)
    pairs = {tuple(sorted({trade[i], trade[j]})) for i in range(len(trade)) for j in (i + 1, i + 2) if j < len(trade)}
    return union(
        *(
            select(col(first.name_id))
            .join(second, col(second.name_id) == col(first.name_id))
            .where(col(first.gram) == pair[0], col(second.gram) == pair[-1])
            for pair in sorted(pairs or {(trade,)})[:MOST_GRAMS]
        )
    )


def _ranked(session: Session, trade: str, ids: Select[int] | CompoundSelect[int], told: Told) -> Sequence[SubjectName]:
    """The current ones of these names that share most with the trade name; a bigram counts as two characters."""
    wanted = sorted(grams(trade), key=lambda gram: (-len(gram), gram))[: 2 * MOST_GRAMS]
    nearest = (
        select(col(SubjectName.id))
        .join(NameGram, col(NameGram.name_id) == col(SubjectName.id))
        .where(col(SubjectName.id).in_(ids), col(NameGram.gram).in_(wanted), *told)
        .group_by(col(SubjectName.id), col(SubjectName.trade))
        .order_by(
            func.sum(func.length(col(NameGram.gram))).desc(), func.length(col(SubjectName.trade)), col(SubjectName.id)
        )
        .limit(MOST_SCORED)
    )
    return session.scalars(select(SubjectName).where(col(SubjectName.id).in_(nearest))).all()


def _hits(key: str, parts: NameParts, rows: Iterable[SubjectName]) -> Iterable[NameHit]:
    for row in rows:
        score = 1.0 if row.full_key == key else _score(parts, split_name(row.full_key))
        if score >= LEAST_SCORE:
            yield NameHit(row.subject_id, row.name, score, "former" if row.former else "current")


def _score(asked: NameParts, stored: NameParts) -> float:
    agreement = {
        "trade": Levenshtein.normalized_similarity(asked.trade, stored.trade),
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
    short, long = sorted((asked.translate(_SUFFIXES), stored.translate(_SUFFIXES)), key=len)
    return 1.0 if short and short in long else _agreement(short, long)
