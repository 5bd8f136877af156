"""The console as people use it: each page as a member who may see it, in a real browser."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import polars as pl
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from api.demo import BRUSHER, CLEAR
from huixin.cli.sheets import writing
from huixin.types.receipt import Receipt
from tests.console.conftest import Open, Running, pick, sign_in

PLATFORM, COURIER, CENTRE = "演示平台", "演示快递", "惠州市信用中心"
ASSOCIATION = "演示电子商务协会"


def choose(page: Page, scene: str) -> None:
    page.get_by_role("combobox", name="场景").click()
    pick(page, scene)


def check(page: Page, code: str, scene: str = "促销报名") -> None:
    choose(page, scene)
    page.get_by_label("统一社会信用代码").fill(code)
    page.get_by_role("button", name="信用核查").click()


def test_a_check_says_first_what_follows_and_then_why(open_page: Open) -> None:
    page = open_page(PLATFORM)
    check(page, BRUSHER)
    card = page.get_by_role("main")
    expect(card.get_by_text("拒绝", exact=True)).to_be_visible()
    expect(card).to_contain_text("限制参加网络促销活动")
    expect(card).to_contain_text(BRUSHER)
    notice = page.get_by_role("link", name="打印告知书").get_attribute("href")
    assert notice is not None
    assert "告知书" in page.request.get(notice).text()
    with page.expect_download() as download:
        card.get_by_role("button", name="存证回执").click()
    receipt = Receipt.model_validate_json(Path(download.value.path()).read_bytes())
    assert receipt.decision["outcome"] == "refuse"


def test_the_card_has_what_one_wants_to_know_first_as_parts_of_its_own(open_page: Open) -> None:
    page = open_page(PLATFORM)
    check(page, BRUSHER)
    expect(page.get_by_role("region", name="结果")).to_contain_text("拒绝")
    follows = page.get_by_role("region", name="处理措施")
    expect(follows).to_contain_text("限制参加网络促销")
    expect(follows).to_contain_text(re.compile(r"至\d{4}-\d{2}-\d{2}|未定"))
    expect(follows).to_contain_text(re.compile("第.+条"))
    expect(page.get_by_role("region", name="商户可以做什么")).to_contain_text("提出异议")
    expect(page.get_by_role("region", name="完整说明")).to_contain_text("本提示供参考")


def test_what_was_found_before_does_not_stand_below_another_question(open_page: Open) -> None:
    page = open_page(PLATFORM)
    check(page, BRUSHER)
    expect(page.get_by_role("region", name="结果")).to_contain_text("拒绝")
    check(page, "91441302MADEM0003X")
    expect(page.locator(".q-field--error")).to_have_count(1)
    expect(page.get_by_role("region", name="结果")).to_have_count(0)


def test_who_stands_on_no_list_is_told_so(open_page: Open) -> None:
    page = open_page(PLATFORM)
    check(page, CLEAR)
    expect(page.get_by_role("main").get_by_text("未发现问题", exact=True)).to_be_visible()


def test_a_wrong_code_is_refused_in_the_words_of_the_service(open_page: Open) -> None:
    page = open_page(PLATFORM)
    check(page, "91441302MADEM0003X")
    expect(page.locator(".q-field--error").filter(has=page.get_by_label("统一社会信用代码"))).to_contain_text("校验")
    expect(page.get_by_text("/subject/uscc")).to_have_count(0)


def test_nobody_sees_a_page_without_signing_in(open_page: Open) -> None:
    page = open_page(None, "/cases")
    assert page.url.endswith("/sign-in?back=%2Fcases")
    page.fill("#name", "cli_x")
    page.fill("#secret", "wrong")
    with page.expect_response("**/sign-in") as answered:
        page.click("button")
    assert answered.value.status == 401
    expect(page.get_by_role("alert")).to_be_visible()


def test_who_has_signed_out_has_to_sign_in_again(open_page: Open, running: Running) -> None:
    page = open_page()
    sign_in(page, running, COURIER)
    page.get_by_role("button", name="退出").click()
    page.wait_for_url("**/sign-in")
    page.goto("/")
    assert page.url.endswith("/sign-in")


def test_the_cookie_is_kept_from_scripts_and_other_sites(open_page: Open) -> None:
    page = open_page(PLATFORM)
    [cookie] = [one for one in page.context.cookies() if one["name"] == "huixin_console"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    assert page.evaluate("document.cookie") == ""


def test_another_site_can_send_nothing(running: Running) -> None:
    client_id, secret = running.members[PLATFORM]
    sent = {"name": client_id, "secret": secret}
    with httpx.Client(base_url=running.url) as browser:
        assert browser.post("/sign-in", data=sent, headers={"Origin": "https://elsewhere.example"}).status_code == 403
        assert browser.post("/sign-in", data=sent, headers={"Origin": running.url}).status_code == 303
        browser.post("/sign-out", data={"form_key": "guessed"}, headers={"Origin": running.url})
        assert browser.get("/cases").status_code == 200, "a guessed key signs nobody out"
        assert browser.get("/language", params={"back": "//elsewhere.example"}).headers["location"] == "/"


def test_a_member_sees_its_own_pages_only(open_page: Open) -> None:
    nav = open_page(PLATFORM).get_by_role("navigation")
    expect(nav.get_by_role("link", name="信用核查")).to_be_visible()
    expect(nav.get_by_role("link", name="案件")).to_have_count(0)
    expect(nav.get_by_role("link", name="名单导入")).to_have_count(0)


def test_a_page_that_a_member_may_not_see_says_so(open_page: Open) -> None:
    page = open_page(PLATFORM, "/cases")
    expect(page.get_by_role("alert").first).to_contain_text("cases:read")


def test_lists_can_be_chosen_and_a_merchant_opened(open_page: Open) -> None:
    page = open_page(CENTRE, "/listings")
    expect(page.get_by_role("table")).to_be_visible()
    page.goto(f"/subjects/{BRUSHER}")
    expect(page.get_by_role("main")).to_contain_text(BRUSHER)


def test_a_merchant_is_found_by_its_code_or_its_name_with_the_enter_key(open_page: Open) -> None:
    page = open_page(CENTRE, "/listings")
    search = page.get_by_label("统一社会信用代码或名称")
    search.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("请输入代码或名称")
    search.fill("罗浮草本食品")
    search.press("Enter")
    expect(page.get_by_role("link", name="博罗县罗浮草本食品有限公司").first).to_be_visible()
    search.fill(BRUSHER)
    search.press("Enter")
    page.wait_for_url(f"**/subjects/{BRUSHER}")


def test_what_is_not_there_is_said_in_the_page(open_page: Open) -> None:
    page = open_page(CENTRE, f"/subjects/{CLEAR}")
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("此处没有内容")
    expect(page.get_by_role("link", name="回到首页")).to_be_visible()


def test_a_file_of_merchants_is_screened(open_page: Open, tmp_path: Path) -> None:
    page = open_page(PLATFORM, "/screen")
    choose(page, "促销报名")
    for file in rosters({"统一社会信用代码": [BRUSHER, CLEAR, None], "名称": [None, None, None]}, tmp_path):
        page.set_input_files("input[type=file]", file)
        table = page.get_by_role("table")
        expect(table).to_contain_text("拒绝")
        expect(table).to_contain_text("未发现问题")
        expect(table.get_by_role("row")).to_have_count(3)
        with page.expect_download() as download:
            page.get_by_role("button", name="下载").click()
        assert BRUSHER in read_back(Path(download.value.path()), file.suffix)
        page.reload()
        choose(page, "促销报名")


def rosters(columns: dict[str, list[str | None]], folder: Path) -> Iterator[Path]:
    """The same merchants in each form that is taken."""
    frame = pl.DataFrame(columns)
    frame.write_csv(folder / "roster.csv")
    frame.write_parquet(folder / "roster.parquet")
    with writing(folder / "roster.xlsx", ".xlsx") as sheet:
        for cells in (frame.columns, *frame.rows()):
            sheet.write(cells)
    yield from (folder / f"roster.{form}" for form in ("csv", "xlsx", "parquet"))


def read_back(file: Path, suffix: str) -> str:
    if suffix != ".xlsx":
        return file.read_text("utf-8-sig")
    return str(list(load_workbook(BytesIO(file.read_bytes())).active.values))


def test_the_rules_show_what_is_in_force_and_on_what_it_rests(open_page: Open) -> None:
    page = open_page(CENTRE, "/rules")
    page.get_by_role("tab", name="依据").click()
    expect(page.get_by_role("table")).to_contain_text("中华人民共和国电子商务法")


def test_the_console_speaks_english_too(open_page: Open, running: Running) -> None:
    page = open_page()
    sign_in(page, running, PLATFORM)  # for itself alone: the language is that of whoever signed in
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Check")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en-US"
    expect(page.locator('script[src$="/lang/en-US.umd.prod.js"]')).to_have_count(1)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    told = page.request.get("/no-such-page")
    assert told.status == 404
    assert "There is no such page." in told.text()
    assert 'lang="en-US"' in told.text()


def test_what_is_not_there_is_told_in_words_of_the_console(open_page: Open) -> None:
    page = open_page(PLATFORM)
    told = page.request.get("/no-such-page")
    assert told.status == 404
    assert "没有这一页" in told.text()
    assert 'lang="zh-CN"' in told.text()
