"""Importing in the browser: tried first, landed when told to, and nothing ends unasked."""

from playwright.sync_api import Page, expect

from tests.console.conftest import Open, pick
from tests.factories import uscc_of

CENTRE = "惠州市信用中心"
HEAD = "统一社会信用代码,失信主体名称,文书号,列入日期\n"
BAD = "91441302MADEM0003X"


def rows(*numbers: int) -> str:
    return HEAD + "".join(f"{uscc_of(one)},第{one}号商行,惠市监〔2026〕{one}号,2026-10-01\n" for one in numbers)


def choose(page: Page, text: str, list_title: str, *, full: bool = False) -> None:
    page.goto("/imports")
    page.get_by_role("combobox", name="名单").click()
    pick(page, list_title, exact=True)
    if full:
        page.get_by_role("checkbox", name="文件为完整名单").check()
    give(page, text)


def give(page: Page, text: str) -> None:
    page.set_input_files("input[type=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()})


def land(page: Page) -> None:
    page.get_by_role("button", name="导入以上记录").click()
    page.get_by_role("dialog").get_by_role("button", name="确认").click()


def test_a_file_is_tried_before_anything_lands_and_each_bad_row_is_told(open_page: Open) -> None:
    page = open_page(CENTRE)
    choose(page, rows(7001) + f"{BAD},错码公司,惠市监〔2026〕1号,2026-10-01\n", "电子商务领域黑名单")
    main = page.get_by_role("main")
    expect(main.get_by_text("已试运行，尚未写入任何内容。")).to_be_visible()
    bad = main.get_by_role("table").get_by_role("row").nth(1)
    expect(bad.get_by_role("cell").nth(0)).to_have_text("3")
    expect(bad.get_by_role("cell").nth(1)).to_have_text("统一社会信用代码")
    expect(bad.get_by_role("cell").nth(3)).not_to_have_text("")
    untold = open_page(CENTRE, f"/subjects/{uscc_of(7001)}")
    expect(untold.get_by_role("main").get_by_role("alert")).to_contain_text("此处没有内容")

    page.get_by_role("button", name="导入以上记录").click()
    expect(page.get_by_role("dialog")).to_contain_text("将 1 行导入“电子商务领域黑名单”")
    page.get_by_role("dialog").get_by_role("button", name="确认").click()
    expect(main.get_by_text("已导入。")).to_be_visible()
    untold.reload()
    expect(untold.get_by_role("main")).to_contain_text("第7001号商行")


def test_a_file_that_is_refused_leaves_nothing_of_the_one_before(open_page: Open) -> None:
    page = open_page(CENTRE)
    choose(page, rows(7002), "电子商务领域黑名单")
    expect(page.get_by_role("button", name="导入以上记录")).to_be_visible()
    give(page, "甲,乙\n1,2\n")
    expect(page.get_by_role("main").get_by_role("alert").filter(has_text="文件无法读取")).to_be_visible()
    expect(page.get_by_role("button", name="导入以上记录")).to_have_count(0)


def test_what_a_full_file_would_end_is_named_and_confirmed_first(open_page: Open) -> None:
    page = open_page(CENTRE)
    listed, main = "运输物流行业严重违法失信市场主体名单", page.get_by_role("main")
    choose(page, rows(7011, 7012, 7013, 7014), listed, full=True)
    land(page)
    expect(main.get_by_text("已导入。")).to_be_visible()
    choose(page, rows(7011), listed, full=True)
    page.get_by_role("button", name="导入以上记录").click()
    expect(page.get_by_role("dialog")).to_contain_text("文件未列的 3 条记录将随之结束")
    page.get_by_role("dialog").get_by_role("button", name="确认").click()
    expect(main).to_contain_text("尚未结束，须先确认")
    expect(main).to_contain_text("拟结束: 3")
    page.get_by_role("button", name="结束 3 条记录").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"“{listed}”中有 3 条记录")
    page.get_by_role("dialog").get_by_role("button", name="确认").click()
    expect(main.get_by_text("已导入。")).to_be_visible()
    expect(main).to_contain_text("退出: 3")
