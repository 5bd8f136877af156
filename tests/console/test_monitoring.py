"""Monitoring in the browser: each bar leads to its cases, and charts and numbers can be taken along."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Open, pick

CENTRE, LONGMEN, PLATFORM = "惠州市信用中心", "龙门县", "演示平台"
UNTIL_YESTERDAY = "first=2026-01-01&last=2026-11-22&as_of=2026-11-22"
"""Of a day that is over: whatever else is tried in the demo, it says the same."""
FIGURES = [
    ("verification", "month", [("2026-06", 10, 10, 100), ("2026-09", 16, 21, 76.2), ("2026-11", 1, 5, 20)]),
    (
        "rectification_on_time",
        "unit",
        [
            ("博罗县", 1, 1, 100),
            ("大亚湾经济技术开发区", 1, 1, 100),
            ("惠城区", 0, 1, 0),
            ("惠阳区", 1, 1, 100),
            ("龙门县", 0, 1, 0),
            ("仲恺高新技术产业开发区", 0, 2, 0),
        ],
    ),
    ("recurrence", "month", [("2026-10", 1, 2, 50), ("2026-11", 0, 1, 0)]),
]
"""What the demo's stories come to: which case was pushed, verified, ordered, reported and removed on which day."""
WARNINGS = [
    "惠城区：75.0%（8 件中 6 件），阈值 90%",
    "惠东县：83.3%（6 件中 5 件），阈值 90%",
    "龙门县：80.0%（5 件中 4 件），阈值 90%",
    "惠州市 市场监督管理局：42.9%（7 件中 3 件），阈值 50%",
]
"""Verification below its threshold in three units, rectification on time below its own in a department."""
YEAR = "/monitoring?figure=verification&by=unit&first=2026-01-01&last=2026-12-31"


def taken(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return Path(download.value.path()).read_bytes()


def test_a_figure_is_drawn_told_and_leads_to_its_cases(open_page: Open) -> None:
    page = open_page(CENTRE, YEAR)
    expect(page.get_by_role("img", name="核查率：案件数")).to_be_visible()
    numbers = csv.DictReader(StringIO(taken(page, "表格（CSV）").decode("utf-8-sig")))
    assert len(list(numbers)) == page.get_by_role("table").first.get_by_role("link").count()
    assert taken(page, "图片（PNG）").startswith(b"\x89PNG")
    # a bar of the chart: the first one, near its left end
    page.locator("canvas").first.click(position={"x": 150, "y": 70})
    page.wait_for_url("**/monitoring/cases?*")
    page.get_by_role("table").first.get_by_role("link").first.click()
    page.wait_for_url("**/cases/cas_*")


def test_other_figures_and_divisions_are_chosen(open_page: Open) -> None:
    page = open_page(CENTRE, YEAR)
    page.get_by_role("combobox", name="分组").click()
    pick(page, "按问题类型")
    expect(page.get_by_role("table").first).to_contain_text("刷单炒信")
    expect(page.get_by_role("img", name="按状态统计案件")).to_be_visible()


@pytest.mark.parametrize(("figure", "by", "told"), FIGURES, ids=["months", "on-time", "recurrence"])
def test_the_numbers_are_those_of_the_cases_and_lead_to_them(
    open_page: Open, figure: str, by: str, told: list[tuple[str, int, int, float]]
) -> None:
    page = open_page(CENTRE, f"/monitoring?figure={figure}&by={by}&{UNTIL_YESTERDAY}")
    rows = page.get_by_role("table").first.locator("tbody").get_by_role("row")
    expect(rows.first).to_be_visible()
    read = [tuple(row.get_by_role("cell").all_inner_texts()) for row in rows.all()]
    wanted = [(group, counted, of, percent) for group, counted, of, percent in told]
    assert [(group, int(counted), int(of), float(percent)) for group, counted, of, percent in read] == wanted
    group, counted, of, _ = told[0]
    page.get_by_role("table").first.get_by_role("link", name=group, exact=True).click()
    main = page.get_by_role("main")
    for title, count in (("计入", counted), ("未计入", of - counted)):
        expect(main.get_by_role("heading", name=f"{title} ({count})", exact=True)).to_be_visible()


def test_an_early_warning_says_which_threshold_was_crossed_and_leads_to_its_cases(open_page: Open) -> None:
    page = open_page(CENTRE, f"/monitoring?{UNTIL_YESTERDAY}")
    main = page.get_by_role("main")
    for told in WARNINGS:
        expect(main.get_by_role("link", name=told, exact=True)).to_be_visible()
    main.get_by_role("link", name=WARNINGS[0], exact=True).click()
    page.wait_for_url("**/monitoring/cases?*")
    expect(main.get_by_role("heading", name="计入 (6)", exact=True)).to_be_visible()
    expect(main.get_by_role("heading", name="未计入 (2)", exact=True)).to_be_visible()


def test_the_centre_supervises_a_body_that_it_chooses_by_name(open_page: Open) -> None:
    page = open_page(CENTRE, "/monitoring")
    page.get_by_role("button", name="启动督查").last.click()
    form = page.get_by_role("dialog")
    for field, option in (("类型 *", "督查"), ("单位 *", "惠东县")):
        form.get_by_label(field, exact=True).click()
        pick(page, option, exact=True)
    form.get_by_label("事由 *").fill("请说明核查进度。")
    form.get_by_role("button", name="确认").click()
    expect(form).to_have_count(0)
    expect(page.get_by_role("table").last).to_contain_text("惠东县")


def test_a_county_answers_a_supervision(open_page: Open) -> None:
    page = open_page(LONGMEN, "/monitoring")
    page.get_by_role("link", name="情况通报").click()
    page.get_by_role("button", name="答复").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("备注 *").fill("已补报上月核查情况。")
    dialog.get_by_role("button", name="确认").click()
    expect(page.get_by_role("main").get_by_text("已答复")).to_be_visible()


def test_a_report_is_drawn_up_approved_by_another_person_and_published(open_page: Open) -> None:
    page = open_page(CENTRE, "/reports")
    page.get_by_role("button", name="编制报告").click()
    form = page.get_by_role("dialog")
    form.get_by_label("周期 *").click()
    pick(page, "月份", exact=True)
    form.get_by_label("日期 *").fill("2026-06-15")
    form.get_by_label("说明").fill("六月数据完整。")
    form.get_by_role("button", name="确认").click()
    page.get_by_role("row").filter(has_text="2026-06-01").get_by_role("link").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("六月数据完整。")
    expect(main.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    step(page, "批准")
    expect(page.get_by_role("alert").first).to_be_visible()  # not by the one who drew it up
    another = open_page("惠州市信用中心管理员", page.url)
    step(another, "批准")
    expect(another.get_by_role("main").get_by_text("已审定", exact=True)).to_be_visible()
    step(another, "发布")
    expect(another.get_by_role("main").get_by_text("已发布", exact=True)).to_be_visible()
    read = open_page(PLATFORM, page.url)
    expect(read.get_by_role("main")).to_contain_text("六月数据完整。")
    expect(read.get_by_role("button", name="发布", exact=True)).to_have_count(0)


def step(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="确认").click()


def test_a_report_is_read_and_taken_along(open_page: Open) -> None:
    page = open_page(CENTRE, "/reports")
    page.get_by_role("table").get_by_role("link").first.click()
    assert taken(page, "PDF").startswith(b"%PDF")
    assert "按期整改率" in taken(page, "HTML").decode()
