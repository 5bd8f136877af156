"""Decisions that were made locally, kept on this machine until they are uploaded: written together, within 100 ms."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any

from huixin.errors import HuixinError
from huixin.types.local_decision import LocalDecision, LocalDecisions

if TYPE_CHECKING:
    from huixin.client import Client

FILE = "spool.sqlite"
WITHIN = 0.1
"""Seconds in which a decision comes on disk."""
AT_ONCE = 500
"""Decisions of one upload."""


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
            file.execute("CREATE TABLE IF NOT EXISTS decision (id TEXT PRIMARY KEY, content TEXT NOT NULL)")
        self._thread = Thread(target=self._write, name="huixin-spool", daemon=True)
        self._thread.start()

    def add(self, decision: dict[str, Any]) -> None:
        """Fields of a LocalDecision, in its JSON form. Raises NotRecorded while what was added before cannot be written
        down, and after the spool was closed."""
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
        the same decision counts once."""
        self.flush()
        sent, last = 0, self._last()
        while batch := self._next(last):
            items = [LocalDecision.model_validate_json(content) for _, content in batch]
            client.decisions.upload(LocalDecisions(items=items))
            with self._file() as file:
                file.executemany("DELETE FROM decision WHERE id = ?", [(key,) for key, _ in batch])
            sent += len(batch)
        return sent

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

    def _next(self, last: int) -> list[tuple[str, str]]:
        query = "SELECT id, content FROM decision WHERE rowid <= ? ORDER BY rowid LIMIT ?"
        with self._file() as file:
            return file.execute(query, (last, AT_ONCE)).fetchall()

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=30)) as file, file:
            yield file
