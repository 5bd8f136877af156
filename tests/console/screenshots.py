"""Every page of the console, in both languages and three widths, into var/screenshots: `make screenshots`.

Its name keeps it out of the other tests: it proves nothing, and is for people to look at.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.console.conftest import MERCHANT, Open

OUT = Path(__file__).parents[2] / "var" / "screenshots"
WIDTHS = (1280, 768, 390)
PLATFORM, CENTRE, ASSOCIATION, COUNTY = "演示平台", "惠州市信用中心", "演示电子商务协会", "博罗县"
PAGES = {
    PLATFORM: ("/", "/screen", "/listings", "/prompts", "/campaigns", "/alliance", "/operations"),
    CENTRE: (
        *("/imports", "/cases", "/tasks", "/campaigns", "/commitments", "/trainings", "/monitoring", "/reports"),
        *("/rules", "/alliance", "/associations"),
    ),
    ASSOCIATION: ("/associations",),
    COUNTY: ("/cases", "/tasks"),
    MERCHANT: ("/merchant",),
}
"""By whom each page is opened; of a list its first entry, too."""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("member", "paths"), PAGES.items())
def test_all_pages(open_page: Open, member: str, paths: tuple[str, ...], language: str) -> None:
    page = open_page(member, paths[0])
    if page.get_by_role("link", name="English", exact=True).count() != int(language == "zh"):
        page.goto("/language?back=" + paths[0])
    for path in paths:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        _take(page, member, path, language)
        first = page.locator("td a").first
        if first.count():
            first.click()
            page.wait_for_load_state("networkidle")
            _take(page, member, f"{path}-one", language)


def _take(page: Page, member: str, path: str, language: str) -> None:
    name = re.sub(r"\W+", "-", path).strip("-") or "check"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(400)
        OUT.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=OUT / f"{name}-{member}-{language}-{width}.png", full_page=True)
