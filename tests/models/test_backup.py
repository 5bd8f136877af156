"""A backup is the whole state at one instant, and comes back as it was, or not at all."""

import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import event, select

from models.attachment_store import FolderStore
from models.backup import BackupUnreadable, StateNotEmpty, back_up, restore
from models.base import LOG, MAIN
from models.database import Database
from models.decisions import IdempotencyKey
from models.keys import KeyRing
from tests.factories import LONG_AGO, RESIDENT_ID, make_listing, make_member, make_person, ordinary_day


def _content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    content = {}
    for tables, open_session in ((MAIN, database.read), (LOG, database.log_read)):
        with open_session() as session:
            for table in tables.sorted_tables:
                content[table.name] = [tuple(row) for row in session.execute(select(table))]
    return content


@pytest.fixture
def archive(database: Database, keys: KeyRing, tmp_path: Path) -> Path:
    """Of a database with some of everything; its keys are those of `keys`."""
    with database.write() as session:
        make_member(session)
        make_listing(session, make_person(session, keys))
    with database.log_write() as session:
        session.add(_logged("first"))
    path = tmp_path / "backup.tar.gz"
    back_up(database, tmp_path / "home", path, LONG_AGO)
    return path


def _logged(key: str) -> IdempotencyKey:
    return IdempotencyKey(
        member_id="mem", key=key, body_hash="x", decision_ids=[None], problems=[None], created_at=LONG_AGO
    )


def test_what_comes_back_is_what_was_there(database: Database, archive: Path, keys: KeyRing, tmp_path: Path) -> None:
    home = tmp_path / "restored"
    restored = restore(archive, home)
    assert restored.has_databases is database.is_sqlite
    ring = KeyRing.open(home)
    assert ring.digest(RESIDENT_ID) == keys.digest(RESIDENT_ID)
    assert ring.signing_key.kid == keys.signing_key.kid
    assert ring.unseal(keys.seal(b"name")) == b"name"
    if database.is_sqlite:
        copy = Database.open(home, ordinary_day)
        assert _content(copy) == _content(database)
        copy.close()
    else:
        assert [name for name in restored.contents if not name.startswith("keys/")] == []


