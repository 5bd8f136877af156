"""Clauses of members as they stood when decisions were made."""

from bisect import bisect_right
from datetime import date
from functools import cache

from sqlmodel import Session, select

from huixin.core.gate import OwnClause
from huixin.core.vocabulary import MemberKind
from huixin.core.windows import Window
from models.checks.check import clauses_for
from models.clauses import Clause
from models.members import Member
from models.rulesets.impact.viewers import Clauses
from rules.impact import SideBySide
from rules.ruleset import RuleSet


class PastClauses:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._marks, self._kind = cache(self._read_marks), cache(self._read_kind)
        self._stood = cache(self._read)

    def of(self, member_id: str, actor: MemberKind, sequence: int, side: SideBySide) -> tuple[Clauses, Clauses]:
        """Under either rule set, those that held on its day; without their own days, so that days share verdicts."""
        marks = self._marks(member_id)
        changed = bisect_right(marks, sequence)
        since = marks[changed - 1] if changed else 0
        old, new = (self._stood(member_id, actor, since, one, side.day) for one in (side.old_rules, side.new_rules))
        return old, new

    def _read_marks(self, member_id: str) -> list[int]:
        """Sequences at which a clause of the member changed."""
        rows = self._session.exec(select(Clause.seq_from, Clause.seq_to).where(Clause.member_id == member_id))
        return sorted({mark for row in rows for mark in row if mark is not None})

    def _read_kind(self, member_id: str) -> MemberKind:
        return MemberKind(self._session.get_one(Member, member_id).kind)

    def _read(self, member_id: str, actor: MemberKind, sequence: int, rules: RuleSet, day: date) -> Clauses:
        kind = self._kind(member_id)
        found = clauses_for(self._session, member_id, kind, actor, rules, sequence)
        held = {(one.measure, one.kind) for one in found if day in one.window}
        return tuple(OwnClause(measure, clause_kind, "", "", Window()) for measure, clause_kind in sorted(held))
