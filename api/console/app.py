"""The console as an application: the gate, signing in and out, and the pages."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, select_autoescape
from nicegui import app as nicegui_app
from nicegui import ui
from starlette.requests import Request

from api.console.frame import Pages
from api.console.gate import Gate
from api.console.looks import COLOURS, STYLES
from api.console.not_shown import tell_refusals
from api.console.pages import (
    alliance,
    appeals,
    associations,
    campaigns,
    cases,
    check,
    codes,
    commitments,
    imports,
    listings,
    members,
    merchant,
    monitoring,
    objections,
    operations,
    prompts,
    reports,
    rule_documents,
    rule_tables,
    rule_versions,
    rules,
    screen,
    tasks,
    trainings,
)
from api.console.places import home
from api.console.signing_in import COOKIE, IDLE_SECONDS, SIGN_IN, Sessions, SignedIn, is_same, own_path, sign_in_at
from api.console.words import Language
from huixin.errors import HuixinError, ServiceError
from huixin.types.document import CaseDocument

_PAGES = (
    check,
    codes,
    screen,
    listings,
    imports,
    merchant,
    cases,
    tasks,
    prompts,
    objections,
    appeals,
    campaigns,
    alliance,
    associations,
    commitments,
    trainings,
    monitoring,
    reports,
    rule_documents,
    rule_tables,
    rule_versions,
    rules,
    operations,
    members,
)
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=select_autoescape(default=True)
)
Word = Annotated[str, Form(max_length=200)]
Back = Annotated[str, Form(max_length=2000)]


def create_console(url: str, idle_seconds: float = IDLE_SECONDS) -> FastAPI:
    """The console of the service at that address. One for each process: what makes pages is shared by all of it."""
    sessions = Sessions(url, idle_seconds)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(sessions.watch())
        yield
        watching.cancel()
        await sessions.close()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    _signing(app, sessions)
    _files(app, sessions)
    pages = Pages(sessions)
    for page in _PAGES:
        page.show(pages)
    tell_refusals(nicegui_app, sessions, _TEMPLATES)
    ui.button.default_props("no-caps")
    nicegui_app.colors(**COLOURS)
    ui.add_css(STYLES, shared=True)
    ui.run_with(app, title="Huixin 惠信", dark=None, language="zh-CN", show_welcome_message=False, reconnect_timeout=10)
    app.add_middleware(Gate, sessions=sessions)
    return app


def _signing(app: FastAPI, sessions: Sessions) -> None:
    @app.get(SIGN_IN)
    async def sign_in_page(
        language: Language = Language.ZH, back: str = "/", *, merchant: bool = False, over: bool = False
    ) -> Response:
        return _sign_in_page(language, back, merchant=merchant, is_over=over)

    @app.post(SIGN_IN)
    async def sign_in(
        request: Request,
        name: Word,
        secret: Word,
        language: Annotated[Language, Form()] = Language.ZH,
        back: Back = "/",
        merchant: Annotated[bool, Form()] = False,
    ) -> Response:
        try:
            key, who = await sessions.sign_in(name.strip(), secret.strip(), language, merchant=merchant)
        except HuixinError as error:
            why = (
                error.user_message
                if isinstance(error, ServiceError)
                else language.say("The service cannot be reached.")
            )
            return _sign_in_page(language, back, why, merchant=merchant)
        await sessions.sign_out(request.cookies)  # whoever was signed in here before
        answer = RedirectResponse(home(who) if own_path(back) == "/" else back, 303)
        answer.set_cookie(COOKIE, key, httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return answer

    @app.post("/sign-out")
    async def sign_out(request: Request, form_key: Word, page: Word = "") -> Response:
        who = sessions.of(request.cookies)
        if who is None or not is_same(form_key, who.form_key):
            return RedirectResponse("/", 303)
        await sessions.sign_out(request.cookies, page)
        answer = RedirectResponse(SIGN_IN, 303)
        answer.delete_cookie(COOKIE)
        return answer

    @app.get("/language")
    async def switch(request: Request, back: str = "/") -> Response:
        who = sessions.of(request.cookies)
        if who is not None:
            who.speak(who.language.other)
        return RedirectResponse(own_path(back), 303)


def _files(app: FastAPI, sessions: Sessions) -> None:
    @app.get("/decisions/{decision_id}/notice")
    async def notice(request: Request, decision_id: str) -> Response:
        return await _printed(request, sessions, lambda who: who.client.decisions.document(decision_id))

    @app.get("/cases/{case_id}/documents/{document}")
    async def case_document(request: Request, case_id: str, document: CaseDocument) -> Response:
        return await _printed(request, sessions, lambda who: _page_of(who, case_id, document))


async def _page_of(who: SignedIn, case_id: str, document: CaseDocument) -> str:
    return (await who.client.cases.document(case_id, document)).html


async def _printed(
    request: Request, sessions: Sessions, page: Callable[[SignedIn], Awaitable[bytes | str]]
) -> Response:
    """A page to print, as the service gives it."""
    who = sessions.of(request.cookies)
    if who is None:
        return RedirectResponse(sign_in_at(request.url.path), 303)
    try:
        return HTMLResponse(await page(who))
    except ServiceError as error:
        return Response(error.user_message, error.status, media_type="text/plain; charset=utf-8")


def _sign_in_page(
    language: Language, back: str, why: str | None = None, *, merchant: bool, is_over: bool = False
) -> Response:
    shown = _TEMPLATES.get_template("sign_in.html.j2").render(
        say=language.say,
        language=language,
        why=why,
        merchant=merchant,
        is_over=is_over,
        back=own_path(back),
        at=partial(sign_in_at, own_path(back)),
    )
    return HTMLResponse(shown, 401 if why else 200)
