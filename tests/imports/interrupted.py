"""Runs one import, slowly enough to be killed: `python -m … HOME KEYS FILE MODE [URL]`."""

import sys
import time
from pathlib import Path

from models.database import Database
from models.imports import run, spool
from models.imports.run import run_import
from models.keys import KeyRing
from tests.factories import ordinary_day
from tests.imports.conftest import NOW, Rules


def slowly(phase: str, done: int, total: int | None) -> None:
    if phase != "read":
        sys.stdout.write(f"{phase} {done}\n")
        sys.stdout.flush()
        time.sleep(0.02)


if __name__ == "__main__":
    spool.CHUNK_ROWS = run.CHUNK_ROWS = spool.BATCH_ROWS  # type: ignore[attr-defined]
    home, keys, file, mode, *url = sys.argv[1:]
    run_import(
        Database.open(Path(home), ordinary_day, *url), KeyRing.open(Path(keys)), Rules(), Path(file),  # type: ignore[arg-type]
        list_code="brushing_black", now=NOW, progress=slowly, mode=mode, confirm=mode == "full",  # type: ignore[arg-type]
    )  # fmt: skip
