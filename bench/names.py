"""Name search over a million names: recall among the first five and milliseconds, for each way of being misspelt.

`python -m bench.names [MERCHANTS ASKED POSTGRESQL_URL]` prints one JSON line; `figures` is the small size of
`make bench`. Beside it, from the same run, the floor (one whole name looked up by its hash) and a peer: rapidfuzz over
all names in memory. A query whose merchant was missed counts as undecidable where five names of the register or more
are no farther from what was asked; `recall` leaves those out, `recall_of_all` does not.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, islice
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from sqlalchemy import text
from sqlmodel import Session, select

from bench.name_data import KINDS, Merchant, asked_as, merchants
from huixin.core.names import normalise
from models.bulk import insert_rows
from models.database import Database
from models.imports.names import NAME_COLUMNS, index_of, name_row
from models.migrations import migrate
from models.name_search import search_names
from models.subjects import SubjectName, hash_of

T = TypeVar("T")

MERCHANTS, ASKED = 100_000, 100
WANTED = 5
"""Among so many the merchant is to be."""
_AT_ONCE = 5_000
_BESIDE, _PEERED = 100, 10
_TODAY = date(2026, 11, 2)


@dataclass
class Register:
    """What is stored: normalised whole names for the peer, and some of the merchants, to be asked for."""

    names: list[str] = field(default_factory=list)
    known: dict[str, Merchant] = field(default_factory=dict)


def figures(size: int = MERCHANTS, asked: int = ASKED, url: str | None = None) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        database = Database.open(Path(folder), lambda: _TODAY, url)
        migrate(database)
        register = _filled(database, size, asked)
        with database.read() as session:
            found = _measured(session, register, asked)
        database.close()
    return {"names_merchants": size, "names_stored": len(register.names), **found}


def _filled(database: Database, size: int, asked: int) -> Register:
    """Straight to the tables, by the import's own index; one merchant in so many is to be asked for."""
    register, numbers, every = Register(), count(1), max(1, size // (20 * asked))
    told = enumerate(merchants(size))
    while some := list(islice(told, _AT_ONCE)):
        with database.write() as session:
            connection = session.connection()
            insert_rows(connection, "subject", ("id", "key"), [(_id(number), f"uscc:{number}") for number, _ in some])
            names, grams = [], []
            for number, merchant in some:
                if number % every == 0:
                    register.known[_id(number)] = merchant
                for name in filter(None, (merchant.name, merchant.former)):
                    index, own = index_of(name), next(numbers)
                    former = name != merchant.name
                    names.append(name_row(own, _id(number), name, index, 1, former=former))
                    grams += ((gram, own, index.place, index.industry) for gram in index.grams)
                    register.names.append(index.full_key)
            insert_rows(connection, "subject_name", NAME_COLUMNS, names)
            insert_rows(connection, "name_gram", ("gram", "name_id", "place", "industry"), sorted(grams))
    if not database.is_sqlite:
        with database.main.connect() as connection:
            # as it does by itself some time after an import
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
    return register


def _id(number: int) -> str:
    return f"sub_{number:032x}"


def _measured(session: Session, register: Register, asked: int) -> dict[str, float]:
    found: dict[str, float] = {}
    every: list[Taken] = []
    for kind in KINDS:
        asking = Asking(register, list(_queries(register, kind, asked)))
        for subject_id, query in asking.queries:
            asking.ask(session, subject_id, query)
        found |= {f"names_{kind.replace(' ', '_')}_{name}": figure for name, figure in asking.figures().items()}
        every += asking.taken
    found |= {f"names_{name}": figure for name, figure in _spread(every).items()}
    return found | _beside(session, register)


Taken = tuple[float, float]
"""Milliseconds, and milliseconds of a core in this process."""


@dataclass
class Asking:
    """Queries of one kind, by the merchants that they mean."""

    register: Register
    queries: list[tuple[str, str]]
    taken: list[Taken] = field(default_factory=list)
    missed: int = 0
    undecidable: int = 0

    def ask(self, session: Session, subject_id: str, query: str) -> None:
        hits, taken = _timed(lambda: search_names(session, query, limit=WANTED))
        self.taken.append(taken)
        if subject_id not in {hit.subject_id for hit in hits}:
            self.missed += 1
            meant = normalise(self.register.known[subject_id].name)
            self.undecidable += _as_near(self.register, meant, query) >= WANTED

    def figures(self) -> dict[str, float]:
        decidable = len(self.queries) - self.undecidable
        return {
            "asked": len(self.queries),
            "recall": round(1 - (self.missed - self.undecidable) / max(1, decidable), 4),
            "recall_of_all": round(1 - self.missed / len(self.queries), 4),
            **_spread(self.taken),
        }


def _queries(register: Register, kind: str, asked: int) -> Iterator[tuple[str, str]]:
    chance = Random(kind)
    every = ((subject_id, asked_as(merchant, kind, chance)) for subject_id, merchant in register.known.items())
    return islice(((subject_id, query) for subject_id, query in every if query is not None), asked)


def _as_near(register: Register, meant: str, query: str) -> int:
    """How many other names are no farther from what was asked than the one that was meant; six at most."""
    asked = normalise(query)
    most = Levenshtein.distance(asked, meant)
    near = process.extract(asked, register.names, scorer=Levenshtein.distance, limit=WANTED + 1, score_cutoff=most)
    return sum(name != meant for name, _, _ in near)


def _timed(run: Callable[[], T]) -> tuple[T, Taken]:
    begun, used = time.perf_counter(), time.thread_time()
    result = run()
    return result, (1000 * (time.perf_counter() - begun), 1000 * (time.thread_time() - used))


def _spread(taken: Sequence[Taken]) -> dict[str, float]:
    whole, core = (sorted(values) for values in zip(*taken, strict=True))
    return {
        "p50_ms": round(median(whole), 2),
        "p99_ms": round(whole[int(0.99 * (len(whole) - 1))], 2),
        "core_p99_ms": round(core[int(0.99 * (len(core) - 1))], 2),
    }


def _beside(session: Session, register: Register) -> dict[str, float]:
    """The floor: one whole name by its hash. The peer: every name in memory compared."""
    some = list(register.known.values())[:_BESIDE]
    exact = [_timed(lambda name=one.name: _looked_up(session, name))[1] for one in some]
    peer = [
        _timed(lambda name=one.name: process.extract(normalise(name), register.names, limit=WANTED))[1]
        for one in some[:_PEERED]
    ]
    return {f"names_floor_{name}": figure for name, figure in _spread(exact).items()} | {
        f"names_peer_{name}": figure for name, figure in _spread(peer).items()
    }


def _looked_up(session: Session, name: str) -> object:
    key = normalise(name)
    found = select(SubjectName.subject_id).where(SubjectName.full_hash == hash_of(key), SubjectName.full_key == key)
    return session.exec(found.limit(1)).first()


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:3]] or [MERCHANTS, ASKED]
    print(json.dumps(figures(*sizes, *sys.argv[3:4])))
