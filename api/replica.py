"""What this process tells of itself: up to which change its hot path answers."""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

from api.context import AppContext
from models.base import new_id
from models.replicas import BEAT, Process, leave, tell
from models.sequence import current_sequence

LOG = logging.getLogger(__name__)


@contextmanager
def telling(context: AppContext, here: Callable[[], int | None]) -> Iterator[None]:
    """Every few seconds, until the end of the block, in the background. `here`: the change up to which it answers."""
    process = Process(new_id("rpl"), f"{socket.gethostname()}/{os.getpid()}", context.now())
    over = Event()

    def go_on() -> None:
        while not over.wait(BEAT.total_seconds()):
            try:
                tell_once(context, process, here())
            except SQLAlchemyError as error:
                LOG.error("the replica could not tell how fresh it is: %s", type(error).__name__)

    thread = Thread(target=go_on, name="replica", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        _leave(context, process)


def tell_once(context: AppContext, process: Process, here: int | None) -> None:
    # read after `here`: what comes in between makes it older, never newer than it is
    with context.database.read() as session:
        newest = current_sequence(session)
    with context.database.log_write() as log:
        tell(log, process, here, newest, context.now())


def _leave(context: AppContext, process: Process) -> None:
    try:
        with context.database.log_write() as log:
            leave(log, process.id)
    except SQLAlchemyError as error:
        LOG.error("the replica could not take its leave: %s", type(error).__name__)
