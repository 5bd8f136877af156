"""The end of a session: an open page does nothing any more, and leads to the sign-in and back from there."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.conftest import Open, Running, console_of, sign_in

PLATFORM, CENTRE = "演示平台", "惠州市信用中心"
IDLE_MINUTES = 0.1
OVER = re.compile(r"/sign-in\?over=true&back=%2Frules$")


@pytest.fixture
def hasty(browser: Browser, running: Running) -> Iterator[Page]:
    """A page of a console whose sessions end soon, signed in."""
    with console_of(running.service, "--idle-minutes", str(IDLE_MINUTES)) as url:
        context = browser.new_context(base_url=url)
        page = context.new_page()
        sign_in(page, running, PLATFORM)
        yield page
        context.close()


def test_a_page_on_which_nothing_is_done_leads_to_the_sign_in_and_back(hasty: Page, running: Running) -> None:
    hasty.goto("/rules")
    for _ in range(5):  # longer than a session lasts
        hasty.get_by_role("tab", name="措施").click()
        hasty.wait_for_timeout(1_000)
        hasty.get_by_role("tab", name="依据").click()
        hasty.wait_for_timeout(1_000)
    expect(hasty.get_by_role("heading", name="规则")).to_be_visible()
    hasty.wait_for_url(OVER)
    expect(hasty.get_by_role("status")).to_contain_text("登录已失效")
    name, secret = running.members[PLATFORM]
    hasty.fill("#name", name)
    hasty.fill("#secret", secret)
    hasty.get_by_role("button").click()
    hasty.wait_for_url(re.compile("/rules$"))
    expect(hasty.get_by_role("heading", name="规则")).to_be_visible()


def test_a_page_that_was_cut_off_when_the_session_ended_leads_there_too(hasty: Page) -> None:
    hasty.goto("/rules")
    hasty.get_by_role("tab", name="措施").click()
    hasty.evaluate("window.socket.disconnect()")
    hasty.wait_for_timeout(IDLE_MINUTES * 60_000 * 2)
    hasty.evaluate("window.socket.connect()")
    hasty.wait_for_url(re.compile(r"/sign-in\?back=%2Frules$"))


def test_who_signs_out_on_one_page_has_signed_out_on_all(open_page: Open, running: Running) -> None:
    page = open_page()
    sign_in(page, running, CENTRE)
    other = page.context.new_page()
    other.goto("/rules")
    other.get_by_role("button", name="退出").click()
    other.wait_for_url(re.compile("/sign-in$"))
    page.wait_for_url(re.compile(r"/sign-in\?over=true$"))
    other.close()


def test_nothing_is_done_on_a_page_whose_session_is_over(open_page: Open, running: Running) -> None:
    """Though it has not been led away: here what leads it is held back."""
    page = open_page()
    sign_in(page, running, CENTRE)
    page.goto("/rules")
    page.get_by_role("button", name="新建草案").click()
    page.get_by_label("标题 *").fill("退出之后")
    page.get_by_label("事由 *").fill("试")
    page.evaluate("window.socket.off('open')")
    key = page.locator("input[name=form_key]").get_attribute("value")
    page.request.post("/sign-out", form={"form_key": str(key)}, headers={"Origin": running.url}, max_redirects=0)
    page.get_by_role("dialog").get_by_role("button", name="确认").click()
    page.wait_for_timeout(1_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    drafts = open_page(CENTRE, "/rules")
    expect(drafts.get_by_role("heading", name="规则")).to_be_visible()
    expect(drafts.get_by_role("link", name="退出之后")).to_have_count(0)
