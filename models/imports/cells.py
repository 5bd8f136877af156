"""What a single cell says: days, labels, clean text; and what of it must not be repeated in clear."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from huixin.core.resident_ids import mask_resident_ids
from huixin.core.windows import day_of

EMPTY = frozenset({"-", "--", "—", "——", "/", "\\", "无", "暂无", "null", "NULL", "None", "N/A", "n/a", "nan", "NaN"})
"""What people write where there is nothing."""

OPEN_END = frozenset({"长期", "永久", "长期有效", "永久有效", "至今", "无期限", "无固定期限"})

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
LONGEST_SHOWN = 200
"""Characters of a cell that a message repeats."""

_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d\d)(\d\d))"
    r"(?P<time>[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_SERIAL_EPOCH = date(1899, 12, 30)


class DayError(ValueError):
    pass


@lru_cache(maxsize=1 << 16)
def read_day(text: str) -> tuple[str | None, bool]:
    """The ISO day that a cell names, None for an open end; and whether it came as a spreadsheet's serial number.

    Raises `DayError`. A time of day is dropped: source systems write midnight; an instant with its zone is told as the
    day that it is in Shanghai.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in OPEN_END:
        return None, False
    if _SERIAL.fullmatch(plain):
        return (_SERIAL_EPOCH + timedelta(days=int(float(plain)))).isoformat(), True
    match = _DAY.fullmatch(plain)
    if match is None:
        raise DayError(text)
    year, month, day = (int(part) for part in match.groups()[:-2] if part is not None)
    try:
        found = date(year, month, day)
        if match["zone"]:
            found = day_of(datetime.fromisoformat(found.isoformat() + "T" + match["time"][1:].strip()))
    except ValueError as error:
        raise DayError(text) from error
    return (None if year == date.max.year else found.isoformat()), False


@lru_cache(maxsize=1 << 16)
def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def mask_ids(text: str) -> str:
    """The text with everything that looks like a resident ID masked, for messages about damaged values too."""
    return mask_resident_ids(text, damaged=True)


def shown(text: str) -> str:
    """What a file says, fit for a message: no personal number, no control, not endless."""
    whole = mask_ids(_CONTROLS.sub("�", " ".join(text.split())))
    return whole if len(whole) <= LONGEST_SHOWN else whole[:LONGEST_SHOWN] + "…"


def without_ids(text: str, *, numbered: bool = False) -> str:
    """The text to be stored: resident IDs inside it masked, other numbers left alone.

    `numbered`: the column numbers records. 15 digits alone are such a number there: nothing says otherwise, and masking
    would make two records one.
    """
    if numbered and len(text) == 15 and text.isdecimal():
        return text
    return mask_resident_ids(text)


def clean(text: str) -> str:
    """The text without what no database and no screen can hold: controls become blanks, lone surrogates `�`."""
    if text.isprintable():
        return text
    return "".join(_clean_character(character) for character in text).strip()


def _clean_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "�"
    return " " if category in ("Cc", "Zl", "Zp") else character


def _labels(**written: str) -> dict[str, str]:
    return {form: code for code, forms in written.items() for form in (code, *forms.split())}


YES_NO = {
    **dict.fromkeys(["true", "yes", "y", "1", "是", "有", "异议中", "暂缓", "已暂缓"], True),
    **dict.fromkeys(["false", "no", "n", "0", "否", "无异议", "未暂缓"], False),
}

SEVERITIES = _labels(minor="轻微 轻微失信 轻", general="一般 一般失信", serious="严重 严重失信", unknown="未知 不详")
RECTIFICATIONS = _labels(
    not_required="无需整改 不需整改 不要求整改",
    ordered="责令整改 整改中 已责令整改 限期整改 待整改",
    incomplete="整改不到位 未完成整改 整改未完成 逾期未整改 未整改",
    rectified="已整改 整改完成 整改到位 已完成整改",
)
BRUSHING_FORMS = _labels(none="否 无刷单", empty_parcel="空包 空包裹 寄送空包 空包刷单", other="其他 其他形式")
STANDINGS = _labels(lead="", confirmed="", proposed="", effective="")
