"""About which records a row that ends something is: all of the decision and the merchant, and nobody else's."""

from datetime import date, timedelta
from typing import Any

import pytest

from huixin.core.vocabulary import EndKind
from huixin.core.windows import day_of
from models.base import new_id
from models.exits.tables import ListingEnd
from models.listings import end_listing

from .conftest import DESAY, EVE, NOW, TCL, World

HEADER = "记录编号,主体类型,JGMC,TYSHXYDM,组织机构代码,工商注册号,RDBM,WSH,RDRQ,LRMDSY,TCRQ"
SAMR = "国家市场监督管理总局"
NAME, OTHER = "惠州市益永畅商贸有限公司", "惠州市德赛商贸有限公司"
NUMBER = "110108000000016"
ORGANISATION = TCL[8:17]
FIRST = "国市监认〔2026〕1号"
UNCLEAR = "unclear_whose_end"


def row(recid: str = "R1", ends_on: str = "", **cells: str) -> str:
    said = {
        "kind": "", "name": NAME, "uscc": TCL, "org": "", "reg": "", "body": SAMR, "number": FIRST,
        "day": "2026-09-30", "why": "刷单",
    }  # fmt: skip
    return ",".join((recid, *(said | cells).values(), ends_on))


def take(world: World, *rows: str, **options: Any) -> Any:
    return world.take("\n".join([HEADER, *rows]) + "\n", **options)


def warned(report: Any) -> list[str]:
    return [warning.code for warning in report.warnings]


def ends(world: World) -> dict[tuple[str, str], str]:
    """By keys of subject and record the day of its end."""
    return {(subject.key, one.natural_key): str(version.ended_on or "") for subject, one, version in world.records()}


def live(world: World) -> list[str]:
    """Keys of the subjects of what stands."""
    return sorted(key for (key, _), end in ends(world).items() if not end)


def decide(world: World, kind: EndKind, on: date) -> None:
    """Here, about the only record."""
    listing_id = world.record().listing_id
    decided: dict[str, Any] = {"decided_by": SAMR, "reason": "移出", "recorded_at": NOW}
    with world.database.write() as session:
        end_listing(session, listing_id, on, kind, "移出")
        session.add(ListingEnd(id=new_id("end"), listing_id=listing_id, kind=kind, on=on, **decided))


OF_THE_MERCHANT = {
    "its code": row("R2", "2026-10-20"),
    "its organisation code": row("R2", "2026-10-20", uscc="", org=ORGANISATION),
    "its registration number": row("R2", "2026-10-20", uscc="", reg=NUMBER),
    "its name alone": row("R2", "2026-10-20", uscc=""),
    "impossible days": row("R2", "2026-09-01"),
}
"""Exits of the decision under another number."""


class TestInOneFile:
    @pytest.mark.parametrize("exit_first", [True, False])
    @pytest.mark.parametrize("number", ["", "R1"])
    def test_what_one_row_ends_no_other_brings_in(self, world: World, number: str, exit_first: bool) -> None:
        rows = [row("R2", "2026-10-20"), row(number, why="刷单炒信")]
        take(world, *(rows if exit_first else reversed(rows)))
        assert live(world) == []

    @pytest.mark.parametrize("exit_first", [True, False])
    @pytest.mark.parametrize("codes", [{"uscc": "", "org": ORGANISATION}, {"uscc": ""}], ids=["code", "name"])
    def test_under_another_code_or_none_neither(self, world: World, codes: dict[str, str], exit_first: bool) -> None:
        rows = [row(ends_on="2026-10-20", **codes), row("R2")]
        take(world, *(rows if exit_first else reversed(rows)))
        assert live(world) == []

    @pytest.mark.parametrize("order", [1, -1])
    def test_of_two_ends_of_one_record_the_sooner_counts(self, world: World, order: int) -> None:
        take(world, *[row(ends_on="2026-10-20"), row(ends_on="2027-10-20")][::order])
        assert live(world) == []
        assert str(world.record().ended_on) == "2026-10-20"

    @pytest.mark.parametrize("order", [1, -1])
    @pytest.mark.parametrize("ends_on", ["", "2026-10-20"])
    def test_a_record_is_given_its_number_beside_a_row_without(self, world: World, ends_on: str, order: int) -> None:
        take(world, row(""))
        take(world, *[row("", why="刷单炒信"), row("R1", ends_on, why="组织刷单")][::order])
        assert set(ends(world).values()) == {ends_on}

    def test_impossible_days_beside_an_exit_that_is_possible(self, world: World) -> None:
        take(world, row())
        take(world, row("R2", "2026-10-20"), row("R1", "2026-09-01"))
        assert live(world) == []


