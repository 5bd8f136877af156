"""Audits: the log of decisions held against its signed heads."""

from datetime import datetime
from typing import Literal

from huixin.types.base import Reply


class AuditFinding(Reply):
    """`head`: its number, 0 for what stands under none. `kind`, in this order: its signature does not hold; it does not
    follow the head before it; what it stands over was altered, removed, put in or moved; there is no head over
    decisions; there are more or fewer decisions from before the chain; the log was cut off after a head that an audit
    had seen."""

    head: int
    kind: Literal["signature", "chain", "content", "missing_head", "without_head", "cut"]


class AuditView(Reply):
    """`head`: up to this one it has looked. `findings`: how many; `told`: the first of them. `finished_at`: null while
    it is under way. The log is what was signed where it is finished and there are no findings."""

    id: str
    asked_by: str
    created_at: datetime
    looked_at: datetime | None
    finished_at: datetime | None
    head: int
    findings: int
    told: list[AuditFinding]


class AuditList(Reply):
    """`head`: the number of the newest head now, 0 before there is one. `items`: the latest twenty, newest first."""

    head: int
    items: list[AuditView]
