"""Quotas: how many merchants a member may ask about, a second and a day."""

from typing import Annotated

from fastapi import APIRouter, Body, Path

from api import examples
from api.auth import CanReadQuotas, CanWriteQuotas
from api.context import AppContext, Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from huixin.types.quota import QuotaRequest, QuotaView
from models.caller import Caller, Quota
from models.quotas import quota_view_of, reserved_on, sees_quotas, set_quota, sets_quotas

router = APIRouter(prefix="/v1/quotas", tags=["quotas"], route_class=GuardedRoute)

MemberId = Annotated[str, Path(pattern="^mem_[0-9a-f]{32}$", examples=[examples.QUOTA_VIEW.member_id])]


@router.get("", summary="Read one's own quota", responses=answers(examples.QUOTA_VIEW, *AUTHORISED))
def read_own_quota(caller: CanReadQuotas, context: Context) -> QuotaView:
    """What is left at this moment stands in the headers of every answer to a check."""
    return _view(context, caller.member_id)


@router.get(
    "/{member_id}",
    summary="Read a member's quota",
    responses=answers(examples.QUOTA_VIEW, *AUTHORISED, "forbidden", "not_found", "invalid_content"),
)
def read_quota(member_id: MemberId, caller: CanReadQuotas, context: Context) -> QuotaView:
    """Anybody's, for the centre and auditors."""
    sees_quotas(caller)
    return _view(context, member_id)


@router.put(
    "/{member_id}",
    summary="Give a member a quota of its own",
    responses=answers(examples.QUOTA_VIEW, *AUTHORISED, *WITH_BODY, "forbidden", "not_found"),
)
def write_quota(
    member_id: MemberId,
    body: Annotated[QuotaRequest, Body(openapi_examples=shown(for_a_large_platform=examples.QUOTA))],
    caller: CanWriteQuotas,
    context: Context,
) -> QuotaView:
    """It counts from the member's next request on, on every replica."""
    return _set(context, caller, member_id, Quota(**body.model_dump()))


@router.delete(
    "/{member_id}",
    summary="Give a member the quota of its kind again",
    responses=answers(examples.QUOTA_VIEW, *AUTHORISED, "forbidden", "not_found", "invalid_content"),
)
def delete_quota(member_id: MemberId, caller: CanWriteQuotas, context: Context) -> QuotaView:
    """Where it has none of its own, nothing changes."""
    return _set(context, caller, member_id, None)


def _set(context: AppContext, caller: Caller, member_id: str, quota: Quota | None) -> QuotaView:
    sets_quotas(caller)
    with context.database.write() as session:
        set_quota(session, member_id, quota)
    return _view(context, member_id)


def _view(context: AppContext, member_id: str) -> QuotaView:
    with context.database.read() as session, context.database.log_read() as log:
        return quota_view_of(session, member_id, reserved_on(log, member_id, context.today()))
