"""Each rejection and each warning, with its row and its column as the file writes it; no personal number in clear."""

from collections.abc import Callable
from datetime import date

import pytest

from models.imports import spool, validation

from .conftest import DESAY, RESIDENT, TCL, World

HEAD = "失信主体名称,统一社会信用代码,认定部门,认定部门统一社会信用代码,列入日期,有效期至,退出日期,文书号,列入名单事由"
GOOD = {
    "name": "惠州市益永畅商贸有限公司",
    "code": TCL,
    "body": "惠州市发展和改革局",
    "body_code": DESAY,
    "day": "2026-01-05",
    "last": "2028-01-04",
    "exit": "",
    "number": "1号",
    "reason": "刷单",
}


@pytest.fixture
def world(sqlite_world: Callable[[str], World]) -> World:
    """On SQLite only: what a row says does not depend on the database."""
    return sqlite_world("home")


def line(**cells: str) -> str:
    return ",".join((GOOD | cells).values())


def text(*lines: str, head: str = HEAD) -> str:
    return "\n".join([head, *lines]) + "\n"


REJECTIONS = [
    ({"code": TCL[:-1] + "X"}, "统一社会信用代码", "checksum"),
    ({"code": TCL[:-1]}, "统一社会信用代码", "length"),
    ({"code": "9.14419E+17"}, "统一社会信用代码", "spreadsheet"),
    ({"code": "110108012660422"}, "统一社会信用代码", "is-registration-number"),
    ({"code": RESIDENT}, "统一社会信用代码", "is-resident-id"),
    ({"code": "", "name": ""}, "统一社会信用代码", "no_subject"),
    ({"day": "2026-02-30"}, "列入日期", "bad_date"),
    ({"day": "去年"}, "列入日期", "bad_date"),
    ({"day": "长期"}, "列入日期", "bad_date"),
    ({"last": "2025-12-31"}, "有效期至", "ends_before_start"),
    ({"exit": "2026-01-04"}, "退出日期", "exit_before_start"),
    ({"exit": "31/12/2026"}, "退出日期", "bad_date"),
]


@pytest.mark.parametrize(("cells", "column", "code"), REJECTIONS)
def test_a_row_is_rejected_and_the_others_land(world: World, cells: dict[str, str], column: str, code: str) -> None:
    report = world.take(text(line(number="0号"), line(**cells), line(code=DESAY)))
    assert (report.rows, report.entered, report.rejected) == (3, 2, 1)
    [issue] = report.errors
    assert (issue.row, issue.column, issue.code) == (3, column, code)
    assert RESIDENT not in report.model_dump_json()


ENDS = [
    ({"exit": "2026-01-04"}, "退出日期", "exit_before_start", date(2026, 1, 5)),
    ({"exit": "2026-09-01", "last": "2025-12-31"}, "有效期至", "ends_before_start", date(2026, 9, 1)),
    ({"exit": "2026-09-01", "last": "2026-02-30"}, "有效期至", "bad_date", date(2026, 9, 1)),
]


@pytest.mark.parametrize(("cells", "column", "code", "ended_on"), ENDS)
def test_a_known_record_ends_however_wrong_the_days_of_the_row_are(
    world: World, cells: dict[str, str], column: str, code: str, ended_on: date
) -> None:
    world.take(text(line()))
    stored = world.record()
    report = world.take(text(line(**cells, reason="另一事由")))
    assert (report.exited, report.rejected) == (1, 0)
    [warning] = report.warnings
    assert (warning.row, warning.column, warning.code) == (2, column, code)
    assert f"the record ends on {ended_on}" in warning.message
    version = world.record()
    assert (version.ended_on, version.end_kind) == (ended_on, "removed")
    assert (version.valid_to, version.reason) == (stored.valid_to, stored.reason), "nothing else of the row counts"
    again = world.take(text(line(**cells, reason="另一事由")))
    assert (again.exited, again.unchanged, again.rejected) == (0, 1, 0)


@pytest.mark.parametrize("faulty_first", [True, False])
@pytest.mark.parametrize("at_a_time", [1, spool.BATCH_ROWS])
def test_such_a_row_ends_what_its_own_file_brings_in(
    world: World, monkeypatch: pytest.MonkeyPatch, at_a_time: int, faulty_first: bool
) -> None:
    for module, constant in ((spool, "BATCH_ROWS"), (spool, "CHUNK_ROWS"), (validation, "BATCH_ROWS")):
        monkeypatch.setattr(module, constant, at_a_time)
    stated, faulty = line(), line(code="", last="2025-12-31", exit="2026-09-01")
    file = text(faulty, stated) if faulty_first else text(stated, faulty)
    report = world.take(file)
    assert (report.entered, report.exited, report.rejected) == (1, 1, 0)
    assert world.record().ended_on == date(2026, 9, 1)
    again = world.take(file)
    assert (again.unchanged, again.rejected) == (2, 0)


def test_the_end_of_a_record_that_goes_by_a_day_that_cannot_be_read_is_rejected(world: World) -> None:
    world.take(text(line(number="")))
    report = world.take(text(line(number="", day="2026-02-30", exit="2026-09-01")))
    assert [(issue.code, issue.row) for issue in report.errors] == [("bad_date", 2)]
    assert world.record().ended_on is None


def test_what_a_trial_run_says_of_such_an_end_comes_about(world: World) -> None:
    rows = text(line(exit="2026-01-04"))
    assert [issue.code for issue in world.take(rows, dry_run=True).errors] == ["exit_before_start"]
    world.take(text(line()))
    tried, done = world.take(rows, dry_run=True), world.take(rows)
    assert (tried.exited, tried.warnings) == (done.exited, done.warnings) == (1, done.warnings)


