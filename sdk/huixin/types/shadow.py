"""A version of the rules beside the live one, on live checks, for a time."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from huixin.core.vocabulary import Outcome
from huixin.types.base import Reply, Request


class NewShadow(Request):
    """`until`: the instant at which the run ends by itself."""

    until: AwareDatetime


class ShadowOutcome(Reply):
    """Checks whose outcome, or whose measures, the version would have made others."""

    scene: str
    before: Outcome
    after: Outcome
    checks: int


class ShadowRule(Reply):
    """Checks in which a rule says something else by itself, whatever the answer then comes to: an outcome, `remark`
    for no outcome of its own, `silent`."""

    scene: str
    rule: str
    before: str
    after: str
    checks: int


class ShadowView(Reply):
    """`counted_to`: up to which decisions are counted; the last minutes are not yet. One that comes late on record
    counts when it does, up to a day after the end. `read_to`: how far the log is read, as a position in it. `lost`:
    checks of which nothing can be said any more."""

    id: str
    ruleset_id: str
    digest: str
    state: Literal["running", "stopped", "over"]
    began_at: datetime
    ends_at: datetime
    stopped_at: datetime | None
    person: str
    counted_to: datetime
    read_to: int
    checks: int
    differing: int
    lost: int
    outcomes: list[ShadowOutcome]
    rules: list[ShadowRule]


class ShadowList(Reply):
    items: list[ShadowView]
