"""What members and authorities do together, in the browser: campaigns, alliance, associations, promises, training."""

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import Locator, Page, expect

from api.demo import BRUSHER, CLEAR
from tests.console.conftest import Open, Running, choose, pick

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
    expect(main).to_contain_text("整改逾期或不到位：限制参加网络促销活动")
    expect(main).not_to_contain_text("overdue-promotion")
    expect(main.get_by_role("status")).to_have_text(re.compile(r"^截至 \d\d:\d\d$"))
    assert "48已核验" in main.inner_text().replace("\n", "")
    platform = open_page(PLATFORM, board.url)
    roster = f"统一社会信用代码,名称\n{BRUSHER},甲\n{CLEAR},乙\n".encode()
    file = {"name": "roster.csv", "mimeType": "text/csv", "buffer": roster}
    platform.locator("input[type=file]").set_input_files(file)
    expect(platform.get_by_role("table").last).to_contain_text(BRUSHER)
    expect(main).to_contain_text("50")


def test_a_board_that_is_not_up_to_date_says_so_until_it_is_again(open_page: Open, running: Running) -> None:
    page = open_page(CENTRE, "/campaigns")
    page.get_by_role("link", name=re.compile("双十一")).click()
    told = page.get_by_role("main").get_by_role("status")
    expect(told).to_have_text(re.compile("^截至"))
    key = page.url.rpartition("/")[2]
    with closing(sqlite3.connect(running.home / "main.db", isolation_level=None)) as database:
        database.execute("UPDATE campaign SET id = 'gone' WHERE id = ?", (key,))
        try:
            expect(told).to_have_text(re.compile("^数据未更新：截至"))
            expect(told).to_have_class(re.compile("bg-red-800"))
        finally:
            database.execute("UPDATE campaign SET id = ? WHERE id = 'gone'", (key,))
    expect(told).to_have_text(re.compile("^截至"))
    expect(page.get_by_role("alert")).to_have_count(0)


def test_the_centre_guides_a_platform_that_it_chooses_by_name(open_page: Open) -> None:
    page = open_page(CENTRE, "/campaigns")
    page.get_by_role("link", name=re.compile("双十二")).click()
    form = dialog_of(page, "行政指导")
    form.get_by_label("成员编号", exact=True).click()
    expect(page.get_by_role("option", name="演示快递")).to_have_count(0)
    pick(page, PLATFORM, exact=True)
    fill(form, 日期="2026-11-20", 文书号="惠信指〔2026〕9号", 内容="请在开售前完成全量核查。")
    expect(page.get_by_role("main")).to_contain_text("请在开售前完成全量核查。")


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
    choose(centre, founding, 牵头单位=PLATFORM)
    fill(founding, 名称="惠州反炒信联盟", 章程="联盟章程", 成立日期="2026-11-01")
    agreement = dialog_of(centre, "新增协议文本")
    give(agreement, "协议文件 *")
    fill(agreement, 标题="信息共享协议", 生效时间="2026-11-23")
    lead.reload()
    signing = dialog_of(lead, "签署")
    signing.get_by_label("协议文本 *").click()
    pick(lead, "信息共享协议")
    fill(signing, 由谁作出="a-17")
    expect(lead.get_by_text("惠州反炒信联盟", exact=True).locator("..")).to_contain_text("可以共享")
    sharing = open_page(PLATFORM, "/alliance")
    sharing.get_by_role("tab", name="信号").click()
    signal = dialog_of(sharing, "共享信号")
    for field, choice in (("联盟 *", "惠州反炒信联盟"), ("目的 *", "反“炒信”联盟信息共享")):
        signal.get_by_label(field, exact=True).click()
        pick(sharing, choice)
    target = signal.get_by_role("group", name="对象 *")
    target.get_by_label("类型 *").click()
    pick(sharing, "店铺")
    target.get_by_label("标识 *").fill("shop-70231")
    give(signal, "证据文件（仅留摘要） *")
    signal.get_by_label("可信度（1—100） *").fill("80")
    signal.get_by_label("类型 *").first.click()
    pick(sharing, "空包快递")
    said = {"期间起": "2026-10-01", "期间止": "2026-10-31", "依据": "协议第3条", "保存至": "2027-03-31"}
    fill(signal, **said)
    sharing.get_by_role("tab", name="信号").click()
    expect(sharing.get_by_role("main")).to_contain_text("shop-70231")
    expect(sharing.get_by_role("main")).to_contain_text("空包快递")
    asking = open_page(CENTRE, "/alliance")
    asking.get_by_role("tab", name="协同询问").click()
    inquiry = dialog_of(asking, "向成员询问")
    choose(asking, inquiry, 联盟="惠州反炒信联盟", 成员=[PLATFORM])
    said = {"问题": "本月新签商户数", "期间起": "2026-10-01", "期间止": "2026-10-31", "期限": "2026-11-30"}
    fill(inquiry, **said)
    asking.get_by_role("tab", name="协同询问").click()
    expect(asking.get_by_role("main")).to_contain_text("本月新签商户数")


