"""The ledger (台账) of cases as a workbook: written for those who work on paper, and read back from them.

What is read back of a row: another county or zone routes the case; a result of verification, with its evidence in the
columns of its kind, is entered. The row's version tells whether the case has moved on since the ledger was written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from pydantic import ValidationError

from huixin.types.case import CaseAction, CaseDetail, CaseState, RoutingRequest
from huixin.types.case_actions import CaseActionRequest
from models.cases.acting import act
from models.cases.moves import RESULTS
from models.cases.routing import route_cases
from models.cases.seen import find_case
from models.cases.work import Work, wrong
from models.errors import Conflict, Invalid
from models.imports.errors import Unreadable
from models.imports.workbooks import open_workbook, sheet_rows
from rules.catalogue import Catalogue
from rules.routing import handling_units

MOST_ROWS = 50_000
"""Of a ledger that is read."""
STATES = {
    CaseState.UNASSIGNED: "待分派",
    CaseState.VERIFYING: "待核查",
    CaseState.CONFIRMED: "查实",
    CaseState.NOT_ESTABLISHED: "未查实",
    CaseState.UNTRACEABLE: "查无下落",
    CaseState.DEREGISTERED: "已注销或吊销",
    CaseState.OUTSIDE_JURISDICTION: "不属本辖区",
    CaseState.WRONG_IDENTITY: "主体有误",
    CaseState.DUPLICATE: "重复",
    CaseState.NOT_ECOMMERCE: "非电子商务经营者",
    CaseState.ALREADY_CORRECTED: "已整改",
    CaseState.AWAITING_TRACE: "待查找",
    CaseState.TRANSFERRED: "已移省",
    CaseState.ORDERED: "已责令，待送达",
    CaseState.RECTIFYING: "整改中",
    CaseState.REPORTED: "待验收",
    CaseState.INCOMPLETE: "整改不到位",
    CaseState.RECTIFIED: "整改完成",
    CaseState.REMOVAL_PROPOSED: "已提请移出",
    CaseState.CLOSED: "已办结",
}
_EVIDENCE = {"现场核查记录": "on_site_record", "登记信息摘录": "register_extract", "照片": "photo", "凭证": "document"}
_LEVELS = {"县区": "county", "市": "city", "省": "province"}
"""Whose boundary a merchant lies beyond."""
_POINTS_AT = {
    CaseAction.FIND_DUPLICATE: "duplicate_of",
    CaseAction.FIND_OUTSIDE_JURISDICTION: "belongs_to",
    CaseAction.FIND_WRONG_IDENTITY: "right_subject",
}
COLUMNS = (
    "案件编号",
    "版本",
    "名单主体",
    "统一社会信用代码",
    "状态",
    "责任县区",
    "问题类型",
    "责任部门",
    "期限",
    "剩余天数",
    "逾期",
    "核查结果",
    *_EVIDENCE,
    "辖区层级",
    "指向",
    "文书号",
    "备注",
)
_WIDTHS = {"案件编号": 40, "名单主体": 36, "统一社会信用代码": 22, "问题类型": 28, "责任部门": 28, "备注": 30}
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """`number` as the workbook counts, from 1; `cells` by column, without blanks around them and without empty ones."""

    number: int
    cells: Row


def write_ledger(path: Path, catalogue: Catalogue, cases: Iterable[CaseDetail]) -> int:
    """One line for each case; how many there are. Everything is text, so that nothing is taken for a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.freeze_panes = "A2"
    for index, name in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + index)].width = _WIDTHS.get(name, 14)
    sheet.append(COLUMNS)
    count = 0
    for case in cases:
        line = _line(catalogue, case)
        sheet.append([_text(sheet, line.get(name, "")) for name in COLUMNS])
        count += 1
    book.save(path)
    return count


