"""Decisions that a member's program made from a bundle, as they are uploaded."""

from datetime import date
from typing import Annotated

from pydantic import Field

from huixin.core.vocabulary import Outcome, Role
from huixin.types.base import Moment, Reply, Request, Short


class LocalDecision(Request):
    """`manifest`: digest of the bundle's newest manifest; `outcome`: what was answered, `stale`: because the bundle was
    no longer fresh. `clauses_at`: sequence of the member's own clauses.
    `first_day`, `last_day`: the days asked about."""

    id: str = Field(pattern="^dec_[0-9a-f]{32}$")
    at: Moment
    manifest: str = Field(pattern="^[0-9a-f]{64}$")
    sequence: int = Field(ge=0, lt=2**53)
    clauses_at: int = Field(ge=0, lt=2**53)
    ruleset: str = Field(pattern="^sha256:[0-9a-f]{64}$")
    uscc: str = Field(max_length=64)
    name: str | None = Field(default=None, max_length=256)
    scene: Short
    role: Role
    campaign: Short
    on: date
    first_day: date
    last_day: date
    purpose: Short | None = None
    operator: Short | None = None
    reference: Short | None = None
    subject_id: str | None = Field(default=None, max_length=40)
    listing_ids: list[Annotated[str, Field(pattern="^lst_[0-9a-f]{32}$")]] = Field(max_length=1000)
    outcome: Outcome
    stale: bool = False


class LocalDecisions(Request):
    """Up to 500. The same decision sent again changes nothing."""

    items: Annotated[list[LocalDecision], Field(min_length=1, max_length=500)]


class LocalDecisionsKept(Reply):
    """`kept`: how many are in the log now that were not before."""

    kept: int
