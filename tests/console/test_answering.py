"""Tasks and prompts of joint punishment, objections and appeals: who is asked answers, in the browser."""

import re

from playwright.sync_api import Page, expect

from tests.console.conftest import Open, pick

PLATFORM, ZONE, CENTRE = "演示平台", "仲恺高新技术产业开发区", "惠州市信用中心"
MARKET_OFFICE = "惠城区市场监督管理局"
TODAY = "2026-11-23"


def first_of(page: Page) -> None:
    page.get_by_role("table").get_by_role("link").first.click()


def test_a_unit_says_that_a_task_was_done(open_page: Open) -> None:
    page = open_page(ZONE, "/tasks?state=open")
    first_of(page)
    page.get_by_role("button", name="已落实", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("日期 *").fill(TODAY)
    dialog.get_by_label("经办人 *").fill("陈工")
    dialog.get_by_role("button", name="确认").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    main = page.get_by_role("main")
    expect(main.get_by_text("已落实", exact=True).first).to_be_visible()
    expect(main).to_contain_text("陈工")
    expect(page.get_by_role("button", name="解除", exact=True)).to_be_visible()


def test_the_centre_assigns_what_nobody_is_known_for(open_page: Open) -> None:
    page = open_page(CENTRE, "/tasks?queue=true")
    first_of(page)
    expect(page.get_by_role("button", name="已落实", exact=True)).to_have_count(0)
    page.get_by_role("button", name="指定责任部门").click()
    dialog = page.get_by_role("dialog")
    for field, choice in (("单位 *", "惠城区"), ("部门 *", "市场监督管理局")):
        dialog.get_by_label(field).click()
        pick(page, choice, exact=True)
    dialog.get_by_label("依据 *").fill("住所在惠城区")
    dialog.get_by_role("button", name="确认").click()
    expect(page.get_by_role("main")).to_contain_text("惠城区 市场监督管理局")


def test_a_platform_decides_on_a_prompt_by_itself(open_page: Open) -> None:
    page = open_page(PLATFORM, "/prompts?state=open")
    first_of(page)
    page.get_by_role("button", name="不采取").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("原因 *").fill("不是本平台商户")
    dialog.get_by_label("由谁作出 *").fill("a-17")
    dialog.get_by_role("button", name="确认").click()
    main = page.get_by_role("main")
    expect(main.get_by_text("未采取", exact=True)).to_be_visible()
    expect(main).to_contain_text("不是本平台商户")


def test_the_department_that_recognised_decides_on_an_objection(open_page: Open) -> None:
    page = open_page(MARKET_OFFICE, "/objections")
    page.get_by_role("row", name=re.compile("虚假好评系竞争对手所为.*处理中")).get_by_role("link").click()
    expect(page.get_by_role("button", name="登记告知")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("惠州"))).to_be_visible()
    page.get_by_role("button", name="不予支持", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("理由 *").fill("有刷单记录为证。")
    dialog.get_by_role("button", name="确认").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("有刷单记录为证。")
    expect(main.get_by_text("不予支持", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="登记告知")).to_be_visible()
    expect(page.get_by_role("button", name="不予支持", exact=True)).to_have_count(0)


def test_the_member_that_decided_looks_at_it_again(open_page: Open) -> None:
    page = open_page(PLATFORM, "/appeals")
    first_of(page)
    main = page.get_by_role("main")
    expect(main).to_contain_text("参数已更正，请求恢复报名。")
    page.get_by_role("button", name="作出决定").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("结论 *").click()
    pick(page, "予以支持", exact=True)
    dialog.get_by_label("由谁作出 *").fill("a-17")
    dialog.get_by_label("理由 *").fill("参数确已更正。")
    dialog.get_by_role("button", name="确认").click()
    expect(main).to_contain_text("参数确已更正。")
    expect(page.get_by_role("button", name="作出决定")).to_have_count(0)
