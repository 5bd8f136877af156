"""Names of merchants as a large register holds them, skewed as real ones are, and how people ask for them.

A name is division, trade name, trade and form. Characters of trade names are drawn by 1 / (rank + 20), so that the
commonest stands in about one name of twenty-five; one trade name in twenty is a favourite that thousands bear.
Divisions, trades and forms are skewed alike. One merchant in seven has a former name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from opencc_purepy import OpenCC


def _ranked(text: str, before: int) -> tuple[list[str], list[float]]:
    words = text.split()
    return words, [*accumulate(1 / (rank + before) for rank in range(len(words)))]


_CHARACTERS = _ranked(
    " ".join(
        "金鑫华盛兴隆达源宏丰德恒信诚瑞祥泰安康福顺和美佳乐万利通海天新润永成嘉益广大东方正中亿凯优品美创联汇聚"
        "众合义博雅江河山林森木银玉宝龙凤麒麟飞鸿鹏翔腾跃捷迅速易购客云数码智慧星辰日月光明亮晶莹伟业隽富贵荣昌"
        "旺茂吉庆春晖阳景程锦绣秀丽艺文轩睿哲远航启迪思源清泉洁净绿草青竹梅兰菊荷莲花果香甜蜜醇厚味鲜食养生健"
        "力强劲猛虎狮象骏马驰骋纵横宇宙环球世纪时代尚品格调风韵雨露霜雪冰川峰岭峻崇高超越卓尔非凡奇妙巧匠心灵"
        "动感激情浪漫温馨舒适宜居安逸悠然自得意满园庭院堂阁楼台亭轩榭桥港湾岛屿洲岸滩沙石岩矿铁钢铜铝锌钛钻"
        "珍珠翡翠琥珀玛瑙水晶瓷陶布衣锦缎丝绸棉麻毛线针织绣染印刻雕塑造型仁礼贤圣君子友邦国民族家族亲朋百千"
        "倍增加升腾涨进展开拓创立建设立足基础根本原始初元首领先导向前程似锦皓朗旭曜晟烨炜煜灿焕炎焱燊楠桦松柏"
    ),
    20,
)
_FAVOURITES = _ranked(
    "鑫源 宏达 华盛 金源 兴隆 顺达 恒通 天成 盛世 永兴 华美 万达 金鑫 宏远 瑞丰 德信 嘉华 新天地 "
    "大自然 好又多 福源 祥和 东方红 金太阳 宏图 百盛 恒源 通达 诚信 华联 益民 佳美 乐购 康泰 鸿运 "
    "鑫旺 旺达 隆兴 永盛 盛达 创富 聚宝 金海湾 新世纪 大富豪 小天使 一品鲜 好味道 满堂红 万家福",
    3,
)
_DIVISIONS = _ranked(
    "惠州市 惠州市惠城区 惠州市惠阳区 惠东县 博罗县 惠州大亚湾 惠州仲恺高新区 龙门县 广东 深圳市 广州市 "
    "东莞市 惠州市惠东县 惠州市博罗县 惠城区 惠阳区 深圳市龙岗区 深圳市宝安区 佛山市 汕头市 中山市 珠海市 "
    "江门市 肇庆市 河源市 梅州市 汕尾市 广州市白云区 广州市天河区 义乌市 杭州 上海 厦门市 泉州市 长沙市 "
    "武汉市 成都市 福建 浙江 湖南",
    4,
)
_TRADES = _ranked(
    "贸易 商贸 电子商务 科技 实业 物流 网络科技 供应链管理 服饰 鞋业 食品 餐饮管理 建筑工程 装饰工程 "
    "家具 五金制品 塑胶制品 电子 电子科技 百货 农业发展 化妆品 文化传媒 信息技术 日用品 电器 建材 玩具 "
    "货运代理 水产 生物科技 环保科技 新能源 汽车服务 模具 包装制品 纺织品 珠宝 通讯设备 医疗器械 教育咨询 "
    "企业管理 服装 农产品 茶业 酒业 快递 国际货运代理 进出口 手机",
    4,
)
_FORMS = _ranked(
    "有限公司 有限责任公司 商行 经营部 店 股份有限公司 商店 批发部 工作室 服务部",
    1,
)
KINDS = ("typo", "swapped", "left out", "added", "no division", "no form", "traditional", "former", "one of two wrong")
"""How what is asked differs from what is registered. The first four befall trade names of three characters and more."""
_TRADITIONAL = OpenCC("s2t")


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


def merchants(count: int, seed: int = 5) -> Iterator[Merchant]:
    """The same for the same seed; a name may come more than once, as it does between registries."""
    chance = Random(seed)
    for _ in range(count):
        division, industry, form = (_one(chance, words) for words in (_DIVISIONS, _TRADES, _FORMS))
        former = division + _trade(chance) + industry + form if chance.random() < 1 / 7 else None
        yield Merchant(division, _trade(chance), industry, form, former)


def _one(chance: Random, words: tuple[list[str], list[float]]) -> str:
    return chance.choices(words[0], cum_weights=words[1])[0]


def _trade(chance: Random) -> str:
    if chance.random() < 0.05:
        return _one(chance, _FAVOURITES)
    length = chance.choices((2, 3, 4), (5, 4, 1))[0]
    return "".join(chance.choices(_CHARACTERS[0], cum_weights=_CHARACTERS[1], k=length))


def asked_as(merchant: Merchant, kind: str, chance: Random) -> str | None:
    """How somebody asks for the merchant; None where this cannot befall its name."""
    trade, place = merchant.trade, chance.randrange(len(merchant.trade))
    other = _one(chance, _CHARACTERS)
    if kind == "former":
        return merchant.former
    if kind == "no division":
        return trade + merchant.industry + merchant.form
    if kind == "no form":
        return merchant.division + trade + merchant.industry
    if kind == "traditional":
        return str(_TRADITIONAL.convert(merchant.name))
    if (len(trade) >= 3) is (kind == "one of two wrong"):
        return None
    changed = {
        "swapped": trade[: place - 1] + trade[place] + trade[place - 1] + trade[place + 1 :] if place else trade,
        "left out": trade[:place] + trade[place + 1 :],
        "added": trade[:place] + other + trade[place:],
    }.get(kind, trade[:place] + other + trade[place + 1 :])
    return None if changed == trade else merchant.division + changed + merchant.industry + merchant.form
