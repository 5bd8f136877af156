"""The rules in the browser: a draft as a table, a rule as a form, its text with what follows beside it."""

import re

from playwright.sync_api import Page, expect

from tests.console.conftest import Open, pick

CENTRE = "惠州市信用中心"


def drafted(page: Page, title: str) -> None:
    page.get_by_role("button", name="新建草案").click()
    page.get_by_label("标题 *").fill(title)
    page.get_by_label("事由 *").fill("试")
    page.get_by_role("button", name="确认").click()
    page.wait_for_url("**/rules/rls_*")


def test_a_rule_is_a_form_and_its_change_is_told_in_words(open_page: Open) -> None:
    page = open_page(CENTRE, "/rules")
    drafted(page, "表单草案")
    page.get_by_role("link", name="决策表").click()
    page.get_by_role("combobox", name="场景").click()
    pick(page, "促销报名")
    page.wait_for_url("**/table?scene=promotion")
    page.get_by_role("link", name="overdue-promotion", exact=True).first.click()
    page.get_by_label("名称", exact=True).first.fill("逾期未整改：限制促销")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("main")).to_contain_text("•")
    page.reload()
    expect(page.get_by_label("名称", exact=True).first).to_have_value("逾期未整改：限制促销")


def test_while_one_types_it_is_told_what_the_draft_changes_and_whom_it_touches(open_page: Open) -> None:
    page = open_page(CENTRE, "/rules")
    drafted(page, "编辑草案")
    page.get_by_role("link", name=re.compile("rules.red.yaml")).click()
    editor = page.locator(".cm-content")
    editor.click()
    editor.press("Control+Home")
    page.keyboard.type("- unheard-of: 1")
    page.keyboard.press("Enter")
    main = page.get_by_role("main")
    expect(main).to_contain_text("已保存。")
    expect(page.locator(".cm-line.line-wrong")).to_have_count(1, timeout=60_000)
    expect(main).to_contain_text("没有这种条目；首个键须写明种类（unheard-of）。")
    editor.press("Control+Home")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Delete")
    expect(page.locator(".cm-line.line-wrong")).to_have_count(0, timeout=120_000)
    expect(main).to_contain_text("新增限制 0 户", timeout=60_000)
    expect(main).to_contain_text("覆盖：", timeout=120_000)


def test_at_the_caret_it_is_told_what_may_stand_there_and_put_there(open_page: Open) -> None:
    page = open_page(CENTRE, "/rules")
    drafted(page, "补全草案")
    page.get_by_role("link", name=re.compile("rules.red.yaml")).click()
    editor = page.locator(".cm-content")
    editor.click()
    editor.press("Control+Home")
    page.keyboard.type("- rule: praise")
    page.keyboard.press("Enter")
    page.keyboard.type("  th")
    offers = page.get_by_role("group", name="此处可填")
    offers.get_by_role("button", name="then", exact=True).click()
    expect(editor).to_contain_text("  then: ")
    page.keyboard.type("{outcome: fav")
    expect(offers.get_by_role("button")).to_have_text(["favour"])
    page.keyboard.press("Alt+Enter")
    expect(offers.get_by_role("button", name="favour")).to_be_focused()
    page.keyboard.press("Enter")
    expect(editor).to_contain_text("then: {outcome: favour")
    page.keyboard.type("}")
    expect(editor).to_contain_text("then: {outcome: favour}")
