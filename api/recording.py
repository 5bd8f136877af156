"""Decisions on their way from an event loop into the log."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from api.answering import not_recorded
from api.context import AppContext
from api.refusals import log_failure
from models.decision_rows import Row
from models.log_writer import Entering


class Recording:
    """Decisions of one event loop on their way into the log: what comes while a commit is under way goes in one."""

    def __init__(self, context: AppContext) -> None:
        self._context = context
        self._waiting: list[tuple[Sequence[Row], asyncio.Future[None]]] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="log")
        self._busy: asyncio.Task[None] | None = None

    def enter(self, rows: Sequence[Row]) -> asyncio.Future[None]:
        """Done once the decisions of a request are committed; raises what kept them from that."""
        loop = asyncio.get_running_loop()
        recorded: asyncio.Future[None] = loop.create_future()
        self._waiting.append((rows, recorded))
        if self._busy is None or self._busy.done():
            self._busy = loop.create_task(self._commit(loop))
        return recorded

    async def _commit(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._waiting:
            together, self._waiting = self._waiting, []
            rows = [row for of_one, _ in together for row in of_one]
            try:
                await loop.run_in_executor(self._thread, self._context.log.enter, Entering(rows, rows[-1].at))
            except Exception as error:
                log_failure(error, None)
                for _, recorded in together:
                    if not recorded.done():
                        recorded.set_exception(not_recorded())
            else:
                for _, recorded in together:
                    if not recorded.done():
                        recorded.set_result(None)
