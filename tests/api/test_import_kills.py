"""Killed in the middle of taking a pushed list in, and started again: of its names, their cases and what ended nothing
is lost, and nothing is there twice."""

import csv
import io
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import Session, col, select

from clients.upstream.pull import pull
from huixin.core.vocabulary import MemberKind
from models.cases.tables import Case, CaseEvent
from models.database import Database
from models.imports import spool, validation
from models.imports.run import run_import
from models.imports.tables import Import
from models.keys import KeyRing
from models.listings import Listing, ListingVersion
from models.sequence import current_sequence
from models.subjects import Subject
from models.upstream.feeds import FeedPlan, add_feed
from models.upstream.intake import Desk
from models.upstream.runs import LEASE
from models.upstream.tables import UpstreamRun
from rules.ruleset import RuleSet
from tests.api.held_imports import ROWS, When, hold, in_small_chunks
from tests.api.processes import NOON, PATIENCE, Installation, installed, wait_until
from tests.api.test_worker import serve
from tests.conftest import NewDatabase
from tests.factories import uscc_of
from tests.upstream.conftest import SECRET, SOURCE
from tests.upstream.platform import running

LIST, FEED = "ecommerce_pushed", "national-pushed"
KNOWN = 10
"""Names that had been pushed before; the list ends each of them and pushes as many others."""
KILLS: tuple[tuple[int, When], ...] = ((ROWS, "written"), (2 * ROWS, "begun"), (3 * ROWS, "written"))


def name(number: int, **columns: str) -> dict[str, Any]:
    """As the national platform sends it."""
    usual = {
        "recid": f"R{number:04d}",
        "accurate_entity_name": f"惠州市示例{number}号商贸有限公司",
        "accurate_entity_code": uscc_of(70_000_000 + number),
        "lrmdsy": "平台监测线索",
        "dom": "广东省惠州市惠城区江北街道1号",
        "tcrq": "",
    }
    return usual | columns


BEFORE = [name(number) for number in range(KNOWN)]
PUSHED = [row for one in range(KNOWN) for row in (name(KNOWN + one), name(one, tcrq=str(NOON.date())))]


