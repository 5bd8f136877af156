"""Rule sets as versions: a draft, a second person, and the instant from which it counts."""

from datetime import timedelta
from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from models.members import add_credential
from models.rulesets.deciding import publish_shipped
from tests.api.clerks import PLANTED, RULES, SOON, Centre
from tests.api.conftest import NOON, AssertProblem, World


@pytest.fixture
def centre(world: World) -> Centre:
    centre = Centre(world)
    world.enter({})
    return centre


def test_a_published_version_counts_from_its_instant_on(centre: Centre) -> None:
    version = centre.approved()
    told = centre.done("second", f"rulesets/{version}/actions", action="publish", effective_from=SOON.isoformat())
    assert (told["state"], told["standing"]) == ("published", "scheduled")
    assert centre.outcome() == ("refuse", ["promotion_limit"])
    assert centre.outcome(on="2026-11-11") == ("restrict", ["promotion_limit"]), "the rules of that day"
    centre.world.set_clock(SOON - timedelta(seconds=1))
    assert centre.outcome() == ("refuse", ["promotion_limit"])
    centre.world.set_clock(SOON)
    assert centre.outcome() == ("restrict", ["promotion_limit"])
    assert {one["shipped"]: one["standing"] for one in centre.get("rulesets")["items"]} == {
        True: "superseded",
        False: "in_force",
    }
    past = centre.done(
        "author",
        "check",
        subject={"uscc": "91441302MADEM0003B"},
        scene="promotion",
        on="2026-11-10",
        **{"as": "platform"},
    )
    assert past["outcome"] == "refuse", "the rules of that day"


def test_a_campaign_to_come_is_judged_by_the_rules_of_its_first_day(centre: Centre) -> None:
    days = {"kind": "double_11", "from": "2026-11-11", "to": "2026-11-12"}
    assert centre.outcome(campaign=days) == ("refuse", ["promotion_limit"])
    version = centre.approved()
    told = centre.done("second", f"rulesets/{version}/actions", action="publish", effective_from=SOON.isoformat())
    answer = centre.world.ask(centre.platform, campaign=days).json()
    assert (answer["outcome"], answer["as_of"]["ruleset"]) == ("restrict", told["digest"])
    assert centre.outcome() == ("refuse", ["promotion_limit"])


def test_a_measure_lasts_until_the_rules_that_end_it(centre: Centre) -> None:
    def until(**request: str) -> dict[str, str]:
        answer = centre.world.ask(centre.platform, **request).json()
        again = centre.get(f"decisions/{answer['decision_id']}?rederive=true")
        assert again["rederived"]["agrees"] is True
        return {measure["code"]: measure["until"] for measure in answer["measures"]}

    assert until() == {"promotion_limit": "2027-08-31"}
    version = centre.lenient()
    centre.edit(version, "{measure: promotion_limit, outcome: restrict}", "{outcome: watch}")
    centre.done("author", f"rulesets/{version}/submission")
    centre.done("second", f"rulesets/{version}/actions", action="approve")
    centre.world.pass_time(hours=1)
    centre.done("second", f"rulesets/{version}/actions", action="publish", effective_from=SOON.isoformat())
    assert until() == {"promotion_limit": "2026-11-10"}
    assert until(on="2026-11-11") == {}
    centre.world.pass_time(hours=1)
    centre.done("second", f"rulesets/{version}/actions", action="withdraw", reason="不再需要")
    assert until() == {"promotion_limit": "2027-08-31"}


def test_who_worked_on_it_never_approves_it(centre: Centre, assert_problem: AssertProblem) -> None:
    version = centre.lenient()
    assert_problem(centre.post("second", f"rulesets/{version}/actions", action="approve"), "conflict")
    centre.done("author", f"rulesets/{version}/submission")
    assert_problem(centre.post("author", f"rulesets/{version}/actions", action="approve"), "second_person_needed")
    assert_problem(centre.post("second", f"rulesets/{version}/actions", action="publish"), "conflict")
    centre.done("second", f"rulesets/{version}/actions", action="return", reason="请说明依据")
    assert centre.get(f"rulesets/{version}")["state"] == "draft"
    history = [(one["action"], one["person"]) for one in centre.get(f"rulesets/{version}")["history"]]
    assert (history[0], history[-2:]) == (("create", "author"), [("submit", "author"), ("return", "second")])


