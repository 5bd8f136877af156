"""Audits: the log of decisions held against its signed heads, by the worker, a stretch at a time.

They stand beside what is known, not in the log: the last head that any of them has seen is kept here, and with it a
tail of the log that is cut off later is found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, Session, col, select

from huixin.core.vocabulary import MemberKind
from huixin.types.audit import AuditFinding, AuditView
from models.base import Instant, MainTable, new_id
from models.caller import Caller
from models.decisions import Decision
from models.errors import Forbidden
from models.jobs import put_job
from models.receipts import current_head
from models.receipts.audit import Expected, audit
from models.receipts.leaves import Stretch

AUDIT = "audit"
"""Kind of the job that audits; its key is the audit."""
AT_A_TIME = 20_000
"""Decisions of a stretch: seconds of work, and memory for one head's."""
MOST_TOLD = 100
LATEST = 20


class Audit(MainTable, table=True):
    """`head`: up to this one it was looked at. `digest`: of the head with which the log ended. `told`: the first of the
    findings."""

    __tablename__ = "audit"
    id: str = Field(primary_key=True, max_length=40)
    asked_by: str = Field(max_length=40)
    created_at: datetime = Field(sa_type=Instant)
    looked_at: datetime | None = Field(default=None, sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_type=Instant)
    head: int = Field(default=0, sa_type=BigInteger)
    digest: str | None = Field(default=None, max_length=64)
    findings: int = 0
    told: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


@dataclass(frozen=True, slots=True)
class Looked:
    """What one stretch came to. `digest`: that of its last head, where the log ends with it."""

    head: int
    digest: str | None
    is_end: bool
    findings: int
    told: Sequence[dict[str, Any]]


def sees_audits(caller: Caller) -> None:
    """Raises Forbidden for whoever is neither of the centre nor an auditor."""
    if caller.kind not in (MemberKind.CENTRE, MemberKind.AUDITOR):
        message = "Audits of the log are for the centre and auditors."
        raise Forbidden(message, zh="日志核验仅供信用中心和审计方使用。")


def ask_for_audit(session: Session, caller: Caller, now: datetime) -> Audit:
    """A new one, for the worker; the one that is under way, where there is one."""
    under_way = session.exec(select(Audit).where(col(Audit.finished_at).is_(None))).first()
    if under_way is not None:
        return under_way
    asked = Audit(id=new_id("aud"), asked_by=caller.client_id, created_at=now)
    session.add(asked)
    session.flush()
    put_job(session, AUDIT, asked.id, now)
    return asked


def audits(session: Session) -> Sequence[Audit]:
    """The latest, newest first."""
    newest = select(Audit).order_by(col(Audit.created_at).desc(), col(Audit.id).desc())
    return session.exec(newest.limit(LATEST)).all()


def kept_head(session: Session) -> Expected | None:
    """The highest head that an audit has seen; None before the first."""
    seen = select(Audit).where(col(Audit.digest).is_not(None)).order_by(col(Audit.head).desc(), col(Audit.id))
    found = session.exec(seen.limit(1)).first()
    return None if found is None or found.digest is None else Expected(found.head, found.digest)


def look(
    log: Session,
    keys: Sequence[Mapping[str, Any]],
    after: int,
    kept: Expected | None,
    at_a_time: int = AT_A_TIME,
) -> Looked:
    """The next stretch after a head. `keys`: the public ones of heads, as JWKs."""
    to = _end_of_stretch(log, after, at_a_time)
    found = audit(log, keys, kept, Stretch(after or None, to))
    told = [{"head": one.head, "kind": one.kind} for one in islice(found, MOST_TOLD)]
    findings = len(told) + sum(1 for _ in found)
    if to is not None:
        return Looked(to, None, False, findings, told)
    last = current_head(log)
    number, digest = (0, None) if last is None else (last.number, last.digest)
    return Looked(number, digest, True, findings, told)


def _end_of_stretch(log: Session, after: int, at_a_time: int) -> int | None:
    batches = select(Decision.batch).where(col(Decision.batch) > after).order_by(col(Decision.batch))
    return log.exec(batches.offset(at_a_time - 1).limit(1)).first()


def settle(session: Session, audit_id: str, looked: Looked, now: datetime) -> datetime | None:
    """Writes what a stretch came to; when to look at the next, None at the end."""
    row = session.get_one(Audit, audit_id)
    row.head, row.digest, row.looked_at = looked.head, looked.digest, now
    row.findings += looked.findings
    row.told = [*row.told, *looked.told][:MOST_TOLD]
    if looked.is_end:
        row.finished_at = now
    session.flush()
    return None if looked.is_end else now


def audit_view(row: Audit) -> AuditView:
    return AuditView(
        id=row.id,
        asked_by=row.asked_by,
        created_at=row.created_at,
        looked_at=row.looked_at,
        finished_at=row.finished_at,
        head=row.head,
        findings=row.findings,
        told=[AuditFinding.model_validate(one) for one in row.told],
    )
