"""The merchant's own page: after the one-time code it reads what stands against it, and has its say."""

import re

from playwright.sync_api import FilePayload, Locator, Page, expect

from api.demo import BRUSHER
from tests.console.conftest import MERCHANT, Open, Running, pick

CENTRE, PLATFORM = "惠州市信用中心", "演示平台"
PROOF: FilePayload = {"name": "proof.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\nput right\n%%EOF\n"}


def dialog_of(page: Page, button: str) -> Locator:
    page.get_by_role("main").get_by_role("button", name=button).first.click()
    return page.get_by_role("dialog")


def confirm(form: Locator) -> None:
    form.get_by_role("button", name="确认").click()
    expect(form).to_have_count(0)


def code_for(page: Page, uscc: str) -> str:
    """Given at the counter; it is shown once, and the list says that it holds."""
    form = dialog_of(page, "发放验证码")
    form.get_by_label("统一社会信用代码 *").fill(uscc)
    form.get_by_label("发放方式 *").click()
    pick(page, "窗口当面发放")
    form.get_by_label("营业执照号").fill(uscc)
    form.get_by_label("授权委托书").fill("法定代表人到场")
    form.get_by_role("button", name="确认").click()
    code = page.get_by_label("一次性验证码").input_value()
    page.get_by_role("button", name="我已妥善保存").click()
    expect(page.get_by_role("row").filter(has_text=uscc).first).to_contain_text("有效")
    expect(page.get_by_label("一次性验证码")).to_have_count(0)
    return code


def signed_in(open_page: Open, uscc: str, code: str) -> Page:
    page = open_page(None, "/sign-in?merchant=true")
    page.fill("#name", uscc)
    page.fill("#secret", code)
    page.get_by_role("button").click()
    page.wait_for_url("**/merchant")
    return page


def test_from_the_code_that_the_centre_gives_a_merchant_comes_to_its_page_appeals_and_is_answered(
    open_page: Open,
) -> None:
    deciding = open_page(PLATFORM)
    deciding.get_by_role("combobox", name="场景").click()
    pick(deciding, "促销报名")
    deciding.get_by_label("统一社会信用代码").fill(BRUSHER)
    deciding.get_by_role("button", name="信用核查").click()
    expect(deciding.get_by_role("main").get_by_text("拒绝", exact=True)).to_be_visible()

    page = signed_in(open_page, BRUSHER, code_for(open_page(CENTRE, "/codes"), BRUSHER))
    main = page.get_by_role("main")
    decision = main.locator(".q-card").filter(has_text="平台 · 促销报名")
    expect(decision).to_contain_text("拒绝")
    decision.get_by_role("button", name="申诉").click()
    form = page.get_by_role("dialog")
    form.get_by_label("陈述 *").fill("已停止刷单并整改。")
    form.locator("input[type=file]").set_input_files(PROOF)
    expect(form).to_contain_text("proof.pdf")
    confirm(form)
    for told in ("您于 2026-11-23 提出的申诉", "处理中", "已停止刷单并整改。"):
        expect(decision).to_contain_text(told)

    deciding.goto("/appeals")
    deciding.get_by_role("row").filter(has_text="已停止刷单并整改。").get_by_role("link").click()
    with deciding.expect_download() as download:
        deciding.get_by_role("button", name=re.compile("proof.pdf")).click()
    assert download.value.path().read_bytes() == PROOF["buffer"]
    answer = dialog_of(deciding, "作出决定")
    answer.get_by_label("结论 *").click()
    pick(deciding, "不予支持", exact=True)
    answer.get_by_label("由谁作出 *").fill("a-17")
    answer.get_by_label("理由 *").fill("整改期尚未届满，维持原决定。")
    confirm(answer)

    page.reload()
    for told in ("不予支持", "整改期尚未届满，维持原决定。", "2026-11-23 作出决定"):
        expect(decision).to_contain_text(told)


def test_a_merchant_reports_that_it_has_put_right_what_it_was_ordered_to(open_page: Open) -> None:
    page = open_page(MERCHANT, "/merchant")
    main = page.get_by_role("main")
    form = dialog_of(page, "报告整改情况")
    form.get_by_label("陈述 *").fill("问题批次已下架召回。")
    form.locator("input[type=file]").set_input_files(PROOF)
    expect(form).to_contain_text("proof.pdf")
    confirm(form)
    expect(main.get_by_role("button", name="报告整改情况")).to_have_count(0)
    expect(main.locator("dl").filter(has_text="报告日期")).to_contain_text("2026-11-23")
    case = open_page("仲恺高新技术产业开发区", "/cases?state=reported")
    case.get_by_role("link", name="惠州仲恺潼湖电器有限公司").click()
    expect(case.locator(".q-timeline__entry").first).to_contain_text("问题批次已下架召回。")


def test_a_merchant_is_told_what_why_and_what_to_do_and_objects_with_a_file(open_page: Open) -> None:
    page = open_page(MERCHANT, "/merchant")
    main = page.get_by_role("main")
    for told in ("国家推送失信主体名单", "涉嫌销售假冒电器", "有效期至", "如何终止", "12345", "责令限期整改通知书"):
        expect(main).to_contain_text(told)
    page.get_by_role("button", name="对本记录提出异议").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("陈述 *").fill("货品均为正品，附进货发票。")
    dialog.get_by_role("button", name="添加").click()
    dialog.get_by_label("类型 *").click()
    pick(page, "文件")
    dialog.get_by_label("说明 *").fill("进货发票")
    invoice = {"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    dialog.locator("input[type=file]").set_input_files(invoice)
    expect(dialog).to_contain_text("invoice.pdf")
    dialog.get_by_role("button", name="确认").click()
    expect(main).to_contain_text("您于 2026-11-23 提出的异议")
    expect(main.get_by_text("处理中")).to_be_visible()
    expect(page.get_by_role("button", name="对本记录提出异议")).to_have_count(0)


def test_a_code_opens_the_page_once(open_page: Open, running: Running) -> None:
    open_page(MERCHANT, "/merchant")
    again = open_page(None, "/sign-in?merchant=true")
    uscc, code = next(iter(running.codes.items()))
    again.fill("#name", uscc)
    again.fill("#secret", code)
    again.get_by_role("button").click()
    expect(again.get_by_role("alert")).to_be_visible()
