"""Names of merchants, made comparable: the whole name as one key, and its parts.

By the name rules (企业名称登记管理规定 6, 13, 14) a name is division, trade name (字号), trade, form, and a branch
adds its own ending. Equal trade names are barred only within one registry and one trade, so a name finds candidates
and nothing more.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from huixin.core.name_words import BRANCHES, FORMS, INDUSTRIES, PLACES, SHOPS, alternatives
from huixin.core.script import simplified

_PLAIN = re.compile(r"[0-9A-Z\u4e00-\u9fff]*")
_DROPPED = re.compile(
    r"[\s()\[\]{}〔〕【】〖〗《》〈〉「」『』﹝﹞\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
    r"·•‧∙⋅・.,、。\"'“”‘’\-_/]+"
)
_LIMITED = "有限责任公司", "有限公司"

_ZONE = "(?:经济技术开发区|高新技术产业开发区|高新区|开发区|新区)"
_PROVINCE = rf"(?:{alternatives(PLACES.provinces)})(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)?"
_CITY = rf"(?:{alternatives(PLACES.cities)})市?|[\u4e00-\u9fff]{{2,3}}?(?<![超城菜夜门股都])市(?![场民集])"
_COUNTY = (
    rf"(?:{alternatives(PLACES.counties)})(?:{_ZONE}|[区县])?"
    rf"|[\u4e00-\u9fff]{{2,3}}?(?:{_ZONE}|(?<![社小园片校库])(?:区(?![块域])|县))"
)
_TOWN = r"(?<=[区县])[\u4e00-\u9fff]{2,3}?(?:镇|街道|乡)"
_DIVISION = re.compile(rf"(?:中国)?(?:{_PROVINCE})?(?:{_CITY})?(?:{_COUNTY})?(?:{_TOWN})?")
_PLACE_AT_END = re.compile(rf"(?:中国|(?:{alternatives(PLACES.provinces + PLACES.cities)})[省市]?)$")
_LAST_OF_PLACES = frozenset("国省市").union(place[-1] for place in PLACES.provinces + PLACES.cities)
_BRANCH = re.compile(rf"(.+?(?:公司|集团))(.*(?:{alternatives(BRANCHES)}))")
_FORM_BACKWARDS = re.compile(
    rf"(?:{alternatives(form[::-1] for form in FORMS)})(?:团集)?|团集|{alternatives(shop[::-1] for shop in SHOPS)}"
)
"""Read from the end of a name, so that one match settles it instead of a search through the name."""
_INDUSTRY = re.compile(alternatives(INDUSTRIES))
_LATIN = re.compile(r"[0-9A-Z&+]+")
_SHORTEST_TRADE = 2
"""A trade name has two characters at least (企业名称登记管理规定 8)."""
_PLACE_WORDS = str.maketrans("", "", "省市区县镇乡")
_HINT = 2
"""Characters of a hint."""


class NameParts(NamedTuple):
    """The parts of a normalised name; a part that is not there is empty.

    `trade` is the trade name (字号), `industry` the trade that it names, and `branch` what a branch
    adds to its parent's name, e.g. 惠东分公司.
    """

    division: str
    trade: str
    industry: str
    form: str
    branch: str = ""


@lru_cache(maxsize=1 << 12)
def normalise(name: str) -> str:
    """The whole name as a key: one script, one width, no brackets or blanks, 有限责任公司 as 有限公司. Idempotent."""
    text = name
    if not _PLAIN.fullmatch(text):
        text = _DROPPED.sub("", unicodedata.normalize("NFKC", text))
        # Upper case may decompose a letter, so the form is made twice.
        text = _DROPPED.sub("", unicodedata.normalize("NFKC", text.upper()))
    return simplified(text).replace(*_LIMITED)


@lru_cache(maxsize=1 << 12)
def split_name(name: str) -> NameParts:
    """The parts of a name; the trade name is never empty for a name that is not empty."""
    return split_key(normalise(name))


def split_key(key: str) -> NameParts:
    """The same of a name that has been normalised."""
    text, branch = _without_branch(key)
    text, form = _without_form(text)
    matched = _DIVISION.match(text)
    division = matched.group() if matched else ""
    if len(text) - len(division) < _SHORTEST_TRADE or _INDUSTRY.match(text, len(division)):
        # What leaves no trade name is the trade name itself, as 惠阳 of 惠阳物流有限公司; its city stays.
        division = _outer_division(division)
    trade, industry = _without_industry(text[len(division) :])
    trade, place = _without_place(trade)
    industry, second_place = _without_place(industry)
    return NameParts(division + place + second_place, trade or text or key, industry, form, branch)


def _without_branch(text: str) -> tuple[str, str]:
    if not text.endswith(BRANCHES):
        return text, ""
    matched = _BRANCH.fullmatch(text)
    return (matched[1], matched[2]) if matched else (text, "")


def _without_form(text: str) -> tuple[str, str]:
    """The rest and the form; for an individual business the word that says what it is (商店, 部) stands for it."""
    matched = _FORM_BACKWARDS.match(text[::-1])
    if matched is None or matched.end() == len(text):
        return text, ""
    start = len(text) - matched.end()
    return text[:start], text[start:]


def _outer_division(division: str) -> str:
    """The division without its last part, as long as that leaves one that is written out (…省, …市)."""
    end = max(division.rfind("省"), division.rfind("市")) + 1
    return division[:end] if end < len(division) else ""


def _without_industry(rest: str) -> tuple[str, str]:
    """The trade name ends where the first trade word begins; a Latin beginning belongs to it."""
    latin = _LATIN.match(rest)
    matched = _INDUSTRY.search(rest, max(_SHORTEST_TRADE, latin.end() if latin else 0))
    if matched is None:
        return rest, ""
    return rest[: matched.start()], rest[matched.start() :]


def _without_place(part: str) -> tuple[str, str]:
    """A place that stood in brackets behind either, as in 阿里巴巴（中国） and 腾讯科技（深圳）."""
    if len(part) < _SHORTEST_TRADE + len("中国"):
        return part, ""
    if part[-1] not in _LAST_OF_PLACES:
        return part, ""
    matched = _PLACE_AT_END.search(part, _SHORTEST_TRADE)
    return (part[: matched.start()], matched.group()) if matched else (part, "")


def plain_place(division: str) -> str:
    """A division without the words that say what it is: 惠州惠东 for 惠州市惠东县."""
    return division.translate(_PLACE_WORDS)


def grams(trade: str) -> set[str]:
    """Pairs of characters that are neighbours or have one between them, in either order; a single one for itself.

    So one character wrong, missing, added or swapped with the next leaves a pair in a trade name of three or more. One
    of two wrong leaves none: that is another trade name.
    """
    pairs = (*pairwise(trade), *zip(trade, trade[2:], strict=False))
    return {first + second if first < second else second + first for first, second in pairs} or {*trade}


class NameHint(NamedTuple):
    """What a gram says of the name that it is of, so that many of one trade name need not be read: the last characters
    of the innermost place, and the first of the trade."""

    place: str
    industry: str


def hint_of(parts: NameParts) -> NameHint:
    return NameHint(plain_place(parts.division)[-_HINT:], parts.industry[:_HINT])
