"""Operations, as the administrator, the auditor and the centre see them."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from api.auditing import audit_log
from api.context import AppContext
from api.settings import Settings
from api.worker import step
from models.audits import AUDIT
from tests.console.conftest import Open, Running, pick, picked
from tests.console.test_readable import unreadable

AT = "2026-11-23 04:00:00.000000"
ADMINISTRATOR, AUDITOR, CENTRE, PLATFORM = "惠州市信用中心管理员", "演示审计", "惠州市信用中心", "演示平台"


def operations(open_page: Open, member: str, part: str, width: int = 1280) -> Page:
    page = open_page(member, "/operations", width)
    page.get_by_role("tab", name=part).click()
    return page


def confirm(page: Page) -> None:
    page.get_by_role("button", name="确认", exact=True).click()


def test_an_administrator_adds_a_member_gives_secrets_and_takes_them_back(open_page: Open) -> None:
    page = operations(open_page, ADMINISTRATOR, "成员与密钥")
    main = page.get_by_role("main")
    main.get_by_role("button", name="更多").click()
    expect(main.get_by_role("link", name=PLATFORM)).to_be_visible()
    main.get_by_role("button", name="添加成员").click()
    page.get_by_label("名称 *").fill("新来的平台")
    page.get_by_role("combobox", name="类型 *").click()
    pick(page, "平台")
    confirm(page)
    first = page.get_by_label("密钥", exact=True).input_value()
    assert len(first) > 30
    page.get_by_role("button", name="我已妥善保存").click()
    page.wait_for_url(re.compile("/operations/members/mem_"))
    expect(main).to_contain_text("新来的平台")
    assert first not in page.content()

    main.get_by_role("button", name="发放新密钥").click()
    page.get_by_label("持有人 *").fill("李四")
    page.get_by_role("combobox", name="权限").fill("clauses:")
    expect(page.get_by_role("option")).to_have_text(["clauses:read", "clauses:write"])
    page.get_by_role("option", name="clauses:read").click()
    page.keyboard.press("Escape")
    picked(page)
    confirm(page)
    assert page.get_by_label("密钥", exact=True).input_value() != first
    page.get_by_role("button", name="我已妥善保存").click()
    expect(main).to_contain_text("李四")
    expect(main.get_by_text("clauses:read", exact=True)).to_be_visible()

    main.get_by_role("button", name="吊销").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("此后该凭证失效")
    confirm(page)
    expect(main.get_by_text("已吊销", exact=True)).to_be_visible()
    main.get_by_role("button", name="停用").click()
    confirm(page)
    expect(main.get_by_text("已停用", exact=True)).to_be_visible()
    expect(main.get_by_role("button", name="发放新密钥")).to_have_count(0)


def test_who_is_no_administrator_sees_no_members(open_page: Open) -> None:
    page = open_page(CENTRE, "/operations")
    expect(page.get_by_role("tab", name="日志核验")).to_be_visible()
    expect(page.get_by_role("tab", name="成员与密钥")).to_have_count(0)
    refused = open_page(CENTRE, "/operations/members/mem_" + "0" * 32)
    expect(refused.get_by_role("alert").first).to_contain_text("members:read")


def test_an_auditor_has_the_log_audited_and_reads_what_came_of_it(open_page: Open, running: Running) -> None:
    page = operations(open_page, AUDITOR, "日志核验")
    main = page.get_by_role("main")
    expect(main.get_by_text("尚未在此核验过日志。")).to_be_visible()
    main.get_by_role("button", name="立即核验日志").click()
    expect(main.get_by_text("核验中", exact=True)).to_be_visible()
    context = AppContext.open(Settings(home=running.home, clock_file=running.home / "clock"))
    try:
        while step(context, {AUDIT: audit_log}):
            pass
    finally:
        context.database.close()
    page = operations(open_page, AUDITOR, "日志核验")
    main = page.get_by_role("main")
    expect(main.get_by_text("日志与签名相符", exact=True)).to_be_visible()
    expect(main).to_contain_text(re.compile(r"已核验至第 \d+ 号签名头"))


def push(running: Running, member: str) -> None:
    """An address of a member, to which one event was delivered, and another was given up."""
    with closing(sqlite3.connect(running.home / "main.db", isolation_level=None)) as database:
        [(key,)] = database.execute("SELECT id FROM member WHERE name = ?", (member,)).fetchall()
        hook = (f"whk_{'0' * 32}", key, "https://hooks.example/huixin", "[]", 0, AT, None)
        database.execute("INSERT INTO webhook VALUES (?, ?, ?, ?, ?, ?, ?)", hook)
        for number, state in enumerate(("delivered", "dead"), start=1):
            event = (f"evt_{number:032}", key, "notice.exit", None, None, "{}", AT)
            database.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", event)
            delivery = (number, f"dlv_{number:032}", hook[0], event[0], state, 1, AT)
            database.execute("INSERT INTO webhook_delivery VALUES (?, ?, ?, ?, ?, ?, ?)", delivery)


def test_what_was_given_up_is_sent_again_once_somebody_has_said_so(open_page: Open, running: Running) -> None:
    push(running, PLATFORM)
    page = operations(open_page, PLATFORM, "推送地址")
    main = page.get_by_role("main")
    expect(main.get_by_text("https://hooks.example/huixin")).to_be_visible()
    states = main.get_by_role("table").get_by_role("row")
    expect(states.filter(has_text="投递失败")).to_have_count(1)
    expect(states.filter(has_text="已送达")).to_contain_text("notice.exit")
    main.get_by_role("button", name="重新投递失败的推送").click()
    expect(page.get_by_role("dialog")).to_contain_text("https://hooks.example/huixin")
    confirm(page)
    expect(page.get_by_text("已重新投递 1 条。")).to_be_visible()
    expect(states.filter(has_text="投递失败")).to_have_count(0)
    expect(states.filter(has_text="待投递")).to_have_count(1)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_centre_sees_how_fresh_each_replica_is(open_page: Open, width: int) -> None:
    for _ in range(10):
        page = operations(open_page, CENTRE, "服务副本", width)
        main = page.get_by_role("main")
        expect(main.get_by_text(re.compile("尚无副本上报|秒前为最新")).first).to_be_visible()
        if main.get_by_text("秒前为最新").count():
            break
        page.wait_for_timeout(1_000)
    expect(main.get_by_text("秒前为最新").first).to_be_visible()
    expect(main).to_contain_text("最近上报")


def test_every_part_can_be_read_by_everybody(open_page: Open) -> None:
    page = open_page(ADMINISTRATOR, "/operations", 390)
    wrong: list[str] = []
    for part in page.get_by_role("tab").all():
        part.click()
        expect(page.locator(".q-tab-panel")).to_have_count(1)
        page.wait_for_load_state("networkidle")
        wrong += [f"{part.inner_text()}: {one}" for one in unreadable(page)]
    page.get_by_role("tab", name="成员与密钥").click()
    page.get_by_role("button", name="更多").click()
    page.get_by_role("link", name=PLATFORM).click()
    page.wait_for_url(re.compile("/operations/members/mem_"))
    wrong += unreadable(page)
    assert wrong == []
