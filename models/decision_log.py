"""Writing decisions down, once: a request under the same Idempotency-Key leads to the decisions it first led to.

The key row is looked up inside the transaction that writes, and its primary key holds where two transactions run side
by side, so that two tries at the same moment still make one decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import true
from sqlmodel import Session, col, delete, func, select, update

from models.decisions import Decision, IdempotencyKey
from models.errors import Invalid, NotFound

_POSITIONS = 20_180_034
"""Names the turn on PostgreSQL."""


class IdempotencyKeyReused(Invalid):
    code = "idempotency_key_reused"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request that may come again. `key` and `body_hash` are keyed digests of the header and of the body.

    `since`: keys older than that count no more.
    """

    member_id: str
    key: str
    body_hash: str
    since: datetime

    @classmethod
    def at(cls, now: datetime, lifetime: timedelta, member_id: str, key: str, body_hash: str) -> "Attempt":
        return cls(member_id, key, body_hash, now - lifetime)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a request: a decision, or the problem it met."""

    decision: Decision | None
    problem: dict[str, Any] | None


def answered(session: Session, attempt: Attempt) -> list[Entry] | None:
    """What this request was answered before, None if it is new. Raises IdempotencyKeyReused for another body."""
    row = session.get(IdempotencyKey, (attempt.member_id, attempt.key))
    if row is None or row.created_at <= attempt.since:
        return None
    if row.body_hash != attempt.body_hash:
        message = "This Idempotency-Key came with another body before; take a new key."
        raise IdempotencyKeyReused(message, zh="此 Idempotency-Key 已用于内容不同的请求，请换用新的键。")
    ids = [decision_id for decision_id in row.decision_ids if decision_id is not None]
    found = session.exec(select(Decision).where(col(Decision.id).in_(ids))).all()
    by_id = {decision.id: decision for decision in found}
    return [
        Entry(None if decision_id is None else by_id[decision_id], problem)
        for decision_id, problem in zip(row.decision_ids, row.problems, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Keyed:
    """What is kept of a request under its key: each item's decision by its id, or the problem that it met."""

    attempt: Attempt
    decision_ids: Sequence[str | None]
    problems: Sequence[dict[str, Any] | None]


def enter_key(session: Session, keyed: Keyed, now: datetime) -> bool:
    """False, and nothing entered, where another try of the request was first. IntegrityError where another transaction
    commits the same key first."""
    attempt = keyed.attempt
    if answered(session, attempt) is not None:
        return False
    session.exec(
        delete(IdempotencyKey).where(
            col(IdempotencyKey.member_id) == attempt.member_id, col(IdempotencyKey.created_at) <= attempt.since
        )
    )
    session.add(
        IdempotencyKey(
            member_id=attempt.member_id,
            key=attempt.key,
            body_hash=attempt.body_hash,
            decision_ids=list(keyed.decision_ids),
            problems=list(keyed.problems),
            created_at=now,
        )
    )
    session.flush()
    return True


def give_positions(log: Session, first: datetime, last: datetime, most: int) -> int:
    """Gives the next positions to decisions from one instant up to, not including, another that have none; how many.

    Whoever asks a question may be slow to have it written down, and of several writers the first to begin may be the
    last to commit: so a row has its position from a reader, who sees what is committed, and from one at a time.
    """
    _wait_for_turn(log)
    without = select(Decision.id).where(
        col(Decision.position).is_(None), col(Decision.at) >= first, col(Decision.at) < last
    )
    ids = log.exec(without.order_by(col(Decision.at), col(Decision.id)).limit(most)).all()
    start = newest_position(log) + 1
    if ids:
        log.execute(update(Decision), [{"id": key, "position": start + place} for place, key in enumerate(ids)])
    return len(ids)


def _wait_for_turn(log: Session) -> None:
    # on SQLite the transaction is the only writer; on PostgreSQL writers of decisions know no turn, nor wait for this
    if log.connection().dialect.name == "postgresql":
        log.execute(select(func.pg_advisory_xact_lock(_POSITIONS)))


def newest_position(log: Session) -> int:
    """0 before any was given."""
    return log.exec(select(func.max(Decision.position))).one() or 0


def find_decision(session: Session, decision_id: str, member_id: str | None) -> Decision:
    """A decision of that member, or of any where `member_id` is None. Raises NotFound."""
    of_whom = true() if member_id is None else col(Decision.member_id) == member_id
    decision = session.exec(select(Decision).where(Decision.id == decision_id, of_whom)).first()
    if decision is None:
        message, zh = f"There is no decision {decision_id} that you may see.", f"没有您可查看的查询记录{decision_id}。"
        raise NotFound(message, zh=zh)
    return decision
