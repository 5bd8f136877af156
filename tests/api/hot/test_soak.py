"""Hours of ordinary work, in short: everything at once on one process, which neither grows, nor fails, nor forgets."""

import random
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count, cycle
from pathlib import Path
from statistics import median
from threading import Event
from typing import Any

import pytest
from sqlmodel import col, select

from huixin import Client
from huixin.core.vocabulary import MemberKind
from models.clauses import enter_standard_clauses
from models.database import Database
from models.decisions import Decision
from models.receipts.audit import audit
from models.rulesets.deciding import publish_shipped
from rules.catalogue import load_catalogue
from rules.ruleset import RuleSet, compile_ruleset, pack_folders
from tests.api.clerks import RULES
from tests.api.conftest import csv_of
from tests.api.hot.load import Told, about, ask_on, token_of
from tests.api.processes import Installation, installed
from tests.api.test_worker import serve
from tests.conftest import FULL
from tests.factories import uscc_of

SECONDS = {"sqlite": 600.0, "postgresql": 60.0} if FULL else {"sqlite": 10.0}
GROWTH = 1.03 if FULL else 1.10
"""What the memory of the last quarter may be of that of the quarter before it. In ten seconds much happens for the
first time."""
ASKING, BATCHES, IN_A_BATCH = 4, 1, 100
PAUSE = 0.02
LISTED, AT_A_TIME = 1_000, 40
"""Records at the beginning, and how many each import brings; those of the import before it end."""


def rows(numbers: range, ended: bool = False) -> Iterator[dict[str, str]]:
    end = {"退出日期": "2026-11-02"} if ended else {"退出日期": ""}
    return ({"TYSHXYDM": uscc_of(each), "文书号": f"惠市监认〔2026〕{each}号"} | end for each in numbers)


def lenient(folder: Path) -> RuleSet:
    """Restricts promotions where the shipped rules refuse them."""
    packs = [Path(shutil.copytree(pack, folder / pack.name)) for pack in pack_folders()]
    rules = folder / RULES
    rules.write_text(
        rules.read_text().replace("promotion_limit, outcome: refuse", "promotion_limit, outcome: restrict")
    )
    return compile_ruleset(load_catalogue(packs))


def resident(pid: int) -> int:
    """KiB that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


class Office:
    """The centre at work: it goes on taking in lists, ending records, suspending measures and publishing rules."""

    def __init__(self, installation: Installation, client: Client, versions: Sequence[RuleSet], folder: Path) -> None:
        self._installation, self._centre, self._versions = installation, client, versions
        self._folder, self._imports = folder, count()
        self.published = 0

    def take_in(self, numbers: range, ended: range = range(0)) -> None:
        file = self._folder / f"list{next(self._imports)}.csv"
        file.write_text(csv_of(*rows(numbers), *rows(ended, ended=True)))
        report = self._centre.imports.upload(file, list="brushing_black")
        assert (report.rejected, report.entered, report.exited) == (0, len(numbers), len(ended)), report

    def lists_go_on(self, over: Event) -> int:
        """How many records came and went."""
        gone = range(0)
        for start in count(LISTED, AT_A_TIME):
            come = range(start, start + AT_A_TIME)
            self.take_in(come, gone)
            gone = come
            if over.wait(0.5):
                return start
        raise AssertionError

    def rules_go_on(self, over: Event) -> None:
        """Measures are suspended and lifted, and versions published as by an upgrade: a draft's analysis, which takes a
        minute, is a test of its own."""
        for ruleset in cycle(self._versions):
            suspension = self._centre.suspensions.add("promotion_limit", "依据正在复核", "Its ground is under review")
            over.wait(1.0)
            self._centre.suspensions.lift(suspension.id)
            with self._installation.database.write() as session:
                assert publish_shipped(session, ruleset, self._installation.now)
            self.published += 1
            if over.wait(1.0):
                return


@pytest.fixture
def installation(database: Database, tmp_path: Path, ruleset: RuleSet) -> Iterator[Installation]:
    with installed(database, tmp_path / "home", ruleset) as installation:
        yield installation


def anybody() -> dict[str, Any]:
    """Every other one has been listed at some time, some of them are not yet or no more."""
    number = random.randrange(2 * LISTED) if random.random() < 0.5 else random.randrange(10**7)  # noqa: S311
    return about(uscc_of(number))


def many() -> dict[str, Any]:
    return {"items": [anybody() for _ in range(IN_A_BATCH)]}


def work_on(
    installation: Installation, url: str, asking: dict[str, str], office: Office, seconds: float
) -> tuple[list[Told], list[int]]:
    """All at once for that long: what was answered, and the memory of the process at each tenth of a second."""
    over, held = Event(), list[int]()
    with ThreadPoolExecutor(ASKING + BATCHES + 2) as pool:
        bodies: list[tuple[Callable[[], Any], float]] = [(anybody, PAUSE)] * ASKING + [(many, 0.5)] * BATCHES
        told = [pool.submit(ask_on, url, asking, body, over, pause) for body, pause in bodies]
        working: list[Future[Any]] = [pool.submit(each, over) for each in (office.lists_go_on, office.rules_go_on)]
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end and not any(one.done() for one in (*told, *working)):
                held.append(resident(installation.running[-1].pid))
                time.sleep(0.1)
        finally:
            over.set()
        assert [one.exception() for one in working] == [None, None]
        return [one.result() for one in told], held


@pytest.mark.parametrize("new_database", sorted(SECONDS), indirect=True)
def test_hours_of_work_in_short(installation: Installation, ruleset: RuleSet, tmp_path: Path) -> None:
    database = installation.database
    member, centre = installation.member(), installation.member(MemberKind.CENTRE)
    with database.write() as session:
        enter_standard_clauses(session, ruleset.catalogue, member.member_id)
    url = serve(installation)
    client = Client(url, centre.client_id, centre.client_secret)
    office = Office(installation, client, [lenient(tmp_path / "packs"), ruleset], tmp_path)
    office.take_in(range(LISTED))
    seconds = SECONDS["sqlite" if database.is_sqlite else "postgresql"]
    told, held = work_on(installation, url, token_of(url, member), office, seconds)

    assert [reply.text for one in told for reply in one.refused] == []
    assert office.published > 0
    public = [{**key.public_jwk, "kid": key.kid} for key in installation.keys.receipt_keys]
    answered = {key for one in told for key in one.ids}
    with database.log_read() as log:
        assert set(log.exec(select(Decision.id).where(col(Decision.member_id) == member.member_id))) == answered
        assert list(audit(log, public)) == []
    quarter = len(held) // 4
    third, last = median(held[2 * quarter : 3 * quarter]), median(held[3 * quarter :])
    assert last <= third * GROWTH, f"{third / 1024:.0f} MiB, then {last / 1024:.0f} MiB"
