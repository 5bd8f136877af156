"""Feeds that the worker pulls by their interval: on with what broke off, and never less known after a failure."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlmodel import select

from api.routers.upstream import desk_of
from api.worker import step
from clients.upstream.pull import pull
from huixin.core.vocabulary import MemberKind
from models.database import Database
from models.errors import Invalid, NotFound
from models.jobs import Job
from models.keys import KeyRing
from models.listings import Listing
from models.upstream.feeds import FeedPlan, add_feed, set_interval
from models.upstream.runs import LEASE
from models.upstream.schedule import AGAIN, PULL
from models.upstream.tables import UpstreamRun
from rules.ruleset import RuleSet
from tests.api.conftest import World
from tests.api.processes import PATIENCE, installed, wait_until
from tests.upstream.conftest import LIST, SECRET, SOURCE, listed
from tests.upstream.platform import Platform, running, status

FEED = "national-joint"
HOUR = 60


@dataclass
class Centre:
    world: World
    platform: Platform

    def work(self) -> None:
        while step(self.world.context):
            pass

    def begin(self) -> None:
        """The jobs up to the first pull, which ends somehow."""
        while not self.runs():
            assert step(self.world.context)

    def runs(self) -> list[UpstreamRun]:
        with self.world.context.database.read() as session:
            return list(session.exec(select(UpstreamRun).order_by(UpstreamRun.number)).all())

    def records(self) -> int:
        with self.world.context.database.read() as session:
            return len(session.exec(select(Listing)).all())

    def stands(self) -> Any:
        [feed] = self.world.client.get("/v1/upstream", headers=self.world.headers(MemberKind.CENTRE)).json()["items"]
        return feed

    def jobs(self) -> list[Job]:
        with self.world.context.database.read() as session:
            return list(session.exec(select(Job)).all())


def feed(url: str | None, minutes: int | None = HOUR) -> FeedPlan:
    return FeedPlan(FEED, LIST, SOURCE, url=url, page_size=2, pull_minutes=minutes)


@pytest.fixture
def platform() -> Iterator[Platform]:
    with running() as found:
        found.records = [listed(number) for number in range(6)]
        yield found


@pytest.fixture
def centre(world: World, platform: Platform) -> Centre:
    context = world.context
    with context.database.write() as session:
        add_feed(session, context.ruleset.catalogue, context.keys, feed(platform.url), SECRET, context.now())
    return Centre(world, platform)


def test_a_feed_is_pulled_at_once_and_again_after_its_interval(centre: Centre) -> None:
    centre.work()
    assert ([run.state for run in centre.runs()], centre.records()) == (["completed"], 6)
    centre.world.pass_time(minutes=HOUR, seconds=-1)
    centre.work()
    assert len(centre.runs()) == 1
    centre.world.pass_time(seconds=1)
    centre.work()
    assert [run.state for run in centre.runs()] == ["completed"] * 2
    assert centre.jobs() == []


def test_a_feed_without_an_interval_is_for_people_to_pull(centre: Centre) -> None:
    with centre.world.context.database.write() as session:
        set_interval(session, FEED, None)
    centre.work()
    assert (centre.runs(), centre.stands()["next_pull_at"]) == ([], None)


def test_a_pull_by_hand_counts(centre: Centre) -> None:
    pull(desk_of(centre.world.context), FEED)
    centre.world.pass_time(minutes=HOUR - 1)
    centre.work()
    assert len(centre.runs()) == 1


def test_a_failure_keeps_what_is_known_says_its_age_and_comes_again(centre: Centre) -> None:
    centre.work()
    centre.world.pass_time(days=2)
    centre.platform.faults = [None, status(403)]
    centre.work()
    stands = centre.stands()
    assert (centre.records(), stands["age_days"], stands["last_run"]["state"]) == (6, 2, "failed")
    assert stands["last_run"]["problem"] == "http_status"
    asked = len(centre.platform.pages)
    centre.world.pass_time(seconds=AGAIN.total_seconds() - 1)
    centre.work()
    assert len(centre.platform.pages) == asked
    centre.world.pass_time(seconds=1)
    centre.work()
    assert centre.platform.pages[asked:] == [2, 3], "on where it broke off"
    stands = centre.stands()
    assert (stands["age_days"], stands["last_run"]["state"], len(centre.runs())) == (0, "completed", 2)


def test_a_platform_that_is_away_is_asked_again_and_again_at_a_pace(centre: Centre) -> None:
    centre.platform.faults = [status(403)] * 100
    for _ in range(3):
        centre.work()
        centre.world.pass_time(seconds=AGAIN.total_seconds())
    assert len(centre.platform.pages) == 3


def test_a_worker_that_stops_leaves_the_pull_to_the_next(centre: Centre) -> None:
    stopping = centre.world.context.stopping
    centre.platform.before_page = lambda page: stopping.set() if page == 2 else None
    centre.begin()
    [run] = centre.runs()
    assert (run.state, run.problem, run.next_page) == ("failed", "broken_off", 3)
    stopping.clear()
    centre.platform.before_page = lambda _: None
    centre.work()
    assert (centre.platform.pages, [run.state for run in centre.runs()]) == ([1, 2, 3], ["completed"])
    assert centre.jobs() == []


def test_a_pull_whose_lease_another_has_taken_ends(centre: Centre) -> None:
    def slow(page: int) -> None:
        if page == 2:
            centre.world.pass_time(seconds=LEASE.total_seconds())
            with centre.world.context.database.write() as session:
                session.connection().exec_driver_sql("UPDATE job SET lease = 'another' WHERE kind = 'pull'")

    centre.platform.before_page = slow
    centre.begin()
    assert (centre.platform.pages, centre.runs()[0].state) == ([1, 2], "failed")
    assert [job.lease for job in centre.jobs() if job.kind == PULL] == ["another"]


def test_a_lease_lives_as_long_as_pages_come(centre: Centre) -> None:
    centre.platform.before_page = lambda _: centre.world.pass_time(minutes=2)
    centre.work()
    assert [run.state for run in centre.runs()] == ["completed"]


@pytest.mark.parametrize(
    ("url", "minutes"), [("http://platform.example", 0), ("http://platform.example", 10**6), (None, 5)]
)
def test_intervals_of_which_nothing_can_come(world: World, url: str | None, minutes: int) -> None:
    context = world.context
    with context.database.write() as session, pytest.raises(Invalid) as refused:
        add_feed(session, context.ruleset.catalogue, context.keys, feed(url, minutes), SECRET, context.now())
    assert [fault.pointer for fault in refused.value.faults] == ["/pull_minutes"]
    with context.database.write() as session, pytest.raises(NotFound):
        set_interval(session, "no-feed", 5)


def test_killed_in_the_middle_it_is_taken_up_where_it_was(
    database: Database, ruleset: RuleSet, platform: Platform, tmp_path: Path
) -> None:
    arrived, go_on = Event(), Event()

    def hold(page: int) -> None:
        if page == 3 and not go_on.is_set():
            arrived.set()
            go_on.wait(PATIENCE)

    platform.before_page = hold
    with installed(database, tmp_path / "home") as installation:
        keys = KeyRing.open(tmp_path / "home")
        with database.write() as session:
            add_feed(session, ruleset.catalogue, keys, feed(platform.url), SECRET, installation.now)
        worker = installation.start("worker")
        assert arrived.wait(PATIENCE)
        worker.send_signal(signal.SIGKILL)
        worker.wait(PATIENCE)
        go_on.set()
        installation.pass_time(LEASE + timedelta(seconds=1))
        installation.start("worker")

        def ended() -> bool:
            with database.read() as session:
                return [run.state for run in session.exec(select(UpstreamRun)).all()] == ["completed"]

        wait_until(ended, "the whole list")
    assert platform.pages == [1, 2, 3, 3], "only the page that was under way is asked for again"
