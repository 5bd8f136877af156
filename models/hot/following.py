"""Keeping the entries of this process current, by the change sequence.

What has changed is first marked, so that the ordinary way answers for it, and then told anew, a portion at a time: a
large import keeps nobody waiting who asks about others. An answer is never older than what this process has committed,
nor by more than twice `POLL` than what another one has committed on PostgreSQL; on SQLite every change is seen at once.
"""

import fcntl
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, func, or_, select

from huixin.core.records import Record
from models.bundles.merchants import Knowing, changed_since
from models.database import MAIN_FILE, Database
from models.hot.entries import Entries
from models.sequence import current_sequence
from models.upstream.tables import UpstreamRefresh

LOG = logging.getLogger("huixin.hot")
POLL = 0.25
"""Seconds."""
_MOST = 100_000
"""Changed subjects beyond which all entries are made anew."""
_PORTION = 100
"""Entries told at a time: who asks meanwhile waits for no more."""
_SETTLE, _SETTLED = 5_000, 2_000
"""Entries that may stand above the file, and how many beyond that are written into it at a time."""
_SLOTS = 64
FOLDER = "hot"


class Following:
    """`stamp` grows with every change of what is known, whatever it is about. Belongs to the thread that answers,
    but for `follow`, which runs in others, one at a time."""

    def __init__(self, database: Database, entries: Entries) -> None:
        self.entries, self.stamp = entries, 0
        self._database = database
        self._turn, self._over = Lock(), Event()
        self._seen: object = None
        self._known: int | None = None
        self._looked = -POLL
        self._watch: sqlite3.Connection | None = None

    def is_current(self) -> bool:
        """Whether the entries are told up to what is known now. Costs a look at a number."""
        seen = self._version()
        if seen != self._seen:
            if self._watch is None:
                return False
            [self._known] = self._watch.execute("SELECT value FROM change_sequence").fetchone()
            self._seen, self.stamp = seen, self.stamp + 1
        return self._known is not None and self._known == self.entries.sequence

    def _version(self) -> object:
        if self._database.is_sqlite:
            if self._watch is None:
                self._watch = sqlite3.connect(str(self._database.address.home / MAIN_FILE), check_same_thread=False)
                self._watch.isolation_level = None
            return self._watch.execute("PRAGMA data_version").fetchone()[0]
        # of what others have written it knows by asking: what it heard longer ago than that does not count
        return self._database.writes.count if monotonic() - self._looked < 2 * POLL else None

    def follow(self) -> bool:
        """Catches up with what is known, and tells a portion of what is marked. Slow; in a thread of its own. Gives
        whether there is more to tell."""
        with self._turn:
            writes, looked = self._database.writes.count, monotonic()
            with self._database.read() as session:
                known, sequence = Knowing(session, _all, persons=True), current_sequence(session)
                if sequence != self.entries.sequence:
                    self._catch_up(known, sequence)
                if keys := self.entries.untold(_PORTION):
                    self.entries.tell(dict(known.entries_of(keys)))
            if not self._database.is_sqlite:
                self._looked, self._known = looked, sequence
                self._seen, self.stamp = writes, self.stamp + 1
            if self.entries.waiting() > _SETTLE:
                self.entries.settle(_SETTLED)
            return bool(self.entries.untold(1))

    def _catch_up(self, known: Knowing, sequence: int) -> None:
        session, since = known.session, self.entries.sequence
        changed = None if since is None or _refreshed(session, since) else changed_since(session, since)
        if changed is None or since is None or since > sequence or len(changed) > _MOST:
            self.entries.fill(known.entries(), sequence)
        else:
            self.entries.mark(known.keys_of(changed) if changed else (), sequence)

    def start(self) -> None:
        """Follows from now on, in the background."""
        Thread(target=self._go_on, name="hot", daemon=True).start()

    def _go_on(self) -> None:
        pause = POLL
        while not self._over.wait(pause):
            begun = monotonic()
            try:
                more = self.follow()
                # others have the interpreter for as long as each portion took
                pause = min(POLL, monotonic() - begun) if more else POLL
            except (SQLAlchemyError, sqlite3.Error, OSError) as error:
                # meanwhile the ordinary way answers, or says why it does not
                LOG.error("the entries of the hot path could not be brought up to date: %s", type(error).__name__)
                pause = POLL

    def stop(self) -> None:
        self._over.set()
        with self._turn:
            self.entries.close()


def _all(_: Record) -> bool:
    return True


def _refreshed(session: Session, since: int) -> bool:
    """Whether a feed has stated its list anew: that concerns records which have not changed themselves."""
    touched = or_(col(UpstreamRefresh.seq_from) > since, col(UpstreamRefresh.seq_to) > since)
    return session.exec(select(func.count()).select_from(UpstreamRefresh).where(touched)).one() > 0


@contextmanager
def own_file(home: Path) -> Iterator[Path]:
    """A file that no other process of this home uses, nor will until the end of the block."""
    folder = home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(_SLOTS):
        with (folder / f"{number}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield folder / f"{number}.db"
            return
    raise OSError(f"{_SLOTS} processes keep entries in {folder} already.")
