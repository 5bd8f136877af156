"""Who is let in to a check: whoever is within its quota. What is left of it stands in the answer's headers."""

from fastapi import Response

from api.context import AppContext
from api.metering import Standing
from api.problems import ProblemError
from models.caller import Caller

_SAYS = {
    "rate_limited": (
        "At most {0.per_second} merchants a second, {0.burst} at once; try again in {1} s.",
        "每秒最多查询{0.per_second}个主体，一次最多{0.burst}个，请在{1}秒后重试。",
    ),
    "daily_quota_used": (
        "At most {0.daily} merchants a day; the day in Shanghai is over in {1} s.",
        "每日最多查询{0.daily}个主体，距当日（北京时间）结束还有{1}秒。",
    ),
}


def admit(context: AppContext, caller: Caller, cost: int, response: Response, *, paced: bool = True) -> None:
    """Takes `cost` merchants off the caller's quota, off the day's alone where they are not `paced`. Raises
    ProblemError 429 where it is used up."""
    standing = context.meter.spend(caller.member_id, caller.quota, cost, context.now(), paced=paced)
    if standing.refused is not None:
        raise over_quota(standing)
    response.headers.update(standing.headers)


def over_quota(standing: Standing) -> ProblemError:
    """The refusal of whoever is over a quota, with when to come again."""
    assert standing.refused is not None  # noqa: S101 - only refusals are told as such
    detail, zh = (text.format(standing.quota, standing.retry_after) for text in _SAYS[standing.refused])
    return ProblemError(standing.refused, detail, zh=zh, headers=standing.headers)
