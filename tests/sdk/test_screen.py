"""`huixin screen` against the stub: what it reads, what it writes, how it exits."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from tests.sdk.conftest import Run
from tests.sdk.stub import Stub, page


def screened(path: Path) -> list[list[Any]]:
    if path.suffix == ".xlsx":
        return [list(row) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True)]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_rows_come_back_with_three_columns_more(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text("编号,统一社会信用代码,企业名称\n1,9133,甲\n2,bad,乙\n,,\n4,,\n5,,丙\n6,91\n", encoding="utf-8-sig")
    result = run("screen", file, "--scene", "promotion", "-o", out)
    assert screened(out) == [
        ["编号", "统一社会信用代码", "企业名称", "outcome", "measures", "reason"],
        ["1", "9133", "甲", "refuse", "promotion_limit", "解释 9133"],
        ["2", "bad", "乙", "error", "", "The check character is wrong."],
        ["", "", ""],
        ["4", "", "", "error", "", "本行既无代码也无名称。"],
        ["5", "", "丙", "clear", "", "解释 None"],
        ["6", "91", "", "clear", "", "解释 91"],
    ]
    assert result.exit_code == 2
    assert "6 rows in" in result.stderr
    assert "error 2" in result.stderr
    assert not (tmp_path / "out.csv.part").exists()


@pytest.mark.parametrize("header", ["企业名称,统一社会信用代码", "统一社会信用代码,备注"])
def test_a_note_that_names_a_column_is_not_taken_for_the_header(run: Run, tmp_path: Path, header: str) -> None:
    """As an import reads it."""
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    notes = "单位名称：,惠州市发展和改革局\n单位名称：,统一社会信用代码：,91441300195971850Y"
    data = "甲,9133" if header.startswith("企业名称") else "9133,甲"
    file.write_text(f"{notes}\n{header}\n{data}\n", encoding="utf-8")
    assert run("screen", file, "--scene", "promotion", "-o", out).exit_code == 0
    assert screened(out)[-2][:2] == header.split(",")
    assert screened(out)[-1][2:] == ["refuse", "promotion_limit", "解释 9133"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_blank_row_stays_blank(run: Run, tmp_path: Path, suffix: str) -> None:
    file, out = tmp_path / "in.csv", tmp_path / f"out{suffix}"
    file.write_text("编号,信用代码\n1,9133\n\n,\n2,91\n", encoding="utf-8")
    assert run("screen", file, "--scene", "promotion", "-o", out).exit_code == 0
    rows = screened(out)
    assert [any(row) for row in rows] == [True, True, False, False, True]
    assert [row[0] for row in rows if any(row)] == ["编号", "1", "2"]


def test_columns_of_the_same_name_are_kept_apart(run: Run, tmp_path: Path) -> None:
    file, out, again = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "again.csv"
    file.write_text("信用代码,Outcome\n9133,旧值\n", encoding="utf-8")
    result = run("screen", file, "--scene", "promotion", "-o", out)
    added = ["huixin_outcome", "huixin_measures", "huixin_reason"]
    assert screened(out)[0] == ["信用代码", "Outcome", *added]
    assert screened(out)[1][:3] == ["9133", "旧值", "refuse"]
    assert "begins with huixin_" in result.stderr
    run("screen", out, "--scene", "promotion", "-o", again)
    assert screened(again)[0] == ["信用代码", "Outcome", *added, *(name.replace("_", "_2_") for name in added)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("既无代码也无名称", "代码超过", "是否缺少引号", "第5行的引号未正确闭合")),
        ("en", ("neither a code", "code: String", "quotation mark", "opens in line 5")),
    ],
)
def test_reasons_are_in_the_language_asked_for(run: Run, tmp_path: Path, language: str, words: tuple[str, ...]) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text(f'编号,信用代码\n1,\n2,{"9" * 2000}\n3,9133,x\n4,"91\n', encoding="utf-8")
    assert run("screen", file, "--scene", "promotion", "-o", out, "--lang", language).exit_code == 2
    for row, word in zip(screened(out)[1:], words, strict=True):
        assert word in row[-1]


def test_every_row_answered_exits_0(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text("uscc\n91\n")
    assert run("screen", file, "--scene", "promotion", "-o", out, "--lang", "en").exit_code == 0
    assert screened(out)[1] == ["91", "clear", "", "Explained 91"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_of_every_usual_encoding(run: Run, tmp_path: Path, encoding: str) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text("表格说明：请勿修改\nZTMC\tTYSHXYDM\n某公司\t91\n", encoding=encoding)
    assert run("screen", file, "--scene", "promotion", "-o", out).exit_code == 0
    assert screened(out)[0] == ["表格说明：请勿修改"]
    assert screened(out)[2][:3] == ["某公司", "91", "clear"]


def test_bytes_that_are_no_text_spoil_their_own_row_only(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_bytes("code,名称\n91,好\n".encode() + b"92,\xff\xff\n93,x\n")
    assert run("screen", file, "--scene", "promotion", "-o", out).exit_code == 2
    lines = out.read_bytes().splitlines()
    assert lines[2].startswith(b"92,\xff\xff,error,")
    assert lines[3].startswith(b"93,x,refuse,")


def test_a_line_with_too_many_or_too_long_cells(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text(f"code,name\n91,a,b,c\n91,{'x' * 200_000}\n91,{'y' * 300}\n91,z,,\n")
    assert run("screen", file, "--scene", "promotion", "-o", out, "--lang", "en").exit_code == 2
    rows = screened(out)
    assert rows[1][:3] == ["91", "a,b,c", "error"]
    assert rows[2][0] == ("91," + "x" * 200_000)[:32_767]
    assert rows[2][2:] == ["error", "", "The line cannot be read: a cell has more than 131,072 characters."]
    assert rows[3][4] == "name: String should have at most 256 characters"
    assert rows[4][:3] == ["91", "z", "clear"]


def test_wrong_quotes_cost_their_own_line_and_no_other(run: Run, tmp_path: Path, stub: Stub) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text('code,name\n91,"a\n92,b\n93,c"\n94,d\n95,"two\nlines"\n96,"e\n')
    assert run("screen", file, "--scene", "promotion", "-o", out, "--lang", "en").exit_code == 2
    rows = screened(out)[1:]
    assert [row[:3] for row in rows] == [
        ['91,"a', "", "error"],
        ["92", "b", "clear"],
        ['93,c"', "", "error"],
        ["94", "d", "clear"],
        ["95", "two\nlines", "clear"],
        ['96,"e', "", "error"],
    ]
    assert "opens in line 2" in rows[0][4]
    assert "mark of line 2" in rows[2][4]
    assert "opens in line 8" in rows[5][4]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_makes_a_header(run: Run, tmp_path: Path, delimiter: str) -> None:
    """However many of the others the cells hold."""
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text(f"note\ncode{delimiter}remark\n91{delimiter}" + ",;\t".replace(delimiter, "") * 50 + "\n")
    assert run("screen", file, "--scene", "promotion", "-o", out).exit_code == 0
    assert screened(out)[2][:1] == ["91"]


def test_no_cell_becomes_a_formula(run: Run, tmp_path: Path) -> None:
    file, out, book = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "out.xlsx"
    file.write_text('code,note\n91,=1+1\n91,"@SUM(A1)"\n91,-5\n91,+8613800000000\n91,-2+cmd\n')
    run("screen", file, "--scene", "promotion", "-o", out)
    assert [row[1] for row in screened(out)[1:]] == ["'=1+1", "'@SUM(A1)", "-5", "+8613800000000", "'-2+cmd"]
    run("screen", file, "--scene", "promotion", "-o", book)
    cells = [row[1] for row in load_workbook(book).worksheets[0].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells[:2]] == [("=1+1", "s"), ("@SUM(A1)", "s")]


def test_a_workbook_in_and_out(run: Run, tmp_path: Path, stub: Stub) -> None:
    file, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    book = Workbook()
    sheet = book.create_sheet("merchants", 0)
    for row in (["店铺", "信用代码*"], ["甲店", "9133"], ["乙店", 914403001922038216]):
        sheet.append(row)
    book.save(file)
    assert run("screen", file, "--scene", "promotion", "-o", out).exit_code == 0
    rows = screened(out)
    assert rows[0] == ["店铺", "信用代码*", "outcome", "measures", "reason"]
    assert rows[1] == ["甲店", "9133", "refuse", "promotion_limit", "解释 9133"]
    sent = [item["subject"]["uscc"] for item in stub.to("/v1/check/batch")[0].json["items"]]
    assert sent == ["9133", "9.144030019220383e+17"], "what a spreadsheet has damaged is passed on as it is"


def test_the_sheet_with_a_header_is_screened_and_the_others_are_named(run: Run, tmp_path: Path) -> None:
    file, out = tmp_path / "in.xlsx", tmp_path / "out.csv"
    book = Workbook()
    book.worksheets[0].append(["请先阅读说明"])
    for title, code in (("第一批", "9133"), ("第二批", "91")):
        sheet = book.create_sheet(title)
        sheet.append(["code"])
        sheet.append([code])
    book.create_sheet("空")
    book.save(file)
    result = run("screen", file, "--scene", "promotion", "-o", out)
    assert [row[:2] for row in screened(out)] == [["code", "outcome"], ["9133", "refuse"]]
    assert "Not screened, for only one sheet is: Sheet, 第二批." in result.stderr


def rewritten(file: Path, change: Callable[[str], str]) -> None:
    """The workbook with the XML of its first sheet changed."""
    with ZipFile(file) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"].decode()).encode()
    with ZipFile(file, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)


@pytest.fixture
def merchants(tmp_path: Path) -> Path:
    """A workbook of 300 merchants."""
    file = tmp_path / "in.xlsx"
    book = Workbook()
    for row in (["code"], *(["91"] for _ in range(300))):
        book.worksheets[0].append(row)
    book.save(file)
    return file


def test_a_sheet_that_understates_its_size_is_screened_whole(run: Run, tmp_path: Path, merchants: Path) -> None:
    rewritten(merchants, lambda xml: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:A2"', xml))
    out = tmp_path / "out.csv"
    assert run("screen", merchants, "--scene", "promotion", "-o", out).exit_code == 0
    assert len(screened(out)) == 301


def test_a_workbook_damaged_further_down_keeps_what_was_answered(run: Run, tmp_path: Path, merchants: Path) -> None:
    rewritten(merchants, lambda xml: xml[: xml.index('r="290"')])
    result = run("screen", merchants, "--scene", "promotion", "-o", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "in.xlsx cannot be read as XLSX" in result.stderr
    assert "rows answered until then are in" in result.stderr
    assert len(screened(tmp_path / "out.csv.part")) > 200


def test_columns_can_be_named(run: Run, tmp_path: Path, stub: Stub) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text("code,税号,店主\nx,91,某\n")
    options = ("--code-column", "税号", "--name-column", "店主", "--campaign", "double_11")
    assert run("screen", file, "--scene", "promotion", "-o", out, *options).exit_code == 0
    (item,) = stub.to("/v1/check/batch")[0].json["items"]
    assert item["subject"] == {"uscc": "91", "name": "某", "role": "merchant"}
    assert item["campaign"] == {"kind": "double_11"}


@pytest.mark.parametrize(
    ("content", "options", "told"),
    [
        ("a,b\n1,2\n", (), "No column for a code or a name was found; the headings are: a, b."),
        ("", (), "the headings are: none"),
        ("code\n1\n", ("--name-column", "店主"), "No column for 店主"),
    ],
)
def test_a_file_without_the_columns(
    run: Run, tmp_path: Path, stub: Stub, content: str, options: tuple[str, ...], told: str
) -> None:
    file = tmp_path / "in.csv"
    file.write_text(content)
    result = run("screen", file, "--scene", "promotion", "-o", tmp_path / "out.csv", *options)
    assert result.exit_code == 1
    assert told in result.stderr
    assert list(tmp_path.iterdir()) == [file]
    assert stub.seen == []


def test_paths_that_cannot_be(run: Run, tmp_path: Path) -> None:
    file, text, false = tmp_path / "in.csv", tmp_path / "in.txt", tmp_path / "false.xlsx"
    for path in (file, text, false):
        path.write_text("code\n91\n")
    refusals = {
        (text, tmp_path / "out.csv"): "neither CSV nor XLSX",
        (file, tmp_path / "out.pdf"): "neither CSV nor XLSX",
        (file, file): "is the file that is read",
        (file, tmp_path / "none" / "out.csv"): "There is no folder",
        (false, tmp_path / "out.csv"): "cannot be read as XLSX",
    }
    for (given, out), told in refusals.items():
        result = run("screen", given, "--scene", "promotion", "-o", out)
        assert (result.exit_code, told in result.stderr) == (1, True), (given, out, result.stderr)


def test_work_that_breaks_off_keeps_what_was_answered(run: Run, tmp_path: Path, stub: Stub) -> None:
    file, out = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text("code\n" + "91\n" * 300)
    stub.faults.extend([None, page(500)])
    result = run("screen", file, "--scene", "promotion", "-o", out)
    assert result.exit_code == 1
    assert "The 250 rows answered until then are in" in result.stderr
    assert len(screened(tmp_path / "out.csv.part")) == 251
    assert not out.exists()