def test_what_was_laid_before_another_is_written_by_nobody_any_more(
    centre: Centre, assert_problem: AssertProblem
) -> None:
    version = centre.lenient()
    document = centre.get(f"rulesets/{version}/document?path={RULES}")
    path = f"/v1/rulesets/{version}/document?path={RULES}"
    digests = set()
    for who, step in (
        ("author", {}),
        ("second", {"action": "approve"}),
        ("second", {"action": "publish", "effective_from": SOON.isoformat()}),
        ("second", {"action": "withdraw", "reason": "不再需要"}),
    ):
        centre.done(who, f"rulesets/{version}/{'actions' if step else 'submission'}", **step)
        assert_problem(centre.put(version, f"{document['content']}\n", document["etag"]), "conflict")
        headers = centre.clerk("author") | {"If-Match": document["etag"]}
        assert_problem(centre.world.client.delete(path, headers=headers), "conflict")
        assert_problem(centre.post("author", f"rulesets/{version}/submission"), "conflict")
        digests.add(centre.get(f"rulesets/{version}")["digest"])
    assert centre.get(f"rulesets/{version}/document?path={RULES}") == document
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("holder", "of", "status"),
    [("李四", "author", 403), (" 李 四", "author", 403), ("王五", "author", 200), ("李 四", "another centre", 403)],
)
def test_another_credential_of_the_same_person_does_not_approve(
    centre: Centre, holder: str, of: str, status: int
) -> None:
    world = centre.world
    first, second = (world.member(MemberKind.CENTRE, name=name).member_id for name in ("author", of))
    with world.context.database.write() as session:
        world.members["author"] = add_credential(session, first, "李四", None, world.context.now())
        world.members["second"] = add_credential(session, second, holder, None, world.context.now())
    version = centre.lenient()
    centre.done("author", f"rulesets/{version}/submission")
    assert centre.post("second", f"rulesets/{version}/actions", action="approve").status_code == status


def test_what_fails_its_tests_is_not_submitted(centre: Centre, assert_problem: AssertProblem) -> None:
    version = centre.draft()
    centre.edit(version, "measure: promotion_limit, outcome: refuse", "measure: promotion_limit, outcome: restrict")
    checked = centre.get(f"rulesets/{version}/check")
    assert checked["findings"] == []
    assert {one["code"] for one in checked["failed"]} == {"test_failed"}
    assert_problem(centre.post("author", f"rulesets/{version}/submission"), "invalid_content", error="test_failed")


def test_what_is_wrong_is_said_with_document_and_line(centre: Centre, assert_problem: AssertProblem) -> None:
    version = centre.draft()
    centre.edit(version, "measure: promotion_limit", "measure: promotion_limt")
    [finding, *_] = centre.get(f"rulesets/{version}/check")["findings"]
    assert (finding["document"], finding["code"]) == (RULES, "unknown_code")
    assert finding["line"] > 1
    refused = centre.post("author", f"rulesets/{version}/submission")
    body = assert_problem(refused, "invalid_content", error="unknown_code")
    assert body["errors"][0]["pointer"] == f"{RULES}:{finding['line']}"


def test_what_contradicts_itself_passes_its_tests_and_is_not_submitted_all_the_same(
    centre: Centre, assert_problem: AssertProblem
) -> None:
    version, document = centre.draft(), "huizhou/rules/planted.yaml"
    assert centre.put(version, PLANTED, None, document).status_code == 200
    checked = centre.get(f"rulesets/{version}/check")
    assert (checked["findings"], checked["failed"]) == ([], [])
    found = {one["code"]: one for one in checked["analysis"]["findings"]}
    assert "电子商务领域失信联合惩戒对象名单" in found["contradiction"]["example"]["zh"]
    assert checked["analysis"]["classes"] > 100_000_000
    refused = centre.post("author", f"rulesets/{version}/submission")
    assert_problem(refused, "invalid_content", error="contradiction")
    assert centre.get(f"rulesets/{version}")["state"] == "draft"


def test_two_who_write_the_same_document_hear_of_each_other(centre: Centre, assert_problem: AssertProblem) -> None:
    version = centre.draft()
    found = centre.get(f"rulesets/{version}/document?path={RULES}")
    assert centre.put(version, "# a\n" + found["content"], found["etag"]).status_code == 200
    assert_problem(centre.put(version, "# b\n" + found["content"], found["etag"]), "precondition_failed")
    assert_problem(centre.put(version, "# c\n" + found["content"], None), "precondition_failed")
    assert centre.put(version, "[]\n", None, "national/rules/new.yaml").status_code == 200
    for path in ("../etc/passwd.yaml", "national/../../x.yaml", "national/x.txt", "x.yaml"):
        assert centre.put(version, "[]\n", None, path).status_code in (404, 422)


