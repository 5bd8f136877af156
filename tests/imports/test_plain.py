"""A row that is read after the example of another comes to what it comes to by itself, and nothing else does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.imports.entries import Entry, Issue
from models.imports.headers import read_header
from models.imports.labels import LabelReader
from models.imports.plain import Example, PlainReader
from models.imports.readers import NoRow
from models.imports.recognisers import RecogniserTable
from models.imports.recognition import RecognitionReader
from models.imports.rows import RowReader
from models.imports.sources import Source
from models.keys import KeyRing

from .conftest import DESAY, EVE, RESIDENT, TCL, Rules

CELLS = {
    "失信主体名称": [
        "惠州市益永畅商贸有限公司", "惠州市甲乙电子商务（惠东）有限公司", "ABC商行", "惠州市 甲乙有限公司", "无", "",
        TCL, TCL[8:17], "王某", f"王某{RESIDENT}", "甲\x00乙", "甲\ufffd", "甲" * 300, " 丙丁商店 ",
    ],
    "统一社会信用代码": [
        TCL, DESAY, EVE, "", TCL[:-1], TCL[:-1] + "X", TCL.lower(), f" {TCL}", RESIDENT, "/", "110108012660422",
    ],
    "文书号": [
        "惠市监〔2026〕1号", "惠市监[2026]12号", "", "/", "123456789012345", RESIDENT, "第1\n号", "号" * 301, "a b",
    ],
    "列入名单事由": [
        "刷单", "", "刷单，涉及订单3笔", f"身份证{RESIDENT}", "无", "事" * 2100, "刷\n单", "电话\uff11\uff13800138000",
    ],
    "记录编号": ["A-1", "2", "", "N/A", "9" * 15],
    "列入日期": ["2026-01-05", "2026/1/6", "46027", "2026-02-30", "长期", ""],
    "有效期至": ["2027-01-04", "", "长期", "2020-01-01"],
    "退出日期": ["", "2026-06-01", "2025-01-01"],
    "认定部门": ["惠州市发展和改革局", "国家市场监督管理总局", "无名单位", "", "惠州市发展和改革局 "],
    "名单名称": ["炒信黑名单", "待核查名单", "别的名单", ""],
    "严重程度": ["严重", "", "很坏"],
    "异议": ["", "是", "也许"],
    "住所": ["惠州市惠城区某路1号", "", "惠城区 某路"],
    "属地": ["惠城区", ""],
    "法定代表人": ["王某", "李某", ""],
    "组织机构代码": ["", TCL[8:17], "X"],
    "注册号": ["", "110108012660422", "1"],
    "身份证号": ["", RESIDENT, DESAY, "110101********002X"],
    "违法行为类型": ["", "售假"],
}  # fmt: skip
HEADERS = [
    tuple(CELLS),
    ("失信主体名称", "统一社会信用代码", "文书号", "列入名单事由", "列入日期", "有效期至", "认定部门"),
    ("统一社会信用代码", "失信主体名称", "统一社会信用代码", "列入日期"),
    ("失信主体名称", "统一社会信用代码", "记录编号", "住所", "属地", "违法行为类型", "认定部门", "列入日期"),
    ("失信主体名称", "文书号", "列入日期"),
]
Row = list[str] | NoRow


@st.composite
def files(draw: st.DrawFn) -> tuple[tuple[str, ...], list[Row]]:
    """A header and rows under it: most cells are the first of their column, so that rows are like each other."""
    header = draw(st.sampled_from(HEADERS))
    cells = [st.one_of(st.just(CELLS[name][0]), st.sampled_from(CELLS[name])) for name in header]
    row = st.one_of(
        st.tuples(*(st.sampled_from(CELLS[name][:2]) for name in header)).map(list),
        st.tuples(*cells).map(list),
        st.tuples(*cells).map(lambda cells: cells[:-1]),
        st.tuples(*cells).map(lambda cells: [*cells, "", "beyond"]),
        st.just(NoRow(f"{TCL},x", "no row")),
    )
    return header, draw(st.lists(row, min_size=1, max_size=12))


def row_reader(header: tuple[str, ...], folder: Path, list_code: str) -> RowReader:
    catalogue: Any = Rules().catalogue
    own = catalogue.lists[list_code]
    labels = LabelReader(catalogue, own, may_set_standing=True)
    source = Source("file", None, None, {}, frozenset())
    recognitions = RecognitionReader(catalogue, own)
    return RowReader(
        read_header(header), own, source, RecogniserTable(catalogue), labels, KeyRing.open(folder), recognitions
    )


def results(reader: RowReader | PlainReader, rows: list[Row]) -> Iterator[tuple[object, ...]]:
    """What each row comes to. What is sealed differs each time."""
    own = reader.rows if isinstance(reader, PlainReader) else reader
    for number, row in enumerate(rows, start=2):
        found = reader.read(number, row)
        known = found._replace(sealed=b"" if found.sealed else None) if isinstance(found, Entry) else found
        yield known, own.take_warnings(), own.spared.copy()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@given(file=files(), list_code=st.sampled_from(["brushing_black", "ecommerce_pushed"]))
def test_by_example_as_one_by_one(folder: Path, file: tuple[tuple[str, ...], list[Row]], list_code: str) -> None:
    header, rows = file
    alone, by_example = (row_reader(header, folder, list_code) for _ in range(2))
    assert list(results(PlainReader(by_example), rows)) == list(results(alone, rows))


def test_most_rows_are_read_by_example(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = PlainReader(row_reader(HEADERS[1], folder, "brushing_black"))

    def read(name: str, code: str, day: str) -> Entry | Issue:
        return reader.read(2, [name, code, "1号", "刷单", day, "2027-01-04", "惠州市发展和改革局"])

    assert isinstance(read("甲乙商行", TCL, "2026-01-05"), Entry)
    monkeypatch.setattr(Example, "entry", lambda *_: "by example")
    assert read("丙丁商行", DESAY, "2026-01-05") == "by example"
    assert isinstance(read("丙丁商行", DESAY, "2026-01-06"), Entry)
