"""Liaison persons of the bodies that work together on cases."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api import case_examples as examples
from api.auth import CanReadCases, CanRouteCases
from api.context import Context
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from huixin.types.liaison import LiaisonList, LiaisonRequest, LiaisonView
from models.liaisons import end_liaison, enter_liaison, liaison_view, liaisons

router = APIRouter(prefix="/v1/liaisons", tags=["cases"], route_class=GuardedRoute)

LiaisonId = Annotated[str, Path(pattern="^lia_[0-9a-f]{32}$", examples=[examples.LIAISON_VIEW.id])]


class LiaisonQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    body: str | None = Field(
        default=None, pattern="^[a-z0-9_/-]+$", max_length=130, description="`unit` or `unit/department`"
    )
    past: bool = Field(default=False, description="Those who no longer are it too")


@router.get(
    "", summary="Read the liaison persons", responses=answers(examples.LIAISONS, *AUTHORISED, "invalid_content")
)
def read_liaisons(query: Annotated[LiaisonQuery, Query()], _: CanReadCases, context: Context) -> LiaisonList:
    """Of all bodies, or of one."""
    bodies = None if query.body is None else [query.body]
    with context.database.read() as session:
        found = liaisons(session, bodies=bodies, day=None if query.past else context.today())
        return LiaisonList(items=[liaison_view(row) for row in found])


@router.post(
    "",
    status_code=201,
    summary="Enter a liaison person",
    responses=answers(examples.LIAISON_VIEW, *AUTHORISED, *WITH_BODY, status=201),
)
def write_liaison(
    body: Annotated[LiaisonRequest, Body(openapi_examples=shown(of_a_department=examples.LIAISON))],
    _: CanRouteCases,
    context: Context,
) -> LiaisonView:
    """Others of the same body stay until they are ended."""
    with context.database.write() as session:
        return liaison_view(enter_liaison(session, context.ruleset.catalogue, body))


@router.delete(
    "/{liaison_id}",
    summary="End a liaison person",
    responses=answers(examples.LIAISON_VIEW, *AUTHORISED, "not_found", "invalid_content"),
)
def delete_liaison(liaison_id: LiaisonId, _: CanRouteCases, context: Context) -> LiaisonView:
    """Today is the first day on which he no longer is; who it was stays readable."""
    with context.database.write() as session:
        return liaison_view(end_liaison(session, liaison_id, context.today()))
