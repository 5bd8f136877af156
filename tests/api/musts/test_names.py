"""A name alone never sanctions."""

import pytest

from tests.api.conftest import BLACK, NAME, World
from tests.api.musts.asked import CATALOGUE

pytestmark = pytest.mark.both_databases


class TestANameAloneNeverSanctions:
    @pytest.mark.parametrize("name", [NAME, "惠州顺达优品", "惠州市順達優品貿易有限公司", f" {NAME} ", "顺达优品"])
    def test_any_writing_of_a_listed_name_leads_to_review(self, world: World, name: str) -> None:
        world.enter({})
        headers = world.headers()
        for scene in CATALOGUE.scenes:
            answer = world.ask(headers, subject={"name": name}, scene=scene).json()
            assert answer["outcome"] == "review"
            assert answer["measures"] == []
            assert [c["uscc"] for c in answer["identity"]["candidates"]] == [BLACK]

    def test_a_blank_name_is_no_question(self, world: World) -> None:
        reply = world.ask(world.headers(), subject={"name": "   "})
        assert (reply.status_code, reply.json()["errors"][0]["code"]) == (422, "subject_empty")

    def test_a_listing_without_a_code_leads_to_review_at_most(self, world: World) -> None:
        world.enter({"TYSHXYDM": ""})
        answer = world.ask(world.headers(), subject={"uscc": BLACK, "name": NAME}).json()
        assert (answer["outcome"], answer["measures"]) == ("review", [])
