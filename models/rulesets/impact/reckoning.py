"""Where the parts of an impact are reckoned: where there is much to look at, in processes of their own."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from models.database import Address, Database
from models.processes import further_processes

SEVERAL_FROM = 50_000
"""Merchants and decisions from which starting processes pays; checks then wait for a second at most of a core."""
Part = tuple[Callable[..., Any], tuple[Any, ...]]
"""What is called with the database, and with what else."""


def reckon(database: Database, size: int, parts: Sequence[Part]) -> list[Any]:
    """What each part comes to, in their order. `size`: how many merchants and decisions there are to look at, of which
    no more need be counted than tell whether processes pay."""
    if size < SEVERAL_FROM:
        return [part(database, *arguments) for part, arguments in parts]
    with further_processes(len(parts)) as processes:
        begun = [processes.submit(_elsewhere, database.address, part, *arguments) for part, arguments in parts]
        return [one.result() for one in begun]


def _elsewhere(address: Address, part: Callable[..., Any], *arguments: Any) -> Any:
    database = address.open(_nobody_writes)
    try:
        return part(database, *arguments)
    finally:
        database.close()


def _nobody_writes() -> date:
    raise AssertionError("an impact changes nothing")
