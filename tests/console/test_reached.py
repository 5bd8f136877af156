"""Every page is among those that people look at, and a step is taken with the keyboard alone."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Open, Running
from tests.console.places import (
    ADMINISTRATOR,
    BOLUO,
    CENTRE,
    CONSOLE,
    PUBLIC,
    SIGN_IN,
    Place,
    console_routes,
    public_routes,
)
from tests.console.test_readable import WCAG, violations

HAS_FOCUS = "([css, text]) => document.activeElement.matches(css) && document.activeElement.innerText.includes(text)"
DIALOGS = (
    (CENTRE, "/rules", "", "新建草案"),
    (CENTRE, "/alliance", "", "登记联盟"),
    (ADMINISTRATOR, "/operations", "成员与密钥", "添加成员"),
)
"""By whom, where, in which part, by which button."""
UNSTYLED = "document.querySelectorAll('style').forEach(one => one.remove())"
ORDER = "[...document.querySelectorAll('nav, h1, h2, h3')].map(one => one.tagName)"


def test_every_route_is_among_the_places() -> None:
    """So that a page that is added is looked at."""
    assert {place.route for place in CONSOLE} == console_routes()
    assert public_routes() <= {place.route for place in PUBLIC}


def reach(page: Page, selector: str, text: str = "") -> None:
    """Presses Tab until that has the focus."""
    for _ in range(60):
        if page.evaluate(HAS_FOCUS, [selector, text]):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector} {text}")


def follow(page: Page, selector: str, to: str) -> None:
    reach(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_url(to)
    page.wait_for_load_state("networkidle")


def test_a_case_is_worked_with_the_keyboard_alone(open_page: Open, running: Running) -> None:
    """From the sign-in to a step that is done."""
    page = open_page(None, "/sign-in")
    name, secret = running.members[BOLUO]
    reach(page, "#name")
    page.keyboard.type(name)
    reach(page, "#secret")
    page.keyboard.type(secret)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("sign-in"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    follow(page, 'nav a[href="/cases"]', "**/cases")
    follow(page, '[id="main"] a[href="/cases?state=verifying"]', "**/cases?state=verifying")
    follow(page, '[id="main"] a[href^="/cases/cas_"]', "**/cases/cas_*")
    reach(page, "button", "反馈")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    reach(page, "[role=dialog] [aria-label='反馈 *']")
    page.keyboard.type("已用键盘办理。")
    reach(page, "[role=dialog] button", "确认")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("已用键盘办理。")


@pytest.mark.parametrize(("member", "path", "part", "button"), DIALOGS)
def test_a_dialog_says_what_it_is_and_is_left_by_keyboard(
    open_page: Open, member: str, path: str, part: str, button: str
) -> None:
    page = open_page(member, path)
    if part:
        page.get_by_role("tab", name=part).click()
    page.get_by_role("main").get_by_role("button", name=button).first.click()
    expect(page.get_by_role("dialog", name=button)).to_be_visible()
    named = {"runOnly": {"type": "rule", "values": ["aria-dialog-name"]}}
    assert violations(page, named) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("place", SIGN_IN, ids=str)
def test_the_sign_in_can_be_read_by_everybody(open_page: Open, place: Place, language: str) -> None:
    page = open_page(None, f"{place.route}{'&' if '?' in place.route else '?'}language={language}", 390)
    assert violations(page, {"runOnly": WCAG}) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("place", PUBLIC, ids=str)
def test_a_public_page_is_right_on_a_telephone_in_both_languages_and_without_css(
    open_page: Open, running: Running, place: Place
) -> None:
    page = open_page(None, "/sign-in", 390)
    path = place.path(running)
    for words in ("", "&lang=en" if "?" in path else "?lang=en"):
        page.goto(f"{running.service}{path}{words}")
        assert violations(page, {"runOnly": WCAG}) == [], words
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, words
        page.evaluate(UNSTYLED)
        order = page.evaluate(ORDER)
        assert order[:2] == ["NAV", "H1"], "where one is, then what it is"
        assert order.count("H1") == 1
        assert all(int(later[1]) <= int(before[1]) + 1 for before, later in pairwise(order[1:])), order
        for table in page.get_by_role("table").all():
            assert table.get_by_role("columnheader").count() >= 3
