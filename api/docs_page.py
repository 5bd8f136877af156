"""`/docs`: the interactive description, whole without any other host; its assets come with `fastapi-offline`."""

import base64
import hashlib
import re

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

PAGE = "/docs"
ASSETS = f"{PAGE}/assets"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def serve_docs(app: FastAPI, description: str) -> None:
    """The page at `/docs`, about the OpenAPI document at `description`, and what it loads below it."""
    page = get_swagger_ui_html(
        openapi_url=description,
        title=app.title,
        swagger_js_url=f"{ASSETS}/swagger-ui-bundle.js",
        swagger_css_url=f"{ASSETS}/swagger-ui.css",
        swagger_favicon_url=f"{ASSETS}/favicon.png",
        # Without this the page would send the address of the description to swagger.io for a badge.
        swagger_ui_parameters={"validatorUrl": None},
    )
    html = bytes(page.body).decode()
    headers = {"Content-Security-Policy": _policy(html), "X-Content-Type-Options": "nosniff"}

    async def docs() -> HTMLResponse:
        return HTMLResponse(html, headers=headers)

    app.add_api_route(PAGE, docs, include_in_schema=False)
    app.mount(ASSETS, StaticFiles(packages=[("fastapi_offline", "static")]), name="docs-assets")


def _policy(html: str) -> str:
    """Nothing from elsewhere, nothing in a frame, and of scripts in the page only those that stand there now."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in _INLINE.findall(html))
    scripts = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
