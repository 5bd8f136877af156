"""A measure suspended at once, by itself, and what is said of it meanwhile."""

import httpx
import pytest

from tests.api.clerks import Centre
from tests.api.conftest import AssertProblem, World


@pytest.fixture
def centre(world: World) -> Centre:
    centre = Centre(world)
    world.enter({})
    return centre


def test_a_suspended_measure_is_in_no_answer_until_it_is_lifted(centre: Centre, assert_problem: AssertProblem) -> None:
    body = {"measure": "promotion_limit", "reason": "依据正在复核"}
    suspension = centre.done("author", "suspensions", **body)
    assert suspension["ended_on"] is None
    assert centre.outcome() == ("watch", []), "the record stands, whatever follows from it"
    assert_problem(centre.post("author", "suspensions", **body), "conflict")
    version = centre.approved()
    centre.done("second", f"rulesets/{version}/actions", action="publish", implements="ecommerce-law")
    assert centre.outcome() == ("watch", []), "a suspension outlasts versions"
    centre.world.pass_time(days=1)
    lifted = centre.world.client.delete(f"/v1/suspensions/{suspension['id']}", headers=centre.clerk("second"))
    assert lifted.json()["ended_on"] == "2026-11-03"
    assert centre.outcome() == ("restrict", ["promotion_limit"])


def test_an_answer_leads_to_its_version_whatever_was_suspended(centre: Centre, assert_problem: AssertProblem) -> None:
    suspension = centre.done("author", "suspensions", measure="promotion_limit", reason="依据正在复核")
    centre.world.pass_time(days=1)
    centre.world.client.delete(f"/v1/suspensions/{suspension['id']}", headers=centre.clerk("second"))
    digest = centre.world.ask(centre.platform).json()["as_of"]["ruleset"]

    def found(digest: str) -> httpx.Response:
        return centre.world.client.get(f"/v1/rulesets?digest={digest}", headers=centre.platform)

    [version] = found(digest).json()["items"]
    assert (version["standing"], version["shipped"]) == ("in_force", True)
    assert version["digest"] != digest
    assert found(version["digest"]).json()["items"] == [version]
    assert found("sha256:" + 64 * "0").json()["items"] == []
    assert_problem(found("sha256:"), "invalid_content")


@pytest.mark.parametrize(
    ("scene", "measure", "rule"),
    [("promotion", "promotion_limit", "black-promotion"), ("onboarding", "entry_limit", "black-entry")],
)
def test_an_answer_without_a_suspended_measure_says_that_it_is_suspended(
    centre: Centre, scene: str, measure: str, rule: str
) -> None:
    before = centre.world.ask(centre.platform, scene=scene).json()
    centre.done("author", "suspensions", measure=measure, reason="依据正在复核")
    answer = centre.world.ask(centre.platform, scene=scene).json()
    assert (answer["outcome"], answer["measures"], answer["review"]["needed"]) == ("watch", [], False)
    [reason] = [one for one in answer["reasons"] if one["rule"] == rule]
    [once] = [one for one in before["measures"] if one["code"] == measure]
    assert reason["because"] == once["because"]
    assert once["title"]["zh"] in reason["title"]["zh"]
    assert "已暂停适用" in reason["title"]["zh"]
    for language in ("zh", "en"):
        assert reason["title"][language] in answer["explanation"][language]
        assert answer["records"][0]["list_title"][language] in answer["explanation"][language]
    again = centre.world.client.get(f"/v1/decisions/{before['decision_id']}?rederive=true", headers=centre.platform)
    assert again.json()["rederived"]["agrees"], "what was decided before the suspension stands"


def test_a_past_day_under_a_suspension_stays_without_the_measure(centre: Centre) -> None:
    suspension = centre.done("author", "suspensions", measure="promotion_limit", reason="复核")
    centre.world.pass_time(days=2)
    centre.world.client.delete(f"/v1/suspensions/{suspension['id']}", headers=centre.clerk("author"))
    asked = {"subject": {"uscc": "91441302MADEM0003B"}, "scene": "promotion", "as": "platform"}
    found = [
        [measure["code"] for measure in centre.done("author", "check", **asked, on=day)["measures"]]
        for day in ("2026-11-02", "2026-11-03", "2026-11-04")
    ]
    assert found == [[], [], ["promotion_limit"]]
