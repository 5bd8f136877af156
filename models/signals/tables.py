"""Signals. What identifies a person stands here as a keyed digest alone; when one is over, its dates say.

What it said is then erased; that a member shared one of a kind on a day stays, for weights and series.
"""

from datetime import date, datetime
from typing import get_args

from sqlalchemy import CheckConstraint, ColumnElement, Index, text
from sqlmodel import Field, col

from huixin.types.signal import SignalTarget
from models.base import Instant, MainTable, one_of

ALWAYS = ("target_key", "evidence_sha256", "ground")
"""What each says, until it is erased."""
ERASED = (*ALWAYS, "target", "platform", "uscc", "name", "identifier_digest", "assessment_id", "retraction_reason")
"""All that identifies, and every text."""


class Signal(MainTable, table=True):
    __tablename__ = "signal"
    __table_args__ = (
        CheckConstraint(one_of("target_kind", get_args(SignalTarget)), name="target_kind"),
        CheckConstraint(
            "target IS NULL OR (target_kind <> 'account' AND target_kind <> 'recruiter')", name="persons_digested"
        ),
        CheckConstraint("confidence >= 1 AND confidence <= 100", name="confidence"),
        CheckConstraint("period_to >= period_from", name="period"),
        CheckConstraint("retention_until >= shared_on", name="retention"),
        CheckConstraint("identifier_digest IS NULL OR assessment_id IS NOT NULL", name="identifier_assessed"),
        CheckConstraint(
            "erased_on IS NOT NULL OR ((retracted_on IS NULL) = (retraction_reason IS NULL))",
            name="retraction_complete",
        ),
        CheckConstraint("erased_on > retention_until", name="erased_after"),
        CheckConstraint(f"erased_on IS NULL OR ({' AND '.join(f'{name} IS NULL' for name in ERASED)})", name="erased"),
        CheckConstraint(
            f"erased_on IS NOT NULL OR ({' AND '.join(f'{name} IS NOT NULL' for name in ALWAYS)})", name="says"
        ),
        Index("ix_signal_target", "alliance_id", "target_key"),
        Index("ix_signal_uscc", "alliance_id", "uscc"),
        Index("ix_signal_member", "member_id", "shared_on"),
        Index(
            "ix_signal_to_erase",
            "retention_until",
            sqlite_where=text("erased_on IS NULL"),
            postgresql_where=text("erased_on IS NULL"),
        ),
    )
    id: str = Field(primary_key=True, max_length=40)
    alliance_id: str = Field(foreign_key="alliance.id", max_length=40)
    agreement_id: str = Field(foreign_key="agreement.id", max_length=40)
    """The version under which it was shared."""
    member_id: str = Field(foreign_key="member.id", max_length=40)
    kind: str = Field(max_length=64)
    target_kind: str = Field(max_length=16)
    target_key: str | None = Field(max_length=64)
    """Keyed digest of kind, platform and id."""
    target: str | None = Field(default=None, max_length=300)
    platform: str | None = Field(default=None, max_length=300)
    uscc: str | None = Field(default=None, max_length=18)
    name: str | None = Field(default=None, max_length=300)
    identifier_digest: str | None = Field(default=None, max_length=64, index=True)
    evidence_sha256: str | None = Field(max_length=64)
    period_from: date
    period_to: date
    confidence: int
    purpose: str = Field(max_length=64)
    ground: str | None
    assessment_id: str | None = Field(default=None, max_length=64)
    retention_until: date
    """Last day on which it counts, and on which anybody reads what it says."""
    shared_on: date
    created_at: datetime = Field(sa_type=Instant)
    retracted_on: date | None = None
    retraction_reason: str | None = None
    erased_on: date | None = None


def kept_on(day: date) -> ColumnElement[bool]:
    """Signals whose retention is not over."""
    return col(Signal.retention_until) >= day


def is_kept(row: Signal, day: date) -> bool:
    return row.retention_until >= day


def live_on(day: date) -> ColumnElement[bool]:
    """Signals that count: kept, and not retracted."""
    return kept_on(day) & col(Signal.retracted_on).is_(None)
