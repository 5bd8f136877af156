"""A version of the rules on its way into force: submitted, approved by another, scheduled, taken back."""

import re

from playwright.sync_api import Page, expect

from tests.console.conftest import Open, pick
from tests.console.test_rules import drafted

CENTRE, SECOND = "惠州市信用中心", "惠州市信用中心移送专员"
LONG = 120_000


def decide(page: Page, action: str) -> None:
    page.get_by_role("main").get_by_role("button", name=action, exact=True).click()


def confirm(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="确认").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=LONG)


def retitled(page: Page) -> None:
    """A draft with something to decide on."""
    drafted(page, "待发布版本")
    version = page.url
    page.goto(f"{version}/rules/overdue-promotion?scene=promotion")
    page.get_by_label("名称", exact=True).first.fill("逾期未整改：限制促销活动")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("main")).to_contain_text("•")
    page.goto(version)


def test_a_version_is_submitted_approved_by_another_scheduled_and_withdrawn(open_page: Open) -> None:
    page = open_page(CENTRE, "/rules")
    retitled(page)
    main, dialog = page.get_by_role("main"), page.get_by_role("dialog")
    decide(page, "提交审核")
    expect(dialog).to_contain_text("由另一人审批")
    confirm(page)
    expect(main.get_by_text("待审核", exact=True)).to_be_visible(timeout=LONG)

    second = open_page(SECOND, page.url)
    expect(second.get_by_role("main")).to_contain_text("覆盖：", timeout=LONG)
    decide(second, "批准")
    expect(second.get_by_role("dialog")).to_contain_text("新增限制 0 户", timeout=LONG)
    confirm(second)

    page.reload()
    decide(page, "发布")
    expect(dialog).to_contain_text("新增限制 0 户", timeout=LONG)
    dialog.get_by_role("button", name="确认").click()
    when = dialog.locator(".q-field").filter(has=page.get_by_label("何时生效 *"))
    expect(when).to_contain_text("此项必填。")
    dialog.get_by_label("何时生效 *").click()
    pick(page, "于指定时间生效")
    expect(dialog).to_contain_text("上海时间（UTC+8）")
    dialog.get_by_role("button", name="确认").click()
    expect(dialog).to_contain_text("请填写生效时间")
    dialog.get_by_label("生效时间").fill("2026-12-01T08:00")
    confirm(page)
    expect(main.get_by_text("已排期", exact=True)).to_be_visible()
    page.goto("/rules")
    line = main.locator(".nicegui-row").filter(has=page.get_by_role("link", name="待发布版本"))
    expect(line).to_contain_text("2026-12-01 08:00 起生效（上海时间）")

    line.get_by_role("link").click()
    decide(page, "撤回")
    dialog.get_by_label("事由 *").fill("试毕")
    confirm(page)
    expect(main.get_by_text("已撤回", exact=True).first).to_be_visible()


def test_measures_have_their_windows(open_page: Open) -> None:
    page = open_page(CENTRE, "/rules")
    page.get_by_role("tab", name="措施").click()
    table = page.get_by_role("table")
    for column in ("生效时间", "失效时间"):
        expect(table.get_by_role("columnheader", name=re.compile(column))).to_be_visible()
    expect(table).to_contain_text("未定")