def test_only_the_owner_reads_an_archive(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600


def test_an_archive_is_never_written_over(database: Database, archive: Path, tmp_path: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(FileExistsError):
        back_up(database, tmp_path / "home", archive, LONG_AGO)
    assert archive.read_bytes() == before


def test_state_is_not_overwritten_unless_forced(archive: Path, tmp_path: Path) -> None:
    home = tmp_path / "restored"
    restore(archive, home)
    KeyRing.open(home).rotate("tokens")
    kid = KeyRing.open(home).signing_key.kid
    with pytest.raises(StateNotEmpty):
        restore(archive, home)
    assert KeyRing.open(home).signing_key.kid == kid
    restore(archive, home, force=True)
    assert KeyRing.open(home).signing_key.kid != kid


def test_a_forced_restore_leaves_nothing_of_the_old_state(tmp_path: Path, sqlite_template: Path) -> None:
    """A write-ahead log that stayed behind would be replayed into the restored file."""
    archive, home = tmp_path / "empty.tar.gz", tmp_path / "used"
    (tmp_path / "keys_only").mkdir()
    template = Database.open(sqlite_template, ordinary_day)
    back_up(template, tmp_path / "keys_only", archive, LONG_AGO)
    expected = _content(template)
    template.close()
    restore(archive, home)
    used = Database.open(home, ordinary_day)
    with used.write() as session:
        make_member(session)
    assert (home / "main.db-wal").stat().st_size > 0
    restore(archive, home, force=True)
    reopened = Database.open(home, ordinary_day)
    assert _content(reopened) == expected
    reopened.close()
    used.close()


def test_both_databases_are_of_one_instant(tmp_path: Path, sqlite_template: Path) -> None:
    """A writer enters a member, then logs it, over and over: a log ahead of the facts would show in the copy."""
    (tmp_path / "copy").mkdir()
    source = Database.open(sqlite_template, ordinary_day)
    home = tmp_path / "home"
    back_up(source, tmp_path / "copy", tmp_path / "seed.tar.gz", LONG_AGO)
    source.close()
    restore(tmp_path / "seed.tar.gz", home)
    database, done = Database.open(home, ordinary_day), Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            with database.write() as session:
                make_member(session, name=f"{number}")
            with database.log_write() as session:
                session.add(_logged(f"{number}"))
            number += 1

    writer = Thread(target=write)
    writer.start()
    try:
        for turn in range(5):
            back_up(database, home, tmp_path / f"{turn}.tar.gz", LONG_AGO)
    finally:
        done.set()
        writer.join()
    database.close()
    for turn in range(5):
        restore(tmp_path / f"{turn}.tar.gz", tmp_path / f"restored_{turn}")
        copy = Database.open(tmp_path / f"restored_{turn}", ordinary_day)
        content = _content(copy)
        assert 0 <= len(content["member"]) - len(content["idempotency_key"]) <= 1
        copy.close()


def test_nobody_writes_to_either_while_its_instant_is_taken(database: Database, tmp_path: Path) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL's databases are pg_dump's to copy")
    files = [Path(str(engine.url.database)) for engine in (database.main, database.log)]
    refused: list[bool] = []

    def try_to_write(*_: object) -> None:
        for file in files:
            with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
                try:
                    other.execute("BEGIN IMMEDIATE")
                    refused.append(False)
                except sqlite3.OperationalError:
                    refused.append(True)

    def look(*told: Any) -> None:
        if "sqlite_master" in told[2]:
            try_to_write()

    engines = (database.main, database.log)
    for engine in engines:
        event.listen(engine, "after_cursor_execute", look)
    try:
        back_up(database, tmp_path, tmp_path / "backup.tar.gz", LONG_AGO)
    finally:
        for engine in engines:
            event.remove(engine, "after_cursor_execute", look)
    assert refused == [True] * 4


def _without_end(archive: Path) -> bytes:
    return archive.read_bytes()[:-200]


def _with(**changes: bytes) -> Callable[[Path], bytes]:
    """The archive with files added or replaced; the manifest names them all."""

    def change(archive: Path) -> bytes:
        with tarfile.open(archive) as tar:
            files = {member.name: (tar.extractfile(member) or io.BytesIO()).read() for member in tar.getmembers()}
        manifest = json.loads(files.pop("manifest.json"))
        added = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changes.items()}
        files |= added
        manifest = {**manifest, "contents": sorted(files)} | json.loads(files.pop("manifest", b"{}"))
        target = io.BytesIO()
        with tarfile.open(fileobj=target, mode="w:gz") as tar:
            for name, content in {"manifest.json": json.dumps(manifest).encode(), **files}.items():
                header = tarfile.TarInfo(name)
                header.size = len(content)
                tar.addfile(header, io.BytesIO(content))
        return target.getvalue()

    return change


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"no archive at all",
        _without_end,
        _with(main_dot_db=b"SQLite format 3\x00 but no more"),
        _with(manifest=b'{"format": 99}'),
        _with(manifest=b'{"contents": ["keys/lost.json"]}'),
        _with(_dot__dot___escape=b"outside"),
        _with(keys___dot__dot___escape=b"outside"),
        _with(service_dot_py=b"not ours"),
    ],
)
def test_a_damaged_archive_touches_nothing(archive: Path, tmp_path: Path, damage: Callable[[Path], bytes]) -> None:
    bad, home = tmp_path / "bad.tar.gz", tmp_path / "restored"
    bad.write_bytes(damage(archive))
    with pytest.raises(BackupUnreadable):
        restore(bad, home)
    assert list(home.iterdir()) == []
    assert not list(tmp_path.glob("**/escape"))


def _with_attachment(database: Database, tmp_path: Path) -> tuple[Path, str]:
    content = b"%PDF-1.7 a report"
    digest = sha256(content).hexdigest()
    FolderStore(tmp_path / "home" / "attachments").put(digest, content)
    (tmp_path / "home" / "attachments" / digest[:2] / f".{digest}.half").write_bytes(b"unfinished")
    archive = tmp_path / "backup.tar.gz"
    back_up(database, tmp_path / "home", archive, LONG_AGO)
    return archive, digest


def test_attachments_come_back_too(database: Database, tmp_path: Path) -> None:
    archive, digest = _with_attachment(database, tmp_path)
    restored = restore(archive, tmp_path / "restored")
    held = [name for name in restored.contents if name.startswith("attachments/")]
    assert held == [f"attachments/{digest[:2]}/{digest}"]
    assert FolderStore(tmp_path / "restored" / "attachments").get(digest) == b"%PDF-1.7 a report"


def test_a_damaged_attachment_is_found_before_anything_is_touched(database: Database, tmp_path: Path) -> None:
    _, digest = _with_attachment(database, tmp_path)
    (tmp_path / "home" / "attachments" / digest[:2] / digest).write_bytes(b"something else")
    archive = tmp_path / "damaged.tar.gz"
    back_up(database, tmp_path / "home", archive, LONG_AGO)
    with pytest.raises(BackupUnreadable, match="attachment in the backup is damaged"):
        restore(archive, tmp_path / "restored")
    assert list((tmp_path / "restored").iterdir()) == []
