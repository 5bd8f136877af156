"""The worker as a process: killed in the middle, stopped cleanly, inside `serve`, and beside two replicas."""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Flag

import httpx
import pytest
from sqlmodel import select

from api.worker import THREADS
from huixin import Client
from huixin.core.vocabulary import MemberKind
from huixin.webhooks import change_of, verify
from models.database import Database
from models.jobs import LEASE, Job
from models.outbox import Event
from models.webhooks.tables import DELIVER, WebhookDelivery
from tests.api.conftest import BLACK, csv_of
from tests.api.processes import PATIENCE, Installation, installed, wait_until
from tests.api.test_serve import free_port
from tests.clients.receiver import Handler, Receiver, receiving
from tests.factories import make_listing, ordinary_day

CHANGES = 24


@pytest.fixture
def installation(database: Database, tmp_path: Path) -> Iterator[Installation]:
    with installed(database, tmp_path / "home") as installation:
        yield installation


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def states(installation: Installation) -> Counter[str]:
    with installation.database.read() as session:
        return Counter(session.exec(select(WebhookDelivery.state)).all())


def jobs(installation: Installation) -> list[Job]:
    with installation.database.read() as session:
        return list(session.exec(select(Job)).all())


def test_killed_in_the_middle_of_deliveries_nothing_is_lost(installation: Installation, receiver: Receiver) -> None:
    def slowly(_: Handler) -> int:
        time.sleep(0.05)
        return 204

    receiver.answer = slowly
    secret = installation.webhook(installation.member().member_id, receiver.url)
    with installation.database.write() as session:
        listings = [make_listing(session).id for _ in range(CHANGES)]
    for stop_at in (4, 10):
        worker = installation.start("worker")
        wait_until(lambda most=stop_at: len(receiver.received) >= most, "deliveries before the kill")
        worker.send_signal(signal.SIGKILL)
        worker.wait(PATIENCE)
        installation.pass_time(LEASE)
    installation.start("worker")
    wait_until(lambda: states(installation) == {"delivered": CHANGES}, "all delivered")

    with installation.database.read() as session:
        entered = session.exec(select(Event.id)).all()
    assert set(receiver.ids) == set(entered), "nothing lost, nothing that is no event"
    assert len(receiver.ids) <= CHANGES + 2 * THREADS, "again only what was under way"
    told = [
        verify(body, headers, secret, now=installation.now, tolerance=2 * LEASE) for headers, body in receiver.received
    ]
    by_id = {event.id: change_of(event).listing_id for event in told}
    assert Counter(by_id.values()) == Counter(listings), "each change under one id"
    wait_until(lambda: jobs(installation) == [], "an empty queue")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_once_what_is_under_way_is_done(
    installation: Installation, receiver: Receiver, number: signal.Signals
) -> None:
    arrived, go_on = Flag(), Flag()

    def hold(_: Handler) -> int:
        arrived.set()
        go_on.wait(PATIENCE)
        return 204

    receiver.answer = hold
    installation.webhook(installation.member().member_id, receiver.url)
    with installation.database.write() as session:
        make_listing(session)
    worker = installation.start("worker")
    assert arrived.wait(PATIENCE)
    worker.send_signal(number)
    time.sleep(0.2)
    assert worker.poll() is None, "it waits for the receiver"
    go_on.set()
    assert (worker.wait(PATIENCE), "Traceback" in worker.said()) == (0, False)
    assert states(installation) == {"delivered": 1}
    assert [job.kind for job in jobs(installation) if job.kind == DELIVER or job.lease] == [], "what waits may wait"


def test_a_worker_refuses_a_database_that_was_never_migrated(tmp_path: Path) -> None:
    with installed(Database.open(tmp_path, ordinary_day), tmp_path) as installation:
        worker = installation.start("worker")
        assert worker.wait(PATIENCE) == 1
        installation.database.close()
    assert "huixin-server migrate" in worker.said()


def serve(installation: Installation, prepared: Callable[[], None] | None = None, **environment: str) -> str:
    port = free_port()
    installation.start("serve", "--port", str(port), prepared=prepared, **environment)
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            return httpx.get(f"{address}/readyz").is_success
        except httpx.TransportError:
            return False

    wait_until(answers, f"an answer at {address}")
    return address


@pytest.mark.parametrize(("setting", "works"), [({}, True), ({"HUIXIN_WORKER": "0"}, False)])
def test_serve_does_the_jobs_too_unless_told_otherwise(
    installation: Installation, receiver: Receiver, setting: dict[str, str], works: bool
) -> None:
    installation.webhook(installation.member().member_id, receiver.url)
    serve(installation, None, **setting)
    with installation.database.write() as session:
        make_listing(session)
    if works:
        wait_until(lambda: len(receiver.received) == 1, "the delivery")
        installation.running[0].send_signal(signal.SIGINT)
        assert installation.running[0].wait(PATIENCE) == 0
        assert jobs(installation) == []
    else:
        time.sleep(1.5)
        assert (receiver.received, jobs(installation)) == ([], [])


def test_two_replicas_and_a_worker(installation: Installation, receiver: Receiver, tmp_path: Path) -> None:
    """A change made through one is seen by a check on the other within a second, and told by the worker."""
    platform, centre = installation.member(), installation.member(MemberKind.CENTRE)
    installation.webhook(platform.member_id, receiver.url)
    one, other = (serve(installation, HUIXIN_WORKER="0") for _ in range(2))
    installation.start("worker")
    file = tmp_path / "list.csv"
    file.write_text(csv_of({}))
    with (
        Client(one, centre.client_id, centre.client_secret) as keeper,
        Client(other, platform.client_id, platform.client_secret) as asking,
    ):
        assert asking.check(BLACK, scene="promotion").records == []
        after = asking.changes.page().next
        assert keeper.imports.upload(file, list="brushing_black").entered == 1
        changed_at = time.monotonic()
        asked, seen = 0.0, 0
        while not seen and asked < 1:
            asked = time.monotonic() - changed_at
            seen = len(asking.check(BLACK, scene="promotion").records)
        assert seen == 1, "a check that was asked a second later at the latest"
        [change] = asking.changes.iter(after=after)
    wait_until(lambda: len(receiver.received) == 1, "the delivery")
    assert change.listing_id in receiver.received[0][1].decode()
