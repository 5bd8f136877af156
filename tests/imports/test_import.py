"""From file to records: real forms, idempotence, renames, corrections, exits."""

import json
from functools import reduce
from typing import Any

import pytest
from sqlmodel import select

from huixin.core.names import grams
from huixin.core.vocabulary import EndKind
from huixin.core.windows import day_of
from models.imports.errors import Unreadable
from models.listings import end_listing
from models.subjects import NameGram, SubjectName, SubjectVersion

from .conftest import DESAY, NOW, RESIDENT, TCL, World

HEADER = "JGMC,TYSHXYDM,RDBM,RDYJ,RDRQ,YXQS,YXQZ,LRMDSY,WSH"


def row(code: str = TCL, name: str = "惠州市益永畅商贸有限公司", **cells: str) -> str:
    values = {"body": "惠城区市场监管局", "basis": "电商法17", "day": "2026-01-05", "start": "2026-01-05",
              "last": "2028-01-04", "reason": "刷单", "number": "惠市监〔2026〕1号"} | cells  # fmt: skip
    return ",".join([name, code, *values.values()])


def file(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def test_a_row_becomes_a_record_with_its_provenance(world: World) -> None:
    report = world.take(file(row()))
    assert (report.rows, report.entered, report.rejected, report.errors, report.warnings) == (1, 1, 0, (), ())
    [(subject, listing, version)] = world.records()
    assert subject.key == f"uscc:{TCL}"
    assert listing.natural_key == "doc:惠市监(2026)1号|2026-01-05"
    assert version.recogniser == "惠城区市场监管局"
    assert (version.recogniser_code, version.recogniser_verified) == ("huicheng/market_supervision", True)
    assert (version.provenance, version.standing, version.source) == ("authority", "effective", "file")
    assert [str(day) for day in (version.decided_on, version.valid_from, version.valid_to)] == [
        "2026-01-05", "2026-01-05", "2028-01-05",
    ]  # fmt: skip


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    rows = [row(), row(DESAY, "惠州市德赛商贸有限公司", number=""), row("", "惠州市无码商贸有限公司", number="")]
    first = world.take(file(*rows))
    before = world.records()
    again = world.take(file(*rows))
    assert (first.entered, first.unverified) == (2, 1)
    assert (again.unchanged, again.entered, again.changed, again.unverified) == (3, 0, 0, 0)
    assert world.records() == before


def test_a_changed_field_is_a_new_version(world: World) -> None:
    world.take(file(row()))
    report = world.take(file(row(reason="刷单炒信，情节严重")))
    assert (report.changed, report.entered, report.unchanged) == (1, 0, 0)
    assert world.record().reason == "刷单炒信，情节严重"


def test_fields_that_the_file_leaves_open_keep_what_is_stored(world: World) -> None:
    world.take(f"{HEADER},整改状态,整改期限\n{row()},责令整改,2026-04-05\n")
    world.take(file(row(reason="另述")))
    version = world.record()
    assert (version.rectification, str(version.due), version.reason) == ("ordered", "2026-04-05", "另述")


def test_an_exit_date_ends_the_record(world: World) -> None:
    world.take(file(row()))
    report = world.take(f"{HEADER},TCRQ,TCMDYY\n{row()},2026-06-01,信用修复\n")
    version = world.record()
    assert report.exited == 1
    assert (str(version.ended_on), version.end_kind, version.end_reason) == ("2026-06-01", "removed", "信用修复")


def test_a_decision_that_has_ended_does_not_come_back_under_another_number(world: World) -> None:
    def numbered(recid: str, **cells: str) -> str:
        return f"{HEADER},记录编号\n{row(**cells)},{recid}\n"

    world.take(numbered("R1"))
    with world.database.write() as session:
        end_listing(session, world.record().listing_id, day_of(NOW), EndKind.ANNULLED, "撤销")
    for again in (numbered("R2"), file(row()), f"{HEADER},TCRQ\n{row()},2030-06-01\n"):
        report = world.take(again)
        assert (report.unchanged, report.entered) == (1, 0)
        assert {warning.code for warning in report.warnings} <= {"already_ended"}
        assert world.record().end_kind == "annulled"
    assert world.take(numbered("R3", number="惠市监〔2026〕2号", day="2026-03-05")).entered == 1
    assert world.take(numbered("R4", body="博罗县市场监管局")).entered == 1, "bodies number each for themselves"


def test_a_row_without_an_exit_or_with_one_to_come_does_not_bring_an_ended_record_back(world: World) -> None:
    world.take(f"{HEADER},TCRQ\n{row()},2026-06-01\n")
    for again in (file(row()), f"{HEADER},TCRQ\n{row()},2030-06-01\n"):
        report = world.take(again)
        assert report.unchanged == 1
        assert [warning.code for warning in report.warnings] == ["already_ended"]
        assert str(world.record().ended_on) == "2026-06-01"
    assert world.record().ended_on is not None


def test_a_record_that_is_given_an_id_later_is_the_same_record(world: World) -> None:
    header = f"{HEADER},recid,TCRQ\n"
    world.take(file(row()))
    named = world.take(f"{header}{row()},abc,\n", mode="full")
    assert (named.entered, named.changed, named.proposed_exits, named.warnings) == (0, 1, 0, ())
    again = world.take(f"{header}{row(number='惠市监〔2026〕7号')},abc,\n")
    assert (again.entered, again.changed) == (0, 1), "known by its id, whatever its number"
    assert world.take(f"{header}{row()},abc,2026-06-01\n").exited == 1
    [(_, listing, version)] = world.records()
    assert (listing.natural_key, version.source_record_id) == ("id:abc", "abc")


def test_an_exit_to_come_is_taken_back_by_a_later_row_of_its_source(world: World) -> None:
    world.take(f"{HEADER},TCRQ\n{row()},2027-01-05\n")
    report = world.take(file(row()))
    assert (report.changed, report.warnings, world.record().ended_on) == (1, (), None)


def test_an_exit_to_come_is_not_taken_back_by_another_source(world: World) -> None:
    world.take(f"{HEADER},TCRQ\n{row()},2027-01-05\n")
    report = world.take(file(row()), source="别处")
    assert (report.unchanged, str(world.record().ended_on)) == (1, "2027-01-05")
    assert "the record ends on 2027-01-05" in report.warnings[0].message


@pytest.mark.parametrize(
    ("column", "code"), [("TYSHXYDM", TCL), ("ZZJGDM", "D2143569X"), ("注册号", "110108012660422")]
)
def test_a_code_alone_is_no_name_and_takes_none_away(world: World, column: str, code: str) -> None:
    def names() -> dict[str, bool]:
        current = select(SubjectName).where(SubjectName.seq_to == None)  # noqa: E711
        return world.read(lambda session: {name.name: name.former for name in session.exec(current)})

    header = f"JGMC,{column},RDRQ,LRMDSY,WSH\n"
    world.take(f"{header},{code},2026-01-05,刷单,1号\n")
    assert names() == {}
    world.take(f"{header}甲商贸有限公司,{code},2026-01-05,刷单,2号\n")
    world.take(f"{header},{code},2026-01-05,刷单,3号\n")
    assert names() == {"甲商贸有限公司": False}


def test_a_new_name_makes_the_old_one_a_former_name(world: World) -> None:
    world.take(file(row(name="惠州市益永畅商贸有限公司")))
    report = world.take(file(row(name="惠州市新畅商贸有限公司")))
    assert report.changed == 1
    current = select(SubjectName).where(SubjectName.seq_to == None)  # noqa: E711
    names = world.read(lambda session: {name.name: name.former for name in session.exec(current)})
    assert names == {"惠州市新畅商贸有限公司": False, "惠州市益永畅商贸有限公司": True}
    versions = world.read(lambda session: session.exec(select(SubjectVersion)).all())
    assert [(version.name, version.seq_to is None) for version in versions] == [
        ("惠州市益永畅商贸有限公司", False), ("惠州市新畅商贸有限公司", True),
    ]  # fmt: skip


def test_names_are_indexed_by_pairs_of_characters_of_the_trade_name(world: World) -> None:
    name = "惠州市益永畅商贸有限公司"
    world.take(file(row(name=name)))
    index = select(NameGram.gram, NameGram.place, NameGram.industry).join(SubjectName).where(SubjectName.name == name)
    found = world.read(lambda session: set(session.exec(index)))
    assert found == {(gram, "惠州", "商贸") for gram in grams("益永畅")}


@pytest.mark.parametrize(
    ("second", "a_correction"),
    [
        ({"number": "惠市监〔2026〕2号"}, True),
        ({"day": "2026-01-06"}, True),
        ({"number": "惠市监[2026] 1号", "day": "2026-01-06"}, True),
        ({"number": "", "day": "2026-01-06"}, True),
        ({"number": "惠市监〔2026〕2号", "day": "2026-01-06"}, False),
    ],
    ids=["same day", "same number", "same number otherwise written", "no number", "another decision of another day"],
)
def test_a_second_row_with_overlapping_days_is_warned_of_and_may_be_a_correction(
    world: World, second: dict[str, str], a_correction: bool
) -> None:
    world.take(file(row()))
    report = world.take(file(row(**second)))
    assert report.entered == 1
    assert [(warning.row, warning.code) for warning in report.warnings] == [(2, "possible_correction")]
    marks = {version.correction_of for _, _, version in world.records()}
    first = next(version.listing_id for _, _, version in world.records() if version.correction_of is None)
    assert marks == ({None, first} if a_correction else {None})


def test_a_correction_is_of_the_record_that_it_may_correct(world: World) -> None:
    days = [("1号", "2026-01-05"), ("2号", "2026-02-05"), ("1号", "2026-01-06")]
    world.take(file(*(row(number=number, day=day) for number, day in days)))
    kept = {(v.document_number, str(v.decided_on)): v for _, _, v in world.records()}
    assert kept["2号", "2026-02-05"].correction_of is None
    assert kept["1号", "2026-01-06"].correction_of == kept["1号", "2026-01-05"].listing_id


def test_windows_that_do_not_overlap_are_two_records(world: World) -> None:
    report = world.take(file(row(last="2026-02-28"), row(number="2号", day="2026-03-01", start="2026-03-01")))
    assert report.warnings == ()
    assert [version.correction_of for _, _, version in world.records()] == [None, None]


def test_rows_of_one_record_in_one_file(world: World) -> None:
    equal = world.take(file(row(), row()))
    assert (equal.entered, equal.unchanged, equal.warnings) == (1, 1, ())
    other = world.take(file(row(DESAY, reason="甲"), row(DESAY, reason="乙")))
    assert (other.entered, other.unchanged) == (1, 1)
    assert [(warning.row, warning.code) for warning in other.warnings] == [(3, "replaces_earlier_row")]
    assert {version.reason for _, _, version in world.records()} == {"刷单", "乙"}


def test_a_person_is_stored_by_digest_and_sealed(world: World) -> None:
    report = world.take(
        f"CF_XDR_MC,CF_XDR_ZJHM,CF_XDR_LB,CF_WSH,CF_JDRQ,CF_SY\n张三丰,{RESIDENT},自然人,1号,2026-01-05,身份证{RESIDENT}刷单\n"
    )
    assert report.entered == 1
    [(subject, _, version)] = world.records()
    assert subject.key.startswith("rid:")
    assert RESIDENT not in (version.reason or "")
    stored = world.read(lambda session: session.exec(select(SubjectVersion)).one())
    assert (stored.kind, stored.name, stored.sealed is not None) == ("natural_person", "张**", True)
    assert world.read(lambda session: session.exec(select(SubjectName)).all()) == []


def test_registration_number_and_organisation_code_identify_where_there_is_no_uscc(world: World) -> None:
    world.take(
        f"DXMC,工商注册号,组织机构代码,文书号,列入日期\n甲商贸有限公司,440301105984804,,1,2026-01-05\n乙商贸有限公司,,{TCL[8:17]},2,2026-01-05\n"
    )
    assert {subject.key for subject, _, _ in world.records()} == {"reg:440301105984804", f"org:{TCL[8:17]}"}


def test_an_organisation_code_beside_a_registration_number_is_not_kept_and_says_so(world: World) -> None:
    report = world.take(
        f"DXMC,工商注册号,组织机构代码,文书号,列入日期\n甲商贸有限公司,440301105984804,{TCL[8:17]},1,2026-01-05\n"
    )
    assert ("组织机构代码", "further_code_not_kept") in [(one.column, one.code) for one in report.warnings]
    assert [subject.key for subject, _, _ in world.records()] == ["reg:440301105984804"]


def test_an_organisation_code_finds_the_subject_that_has_the_uscc(world: World) -> None:
    world.take(file(row(TCL)))
    world.take(f"DXMC,组织机构代码,文书号,列入日期\n益永畅商贸有限公司,{TCL[8:17]},9,2026-02-05\n")
    assert {subject.key for subject, _, _ in world.records()} == {f"uscc:{TCL}"}


def test_a_dry_run_says_the_same_and_writes_nothing(world: World) -> None:
    text = file(row(), row("91441300195971850X"), row("", "无码商贸有限公司"))
    tried = world.take(text, dry_run=True)
    assert (tried.id, tried.state, world.records()) == (None, "dry_run", [])
    done = world.take(text)
    same = {"id", "state"}
    assert tried.model_dump(exclude=same) == done.model_dump(exclude=same)


@pytest.mark.parametrize("rows", [("R1,2026-06-01", "R2,"), ("R2,", "R1,2026-06-01")])
def test_a_dry_run_sees_what_the_rows_of_a_file_do_to_each_other(world: World, rows: tuple[str, str]) -> None:
    text = f"{HEADER},recid,TCRQ\n" + "".join(f"{row()},{one}\n" for one in rows)
    tried, done = world.take(text, dry_run=True), world.take(text)
    same = {"id", "state"}
    assert tried.model_dump(exclude=same) == done.model_dump(exclude=same)
    assert (tried.entered, tried.unchanged, [issue.code for issue in tried.warnings]) == (1, 1, ["already_ended"])


def test_two_sources_of_the_same_row_are_one_record(world: World) -> None:
    world.take(file(row()))
    assert world.take(file(row()), source="省平台").unchanged == 1


def test_the_lead_list_enters_leads(world: World) -> None:
    world.take(file(row(number="")), list_code="ecommerce_pushed")
    assert world.record().standing == "lead"


REFUSED = [("", "empty"), ("\n \n", "no rows"), ("甲,乙\n1,2\n", "No header"), ('{"甲": 1}\n', "known key")]


@pytest.mark.parametrize(("text", "says"), REFUSED)
def test_what_cannot_be_read_is_refused_as_a_whole(world: World, text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        world.take(text)


def test_what_no_database_can_hold_is_an_issue_of_its_row(world: World) -> None:
    good = {"JGMC": "甲商贸有限公司", "TYSHXYDM": TCL, "RDRQ": "2026-01-05", "RDBM": "惠城区公安局", "WSH": "1"}
    nested: Any = reduce(lambda inner, _: [inner], range(900), "x")
    strange = [
        {"TYSHXYDM": "9144\x00\ud800" + "9" * 5000},
        {"RDRQ": "x\x00\ud800" * 5000},
        {"HMDMC": "\ud800\x00" * 5000, "严重程度": "\x00" * 300, "LRMDSY": "因" * 50_000, "问\x00" * 5000: "x"},
        {"LRMDSY": nested, "RDBMTYSHXYDM": "\x00" * 5000, "WSH": "\ud800" * 5000},
    ]
    report = world.take("\n".join(json.dumps(good | cells) for cells in strange))
    assert (report.entered, [issue.row for issue in report.errors]) == (2, [1, 2])
    codes = {issue.code for issue in report.warnings}
    assert codes >= {"unknown_column", "other_list", "unknown_value", "too_long", "damaged_text", "recogniser_code"}
    assert all(len(issue.message) < 600 and len(issue.column or "") < 300 for issue in report.errors + report.warnings)
    report.model_dump_json().encode()


def test_a_decision_that_returns_with_the_code_takes_the_place_of_its_record_without_one(world: World) -> None:
    world.take(file(row("")))
    report = world.take(file(row()))
    assert (report.entered, report.changed, report.exited) == (1, 0, 0)
    assert [warning.code for warning in report.warnings] == ["subject_identified"]
    ended = {subject.key.partition(":")[0]: version.ended_on for subject, _, version in world.records()}
    assert ended["uscc"] is None
    assert ended["name"] == day_of(NOW)
    again = world.take(file(row()))
    assert (again.unchanged, again.warnings) == (1, ())


def test_another_decision_about_the_same_name_leaves_the_record_without_a_code(world: World) -> None:
    world.take(file(row("")))
    world.take(file(row(number="惠市监〔2026〕2号")))
    assert [version.ended_on for _, _, version in world.records()] == [None, None]
