"""What a file pushes for verification opens a case at once, routed by what its row says of the place."""

from pathlib import Path

from sqlmodel import select

from models.cases.tables import Case

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

    def test_a_list_of_decisions_opens_none(self, world: World, tmp_path: Path) -> None:
        world.take(HEADER + f"甲公司,{TCL},组织刷单,2026-10-01,惠城区,\n")
        assert opened(world) == {}
