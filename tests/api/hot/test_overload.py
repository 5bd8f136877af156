"""More than twice what a process serves, most of it one member's: it is told to wait, and others notice little."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from threading import Event
from typing import Any

import pytest
from sqlmodel import select

from huixin.core.vocabulary import MemberKind
from models.caller import Quota
from models.database import Database
from models.decisions import Decision
from models.quotas import set_quota
from models.rulesets.deciding import publish_shipped
from rules.ruleset import RuleSet
from tests.api.conftest import BLACK, CLEAN
from tests.api.hot.load import Told, about, ask_on, token_of
from tests.api.processes import installed
from tests.api.test_worker import serve
from tests.conftest import FULL
from tests.factories import make_listing, make_subject

QUIET, BUSY = (10.0, 30.0) if FULL else (2.0, 3.0)
AT_ONCE, OF_ONE = 4, 3
GREEDY, IN_A_BATCH = 8, 50
TIMES = 2
"""So many times as long as a batch of the greedy one may a check of the modest one take, in the middle: it stands
behind those that were let in, not behind those that wait. Both meet the same machine, whatever else that does."""
PAUSE = 0.01


def modest() -> dict[str, Any]:
    return about(CLEAN)


def greedy() -> dict[str, Any]:
    return {"items": [about(BLACK), *[about(CLEAN)] * (IN_A_BATCH - 1)]}


def load(url: str, members: list[tuple[dict[str, str], Callable[[], Any], int]], seconds: float) -> list[Told]:
    """What each member was told within that time: so many at once of each."""
    over = Event()
    with ThreadPoolExecutor(sum(count for *_, count in members)) as pool:
        running = [
            [pool.submit(ask_on, url, headers, body, over, PAUSE) for _ in range(count)]
            for headers, body, count in members
        ]
        time.sleep(seconds)
        over.set()
        return [Told.of(one.result() for one in of_member) for of_member in running]


@pytest.mark.parametrize("new_database", ["sqlite", "postgresql"] if FULL else ["sqlite"], indirect=True)
def test_who_asks_too_much_is_told_to_wait(database: Database, tmp_path: Path, ruleset: RuleSet) -> None:
    with installed(database, tmp_path / "home") as installation:
        light, heavy = installation.member(), installation.member(MemberKind.LOGISTICS)
        with database.write() as session:
            publish_shipped(session, ruleset, installation.now)
            make_listing(session, make_subject(session, uscc=BLACK))
            # by its quota it may: what it meets is the load
            set_quota(session, heavy.member_id, Quota(1_000_000, 1_000_000, 100_000_000))
        settings = {"HUIXIN_AT_ONCE": str(AT_ONCE), "HUIXIN_AT_ONCE_OF_ONE": str(OF_ONE), "HUIXIN_WORKER": "0"}
        # nobody reads its log here, and each request that is shed stands in it
        url = serve(installation, **settings, HUIXIN_LOG_LEVEL="error")
        quiet_one, greedy_one = ((token_of(url, member)) for member in (light, heavy))
        warming = load(url, [(quiet_one, modest, 1), (greedy_one, greedy, 1)], 1.0)
        [quiet] = load(url, [(quiet_one, modest, 1)], QUIET)
        served, shed = load(url, [(quiet_one, modest, 1), (greedy_one, greedy, GREEDY)], BUSY)

        assert served.refused == quiet.refused == []
        assert len(shed.refused) > len(shed.waits) > 0, "it asked for more than twice what was served"
        assert set(shed.statuses()) <= {429, 503}
        assert all(int(reply.headers["retry-after"]) >= 1 for reply in shed.refused)
        check, batch = median(served.waits), median(shed.waits)
        assert check <= batch * TIMES, f"{check * 1000:.1f} ms, and a batch {batch * 1000:.1f} ms"
        with database.log_read() as log:
            logged = set(log.exec(select(Decision.id)))
        warm = {key for one in warming for key in one.ids}
        assert logged == warm | quiet.ids | served.ids | shed.ids, "what was answered, and nothing besides"
