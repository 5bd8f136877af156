"""Who may be meant by a name: candidates by shared characters and bigrams of the trade name, scored part by part.

A hit is a candidate for a person to judge, never a match. Current and former names count; ended ones do not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Levenshtein
from sqlmodel import Session, col, func, select

from huixin.core.names import NameParts, grams, normalise, split_name
from models.subjects import NameGram, SubjectName

MOST_SCORED = 200
"""Names that share most with the trade name asked for; beyond these only single characters are shared."""
MOST_GRAMS = 60
"""A trade name of thirty characters; longer ones are not names, and each gram costs an index read."""
LEAST_SCORE = 0.5
"""A trade name of three characters with one wrong scores at least 0.58 with nothing else to compare; one of two
characters with one wrong scores below 0.5 unless division, trade and form agree."""
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


def search_names(session: Session, name: str, *, limit: int = 10) -> list[NameHit]:
    """The likeliest subjects of this name, best first, each once with its best name; empty where nothing is near."""
    key, parts = normalise(name), split_name(name)
    if not key:
        return []
    rows = {row.id: row for row in (*_exact(session, key, limit), *_near(session, parts.trade))}
    best: dict[str, NameHit] = {}
    for hit in sorted(_hits(key, parts, rows.values()), key=_order):
        best.setdefault(hit.subject_id, hit)
    return list(best.values())[:limit]


def _order(hit: NameHit) -> tuple[float, bool, str, str]:
    return -hit.score, hit.matched == "former", hit.name, hit.subject_id


def _exact(session: Session, key: str, limit: int) -> Sequence[SubjectName]:
    query = (
        select(SubjectName)
        .where(SubjectName.full_key == key, col(SubjectName.seq_to).is_(None))
        .order_by(col(SubjectName.id))
        .limit(limit)
    )
    return session.exec(query).all()


def _near(session: Session, trade: str) -> Sequence[SubjectName]:
    """Current rows that share most with the trade name: a shared bigram counts as much as two shared characters."""
    wanted = sorted(grams(trade), key=lambda gram: (-len(gram), gram))[:MOST_GRAMS]
    shared = func.sum(func.length(NameGram.gram))
    nearest = (
        select(NameGram.name_id)
        .join(SubjectName, col(SubjectName.id) == col(NameGram.name_id))
        .where(col(NameGram.gram).in_(wanted), col(SubjectName.seq_to).is_(None))
        .group_by(col(NameGram.name_id))
        .order_by(shared.desc(), func.length(func.min(SubjectName.trade)), col(NameGram.name_id))
        .limit(MOST_SCORED)
    )
    return session.exec(select(SubjectName).where(col(SubjectName.id).in_(nearest))).all()


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
