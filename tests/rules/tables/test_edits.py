"""What a clerk does in a table, and what becomes of the documents."""

from datetime import date

from rules.printing import print_entry
from rules.tables.workbook import export_table
from rules.written import read_packs, shipped_documents
from tests.rules.factories import limit, rule
from tests.rules.tables.desk import Clerk, documents_of

COMMENTED = """\
# About these rules.
- rule: first
  title: {zh: 第一, en: First}
  grounds: [the-law]   # the only one
  effective: {from: 2019-01-01}
  scenes: [promotion]
  when:
    record: {list: [black], severity: [general, serious]}
  then: {measure: promotion_limit, outcome: refuse}

# About the second.
- rule: second
  title: {zh: 第二,  en: Second}
  grounds: [the-law]
  effective: {from: 2019-01-01}
  scenes: [promotion, review]
  when:
    any:
      - record: {list: [black]}
      - record: {list: [other_black]}   # why
        subject: {repeat: true}
  then: {outcome: review}
"""
PATH = "p/rules/some.yaml"


def clerk(scene: str | None = "promotion", text: str = COMMENTED) -> Clerk:
    return Clerk(documents_of(comments={PATH: text}), scene)


def test_a_changed_cell_changes_one_line_of_one_document() -> None:
    desk = clerk()
    desk.write(desk.row("first"), "outcome", "限制")
    draft = desk.hand_in()
    wanted = COMMENTED.replace("promotion_limit, outcome: refuse", "promotion_limit, outcome: restrict")
    assert draft.documents == desk.documents | {PATH: wanted}
    assert [change.sentence.zh for change in draft.changes] == ["规则 first：结果由 不予接受 改为 限制。"]


def test_a_branch_is_changed_added_and_taken_out_by_its_row() -> None:
    desk = clerk()
    desk.write(desk.row("second", "或1"), "record.list", "red")
    added = desk.row("second", "或3")
    desk.write(added, "record.severity", "严重")
    desk.write(added, "subject.repeat", "否")
    desk.sheet.delete_rows(desk.row("second", "或2"))
    when = desk.hand_in().catalogue.rules["second"].when
    assert when.model_dump(exclude_none=True, mode="json") == {
        "any": [{"record": {"list": ["red"]}}, {"record": {"severity": ["serious"]}, "subject": {"repeat": False}}]
    }


def test_a_rule_without_rows_is_gone_and_a_new_row_is_a_new_rule() -> None:
    desk = clerk()
    desk.sheet.delete_rows(desk.row("first"))
    desk.add("third", record__list="black", outcome="提示关注 watch", **{"from": "2026/11/1"})
    draft = desk.hand_in()
    assert draft.documents[PATH] == "# About these rules.\n\n" + COMMENTED[COMMENTED.index("# About the second") :]
    assert draft.documents["p/rules/promotion.yaml"] == print_entry(draft.catalogue.rules["third"])
    third = draft.catalogue.rules["third"]
    assert (third.effective.from_, third.scenes, third.then.outcome) == (date(2026, 11, 1), "all", "watch")
    assert [(change.change, change.code) for change in draft.changes] == [
        ("entry_removed", "first"),
        ("entry_added", "third"),
    ]


def test_a_new_limit_says_that_it_is_one() -> None:
    desk = clerk()
    desk.add("held", kind="限定", record__disputed="是", at_least="review", hold_irreversible="是", actors="平台")
    held = desk.hand_in().catalogue.limits["held"]
    assert held.then.model_dump(exclude_none=True) == {"at_least": "review", "hold_irreversible": True}
    assert held.when.model_dump(exclude_none=True) == {"record": {"disputed": True}}
    assert held.actors == ("platform",)


def test_a_rule_of_several_scenes_is_marked_and_changes_in_all_of_them() -> None:
    desk = clerk()
    first, second = (desk.sheet.cell(desk.row(code), 1).fill.fgColor.rgb for code in ("first", "second"))
    assert first != second
    assert desk.at(desk.row("second"), "scenes") == "名称 promotion\n名称 review"
    desk.write(desk.row("second"), "outcome", "watch")
    changed = desk.hand_in().catalogue.rules["second"]
    assert (changed.scenes, changed.then.outcome) == (("promotion", "review"), "watch")


def test_a_table_of_one_scene_leaves_the_rules_of_others_alone() -> None:
    desk = clerk("review")
    assert {desk.at(row, "code") for row in range(3, desk.sheet.max_row + 1)} == {"second"}
    desk.sheet.delete_rows(3, 3)
    desk.add("only-here", scenes="review", outcome="watch")
    draft = desk.hand_in()
    assert set(draft.catalogue.rules) == {"first", "only-here"}


def test_rows_may_be_sorted_and_columns_moved() -> None:
    desk = clerk()
    rows = [[cell.value for cell in row] for row in desk.sheet.iter_rows()]
    head, body = rows[:2], rows[2:]
    for number, row in enumerate([*head, *reversed(body)], start=1):
        for column, value in enumerate(reversed(row), start=1):
            desk.sheet.cell(number, column).value = value
    assert desk.hand_in().documents == desk.documents


