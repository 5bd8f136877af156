"""One file that holds the whole state of an installation: both databases at one instant, the keys they need, and the
attachments they name.

The archive (tar.gz, readable by its owner only) holds `manifest.json`, `keys/*.json`, `attachments/…` and, on SQLite,
both database files. On PostgreSQL the databases are pg_dump's to copy; the archive then holds the keys, without which
nothing that is sealed can be read. Attachments in a bucket are the bucket's to copy.
"""

import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from models.attachment_store import FOLDER as ATTACHMENTS
from models.attachment_store import Damaged, whole
from models.database import DATABASE_FILES, MAIN_FILE, Database
from models.errors import Conflict, Invalid
from models.keys import FOLDER, KeyRing

MANIFEST = "manifest.json"
FORMAT = 1
_ATTACHMENT = re.compile(rf"{ATTACHMENTS}/(?P<start>[0-9a-f]{{2}})/(?P=start)[0-9a-f]{{62}}")
BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a database; it belongs to the file it was written for and to no other."""


class BackupUnreadable(Invalid):
    code = "backup_unreadable"


class StateNotEmpty(Conflict):
    code = "state_not_empty"


@dataclass(frozen=True, slots=True)
class Backup:
    """What an archive holds: paths inside it, in order."""

    contents: tuple[str, ...]
    has_databases: bool


def back_up(database: Database, home: Path, archive: Path, now: datetime) -> Backup:
    """Writes the archive. The service may go on; FileExistsError where the file is there already."""
    KeyRing.open(home)
    descriptor = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream, tempfile.TemporaryDirectory(dir=home) as folder:
            files = _copies(database, Path(folder)) if database.is_sqlite else []
            files += [(f"{FOLDER}/{path.name}", path) for path in sorted((home / FOLDER).glob("*.json"))]
            # After the databases: bytes are stored before they are named, and never go.
            files += _attachments(home)
            _write(stream, files, now)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        archive.unlink()
        raise
    return Backup(tuple(name for name, _ in files), database.is_sqlite)


def _attachments(home: Path) -> list[tuple[str, Path]]:
    found = ((path.relative_to(home).as_posix(), path) for path in sorted((home / ATTACHMENTS).glob("??/*")))
    return [(name, path) for name, path in found if _ATTACHMENT.fullmatch(name)]


def _copies(database: Database, folder: Path) -> list[tuple[str, Path]]:
    """Both databases, copied from snapshots of the same instant."""
    copies = [(name, folder / name) for name in DATABASE_FILES]
    with _snapshots(database) as connections:
        for connection, (_, path) in zip(connections, copies, strict=True):
            source = connection.connection.driver_connection
            target = sqlite3.connect(path)
            try:
                source.backup(target)  # type: ignore[union-attr]
            finally:
                target.close()
    return copies


@contextmanager
def _snapshots(database: Database) -> Iterator[tuple[Connection, Connection]]:
    """A reader on each database. Both begin while nobody can write, and hold what they saw after writers go on."""
    with ExitStack() as readers:
        with database.write(), database.log_write() as log:
            # the log's session takes its lock with its first statement only
            log.connection()
            pair = readers.enter_context(_reader(database.main)), readers.enter_context(_reader(database.log))
        yield pair


@contextmanager
def _reader(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").one()
        yield connection


def _write(stream: io.BufferedWriter, files: list[tuple[str, Path]], now: datetime) -> None:
    manifest = {"format": FORMAT, "created_at": now.isoformat(), "contents": [name for name, _ in files]}
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        content = json.dumps(manifest).encode()
        header = tarfile.TarInfo(MANIFEST)
        header.size, header.mtime, header.mode = len(content), int(now.timestamp()), 0o600
        tar.addfile(header, io.BytesIO(content))
        for name, path in files:
            tar.add(path, arcname=name, recursive=False)


def restore(archive: Path, home: Path, *, force: bool = False) -> Backup:
    """Puts the state of an archive into `home`. No service may run on it.

    Raises StateNotEmpty where there is state and not `force`; BackupUnreadable for an archive that is damaged or not
    ours, before anything is touched.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        contents = _unpack(archive, Path(folder))
        if not force and (found := _state(home, contents)):
            raise StateNotEmpty(f"There is state already: {', '.join(found)}. Restore elsewhere, or force it.")
        for name in contents:
            _replace(Path(folder) / name, home / name)
    return Backup(tuple(contents), MAIN_FILE in contents)


def _state(home: Path, contents: list[str]) -> list[str]:
    return [name for name in contents if (home / name).exists()]


def _unpack(archive: Path, folder: Path) -> list[str]:
    """The archive's files in the folder, each looked at. Only names that we write are ever unpacked."""
    (folder / FOLDER).mkdir(mode=0o700)
    try:
        with tarfile.open(archive, mode="r:gz") as tar:
            manifest = json.load(tar.extractfile(MANIFEST) or io.BytesIO())
            if manifest["format"] != FORMAT:
                raise BackupUnreadable(f"This is a backup of format {manifest['format']}; this version reads {FORMAT}.")
            contents = [str(name) for name in manifest["contents"]]
            for name in contents:
                _extract(tar, name, folder)
    except (tarfile.TarError, OSError, EOFError, KeyError, TypeError, ValueError) as error:
        raise BackupUnreadable(f"{archive.name} is not a whole backup: {error}") from error
    for name in contents:
        if name in DATABASE_FILES:
            _verify(folder / name)
        elif _ATTACHMENT.fullmatch(name):
            _verify_attachment(folder / name)
    return contents


def _extract(tar: tarfile.TarFile, name: str, folder: Path) -> None:
    folder_name, _, file_name = name.rpartition("/")
    is_key = folder_name == FOLDER and Path(file_name).name == file_name
    ours = name in DATABASE_FILES or is_key or _ATTACHMENT.fullmatch(name) is not None
    source = tar.extractfile(name) if ours else None
    if source is None:
        raise BackupUnreadable(f"The backup holds {name}, which is none of ours.")
    (folder / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())


def _verify(path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        [(verdict,)] = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    finally:
        connection.close()
    if verdict != "ok":
        raise BackupUnreadable(f"{path.name} in the backup is damaged: {verdict}")


def _verify_attachment(path: Path) -> None:
    try:
        whole(path.name, path.read_bytes())
    except Damaged as error:
        raise BackupUnreadable(f"An attachment in the backup is damaged. {error}") from None


def _replace(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True, parents=True, mode=0o700)
    if target.name in DATABASE_FILES:
        for suffix in BESIDE:
            Path(f"{target}{suffix}").unlink(missing_ok=True)
    source.replace(target)
