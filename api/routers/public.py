"""Public: what everybody may read without a token, as it stands at the moment of asking."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field
from starlette.responses import HTMLResponse

from api import bulletin_examples as bulletins
from api import commitment_examples as commitments
from api.context import AppContext, Context
from api.openapi import ALWAYS, answers, refusals
from api.public import (
    AS_HTML,
    PAGE,
    InLanguage,
    Lang,
    PublicQuery,
    asked,
    content_with_names,
    page,
    page_with_names,
)
from huixin.types.bulletin import BulletinNotices
from huixin.types.commitment import CommitmentRegister
from models.bulletins.pages import as_atom, as_csv
from models.bulletins.views import bulletin_notice, names_of, notices, published_bulletin
from models.commitments.views import register_page
from models.publishing import published

router = APIRouter(prefix="/public", tags=["public"])

ATOM, CSV = "application/atom+xml", "text/csv"
BulletinId = Annotated[str, Path(pattern="^bul_[0-9a-f]{32}$", examples=[bulletins.BULLETIN_VIEW.id])]


class RegisterQuery(PublicQuery):
    uscc: str | None = Field(default=None, pattern="^[0-9A-Z]{18}$", description="Only those of this code")


class RegisterPageQuery(RegisterQuery, InLanguage):
    pass


class BulletinsPageQuery(PublicQuery, InLanguage):
    pass


@router.get(
    "/commitments",
    summary="The register of commitments in force",
    response_model=CommitmentRegister,
    responses=answers(commitments.REGISTER, *ALWAYS, "invalid_content"),
)
def read_register(query: Annotated[RegisterQuery, Query()], context: Context, request: Request) -> Response:
    """Registered entities alone, newest first. What was withdrawn, breached or has expired is no longer in it, and in
    no copy that asks again whether it still holds."""
    return content_with_names(_register(query, context), request)


@router.get(
    "/commitments.html",
    summary="The same as a page",
    response_class=HTMLResponse,
    responses={**AS_HTML, **refusals(*ALWAYS, "invalid_content")},
)
def show_register(query: Annotated[RegisterPageQuery, Query()], context: Context, request: Request) -> Response:
    """Without script, and without anything from elsewhere."""
    register = _register(query, context)
    return page_with_names(published("commitments", asked(request, query.lang), register=register), request)


@router.get(
    "/bulletins",
    summary="Bulletins in numbers",
    responses=answers(bulletins.NOTICES, *ALWAYS, "invalid_content"),
)
def read_bulletin_notices(
    query: Annotated[PublicQuery, Query()], context: Context, response: Response
) -> BulletinNotices:
    """What was published, withdrawn, and how many have left since; no name. Names stand on the page of each."""
    response.headers.update(PAGE)
    return _notices(query, context)


@router.get(
    "/bulletins.html",
    summary="The same as a page",
    response_class=HTMLResponse,
    responses={**AS_HTML, **refusals(*ALWAYS, "invalid_content")},
)
def show_bulletins(query: Annotated[BulletinsPageQuery, Query()], context: Context, request: Request) -> Response:
    """Without script, and without anything from elsewhere."""
    return page(published("bulletins", asked(request, query.lang), notices=_notices(query, context)))


@router.get(
    "/bulletins.atom",
    summary="The same as a feed",
    response_class=Response,
    responses={200: {"content": {ATOM: {"schema": {"type": "string"}}}}, **refusals(*ALWAYS)},
)
def feed_bulletins(context: Context) -> Response:
    """Atom (RFC 4287): the newest bulletins, withdrawals and exits; no name."""
    return Response(as_atom(_notices(PublicQuery(), context), context.now()), media_type=ATOM, headers=PAGE)


@router.get(
    "/bulletins.csv",
    summary="The same as CSV",
    response_class=Response,
    responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}, **refusals(*ALWAYS, "invalid_content")},
)
def export_bulletins(query: Annotated[PublicQuery, Query()], context: Context) -> Response:
    """For spreadsheets; no name."""
    return Response(as_csv(_notices(query, context)), media_type=CSV, headers=PAGE)


@router.get(
    "/bulletins/{bulletin_id}.html",
    summary="One bulletin with its names",
    response_class=HTMLResponse,
    responses={**AS_HTML, **refusals(*ALWAYS, "not_found", "invalid_content")},
)
def show_bulletin(bulletin_id: BulletinId, context: Context, request: Request, lang: Lang = "zh") -> Response:
    """Who may be named at this moment. Kept nowhere without asking again: an exit counts at once."""
    with context.database.read() as session:
        catalogue = context.ruleset.catalogue
        row = published_bulletin(session, bulletin_id, context.today())
        notice, names = bulletin_notice(catalogue, row), names_of(session, catalogue, row, context.now())
    return page_with_names(published("bulletin", asked(request, lang), notice=notice, names=names), request)


def _notices(query: PublicQuery, context: AppContext) -> BulletinNotices:
    with context.database.read() as session:
        return notices(session, context.ruleset.catalogue, context.today(), after=query.after, limit=query.limit)


def _register(query: RegisterQuery, context: AppContext) -> CommitmentRegister:
    with context.database.read() as session:
        return register_page(session, context.today(), uscc=query.uscc, after=query.after, limit=query.limit)