def test_a_change_is_announced_before_it_counts(centre: Centre, assert_problem: AssertProblem) -> None:
    path = f"rulesets/{centre.approved()}/actions"
    assert_problem(centre.post("second", path, action="publish"), "invalid_content", "/effective_from", "notice_period")
    unknown = {"action": "publish", "implements": "nowhere"}
    assert_problem(centre.post("second", path, **unknown), "invalid_content", "/implements")
    standard = {"action": "publish", "implements": "ecommerce-law", "new_standard": True}
    assert_problem(centre.post("second", path, **standard), "invalid_content", "/consulted_from")
    short = standard | {"consulted_from": "2026-10-10", "consulted_to": "2026-11-01"}
    assert_problem(centre.post("second", path, **short), "invalid_content", "/consulted_to")
    told = centre.done("second", path, **(short | {"consulted_from": "2026-10-01"}))
    assert told["standing"] == "in_force", "an instrument in force needs no notice"
    assert centre.outcome() == ("restrict", ["promotion_limit"])


def test_what_has_not_come_is_withdrawn_and_what_has_is_not(centre: Centre, assert_problem: AssertProblem) -> None:
    path = f"rulesets/{centre.approved()}/actions"
    centre.done("second", path, action="publish", effective_from=SOON.isoformat())
    centre.done("second", path, action="withdraw", reason="暂缓")
    assert centre.outcome(on="2026-11-11") == ("refuse", ["promotion_limit"])
    again = f"rulesets/{centre.approved()}/actions"
    centre.done("second", again, action="publish", implements="ecommerce-law")
    assert_problem(centre.post("second", again, action="withdraw", reason="暂缓"), "conflict")


def test_a_version_made_from_one_that_is_no_longer_in_force_is_made_again(
    centre: Centre, assert_problem: AssertProblem
) -> None:
    first, second = centre.approved(), centre.approved()
    centre.done("second", f"rulesets/{first}/actions", action="publish", implements="ecommerce-law")
    refused = centre.post("second", f"rulesets/{second}/actions", action="publish", implements="ecommerce-law")
    assert_problem(refused, "conflict")


def test_members_see_what_is_in_force_and_no_drafts(centre: Centre, assert_problem: AssertProblem) -> None:
    draft = centre.draft()
    seen = centre.world.client.get("/v1/rulesets", headers=centre.platform).json()["items"]
    assert [one["standing"] for one in seen] == ["in_force"]
    assert_problem(centre.world.client.get(f"/v1/rulesets/{draft}", headers=centre.platform), "not_found")
    shipped = seen[0]["id"]
    document = centre.world.client.get(f"/v1/rulesets/{shipped}/document?path={RULES}", headers=centre.platform)
    assert "promotion_limit" in document.json()["content"]
    assert document.headers["etag"] == document.json()["etag"]
    refused = centre.world.client.post("/v1/rulesets", json={"title": "x", "reason": "y"}, headers=centre.platform)
    assert_problem(refused, "missing_scope")


def test_new_shipped_rules_replace_shipped_ones_and_never_the_centres_own(centre: Centre) -> None:
    context = centre.world.context

    def shipping() -> Any:
        with context.database.write() as session:
            return publish_shipped(session, context.shipped, NOON)

    assert shipping() is None
    version = centre.approved()
    centre.done("second", f"rulesets/{version}/actions", action="publish", implements="ecommerce-law")
    assert shipping() is None
    assert centre.outcome() == ("restrict", ["promotion_limit"])


def test_what_two_versions_say_differently_is_said_in_sentences(centre: Centre, assert_problem: AssertProblem) -> None:
    [shipped] = centre.get("rulesets")["items"]
    draft = centre.lenient()
    found = centre.get(f"rulesets/diff?from={shipped['id']}&to={draft}")
    assert [(one["change"], one["code"], one["before"], one["after"]) for one in found["changes"]] == [
        ("outcome_changed", one["code"], "refuse", "restrict") for one in found["changes"]
    ]
    assert "black-promotion" in {one["code"] for one in found["changes"]}
    assert centre.get(f"rulesets/diff?from={draft}&to={draft}")["changes"] == []
    path = f"/v1/rulesets/diff?from={shipped['id']}&to={draft}"
    assert_problem(centre.world.client.get(path, headers=centre.platform), "not_found")


def test_what_the_rules_rest_on_is_read_as_of_any_day(centre: Centre) -> None:
    def at(path: str, on: str) -> dict[str, Any]:
        return {one["code"]: one for one in centre.get(f"{path}?on={on}")["items"]}

    assert not at("instruments", "2018-12-31")["ecommerce-law"]["in_force"]
    assert at("instruments", "2019-01-01")["ecommerce-law"]["in_force"]
    assert at("parameters", "2018-12-31")["clause_notice_days"]["value"] is None
    assert at("parameters", "2026-11-02")["clause_notice_days"]["value"] == 7
    centre.done("author", "suspensions", measure="promotion_limit", reason="复核")
    found = [at("measures", on)["promotion_limit"]["applied"] for on in ("2026-11-01", "2026-11-02")]
    assert found == [True, False]
