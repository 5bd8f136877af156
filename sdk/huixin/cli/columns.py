"""Which columns of a sheet say who the merchant is."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from huixin.core.headings import header_among, worth_of
from huixin.types.base import Label
from huixin.types.question import SubjectQuery

# 国家 and provincial field names, the headings of the public lists, and what platforms call these columns
CODE_HEADINGS = frozenset(
    {
        *(
            "统一社会信用代码",
            "统一信用代码",
            "社会信用代码",
            "信用代码",
            "企业统一社会信用代码",
            "主体统一社会信用代码",
        ),
        *("行政相对人统一社会信用代码", "tyshxydm", "cfxdrshxym", "shxydm", "xydm"),
        *("uscc", "code", "creditcode", "unifiedsocialcreditcode", "socialcreditcode", "taxid"),
    }
)
NAME_HEADINGS = frozenset(
    {
        *("失信主体名称", "主体名称", "企业名称", "机构名称", "单位名称", "公司名称", "商家名称", "商户名称", "名称"),
        *("经营者名称", "对象名称", "行政相对人名称", "jgmc", "ztmc", "dxmc", "qymc", "cfxdrmc"),
        *("name", "company", "companyname", "merchant", "merchantname", "enterprisename"),
    }
)
_ASIDE = re.compile(r"\(.*?\)|[\s_*:/-]+")


class ColumnsError(ValueError):
    """No row near the top names a column that says who the merchant is."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the code and the name in a row; `header` is how many rows stand before the data, `width` its cells."""

    header: int
    width: int
    code: int | None
    name: int | None

    def subject(self, cells: Sequence[Any]) -> SubjectQuery | Label | None:
        """Whom the row asks about; null for an empty row, why not for a row that cannot be asked."""
        if not any(written(cell) for cell in cells):
            return None
        if any(written(cell) for cell in cells[self.width :]):
            return Label(
                zh=f"本行有{len(cells)}个单元格，表头有{self.width}个，是否缺少引号？",
                en=f"The row has {len(cells)} cells, the header {self.width}: is a quotation mark missing?",
            )
        code, name = self._cell(cells, self.code), self._cell(cells, self.name)
        if not code and not name:
            return Label(zh="本行既无代码也无名称。", en="The row has neither a code nor a name.")
        try:
            return SubjectQuery(uscc=code or None, name=name or None)
        except ValidationError as error:
            return _said(error)

    @staticmethod
    def _cell(cells: Sequence[Any], place: int | None) -> str:
        return written(cells[place]) if place is not None and place < len(cells) else ""


def _said(error: ValidationError) -> Label:
    """What is wrong with code and name, in words for whoever keeps the file."""
    zh, en = [], []
    for fault in error.errors(include_input=False, include_url=False):
        of_code = "uscc" in fault["loc"]
        most = fault.get("ctx", {}).get("max_length")
        zh.append(("代码" if of_code else "名称") + (f"超过{most}个字符" if most else "不合要求"))
        en.append(f"{'code' if of_code else 'name'}: {fault['msg']}")
    return Label(zh="；".join(zh), en="; ".join(en))


def find_columns(top: Sequence[Sequence[Any]], code: str | None, name: str | None) -> Columns:
    """The columns by their usual headings, or by those given. ColumnsError if the first rows have none of them."""
    place = header_among(top, lambda cells: worth(cells, code, name))
    found = None if place is None else _columns(place + 1, top[place], code, name)
    if found is None:
        raise ColumnsError(_no_columns(top, [heading for heading in (code, name) if heading]))
    return found


def worth(cells: Sequence[Any], code: str | None, name: str | None) -> int:
    """How much the row is worth as the header."""
    found = _columns(1, cells, code, name)
    if found is None:
        return 0
    known = (found.code is not None) + (found.name is not None)
    return worth_of(map(written, cells), known, has_code=found.code is not None)


def _columns(number: int, cells: Sequence[Any], code: str | None, name: str | None) -> Columns | None:
    wanted_code = CODE_HEADINGS if code is None else frozenset({_heading(code)})
    wanted_name = NAME_HEADINGS if name is None else frozenset({_heading(name)})
    headings = [_heading(cell) for cell in cells]
    places = _place(headings, wanted_code), _place(headings, wanted_name)
    given = (code is None or places[0] is not None) and (name is None or places[1] is not None)
    if not given or places == (None, None):
        return None
    width = max(place for place, heading in enumerate(headings, 1) if heading)
    return Columns(number, width, *places)


def _no_columns(top: Sequence[Sequence[Any]], given: list[str]) -> str:
    first = next((cells for cells in top if any(written(cell) for cell in cells)), ())
    headings = ", ".join(written(cell) for cell in first if written(cell)) or "none"
    wanted = " and ".join(given) or "a code or a name"
    return f"No column for {wanted} was found; the headings are: {headings}. Name them by --code-column, --name-column."


def _place(headings: list[str], wanted: frozenset[str]) -> int | None:
    return next((place for place, heading in enumerate(headings) if heading in wanted), None)


def _heading(cell: Any) -> str:
    return _ASIDE.sub("", unicodedata.normalize("NFKC", written(cell)).casefold())


def written(cell: Any) -> str:
    """A cell as text. Numbers stay as the sheet has them: a code that a spreadsheet has damaged must look damaged."""
    return "" if cell is None else str(cell).strip()
