"""What members and authorities do together, in the browser: campaigns, alliance, associations, promises, training."""

import re

from playwright.sync_api import Locator, Page, expect

from api.demo import BRUSHER, CLEAR
from tests.console.conftest import Open

PLATFORM, CENTRE, ASSOCIATION = "演示平台", "惠州市信用中心", "演示电子商务协会"


def dialog_of(page: Page, button: str) -> Locator:
    page.get_by_role("main").get_by_role("button", name=button).first.click()
    return page.get_by_role("dialog")


def fill(dialog: Locator, **said: str) -> None:
    for label, value in said.items():
        dialog.get_by_label(f"{label} *", exact=True).fill(value)
    dialog.get_by_role("button", name="确认").click()
    expect(dialog).to_have_count(0)


def give(dialog: Locator, label: str) -> None:
    """A file of which only the digest is sent."""
    expect(dialog).to_contain_text(label)
    content = {"name": "evidence.txt", "mimeType": "text/plain", "buffer": label.encode()}
    dialog.locator("input[type=file]").set_input_files(content)
    expect(dialog).to_contain_text("evidence.txt")


def test_the_board_of_a_campaign_follows_its_rosters_by_itself(open_page: Open) -> None:
    board = open_page(CENTRE, "/campaigns")
    board.get_by_role("link", name=re.compile("双十二")).click()
    main = board.get_by_role("main")
    expect(main).to_contain_text("实时看板")
    expect(main).to_contain_text("overdue-promotion")
    assert "48已核验" in main.inner_text().replace("\n", "")
    platform = open_page(PLATFORM, board.url)
    roster = f"统一社会信用代码,名称\n{BRUSHER},甲\n{CLEAR},乙\n".encode()
    file = {"name": "roster.csv", "mimeType": "text/csv", "buffer": roster}
    platform.locator("input[type=file]").set_input_files(file)
    expect(platform.get_by_role("table").last).to_contain_text(BRUSHER)
    expect(main).to_contain_text("50")


def test_a_platform_pledges_for_a_campaign(open_page: Open) -> None:
    page = open_page(PLATFORM, "/campaigns")
    page.get_by_role("table").get_by_role("link").first.click()
    fill(dialog_of(page, "平台承诺"), 日期="2026-11-23", 内容="双十二期间每日复核。", 由谁作出="a-18")
    expect(page.get_by_role("main")).to_contain_text("双十二期间每日复核。")


def test_an_alliance_is_founded_signed_and_shared_in(open_page: Open) -> None:
    centre = open_page(CENTRE, "/alliance")
    lead = open_page(PLATFORM, "/alliance")
    founding = dialog_of(centre, "登记联盟")
    give(founding, "章程文件 *")
    lead_id = str(lead.locator("header [title^=mem_]").get_attribute("title"))
    fill(founding, 名称="惠州反炒信联盟", 牵头单位=lead_id, 章程="联盟章程", 成立日期="2026-11-01")
    agreement = dialog_of(centre, "新增协议文本")
    give(agreement, "协议文件 *")
    fill(agreement, 标题="信息共享协议", 生效时间="2026-11-23")
    lead.reload()
    signing = dialog_of(lead, "签署")
    signing.get_by_label("协议文本 *").click()
    lead.get_by_role("option", name="信息共享协议").click()
    fill(signing, 由谁作出="a-17")
    expect(lead.get_by_text("惠州反炒信联盟", exact=True).locator("..")).to_contain_text("可以共享")
    sharing = open_page(PLATFORM, "/alliance")
    sharing.get_by_role("tab", name="信号").click()
    signal = dialog_of(sharing, "共享信号")
    for field, choice in (("联盟 *", "惠州反炒信联盟"), ("目的 *", "反“炒信”联盟信息共享")):
        signal.get_by_label(field, exact=True).click()
        sharing.get_by_role("option", name=choice).click()
    target = signal.get_by_role("group", name="对象 *")
    target.get_by_label("类型 *").click()
    sharing.get_by_role("option", name="店铺").click()
    target.get_by_label("标识 *").fill("shop-70231")
    give(signal, "证据文件（仅留摘要） *")
    signal.get_by_label("可信度（1—100） *").fill("80")
    signal.get_by_label("类型 *").first.fill("empty_parcels")
    said = {"期间起": "2026-10-01", "期间止": "2026-10-31", "依据": "协议第3条", "保存至": "2027-03-31"}
    fill(signal, **said)
    sharing.get_by_role("tab", name="信号").click()
    expect(sharing.get_by_role("main")).to_contain_text("shop-70231")


def test_an_association_enters_a_member_and_lets_it_go(open_page: Open) -> None:
    page = open_page(ASSOCIATION, "/associations")
    page.get_by_role("tab", name="会员", exact=True).click()
    fill(dialog_of(page, "登记会员"), 统一社会信用代码=CLEAR, 名称="某商行", 等级="普通", 入会日期="2026-11-01")
    page.get_by_role("tab", name="会员", exact=True).click()
    fill(dialog_of(page, "终止会籍"), 日期="2026-11-20", 事由="自愿退会")
    page.get_by_role("tab", name="会员", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("自愿退会")


def test_a_promise_is_reported_on(open_page: Open) -> None:
    page = open_page(PLATFORM, "/commitments")
    page.get_by_role("row").filter(has_text=PLATFORM).get_by_role("link").first.click()
    said = {"首日": "2026-11-01", "末日": "2026-11-20", "报告履行情况": "按月公示，无投诉。"}
    fill(dialog_of(page, "报告履行情况"), **said)
    expect(page.get_by_role("main")).to_contain_text("按月公示，无投诉。")


def test_what_came_of_a_training_is_written_down(open_page: Open) -> None:
    page = open_page(CENTRE, "/trainings")
    page.get_by_role("link", name=re.compile("第二期")).click()
    page.get_by_role("table").get_by_role("link").first.click()
    fill(dialog_of(page, "到场"), 日期="2026-11-23")
    fill(dialog_of(page, "考试"), 日期="2026-11-23", 成绩="88")
    main = page.get_by_role("main")
    expect(main).to_contain_text("合格")
    expect(main).to_contain_text("88")
