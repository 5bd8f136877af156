"""Memberships: who belongs to an association."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import association_examples as examples
from api.auth import CanActAsAssociation, CanReadAssociations
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.association import MembershipEnding, MembershipPage, MembershipRequest, MembershipView
from models.associations.memberships import join, part, seen_by
from models.associations.tables import Membership
from models.associations.views import membership_view
from models.paging import newest_first

router = APIRouter(prefix="/v1/memberships", tags=["memberships"], route_class=GuardedRoute)

MembershipId = Annotated[str, Path(pattern="^mbs_[0-9a-f]{32}$", examples=[examples.MEMBERSHIP_VIEW.id])]
CHANGES = (
    *(*AUTHORISED, *WITH_BODY),
    *("not_found", "conflict", "forbidden"),
)


@router.get(
    "", summary="Page through memberships", responses=answers(examples.MEMBERSHIP_PAGE, *AUTHORISED, "invalid_content")
)
def read_memberships(
    query: Annotated[PageQuery, Query()], caller: CanReadAssociations, context: Context
) -> MembershipPage:
    """The association's own, newest first; the centre's are all."""
    with context.database.read() as session:
        mine = select(Membership).where(seen_by(context.work(session, caller)))
        rows, end = newest_first(session, mine, Membership, after=query.after, limit=query.limit)
        return MembershipPage(items=[membership_view(row) for row in rows], next=end)


@router.post(
    "",
    status_code=201,
    summary="Say that a merchant is a member",
    responses=answers(examples.MEMBERSHIP_VIEW, *CHANGES, status=201),
)
def write_membership(
    body: Annotated[MembershipRequest, Body(openapi_examples=shown(a_member=examples.MEMBERSHIP))],
    caller: CanActAsAssociation,
    context: Context,
) -> MembershipView:
    """By the association, of itself."""
    with context.database.write() as session:
        return membership_view(join(context.work(session, caller), body))


@router.post(
    "/{membership_id}/ending",
    summary="Say that a member left",
    responses=answers(examples.LEFT, *CHANGES),
)
def write_membership_ending(
    membership_id: MembershipId,
    body: Annotated[MembershipEnding, Body(openapi_examples=shown(one=examples.MEMBERSHIP_ENDING))],
    caller: CanActAsAssociation,
    context: Context,
) -> MembershipView:
    """From that day on it is a member no more."""
    with context.database.write() as session:
        done = part(context.work(session, caller), membership_id, body)
        return membership_view(done)
