"""What everybody may read, without a token: nothing in it is anybody's alone, and nothing of it is kept for long."""

from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.paging import Id

FOR = 300
"""Seconds for which anybody may keep an answer; what has ended is gone from every copy after them."""
PAGE = {
    "Cache-Control": f"public, max-age={FOR}",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
NAMES = {**PAGE, "Cache-Control": "public, no-cache, must-revalidate", "X-Robots-Tag": "noarchive"}
"""Of pages with names: whoever keeps one asks each time whether it still holds."""
AS_HTML: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}


class PublicQuery(BaseModel):
    """Short pages and short words: whoever asks costs little."""

    model_config = ConfigDict(extra="forbid")
    after: Id | None = Field(default=None, description="`next` of the page before")
    limit: int = Field(default=50, ge=1, le=100, description="Rows on a page")


def page(html: str) -> Response:
    """A page that needs nothing else, and runs nothing."""
    return HTMLResponse(html, headers=PAGE)


def page_with_names(html: str, request: Request) -> Response:
    """Asked for again it is sent only where it has changed. What it is compared by is what it says, names and all."""
    tag = f'"{sha256(html.encode()).hexdigest()}"'
    headers = {**NAMES, "ETag": tag}
    asked = (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(","))
    return Response(status_code=304, headers=headers) if tag in asked else HTMLResponse(html, headers=headers)
