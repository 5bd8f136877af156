"""What may be asked, by whom, and with whose eyes: natural persons, other kinds of members, past days."""

from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from models.base import LOG
from tests.api.conftest import BLACK, AssertProblem, World
from tests.api.rights_world import Rights
from tests.api.test_checks import decisions
from tests.api.test_recognitions import decision, heard

PERSON = "11010519491231002X"
ENDED = {"RDRQ": "2018-03-01", "YXQZ": "2019-02-28"}


def about_a_person(**changes: Any) -> dict[str, Any]:
    ground = {"kind": "consent", "reference": "授权书 7 号", "date": "2026-11-02"} | changes
    return {"subject": {"resident_id": PERSON}, "authorisation": ground}


class TestTheAuthorisation:
    def test_it_is_given_by_the_day_on_which_it_is_used(self, world: World, assert_problem: AssertProblem) -> None:
        headers = world.headers()
        for day in ("2026-11-01", "2026-11-02"):
            assert world.ask(headers, **about_a_person(date=day)).status_code == 200
        later = world.ask(headers, **about_a_person(date="2026-11-03"))
        assert_problem(later, "invalid_content", "/authorisation/date", "authorisation_to_come")

    def test_it_says_what_it_is(self, world: World, assert_problem: AssertProblem) -> None:
        for reference in ("", " ", "\u3000\t"):
            refused = world.ask(world.headers(), **about_a_person(reference=reference))
            assert_problem(refused, "invalid_content", "/authorisation/reference")


def test_the_name_of_a_person_is_kept_as_little_as_the_number(world: World) -> None:
    """Nobody of this number is listed, so that the name can only be the one that was asked with."""
    asked = about_a_person()
    asked["subject"] |= {"name": "欧阳测试"}
    answer = world.ask(world.headers(), **asked)
    assert answer.json()["identity"]["name"] == "欧***"
    with world.context.database.log_read() as log:
        stored = repr([log.execute(table.select()).all() for table in LOG.sorted_tables])
    assert answer.json()["decision_id"] in stored
    for secret in ("欧阳测试", PERSON):
        assert secret not in stored + answer.text


@pytest.mark.parametrize("field", ["by", "why"])
def test_a_judgement_says_who_and_why(world: World, assert_problem: AssertProblem, field: str) -> None:
    world.enter({})
    answer = world.ask(world.headers()).json()
    said = {"subject_id": answer["identity"]["subject_id"], "judgement": "same", "by": "clerk-7", "why": "compared"}
    path = f"/v1/decisions/{answer['decision_id']}/review"
    refused = world.client.post(path, json=said | {field: "  "}, headers=world.headers())
    assert_problem(refused, "invalid_content", f"/{field}")
    assert world.client.post(path, json=said, headers=world.headers()).status_code == 201


class TestAskingAs:
    def test_nobody_asks_as_a_merchant(self, world: World, assert_problem: AssertProblem) -> None:
        world.enter({})
        for kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
            assert_problem(world.ask(world.headers(kind), **{"as": "merchant"}), "as_not_allowed", "/as", "as_merchant")

    def test_nor_does_a_merchant_ask(self, world: World, assert_problem: AssertProblem) -> None:
        world.enter({})
        headers = world.headers(MemberKind.MERCHANT, scopes=frozenset({"check"}))
        assert_problem(world.ask(headers), "as_not_allowed")

    def test_the_past_is_seen_as_it_was_by_those_who_keep_the_lists(self, world: World) -> None:
        world.enter(ENDED)
        for kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
            then = world.ask(world.headers(kind), on="2018-06-01", **{"as": "platform"}).json()
            assert (then["outcome"], then["measures"][0]["binding"]) == ("refuse", "statutory")
            for day in ("2019-03-01", "2026-11-02"):
                since = world.ask(world.headers(kind), on=day, **{"as": "platform"}).json()
                assert (since["outcome"], since["records"]) == ("clear", [])
        shown = world.client.get(f"/v1/decisions/{then['decision_id']}", headers=world.headers(MemberKind.AUDITOR))
        assert shown.json()["answer"]["records"] == then["records"]

    def test_a_department_hears_of_what_has_ended_in_no_form(self, world: World) -> None:
        world.enter(ENDED)
        place = {"unit": "huicheng", "department": "market_supervision"}
        scopes = frozenset({"check", "history"})
        headers = world.headers(MemberKind.DEPARTMENT, scopes=scopes, **place)
        for actor in ({}, {"as": "platform"}):
            assert world.ask(headers, on="2018-06-01", **actor).json()["records"] == []


class TestThePast:
    def test_a_department_asks_about_it_in_its_own_cases(self, world: World, assert_problem: AssertProblem) -> None:
        rights = Rights(world)
        path = heard(rights)
        department, elsewhere = rights.headers("department"), rights.headers("department elsewhere")
        past = {"on": "2026-11-01"}
        assert_problem(world.ask(department, **past), "history_scope_needed", "/on")
        rights.done("department", f"{path}/actions", **decision(rights))
        assert world.ask(department, **past).status_code == 200
        assert_problem(world.ask(elsewhere, **past), "history_scope_needed", "/on")
        assert_problem(world.ask(department, subject={"name": "顺达优品"}, **past), "history_scope_needed", "/on")

    @pytest.mark.parametrize("kind", [MemberKind.UNIT, MemberKind.PLATFORM, MemberKind.AGENCY])
    def test_others_need_the_scope(self, world: World, assert_problem: AssertProblem, kind: MemberKind) -> None:
        world.enter({})
        assert_problem(world.ask(world.headers(kind), on="2026-11-01"), "history_scope_needed", "/on")

    def test_a_question_refused_in_a_batch_leaves_no_decision(self, world: World) -> None:
        world.enter({})
        asked = {"items": [{"subject": {"uscc": BLACK}, "scene": "promotion", "on": "2026-11-01"}]}
        headers = Rights(world).headers("department")
        [item] = world.client.post("/v1/check/batch", json=asked, headers=headers).json()["items"]
        assert item["problem"]["type"] == "urn:huixin:problem:history_scope_needed"
        assert (item["answer"], decisions(world)) == (None, 0)


AHEAD = {"kind": "double_12", "from": "2026-12-01", "to": "2026-12-12"}


class TestACampaignAhead:
    @pytest.mark.parametrize("scene", ["onboarding", "listing", "review"])
    @pytest.mark.parametrize(
        "days", [{"YXQZ": "2026-11-30"}, {"RDRQ": "2026-10-01", "YXQS": "2026-12-05"}], ids=["ends", "begins"]
    )
    def test_changes_no_answer_but_that_of_the_promotion(
        self, world: World, scene: str, days: dict[str, str], assert_problem: AssertProblem
    ) -> None:
        world.enter(days, list_code="ecommerce_joint")
        told = [world.ask(world.headers(), scene=scene, **campaign).json() for campaign in ({}, {"campaign": AHEAD})]
        alone, ahead = ([answer["outcome"], answer["measures"], answer["explanation"]] for answer in told)
        assert ahead == alone
        reversed_ = AHEAD | {"to": "2026-11-30"}
        assert_problem(world.ask(world.headers(), scene=scene, campaign=reversed_), "invalid_content", "/campaign/to")

    def test_is_looked_at_whole_by_the_promotion(self, world: World) -> None:
        world.enter({"RDRQ": "2026-10-01", "YXQS": "2026-12-05"}, list_code="ecommerce_joint")
        assert world.ask(world.headers()).json()["outcome"] == "clear"
        assert world.ask(world.headers(), campaign=AHEAD).json()["outcome"] == "refuse"
