"""Public: what everybody may read without a token, as it stands at the moment of asking."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field
from starlette.responses import HTMLResponse

from api import commitment_examples as commitments
from api.context import AppContext, Context
from api.openapi import ALWAYS, answers, refusals
from api.public import AS_HTML, PAGE, PublicQuery, page
from huixin.types import CommitmentRegister
from models.commitments.views import register_page
from models.publishing import published

router = APIRouter(prefix="/public", tags=["public"])


class RegisterQuery(PublicQuery):
    uscc: str | None = Field(default=None, pattern="^[0-9A-Z]{18}$", description="Only those of this code")


@router.get(
    "/commitments",
    summary="The register of commitments in force",
    responses=answers(commitments.REGISTER, *ALWAYS, "invalid_content"),
)
def read_register(query: Annotated[RegisterQuery, Query()], context: Context, response: Response) -> CommitmentRegister:
    """Registered entities alone, newest first. What was withdrawn, breached or has expired is no longer in it."""
    response.headers.update(PAGE)
    return _register(query, context)


@router.get(
    "/commitments.html",
    summary="The same as a page",
    response_class=HTMLResponse,
    responses={**AS_HTML, **refusals(*ALWAYS, "invalid_content")},
)
def show_register(query: Annotated[RegisterQuery, Query()], context: Context) -> Response:
    """Without script, and without anything from elsewhere."""
    return page(published("commitments", register=_register(query, context)))


def _register(query: RegisterQuery, context: AppContext) -> CommitmentRegister:
    with context.database.read() as session:
        return register_page(session, context.today(), uscc=query.uscc, after=query.after, limit=query.limit)
