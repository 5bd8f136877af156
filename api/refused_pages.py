"""A refusal as a page: for whoever reads the public site in a browser. Programs get a problem, as everywhere."""

from starlette.requests import Request
from starlette.responses import HTMLResponse

from huixin.types.base import Label
from models.publishing import Asked, published

HEADERS = {
    "Cache-Control": "no-store",
    "Vary": "Accept",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
_OURS = Label(
    zh="暂时无法打开此页，请稍后再试。", en="The page cannot be opened at this moment; try again in a little while."
)
_SAYS = {
    404: Label(
        zh="没有这一页：网址可能有误，或者内容已不再公示。",
        en="There is no such page: the address may be wrong, or what it showed is no longer displayed.",
    ),
    422: Label(
        zh="网址中有一项不符合要求，请核对网址，或者从首页重新开始。",
        en="Something in the address is not as it has to be; look at it again, or begin at the front page.",
    ),
}


def is_read_by_people(request: Request) -> bool:
    """Browsers name HTML in what they accept."""
    return request.url.path.startswith("/public/") and "text/html" in request.headers.get("accept", "")


def refused_page(request: Request, title: Label, status: int, request_id: str | None) -> HTMLResponse:
    words = {name: value for name, value in request.query_params.items() if name != "lang"}
    asked = Asked(request.url.path, words, "en" if request.query_params.get("lang") == "en" else "zh")
    says = _SAYS.get(status, _OURS)
    html = published("refused", asked, title=title, says=says, status=status, request_id=request_id)
    return HTMLResponse(html, status, HEADERS)
