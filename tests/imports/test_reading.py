"""From file to rows: wrong quotes, delimiters, JSON of both kinds, and what stands before the header."""

import json
from collections.abc import Callable

import pytest

from models.imports import json_records
from models.imports.errors import Unreadable

from .conftest import BYD, DESAY, EVE, TCL, World

HEADER = "失信主体名称,统一社会信用代码,列入日期,列入名单事由,认定部门"
CODES = (TCL, DESAY, EVE, BYD)
ROWS = [f"公司{code},{code},2026-01-05,刷单,惠州市发展和改革局" for code in CODES]
OBJECTS = [{"JGMC": f"公司{code}", "TYSHXYDM": code, "RDRQ": "2026-01-05", "RDBM": "惠城区公安局"} for code in CODES]


@pytest.fixture
def world(sqlite_world: Callable[[str], World]) -> World:
    """On SQLite only: what a file says does not depend on the database."""
    return sqlite_world("home")


def text(*lines: str) -> str:
    return "\n".join([HEADER, *lines]) + "\n"


def listed(world: World) -> set[str]:
    return {subject.key.removeprefix("uscc:") for subject, _, _ in world.records()}


WRONG_QUOTES = {
    "never closed": (['"' + ROWS[0], *ROWS[1:]], {2}),
    "closed two rows on": (['"' + ROWS[0], ROWS[1], ROWS[2].replace(",", '",', 1), ROWS[3]], {2, 4}),
    "closed in the next row": ([ROWS[0].replace("刷单", '"刷单'), ROWS[1].replace("刷单", '刷单"'), *ROWS[2:]], {2, 3}),
    "text behind them": (['"公司"' + ROWS[0], *ROWS[1:]], {2}),
    "the quotes of a later row": ([ROWS[0].replace("刷单", '"刷单'), ROWS[1], ROWS[2].replace("刷单", '"刷单"')], {2}),
}


@pytest.mark.parametrize("case", WRONG_QUOTES)
def test_wrong_quotes_cost_their_own_row_and_every_row_is_told(world: World, case: str) -> None:
    lines, rejected = WRONG_QUOTES[case]
    report = world.take(text(*lines))
    assert (report.rows, report.rejected, report.entered) == (len(lines), len(rejected), len(lines) - len(rejected))
    assert {issue.row for issue in report.errors} == rejected
    assert "opens in line 2 " in report.errors[0].message
    assert listed(world) == {code for number, code in enumerate(CODES[: len(lines)], 2) if number not in rejected}


def test_a_full_file_ends_no_record_whose_row_has_wrong_quotes(world: World) -> None:
    world.take(text(*ROWS), mode="full")
    report = world.take(text('"' + ROWS[0], *ROWS[1:]), mode="full", confirm=True)
    assert (report.rejected, report.exited, report.unchanged) == (1, 0, 3)


def test_a_name_of_several_lines_is_said_for_it_may_hide_a_row(world: World) -> None:
    report = world.take(text(f'"公司甲\n公司乙",{TCL},2026-01-05,"事由一\n事由二",惠州市发展和改革局'))
    assert [(issue.row, issue.column, issue.code) for issue in report.warnings] == [
        (2, "失信主体名称", "several_lines")
    ]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_files_with_other_delimiters(world: World, delimiter: str) -> None:
    others = ",;\t".replace(delimiter, "") * 9
    rows = [row.replace(",", delimiter).replace("刷单", "刷单" + others) for row in ROWS]
    report = world.take("\n".join(["表格说明：一,二,三", HEADER.replace(",", delimiter), *rows]) + "\n")
    assert (report.entered, report.warnings) == (4, ())


def test_data_before_the_header_is_said(world: World) -> None:
    report = world.take(f"表格说明\n{ROWS[0]}\n{text(*ROWS[1:])}")
    assert [(issue.row, issue.code) for issue in report.warnings] == [(2, "before_header")]
    assert report.entered == 3


def test_a_header_with_wrong_quotes_is_told_where_none_is_found(world: World) -> None:
    with pytest.raises(Unreadable, match="Row 1: the quotation mark that opens in line 1"):
        world.take('"' + text(*ROWS))


def test_a_page_in_the_dress_of_a_table_is_told_apart(world: World) -> None:
    with pytest.raises(Unreadable, match="HTML or XML"):
        world.take("\n<html><table><tr><td>失信主体名称</td></tr></table></html>")


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_array_of_json_objects(world: World, indent: int | None, encoding: str) -> None:
    whole = json.dumps([*OBJECTS, "x", {"JGMC": ""}], ensure_ascii=False, indent=indent)
    report = world.take(world.write(f"\n{whole}\n".encode(encoding), "list.json"))
    assert (report.entered, [(issue.row, issue.code) for issue in report.errors]) == (
        4, [(5, "not_a_row"), (6, "no_subject")],
    )  # fmt: skip


REFUSED = {
    "broken": (json.dumps(OBJECTS, indent=1)[:-40], "array is broken in line"),
    "an object over several lines": (json.dumps(OBJECTS[0], indent=1), "one object on each line"),
    "an answer around the list": (json.dumps({"status": 1, "list": OBJECTS}), "The keys are status, list"),
    "nested beyond measure": ('[{"a":' + "[" * 100_000, "beyond all measure"),
    "empty": ("[]", "No line is a JSON object"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_json_that_is_no_list_says_what_it_lacks(world: World, case: str) -> None:
    content, says = REFUSED[case]
    with pytest.raises(Unreadable, match=says):
        world.take(content)


def test_a_large_array_is_to_be_sent_as_lines(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_records, "LARGEST_ARRAY", 100)
    with pytest.raises(Unreadable, match="JSON lines"):
        world.take(json.dumps(OBJECTS))


@pytest.mark.parametrize("form", ["lines", "array"])
def test_an_object_with_a_key_twice_is_rejected_for_nobody_can_tell_which_counts(world: World, form: str) -> None:
    twice = json.dumps(OBJECTS[1], ensure_ascii=False).replace("{", '{"JGMC": "别的公司", ', 1)
    objects = [json.dumps(OBJECTS[0], ensure_ascii=False), twice]
    report = world.take("\n".join(objects) if form == "lines" else f"[{','.join(objects)}]")
    assert [(issue.row, issue.code) for issue in report.errors] == [(2, "not_a_row")]
    assert listed(world) == {CODES[0]}


def test_a_full_file_without_rows_says_what_it_has_to_say_once(world: World) -> None:
    world.take(text(*ROWS), mode="full")
    header = f"{HEADER},别的列\n"
    proposed = world.take(header, mode="full")
    assert [issue.code for issue in proposed.warnings] == ["unknown_column"]
    assert world.take(header, mode="full", confirm=True).warnings == proposed.warnings