def test_full_width_forms_blanks_and_spreadsheet_types_are_understood() -> None:
    desk = clerk()
    row = desk.row("first")
    desk.write(row, "record.list", " ｂｌａｃｋ；　ｏｔｈｅｒ＿ｂｌａｃｋ ")
    desk.write(row, "record.severity", "轻微、一般，SERIOUS")
    desk.write(row, "record.relief", True)
    desk.write(row, "from", "２０２６年１１月１日")
    desk.write(row, "to", date(2026, 12, 31))
    desk.write(row + 40, "title_zh", "   ")
    first = desk.hand_in().catalogue.rules["first"]
    record = first.when.record
    assert record is not None
    assert (record.list, record.severity, record.relief) == (
        ("black", "other_black"),
        ("minor", "general", "serious"),
        True,
    )
    assert (first.effective.from_, first.effective.to) == (date(2026, 11, 1), date(2026, 12, 31))


def test_days_are_read_in_every_usual_form() -> None:
    for written in ("2026-11-01", "2026.11.1", "20261101", "2026 年 11 月 1 日", "46327", 46327):
        desk = clerk()
        desk.write(desk.row("first"), "from", written)
        assert desk.hand_in().catalogue.rules["first"].effective.from_ == date(2026, 11, 1), written


def test_cleared_cells_are_taken_away() -> None:
    desk = clerk()
    row = desk.row("first")
    for key in ("from", "record.severity", "measure"):
        desk.write(row, key, None)
    text = desk.hand_in().documents[PATH]
    assert "  effective: {}\n" in text
    assert "    record: {list: [black]}\n" in text
    assert "  then: {outcome: refuse}\n" in text


def test_text_that_looks_like_a_formula_stays_text() -> None:
    entry = rule("a-rule", title={"zh": "=1+1", "en": "#REF!"}, note="-x")
    desk = Clerk(documents_of(entry))
    desk.write(desk.row("a-rule"), "scenes", "promotion")
    changed = desk.hand_in().catalogue.rules["a-rule"]
    assert (changed.title.zh, changed.title.en, changed.note) == ("=1+1", "#REF!", "-x")


def test_line_ends_of_other_spreadsheets_are_line_ends() -> None:
    desk = clerk()
    desk.write(desk.row("first"), "record.list", "black_x000D_\nred")
    record = desk.hand_in().catalogue.rules["first"].when.record
    assert record is not None
    assert record.list == ("black", "red")


def test_only_conditions_in_use_have_columns_and_others_can_be_added() -> None:
    desk = clerk()
    assert "record.relief" not in [cell.value for cell in desk.sheet[2]]
    desk.write(desk.row("first"), "record.relief", "否")
    record = desk.hand_in().catalogue.rules["first"].when.record
    assert record is not None
    assert record.relief is False


def test_drop_downs_offer_the_closed_words() -> None:
    desk = clerk()
    offered = {
        str(one.sqref).split(":")[0].rstrip("3"): one.formula1 for one in desk.sheet.data_validations.dataValidation
    }
    letter = desk.sheet.cell(1, desk.column("outcome")).column_letter
    sheet, _, cells = offered[letter].partition("!")
    words = [cell.value for (cell,) in desk.book[sheet.strip("'")][cells.replace("$", "")]]
    assert words == [
        "不予接受 refuse",
        "限制 restrict",
        "人工核实 review",
        "提示关注 watch",
        "无提示 clear",
        "激励 favour",
    ]


def test_the_clerk_of_huizhou_changes_the_double_11_rule() -> None:
    desk = Clerk(shipped_documents(), "promotion")
    desk.write(desk.row("notice-double-11"), "request.campaign", "“双十一”网络促销\n“双十二”网络促销 double_12")
    draft = desk.hand_in()
    path = "huizhou/rules/notice.yaml"
    before, after = desk.documents[path], draft.documents[path]
    assert draft.documents == desk.documents | {path: after}
    assert after == before.replace("{campaign: [double_11]}", "{campaign: [double_11, double_12]}")


def test_a_new_rule_goes_into_the_pack_that_stands_on_the_others_unless_it_names_one() -> None:
    desk = Clerk(shipped_documents(), "promotion")
    desk.add("new-local", grounds="huizhou-notice-2018", **{"from": "2019-01-01"})
    desk.add("new-national", grounds="ecommerce-law", pack="national", **{"from": "2019-01-01"})
    documents = desk.hand_in().documents
    assert documents.keys() - desk.documents.keys() == {
        "huizhou/rules/promotion.yaml",
        "national/rules/promotion.yaml",
    }


def test_a_scene_without_rules_is_an_empty_table_that_takes_new_ones() -> None:
    desk = Clerk(documents_of(), "promotion")
    desk.add("first", outcome="watch")
    assert set(desk.hand_in().catalogue.rules) == {"first"}


def test_limits_stand_below_the_rules() -> None:
    desk = Clerk(documents_of(limit(), rule()))
    assert [desk.at(row, "code") for row in (3, 4)] == ["a-rule", "a-limit"]


def test_exporting_twice_gives_the_same_cells() -> None:
    catalogue = read_packs(documents_of(rule()))
    assert len(export_table(catalogue)) == len(export_table(catalogue))
