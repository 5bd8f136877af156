"""The clauses that a new member of a kind starts with; also those of a kind that is asked `as`."""

from huixin.core.gate import OwnClause
from huixin.core.vocabulary import MemberKind, treated_as
from rules.entries import Catalogue, window_of


def standard_clauses(catalogue: Catalogue, kind: MemberKind) -> tuple[OwnClause, ...]:
    """Pack data, in the order of their codes. Kinds without any get none."""
    return tuple(
        OwnClause(entry.measure, entry.kind, entry.reference.zh, entry.reference.en, window_of(entry.effective))
        for _, entry in sorted(catalogue.clauses.items())
        if treated_as(entry.member_kind) is treated_as(kind)
    )