def test_an_association_enters_a_member_and_lets_it_go(open_page: Open) -> None:
    page = open_page(ASSOCIATION, "/associations")
    page.get_by_role("tab", name="会员", exact=True).click()
    fill(dialog_of(page, "登记会员"), 统一社会信用代码=CLEAR, 名称="某商行", 等级="普通", 入会日期="2026-11-01")
    page.get_by_role("tab", name="会员", exact=True).click()
    fill(dialog_of(page, "终止会籍"), 日期="2026-11-20", 事由="自愿退会")
    page.get_by_role("tab", name="会员", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("自愿退会")


def test_an_association_is_authorised_by_name_and_puts_somebody_forward_by_the_standard(open_page: Open) -> None:
    centre = open_page(CENTRE, "/associations")
    mandate = dialog_of(centre, "授权协会或机构")
    choose(centre, mandate, 成员编号=ASSOCIATION, 认定标准=["重点关注名单认定标准"])
    fill(mandate, 起始日="2026-11-23", 截止日="2027-11-22", 文书号="惠信授〔2026〕9号")
    expect(centre.get_by_role("main")).to_contain_text("惠信授〔2026〕9号")
    page = open_page(ASSOCIATION, "/associations")
    page.get_by_role("tab", name="推荐认定").click()
    form = dialog_of(page, "推荐认定")
    choose(page, form, 认定标准="炒信黑名单认定标准", 违法事实=["招募、雇用刷手"])
    form.get_by_label("认定机关", exact=True).click()
    pick(page, "惠城区 市场监督管理局", exact=True)
    form.get_by_role("group", name="证据 *").get_by_role("button", name="添加").click()
    form.get_by_role("group", name="证据 *").get_by_label("类型 *").click()
    pick(page, "文件", exact=True)
    form.get_by_role("group", name="证据 *").get_by_label("说明 *").fill("招募帖截图")
    form.get_by_label("说明 *", exact=True).first.fill("有招募记录。")
    fill(form, 统一社会信用代码=CLEAR, 名称="某商行")
    page.get_by_role("tab", name="推荐认定").click()
    for told in ("炒信黑名单认定标准", "招募、雇用刷手", "惠城区 市场监督管理局"):
        expect(page.get_by_role("main")).to_contain_text(told)
    office = open_page("惠城区市场监督管理局", "/associations")
    office.get_by_role("tab", name="推荐认定").click()
    accepting = dialog_of(office, "采纳")
    accepting.get_by_label("认定 *").click()
    expect(office.get_by_role("option", name=re.compile("惠城区市监告〔2026〕1号"))).to_be_visible()


def test_all_who_are_listed_are_invited_once_somebody_has_said_so(open_page: Open) -> None:
    page = open_page(CENTRE, "/trainings")
    page.get_by_role("link", name=re.compile("第二期")).click()
    form = dialog_of(page, "邀请全部在册主体")
    expect(form).to_contain_text("请确认")
    form.get_by_role("button", name="取消").click()
    expect(form).to_have_count(0)
    form = dialog_of(page, "邀请全部在册主体")
    form.get_by_role("button", name="确认").click()
    expect(page.get_by_text(re.compile("本次邀请"))).to_be_visible()


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
