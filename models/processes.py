"""Further processes, for work of seconds that would keep this one's interpreter from everybody else."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import Any

FEW_COLLECTIONS = (100_000, 50, 1000)
"""Rows make no cycles, but so many objects that the collector would look through the whole rule set again and again,
for a third of the time."""
# Forked off a process that does nothing else: a forked copy of a server with threads may hang.
CONTEXT = multiprocessing.get_context("forkserver")
BEGIN_WITH = "models.forked"
CONTEXT.set_forkserver_preload([BEGIN_WITH])


def further_processes(count: int, begin: Callable[..., None] | None = None, *arguments: Any) -> ProcessPoolExecutor:
    """At most so many, each of which calls `begin` first. If this process is killed, they end as well."""
    return ProcessPoolExecutor(count, mp_context=CONTEXT, initializer=_begin, initargs=(begin, arguments))


def _begin(begin: Callable[..., None] | None, arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()
    gc.set_threshold(*FEW_COLLECTIONS)
    if begin is not None:
        begin(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
