"""Signals: what a member of an alliance tells of a shop, an account, a website, an app, a recruiter or a courier."""

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from huixin.types.base import AsTyped, Day, Line, Passage, Reply, Request, Short
from huixin.types.case_actions import Digest

SignalTarget: TypeAlias = Literal["shop", "account", "website", "app", "recruiter", "courier"]
Became: TypeAlias = Literal["kept", "retracted", "recognised", "expired"]


class Target(Request):
    """`id`: by which it is known, on its `platform` where it has one. Of an account and a recruiter only a keyed digest
    is kept."""

    kind: SignalTarget
    id: Line
    platform: Line | None = None


class SignalRequest(Request):
    """`evidence_sha256`: of what stays with the member. `retention_until`: last day on which it is kept.

    `uscc`, `name`: of the merchant behind the target, where that is known. `identifier`: telephone, device or payee,
    for a kind that is built on one; only its keyed digest is kept, and such a kind needs `assessment_id` (of the
    impact assessment) and `agreement_id` (of the version that takes it in).
    """

    alliance_id: Short
    kind: Short
    target: Target
    uscc: AsTyped | None = None
    name: Line | None = None
    identifier: Line | None = None
    evidence_sha256: Digest
    period_from: Day
    period_to: Day
    confidence: Annotated[int, Field(ge=1, le=100, strict=True)]
    purpose: Short
    ground: Passage
    assessment_id: Short | None = None
    agreement_id: Short | None = None
    retention_until: Day


class Retraction(Request):
    reason: Passage


class SignalView(Reply):
    """`member_id`: for the centre and auditors. `target`: null where only its digest is kept. `became`: `recognised`
    once a department has put the merchant on a list that the caller sees; `expired` from the day after
    `retention_until` on, when all that identifies and every text is null, and soon erased."""

    id: str
    alliance_id: str
    agreement_id: str
    member_id: str | None
    kind: str
    target_kind: SignalTarget
    target: str | None
    platform: str | None
    uscc: str | None
    name: str | None
    evidence_sha256: str | None
    period_from: date
    period_to: date
    confidence: int
    purpose: str
    ground: str | None
    assessment_id: str | None
    retention_until: date
    shared_on: date
    retracted_on: date | None
    retraction_reason: str | None
    became: Became


class SignalPage(Reply):
    items: list[SignalView]
    next: str | None


class SignalCount(Reply):
    """Signals of a kind that other members shared in a month; at least so many, in steps of the least count."""

    kind: str
    month: str
    count: int


class SignalCounts(Reply):
    """Cells below the least count are left out, and so is every total."""

    items: list[SignalCount]
