"""What was known at the end of a day: `as_known_on`, for those with scope history who state a purpose."""

from typing import Any

import pytest

from huixin.core.vocabulary import EndKind, MemberKind
from models.decisions import Decision
from models.listings import end_listing
from tests.api.clerks import Centre
from tests.api.conftest import BLACK, CLEAN, AssertProblem, World
from tests.api.test_rederive import again

DAY, EVE = "2026-11-02", "2026-11-01"
"""The day of the world, and the one before."""


def known(day: str, **request: Any) -> dict[str, Any]:
    return {"as_known_on": day, "purpose": "audit", **request}


def asked(world: World, kind: MemberKind = MemberKind.AUDITOR, **request: Any) -> Any:
    """Asked as a platform, with a token of now."""
    place = {"unit": "huicheng", "department": "market_supervision"} if kind is MemberKind.DEPARTMENT else {}
    scopes = frozenset({"check", "history"})
    headers = world.headers(kind, scopes=scopes, **place)
    answer = world.ask(headers, **{"as": "platform"} | request)
    assert answer.status_code == 200, answer.text
    return answer.json()


def outcome(world: World, kind: MemberKind = MemberKind.AUDITOR, **request: Any) -> tuple[str, int]:
    answer = asked(world, kind, **request)
    return answer["outcome"], len(answer["records"])


def test_a_record_entered_later_was_not_known(world: World) -> None:
    world.enter({"TYSHXYDM": CLEAN, "JGMC": "惠州市别家商贸有限公司"})
    world.pass_time(days=2)
    world.enter({})
    assert outcome(world) == ("refuse", 1)
    assert outcome(world, **known("2026-11-03")) == ("clear", 0), "listed since September, known since today"
    assert outcome(world, **known("2026-11-04")) == ("refuse", 1)
    world.pass_time(days=3)
    assert outcome(world, **known("2026-11-04", on="2026-11-03")) == ("refuse", 1), "known on the later day"
    assert outcome(world, **known("2026-11-03", on="2026-11-04")) == ("clear", 0)


def test_what_it_said_then_is_what_it_is_answered_by(world: World) -> None:
    world.enter({"LRMDSY": "组织虚假交易"})
    world.pass_time(days=1)
    world.enter({"LRMDSY": "更正后的事由"})
    then = asked(world, **known(DAY))
    assert then["records"][0]["reason"] == "组织虚假交易"
    assert (then["as_of"]["date"], then["as_of"]["known_on"]) == (DAY, DAY)
    assert asked(world)["records"][0]["reason"] == "更正后的事由"
    assert asked(world)["as_of"]["known_on"] is None


def test_a_name_that_it_has_only_since_finds_nobody_then(world: World) -> None:
    world.enter({"JGMC": "惠州市海天优选贸易有限公司"})
    world.pass_time(days=1)
    world.enter({"JGMC": "惠州市月光百货商行有限公司"})
    named = {"subject": {"name": "惠州市月光百货商行有限公司"}}
    assert outcome(world, **named)[0] == "review"
    assert outcome(world, **known(DAY), **named)[0] == "clear"


def test_what_has_ended_since_comes_back_for_those_alone_who_keep_the_lists(world: World) -> None:
    world.enter({})
    record = asked(world)["records"][0]["id"]
    world.pass_time(days=1)
    with world.context.database.write() as session:
        end_listing(session, record, world.context.today(), EndKind.REMOVED, "整改合格")
    assert outcome(world, **known(DAY)) == ("refuse", 1)
    assert outcome(world, MemberKind.DEPARTMENT, **known(DAY)) == ("clear", 0), "an exit counts for the past too"


def test_rules_count_as_far_as_they_were_published_then(world: World) -> None:
    centre = Centre(world)
    world.enter({})
    version = centre.approved()
    world.pass_time(days=1)
    centre.done("second", f"rulesets/{version}/actions", action="publish", implements="ecommerce-law")
    assert outcome(world)[0] == "restrict"
    assert outcome(world, **known("2026-11-03"))[0] == "restrict"
    assert outcome(world, **known(DAY, on="2026-11-03"))[0] == "refuse", "published on the morrow"


