"""A stated list file of any size, the same for the same seed.

One row in twenty repeats an earlier subject with another document number and a later window; three in a thousand are
damaged (code or date); five in a thousand have no code. Names are Huizhou companies with trade names of two to four
characters, codes have right check characters, recognisers are local authorities, reasons come from a set of forty.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HEADER = ("HMDMC", "JGMC", "TYSHXYDM", "RDBM", "RDYJ", "RDRQ", "YXQS", "YXQZ", "LRMDSY", "WSH")

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [pow(3, place, 31) for place in range(17)]
_CHARACTERS = "益永畅德信惠达顺通盛华丰源泰和瑞祥嘉宏博创新远大金鑫海天明光锦绣福安康宁东升旭日恒久万里千秋百川云峰"
_INDUSTRIES = ("商贸", "电子商务", "网络科技", "贸易", "服装", "食品", "物流", "信息技术", "日用品", "数码")
_BODIES = ("惠州市市场监督管理局", "惠城区市场监督管理局", "仲恺高新区市场监管局", "惠州市发展和改革局")
_REASONS = tuple(
    f"在网络平台{act}，涉及订单{count}笔" for act in ("刷单炒信", "虚假宣传", "售假", "服务违约") for count in range(10)
)


def rows(count: int, seed: int = 7) -> Iterator[tuple[str, ...]]:
    """`count` data rows under `HEADER`."""
    chance = random.Random(seed)
    subjects: list[tuple[str, str]] = []
    for number in range(count):
        repeated = subjects and chance.random() < 0.05
        name, code = chance.choice(subjects) if repeated else (_name(chance), _code(chance))
        if not repeated:
            subjects.append((name, code))
        yield _row(chance, number, name, code, repeated=bool(repeated))


def write_file(path: Path, count: int, seed: int = 7) -> Path:
    """The rows as CSV in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(count, seed))
    return path


def _row(chance: random.Random, number: int, name: str, code: str, *, repeated: bool) -> tuple[str, ...]:
    decided = date(2025 if repeated else 2023, 1, 1) + timedelta(days=chance.randrange(365))
    last = decided + timedelta(days=364)
    day = decided.isoformat()
    fate = chance.random()
    if fate < 0.005:
        code = ""
    elif fate < 0.007:
        code = code[:-1]
    elif fate < 0.008:
        day = "2023-02-30"
    return (
        "炒信黑名单", name, code, chance.choice(_BODIES), "电子商务法第十七条", day, decided.isoformat(),
        last.isoformat(), chance.choice(_REASONS), f"惠市监〔{decided.year}〕{number}号",
    )  # fmt: skip


def _name(chance: random.Random) -> str:
    trade = "".join(chance.choices(_CHARACTERS, k=chance.choice((2, 2, 3, 4))))
    return f"惠州市{trade}{chance.choice(_INDUSTRIES)}有限公司"


def _code(chance: random.Random) -> str:
    body = "91441300" + "".join(chance.choices(_ALPHABET, k=9))
    total = sum(_ALPHABET.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return body + _ALPHABET[-total % 31]
