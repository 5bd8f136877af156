"""Listed merchants and past decisions of any number, written straight to the tables; the same for the same seed."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from models.bulk import insert_rows
from models.database import Database

TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
DAYS = 30
HIT = 0.25
"""Of the decisions: the share about somebody listed."""
MEMBER = "mem_" + "0" * 32
_LISTS = ("brushing_black", "ecommerce_black", "ecommerce_joint", "ecommerce_watch", "abnormal", "red")
_AT_ONCE = 20_000
_ANSWER = json.dumps({"explanation": {"zh": "经查询，" * 250, "en": ""}}, ensure_ascii=False)
"""About as long as an answer with a record."""
_SHORT = json.dumps({"explanation": {"zh": "未查得记录。" * 30, "en": ""}}, ensure_ascii=False)
Rows = Iterator[tuple[Any, ...]]


def fill(database: Database, listed: int, decided: int, seed: int = 7) -> None:
    """One merchant in twenty has two records; days, severities, problem types and states of orders vary by record."""
    with database.write() as session:
        session.connection().exec_driver_sql("UPDATE change_sequence SET value = 1000")
        for table, columns, rows in _tables(listed, seed):
            _insert(session.connection(), table, columns, rows)
    with database.log_write() as session:
        _insert(session.connection(), "decision", _DECISION, _decisions(listed, decided, seed))


def _insert(connection: Any, table: str, columns: Sequence[str], rows: Rows) -> None:
    while some := list(islice(rows, _AT_ONCE)):
        insert_rows(connection, table, columns, some)


def _tables(listed: int, seed: int) -> Iterator[tuple[str, Sequence[str], Rows]]:
    yield "subject", ("id", "key"), ((_subject(number), f"uscc:{number}") for number in range(listed))
    units = (None, "huicheng", "zhongkai", "boluo")
    yield (
        "subject_version",
        ("subject_id", "seq_from", "kind", "name", "unit"),
        ((_subject(n), 1, "company", f"惠州市第{n}贸易有限公司", units[n % 4]) for n in range(listed)),
    )
    yield "listing", ("id", "list", "subject_id", "natural_key"), _listings(listed, seed)
    yield "listing_version", _VERSION, _versions(listed, seed)


def _subject(number: int) -> str:
    return f"sub_{number:032x}"


def _listing(number: int) -> str:
    return f"lst_{number:032x}"


def _owners(listed: int) -> Iterator[tuple[int, int]]:
    """Number of a record, and of its merchant."""
    for number in range(listed):
        yield number, number
        if number % 20 == 0:
            yield listed + number, number


def _listings(listed: int, seed: int) -> Rows:
    chance = random.Random(seed)
    for record, owner in _owners(listed):
        yield _listing(record), chance.choice(_LISTS), _subject(owner), f"doc:{record}"


_VERSION = (
    "listing_id", "seq_from", "standing", "rectification", "due", "severity", "problem_types", "brushing_form",
    "provenance", "recogniser_verified", "source", "disputed", "relief", "names_owner", "decided_on", "valid_from",
    "valid_to",
)  # fmt: skip


def _versions(listed: int, seed: int) -> Rows:
    chance = random.Random(seed + 1)
    for record, _ in _owners(listed):
        decided = date(2025, 1, 1) + timedelta(days=chance.randrange(600))
        ordered = chance.random() < 0.2
        yield (
            _listing(record), 1, "effective", "ordered" if ordered else "not_required",
            str(TODAY + timedelta(days=chance.randrange(-60, 60))) if ordered else None,
            chance.choice(("minor", "general", "serious", "unknown")),
            chance.choice(("brushing", "counterfeit", "false_advertising", "brushing counterfeit", "service_breach")),
            chance.choice(("none", "empty_parcel", "other")), "authority", True, "file", chance.random() < 0.02,
            chance.random() < 0.02, False, str(decided), str(decided),
            str(decided + timedelta(days=chance.choice((365, 730, 1095)))),
        )  # fmt: skip


_DECISION = (
    "id", "at", "member_id", "subject_key", "subject_id", "sequence", "ruleset", '"on"', "scene", "asked_as",
    "purpose", "request", "listing_ids", "candidate_ids", "outcome", "answer", "body_hash",
)  # fmt: skip


def _decisions(listed: int, decided: int, seed: int) -> Rows:
    chance = random.Random(seed + 2)
    for number in range(decided):
        at = NOW - timedelta(seconds=1 + number * (DAYS * 86_400 - 10) // max(decided, 1))
        day = str((at + timedelta(hours=8)).date())
        hit = chance.random() < HIT
        owner = chance.randrange(listed)
        records = [_listing(owner), *([_listing(listed + owner)] if owner % 20 == 0 else [])] if hit else []
        request = {
            "role": "merchant", "campaign": "none", "window": [day, day], "by": "uscc", "person_confirmed": False,
            "question": f"{number:064x}",
        }  # fmt: skip
        yield (
            f"dec_{number:032x}", at.replace(tzinfo=None).isoformat(" "), MEMBER, f"{number:064x}",
            _subject(owner) if hit else None, 1000, "sha256:0", day,
            chance.choice(("promotion", "onboarding", "listing", "live")), "platform", "onboarding",
            json.dumps(request), json.dumps(records), "[]", "review" if hit else "clear", _ANSWER if hit else _SHORT,
            "0" * 64,
        )  # fmt: skip
