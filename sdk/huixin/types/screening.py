"""Runs of a screening: many merchants judged at once from a bundle, as the log keeps them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from huixin.core.vocabulary import Outcome, Role
from huixin.types.base import Moment, Reply, Request, Short
from huixin.types.receipt import Proof

Digest: TypeAlias = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Counts: TypeAlias = dict[Outcome | Literal["not_covered", "error", "blank"], Annotated[int, Field(ge=0, lt=2**53)]]
"""`not_covered`: only the service can answer; `error`: the code is none; `blank`: the row asks about nobody."""


class ScreeningRun(Request):
    """One run. It names none of the merchants: `input_sha256` and `output_sha256` are of what was read and written, of
    a frame as the CSV that Polars writes of it.

    `at`: when it was over. `counts`: how many rows came to each outcome. `manifest`: digest of the newest manifest of
    the bundle; `stale`: it was no longer fresh. `clauses_at`: sequence of the member's own clauses. `first_day`,
    `last_day`: the days asked about.
    """

    id: str = Field(pattern="^scr_[0-9a-f]{32}$")
    at: Moment
    manifest: Digest
    sequence: int = Field(ge=0, lt=2**53)
    clauses_at: int = Field(ge=0, lt=2**53)
    ruleset: str = Field(pattern="^sha256:[0-9a-f]{64}$")
    scene: Short
    role: Role
    campaign: Short
    on: date
    first_day: date
    last_day: date
    input_sha256: Digest
    output_sha256: Digest
    counts: Counts
    stale: bool = False


class ScreeningRunView(Reply):
    """A run in the log, as the member told it. `at`: when it came in; `made_at`: when it was over, by the member's
    clock. `known`: the sequence and the rules that it names are the service's, of no later than then."""

    id: str
    at: datetime
    made_at: datetime
    member_id: str
    manifest: str
    sequence: int
    clauses_at: int
    ruleset: str
    scene: str
    role: str
    campaign: str
    on: date
    first_day: date
    last_day: date
    input_sha256: str
    output_sha256: str
    counts: dict[str, int]
    stale: bool
    known: bool


class ScreeningPage(Reply):
    items: list[ScreeningRunView]
    next: str | None


class ScreeningReceipt(Reply):
    """A run with what proves it. Check it with `huixin verify`, away from the service.

    `run`: what stands in the signed tree. `head`: a LogHead as a compact JWS (ES256). `keys`: the service's public
    keys; compare their `kid` with what you have kept.
    """

    run: dict[str, Any]
    proof: Proof
    head: str
    keys: list[dict[str, str]]
