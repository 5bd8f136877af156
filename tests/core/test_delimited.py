"""Every line of a CSV is a row, a part of one, or a fault; wrong quotes spoil no line but their own."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huixin.core.delimited import LONGEST_CELL, MOST_LINES, Row, delimiter_of, read_rows

HEADER = "name,code,day,reason\n"
ONE, TWO, THREE = (f"{name},{code},2026-01-05,brushing\n" for name, code in (("a", 1), ("b", 2), ("c", 3)))


def read(text: str, delimiter: str = ",") -> list[Row]:
    return list(read_rows(io.StringIO(text, newline=""), delimiter))


def faults(rows: list[Row]) -> dict[int, str]:
    return {row.number: row.fault for row in rows if row.fault}


def test_a_cell_in_quotes_may_hold_line_breaks_delimiters_and_quotation_marks() -> None:
    rows = read(HEADER + 'a,1,2026-01-05,"first, and\r\n\r\n""second"""\r\n' + TWO)
    assert [row.number for row in rows] == [1, 2, 5]
    assert rows[1].cells == ["a", "1", "2026-01-05", 'first, and\r\n\r\n"second"']
    assert not faults(rows)


def test_a_quotation_mark_inside_a_cell_without_quotes_is_a_character() -> None:
    assert read('a 5" screen,1\n') == [Row(1, ['a 5" screen', "1"])]


STRAY = {
    "never closed": (HEADER + ONE + '"' + TWO + THREE, {3}, ["a", "c"]),
    "closed where rows have been taken in": (HEADER + '"' + ONE + TWO + THREE.replace(",", '",', 1), {2, 4}, ["b"]),
    "closed two lines on": (HEADER + '"' + ONE + TWO.replace(",", '",', 1) + THREE, {2, 3}, ["c"]),
    "in the last cell": (HEADER + ONE.replace("br", '"br') + TWO.replace("ing", 'ing"'), {2, 3}, []),
    "text behind the closing one": (HEADER + '"a"x,1,2026-01-05,brushing\n' + TWO, {2}, ["b"]),
    "not written twice": (HEADER + 'a,1,2026-01-05,"a "so-called"\nshop"\n' + TWO, {2, 3}, ["b"]),
    "closed by the quotes of a later row": (HEADER + '"' + ONE + TWO + '"c",3,2026-01-05,x\n', {2}, ["b", "c"]),
    "in the header": ('"' + HEADER + ONE, {1}, ["a"]),
}


@pytest.mark.parametrize("case", STRAY)
def test_wrong_quotes_spoil_their_own_line_only(case: str) -> None:
    text, faulty, names = STRAY[case]
    rows = read(text)
    assert set(faults(rows)) == faulty
    assert [row.cells[0] for row in rows if row.fault is None and row.number > 1] == names
    assert f"opens in line {min(faulty)} " in faults(rows)[min(faulty)]


def test_the_line_is_named_where_the_quotes_open_not_where_the_row_begins() -> None:
    rows = read(HEADER + '"two\nlines",1,"2026-01-05,brushing\n' + TWO)
    assert "opens in line 3 " in faults(rows)[2]
    assert rows[1].cells == ['"two\nlines",1,"2026-01-05,brushing']
    assert rows[2].cells[0] == "b"


def test_a_cell_of_more_lines_than_any_has_is_none() -> None:
    long = "\n".join(f"line {number}" for number in range(MOST_LINES))
    assert not faults(read(f'{HEADER}a,1,2026-01-05,"{long}"\n'))
    rows = read(f'{HEADER}a,1,2026-01-05,"{long}\nmore"\n{TWO}')
    assert len(faults(rows)) == MOST_LINES + 1
    assert rows[-1].cells[0] == "b"


def test_a_line_behind_open_quotes_that_is_not_as_wide_as_the_rows_is_no_row() -> None:
    rows = read(HEADER + '"' + ONE + "continued\n\n" + TWO)
    assert set(faults(rows)) == {2, 3}
    assert "of line 2 " in faults(rows)[3]


def test_a_cell_without_end_is_a_fault() -> None:
    rows = read(HEADER + f"{'x' * (LONGEST_CELL + 1)},1,2026-01-05,y\n" + f'"{"x" * LONGEST_CELL}xx",1,,\n' + ONE)
    assert set(faults(rows)) == {2, 3}
    assert "131,072" in faults(rows)[2]
    assert "131,072" in faults(rows)[3]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_the_one_under_which_there_is_a_header(delimiter: str) -> None:
    others = ",\t;".replace(delimiter, "") * 9
    lines = ["a note\n", "name,code\n".replace(",", delimiter), f"a{delimiter}{others}\n"]
    assert delimiter_of(lines, lambda cells: "code" in cells, within=5) == delimiter
    assert delimiter_of(lines, lambda cells: "code" in cells, within=1) == ","


def test_of_several_delimiters_that_give_a_header_it_is_the_one_that_gives_the_best() -> None:
    lines = ["name:,a bureau\n", "name;code;day\n"]
    assert delimiter_of(lines, lambda cells: len({"name:", "name", "code", "day"} & {*cells}), within=5) == ";"


_cells = st.text(st.sampled_from('ab"\n\r，'), max_size=6)
_tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(_cells, min_size=width, max_size=width), max_size=6)
)


@given(_tables, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_what_is_written_well_is_read_as_written(table: list[list[str]], quoting: int) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting).writerows(table)
    assert [row.cells for row in read(text.getvalue()) if row.cells] == table


@given(st.text(st.sampled_from('ab,"\n'), max_size=60))
def test_no_line_is_lost_and_none_is_read_twice(text: str) -> None:
    lines = io.StringIO(text, newline="").readlines()
    following = 0
    for row in read(text):
        assert row.number == following + 1
        following += 1 + sum(cell.count("\n") for cell in row.cells)
        if row.fault:
            assert row.cells == ["".join(lines[row.number - 1 : following]).rstrip("\n")]
    assert following == len(lines)


@given(st.integers(2, 5), st.integers(1, 6), st.data())
def test_one_stray_quotation_mark_costs_one_row(width: int, count: int, data: st.DataObject) -> None:
    table = [[f"{row}-{column}" for column in range(width)] for row in range(count)]
    row, column = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, width - 1))
    broken = [[*cells] for cells in table]
    broken[row][column] = '"' + broken[row][column]
    rows = read("".join(",".join(cells) + "\n" for cells in broken))
    assert set(faults(rows)) == {row + 1}
    assert [cells for _, cells, fault in rows if fault is None] == table[:row] + table[row + 1 :]