class TestOfTheMerchant:
    @pytest.mark.parametrize("said", OF_THE_MERCHANT.values(), ids=OF_THE_MERCHANT)
    def test_it_ends_what_stands_under_any_code(self, world: World, said: str) -> None:
        take(world, row("X", reg=NUMBER, number="国市监认〔2026〕9号"))
        take(world, row())
        take(world, said)
        assert live(world) == [f"uscc:{TCL}"], "the other decision goes on"
        for mode in ("increment", "full"):
            report = take(world, row("R3"), row("X", number="国市监认〔2026〕9号"), mode=mode, confirm=True)
            assert "already_ended" in {warning.code for warning in report.warnings}
            assert live(world) == [f"uscc:{TCL}"]

    def test_by_one_older_code_what_stands_under_another(self, world: World) -> None:
        take(world, row(uscc="", reg=NUMBER))
        take(world, row("X", reg=NUMBER, number="国市监认〔2026〕9号"))
        take(world, row("R2", "2026-10-20", uscc="", org=ORGANISATION))
        assert live(world) == [f"uscc:{TCL}"]

    def test_by_its_code_what_stood_under_the_name_alone(self, world: World) -> None:
        take(world, row(uscc=""))
        take(world, row("R2", "2026-10-20"))
        assert live(world) == []

    @pytest.mark.parametrize("later", [row(), row("R2")])
    def test_what_ended_under_the_name_alone_does_not_come_back_with_a_code(self, world: World, later: str) -> None:
        take(world, row(uscc=""))
        take(world, row(ends_on="2026-10-20", uscc=""))
        report = take(world, later)
        assert (report.entered, [warning.code for warning in report.warnings]) == (0, ["already_ended"])

    def test_the_name_that_a_code_has_replaced_ends_no_decision(self, world: World) -> None:
        take(world, row(uscc=""))
        take(world, row())
        assert take(world, row("R2")).entered == 1, "a further record of it, which stands"

    def test_a_further_record_ends_though_the_first_is_annulled_already(self, world: World) -> None:
        take(world, row())
        [first] = [version.listing_id for *_, version in world.records()]
        take(world, row("R2"))
        with world.database.write() as session:
            end_listing(session, first, day_of(NOW), EndKind.ANNULLED, "撤销")
        assert take(world, row(ends_on="2026-10-20")).exited == 1
        assert live(world) == []


class TestOfNobodyElse:
    def test_two_websites_of_one_owner(self, world: World) -> None:
        take(world, row(kind="网站", name="甲商城"), row(kind="网站", name="乙商城"))
        take(world, row(ends_on="2026-10-20", kind="网站", name="甲商城"))
        assert live(world) == [f"web:{TCL}|乙商城"]

    def test_two_merchants_in_one_document(self, world: World) -> None:
        take(world, row(), row(name=OTHER, uscc=DESAY))
        take(world, row("R2", "2026-10-20", uscc=""))
        assert live(world) == [f"uscc:{DESAY}"]

    def test_two_merchants_of_one_name_where_the_row_has_no_code(self, world: World) -> None:
        take(world, row(), row(uscc=DESAY), row("E", uscc=EVE, number="国市监认〔2026〕9号"))
        assert UNCLEAR in warned(take(world, row("R2", "2026-10-20", uscc="")))
        assert live(world) == sorted(f"uscc:{code}" for code in (TCL, DESAY, EVE))
        assert UNCLEAR not in warned(take(world, row("R2", "2026-10-20", uscc="", number="国市监认〔2026〕9号")))
        assert live(world) == sorted(f"uscc:{code}" for code in (TCL, DESAY)), "only one has that decision"

    @pytest.mark.parametrize(("name", "stay"), [("惠州市某某有限公司", [DESAY, TCL]), (OTHER, [TCL])])
    def test_two_that_claim_a_number_unless_the_row_names_one(self, world: World, name: str, stay: list[str]) -> None:
        take(world, row(reg=NUMBER), row(name=OTHER, uscc=DESAY, reg=NUMBER))
        told = warned(take(world, row("R2", "2026-10-20", uscc="", reg=NUMBER, name=name)))
        assert (UNCLEAR in told) == (len(stay) == 2)
        assert live(world) == sorted(f"uscc:{code}" for code in stay)


class TestAnEnd:
    def test_that_was_annulled_stays_so_whatever_number_is_removed(self, world: World) -> None:
        take(world, row())
        decide(world, EndKind.ANNULLED, day_of(NOW))
        for said in ("2026-10-20", "2026-09-01"):
            take(world, row("R2", said))
        assert world.record().end_kind == EndKind.ANNULLED

    def test_that_was_decided_here_its_source_cannot_take_back_by_way_of_a_sooner_one(self, world: World) -> None:
        take(world, row())
        decide(world, EndKind.REMOVED, day_of(NOW) + timedelta(days=30))
        for said in (row(ends_on="2026-11-20"), row(why="刷单炒信")):
            take(world, said)
        assert str(world.record().ended_on) == "2026-11-20"

    def test_of_what_a_full_file_lacked_is_one_that_no_full_file_takes_back(self, world: World) -> None:
        other = row("X", name=OTHER, uscc=DESAY, number="国市监认〔2026〕9号")
        for rows in ([row(), other], [other]):
            take(world, *rows, mode="full", confirm=True)
        take(world, row("R2", "2026-11-01"))
        take(world, row(), other, mode="full", confirm=True)
        assert live(world) == [f"uscc:{DESAY}"]

    def test_comes_to_no_record_by_giving_it_the_number_of_a_decision_that_has_ended(self, world: World) -> None:
        take(world, row(), row("R2", number="国市监认〔2026〕2号"))
        take(world, row(ends_on="2026-10-20"))
        report = take(world, row("R2"))
        assert [warning.code for warning in report.warnings] == ["already_ended"]
        [standing] = [version for *_, version in world.records() if version.ended_on is None]
        assert standing.document_number == "国市监认〔2026〕2号"


def test_a_full_file_that_leaves_the_code_out_still_names_the_record(world: World) -> None:
    take(world, row(), mode="full")
    report = take(world, row(uscc=""), mode="full")
    assert (report.state, report.exited, live(world)) == ("completed", 0, [f"name:{NAME}", f"uscc:{TCL}"])
