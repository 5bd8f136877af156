"""Decisions that were made locally, kept on this machine until they are uploaded: written together, within 100 ms.

With them the runs of screenings. What the service does not take, as a row that was altered on the way, is set aside
and told; the others go on.
"""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import ValidationError

from huixin.errors import Conflict, HuixinError, InvalidContent
from huixin.types.local_decision import LocalDecision, LocalDecisions
from huixin.types.screening import ScreeningRun

if TYPE_CHECKING:
    from huixin.client import Client

Stored: TypeAlias = tuple[str, str]
"""Id and JSON."""
FILE = "spool.sqlite"
WITHIN = 0.1
"""Seconds in which a decision comes on disk."""
AT_ONCE = 500
"""Decisions of one upload."""
SET_ASIDE = "set_aside"
"""The table of what the service does not take."""
_LOG = logging.getLogger("huixin.spool")


class NotRecorded(HuixinError):  # noqa: N818 - the name says what happened
    """Decisions cannot be written down on this machine. Until they can, nothing is answered from it."""

    def __init__(self) -> None:
        super().__init__("Decisions cannot be recorded on this machine (is the disk full?), so none is given.")


class Spool:
    """Thread-safe; several processes may share the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[dict[str, Any]] = []
        self._changed = Condition()
        self._closed = self._failing = False
        self._added = self._stored = 0
        with self._file() as file:
            file.execute("PRAGMA journal_mode=WAL")
            for table in ("decision", SET_ASIDE):
                file.execute(f"CREATE TABLE IF NOT EXISTS {table} (id TEXT PRIMARY KEY, content TEXT NOT NULL)")
        self._thread = Thread(target=self._write, name="huixin-spool", daemon=True)
        self._thread.start()

    def add(self, decision: dict[str, Any]) -> None:
        """Fields of a LocalDecision or of a ScreeningRun, in its JSON form. Raises NotRecorded while what was added
        before cannot be written down, and after the spool was closed."""
        with self._changed:
            if self._closed or self._failing:
                raise NotRecorded
            self._waiting.append(decision)
            self._added += 1
            if len(self._waiting) == 1:
                self._changed.notify_all()

    def flush(self) -> None:
        """Waits until all that was added before is on disk, whatever is added meanwhile. Raises NotRecorded."""
        with self._changed:
            added = self._added
            self._changed.wait_for(lambda: self._stored >= added or self._failing)
            if self._stored < added:
                raise NotRecorded

    def upload(self, client: "Client") -> int:
        """Sends what was added before, and takes away what the service has; how many. What breaks off is sent again:
        the same decision counts once. What the service does not take is set aside, and told in the log."""
        self.flush()
        sent, last = 0, self._last()
        while batch := self._next(last):
            refused = _upload(client, batch)
            with self._file() as file:
                rows = [row for row in batch if row[0] in refused]
                file.executemany(f"INSERT OR REPLACE INTO {SET_ASIDE} VALUES (?, ?)", rows)  # noqa: S608
                file.executemany("DELETE FROM decision WHERE id = ?", [(key,) for key, _ in batch])
            for key in refused:
                _LOG.warning("%s was not taken by the service, and is set aside in %s", key, self._path)
            sent += len(batch) - len(refused)
        return sent

    def set_aside(self) -> list[str]:
        """Ids of what the service did not take: they stay in the file."""
        with self._file() as file:
            return [key for (key,) in file.execute(f"SELECT id FROM {SET_ASIDE} ORDER BY rowid")]  # noqa: S608

    def close(self) -> None:
        """Raises NotRecorded where some of it could not be written down."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()
        if self._waiting:
            raise NotRecorded

    def _write(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if not self._waiting:
                    return
                if not self._closed:
                    # more of them come together meanwhile
                    self._changed.wait(WITHIN / 2)
                batch, self._waiting = self._waiting, []
            try:
                self._store(batch)
            except sqlite3.Error:
                with self._changed:
                    self._waiting[:0] = batch
                    self._failing = True
                    self._changed.notify_all()
                    if self._closed:
                        return
                    self._changed.wait(1.0)
            else:
                with self._changed:
                    self._failing = False
                    self._stored += len(batch)
                    self._changed.notify_all()

    def _store(self, batch: list[dict[str, Any]]) -> None:
        rows = [(one["id"], json.dumps(one, ensure_ascii=False, separators=(",", ":"))) for one in batch]
        with self._file() as file:
            file.executemany("INSERT OR IGNORE INTO decision VALUES (?, ?)", rows)

    def _last(self) -> int:
        with self._file() as file:
            [(last,)] = file.execute("SELECT coalesce(max(rowid), 0) FROM decision")
            return int(last)

    def _next(self, last: int) -> list[Stored]:
        query = "SELECT id, content FROM decision WHERE rowid <= ? ORDER BY rowid LIMIT ?"
        with self._file() as file:
            return file.execute(query, (last, AT_ONCE)).fetchall()

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=30)) as file, file:
            yield file


def _upload(client: "Client", batch: list[Stored]) -> set[str]:
    """Ids of those that are not taken; whatever else goes wrong is raised."""
    decisions, runs, refused = list[tuple[str, LocalDecision]](), list[tuple[str, ScreeningRun]](), set[str]()
    for key, content in batch:
        try:
            if key.startswith("scr_"):
                runs.append((key, ScreeningRun.model_validate_json(content)))
            else:
                decisions.append((key, LocalDecision.model_validate_json(content)))
        except ValidationError:
            refused.add(key)
    for key, run in runs:
        try:
            client.screenings.record(run)
        except (InvalidContent, Conflict):
            refused.add(key)
    return refused | (_refused(client, decisions) if decisions else set())


def _refused(client: "Client", decisions: list[tuple[str, LocalDecision]]) -> set[str]:
    """One that is refused is sought by halves, so that all others are taken."""
    try:
        client.decisions.upload(LocalDecisions(items=[decision for _, decision in decisions]))
    except InvalidContent:
        if len(decisions) == 1:
            return {decisions[0][0]}
        half = len(decisions) // 2
        return _refused(client, decisions[:half]) | _refused(client, decisions[half:])
    return set()
