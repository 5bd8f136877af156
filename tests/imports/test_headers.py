"""What is said of a header as a whole, and of rows in which two columns of one field differ."""

from collections.abc import Callable

import pytest
from openpyxl import Workbook

from huixin.types.importing import ImportReport
from models.imports.errors import Unreadable
from models.imports.headers import MOST_UNKNOWN
from models.imports.mappings import mapping_faults

from .conftest import BYD, DESAY, TCL, World


@pytest.fixture
def world(sqlite_world: Callable[[str], World]) -> World:
    """On SQLite only: what a header says does not depend on the database."""
    return sqlite_world("home")


def said(report: ImportReport, code: str) -> list[tuple[int, str | None, str]]:
    return [(issue.row, issue.column, issue.message) for issue in report.warnings if issue.code == code]


DIFFERENT = [
    (
        "TYSHXYDM,信用代码",
        f"{TCL},{DESAY}",
        "TYSHXYDM",
        f"column 2 (TYSHXYDM) says {TCL}, column 3 (信用代码) says {DESAY}",
    ),
    (
        "信用代码,TYSHXYDM",
        f"{DESAY},{TCL}",
        "TYSHXYDM",
        f"column 3 (TYSHXYDM) says {TCL}, column 2 (信用代码) says {DESAY}",
    ),
    ("统一社会信用代码,统一社会信用代码", f"{TCL},{DESAY}", "统一社会信用代码", "column 3 (统一社会信用代码) says"),
    ("TYSHXYDM,列入日期,LRRQ", f"{TCL},2026-01-05,2026-01-06", "LRRQ", "column 4 (LRRQ) says 2026-01-06"),
    ("TYSHXYDM,文书号,WSH", f"{TCL},2号,1号", "WSH", "column 4 (WSH) says 1号, column 3 (文书号) says 2号"),
    ("TYSHXYDM,企业名称", f"{TCL},乙公司", "JGMC", "column 1 (JGMC) says 甲公司, column 3 (企业名称) says 乙公司"),
]


@pytest.mark.parametrize(("head", "cells", "column", "says"), DIFFERENT)
def test_two_columns_of_one_field_that_differ_are_both_named(
    world: World, head: str, cells: str, column: str, says: str
) -> None:
    report = world.take(f"JGMC,{head}\n甲公司,{cells}\n")
    [(row, named, message)] = said(report, "columns_differ")
    assert (row, named) == (2, column)
    assert says in message
    assert message.endswith("they differ, and the former counts")
    assert [subject.key for subject, _, _ in world.records()] == [f"uscc:{TCL}"]


AGREEING = [
    ("TYSHXYDM,信用代码", f"{TCL},{TCL[:9].lower()}-{TCL[9:].lower()}"),
    ("TYSHXYDM,信用代码", f",{TCL}"),
    ("TYSHXYDM,列入日期,LRRQ", f"{TCL},2026年1月5日,2026-01-05"),
    ("TYSHXYDM,企业名称", f"{TCL},甲 公司"),
    ("TYSHXYDM,CF_SY,CF_WFXW", f"{TCL},刷单,虚假交易"),
    ("TYSHXYDM,CF_YXQ,CF_GSJZQ", f"{TCL},2028-01-04,2029-01-04"),
    ("TYSHXYDM,住所,经营场所", f"{TCL},惠城区,仲恺区"),
    ("TYSHXYDM,姓名", f"{TCL},张三"),
]


@pytest.mark.parametrize(("head", "cells"), AGREEING)
def test_columns_that_say_the_same_or_something_else_are_no_matter(world: World, head: str, cells: str) -> None:
    assert said(world.take(f"JGMC,{head}\n甲公司,{cells}\n"), "columns_differ") == []


def test_of_two_resident_ids_neither_is_shown(world: World) -> None:
    report = world.take("姓名,身份证号,身份证号码,列入日期\n张三,11010519491231002X,440524188001010014,2026-01-05\n")
    [(_, _, message)] = said(report, "columns_differ")
    assert message == "column 2 (身份证号), column 3 (身份证号码): they differ, and the former counts"