def _text(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell


def _line(catalogue: Catalogue, case: CaseDetail) -> Row:
    labels, departments = catalogue.labels.problem_types, catalogue.departments
    return {
        "案件编号": case.id,
        "版本": str(case.version),
        "名单主体": case.subject_name,
        "统一社会信用代码": case.uscc or "",
        "状态": STATES[case.state],
        "责任县区": "" if case.unit is None else catalogue.units[case.unit].title.zh,
        "问题类型": "；".join(labels[code].zh for code in case.problem_types),
        "责任部门": "；".join(
            "待定" if task.department is None else departments[task.department].title.zh for task in case.tasks
        ),
        "期限": "" if case.deadline is None else str(case.deadline.due),
        "剩余天数": "" if case.deadline is None else str(case.deadline.days_left),
        "逾期": "是" if case.overdue else "",
    }


def read_ledger(path: Path) -> list[LedgerRow]:
    """The rows of a ledger that was written here. Raises Invalid for a file that is none, or too long for one."""
    try:
        sheet = open_workbook(path).worksheets[0]
        lines = list(islice(sheet_rows(sheet), MOST_ROWS + 2))
    except Unreadable as error:
        raise Invalid(f"{path.name}: {error.message}") from error
    except IndexError as error:
        raise Invalid(f"{path.name} has no sheet with rows.") from error
    if len(lines) > MOST_ROWS + 1:
        raise Invalid(f"{path.name} has more than {MOST_ROWS:,} rows; send it in parts.")
    names = [name.strip() for name in lines[0][1]] if lines else []
    if "案件编号" not in names:
        raise Invalid(f"{path.name} is not a ledger: its first row names no column 案件编号.")
    rows = [LedgerRow(number, _cells(names, line)) for number, line in lines[1:]]
    return [row for row in rows if "案件编号" in row.cells]


def _cells(header: list[str], line: list[str]) -> Row:
    texts = {name: value.strip() for name, value in zip(header, line, strict=False)}
    return {name: text for name, text in texts.items() if name and text}


def apply_row(work: Work, row: LedgerRow) -> list[CaseAction]:
    """What a row says anew is done to its case; nothing where it says nothing new. Raises as the actions do."""
    case = find_case(work.session, work.caller, row.cells["案件编号"])
    unit = _unit(work.catalogue, row.cells.get("责任县区"))
    wanted = row.cells.get("核查结果")
    moves_on = unit is not None and unit != case.unit
    if not moves_on and wanted is None:
        return []
    if "版本" not in row.cells:
        raise wrong("版本", "missing_version", "The row has lost its version (版本); write the ledger again.")
    if row.cells["版本"] != str(case.version):
        raise Conflict("The case has moved on since the ledger was written; write it again.")
    done = []
    if moves_on:
        route_cases(
            work, RoutingRequest(cases=(case.id,), unit=str(unit), basis=row.cells.get("备注", "台账分派")[:2000])
        )
        done.append(CaseAction.ROUTE)
    if wanted is not None:
        done.append(_enter_result(work, case.id, wanted, row.cells))
    return done


def _unit(catalogue: Catalogue, text: str | None) -> str | None:
    if text is None:
        return None
    for code in handling_units(catalogue):
        if text in (code, catalogue.units[code].title.zh):
            return code
    raise wrong("责任县区", "unknown_unit", f"{text} is no county or zone of the packs.")


def _enter_result(work: Work, case_id: str, wanted: str, cells: Row) -> CaseAction:
    action = next((action for action, state in RESULTS.items() if STATES[state] == wanted), None)
    if action is None:
        known = "、".join(STATES[state] for state in RESULTS.values())
        raise wrong("核查结果", "unknown_result", f"{wanted} is no result; there are {known}.")
    evidence = [{"kind": kind, "description": cells[name]} for name, kind in _EVIDENCE.items() if name in cells]
    fields: dict[str, Any] = {"action": action, "evidence": evidence, "basis": cells.get("备注")}
    fields["document_number"] = cells.get("文书号")
    if action is CaseAction.CONFIRM:
        fields["problem_types"] = _problem_types(work.catalogue, cells.get("问题类型", ""))
    elif action in _POINTS_AT:
        fields[_POINTS_AT[action]] = cells.get("指向")
    if "辖区层级" in cells:
        fields["level"] = _level(cells["辖区层级"])
    try:
        body = CaseActionRequest.model_validate(fields).root
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise Invalid(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    act(work, case_id, body)
    return action


def _level(text: str) -> str:
    if text not in _LEVELS:
        raise wrong("辖区层级", "unknown_level", f"{text} is no level; there are {'、'.join(_LEVELS)}.")
    return _LEVELS[text]


def _problem_types(catalogue: Catalogue, text: str) -> list[str]:
    """By title or code; what is neither is refused by name later."""
    codes = {label.zh: code for code, label in catalogue.labels.problem_types.items()}
    named = [part.strip() for part in text.replace(";", "；").split("；") if part.strip()]
    return [codes.get(name, name) for name in named]
