"""Runs one import in the world of a folder, slowly enough to be killed: `python -m … FOLDER FILE`."""

import sys
import time
from pathlib import Path

from models.database import Database
from models.imports import spool
from models.imports.run import run_import
from models.keys import KeyRing
from tests.factories import ordinary_day
from tests.imports.conftest import NOW, Rules


def slowly(phase: str, done: int, total: int | None) -> None:
    if phase == "apply":
        sys.stdout.write(f"{done}\n")
        sys.stdout.flush()
        time.sleep(0.02)


if __name__ == "__main__":
    spool.CHUNK_ROWS = spool.BATCH_ROWS
    home = Path(sys.argv[1])
    run_import(
        Database.open(home, ordinary_day), KeyRing.open(home), Rules(), Path(sys.argv[2]),  # type: ignore[arg-type]
        list_code="brushing_black", now=NOW, progress=slowly,
    )  # fmt: skip
