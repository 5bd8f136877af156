"""Monitoring in the browser: each bar leads to its cases, and charts and numbers can be taken along."""

import csv
from io import StringIO
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.console.conftest import Open

CENTRE, LONGMEN = "惠州市信用中心", "龙门县"
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
    page.get_by_role("option", name="按问题类型").click()
    expect(page.get_by_role("table").first).to_contain_text("刷单炒信")
    expect(page.get_by_role("img", name="按状态统计案件")).to_be_visible()


def test_a_county_answers_a_supervision(open_page: Open) -> None:
    page = open_page(LONGMEN, "/monitoring")
    page.get_by_role("link", name="情况通报").click()
    page.get_by_role("button", name="答复").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("备注 *").fill("已补报上月核查情况。")
    dialog.get_by_role("button", name="确认").click()
    expect(page.get_by_role("main").get_by_text("已答复")).to_be_visible()


def test_a_report_is_read_and_taken_along(open_page: Open) -> None:
    page = open_page(CENTRE, "/reports")
    page.get_by_role("table").get_by_role("link").first.click()
    assert taken(page, "PDF").startswith(b"%PDF")
    assert "按期整改率" in taken(page, "HTML").decode()
