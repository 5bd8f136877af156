"""What a merchant of a batch costs on the hot path, in processor time: `python -m bench.batches [LISTED]`.

No HTTP and no network: the body of a batch in, its text out, and its decisions committed in between. Each of the listed
has one record, alike but for ids, name and number; so large a share of the batch is among them.
"""

import json
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from api.hot import items_of, together
from huixin.core.identifiers import uscc_check_character
from huixin.core.records import Record, Subject
from huixin.core.vocabulary import MemberKind, Severity, SubjectKind
from huixin.core.windows import Window
from huixin.local.packing import Merchant
from huixin.types.question import CheckRequest
from models.caller import Caller
from models.checks import CheckContext
from models.database import LOG_FILE, Database
from models.hot.checker import HotChecker
from models.hot.entries import Entries
from models.hot.members import Known, Standing
from models.keys import KeyRing
from models.log_writer import Entering, LogWriter
from models.migrations import migrate
from models.scopes import default_scopes
from rules.clauses import standard_clauses
from rules.ruleset import default_ruleset

LISTED, ITEMS, ROUNDS, TOGETHER = 100_000, 1_000, 7, 32
HITS = (10, 50, 100)
NOW, TODAY = datetime(2026, 11, 27, 4, tzinfo=UTC), date(2026, 11, 27)
KIND = MemberKind.PLATFORM


def code_of(number: int) -> str:
    body = f"91441302MB{number:07d}"
    return body + uscc_check_character(body)


def merchants(listed: int) -> Iterator[tuple[str, tuple[Merchant, ...]]]:
    for number in range(listed):
        code, name = code_of(number), f"惠州市{number}贸易有限公司"
        record = Record(
            id=f"lst_{number:032x}",
            list="brushing_black",
            window=Window(date(2026, 1, 1), date(2029, 1, 1)),
            severity=Severity.GENERAL,
            problem_types=frozenset({"brushing"}),
            recogniser="惠州市市场监督管理局",
            document_number=f"惠市监认〔2026〕{number}号",
            decided_on=date(2025, 12, 20),
        )
        subject = Subject(f"sub_{number:032x}", f"uscc:{code}", SubjectKind.COMPANY, name)
        yield subject.key, (Merchant(subject, code, (name,), (record,)),)


def figures(listed: int = LISTED) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        database = Database.open(home, lambda: TODAY)
        migrate(database)
        entries, begun = Entries(home / "entries.db"), time.process_time()
        entries.fill(merchants(listed), 1)
        found = {"entry_microseconds": round((time.process_time() - begun) / listed * 1e6, 1)}
        found["entry_bytes"] = round((home / "entries.db").stat().st_size / listed)
        for hits in HITS:
            before = _log_bytes(home)
            found |= _measured(database, home, entries, listed, hits)
            decisions = ROUNDS * ITEMS + ROUNDS * TOGETHER
            found[f"decision_{hits}_bytes"] = round((_log_bytes(home) - before) / decisions)
        database.close()
        return {f"batch_{name}": figure for name, figure in found.items()}


def _log_bytes(home: Path) -> int:
    with closing(sqlite3.connect(home / LOG_FILE)) as log:
        log.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (home / LOG_FILE).stat().st_size


def _measured(database: Database, home: Path, entries: Entries, listed: int, hits: int) -> dict[str, float]:
    rules, keys = default_ruleset(), KeyRing.open(home)
    following: Any = SimpleNamespace(entries=entries)
    checker = HotChecker(following, keys, CheckRequest.model_validate_json)
    caller = Caller("mem_1", "", KIND, default_scopes(KIND))
    known = Known(Standing(caller, standard_clauses(rules.catalogue, KIND), frozenset()), 1)
    context, log = CheckContext(rules, keys, NOW, TODAY), LogWriter(database, keys)
    body = _body(listed, hits)
    rounds, commits = list[tuple[float, ...]](), list[float]()
    for _ in range(ROUNDS):
        at = [time.process_time()]
        bodies = items_of(body)
        at.append(time.process_time())
        rows = [row for one in bodies if (row := checker.check(known, one, context)) is not None]
        assert len(rows) == ITEMS
        at.append(time.process_time())
        log.enter(Entering(rows, NOW))
        at.append(time.process_time())
        together(rows).encode()
        at.append(time.process_time())
        rounds.append((at[-1] - at[0], *(end - start for start, end in pairwise(at))))
        few = [row for one in bodies[:TOGETHER] if (row := checker.check(known, one, context)) is not None]
        begun = time.process_time()
        log.enter(Entering(few, NOW))
        commits.append(time.process_time() - begun)
    names = ("microseconds", "reading", "checking", "recording", "writing")
    told = {f"{hits}_{name}": round(part / ITEMS * 1e6, 1) for name, part in zip(names, min(rounds), strict=True)}
    told[f"{hits}_per_second"] = round(1e6 / told[f"{hits}_microseconds"])
    return told | {f"{hits}_commit_of_{TOGETHER}_milliseconds": round(min(commits) * 1e3, 1)}


def _body(listed: int, hits: int) -> bytes:
    chance = random.Random(1)
    numbers = (chance.randrange(listed) if chance.random() * 100 < hits else 9_000_000 + n for n in range(ITEMS))
    items = [{"subject": {"uscc": code_of(number)}, "scene": "promotion"} for number in numbers]
    return json.dumps({"items": items}).encode()


if __name__ == "__main__":
    print(json.dumps(figures(*map(int, sys.argv[1:])), indent=2))