def as_csv(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@dataclass(frozen=True)
class Town:
    """A database in which the first names stand already. `path`: the list that is pushed then."""

    database: Database
    keys: KeyRing
    ruleset: RuleSet
    home: Path

    @property
    def path(self) -> Path:
        return self.home / "list.csv"

    def take(self, rows: list[dict[str, Any]]) -> None:
        self.path.write_text(as_csv(rows))
        run_import(self.database, self.keys, self.ruleset, self.path, list_code=LIST, source=SOURCE, now=NOON)

    def pull(self) -> None:
        pull(Desk(self.database, self.keys, self.ruleset, self.home, lambda: NOON), FEED)

    def imported(self) -> Import:
        """The one of the list that is pushed then."""
        with self.database.read() as session:
            return session.exec(select(Import).where(Import.rows == len(PUSHED))).one()

    def stands(self) -> dict[str, Any]:
        """All that two towns must agree on: no random ids in it."""
        with self.database.read() as session:
            return {
                "records": _records(session),
                "cases": _cases(session),
                "events": _events(session),
                "sequence": current_sequence(session),
                "counts": [(one.state, one.entered, one.exited, one.cursor) for one in _imports(session)],
            }


def _records(session: Session) -> list[Any]:
    version = ListingVersion
    columns = (Subject.key, Listing.natural_key, version.seq_from, version.seq_to, version.standing, version.ended_on)
    joined = select(*columns).join(Listing, col(Listing.subject_id) == col(Subject.id))  # type: ignore[call-overload]
    return sorted(session.exec(joined.join(version, col(version.listing_id) == col(Listing.id))).all(), key=str)


def _cases(session: Session) -> list[Any]:
    cases = select(Subject.key, Case.state, Case.unit, Case.version)
    return sorted(session.exec(cases.join(Case, col(Case.subject_id) == col(Subject.id))).all(), key=str)


def _events(session: Session) -> list[Any]:
    events = select(Subject.key, CaseEvent.number, CaseEvent.action, CaseEvent.to_state)
    joined = events.join(Case, col(Case.subject_id) == col(Subject.id))
    return sorted(session.exec(joined.join(CaseEvent, col(CaseEvent.case_id) == col(Case.id))).all(), key=str)


def _imports(session: Session) -> list[Import]:
    return sorted(session.exec(select(Import)).all(), key=lambda one: one.rows)


Settle = Callable[[str | None], Town]
"""A further town; given an address, with a feed that is pulled from there."""


@pytest.fixture
def settle(new_database: NewDatabase, ruleset: RuleSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settle:
    for module, constant in ((spool, "BATCH_ROWS"), (spool, "CHUNK_ROWS"), (validation, "BATCH_ROWS")):
        monkeypatch.setattr(module, constant, ROWS)
    numbers = count()

    def settled(url: str | None) -> Town:
        database, home = new_database(), tmp_path / f"town.{next(numbers)}"
        if database.is_sqlite:
            home = Path(str(database.main.url.database)).parent
        home.mkdir(exist_ok=True)
        town = Town(database, KeyRing.open(home), ruleset, home)
        if url is not None:
            plan = FeedPlan(FEED, LIST, SOURCE, url=url, page_size=10, pull_minutes=60)
            with database.write() as session:
                add_feed(session, ruleset.catalogue, town.keys, plan, SECRET, NOON)
        town.take(BEFORE)
        return town

    return settled


def killed_at(installation: Installation, mark: Path) -> None:
    wait_until(mark.exists, "the transaction in which it is held")
    mark.unlink()
    installation.running[-1].send_signal(signal.SIGKILL)
    assert installation.running[-1].wait(PATIENCE) == -signal.SIGKILL


def test_the_service_is_killed_while_a_list_comes_in(settle: Settle) -> None:
    whole, town = settle(None), settle(None)
    whole.take(PUSHED)
    town.path.write_text(as_csv(PUSHED))
    with installed(town.database, town.home) as installation, ThreadPoolExecutor(1) as pool:
        centre, mark = installation.member(MemberKind.CENTRE), town.home / "held"

        def send(url: str) -> httpx.Response:
            form, login = {"grant_type": "client_credentials"}, (centre.client_id, centre.client_secret)
            token = httpx.post(f"{url}/oauth/token", data=form, auth=login, timeout=PATIENCE).json()["access_token"]
            sent = {"file": ("list.csv", town.path.read_bytes())}
            said, headers = {"list": LIST, "source": SOURCE}, {"Authorization": f"Bearer {token}"}
            return httpx.post(f"{url}/v1/imports", data=said, files=sent, headers=headers, timeout=PATIENCE)

        for start, when in KILLS:
            url = serve(installation, partial(hold, mark, start, when), HUIXIN_WORKER="0")
            sending = pool.submit(send, url)
            killed_at(installation, mark)
            with pytest.raises(httpx.TransportError):
                sending.result()
            assert (town.imported().state, town.imported().cursor) == ("applying", start)
        reply = send(serve(installation, in_small_chunks, HUIXIN_WORKER="0"))
        assert (reply.status_code, reply.json()["state"]) == (200, "completed"), reply.text
    assert town.stands() == whole.stands()
    assert (town.imported().entered, town.imported().exited) == (KNOWN, KNOWN)
    assert len(town.stands()["cases"]) == 2 * KNOWN


def test_the_worker_is_killed_while_it_applies_what_it_pulled(settle: Settle) -> None:
    with running() as platform:
        platform.records = PUSHED
        whole, town = settle(platform.url), settle(platform.url)
        whole.pull()
        with installed(town.database, town.home) as installation:
            mark = town.home / "held"
            for start, when in KILLS:
                installation.start("worker", prepared=partial(hold, mark, start, when))
                killed_at(installation, mark)
                assert (town.imported().state, town.imported().cursor) == ("applying", start)
                installation.pass_time(LEASE + timedelta(seconds=1))
            installation.start("worker", prepared=in_small_chunks)

            def ended() -> bool:
                with town.database.read() as session:
                    return session.exec(select(UpstreamRun.state)).all() == ["completed"]

            wait_until(ended, "the whole list")
    assert town.stands() == whole.stands()
    assert (town.imported().entered, town.imported().exited) == (KNOWN, KNOWN)
    assert len(town.stands()["cases"]) == 2 * KNOWN
