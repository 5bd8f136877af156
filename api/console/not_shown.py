"""What the console cannot show, told in its own words and the language of whoever asked."""

import logging

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.console.frame import NotSignedIn
from api.console.signing_in import Sessions, sign_in_at
from api.console.words import Language

LOG = logging.getLogger(__name__)


def tell_refusals(pages: FastAPI, sessions: Sessions, templates: Environment) -> None:
    """Of the application that holds the pages, which has words of its own, in English alone."""

    def told(request: Request, status: int) -> Response:
        who = sessions.of(request.cookies)
        language = Language.ZH if who is None else who.language
        say = language.say
        if status < 500:
            why, what_to_do = say("There is no such page."), say("The address may be wrong; begin at the front page.")
        else:
            why, what_to_do = say("The page could not be shown."), say("Try again in a little while.")
        page = templates.get_template("refused.html.j2")
        return HTMLResponse(page.render(language=language, say=say, why=why, what_to_do=what_to_do), status)

    def failed(request: Request, error: Exception) -> Response:
        LOG.error("A page failed.", exc_info=error)
        return told(request, 500)

    pages.add_exception_handler(404, lambda request, _: told(request, 404))
    pages.add_exception_handler(RequestValidationError, lambda request, _: told(request, 422))
    pages.add_exception_handler(Exception, failed)
    pages.add_exception_handler(NotSignedIn, lambda request, _: RedirectResponse(sign_in_at(request.url.path), 303))
