"""Broken workbooks: each problem is told at its cell, with what may stand there."""

import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest

from rules.tables import reading
from rules.tables.importing import import_table
from rules.tables.problems import TableErrors
from rules.written import shipped_documents
from tests.rules.tables.desk import Clerk, documents_of
from tests.rules.tables.test_edits import COMMENTED, PATH, clerk


@pytest.mark.parametrize(
    ("key", "written", "said"),
    [
        ("outcome", "拒绝", "'拒绝' is no word of the column outcome. Allowed: 不予接受 refuse | 限制 restrict"),
        ("outcome", "refuse\nwatch", "is no word of the column outcome"),
        ("measure", "promotion_limits", "Did you mean '名称 promotion_limit'?"),
        ("record.list", "black、blakc", "'blakc' is no word of the column record.list. Did you mean"),
        ("record.list", "black；black", "'black' stands there twice."),
        ("record.severity", "红名单 general", "'红名单 general' is no word"),
        ("record.relief", "也许", "Allowed: 是 true | 否 false"),
        ("grounds", "the-law/99", "'the-law/99' is no word of the column grounds. Did you mean 'the-law'?"),
        ("grounds", None, "Cite at least one ground"),
        ("from", "2026-02-30", "'2026-02-30' is no day: write 2026-11-01"),
        ("from", "下月一日", "is no day"),
        ("from", datetime(2026, 11, 11, 10, 30), "A day has no time of day"),  # noqa: DTZ001 - as a cell has it
        ("to", "2018-12-31", "ends on 2018-12-31, before it starts on 2019-01-01"),
        ("scenes", "升级", "'升级' is no word of the column scenes. Allowed: 全部环节 all"),
        ("scenes", None, "Name the scenes. Allowed: 全部环节 all"),
        ("scenes", "；", "Name the scenes."),
        ("actors", "大家", "'大家' is no word of the column actors. Allowed: 信用中心 centre"),
        ("title_zh", None, "It is needed in Chinese and in English."),
        ("at_most", "watch", "A rule has no at_most: clear it."),
        ("kind", "限定 limit", "The kind cannot change"),
        ("pack", "q", "The pack can only be: p"),
        ("branch", "第一", "'第一' numbers no branch"),
        ("outcome", "=CONCAT(\"ref\",\"use\")", "This is a formula"),
        ("outcome", "#N/A", "The cell holds the error #N/A"),
        ("outcome", "无提示", "names the outcome clear"),
        ("code", None, "This row has no code"),
        ("code", "Erste Regel", "String should match pattern"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named(key: str, written: Any, said: str) -> None:
    desk = clerk()
    cell = desk.write(desk.row("first"), key, written)
    found = desk.refused()
    assert list(found) == [f"名称!{cell}"]
    assert said in found[f"名称!{cell}"]


def test_merged_cells_are_not_taken_for_cleared_ones() -> None:
    desk = clerk()
    cells = (
        f"{desk.write(desk.row('first'), 'outcome', 'refuse')}:{desk.write(desk.row('second'), 'outcome', 'refuse')}"
    )
    desk.sheet.merge_cells(cells)
    assert desk.refused() == {"": f"The cells {cells} are merged; unmerge them and fill in each."}


def test_a_limit_has_its_own_words() -> None:
    desk = clerk()
    row = desk.add("held", kind="限定", at_most="refuse", **{"from": "2019-01-01"})
    cells = [desk.write(row, "at_most", "refuse"), desk.write(row, "outcome", "watch")]
    assert desk.refused() == {f"名称!{cells[1]}": "A limit has no outcome: clear it."}
    desk.write(row, "outcome", None)
    assert "Input should be 'watch' or 'review'" in desk.refused()[f"名称!{cells[0]}"]


def test_a_sentence_stands_in_both_languages() -> None:
    desk = clerk()
    desk.write(desk.row("first"), "says_zh", "须核实。")
    cell = desk.write(desk.row("first"), "says_en", None)
    assert desk.refused() == {f"名称!{cell}": "It is needed in Chinese and in English."}


def test_a_copied_row_needs_a_code_of_its_own() -> None:
    desk = clerk()
    copied = [cell.value for cell in desk.sheet[desk.row("first")]]
    desk.sheet.append(copied)
    assert "'first' has this branch in row 3 already" in desk.refused()[f"名称!A{desk.sheet.max_row}"]


def test_a_wrong_word_in_a_branch_is_named_there() -> None:
    desk = clerk()
    cell = desk.write(desk.row("second", "或2"), "record.list", "grey")
    assert "'grey' is no word" in desk.refused()[f"名称!{cell}"]


def test_a_branch_says_conditions_only() -> None:
    desk = clerk()
    cell = desk.write(desk.row("second", "或2"), "outcome", "watch")
    assert desk.refused() == {f"名称!{cell}": "A branch says conditions only: write this in the first row."}


def test_a_branch_needs_the_rows_above_it() -> None:
    desk = clerk()
    cell = desk.write(desk.row("second", "或2"), "branch", "或3.1")
    assert desk.refused() == {f"名称!{cell}": "'second' has no row 或3."}
    desk = clerk()
    cell = desk.write(desk.row("second"), "branch", "或4")
    assert f"名称!{cell}" in desk.refused()


def test_a_code_of_another_scene_is_taken() -> None:
    desk = clerk("review")
    row = desk.add("first")
    assert "belongs to a rule outside this table" in desk.refused()[f"名称!A{row}"]


def test_what_the_checks_of_a_pack_find_is_told_at_the_cell_too() -> None:
    desk = Clerk(shipped_documents(), "review")
    row = desk.row("department-interview")
    cell = desk.write(row, "actors", "平台")
    assert "None of the rule's actors may apply measure 'interview'" in desk.refused()[f"例行复核!{cell}"]


def test_all_problems_are_told_at_once() -> None:
    desk = clerk()
    cells = [
        desk.write(desk.row("first"), "from", "x"),
        desk.write(desk.row("first"), "outcome", "x"),
        desk.write(desk.row("second"), "grounds", "x"),
    ]
    assert set(desk.refused()) == {f"名称!{cell}" for cell in cells}


def test_a_missing_column_is_not_taken_for_cleared_cells() -> None:
    desk = clerk()
    desk.sheet.delete_cols(desk.column("record.severity"))
    assert desk.refused() == {"名称!2": "The column record.severity is missing: put it back, and clear its cells where "
                              "you want them empty."}  # fmt: skip


def test_an_unknown_or_doubled_column_is_named() -> None:
    desk = clerk()
    row, column = desk.row("first"), desk.sheet.max_column + 1
    desk.sheet.cell(row, column, "a remark")
    letter = desk.sheet.cell(1, column).column_letter
    assert "This column has no key. Allowed: code, kind" in desk.refused()[f"名称!{letter}2"]
    desk.sheet.cell(2, column, "grounds")
    assert desk.refused() == {f"名称!{letter}2": "There are two columns grounds."}


def test_a_table_without_its_row_of_keys_is_no_table() -> None:
    desk = clerk()
    desk.sheet.delete_rows(2)
    assert "There is no row of keys" in desk.refused()["名称!A2"]


def test_a_table_without_rules_is_a_mistake() -> None:
    desk = clerk()
    desk.sheet.delete_rows(3, 20)
    assert desk.refused() == {"名称!2": "The table holds no rule."}


def test_a_table_of_another_version_is_exported_anew() -> None:
    desk = clerk()
    desk.documents = documents_of(comments={PATH: COMMENTED.replace("refuse", "restrict")})
    assert "export it again" in desk.refused()["说明!B2"]
    desk = clerk()
    desk.book["说明"]["B3"] = "nowhere"
    assert "There is no scene 'nowhere'. Allowed: promotion | review | all" in desk.refused()["说明!B3"]
    del desk.book["说明"]
    assert "start from a table that was exported" in desk.refused()["说明"]


def refused(content: bytes) -> str:
    with pytest.raises(TableErrors) as caught:
        import_table(content, documents_of())
    return str(caught.value)


@pytest.mark.parametrize("content", [b"", b"code,kind\n", b"PK\x03\x04 and then nothing"])
def test_what_is_no_workbook_is_said_to_be_none(content: bytes) -> None:
    assert refused(content) == "This is not an XLSX workbook that can be read; save it again as XLSX."


def test_a_swollen_workbook_is_refused_before_it_is_unpacked() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/bomb.xml", "w") as part:
        for _ in range(70):
            part.write(bytes(1 << 20))
    assert len(content.getvalue()) < 100_000
    assert refused(content.getvalue()) == "The workbook unpacks to 73,400,320 bytes; at most 67,108,864 are read."
    assert "bytes at most" in refused(bytes(reading.MOST_BYTES + 1))


def test_an_expanding_entity_is_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    content = BytesIO()
    desk = clerk()
    with zipfile.ZipFile(BytesIO(desk.saved())) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = (bomb + "]><x>&j;</x>").encode()
            new.writestr(name, text)
    assert refused(content.getvalue())


def test_more_rows_and_columns_than_any_rules_need_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 30)
    desk = clerk()
    for row in range(3, 60):
        desk.sheet.cell(row, 1, f"rule-{row}")
    assert desk.refused() == {"名称": "A sheet has 30 rows at most."}
    desk = clerk()
    desk.sheet.cell(3, reading.MOST_COLUMNS + 5, "far out")
    desk.sheet.cell(3, reading.MOST_COLUMNS + 1, "out")
    assert desk.refused() == {"名称!GS3": "A sheet has 200 columns at most."}


def test_a_row_number_far_down_costs_nothing() -> None:
    desk = clerk()
    desk.sheet.cell(1_048_576, 1, " ")
    assert desk.hand_in().documents == desk.documents
