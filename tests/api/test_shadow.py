"""A version beside the live one: differences are counted from what was decided; no answer waits for it or shows it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from api.app import create_app
from api.context import AppContext
from api.planning import plan, plan_shadows
from api.worker import step
from models.rulesets.shadow import counting
from models.rulesets.tables import ShadowRun
from tests.api.clerks import Centre
from tests.api.conftest import BLACK, CLEAN, NOON, AssertProblem, World

UNTIL = NOON + timedelta(days=7)


@pytest.fixture
def centre(world: World) -> Centre:
    centre = Centre(world)
    world.enter({})
    return centre


def started(centre: Centre, until: datetime = UNTIL) -> str:
    version = centre.lenient()
    run = centre.done("author", f"rulesets/{version}/shadow", until=until.isoformat())
    assert (run["state"], run["checks"], run["outcomes"], run["rules"]) == ("running", 0, [], [])
    return version


def run_of(centre: Centre, version: str) -> Any:
    return centre.get(f"rulesets/{version}/shadow")["items"][0]


def counted(centre: Centre, version: str, context: AppContext | None = None) -> Any:
    """What is told once the workers have done all that there was to do."""
    centre.world.pass_time(minutes=10)
    while step(context or centre.world.context):
        pass
    return run_of(centre, version)


def test_differences_are_counted_by_outcome_and_by_rule(centre: Centre) -> None:
    centre.outcome()
    centre.world.pass_time(minutes=1)
    version = started(centre)
    for uscc, scene in ((BLACK, "promotion"), (BLACK, "promotion"), (CLEAN, "promotion"), (BLACK, "onboarding")):
        centre.outcome(subject={"uscc": uscc}, scene=scene)
    run = counted(centre, version)
    assert (run["checks"], run["differing"], run["lost"]) == (4, 2, 0), "the check before the run is not its own"
    assert run["outcomes"] == [{"scene": "promotion", "before": "refuse", "after": "restrict", "checks": 2}]
    assert {(one["scene"], one["before"], one["after"], one["checks"]) for one in run["rules"]} == {
        ("promotion", "refuse", "restrict", 2)
    }
    centre.outcome()
    again = counted(centre, version)
    assert (again["checks"], again["differing"]) == (5, 3), "what was counted is counted once"


def test_an_answer_is_the_same_to_the_byte_with_and_without(centre: Centre) -> None:
    def asked() -> bytes:
        reply = centre.world.ask(centre.platform)
        return reply.content.replace(reply.json()["decision_id"].encode(), b"")

    plain = asked()
    centre.world.pass_time(minutes=1)
    version = started(centre)
    assert asked() == plain
    assert counted(centre, version)["differing"] == 1
    centre.world.set_clock(NOON)
    assert asked() == plain


def test_checks_on_two_replicas_add_up(centre: Centre) -> None:
    version = started(centre)
    world = centre.world
    other = AppContext(
        world.context.database, world.context.keys, world.context.shipped, world.context.clock, world.context.settings
    )
    with TestClient(create_app(other)) as client:
        for _ in range(3):
            body = {"subject": {"uscc": BLACK}, "scene": "promotion"}
            assert client.post("/v1/check", json=body, headers=centre.platform).status_code == 200
    centre.outcome()
    assert counted(centre, version, other)["differing"] == 4
    centre.outcome()
    assert counted(centre, version)["differing"] == 5


def test_a_worker_that_is_killed_or_late_counts_nothing_twice(centre: Centre) -> None:
    version = started(centre)
    centre.outcome()
    centre.world.pass_time(minutes=10)
    context = centre.world.context
    plan(context, (plan_shadows,))
    with context.database.read() as session:
        run_id = session.exec(select(ShadowRun.id)).one()
    late = counting.look(context.database, context.book, run_id, context.now())
    assert late is not None
    assert counted(centre, version)["differing"] == 1, "another worker was first"
    with context.database.write() as session:
        assert counting.settle(session, run_id, late, context.now()) is None
    assert run_of(centre, version)["differing"] == 1


def test_a_worker_whose_clock_is_behind_counts_what_another_has_given_positions(centre: Centre) -> None:
    versions = started(centre), started(centre)
    centre.world.pass_time(seconds=45)
    centre.outcome()
    for version, after in zip(versions, (50, 40), strict=True):
        _settled_at(centre, version, NOON + counting.SETTLED + timedelta(seconds=after))
    assert [run_of(centre, version)["read_to"] for version in versions] == [1, 1]
    assert [run_of(centre, version)["checks"] for version in versions] == [1, 1]
    assert [counted(centre, version)["checks"] for version in versions] == [1, 1]


def _settled_at(centre: Centre, version: str, now: datetime) -> None:
    context = centre.world.context
    with context.database.read() as session:
        run_id = session.exec(select(ShadowRun.id).where(ShadowRun.ruleset_id == version)).one()
    found = counting.look(context.database, context.book, run_id, now)
    with context.database.write() as session:
        counting.settle(session, run_id, found, now)


def test_what_comes_late_into_the_log_counts_too(centre: Centre) -> None:
    version = started(centre)
    centre.outcome()
    first = counted(centre, version)
    assert (first["checks"], datetime.fromisoformat(first["counted_to"])) == (1, NOON + timedelta(minutes=8))
    _asked_at(centre, NOON + timedelta(minutes=1))
    late = counted(centre, version)
    assert (late["checks"], late["differing"]) == (2, 2), "asked before what was counted, on record after it"
    assert late["read_to"] > first["read_to"]
    _asked_at(centre, NOON - timedelta(minutes=1))
    assert counted(centre, version)["checks"] == 2, "what was asked before the run is not its own"


def test_what_comes_late_counts_for_a_day_after_the_end(centre: Centre) -> None:
    ends = NOON + timedelta(hours=1)
    version = started(centre, ends)
    centre.world.set_clock(ends)
    over = counted(centre, version)
    assert (over["state"], over["checks"], over["counted_to"]) == ("over", 0, over["ends_at"])
    for hours, checks in ((20, 1), (26, 2), (30, 2)):
        centre.world.set_clock(NOON + timedelta(hours=hours))
        _asked_at(centre, NOON + timedelta(minutes=30))
        run = counted(centre, version)
        assert (run["checks"], run["counted_to"]) == (checks, run["ends_at"])


def test_a_later_run_reads_on_from_where_others_are(centre: Centre) -> None:
    earlier = started(centre)
    centre.outcome()
    read = counted(centre, earlier)["read_to"]
    later = started(centre)
    assert run_of(centre, later)["read_to"] == read
    centre.outcome()
    assert counted(centre, later)["checks"] == 1
    assert run_of(centre, earlier)["checks"] == 2
    assert run_of(centre, later)["read_to"] == run_of(centre, earlier)["read_to"]


def test_many_at_once_are_counted_some_at_a_time(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "AT_ONCE", 2)
    version = started(centre)
    for _ in range(5):
        centre.outcome()
    run = counted(centre, version)
    assert (run["checks"], run["differing"], run["read_to"]) == (5, 5, 5)


def _asked_at(centre: Centre, instant: datetime) -> None:
    """A check that is on record only now."""
    now = centre.world.context.now()
    centre.world.set_clock(instant)
    centre.outcome()
    centre.world.set_clock(now)


def test_it_ends_by_the_clock_and_can_be_stopped_before(centre: Centre, assert_problem: AssertProblem) -> None:
    version = started(centre, NOON + timedelta(hours=1))
    path = f"/v1/rulesets/{version}/shadow"
    body = {"until": UNTIL.isoformat()}
    assert_problem(centre.post("author", path.removeprefix("/v1/"), **body), "conflict")
    centre.outcome()
    centre.world.set_clock(NOON + timedelta(hours=1))
    assert run_of(centre, version)["state"] == "over"
    centre.outcome()
    assert counted(centre, version)["differing"] == 1, "what came after its end is not its own"
    assert_problem(centre.world.client.delete(path, headers=centre.clerk("author")), "conflict")
    centre.done("author", path.removeprefix("/v1/"), **body)
    centre.outcome()
    centre.world.pass_time(minutes=1)
    stopped = centre.world.client.delete(path, headers=centre.clerk("author"))
    assert stopped.json()["state"] == "stopped"
    centre.outcome()
    run = counted(centre, version)
    assert (run["state"], run["checks"], run["counted_to"]) == ("stopped", 1, run["stopped_at"])
    assert run_of(centre, version)["checks"] == counted(centre, version)["checks"]


def test_a_question_about_the_past_differs_in_nothing(centre: Centre) -> None:
    version = started(centre)
    centre.world.pass_time(days=1)
    asked = {"subject": {"uscc": BLACK}, "scene": "promotion", "as": "platform"}
    for on in ("2026-11-02", "2026-11-03"):
        assert centre.done("author", "check", **asked, on=on)["outcome"] == "refuse"
    run = counted(centre, version)
    assert (run["checks"], run["differing"]) == (2, 1)


def test_what_is_suspended_meanwhile_is_suspended_for_it_too(centre: Centre) -> None:
    version = started(centre)
    centre.done("author", "suspensions", measure="promotion_limit", reason="复核")
    centre.outcome()
    assert (counted(centre, version)["checks"], run_of(centre, version)["differing"]) == (1, 0)


@pytest.mark.parametrize("until", [NOON, NOON + timedelta(days=93), datetime(2020, 1, 1, tzinfo=UTC)])
def test_a_run_has_an_end_that_is_near(centre: Centre, until: datetime, assert_problem: AssertProblem) -> None:
    refused = centre.post("author", f"rulesets/{centre.draft()}/shadow", until=until.isoformat())
    assert_problem(refused, "invalid_content", "/until", "until_out_of_range")


def test_only_so_many_versions_run_at_once(centre: Centre, assert_problem: AssertProblem) -> None:
    for _ in range(5):
        centre.done("author", f"rulesets/{centre.draft()}/shadow", until=UNTIL.isoformat())
    refused = centre.post("author", f"rulesets/{centre.draft()}/shadow", until=UNTIL.isoformat())
    assert_problem(refused, "conflict")
