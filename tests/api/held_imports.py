"""What a process of a test does before it begins: it takes lists in by few rows, and stops short in one transaction."""

import time
from pathlib import Path
from typing import Literal

from sqlmodel import Session

from models.imports import run, spool, validation
from models.imports.spool import Chunk

ROWS = 5
"""Of one transaction."""
When = Literal["begun", "written"]


def in_small_chunks() -> None:
    spool.BATCH_ROWS = spool.CHUNK_ROWS = validation.BATCH_ROWS = ROWS  # type: ignore[attr-defined]


def hold(mark: Path, start: int, when: When) -> None:
    """The chunk that begins at that row is `begun`, or all of it `written` and not committed: says so by the mark, and
    goes no further."""
    in_small_chunks()
    apply = run._Run._apply_chunk

    def held(this: run._Run, session: Session, chunk: Chunk) -> None:
        if when == "written":
            apply(this, session, chunk)
            session.flush()
        if chunk.start == start:
            mark.touch()
            time.sleep(3600)
        if when == "begun":
            apply(this, session, chunk)

    run._Run._apply_chunk = held  # type: ignore[assignment,method-assign]
