"""What everybody may read, without a token: nothing in it is anybody's alone, and nothing of it is kept for long."""

from hashlib import sha256
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.paging import Id
from models.publishing import Asked
from rules.saying import Language

FOR = 300
"""Seconds for which anybody may keep an answer; what has ended is gone from every copy after them."""
PAGE = {
    "Cache-Control": f"public, max-age={FOR}",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
NAMES = {**PAGE, "Cache-Control": "public, no-cache, must-revalidate", "X-Robots-Tag": "noarchive"}
"""Of what names somebody: whoever keeps it asks each time whether it still holds."""
AS_HTML: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}
_SAID = "Language of the page"
Lang = Annotated[Language, Query(description=_SAID)]


class PublicQuery(BaseModel):
    """Short pages and short words: whoever asks costs little."""

    model_config = ConfigDict(extra="forbid")
    after: Id | None = Field(default=None, description="`next` of the page before")
    limit: int = Field(default=50, ge=1, le=100, description="Rows on a page")


class InLanguage(BaseModel):
    """Of a page for people, beside its other words."""

    lang: Language = Field(default="zh", description=_SAID)


def asked(request: Request, language: Language) -> Asked:
    words = {name: value for name, value in request.query_params.items() if name != "lang"}
    return Asked(request.url.path, words, language)


def page(html: str) -> Response:
    """A page that needs nothing else, and runs nothing."""
    return HTMLResponse(html, headers=PAGE)


def page_with_names(html: str, request: Request) -> Response:
    return _unless_kept(HTMLResponse(html, headers=NAMES), request)


def content_with_names(content: BaseModel, request: Request) -> Response:
    return _unless_kept(JSONResponse(content.model_dump(mode="json"), headers=NAMES), request)


def _unless_kept(answer: Response, request: Request) -> Response:
    """Asked for again it is sent only where it has changed. What it is compared by is what it says, names and all."""
    answer.headers["ETag"] = tag = f'"{sha256(bytes(answer.body)).hexdigest()}"'
    known = (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(","))
    return Response(status_code=304, headers={**NAMES, "ETag": tag}) if tag in known else answer
