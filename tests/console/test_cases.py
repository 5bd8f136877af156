"""Cases in the browser: the board, every step that may be taken, and all that was said and done."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from api.console.case_steps import OF_A_CASE
from huixin.types.case import CaseAction
from models.cases.moves import BY_ITSELF
from tests.console.conftest import Open, choose, pick

CENTRE, BOLUO, LONGMEN, ZONE = "惠州市信用中心", "博罗县", "龙门县", "仲恺高新技术产业开发区"
MARKET_OFFICE = "龙门县市场监督管理局"
HERBS, SPRINGS, LAMPS = "博罗县罗浮草本食品有限公司", "龙门县永汉温泉用品有限公司", "惠州仲恺潼湖电器有限公司"


def case_of(page: Page, name: str) -> Locator:
    page.get_by_role("main").get_by_role("link", name=name).click()
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name="经过", exact=True)).to_be_visible()
    return main


def step(page: Page, name: str) -> Locator:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    return page.get_by_role("dialog")


def confirm(form: Locator) -> None:
    form.get_by_role("button", name="确认").click()
    expect(form).to_have_count(0)


@pytest.mark.parametrize("action", [action for action in CaseAction if action not in BY_ITSELF])
def test_every_step_that_may_be_asked_for_has_a_form(action: CaseAction) -> None:
    assert action in OF_A_CASE


def test_the_board_shows_a_unit_its_own_cases_with_the_days_left_in_colour(open_page: Open) -> None:
    main = open_page(BOLUO, "/cases").get_by_role("main")
    expect(main.get_by_text(HERBS)).to_be_visible()
    over, left = main.get_by_text(re.compile(r"已超 \d+ 天")), main.get_by_text(re.compile(r"还剩 \d+ 天"))
    expect(over.first).to_have_class(re.compile("bg-red-800"))
    for one in left.all():
        days = int(re.findall(r"\d+", one.inner_text())[-1])
        expect(one).to_have_class(re.compile("bg-amber-200" if days <= 7 else "bg-slate-200"))


def test_the_centre_assigns_a_case_that_waits_for_a_unit(open_page: Open) -> None:
    page = open_page(CENTRE, "/cases?state=unassigned")
    main = case_of(page, "惠州市拾光里百货有限公司")
    form = step(page, "分派")
    form.get_by_label("单位 *", exact=True).click()
    expect(page.get_by_role("option", name="惠州市", exact=True)).to_have_count(0)
    pick(page, "惠东县", exact=True)
    form.get_by_label("依据 *").fill("经电话核实，登记地在惠东县。")
    confirm(form)
    expect(main.get_by_text("核查中", exact=True)).to_be_visible()
    story = main.locator(".q-timeline__entry")
    expect(story.first).to_contain_text("经电话核实，登记地在惠东县。")
    expect(story.last).to_contain_text("收案")
    expect(open_page("惠东县", page.url).get_by_role("main")).to_contain_text("惠州市拾光里百货有限公司")


def test_ones_own_cases_stand_before_those_that_were_sent_for_information(open_page: Open) -> None:
    centre = open_page(CENTRE, "/cases?state=verifying")
    main = case_of(centre, HERBS)
    form = step(centre, "抄送")
    choose(centre, form, 单位=["龙门县"])
    confirm(form)
    expect(main.get_by_role("table").filter(has_text="抄送")).to_contain_text("龙门县")
    board = open_page(LONGMEN, "/cases?state=verifying").get_by_role("main")
    names = board.get_by_role("link", name=re.compile("有限公司"))
    expect(names).to_have_text(["龙门县南昆山货电子商务有限公司", HERBS])


def test_a_case_has_its_next_legal_steps_as_buttons_and_tells_what_was_said(open_page: Open) -> None:
    page = open_page(BOLUO, "/cases?state=verifying")
    main = case_of(page, HERBS)
    expect(page.get_by_role("button", name="查实", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="送达", exact=True)).to_have_count(0)
    form = step(page, "反馈")
    form.get_by_role("button", name="确认").click()
    expect(form.get_by_text("此项必填。")).to_be_visible()
    form.get_by_label("反馈 *").fill("已现场核查，正在取证。")
    confirm(form)
    sent = main.get_by_role("table").filter(has_text="已现场核查，正在取证。")
    expect(sent.get_by_role("row").filter(has_text="博罗县")).to_contain_text("2026-11-23")
    told = main.locator(".q-timeline__entry").filter(has_text="已现场核查，正在取证。")
    expect(told).to_contain_text("反馈")
    expect(told).to_contain_text("2026-11-23 12:00 · 博罗县")


def test_a_department_inspects_its_task_and_what_it_found_is_told(open_page: Open) -> None:
    page = open_page(MARKET_OFFICE, "/cases?state=reported")
    main = case_of(page, SPRINGS)
    form = step(page, "验收")
    choose(page, form, 任务="龙门县 市场监督管理局 · 虚假广告")
    form.get_by_label("日期 *").fill("2026-11-23")
    for officer in ("王芳", "刘洋"):
        form.get_by_label("验收人员 *").fill(officer)
        page.keyboard.press("Enter")
    form.get_by_role("group", name="结果 *").get_by_role("button", name="添加").click()
    choose(page, form, 项目="虚假广告")
    choose(page, form, 值="验收通过")
    form.get_by_label("意见").fill("宣传用语已全部更正。")
    confirm(form)
    found = main.get_by_role("table").filter(has_text="宣传用语已全部更正。")
    for told in ("龙门县 市场监督管理局", "王芳、刘洋", "虚假广告: 验收通过", "2026-11-23"):
        expect(found).to_contain_text(told)


def test_the_centre_urges_a_department_by_its_task(open_page: Open) -> None:
    page = open_page(CENTRE, "/cases?state=incomplete")
    main = case_of(page, "惠州大亚湾")
    newest = main.locator(".q-timeline__entry").first
    for basis in ("请于一周内验收。", "仍未验收，再次督办。"):
        form = step(page, "督办")
        form.get_by_label("任务 *").click()
        pick(page, re.compile("^大亚湾经济技术开发区 商务局 · "))
        form.get_by_label("依据 *").fill(basis)
        confirm(form)
        expect(newest).to_contain_text(basis)
    tasks = main.get_by_role("table").filter(has_text="催办时间")
    expect(tasks.get_by_role("row").filter(has_text="商务局")).to_contain_text("2026-11-23")
    expect(main.locator(".q-timeline__entry").filter(has_text="请于一周内验收。")).to_contain_text("商务局")


def test_a_penalty_is_published_by_its_number(open_page: Open) -> None:
    page = open_page(ZONE, "/cases?state=rectifying")
    main = case_of(page, LAMPS)
    form = step(page, "公示处罚")
    choose(page, form, 处罚="仲恺高新技术产业开发区市监处罚〔2026〕46号")
    form.get_by_label("日期 *").fill("2026-11-23")
    confirm(form)
    penalties = main.get_by_role("table").filter(has_text="市监处罚〔2026〕46号")
    expect(penalties.get_by_role("columnheader", name="公示日期")).to_be_visible()
    expect(main.locator(".q-timeline__entry").first).to_contain_text("市监处罚〔2026〕46号")


def test_a_case_shows_what_is_under_way_and_its_documents_to_print_and_its_files_to_save(open_page: Open) -> None:
    page = open_page(BOLUO, "/cases?state=rectifying")
    page.get_by_role("main").get_by_role("link").nth(1).click()
    main = page.get_by_role("main")
    for part in ("发送与反馈", "任务", "责令整改", "文书", "文件"):
        expect(main.get_by_role("heading", name=part, exact=True)).to_be_visible()
    expect(main.get_by_role("link", name="督办函")).to_have_count(0)
    order = main.get_by_role("link", name="责令限期整改通知书").get_attribute("href")
    assert order is not None
    assert "责令限期整改通知书" in page.request.get(order).text()
