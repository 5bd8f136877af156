"""One decision under several numbers of its source: it ends once, under all of them, and does not come back by one."""

from datetime import date
from typing import Any

import pytest

from huixin.core.vocabulary import EndKind
from huixin.core.windows import day_of
from models.exits.tables import ListingEnd
from models.listings import end_listing

from .conftest import DESAY, NOW, TCL, World

HEADER = "记录编号,JGMC,TYSHXYDM,RDBM,WSH,RDRQ,LRMDSY,TCRQ"
SAMR = "国家市场监督管理总局"
NAME = "惠州市益永畅商贸有限公司"


def row(recid: str = "R1", ends_on: str = "", **cells: str) -> str:
    said = {
        "name": NAME,
        "code": TCL,
        "body": SAMR,
        "number": "国市监认〔2026〕1号",
        "day": "2026-09-30",
        "why": "刷单",
    }
    return ",".join((recid, *(said | cells).values(), ends_on))


def take(world: World, *rows: str, **options: Any) -> Any:
    return world.take("\n".join([HEADER, *rows]) + "\n", **options)


def ends(world: World) -> dict[str, str]:
    """By key of the record the day of its end."""
    return {listing.natural_key: str(version.ended_on or "") for _, listing, version in world.records()}


OTHERWISE = {
    "under another number": row("R2", "2026-10-20"),
    "without a number": row("", "2026-10-20"),
    "with its day put right": row("", "2026-10-20", day="2026-09-29"),
    "without its day": row("", "2026-10-20", day=""),
    "with its body called otherwise": row("R2", "2026-10-20", body="市场监管总局"),
    "without its body": row("R2", "2026-10-20", body=""),
}


@pytest.mark.parametrize("ended", OTHERWISE.values(), ids=OTHERWISE)
def test_a_row_that_states_it_otherwise_ends_it(world: World, ended: str) -> None:
    take(world, row())
    assert take(world, ended).exited == 1
    assert ends(world) == {"id:R1": "2026-10-20"}
    again = take(world, ended)
    assert (again.exited, again.entered, again.changed, again.unchanged) == (0, 0, 0, 1), "once"
    report = take(world, row("R3"))
    assert (report.unchanged, [warning.code for warning in report.warnings]) == (1, ["already_ended"])


DIFFERENT = {
    "another number": row("R2", number="国市监认〔2026〕2号"),
    "another body": row("R2", body="惠城区市场监管局"),
    "a number without its year, of another day": row("R2", number="1号", day="2026-10-02"),
}


@pytest.mark.parametrize("another", DIFFERENT.values(), ids=DIFFERENT)
def test_another_decision_goes_on(world: World, another: str) -> None:
    take(world, row(number="1号" if ",1号," in another else "国市监认〔2026〕1号"))
    take(world, another)
    take(world, row(number="1号" if ",1号," in another else "国市监认〔2026〕1号", ends_on="2026-10-20"))
    assert ends(world) == {"id:R1": "2026-10-20", "id:R2": ""}


@pytest.mark.parametrize("ended_first", [True, False])
def test_two_records_of_it_end_together_whatever_else_the_file_says(world: World, ended_first: bool) -> None:
    take(world, row(), row("R2"))
    rows = [row("R2", "2026-10-20"), row(why="刷单炒信")]
    report = take(world, *(rows if ended_first else reversed(rows)))
    assert ends(world) == dict.fromkeys(("id:R1", "id:R2"), "2026-10-20")
    assert report.exited + report.changed + report.unchanged == 2, "rows are counted"


def test_of_several_rows_of_one_record_that_which_ends_it_counts(world: World) -> None:
    take(world, row())
    report = take(world, row(ends_on="2026-10-20"), row("X", code=DESAY), row())
    assert ends(world) == {"id:R1": "2026-10-20", "id:X": ""}
    [warning] = [one for one in report.warnings if one.code == "replaces_earlier_row"]
    assert (warning.row, "which ends it" in warning.message) == (2, True)


def test_nobody_else_ends_it(world: World) -> None:
    take(world, row())
    world.member("某平台", "platform")
    report = take(world, row("R2", "2026-10-20"), source="某平台")
    assert "id:R1" in ends(world)
    assert ends(world)["id:R1"] == ""
    assert "other_source" in {warning.code for warning in report.warnings}


