"""A lead is not a listing."""

from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from tests.api.conftest import BLACK, NAME, World
from tests.api.musts.asked import MEMBERS

pytestmark = pytest.mark.both_databases


class TestALeadIsNotAListing:
    SECRET = "国推〔2026〕999号"

    def bodies(self, world: World, kind: MemberKind) -> dict[str, Any]:
        headers = world.headers(kind)
        check = world.ask(headers).json()
        by_name = world.ask(headers, subject={"name": NAME}).json()
        return {
            "check": check,
            "name": by_name,
            "decision": world.client.get(f"/v1/decisions/{check['decision_id']}", headers=headers).json(),
            "subject": world.client.get(f"/v1/subjects/{BLACK}", headers=headers).json(),
            "listings": world.client.get("/v1/listings", headers=headers).json(),
        }

    @pytest.mark.parametrize("kind", MEMBERS)
    def test_no_member_hears_of_a_lead(self, world: World, kind: MemberKind) -> None:
        world.enter({"文书号": self.SECRET}, list_code="ecommerce_pushed")
        bodies = self.bodies(world, kind)
        assert bodies["check"]["outcome"] == bodies["name"]["outcome"] == "clear"
        assert bodies["name"]["identity"]["candidates"] == []
        assert bodies["subject"]["status"] == 404
        for body in bodies.values():
            assert self.SECRET not in str(body)
            assert NAME not in str({k: v for k, v in body.items() if body is not bodies["name"] and k != "identity"})

    def test_a_lead_gives_a_listed_merchant_no_new_name(self, world: World) -> None:
        world.enter({})
        world.enter({"JGMC": "惠州市线索新名称有限公司", "文书号": self.SECRET}, list_code="ecommerce_pushed")
        for body in self.bodies(world, MemberKind.PLATFORM).values():
            assert "线索新名称" not in str(body)

    def test_those_who_verify_see_it_without_any_measure(self, world: World) -> None:
        world.enter({"文书号": self.SECRET, "属地": "惠城区"}, list_code="ecommerce_pushed")
        world.member(MemberKind.UNIT, unit="huicheng")
        for kind in (MemberKind.CENTRE, MemberKind.AUDITOR, MemberKind.UNIT):
            answer = self.bodies(world, kind)["check"]
            assert [r["standing"] for r in answer["records"]] == ["lead"]
            assert (answer["outcome"], answer["measures"]) == ("clear", [])

    def test_another_unit_and_a_department_without_a_part_in_it_do_not(self, world: World) -> None:
        world.enter({"文书号": self.SECRET, "属地": "惠城区"}, list_code="ecommerce_pushed")
        world.member(MemberKind.UNIT, unit="huiyang")
        world.member(MemberKind.DEPARTMENT, unit="huiyang", department="market_supervision")
        for kind in (MemberKind.UNIT, MemberKind.DEPARTMENT):
            bodies = self.bodies(world, kind)
            assert bodies["check"]["records"] == bodies["listings"]["items"] == []
            assert bodies["name"]["identity"]["candidates"] == []
            assert all(self.SECRET not in str(body) for body in bodies.values())