def test_a_mapping_settles_which_column_counts(world: World) -> None:
    report = world.take(f"JGMC,TYSHXYDM,编码\n甲公司,{DESAY},{TCL}\n", mapping={"uscc": "编码"})
    assert said(report, "columns_differ") == []
    assert [subject.key for subject, _, _ in world.records()] == [f"uscc:{TCL}"]


def test_unknown_columns_are_named_as_far_as_anyone_reads_and_counted_beyond(world: World) -> None:
    report = world.take("JGMC,TYSHXYDM," + ",".join(f"列{number}" for number in range(100_000)) + f"\n甲公司,{TCL}\n")
    unknown = said(report, "unknown_column")
    assert [column for _, column, _ in unknown] == [*(f"列{number}" for number in range(MOST_UNKNOWN)), None]
    assert unknown[-1][2] == "99,980 more columns are not known and were not read"


def test_a_mapping_to_a_column_that_the_file_lacks_is_said(world: World) -> None:
    report = world.take(f"JGMC,TYSHXYDM\n甲公司,{TCL}\n", mapping={"reason": "没有"})
    assert [(row, column) for row, column, _ in said(report, "missing_column")] == [(1, "没有")]


def test_what_no_mapping_may_say() -> None:
    assert mapping_faults({"name": "甲", "uscc": "乙"}) == []
    [strange] = mapping_faults({"nom": "甲"})
    assert strange.startswith("The mapping names unknown fields: nom.")
    assert mapping_faults({"name": "甲", "uscc": "甲 "}) == ["The mapping gives the column 甲 to both name and uscc."]


def test_where_no_header_is_found_the_reasons_are_told(world: World) -> None:
    with pytest.raises(Unreadable, match="in the first 2 rows; correct the header or name the columns in a mapping"):
        world.take("甲,乙\n1,2\n")


NOTE = "单位名称：,惠州市发展和改革局,填报日期：,2026-01-05"
"""A note whose first cell is the name of a column."""
LIST = "失信主体名称,统一社会信用代码,列入日期,文书号"
DATA = f"惠州市甲贸易有限公司,{TCL},2026-01-05,1号"


@pytest.mark.parametrize(
    "above",
    [
        NOTE,
        "\n".join([NOTE] * 19),
        f"单位名称：,惠州市发展和改革局,统一社会信用代码：,{BYD},认定部门：,某局,文书号：,1号",
        "单位名称：;惠州市发展和改革局",
        "名单名称：,炒信黑名单\n法定代表人,张三,企业名称,某局",
    ],
    ids=["one", "nineteen", "with the code of who reports", "with another delimiter", "of several columns"],
)
def test_a_note_that_names_a_column_is_not_taken_for_the_header(world: World, above: str) -> None:
    report = world.take(f"{above}\n{LIST}\n{DATA}\n")
    assert (report.rows, report.entered, report.rejected) == (1, 1, 0)
    assert [subject.key for subject, _, _ in world.records()] == [f"uscc:{TCL}"]


def test_in_a_workbook_too(world: World) -> None:
    book = Workbook()
    for line in (NOTE, LIST, DATA):
        book.active.append(line.split(","))  # type: ignore[union-attr]
    book.save(world.folder / "list.xlsx")
    assert world.take(world.folder / "list.xlsx").entered == 1


def test_of_equal_rows_the_first_is_the_header_and_a_column_of_codes_outweighs_one_of_names(world: World) -> None:
    two = world.take(f"失信主体名称,统一社会信用代码\nJGMC,TYSHXYDM\n甲公司,{TCL}\n")
    assert (two.entered, [(issue.row, issue.code) for issue in two.errors]) == (1, [(2, "header_again")])
    codes = world.take(f"单位名称：,惠州市发展和改革局\n统一社会信用代码,说明\n{DESAY},x\n")
    assert (codes.entered, codes.unverified) == (1, 0)


@pytest.mark.parametrize("again", ["失信主体名称,2026-01-05,1号", "企业名称,列入日期,文书号", "企业名称,,"])
def test_a_header_among_the_rows_is_nobody(world: World, again: str) -> None:
    report = world.take(f"失信主体名称,列入日期,文书号\n惠州市甲贸易有限公司,2026-01-05,1号\n{again}\n")
    assert (report.unverified, report.rejected) == (1, 1)
    [issue] = report.errors
    assert (issue.row, issue.column, issue.code) == (3, None, "header_again")
