"""Versions that are still to come: what is published beside them, what is withdrawn, and what then counts."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from sqlmodel import select

from alembic import command
from huixin.core.vocabulary import Outcome
from models.decisions import Decision
from models.migrations import configuration, engine_of
from models.rulesets.deciding import publish_shipped
from models.rulesets.in_force import keep_entries
from models.rulesets.tables import RulesInForce
from rules.ruleset import RuleSet, compile_ruleset
from tests.api.clerks import Centre
from tests.api.conftest import BLACK, AssertProblem, World

ELEVENTH = datetime(2026, 11, 10, 16, 0, tzinfo=UTC)
TWENTY_FIRST = ELEVENTH + timedelta(days=10)
DAY = timedelta(days=1)


@pytest.fixture
def centre(world: World) -> Centre:
    centre = Centre(world)
    world.enter({})
    return centre


def publish(centre: Centre, version: str, begins: datetime) -> httpx.Response:
    return centre.post("second", f"rulesets/{version}/actions", action="publish", effective_from=begins.isoformat())


def published(centre: Centre, outcome: str, begins: datetime) -> str:
    version = centre.approved(outcome)
    assert publish(centre, version, begins).json()["standing"] == "scheduled"
    return version


def withdraw(centre: Centre, version: str) -> None:
    centre.done("second", f"rulesets/{version}/actions", action="withdraw", reason="暂缓")


def counted(centre: Centre, *instants: datetime) -> list[str]:
    found = []
    for instant in instants:
        centre.world.set_clock(instant)
        found.append(centre.outcome()[0])
    return found


def test_what_was_withdrawn_leaves_no_trace_in_what_is_published_since(centre: Centre) -> None:
    withdraw(centre, published(centre, "review", TWENTY_FIRST))
    version = published(centre, "restrict", ELEVENTH)
    moments = (ELEVENTH - DAY, ELEVENTH, TWENTY_FIRST, TWENTY_FIRST + DAY)
    assert counted(centre, *moments) == ["refuse", "restrict", "restrict", "restrict"]
    assert centre.get(f"rulesets/{version}")["standing"] == "in_force"


def test_of_two_of_one_instant_the_first_stays_under_the_second_and_under_suspensions(
    centre: Centre, assert_problem: AssertProblem
) -> None:
    first = published(centre, "review", ELEVENTH)
    second = centre.done("author", "rulesets", title="二", reason="续改", copy_of=first)["id"]
    centre.edit(second, "measure: promotion_limit, outcome: review", "measure: promotion_limit, outcome: restrict")
    centre.done("author", f"rulesets/{second}/submission")
    centre.done("second", f"rulesets/{second}/actions", action="approve")
    assert publish(centre, second, ELEVENTH).status_code == 200
    refused = centre.post("second", f"rulesets/{first}/actions", action="withdraw", reason="暂缓")
    assert_problem(refused, "conflict")
    centre.done("author", "suspensions", measure="promotion_limit", reason="复核")
    withdraw(centre, second)
    assert counted(centre, ELEVENTH) == ["watch"], "the first, without the suspended measure"


def test_a_suspension_meanwhile_does_not_bring_it_back(centre: Centre) -> None:
    withdraw(centre, published(centre, "review", TWENTY_FIRST))
    suspension = centre.done("author", "suspensions", measure="promotion_limit", reason="复核")
    centre.world.pass_time(days=1)
    centre.world.client.delete(f"/v1/suspensions/{suspension['id']}", headers=centre.clerk("author"))
    published(centre, "restrict", ELEVENTH)
    assert counted(centre, ELEVENTH, TWENTY_FIRST) == ["restrict", "restrict"]


def test_what_was_known_before_the_withdrawal_stays_known(centre: Centre) -> None:
    version = published(centre, "review", TWENTY_FIRST)
    digest = centre.get(f"rulesets/{version}")["digest"]
    book, then = centre.world.context.book, centre.world.context.now()
    centre.world.pass_time(days=1)
    withdraw(centre, version)
    day = (TWENTY_FIRST + DAY).date()
    known, now = book.timeline().known_at, centre.world.context.now()
    assert book.of(known(then).on(day, then)).digest == digest
    assert book.of(known(now).on(day, now)).digest == book.at(then).digest


def test_one_that_a_later_one_would_take_back_is_not_published(centre: Centre, assert_problem: AssertProblem) -> None:
    later = published(centre, "review", TWENTY_FIRST)
    earlier = centre.approved("restrict")
    refused = assert_problem(publish(centre, earlier, ELEVENTH), "conflict")
    assert later in refused["detail"]
    withdraw(centre, later)
    assert publish(centre, earlier, ELEVENTH).json()["standing"] == "scheduled"
    assert counted(centre, ELEVENTH, TWENTY_FIRST) == ["restrict", "restrict"]


def test_packs_of_a_new_release_do_not_come_between_the_centres_own(centre: Centre) -> None:
    published(centre, "restrict", ELEVENTH)
    context = centre.world.context
    newer = compile_ruleset(context.shipped.catalogue.__class__(packs=context.shipped.catalogue.packs))
    with context.database.write() as session:
        assert publish_shipped(session, newer, context.now()) is None


def test_a_row_of_before_in_the_place_of_a_withdrawn_version_counts_no_more(centre: Centre) -> None:
    """An earlier release entered the version before it once more, from the instant of the one withdrawn."""
    begins = datetime(2126, 11, 20, 16, 0, tzinfo=UTC)  # still to come by the clock of whoever runs the migrations
    earlier = begins - 10 * DAY
    centre.world.set_clock(earlier - 30 * DAY)
    withdraw(centre, published(centre, "review", begins))
    database = centre.world.context.database
    with engine_of(database, "main").begin() as connection:
        command.downgrade(configuration("main", connection), "0017")
    with engine_of(database, "main").begin() as connection:
        command.upgrade(configuration("main", connection), "head")
    book = centre.world.context.book
    book.refresh()
    published(centre, "restrict", earlier)
    assert book.at(begins).digest == book.at(earlier).digest != book.at(earlier - DAY).digest


def enter(centre: Centre, ruleset: RuleSet, at: datetime) -> str:
    """In force from then on, and known from now on; its digest."""
    context = centre.world.context
    with context.database.write() as session:
        digest = keep_entries(session, ruleset, context.now())
        version = session.exec(select(RulesInForce.ruleset_id)).first()
        session.add(RulesInForce(at=at, digest=digest, ruleset_id=str(version), entered_at=context.now()))
    context.book.refresh()
    return digest


def with_a_show(shipped: RuleSet) -> RuleSet:
    """A scene more, in which promotions are refused as in the others."""
    catalogue = shipped.catalogue
    show = catalogue.scenes["promotion"].model_copy(update={"scene": "liveshow"})
    promotions = catalogue.rules["black-promotion"]
    also = promotions.model_copy(update={"scenes": (*promotions.scenes, "liveshow")})
    rules, scenes = {**catalogue.rules, also.rule: also}, {**catalogue.scenes, "liveshow": show}
    return compile_ruleset(replace(catalogue, rules=rules, scenes=scenes))


def test_a_scene_is_known_while_the_rules_that_have_it_count(centre: Centre, assert_problem: AssertProblem) -> None:
    shipped = centre.world.context.shipped
    digest = enter(centre, with_a_show(shipped), ELEVENTH)
    enter(centre, shipped, TWENTY_FIRST)

    def asked(**day: Any) -> httpx.Response:
        return centre.world.ask(centre.platform, scene="liveshow", **day)

    assert_problem(asked(), "invalid_content", "/scene", "unknown_scene")
    answer = asked(on="2026-11-11").json()
    assert (answer["outcome"], answer["as_of"]["ruleset"]) == ("refuse", digest)
    sale = {"kind": "double_11", "from": "2026-11-11", "to": "2026-11-12"}
    assert asked(campaign=sale).json()["outcome"] == "refuse", "by the rules of its first day"
    assert_problem(asked(on="2026-11-21"), "invalid_content", "/scene", "unknown_scene")
    centre.world.set_clock(TWENTY_FIRST)
    assert_problem(asked(), "invalid_content", "/scene", "unknown_scene")
    past = {"subject": {"uscc": BLACK}, "scene": "liveshow", "on": "2026-11-12", "as": "platform"}
    assert centre.done("author", "check", **past)["outcome"] == "refuse"


def with_promotions(shipped: RuleSet, *, whole: bool, outcome: str) -> RuleSet:
    """The shipped rules, but for whether promotions look at a campaign whole, and what the blacklist comes to there."""
    catalogue = shipped.catalogue
    scene = catalogue.scenes["promotion"].model_copy(update={"whole_campaign": whole})
    written = catalogue.rules["black-promotion"]
    rule = written.model_copy(update={"then": written.then.model_copy(update={"outcome": Outcome(outcome)})})
    scenes, rules = {**catalogue.scenes, "promotion": scene}, {**catalogue.rules, "black-promotion": rule}
    return compile_ruleset(replace(catalogue, scenes=scenes, rules=rules))


SALE = {"kind": "double_11", "from": "2026-11-11", "to": "2026-11-12"}


@pytest.mark.parametrize(
    ("whole_then", "days", "outcome"),
    [(True, {"2026-11-11", "2026-11-12"}, "restrict"), (False, {"2026-11-02"}, "refuse")],
)
def test_the_rules_of_a_campaigns_first_day_say_whether_it_is_looked_at_whole(
    centre: Centre, whole_then: bool, days: set[str], outcome: str
) -> None:
    """Else the day itself is, by its own rules, though they would look at the whole of it."""
    context = centre.world.context
    digests = {"refuse": context.ruleset.digest}
    digests["restrict"] = enter(
        centre, with_promotions(context.shipped, whole=whole_then, outcome="restrict"), ELEVENTH
    )
    answer = centre.world.ask(centre.platform, campaign=SALE).json()
    assert (answer["outcome"], answer["as_of"]["ruleset"]) == (outcome, digests[outcome])
    with context.database.log_read() as log:
        assert set(log.get_one(Decision, answer["decision_id"]).request["window"]) == {min(days), max(days)}


def at_once(centre: Centre, one: Callable[[], httpx.Response], other: Callable[[], httpx.Response]) -> list[int]:
    """How both were answered, where the other asks while the one is about to enter what is in force."""
    about, go_on = Event(), Event()

    def hold(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("INSERT INTO rules_in_force") and not about.is_set():
            about.set()
            go_on.wait(0.5)

    engine = centre.world.context.database.main
    event.listen(engine, "before_cursor_execute", hold)
    try:
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(one)
            assert about.wait(20), "it enters what is in force"
            second = pool.submit(other)
            second.add_done_callback(lambda _: go_on.set())
            return [first.result().status_code, second.result().status_code]
    finally:
        event.remove(engine, "before_cursor_execute", hold)


def test_of_two_published_at_once_one_is_refused(centre: Centre) -> None:
    versions = centre.approved("review"), centre.approved("restrict")
    one, other = (lambda version=version: publish(centre, version, ELEVENTH) for version in versions)
    assert at_once(centre, one, other) == [200, 409]


def test_what_is_suspended_while_a_version_is_published_stays_suspended(centre: Centre) -> None:
    version = centre.approved("restrict")
    suspension = {"measure": "promotion_limit", "reason": "复核"}
    answered = at_once(
        centre, lambda: publish(centre, version, ELEVENTH), lambda: centre.post("author", "suspensions", **suspension)
    )
    assert answered == [200, 201]
    for instant in (ELEVENTH - DAY, ELEVENTH):
        centre.world.set_clock(instant)
        centre.world.context.book.refresh()
        assert centre.outcome()[1] == []
