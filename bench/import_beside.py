"""Import by the command line into a database from which a service answers checks meanwhile: rows a second, the most
memory of the command, and how long checks took before it and while it ran.

`python -m bench.import_beside [ROWS]` prints one JSON line.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import httpx

from api.demo import BRUSHER, CLEAR
from bench.import_generator import write_file
from bench.served import SERVER, Installation, installed, serving

ROWS = 50_000
SOME_REJECTED = 2
QUIET = 10
"""Seconds of checks before the import."""
PAUSE = 0.01
"""Seconds between two checks."""


def figures(rows: int = ROWS) -> dict[str, float]:
    """What is measured while the command runs, from its start to its end; and of checks, before that too."""
    with tempfile.TemporaryDirectory() as folder, installed() as home, serving(home, core=None) as address:
        file = write_file(Path(folder) / "list.csv", rows)
        with _checks(home, address):
            time.sleep(QUIET)
        with _checks(home, address) as before:
            time.sleep(QUIET)
        started = time.perf_counter()
        with _checks(home, address) as beside:
            command = [SERVER, "import", str(file), "--list", "brushing_black", "--json"]
            process = subprocess.Popen(command, env=home.environment, stdout=subprocess.DEVNULL)
            _, status, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
        assert os.waitstatus_to_exitcode(status) == SOME_REJECTED
    return {
        "beside_import_rows": rows,
        "beside_import_rows_per_second": round(rows / seconds),
        "beside_import_peak_megabytes": round(used.ru_maxrss / 1024),
        **_waits("beside_no_import_check", before),
        **_waits("beside_import_check", beside),
        "beside_import_check_p99_to_before": round(_p99(beside) / _p99(before), 2),
    }


def _p99(waits: list[float]) -> float:
    return quantiles(waits, n=100)[-1]


def _waits(name: str, waits: list[float]) -> dict[str, float]:
    found = {"median": median(waits), "p99": _p99(waits), "longest": max(waits)}
    return {f"{name}_{which}_ms": round(1000 * seconds, 1) for which, seconds in found.items()}


@contextmanager
def _checks(home: Installation, address: str) -> Iterator[list[float]]:
    """One check after the other in the background, until the end of the block: the seconds that each took."""
    over, waits = threading.Event(), list[float]()
    checking = threading.Thread(target=_check, args=(home, address, over, waits))
    checking.start()
    try:
        yield waits
    finally:
        over.set()
        checking.join()


def _check(home: Installation, address: str, over: threading.Event, waits: list[float]) -> None:
    """Every fourth of a merchant with a record."""
    token = home.token(address, home.demo.platform_id, home.demo.platform_secret)
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        while not over.wait(PAUSE):
            body = {"subject": {"uscc": CLEAR if len(waits) % 4 else BRUSHER}, "scene": "promotion"}
            started = time.perf_counter()
            client.post(f"{address}/v1/check", json=body).raise_for_status()
            waits.append(time.perf_counter() - started)


if __name__ == "__main__":
    print(json.dumps(figures(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)))
