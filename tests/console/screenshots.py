"""Every page of the console and of the public site, in both languages and three widths, into var/screenshots:
`make screenshots`.

Its name keeps it out of the other tests: it proves nothing, and is for people to look at.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.console.conftest import Open, Running
from tests.console.places import CONSOLE, PUBLIC, SIGN_IN, Place

OUT = Path(__file__).parents[2] / "var" / "screenshots"
WIDTHS = (1280, 768, 390)


@pytest.mark.parametrize("place", CONSOLE, ids=str)
def test_pages_of_the_console(open_page: Open, running: Running, place: Place) -> None:
    page = open_page(place.member, "/sign-in")
    path = place.path(running)
    for language in ("zh", "en"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        _take(page, f"{place}", language)
        page.goto("/language")  # to the other one, and back to Chinese in the end


@pytest.mark.parametrize("place", [*SIGN_IN, *PUBLIC], ids=str)
def test_pages_that_are_open(open_page: Open, running: Running, place: Place) -> None:
    page = open_page(None, "/sign-in")
    path, host, word = place.path(running), running.url, "language"
    if place in PUBLIC:
        host, word = running.service, "lang"
    for language in ("zh", "en"):
        page.goto(f"{host}{path}{'&' if '?' in path else '?'}{word}={language}")
        _take(page, f"{place.route}", language)


def _take(page: Page, called: str, language: str) -> None:
    name = re.sub(r"\W+", "-", called).strip("-") or "check"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(400)
        OUT.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=OUT / f"{name}-{language}-{width}.png", full_page=True)