def test_it_is_logged_and_derived_again(world: World) -> None:
    centre = Centre(world)
    world.enter({})
    world.pass_time(days=2)
    world.enter({"LRMDSY": "更正后的事由"})
    decision = asked(world, **known(DAY))["decision_id"]
    with world.context.database.log_read() as log:
        row = log.get_one(Decision, decision)
        assert (row.purpose, row.request["known_on"]) == ("audit", DAY)
    world.pass_time(days=1)
    assert again(centre, decision)["agrees"]


class TestRefused:
    @pytest.mark.parametrize("kind", [MemberKind.PLATFORM, MemberKind.UNIT, MemberKind.DEPARTMENT])
    def test_without_the_scope(self, world: World, assert_problem: AssertProblem, kind: MemberKind) -> None:
        world.enter({})
        refused = world.ask(world.headers(kind), **known(DAY))
        assert_problem(refused, "history_scope_needed", "/as_known_on", "history_scope_needed")

    def test_without_a_purpose(self, world: World, assert_problem: AssertProblem) -> None:
        world.enter({})
        refused = world.ask(world.headers(MemberKind.AUDITOR), as_known_on=DAY)
        assert_problem(refused, "invalid_content", "/purpose", "purpose_required")

    def test_a_day_to_come(self, world: World, assert_problem: AssertProblem) -> None:
        world.enter({})
        refused = world.ask(world.headers(MemberKind.AUDITOR), **known("2026-11-03"))
        assert_problem(refused, "invalid_content", "/as_known_on", "known_on_to_come")

    def test_a_day_of_before_it_was_kept(self, world: World, assert_problem: AssertProblem) -> None:
        world.enter({})
        refused = world.ask(world.headers(MemberKind.AUDITOR), **known(EVE))
        assert_problem(refused, "invalid_content", "/as_known_on", "known_on_not_kept")

    def test_an_item_of_a_batch_by_its_place(self, world: World) -> None:
        world.enter({})
        ask = {"subject": {"uscc": BLACK}, "scene": "promotion", "as": "platform"}
        asked = {"items": [ask | known(DAY), ask | known(EVE)]}
        answered, refused = world.client.post(
            "/v1/check/batch", json=asked, headers=world.headers(MemberKind.AUDITOR)
        ).json()["items"]
        assert answered["answer"]["outcome"] == "refuse"
        assert refused["problem"]["errors"][0]["pointer"] == "/items/1/as_known_on"


@pytest.mark.parametrize("asked_on", [{"on": "0001-01-01"}, {"on": "0001-01-02"}])
def test_the_first_of_all_days_is_a_past_day_like_any_other(world: World, asked_on: dict[str, str]) -> None:
    world.enter({})
    Centre(world)
    world.pass_time(days=1)
    assert outcome(world, **asked_on)[0] == "clear"
    campaign = {"kind": "double_11", "from": "0001-01-01", "to": "0001-01-03"}
    assert outcome(world, **asked_on, campaign=campaign)[0] == "clear"
    assert outcome(world, **known(DAY), **asked_on)[0] == "clear"


def test_nothing_is_kept_of_the_first_of_all_days(world: World, assert_problem: AssertProblem) -> None:
    Centre(world)
    headers = world.headers(MemberKind.AUDITOR, scopes=frozenset({"check", "history"}))
    refused = world.ask(headers, **{"as": "platform"}, **known("0001-01-01"))
    assert_problem(refused, "invalid_content", "/as_known_on", "known_on_not_kept")


@pytest.mark.parametrize("what", ["measures", "instruments", "parameters"])
@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_what_the_rules_rest_on_is_told_of_any_day(world: World, what: str, on: str) -> None:
    Centre(world)
    told = world.client.get(f"/v1/{what}?on={on}", headers=world.headers())
    assert (told.status_code, told.json().get("on")) == (200, on)
