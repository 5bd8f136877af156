"""Names of merchants as registers hold them, and as people ask for them: misspelt, cut short, in traditional script.

Stated, so that a figure of recall means something: trade names of two to four characters (a tenth of them with Latin
letters) drawn from 90 common characters, 24 divisions, 24 trades, nine forms; every fifth merchant has a former name.
"""

from dataclasses import dataclass
from random import Random

from opencc_purepy import OpenCC


def _words(text: str) -> list[str]:
    return text.split()


CHARACTERS = (
    "顺达益永畅鑫华盛兴隆泰宏远通利源丰裕安康福瑞祥和美佳乐优品诚信德正义聚汇众合联创新博雅天海江河山林森木金银玉宝龙凤麒麟"
    "飞鸿鹏翔腾跃捷迅速易购淘客云数码智慧星辰日月光明亮晶莹"
)
LATIN = ("TCL", "E购", "A8", "MK", "JX", "U品")
DIVISIONS = _words(
    "惠州市 惠州市惠城区 惠州市惠阳区 惠东县 博罗县 龙门县 惠州大亚湾 惠州仲恺高新区 惠城区 广东 广州市 深圳市 "
    "东莞市 佛山市 "
    "汕头市 珠海市 中山市 江门市 肇庆市 杭州 义乌市 上海 厦门市 长沙市"
)
TRADES = _words(
    "物流 电子商务 贸易 商贸 科技 网络科技 供应链管理 服饰 鞋业 家具 食品 水产 农业 餐饮管理 "
    "五金制品 塑胶 电器 文化传媒 日用品 "
    "化妆品 建材 通信 玩具 快递"
)
FORMS = ("有限公司",) * 4 + ("有限责任公司", "股份有限公司", "商行", "经营部", "店")
TROUBLES = ("typo", "no_division", "traditional", "former", "no_form")


@dataclass(frozen=True, slots=True)
class Merchant:
    """A name in its four parts, and what the merchant was called before, if it was."""

    division: str
    trade: str
    industry: str
    form: str
    former: str | None

    @property
    def name(self) -> str:
        return self.division + self.trade + self.industry + self.form


def merchants(count: int, seed: int) -> list[Merchant]:
    """`count` merchants with different names."""
    random, found = Random(seed), dict[str, Merchant]()  # noqa: S311 (drawn again alike)
    while len(found) < count:
        division, industry, form = random.choice(DIVISIONS), random.choice(TRADES), random.choice(FORMS)
        former = division + _trade(random) + industry + form if random.random() < 0.2 else None
        merchant = Merchant(division, _trade(random), industry, form, former)
        found.setdefault(merchant.name, merchant)
    return list(found.values())


def _trade(random: Random) -> str:
    trade = "".join(random.choices(CHARACTERS, k=random.choice((2, 2, 3, 3, 3, 4))))
    return random.choice(LATIN) + trade[:2] if random.random() < 0.1 else trade


def asked_as(merchant: Merchant, trouble: str, random: Random) -> str | None:
    """How somebody asks for the merchant; None where the trouble cannot befall its name."""
    if trouble == "typo":
        return _misspelt(merchant, random) if len(merchant.trade) >= 3 else None
    if trouble == "no_division":
        return merchant.trade + merchant.industry + merchant.form
    if trouble == "no_form":
        return merchant.division + merchant.trade + merchant.industry
    if trouble == "traditional":
        return str(_TRADITIONAL.convert(merchant.name))
    return merchant.former


def _misspelt(merchant: Merchant, random: Random) -> str:
    place = random.randrange(len(merchant.trade))
    wrong = random.choice([character for character in CHARACTERS if character != merchant.trade[place]])
    trade = merchant.trade[:place] + wrong + merchant.trade[place + 1 :]
    return merchant.division + trade + merchant.industry + merchant.form


_TRADITIONAL = OpenCC("s2t")
