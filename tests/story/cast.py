"""Who plays: twenty fictional firms that the nation pushes, and those who look on.

A firm's trade is what it goes by here; what comes of it in the story stands beside it.
"""

from dataclasses import dataclass
from typing import Any, Literal

from tests.factories import uscc_of

Way = Literal["pulled", "pushed", "dropped"]


@dataclass(frozen=True, slots=True)
class Firm:
    """`unit`: where its case lands; None where that is unclear. `where`: the column in which the push says it."""

    number: int
    name: str
    unit: str | None
    where: dict[str, str]
    way: Way = "pulled"

    @property
    def uscc(self) -> str:
        return uscc_of(61_000_000 + self.number)

    @property
    def record_id(self) -> str:
        return f"GJ-2026-{self.number:04d}"

    def row(self, **columns: str) -> dict[str, Any]:
        """As the national platform sends it: a name, with why, and nothing of a recognition."""
        named = {"recid": self.record_id, "accurate_entity_name": self.name, "accurate_entity_code": self.uscc}
        return {**named, "lrmdsy": "平台监测线索", **self.where, **columns}


def _at(address: str) -> dict[str, str]:
    return {"dom": f"广东省惠州市{address}"}


def _in(unit: str) -> dict[str, str]:
    return {"jurisdiction": unit}


FIRMS: dict[str, Firm] = {
    # the nine results of verification, and where a name goes from there
    "tea": Firm(1, "惠州市茗岭茶叶有限公司", "huicheng", _at("惠城区江北街道1号")),  # not established
    "toys": Firm(2, "惠州市乐童玩具有限公司", "huicheng", _at("惠城区河南岸街道2号")),  # untraceable
    "shoes": Firm(3, "惠州市步远鞋业有限公司", "huiyang", _at("惠阳区淡水街道3号")),  # deregistered
    "lamps": Firm(4, "惠州市明湾灯饰有限公司", "huiyang", _in("惠阳区")),  # another county's
    "paper": Firm(5, "惠州市白石纸品有限公司", "boluo", _in("441322")),  # another city's
    "fruit": Firm(6, "惠州市罗浮果品有限公司", "boluo", _at("博罗县罗阳街道6号")),  # another province's
    "salt": Firm(7, "惠州市海晏盐业有限公司", "huidong", _at("惠东县平山街道7号")),  # somebody else was meant
    "silk": Firm(8, "惠州市云锦丝绸有限公司", "huidong", _in("惠东县")),  # the same as the stones'
    "rice": Firm(9, "惠州市龙门稻香米业有限公司", "longmen", _at("龙门县龙城街道9号")),  # no e-commerce
    "honey": Firm(10, "惠州市南昆蜂业有限公司", "longmen", _in("龙门县")),  # corrected already
    # confirmed, and what becomes of the order
    "phones": Firm(11, "惠州市讯联手机配件有限公司", "huicheng", _at("惠城区桥东街道11号")),  # rectified in time
    "bags": Firm(12, "惠州市锦程箱包有限公司", "huicheng", _in("惠城区"), "pushed"),  # overdue
    "watches": Firm(13, "惠州市时准钟表有限公司", "dayawan", _at("大亚湾澳头街道13号"), "pushed"),  # serious, disputed
    "cups": Firm(14, "惠州市瓷韵杯具有限公司", "dayawan", _in("大亚湾区"), "pushed"),  # incomplete
    "chairs": Firm(15, "惠州市安坐家具有限公司", "zhongkai", _at("仲恺高新区陈江街道15号"), "pushed"),  # extended
    "radios": Firm(16, "惠州市清音电子有限公司", "zhongkai", _in("仲恺高新区"), "pushed"),  # suspended by a court
    "cameras": Firm(17, "惠州市光影器材有限公司", "boluo", _at("博罗县石湾镇17号"), "dropped"),  # relief
    "cables": Firm(18, "惠州市通达线缆有限公司", "huidong", _at("惠东县吉隆镇18号"), "dropped"),  # to the police
    "books": Firm(19, "惠州市墨香图书有限公司", "longmen", _at("龙门县永汉镇19号"), "dropped"),  # recognised upstream
    "stones": Firm(20, "惠州市奇石工艺品有限公司", None, {"dom": "地址不详"}),  # of an unclear place
}
SEVEN_UNITS = ("huicheng", "huiyang", "boluo", "huidong", "longmen", "dayawan", "zhongkai")

LOOKERS = ("platform", "logistics", "association", "elsewhere", "centre")
"""Whose views are compared at each step. `elsewhere` is a county that never had the firm's case."""
SCENES = {
    "platform": "onboarding",
    "logistics": "logistics",
    "association": "membership",
    "elsewhere": "review",
    "centre": "review",
}


def elsewhere(firm: str) -> str:
    """The county that looks on: the cases of Huicheng never leave it, nor do others come there."""
    return "huidong" if FIRMS[firm].unit == "huicheng" else "huicheng"
