"""Forms in the browser: what is wrong is said where it stands, nothing is lost, and nothing is done twice."""

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.console.conftest import Open

PLATFORM, CENTRE, BOLUO = "演示平台", "惠州市信用中心", "博罗县"
NEEDED = "此项必填。"


def confirm(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="确认").click()


def has_focus(inside: Locator) -> None:
    expect(inside.locator(":focus")).to_have_count(1)


def of_verifying(open_page: Open) -> Page:
    page = open_page(BOLUO, "/cases?state=verifying")
    page.get_by_role("link", name="博罗县罗浮草本食品有限公司").click()
    page.wait_for_url(re.compile("/cases/cas_|/cases/[a-z]+_"))
    return page


def test_what_is_wrong_with_a_list_and_inside_its_rows_is_said_there(open_page: Open) -> None:
    page = of_verifying(open_page)
    page.get_by_role("button", name="认定查无实据", exact=True).click()
    evidence = page.get_by_role("dialog").get_by_role("group", name="证据 *")
    confirm(page)
    expect(evidence.get_by_role("alert").filter(has_text=NEEDED)).to_be_visible()
    evidence.get_by_role("button", name="添加").click()
    confirm(page)
    kind = evidence.locator(".q-field").filter(has=page.get_by_label("类型 *"))
    expect(kind).to_contain_text(NEEDED)
    evidence.get_by_role("button", name="移除").click()
    expect(evidence.get_by_label("类型 *")).to_have_count(0)
    expect(evidence.get_by_role("button", name="添加")).to_be_focused()


def test_the_first_field_that_is_wrong_gets_the_focus(open_page: Open) -> None:
    page = of_verifying(open_page)
    page.get_by_role("button", name="反馈", exact=True).click()
    confirm(page)
    has_focus(page.get_by_role("dialog").locator(".q-field--error").first)


def test_a_file_that_is_missing_is_asked_for_where_it_belongs(open_page: Open) -> None:
    page = open_page(CENTRE, "/alliance")
    page.get_by_role("main").get_by_role("button", name="登记联盟").click()
    dialog = page.get_by_role("dialog")
    confirm(page)
    expect(dialog.get_by_role("group", name="章程文件 *").get_by_role("alert")).to_have_text(NEEDED)


def test_the_parts_of_a_thing_are_asked_for_one_by_one(open_page: Open) -> None:
    page = open_page(PLATFORM, "/alliance")
    page.get_by_role("tab", name="信号").click()
    page.get_by_role("main").get_by_role("button", name="共享信号").click()
    target = page.get_by_role("dialog").get_by_role("group", name="对象 *")
    confirm(page)
    expect(target.get_by_role("alert").filter(has_text=NEEDED)).to_be_visible()
    target.get_by_label("标识 *").fill("shop-1")
    confirm(page)
    expect(target.locator(".q-field").filter(has=page.get_by_label("类型 *"))).to_contain_text(NEEDED)


def test_a_file_of_another_kind_or_too_large_is_refused_in_words_and_the_same_is_taken_again(
    open_page: Open, tmp_path: Path
) -> None:
    page = open_page(PLATFORM, "/screen")
    wrong = page.get_by_role("main").get_by_role("alert")
    page.set_input_files("input[type=file]", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
    expect(wrong).to_contain_text("a.txt 类型不符")
    large: FilePayload = {"name": "large.csv", "mimeType": "text/csv", "buffer": b"a" * (16 * 1024 * 1024 + 1)}
    page.set_input_files("input[type=file]", large)
    expect(wrong).to_contain_text("large.csv 过大，最多 16 MB")
    roster = tmp_path / "roster.csv"
    roster.write_text("名称\n某某商行\n")
    page.set_input_files("input[type=file]", roster)
    expect(page.get_by_role("table")).to_contain_text("某某商行")
    expect(wrong).to_have_count(0)
    with page.expect_response(re.compile("/upload/")):
        page.set_input_files("input[type=file]", roster)
    expect(page.get_by_role("table")).to_contain_text("某某商行")


def test_what_is_confirmed_waits_for_the_file_that_is_on_its_way(open_page: Open) -> None:
    page, held = open_page(CENTRE, "/alliance"), list[Route]()
    page.get_by_role("main").get_by_role("button", name="登记联盟").click()
    dialog = page.get_by_role("dialog")

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("/upload/"), hold)
    charter: FilePayload = {"name": "charter.txt", "mimeType": "text/plain", "buffer": b"charter"}
    dialog.locator("input[type=file]").set_input_files(charter)
    confirm(page)
    page.wait_for_timeout(500)
    expect(dialog.get_by_text(NEEDED)).to_have_count(0)
    held[0].continue_()
    expect(dialog.locator(".q-field").filter(has=page.get_by_label("名称 *"))).to_contain_text(NEEDED)
    expect(dialog.get_by_role("group", name="章程文件 *").get_by_role("alert")).to_have_count(0)


def test_a_second_click_does_not_act_a_second_time(open_page: Open) -> None:
    page = open_page(CENTRE, "/rules")
    page.get_by_role("button", name="新建草案").click()
    page.get_by_label("标题 *").fill("只此一份")
    page.get_by_label("事由 *").fill("试")
    page.get_by_role("dialog").get_by_role("button", name="确认").dblclick()
    page.wait_for_url("**/rules/rls_*")
    page.goto("/rules")
    expect(page.get_by_role("link", name="只此一份")).to_have_count(1)


def test_what_was_typed_outlasts_what_another_has_done_meanwhile(open_page: Open) -> None:
    page, other = of_verifying(open_page), of_verifying(open_page)
    for one, words in ((page, "先写的反馈。"), (other, "后写的反馈。")):
        one.get_by_role("button", name="反馈", exact=True).click()
        one.get_by_label("反馈 *").fill(words)
    confirm(other)
    expect(other.get_by_role("dialog")).to_have_count(0)
    confirm(page)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("alert").filter(has_text="此间已有变动")).to_be_visible()
    expect(dialog.get_by_role("link", name="查看当前内容")).to_be_visible()
    expect(dialog.get_by_label("反馈 *")).to_have_value("先写的反馈。")
    confirm(page)
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("main")).to_contain_text("反馈")
