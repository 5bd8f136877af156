"""Finds the table in a workbook: which sheet, which columns, and the rows of each rule."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rules.entries import Catalogue
from rules.ruleset import canonical, digest_of
from rules.tables.cells import CellReader
from rules.tables.columns import COLUMNS, Column
from rules.tables.problems import Place, Told, refused
from rules.tables.reading import Sheet
from rules.tables.rows import Branch
from rules.tables.words import ALL, folded
from rules.tables.workbook import DIGEST_ROW, GROUNDS_SHEET, GUIDE_SHEET, SCENE_ROW, WORDS_SHEET

_BESIDE = (GUIDE_SHEET, WORDS_SHEET, GROUNDS_SHEET)
_HEADS = 10
"""Rows among which the row of keys is looked for."""


@dataclass(frozen=True, slots=True)
class RuleRows:
    """The rows of one code: of the entry itself under (), and of each branch."""

    code: str
    sheet: Sheet
    columns: dict[str, int]
    rows: dict[Branch, int] = field(default_factory=dict)

    def text(self, branch: Branch, key: str) -> str:
        return self.sheet.rows[self.rows[branch]].get(self.columns.get(key, 0), "")

    def place(self, branch: Branch, key: str) -> Place:
        """The cell; where it has none, that of the code."""
        row = self.rows.get(branch, self.rows[()])
        return self.sheet.place(row, self.columns.get(key, self.columns["code"]))


def scene_of(sheets: Iterable[Sheet], base: Catalogue) -> str | None:
    """The scene that the table is about, None for all. Refuses a table that was made from another version."""
    guide = next((sheet for sheet in sheets if sheet.title == GUIDE_SHEET), None)
    if guide is None:
        raise refused(
            Place(GUIDE_SHEET),
            "缺少工作表“说明”；请从导出的表格开始。",
            "The sheet 说明 is missing: start from a table that was exported.",
        )
    digest, scene = (guide.rows.get(row, {}).get(2, "") for row in (DIGEST_ROW, SCENE_ROW))
    current = digest_of(canonical(base))
    if digest != current:
        raise refused(
            guide.place(DIGEST_ROW, 2),
            f"本表出自版本 {digest or '（空）'}，现在的版本是 {current}；请重新导出后再改。",
            f"The table was made from version {digest or 'nothing'}, this one is {current}: export it again.",
        )
    if scene != ALL and scene not in base.scenes:
        allowed = " | ".join((*base.scenes, ALL))
        raise refused(
            guide.place(SCENE_ROW, 2),
            f"没有环节“{scene}”。可用：{allowed}",
            f"There is no scene '{scene}'. Allowed: {allowed}",
        )
    return None if scene == ALL else scene


def find_table(sheets: Iterable[Sheet], needed: Iterable[Column], told: Told) -> tuple[Sheet, dict[str, int], int]:
    """The sheet, the column number of each key, and the row of keys."""
    candidates = [sheet for sheet in sheets if sheet.title not in _BESIDE]
    for sheet in candidates:
        for row in range(1, _HEADS + 1):
            if "code" in map(folded, sheet.rows.get(row, {}).values()):
                columns = _columns(sheet, row, told)
                _refuse_missing(sheet, row, columns, needed, told)
                return sheet, columns, row
    place = candidates[0].place(2, 1) if candidates else Place()
    raise refused(
        place,
        "找不到键名所在的行（第二行，以 code 开头）；请从导出的表格开始。",
        "There is no row of keys (the second, which begins with code): start from a table that was exported.",
    )


def _columns(sheet: Sheet, head: int, told: Told) -> dict[str, int]:
    labels = {folded(form): key for key, column in COLUMNS.items() for form in (column.label.zh, column.label.en)}
    columns: dict[str, int] = {}
    filled = {number for row, cells in sheet.rows.items() if row > head for number in cells}
    for number in sorted(filled | sheet.rows[head].keys()):
        key = folded(sheet.rows[head].get(number, ""))
        if key not in COLUMNS:
            key = "" if key else labels.get(folded(sheet.rows.get(head - 1, {}).get(number, "")), "")
        if not key:
            allowed = ", ".join(COLUMNS)
            told.add(
                sheet.place(head, number),
                f"这一列没有可用的键名。可用：{allowed}",
                f"This column has no key. Allowed: {allowed}",
            )
        elif key in columns:
            told.add(sheet.place(head, number), f"“{key}”列出现了两次。", f"There are two columns {key}.")
        else:
            columns[key] = number
    return columns


def _refuse_missing(sheet: Sheet, head: int, columns: dict[str, int], needed: Iterable[Column], told: Told) -> None:
    """A column that is gone would read as if every cell in it had been cleared."""
    for column in needed:
        if column.key not in columns:
            told.add(
                sheet.place(head),
                f"缺少“{column.label.zh}”列（{column.key}）；请恢复该列，要去掉内容的请清空单元格。",
                f"The column {column.key} is missing: put it back, and clear its cells where you want them empty.",
            )


def grouped(sheet: Sheet, columns: dict[str, int], head: int, reader: CellReader) -> dict[str, RuleRows]:
    """The rows by code, wherever they stand in the sheet."""
    found: dict[str, RuleRows] = {}
    known = set(columns.values())
    for row, cells in sheet.rows.items():
        if row <= head or known.isdisjoint(cells):
            continue
        code = cells.get(columns["code"], "")
        place = sheet.place(row, columns["code"])
        if not code:
            reader.told.add(
                place,
                "这一行没有编码；请填写规则的编码（新规则自定：小写字母、数字、_、-）。",
                "This row has no code: write that of its rule, or a new one (lower-case letters, digits, _ and -).",
            )
            continue
        branch = reader.branch(cells.get(columns["branch"], ""), sheet.place(row, columns["branch"]))
        rows = found.setdefault(code, RuleRows(code, sheet, columns)).rows
        if branch is not None and branch in rows:
            reader.told.add(
                place,
                f"“{code}”的同一情形已在第 {rows[branch]} 行；新规则请换一个编码，新情形请换一个编号。",
                f"'{code}' has this branch in row {rows[branch]} already: a new rule needs a code of its own, a new "
                "branch a number of its own.",
            )
        elif branch is not None:
            rows[branch] = row
    return {code: rows for code, rows in found.items() if _whole(rows, reader.told)}


def _whole(rows: RuleRows, told: Told) -> bool:
    """Whether each branch has the row under which it stands."""
    whole = True
    for branch, row in rows.rows.items():
        if branch and branch[:-1] not in rows.rows:
            whole = False
            above = "或" + ".".join(map(str, branch[:-1])) if branch[:-1] else ""
            told.add(
                rows.sheet.place(row, rows.columns["branch"]),
                f"“{rows.code}”缺少情形{f'“{above}”的' if above else '留空的第一'}行。",
                f"'{rows.code}' has no row {above or 'with a blank branch, its first one'}.",
            )
    return whole and bool(rows.rows)
