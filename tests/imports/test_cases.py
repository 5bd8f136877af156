"""What a file pushes for verification opens a case at once, routed by what its row says of the place."""

from datetime import date

from sqlmodel import select

from huixin.core.vocabulary import Rectification, Severity, Standing
from models.cases.tables import Case
from models.listings import change_listing

from .conftest import BYD, DESAY, EVE, TCL, World

HEADER = "JGMC,TYSHXYDM,LRMDSY,RDRQ,属地,住所\n"


def opened(world: World) -> dict[str, tuple[str, str | None, str | None]]:
    """Name → state, unit, and what decided on the unit."""
    subjects = {listing.id: subject.key.removeprefix("uscc:") for subject, listing, _ in world.records()}
    with world.database.read() as session:
        cases = session.exec(select(Case)).all()
        return {subjects[case.listing_id]: (case.state, case.unit, case.routed_by) for case in cases}


def push(world: World, text: str) -> None:
    world.take(text, list_code="ecommerce_pushed")


class TestALeadOpensACase:
    def test_routed_by_stated_place_then_address_and_else_left_to_the_centre(self, world: World) -> None:
        push(
            world,
            HEADER
            + f"甲公司,{TCL},涉嫌炒信,2026-10-01,惠城区,惠州市仲恺高新技术产业开发区惠风路1号\n"
            + f"乙公司,{DESAY},涉嫌炒信,2026-10-01,,惠州市仲恺高新技术产业开发区惠风路1号\n"
            + f"丙公司,{EVE},涉嫌炒信,2026-10-01,,\n",
        )
        assert opened(world) == {
            TCL: ("verifying", "huicheng", "jurisdiction"),
            DESAY: ("verifying", "zhongkai", "address"),
            EVE: ("unassigned", None, None),
        }

    def test_the_same_push_again_opens_nothing_again(self, world: World) -> None:
        text = HEADER + f"甲公司,{TCL},涉嫌炒信,2026-10-01,惠城区,\n"
        push(world, text)
        before = opened(world)
        push(world, text)
        push(world, text + f"丁公司,{BYD},涉嫌售假,2026-10-02,,\n")
        assert opened(world) == {**before, BYD: ("unassigned", None, None)}

    def test_a_list_of_decisions_opens_none(self, world: World) -> None:
        world.take(HEADER + f"甲公司,{TCL},组织刷单,2026-10-01,惠城区,\n")
        assert opened(world) == {}

    def test_an_end_by_the_upstream_closes_the_case(self, world: World) -> None:
        push(world, HEADER + f"甲公司,{TCL},涉嫌炒信,2026-10-01,惠城区,\n")
        ended = HEADER.strip() + f",退出日期\n甲公司,{TCL},涉嫌炒信,2026-10-01,惠城区,,2026-10-30\n"
        push(world, ended)
        assert opened(world) == {TCL: ("closed", "huicheng", "jurisdiction")}

    def test_a_full_list_that_lacks_it_closes_the_case(self, world: World) -> None:
        push(world, HEADER + f"甲公司,{TCL},涉嫌炒信,2026-10-01,惠城区,\n乙公司,{DESAY},涉嫌炒信,2026-10-01,惠城区,\n")
        text = HEADER + f"乙公司,{DESAY},涉嫌炒信,2026-10-01,惠城区,\n"
        world.take(text, list_code="ecommerce_pushed", mode="full", confirm=True)
        assert {code: state for code, (state, *_) in opened(world).items()} == {TCL: "closed", DESAY: "verifying"}

    def test_what_verification_has_established_outlives_a_new_push(self, world: World) -> None:
        text = HEADER + f"甲公司,{TCL},涉嫌炒信,2026-10-01,惠城区,\n"
        push(world, text)
        [(_, listing, _)] = world.records()
        with world.database.write() as session:
            change_listing(
                session,
                listing.id,
                standing=Standing.CONFIRMED,
                rectification=Rectification.ORDERED,
                due=date(2026, 12, 31),
                severity=Severity.GENERAL,
                problem_types=frozenset({"brushing"}),
            )
        again = HEADER.strip() + f",问题类型,整改状态\n甲公司,{TCL},涉嫌炒信,2026-10-01,惠城区,,虚假广告,已整改\n"
        push(world, again)
        [(_, _, version)] = world.records()
        stored = (version.standing, version.rectification, version.due, version.severity, version.problem_types)
        assert stored == ("confirmed", "ordered", date(2026, 12, 31), "general", "brushing")
