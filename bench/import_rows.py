"""Import of a stated file into an empty SQLite database: rows a second, and the most memory that it took.

`python -m bench.import_rows [ROWS]` prints one JSON line; `figures` is the small size of `make bench`.
"""

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.import_generator import write_file
from huixin.core.windows import day_of
from models.database import Database
from models.imports.run import run_import
from models.keys import KeyRing
from models.migrations import migrate
from models.reference import sync_reference
from rules.ruleset import default_ruleset

ROWS = 100_000
NOW = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)


def figures(rows: int = ROWS) -> dict[str, float]:
    """Rows a second in all, seconds of validation and of application, and megabytes at the highest."""
    with TemporaryDirectory() as folder:
        return _measured(Path(folder), rows)


def _measured(folder: Path, rows: int) -> dict[str, float]:
    file, database, rules = (
        write_file(folder / "list.csv", rows),
        Database.open(folder / "home", lambda: day_of(NOW)),
        default_ruleset(),
    )
    migrate(database)
    with database.write() as session:
        sync_reference(session, rules.catalogue)
    begun: dict[str, float] = {}

    def note(phase: str, *_: int | None) -> None:
        begun.setdefault(phase, time.perf_counter())

    start = time.perf_counter()
    keys = KeyRing.open(folder / "home")
    report = run_import(database, keys, rules, file, list_code="brushing_black", now=NOW, progress=note)
    end = time.perf_counter()
    database.close()
    assert report.state == "completed"
    return {
        "import_rows": rows,
        "import_rows_per_second": round(rows / (end - start)),
        "import_validate_seconds": round(begun["apply"] - start, 1),
        "import_apply_seconds": round(end - begun["apply"], 1),
        "import_peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(figures(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)))
