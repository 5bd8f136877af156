"""Sanctions: what an association does to a member by its charter."""

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
from huixin.types.association import SanctionLifting, SanctionPage, SanctionRequest, SanctionView
from models.associations.sanctions import impose, lift, seen_by
from models.associations.tables import Sanction
from models.associations.views import sanction_view
from models.paging import newest_first

router = APIRouter(prefix="/v1/sanctions", tags=["sanctions"], route_class=GuardedRoute)

SanctionId = Annotated[str, Path(pattern="^snc_[0-9a-f]{32}$", examples=[examples.SANCTION_VIEW.id])]
CHANGES = (
    *(*AUTHORISED, *WITH_BODY),
    *("not_found", "conflict", "forbidden"),
)


@router.get(
    "", summary="Page through sanctions", responses=answers(examples.SANCTION_PAGE, *AUTHORISED, "invalid_content")
)
def read_sanctions(query: Annotated[PageQuery, Query()], caller: CanReadAssociations, context: Context) -> SanctionPage:
    """The association's own, newest first; the centre's are all."""
    with context.database.read() as session:
        mine = select(Sanction).where(seen_by(context.work(session, caller)))
        rows, end = newest_first(session, mine, Sanction, after=query.after, limit=query.limit)
        return SanctionPage(items=[sanction_view(row) for row in rows], next=end)


@router.post(
    "",
    status_code=201,
    summary="Sanction a member by charter",
    responses=answers(examples.SANCTION_VIEW, *CHANGES, status=201),
)
def write_sanction(
    body: Annotated[SanctionRequest, Body(openapi_examples=shown(expulsion=examples.SANCTION))],
    caller: CanActAsAssociation,
    context: Context,
) -> SanctionView:
    """Warning, censure, downgrade or expulsion, on an article of one's own charter."""
    with context.database.write() as session:
        return sanction_view(impose(context.work(session, caller), body))


@router.post("/{sanction_id}/lifting", summary="Lift a sanction", responses=answers(examples.SANCTION_VIEW, *CHANGES))
def write_sanction_lifting(
    sanction_id: SanctionId,
    body: Annotated[SanctionLifting, Body(openapi_examples=shown(lifting=examples.LIFTING))],
    caller: CanActAsAssociation,
    context: Context,
) -> SanctionView:
    """By the association that imposed it, on a day and for a reason."""
    with context.database.write() as session:
        return sanction_view(lift(context.work(session, caller), sanction_id, body))
