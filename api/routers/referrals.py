"""Referrals to the police, all that the caller may know of: the list by which public security finds them."""

from typing import Annotated

from fastapi import APIRouter, Query

from api import case_examples as examples
from api.auth import CanSeeReferrals
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, answers
from api.paging import PageQuery
from huixin.types.referral import ReferralPage
from models.cases.referrals import referral_page
from models.cases.views import referral_lines
from models.cases.work import Work

router = APIRouter(prefix="/v1/referrals", tags=["cases"], route_class=GuardedRoute)


@router.get(
    "",
    summary="Page through referrals to the police",
    responses=answers(examples.REFERRAL_PAGE, *AUTHORISED, "invalid_content"),
)
def read_all_referrals(query: Annotated[PageQuery, Query()], caller: CanSeeReferrals, context: Context) -> ReferralPage:
    """Of its unit for the police, of its own cases for a unit, all for the centre's named officer; newest first. Each
    is opened at `/v1/cases/{case_id}/referrals`; for everybody else the list is empty."""
    with context.database.read() as session:
        work = Work(session, caller, context.ruleset.catalogue, context.now())
        rows, end = referral_page(work, after=query.after, limit=query.limit)
        return ReferralPage(items=referral_lines(session, rows), next=end)