WARNINGS = [
    ({"code": ""}, "统一社会信用代码", "no_code"),
    ({"body": "某某办公室"}, "认定部门", "unresolved_recogniser"),
    ({"body": "惠州市工商行政管理局"}, "认定部门", "unresolved_recogniser"),
    ({"body": ""}, "认定部门", "no_recogniser"),
    ({"body_code": "9144"}, "认定部门统一社会信用代码", "recogniser_code"),
    ({"day": ""}, "列入日期", "no_date"),
    ({"day": "46027"}, "列入日期", "spreadsheet_date"),
    ({"number": "号" * 301}, "文书号", "too_long"),
    ({"reason": "坏\ufffd字"}, "列入名单事由", "damaged_text"),
    ({"reason": "刷单,多一格"}, None, "extra_cells"),
]


@pytest.mark.parametrize(("cells", "column", "code"), WARNINGS)
def test_a_row_lands_with_a_warning(world: World, cells: dict[str, str], column: str | None, code: str) -> None:
    report = world.take(text(line(**cells)))
    assert (report.rejected, report.entered + report.unverified) == (0, 1)
    [issue] = report.warnings
    assert (issue.row, issue.column, issue.code) == (2, column, code)


CHOICES = [
    ("严重程度", "严重", "severity", "serious"),
    ("严重程度", "minor", "severity", "minor"),
    ("失信问题类型", "刷单炒信、恶意差评;虚假广告", "problem_types", "brushing false_advertising"),
    ("失信问题类型", "counterfeit", "problem_types", "counterfeit"),
    ("整改状态", "整改不到位", "rectification", "incomplete"),
    ("异议", "是", "disputed", True),
    ("暂缓", "否", "relief", False),
    ("炒信形式", "空包", "brushing_form", "empty_parcel"),
    ("standing", "proposed", "standing", "proposed"),
]


@pytest.mark.parametrize(("column", "written", "field", "value"), CHOICES)
def test_columns_with_a_closed_set_of_answers(
    world: World, column: str, written: str, field: str, value: object
) -> None:
    assert world.take(text(f"{line()},{written}", head=f"{HEAD},{column}")).warnings == ()
    assert getattr(world.record(), field) == value


@pytest.mark.parametrize("column", ["严重程度", "失信问题类型", "整改状态", "异议", "炒信形式", "standing"])
def test_an_answer_outside_the_set_is_a_warning(world: World, column: str) -> None:
    [issue] = world.take(text(f"{line()},奇怪", head=f"{HEAD},{column}")).warnings
    assert (issue.row, issue.column, issue.code) == (2, column, "unknown_value")


def test_only_the_centre_sets_the_standing(world: World) -> None:
    world.member("平台甲", "platform")
    report = world.take(text(f"{line()},proposed", head=f"{HEAD},standing"), source="平台甲")
    assert [issue.code for issue in report.warnings] == ["standing_ignored"]
    assert world.record().standing == "effective"


def test_file_wide_warnings_come_once(world: World) -> None:
    report = world.take(
        "失信主体名称,统一社会信用代码,文书号,列入日期,怪列,HMDMC\n" + f"甲公司,{TCL},1,2026-01-05,x,红名单\n"
    )
    found = {(issue.row, issue.column, issue.code) for issue in report.warnings}
    assert found == {(1, "怪列", "unknown_column"), (1, None, "no_recogniser_column"), (2, "HMDMC", "other_list")}


PROVENANCES = [
    ("惠州市发展和改革局", None, ("authority", None, True)),
    ("惠州市发展和改革局", "平台甲", ("platform", None, True)),
    ("惠州市电子商务协会", None, ("association", "mem_association", True)),
    ("", "平台甲", ("platform", None, False)),
    ("不知名单位", "平台甲", ("platform", None, False)),
    ("平台甲", None, ("platform", None, False)),
    ("不知名单位", None, ("authority", None, False)),
    ("", "惠州市电子商务协会", ("association", "mem_association", False)),
]


@pytest.mark.parametrize(("body", "source", "expected"), PROVENANCES)
def test_provenance(world: World, body: str, source: str | None, expected: tuple[str, str | None, bool]) -> None:
    world.member("平台甲", "platform")
    world.member("惠州市电子商务协会", "association")
    world.take(text(line(body=body)), source=source)
    version = world.record()
    assert (version.provenance, version.inside, version.recogniser_verified) == expected


def test_personal_numbers_are_masked_wherever_they_stand(world: World) -> None:
    lines = [line(code="", name="", reason=RESIDENT), line(day=RESIDENT), line(body=f"某办 {RESIDENT}", code=DESAY)]
    report = world.take(text(*lines))
    assert report.rejected == 2
    assert RESIDENT not in report.model_dump_json()
    assert RESIDENT not in str(world.records())


@pytest.mark.parametrize(("column", "name"), [("JGMC", "（）"), ("JGMC", "……"), ("姓名", "·"), ("姓名", "（）")])
def test_a_name_of_which_nothing_can_be_known_again_is_nobodys(world: World, column: str, name: str) -> None:
    report = world.take(f"{column},RDRQ,WSH\n{name},2026-01-05,1号\n")
    assert (report.unverified, report.rejected) == (0, 1)
    assert [(issue.column, issue.code) for issue in report.errors] == [(column, "no_name")]
    coded = world.take(f"JGMC,TYSHXYDM,RDRQ,WSH\n{name},{TCL},2026-01-05,1号\n")
    assert (coded.entered, coded.rejected) == (1, 0), "the code says who it is"
