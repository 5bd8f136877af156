"""Every page can be read by everybody: in light and in dark, by keyboard, on a telephone, in Chinese throughout."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.console.conftest import Open, Running
from tests.console.places import CONSOLE, Place

CHINESE = re.compile("[\u4e00-\u9fff]")
FILE = re.compile(r"^\S+\.[a-z]{3,4} · ")
"""Called as whoever sent it has called it."""
FORMATS = {"HTML", "PDF", "CSV"}
"""Called so in every language."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"
"""What is on its way from one colour to another has neither."""


@pytest.mark.parametrize("place", [one for one in CONSOLE if one.find is None], ids=str)
def test_every_page_can_be_read_by_everybody(open_page: Open, running: Running, place: Place) -> None:
    """WCAG 2.2 AA, as far as a program can tell; and no page is wider than a telephone."""
    page = open_page(place.member, width=390)
    page.emulate_media(color_scheme="light")
    page.goto(place.path(running))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert unreadable(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("place", [one for one in CONSOLE if one.find is not None], ids=str)
def test_so_can_what_lies_behind_them(open_page: Open, running: Running, place: Place) -> None:
    test_every_page_can_be_read_by_everybody(open_page, running, place)


def unreadable(page: Page) -> list[str]:
    """What somebody could not read of a page as it stands, opened at the width of a telephone in light colours."""
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.add_style_tag(content=STILL)
    labels = page.locator("h1, h2, th, dt, nav a, button:visible .block, .q-field__label").all_inner_texts()
    names = [one for one in labels if one in FORMATS or FILE.search(one)]
    untold = [one for one in labels if re.search("[A-Za-z]{3}", one) and not CHINESE.search(one) and one not in names]
    wide = page.evaluate("document.documentElement.scrollWidth") > 390
    found = violations(page, {"runOnly": WCAG})
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_class(re.compile("body--dark"))
    found += violations(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    page.emulate_media(color_scheme="light")
    return [*untold, *(["wider than a telephone"] if wide else []), *found]


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    found = Axe().run(page, options={**options, "resultTypes": ["violations"]})
    return [found.generate_report()] if found.violations_count else []