def test_a_full_file_does_not_bring_back_under_one_number_what_has_ended_under_the_other(world: World) -> None:
    full: dict[str, Any] = {"mode": "full", "confirm": True}
    other = row("X", name="惠州市德赛商贸有限公司", code=DESAY, number="国市监认〔2026〕9号")
    take(world, row(), other, **full)
    take(world, row(""), other, **full)
    assert ends(world) == {"id:R1": "2026-11-01", "id:X": "", "doc:国市监认(2026)1号|2026-09-30": ""}
    [decided] = [version.listing_id for *_, version in world.records() if version.source_record_id is None]
    with world.database.write() as session:
        end_listing(session, decided, day_of(NOW), EndKind.REMOVED, "移出")
    report = take(world, row(why="刷单炒信"), other, **full)
    assert set(ends(world).values()) == {"2026-11-01", ""}
    assert [warning.code for warning in report.warnings] == ["already_ended"]


def test_an_end_to_come_that_was_decided_here_is_none_that_a_source_moves(world: World) -> None:
    take(world, row())
    day = date(2026, 12, 1)
    with world.database.write() as session:
        listing_id = world.record().listing_id
        end_listing(session, listing_id, day, EndKind.REMOVED, "移出")
        decided = ListingEnd(
            id="end_1", listing_id=listing_id, kind="removed", on=day, decided_by=SAMR, reason="移出", recorded_at=NOW
        )
        session.add(decided)
    for said in (row(why="刷单炒信"), row(ends_on="2027-03-01"), row("R2")):
        take(world, said)
        assert ends(world) == {"id:R1": "2026-12-01"}
    assert world.record().reason == "刷单", "what the row says else counts"
    take(world, row(ends_on="2026-11-20"))
    assert ends(world) == {"id:R1": "2026-11-20"}, "an earlier end of the source does"


@pytest.mark.parametrize("code_first", [True, False])
def test_a_file_that_says_more_of_a_name_and_gives_its_code_too_comes_in(world: World, code_first: bool) -> None:
    take(world, row("", code=""))
    rows = [row(""), row("", code="", why="刷单炒信")]
    take(world, *(rows if code_first else reversed(rows)))
    found = {subject.key: version.ended_on is None for subject, _, version in world.records()}
    assert found == {f"uscc:{TCL}": True, f"name:{NAME}": False}


OLDER = {"组织机构代码": TCL[8:17], "工商注册号": "110108000000016"}


def coded(world: World, column: str, ends_on: str = "", **codes: str) -> Any:
    """The decision, of the merchant by these codes."""
    cells = [codes.get("older", ""), row(code=codes.get("code", ""), recid=codes.get("recid", ""), ends_on=ends_on)]
    return world.take(f"{column},{HEADER}\n{','.join(cells)}\n")


@pytest.mark.parametrize("recid", ["", "R1"])
@pytest.mark.parametrize(("column", "older"), OLDER.items(), ids=OLDER)
def test_what_stands_under_an_older_code_of_the_merchant_ends_by_its_own(
    world: World, column: str, older: str, recid: str
) -> None:
    coded(world, column, older=older)
    assert coded(world, column, "2026-10-20", code=TCL, older=older, recid=recid).exited == 1
    assert [str(version.ended_on) for *_, version in world.records()] == ["2026-10-20"]
    again = coded(world, column, code=TCL, older=older, recid=recid)
    assert (again.entered, [warning.code for warning in again.warnings]) == (0, ["already_ended"])
    assert len(world.records()) == 1


def test_a_number_that_is_known_of_the_merchant_is_one_whichever_row_said_so(world: World) -> None:
    column, older = "工商注册号", OLDER["工商注册号"]
    coded(world, column, older=older)
    world.take(f"{column},{HEADER}\n{older},{row('X', number='国市监认〔2026〕9号')}\n")
    assert coded(world, column, "2026-10-20", code=TCL).exited == 1
    assert sorted(ends(world).values()) == ["", "2026-10-20"]
