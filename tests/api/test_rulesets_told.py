"""What members hear of the work on the rules: what was published and when, not who worked on it with what remarks."""

import pytest

from huixin.core.vocabulary import MemberKind
from tests.api.clerks import RULES, SOON, Centre
from tests.api.conftest import AssertProblem, World
from tests.factories import RESIDENT_ID


@pytest.fixture
def centre(world: World) -> Centre:
    centre = Centre(world)
    world.enter({})
    return centre


def published(centre: Centre) -> str:
    version = centre.approved()
    path = f"rulesets/{version}/actions"
    centre.done("second", path, action="publish", effective_from=SOON.isoformat(), note="先内部通气")
    return version


def test_members_hear_of_the_publication_alone(centre: Centre) -> None:
    path = f"/v1/rulesets/{published(centre)}"
    told = centre.world.client.get(path, headers=centre.platform).json()["history"]
    assert [(one["action"], one["person"], one["note"]) for one in told] == [("publish", None, None)]
    for headers in (centre.clerk("author"), centre.world.headers(MemberKind.AUDITOR)):
        whole = centre.world.client.get(path, headers=headers).json()["history"]
        assert [one["action"] for one in whole if one["action"] not in ("write", "remove")] == [
            "create",
            "submit",
            "approve",
            "publish",
        ]
        assert (whole[-1]["person"], whole[-1]["note"]) == ("second", "先内部通气")


def test_no_resident_id_stands_in_what_is_said_of_a_version(centre: Centre, assert_problem: AssertProblem) -> None:
    version, reason = centre.lenient(), f"见身份证{RESIDENT_ID}一案"
    path = f"rulesets/{version}/actions"
    refusal = ("invalid_content", "/reason", "personal_identifier_in_text")
    assert_problem(centre.post("second", path, action="withdraw", reason=reason), *refusal)
    centre.done("author", f"rulesets/{version}/submission")
    assert_problem(centre.post("second", path, action="return", reason=reason), *refusal)
    centre.done("second", path, action="approve")
    publishing = {"action": "publish", "effective_from": SOON.isoformat()}
    assert_problem(centre.post("second", path, **publishing, note=reason), "invalid_content", "/note", refusal[2])
    centre.done("second", path, **publishing)
    assert RESIDENT_ID not in str(centre.get(f"rulesets/{version}"))


def test_nor_in_its_documents(centre: Centre, assert_problem: AssertProblem) -> None:
    version = centre.draft()
    found = centre.get(f"rulesets/{version}/document?path={RULES}")
    refused = centre.put(version, f"# {RESIDENT_ID}\n{found['content']}", found["etag"])
    assert_problem(refused, "invalid_content", "/content", "personal_identifier_in_text")
    assert centre.get(f"rulesets/{version}/document?path={RULES}") == found


def test_the_checks_that_take_seconds_are_for_those_who_see_drafts(
    centre: Centre, assert_problem: AssertProblem
) -> None:
    [shipped] = centre.get("rulesets")["items"]
    path = f"/v1/rulesets/{shipped['id']}/check"
    assert_problem(centre.world.client.get(path, headers=centre.platform), "forbidden")
    draft = f"/v1/rulesets/{centre.draft()}/check"
    assert_problem(centre.world.client.get(draft, headers=centre.platform), "not_found")
    assert centre.world.client.get(path, headers=centre.world.headers(MemberKind.AUDITOR)).status_code == 200
