"""The log of one process: requests that wait at the same time are written down in one transaction, under one head.

Nobody needs a thread for it. Whoever comes first writes for all who wait; meanwhile the next ones gather, and when the
commit is done one of them writes for those. A request goes on only once what it entered is committed.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session

from models.database import Database
from models.decision_log import Keyed, enter_key
from models.decision_rows import Row
from models.keys import KeyRing
from models.receipts.heads import seal, wait_for_turn
from models.screenings import ScreeningRun

MOST = 4_000
"""Decisions of one transaction; what would go beyond waits for the next."""


@dataclass(frozen=True, slots=True)
class Entering:
    """What one request enters. `keyed`: how it is found again by its Idempotency-Key; `runs`: of screenings."""

    rows: Sequence[Row]
    at: datetime
    keyed: Keyed | None = None
    runs: Sequence[ScreeningRun] = ()


@dataclass(slots=True, eq=False)
class _Waiting:
    entering: Entering
    entered: bool | None = None
    error: BaseException | None = None

    @property
    def open(self) -> bool:
        return self.entered is None and self.error is None


class LogWriter:
    """Thread-safe. `last_head`: number and digest of the head that was committed last by this process; `committed`
    is told how many decisions each commit holds."""

    def __init__(self, database: Database, keys: KeyRing, committed: Callable[[int], None] = lambda _: None) -> None:
        self._database, self._keys, self._committed = database, keys, committed
        self._waiting = deque[_Waiting]()
        self._turn = Lock()
        self.last_head: tuple[int, str] | None = None

    def enter(self, entering: Entering) -> bool:
        """Whether it now stands in the log; False, and nothing entered, where another try of the same request was
        first. Raises what kept the transaction from being committed, to each whose request was in it."""
        mine = _Waiting(entering)
        self._waiting.append(mine)
        with self._turn:
            while mine.open:
                self._write(self._next())
        if mine.error is not None:
            raise mine.error
        return bool(mine.entered)

    def _next(self) -> list[_Waiting]:
        taken, count = list[_Waiting](), 0
        while self._waiting and (not taken or count + len(self._waiting[0].entering.rows) <= MOST):
            taken.append(self._waiting.popleft())
            count += len(taken[-1].entering.rows)
        return taken

    def _write(self, together: list[_Waiting]) -> None:
        try:
            self._commit(together)
        except (DataError, IntegrityError) as error:
            if len(together) == 1:
                together[0].error = error
            # one of them cannot be written: the others are
            for one in together if len(together) > 1 else ():
                self._write([one])
        except BaseException as error:
            for one in together:
                one.error = error
            if not isinstance(error, Exception):
                raise

    def _commit(self, together: list[_Waiting]) -> None:
        with self._database.log_write() as log:
            wait_for_turn(log)
            entered = [self._keyed(log, one.entering) for one in together]
            new = [one.entering for one, first in zip(together, entered, strict=True) if first]
            rows, runs = [row for one in new for row in one.rows], [run for one in new for run in one.runs]
            at = max(one.entering.at for one in together)
            head = seal(log, rows, runs, self._keys.receipt_keys[0], at) if rows or runs else None
        for one, first in zip(together, entered, strict=True):
            one.entered = first
        if head is not None:
            self.last_head = head.number, head.digest
            self._committed(len(rows))

    def _keyed(self, log: Session, entering: Entering) -> bool:
        return entering.keyed is None or enter_key(log, entering.keyed, entering.at)
