"""Bundles: how long a base and a delta take to be made and applied, how large they are, and what a local check costs.

`python -m bench.bundles [SUBJECTS]` prints one JSON line; `figures` is the small size of `make bench`. Beside a check
stands its floor from the same run: the look-up of one key in the same SQLite file, and the building of the answer's
types from plain values.
"""

import json
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from sqlmodel import select

from bench.import_generator import write_file
from huixin.core.vocabulary import MemberKind
from huixin.core.windows import day_of
from huixin.local import LocalChecker
from huixin.local.folder import Folder, State
from huixin.local.overlay import lay_over
from huixin.local.own import OwnFile
from huixin.local.prudence import LocalAnswer
from models.bundles.build import Audience, InForce
from models.bundles.making import Maker
from models.bundles.own import signed_own
from models.bundles.shelf import Part, Shelf
from models.database import Database
from models.imports.run import run_import
from models.keys import KeyRing
from models.listings import ListingVersion, change_listing
from models.migrations import migrate
from models.reference import sync_reference
from rules.ruleset import default_ruleset

SUBJECTS, CHANGED, CHECKS = 20_000, 1_000, 2_000
T = TypeVar("T")
NOW = datetime(2023, 12, 28, 4, 0, tzinfo=UTC)
"""A day on which nearly all of the generated records count, or are to."""


def figures(subjects: int = SUBJECTS) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        return _measured(Path(folder), subjects)


def _measured(folder: Path, subjects: int) -> dict[str, float]:
    home = folder / "home"
    database, keys = Database.open(home, lambda: day_of(NOW)), KeyRing.open(home)
    if not (home / "filled").exists():
        _fill(database, keys, folder, subjects)
    rules, audience, shelf = InForce(default_ruleset()), Audience(MemberKind.PLATFORM), Shelf(folder / "bundles")
    maker = Maker(database, keys.bundle_keys[0], lambda: rules)
    shelf.ask_for()
    built, _ = _timed(lambda: maker.make(audience, shelf, NOW))
    _change(database)
    changed, _ = _timed(lambda: maker.make(audience, shelf, NOW))
    issued = shelf.issued()
    assert issued is not None
    base, delta = issued.parts[0], issued.parts[1]
    local = _local(folder / "local", shelf, keys, base)
    applied, _ = _timed(lambda: lay_over(None, shelf.file(delta.manifest.sha256), folder / "over.db"))
    database.close()
    size = 1 << 20
    found = {
        "bundle_subjects": subjects,
        "bundle_build_seconds": round(built, 1),
        "bundle_megabytes": round(base.manifest.size / size, 1),
        "bundle_packed_megabytes": round(base.packed / size, 1),
        "bundle_delta_changes": CHANGED,
        "bundle_delta_build_seconds": round(changed, 2),
        "bundle_delta_apply_seconds": round(applied, 2),
    }
    return found | json.loads(_apart(local))


def _fill(database: Database, keys: KeyRing, folder: Path, subjects: int) -> None:
    rules = default_ruleset()
    migrate(database)
    with database.write() as session:
        sync_reference(session, rules.catalogue)
    file = write_file(folder / "list.csv", subjects)
    assert run_import(database, keys, rules, file, list_code="brushing_black", now=NOW).state == "completed"
    (folder / "home" / "filled").touch()


def _change(database: Database) -> None:
    with database.write() as session:
        for listing_id in session.exec(select(ListingVersion.listing_id).distinct().limit(CHANGED)).all():
            change_listing(session, listing_id, grounds="电子商务法第八十五条")


def _local(path: Path, shelf: Shelf, keys: KeyRing, base: Part) -> Path:
    """The base as a member has it after its first fetch."""
    folder = Folder(path)
    folder.pin([{"kid": key.kid} | key.public_jwk for key in keys.bundle_keys])
    own = signed_own(OwnFile("mem_bench", MemberKind.PLATFORM, 0, (), (), NOW), keys.bundle_keys[0])
    file = folder.new_file()
    file.write_bytes(shelf.file(base.manifest.sha256).read_bytes())
    folder.keep(State(own, "", base.signed, base.signed, folder.stamp(file)))
    return path


def _apart(path: Path) -> str:
    """In a process of its own, so that its memory is that of a member's program."""
    command = [sys.executable, "-m", "bench.bundles", "--local", str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def local_figures(path: Path) -> dict[str, float]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    opened, local = _timed(lambda: LocalChecker.open(path, now=lambda: NOW))
    codes = _codes(path)
    chance = random.Random(7)
    wanted = [chance.choice(codes) for _ in range(CHECKS)]
    local.verdict(codes[0], scene="promotion")
    local.check(codes[0], scene="promotion")
    # likenesses that a program has met before
    for code in chance.choices(codes, k=4 * CHECKS):
        local.verdict(code, scene="promotion")
    verdict = _each(wanted, lambda code: local.verdict(code, scene="promotion"))
    typed = _each(wanted, lambda code: local.check(code, scene="promotion"))
    answer = local.check(codes[0], scene="promotion")
    plain = answer.model_dump(by_alias=True)
    building = _each(wanted, lambda _: LocalAnswer.model_validate(plain))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lookup = _each(wanted, _look_up(path))
    local.close()
    return {
        "local_open_milliseconds": round(1000 * opened, 1),
        "local_verdict_microseconds_p50": round(verdict, 1),
        "sqlite_lookup_microseconds_p50": round(lookup, 1),
        "local_answer_microseconds_p50": round(typed, 1),
        "pydantic_answer_microseconds_p50": round(building, 1),
        "local_megabytes": round(used / 1024),
        "local_megabytes_before_opening": round(before / 1024),
    }


def _look_up(path: Path) -> Callable[[str], object]:
    file = sqlite3.connect(f"{_base(path).as_uri()}?mode=ro&immutable=1", uri=True)
    file.execute("PRAGMA mmap_size=1073741824")
    return lambda code: file.execute("SELECT content FROM entry WHERE key = ?", (f"uscc:{code}",)).fetchall()


def _base(path: Path) -> Path:
    return next(path.glob("*.db")).absolute()


def _codes(path: Path) -> list[str]:
    with sqlite3.connect(_base(path)) as file:
        rows = file.execute("SELECT key FROM entry WHERE key LIKE 'uscc:%' AND content != '?'").fetchall()
    return [key.removeprefix("uscc:") for (key,) in rows]


def _each(wanted: Sequence[str], ask: Callable[[str], object]) -> float:
    """Microseconds, half of them take no longer."""
    taken = []
    for code in wanted:
        start = time.perf_counter()
        ask(code)
        taken.append(time.perf_counter() - start)
    return median(taken) * 1e6


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


if __name__ == "__main__":
    if sys.argv[1:2] == ["--local"]:
        print(json.dumps(local_figures(Path(sys.argv[2]))))
    else:
        print(json.dumps(figures(*map(int, sys.argv[1:]))))
