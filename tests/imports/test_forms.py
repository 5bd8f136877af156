"""Real headers, encodings and file forms all come to the same record."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from models.imports.errors import Unreadable
from models.imports.forms import FORMS, STAND_INS
from models.imports.mappings import read_mapping

from .conftest import DESAY, TCL, World

BODY = "惠州市发展和改革局"
NAME = "惠州市益永畅商贸有限公司"

HEADERS = {
    "black list table": ("HMDMC,JGMC,TYSHXYDM,RDBM,RDBMTYSHXYDM,RDYJ,RDRQ,YXQS,YXQZ,LRMDSY",
                         f"炒信黑名单,{NAME},{TCL},{BODY},{DESAY},依据,2026-01-05,2026-01-05,2028-01-04,刷单"),
    "red list": ("ztlb,mdlxid,ztmc,tyshxydm,fddbr,zjhm,rdbm,rdyj,rdrq,yxqz,lrmdsy",
                 f"法人,1,{NAME},{TCL},张三,11010519491231002X,{BODY},依据,2026-01-05,2028-01-04,刷单"),
    "penalty": ("CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_JDRQ,CF_YXQ,CF_GSJZQ,CF_CFJG,CF_CFJGDM",
                f"{NAME},法人及非法人组织,{TCL},1号,虚假交易,刷单,依据,2026-01-05,2028-01-04,2029-01-04,{BODY},{DESAY}"),
    "first penalty": ("CF_WSH,CF_CFMC,CF_SY,CF_YJ,CF_XDR_MC,CF_XDR_SHXYM,CF_XDR_ZDM,CF_FR,CF_JDRQ,CF_YXQ,"
                      "CF_XZJG,CF_ZT,DFBM,SJC,BZ",
                      f"1号,x,刷单,依据,{NAME},{TCL},,张三,2026/01/05,2028/1/4,{BODY},0,441300,2026-01-06,"),
    "Credit China": ("MDMC,DXMC,TYSHXYDM,FRDB,FRDBZJLX,WSH,LRRQ,YXQZ,TCRQ,TCMDYY,LYSY,RDYJ,SJJE,RDBM",
                     f"炒信黑名单,{NAME},{TCL},张三,1,1号,2026-01-05,2028-01-04,,,刷单,依据,1.5,{BODY}"),
    "permit": ("XK_XDR_MC,XK_XDR_SHXYM,XK_XKWS,XK_WSH,XK_NR,XK_JDRQ,XK_YXQZ,XK_YXQZI,XK_XKJG,XK_XKJGDM,XK_ZT,"
               "RDYJ,LRMDSY",
               f"{NAME},{TCL},x,1号,y,2026-01-05,2026-01-05,2028-01-04,{BODY},{DESAY},0,依据,刷单"),
    "first permit": ("XK_WSH,XK_XMMC,XK_SPLB,XK_NR,XK_XDR,XK_XDR_SHXYM,XK_FR,XK_JDRQ,XK_JZQ,XK_XZJG,XK_ZT,DFBM,"
                     "RDYJ,LRMDSY",
                     f"1号,x,y,z,{NAME},{TCL},张三,2026/01/05,2028/01/04,{BODY},0,441300,依据,刷单"),
    "court": ("iname,cardNum,caseCode,courtName,areaName,duty,performance,publishDate,YXQZ,grounds,reason",
              f"{NAME},{TCL},1号,{BODY},广东,x,全部未履行,2026年01月05日,2028-01-04,依据,刷单"),
    "Chinese labels": ("失信主体名称,统一社会信用代码,列入名单事由,认定依据,列入日期,有效期至,退出日期,文书号,认定部门",
                       f"{NAME},{TCL},刷单,依据,2026年1月5日,20280104,—,1号,{BODY}"),
}  # fmt: skip


@pytest.fixture
def world(sqlite_world: Callable[[str], World]) -> World:
    """On SQLite only: what a row says does not depend on the database."""
    return sqlite_world("home")


def check(world: World) -> None:
    [(subject, _, version)] = world.records()
    assert subject.key == f"uscc:{TCL}"
    found = (
        version.recogniser,
        version.grounds,
        version.reason,
        version.decided_on,
        version.valid_from,
        version.valid_to,
    )
    assert found == (BODY, "依据", "刷单", date(2026, 1, 5), date(2026, 1, 5), date(2028, 1, 5))


@pytest.mark.parametrize("form", HEADERS)
def test_headers(world: World, form: str) -> None:
    header, row = HEADERS[form]
    code = "red" if form == "red list" else "brushing_black"
    report = world.take(f"{header}\n{row}\n", list_code=code)
    assert (report.entered, report.warnings) == (1, ())
    check(world)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(world: World, encoding: str) -> None:
    header, row = HEADERS["Chinese labels"]
    world.take(world.write(f"{header}\r\n{row}\r\n".encode(encoding)))
    assert world.record().recogniser == BODY


def test_notes_and_quoted_newlines_count_as_lines(world: World) -> None:
    header, row = HEADERS["Chinese labels"]
    broken = row.replace(TCL, "坏码")
    two_lines = row.replace("刷单", '"刷单\n炒信"')
    report = world.take("\n".join(["表格说明：列入日期按决定书填写", "", header, two_lines, broken, ""]))
    assert [(issue.row, issue.column) for issue in report.errors] == [(6, "统一社会信用代码")]
    assert world.record().reason == "刷单 炒信"


def test_a_broken_quote_is_one_rejected_row(world: World) -> None:
    header, row = HEADERS["Chinese labels"]
    report = world.take(f'{header}\n"{NAME}"x,{TCL}\n{row}\n')
    assert [(issue.row, issue.code) for issue in report.errors] == [(2, "not_a_row")]
    assert report.entered == 1


def workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


LABELS: list[object] = [
    "失信主体名称",
    "统一社会信用代码",
    "列入名单事由",
    "认定依据",
    "列入日期",
    "有效期至",
    "文书号",
    "认定部门",
]


def test_workbooks(world: World, tmp_path: Path) -> None:
    good = [NAME, TCL, "刷单", "依据", datetime(2026, 1, 5), date(2028, 1, 4), 17, BODY]  # noqa: DTZ001 (a cell)
    damaged = [NAME, 914403001922038216, "刷单", "依据", 46027, 20280104, "", BODY]
    report = world.take(workbook(tmp_path / "list.xlsx", ["表格说明"], LABELS, good, damaged))
    check(world)
    assert world.record().document_number == "17"
    assert [(issue.row, issue.column, issue.code) for issue in report.errors] == [
        (4, "统一社会信用代码", "spreadsheet")
    ]


def test_json_lines(world: World) -> None:
    header, row = HEADERS["black list table"]
    record = dict(zip(header.split(","), row.split(","), strict=True))
    lines = [json.dumps({"JGMC": None}), json.dumps(record | {"失信问题类型": ["brushing"]}), "{no json"]
    report = world.take(world.write("\n".join(lines), "list.jsonl"))
    assert [(issue.row, issue.code) for issue in report.errors] == [(1, "no_subject"), (3, "not_a_row")]
    check(world)
    assert world.record().problem_types == "brushing"


def test_a_mapping_names_what_is_not_known(world: World, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("name: 甲\nuscc: 乙\ndecided_on: 丙\nreason: 丁\n", encoding="utf-8")
    report = world.take(f"甲,乙,丙,丁\n{NAME},{TCL},2026-01-05,刷单\n", mapping=read_mapping(mapping))
    assert (report.entered, world.record().reason) == (1, "刷单")


@pytest.mark.parametrize(
    ("text", "says"), [("- a\n", "field: column"), ("nom: 甲\n", "unknown fields: nom"), ("a: [\n", "YAML")]
)
def test_mappings_that_say_nothing(tmp_path: Path, text: str, says: str) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=says):
        read_mapping(mapping)


def test_no_form_means_two_fields() -> None:
    forms = [form for field in (*FORMS.values(), *STAND_INS.values()) for form in field.split()]
    assert len(forms) == len(set(forms))
