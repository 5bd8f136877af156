"""Mandates: which standards an association or agency applies, for the centre to give and revoke."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from sqlmodel import select

from api import association_examples as examples
from api.auth import CanMandate, CanReadAssociations
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import PageQuery
from huixin.types.association import MandatePage, MandateRequest, MandateView, Revocation
from models.associations.mandates import authorise, revoke, seen_by
from models.associations.tables import Mandate
from models.associations.views import mandate_view
from models.paging import newest_first

router = APIRouter(prefix="/v1/mandates", tags=["mandates"], route_class=GuardedRoute)

MandateId = Annotated[str, Path(pattern="^mdt_[0-9a-f]{32}$", examples=[examples.MANDATE_VIEW.id])]
CHANGES = (
    *(*AUTHORISED, *WITH_BODY),
    *("not_found", "conflict", "forbidden"),
)


@router.get(
    "", summary="Page through mandates", responses=answers(examples.MANDATE_PAGE, *AUTHORISED, "invalid_content")
)
def read_mandates(query: Annotated[PageQuery, Query()], caller: CanReadAssociations, context: Context) -> MandatePage:
    """One's own, newest first; the centre's are all."""
    with context.database.read() as session:
        mine = select(Mandate).where(seen_by(context.work(session, caller)))
        rows, end = newest_first(session, mine, Mandate, after=query.after, limit=query.limit)
        return MandatePage(items=[mandate_view(context.ruleset.catalogue, row) for row in rows], next=end)


@router.post(
    "",
    status_code=201,
    summary="Authorise an association or agency",
    responses=answers(examples.MANDATE_VIEW, *CHANGES, status=201),
)
def write_mandate(
    body: Annotated[MandateRequest, Body(openapi_examples=shown(for_a_year=examples.MANDATE))],
    caller: CanMandate,
    context: Context,
) -> MandateView:
    """By the centre, for standards of the packs, from one day to the last."""
    with context.database.write() as session:
        return mandate_view(context.ruleset.catalogue, authorise(context.work(session, caller), body))


@router.post(
    "/{mandate_id}/revocation",
    summary="Revoke a mandate",
    responses=answers(examples.REVOKED, *CHANGES),
)
def write_mandate_revocation(
    mandate_id: MandateId,
    body: Annotated[Revocation, Body(openapi_examples=shown(one=examples.REVOCATION))],
    caller: CanMandate,
    context: Context,
) -> MandateView:
    """From today on; what was kept inside an association on it ends with it."""
    with context.database.write() as session:
        done = revoke(context.work(session, caller), mandate_id, body)
        return mandate_view(context.ruleset.catalogue, done)
