"""Bundles: how long a base and a delta take to be made and applied, how large they are, and what a local check costs.

`python -m bench.bundles [SUBJECTS]` prints one JSON line; `figures` is the small size of `make bench`. Beside a check
stands its floor from the same run: the look-up of one key in the same SQLite file, and the building of the answer's
types from plain values.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sqlmodel import select

from bench.bundles_local import NOW
from bench.import_generator import write_file
from huixin.core.vocabulary import MemberKind
from huixin.core.windows import day_of
from huixin.local.folder import Folder, State
from huixin.local.overlay import lay_over
from huixin.local.own import OwnFile
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

SUBJECTS, CHANGED = 20_000, 1_000
T = TypeVar("T")


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
    command = [sys.executable, "-m", "bench.bundles_local", str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


if __name__ == "__main__":
    print(json.dumps(figures(*map(int, sys.argv[1:]))))
