"""The files in which the firms were pushed: three, and one with what upstream said since of two of them."""

from collections.abc import Iterator
from datetime import date, timedelta

from api.demo.cast import FIRMS
from api.demo.merchants import ListFile
from api.demo.stories import PUSHED, UPDATED

LIST = "ecommerce_pushed"
_COLUMNS = ("记录编号", "失信主体名称", "统一社会信用代码", "列入名单事由", "列入日期", "注册地址")
_SINCE = ("名单名称", "认定部门", "认定依据", "文书号", "认定日期", "失信问题类型", "退出日期", "退出原因")
RECOGNISED, ENDED = "龙华", "沥林"


def pushes(today: date) -> Iterator[tuple[int, ListFile]]:
    """Each with its day, counted from today, in order."""
    for day in sorted({pushed.day for pushed in PUSHED.values()}):
        brands = [brand for brand, pushed in PUSHED.items() if pushed.day == day]
        rows = tuple(_row(brand, today) for brand in brands)
        yield day, ListFile(LIST, f"国家推送_{today + timedelta(days=day)}.csv", _COLUMNS, rows)
    on = str(today + timedelta(days=UPDATED))
    number = f"国信电商〔{on[:4]}〕61号"
    body = ("电子商务领域失信联合惩戒对象名单", "国家发展改革委", "发改财金规〔2018〕716号", number, on, "假冒伪劣")
    rows = (
        (*_row(RECOGNISED, today), *body, "", ""),
        (*_row(ENDED, today), *[""] * len(body), on, "国家平台核实后移出"),
    )
    yield UPDATED, ListFile(LIST, f"国家更新_{on}.csv", (*_COLUMNS, *_SINCE), rows)


def _row(brand: str, today: date) -> tuple[str, ...]:
    firm, pushed = FIRMS[brand], PUSHED[brand]
    listed_on = str(today + timedelta(days=pushed.day))
    return (f"GT{firm.uscc[8:17]}", firm.name, firm.uscc, pushed.reason, listed_on, firm.address)
