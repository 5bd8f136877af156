"""Fictional merchants of Huizhou. The codes have valid check characters and belong to nobody."""

from dataclasses import dataclass
from datetime import date, timedelta

CREDENTIALS_FILE = "demo.json"
BRUSHER = "91441302MADEM0003B"
CLEAR = "91441300195971850Y"
"""A real public code that stands on none of the demo's lists."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """One CSV file as a sender would write it."""

    list: str
    filename: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def list_files(today: date) -> tuple[ListFile, ...]:
    """The demo's files. All five problem types occur, and each of the lists that the notice names."""

    def day(offset: int) -> str:
        return (today + timedelta(days=offset)).isoformat()

    black = (
        *("HMDMC", "JGMC", "TYSHXYDM", "RDBM", "RDYJ", "RDRQ", "YXQS", "YXQZ", "LRMDSY", "文书号"),
        *("失信问题类型", "严重程度", "整改状态", "整改期限", "炒信形式"),
    )
    return (
        ListFile(
            "brushing_black",
            "brushing_black.csv",
            black,
            (
                (
                    *(
                        "炒信黑名单",
                        "惠州市顺达优品贸易有限公司",
                        BRUSHER,
                        "惠州市市场监督管理局",
                        "反不正当竞争法第九条",
                    ),
                    *(day(-60), day(-60), day(300), "组织虚假交易和虚假评价", "惠市监认〔2026〕101号"),
                    *("刷单炒信", "一般", "无需整改", "", "其他"),
                ),
                (
                    *(
                        "炒信黑名单",
                        "惠东县速通电子商务有限公司",
                        "91441323MADEM0038B",
                        "惠东县市场监督管理局",
                        "反不正当竞争法第九条",
                    ),
                    *(day(-150), day(-150), day(200), "空包发货制造虚假交易", "惠东市监认〔2026〕7号"),
                    *("刷单炒信", "严重", "整改不到位", day(-30), "空包"),
                ),
                # recognised and ended long ago: only the centre sees it, as ended
                (
                    *(
                        "炒信黑名单",
                        "惠州市旧账商贸有限公司",
                        "91441300MADEM010XL",
                        "惠州市工商行政管理局",
                        "反不正当竞争法第八条",
                    ),
                    *("2018-03-01", "2018-03-01", "2019-02-28", "刷单炒信", "惠市工商认〔2018〕3号"),
                    *("刷单炒信", "一般", "无需整改", "", "其他"),
                ),
            ),
        ),
        ListFile(
            "ecommerce_black",
            "ecommerce_black.csv",
            black,
            (
                (
                    *(
                        "电子商务领域黑名单",
                        "惠阳区诚品家居有限公司",
                        "91441303MADEM0011L",
                        "惠阳区市场监督管理局",
                        "电子商务法第十七条",
                    ),
                    *(day(-40), day(-40), day(320), "发布虚假广告误导消费者", "惠阳市监认〔2026〕12号"),
                    *("虚假广告", "一般", "责令整改", day(50), ""),
                ),
                (
                    *(
                        "电子商务领域黑名单",
                        "博罗县万家鲜果有限公司",
                        "91441322MADEM002XW",
                        "博罗县市场监督管理局",
                        "电子商务法第十三条",
                    ),
                    *(day(-200), day(-200), day(160), "以次充好,逾期未整改", "博市监认〔2026〕5号"),
                    *("假冒伪劣", "一般", "责令整改", day(-20), ""),
                ),
            ),
        ),
        ListFile(
            "ecommerce_joint",
            "ecommerce_joint.csv",
            ("MDMC", "DXMC", "TYSHXYDM", "WSH", "LRRQ", "TCRQ", "LYSY", "RDBM", "失信问题类型"),
            (
                (
                    *(
                        "电子商务领域失信联合惩戒对象名单",
                        "龙门县云购信息服务有限公司",
                        "91441324MADEM0046L",
                        "国信电商〔2026〕28号",
                    ),
                    *(day(-90), "", "贩卖用户个人信息", "国家发展改革委", "滥用、泄露和倒卖个人信息"),
                ),
            ),
        ),
        ListFile(
            "ecommerce_watch",
            "ecommerce_watch.csv",
            ("失信主体名称", "统一社会信用代码", "列入名单事由", "列入日期", "文书号", "认定部门", "失信问题类型"),
            (
                (
                    *("大亚湾海之味水产有限公司", "91441303MADEM0070P", "多次延迟发货,服务违约"),
                    *(day(-20), "惠湾商关注〔2026〕2号", "惠州市商务局", "服务违约"),
                ),
                (
                    "惠城区张记百货商行",
                    "",
                    "差评纠纷频发",
                    day(-10),
                    "惠城商关注〔2026〕9号",
                    "惠城区商务局",
                    "服务违约",
                ),
            ),
        ),
        ListFile(
            "red",
            "red.csv",
            ("ztmc", "tyshxydm", "rdbm", "rdyj", "rdrq", "yxqz", "lrmdsy"),
            (
                (
                    *("仲恺高新区精工电子有限公司", "91441300MADEM0054N", "惠州市市场监督管理局"),
                    *("守信激励办法", day(-300), day(400), "连续三年守合同重信用"),
                ),
            ),
        ),
    )
