"""Names of merchants, made comparable: the whole name as one key, and its four parts.

By the name rules (企业名称登记管理规定) a name is division, trade name (字号), trade, form. Equal trade names are barred only
within one registry and one trade, so a name finds candidates and nothing more.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc_purepy import OpenCC

_BRACKETS = str.maketrans("〔〕【】[]{}﹝﹞「」", "()()()()()()")
_DROPPED = re.compile(r"[()\s\u00ad\u200b-\u200f\u2060\ufeff·•‧・.,、,。\"'“”‘’\-_/]+")
_HAN = re.compile(r"[\u3400-\u9fff]")

_STOCK_FORM = "股份有限公司"
_FORMS = (
    "集团股份有限公司",
    _STOCK_FORM,
    "集团有限责任公司",
    "集团有限公司",
    "有限责任公司",
    "有限公司",
    "个人独资企业",
    "普通合伙",
    "有限合伙",
    "合伙企业",
    "专业合作社",
    "农民专业合作社",
    "合作社",
    "股份公司",
    "集团公司",
    "公司",
    "工作室",
    "经营部",
    "服务部",
    "门市部",
    "商行",
    "商店",
    "商城",
    "网店",
    "工厂",
    "协会",
    "中心",
    "集团",
    "超市",
    "店",
    "厂",
    "行",
    "部",
    "社",
)
_BRANCHES = ("分公司", "分厂", "分店", "营业部", "办事处")
_EQUAL_FORMS = {"有限责任公司": "有限公司", "集团有限责任公司": "集团有限公司"}
_TRADES = tuple(
    sorted(
        "电子商务 电子科技 信息技术 信息科技 信息服务 网络科技 网络技术 网络服务 科技发展 科技 技术 贸易 商贸 经贸 进出口 供应链管理 供应链 "
        "物流 货运 快递 速递 运输 仓储 服装服饰 服装 服饰 鞋业 家居用品 家居 家具 食品 水产 鲜果 生鲜 农产品 农业 茶业 酒业 餐饮管理 餐饮 "
        "电子 电器 五金制品 五金 塑胶 塑料 制品 实业 投资 文化传媒 文化传播 文化 传媒 广告 日用百货 百货 日用品 用品 化妆品 美容 医药 药业 "
        "医疗器械 建材 建筑工程 建筑 装饰工程 装饰 机械设备 机械 设备 汽车 珠宝 玩具 母婴 数码 通讯 通信 新能源 能源 环保 生物科技 生物 "
        "教育咨询 咨询 管理 服务 企业管理 旅游 国际 工贸 商业 零售 批发 印刷 包装 光电 精密 制造 发展".split(),
        key=len,
        reverse=True,
    )
)
_CITIES = (
    "广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 "
    "北京 上海 天津 重庆 杭州 宁波 南京 苏州 武汉 成都 厦门 福州 长沙 郑州 西安 青岛 济南 合肥 义乌"
).split()
_COUNTIES = "惠城 惠阳 博罗 惠东 龙门 大亚湾 仲恺".split()
_PROVINCES = (
    "广东 浙江 江苏 福建 湖南 湖北 江西 广西 海南 四川 山东 河南 河北 安徽 云南 贵州 陕西 山西 辽宁 吉林 黑龙江 甘肃 青海 "
    "内蒙古 宁夏 新疆 西藏"
).split()
_DIVISION = re.compile(
    "(?:中国)?"
    f"(?:(?:{'|'.join(_PROVINCES)})(?:省|壮族自治区|回族自治区|自治区)?)?"
    f"(?:(?:{'|'.join(_CITIES)})市?|[\u4e00-\u9fff]{{2,3}}市)?"
    f"(?:(?:{'|'.join(_COUNTIES)})(?:经济技术开发区|高新技术产业开发区|高新区|开发区|新区|区|县)?"
    "|[\u4e00-\u9fff]{1,3}(?:区|县))?"
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a normalised name; a part that is not there is empty. `trade` is the trade name, `industry` the trade."""

    division: str
    trade: str
    industry: str
    form: str


@cache
def _traditional() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=65536)
def _simplified(character: str) -> str:
    return _traditional().convert(character)


def _fold(text: str) -> str:
    """Traditional characters to simplified ones. A text whose characters all stay alone skips the phrase dictionary."""
    if all(_simplified(character) == character for character in text if character > "\u2e7f"):
        return text
    return _traditional().convert(text)


@lru_cache(maxsize=65536)
def normalise(name: str) -> str:
    """The whole name as a key: one script, one width, no brackets or blanks, 有限责任公司 as 有限公司. Idempotent."""
    text = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    text = _fold(_DROPPED.sub("", text).upper())
    for form, equal in _EQUAL_FORMS.items():
        if form in text:
            text = text.replace(form, equal)
    return text


@lru_cache(maxsize=65536)
def split_name(name: str) -> NameParts:
    """The four parts of a name; the trade name is never empty for a name that is not empty."""
    text, form = _without_form(normalise(name))
    matched = _DIVISION.match(text)
    division = matched.group() if matched else ""
    if len(text) - len(division) < 2:
        # a division that leaves nothing is itself the trade name, as 惠阳 in 惠阳有限公司
        division = ""
    rest = text[len(division) :]
    trade, industry = _without_industry(rest)
    return NameParts(division, trade or rest or text or form, industry, form)


def _without_form(text: str) -> tuple[str, str]:
    branch = next((branch for branch in _BRANCHES if text.endswith(branch) and len(text) > len(branch)), "")
    parent = text[: -len(branch)] if branch else text
    if branch and "公司" in parent:
        parent = parent[: parent.rindex("公司") + len("公司")]
    form = next((form for form in _FORMS if parent.endswith(form) and len(parent) > len(form)), "")
    return (parent[: -len(form)] if form else parent), form + branch


def _without_industry(rest: str) -> tuple[str, str]:
    """Trade words are taken from the end, as long as two characters of trade name remain."""
    trade = rest
    while True:
        word = next((word for word in _TRADES if trade.endswith(word) and len(trade) - len(word) >= 2), None)
        if word is None:
            return trade, rest[len(trade) :]
        trade = trade[: -len(word)]


def grams(trade: str) -> set[str]:
    """Characters and bigrams: trade names have two to four characters, too short for trigrams."""
    return set(trade) | {trade[place : place + 2] for place in range(len(trade) - 1)}
