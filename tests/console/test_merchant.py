"""The merchant's own page: after the one-time code it reads what stands against it, and has its say."""

from playwright.sync_api import expect

from tests.console.conftest import MERCHANT, Open, Running


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
    page.get_by_role("option", name="文件").click()
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
