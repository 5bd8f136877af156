"""What everybody may read, without a token: nothing in it is anybody's alone, and nothing of it is kept for long."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, Response

from api.paging import Id

FOR = 300
"""Seconds for which anybody may keep an answer; what has ended is gone from every copy after them."""
PAGE = {
    "Cache-Control": f"public, max-age={FOR}",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
AS_HTML: dict[int | str, dict[str, Any]] = {200: {"content": {"text/html": {"schema": {"type": "string"}}}}}


class PublicQuery(BaseModel):
    """Short pages and short words: whoever asks costs little."""

    model_config = ConfigDict(extra="forbid")
    after: Id | None = Field(default=None, description="`next` of the page before")
    limit: int = Field(default=50, ge=1, le=100, description="Rows on a page")


def page(html: str) -> Response:
    """A page that needs nothing else, and runs nothing."""
    return HTMLResponse(html, headers=PAGE)
