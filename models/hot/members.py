"""What of a member decides its answers, read once and kept while nothing has changed."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, select

from huixin.core.gate import OwnClause
from models.access import caller_of
from models.caller import Caller
from models.clauses import binding_clauses
from models.judgements import PersonJudgement
from models.versions import in_force


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a credential. `judged`: keyed digests of the questions on which one of the member's people has judged."""

    caller: Caller
    clauses: tuple[OwnClause, ...]
    judged: frozenset[str]

    @classmethod
    def read(cls, session: Session, client_id: str, scopes: frozenset[str]) -> "Standing | None":
        """None once the member is disabled or the credential revoked."""
        caller = caller_of(session, client_id, scopes)
        if caller is None:
            return None
        judged = select(PersonJudgement.query_key).where(
            PersonJudgement.member_id == caller.member_id, in_force(PersonJudgement, None)
        )
        clauses = binding_clauses(session, caller.member_id, caller.kind)
        return cls(caller, clauses, frozenset(session.exec(judged)))


@dataclass(slots=True)
class Known:
    """A standing as of a stamp of `Following`, with what has been understood of its bearer's bodies."""

    standing: Standing
    stamp: int
    understood: dict[bytes, Any] = field(default_factory=dict)
