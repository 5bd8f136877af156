"""Quotas: how many merchants a member may ask about."""

from typing import Annotated

from pydantic import Field

from huixin.types.base import Reply, Request

MOST = 1_000_000_000


class QuotaRequest(Request):
    """A member's own quota. `burst`: at once, after a pause; `daily`: in a day of Shanghai. Each check counts one, each
    batch its items."""

    per_second: Annotated[int, Field(ge=1, le=MOST)]
    burst: Annotated[int, Field(ge=1, le=MOST)]
    daily: Annotated[int, Field(ge=0, le=MOST)]


class QuotaView(Reply):
    """`own`: it is not that of its kind. `reserved_today`: what is used, or held by a process of the service."""

    member_id: str
    per_second: int
    burst: int
    daily: int
    own: bool
    reserved_today: int
