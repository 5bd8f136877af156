"""Nominations: whom an association or agency puts forward by the standard."""

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
from huixin.types.association import NominationActionRequest, NominationPage, NominationRequest, NominationView
from models.associations.nominating import act_on, nominate, seen_by
from models.associations.tables import Nomination
from models.associations.views import nomination_view
from models.paging import newest_first

router = APIRouter(prefix="/v1/nominations", tags=["nominations"], route_class=GuardedRoute)

NominationId = Annotated[str, Path(pattern="^nom_[0-9a-f]{32}$", examples=[examples.NOMINATION_VIEW.id])]
CHANGES = (
    *(*AUTHORISED, *WITH_BODY),
    *("not_found", "conflict", "forbidden"),
    *("no_mandate", "outside_window", "outside_standard", "not_of_the_association"),
)


@router.get(
    "", summary="Page through nominations", responses=answers(examples.NOMINATION_PAGE, *AUTHORISED, "invalid_content")
)
def read_nominations(
    query: Annotated[PageQuery, Query()], caller: CanReadAssociations, context: Context
) -> NominationPage:
    """One's own, newest first; a department's those that are proposed to it; the centre's all."""
    with context.database.read() as session:
        mine = select(Nomination).where(seen_by(context.work(session, caller)))
        rows, end = newest_first(session, mine, Nomination, after=query.after, limit=query.limit)
        return NominationPage(items=[nomination_view(row) for row in rows], next=end)


@router.post(
    "",
    status_code=201,
    summary="Propose an entry, or keep it inside",
    responses=answers(examples.NOMINATION_VIEW, *CHANGES, status=201),
)
def write_nomination(
    body: Annotated[
        NominationRequest,
        Body(openapi_examples=shown(proposed=examples.NOMINATION, inside=examples.KEPT_INSIDE)),
    ],
    caller: CanActAsAssociation,
    context: Context,
) -> NominationView:
    """Proposed to the department that recognises; without one it counts inside the association alone."""
    with context.database.write() as session:
        return nomination_view(nominate(context.work(session, caller), body))


@router.post(
    "/{nomination_id}/actions",
    summary="Decide on a nomination, or end it",
    responses=answers(examples.NOMINATION_VIEW, *CHANGES),
)
def write_nomination_action(
    nomination_id: NominationId,
    body: Annotated[NominationActionRequest, Body(openapi_examples=shown(**examples.NOMINATION_ACTIONS))],
    caller: CanActAsAssociation,
    context: Context,
) -> NominationView:
    """The department accepts with a recognition of its own, or declines; the association ends what it keeps."""
    with context.database.write() as session:
        done = act_on(context.work(session, caller), nomination_id, body.root)
        return nomination_view(done)
