"""Import by the command line into a database from which a service answers checks meanwhile: rows a second, the most
memory of the command, and how long checks took.

`python -m bench.import_beside [ROWS]` prints one JSON line; `figures` is the small size of `make bench`.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

import httpx

from api.demo import BRUSHER, CLEAR
from bench.import_generator import write_file
from bench.served import SERVER, Installation, installed, serving

ROWS = 50_000
SOME_REJECTED = 2


def figures(rows: int = ROWS) -> dict[str, float]:
    """What is measured while the command runs, from its start to its end."""
    with tempfile.TemporaryDirectory() as folder, installed() as home, serving(home, core=None) as address:
        file = write_file(Path(folder) / "list.csv", rows)
        over, waits = threading.Event(), list[float]()
        checking = threading.Thread(target=_check, args=(home, address, over, waits))
        checking.start()
        started = time.perf_counter()
        command = [SERVER, "import", str(file), "--list", "brushing_black", "--json"]
        process = subprocess.Popen(command, env=home.environment, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        over.set()
        checking.join()
        assert os.waitstatus_to_exitcode(status) == SOME_REJECTED
    return {
        "beside_import_rows": rows,
        "beside_import_rows_per_second": round(rows / seconds),
        "beside_import_peak_megabytes": round(used.ru_maxrss / 1024),
        "beside_import_check_median_ms": round(median(waits) * 1000, 1),
        "beside_import_check_longest_ms": round(max(waits) * 1000, 1),
    }


def _check(home: Installation, address: str, over: threading.Event, waits: list[float]) -> None:
    """One check after the other, every fourth of a merchant with a record."""
    token = home.token(address, home.demo.platform_id, home.demo.platform_secret)
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        while not over.is_set():
            body = {"subject": {"uscc": CLEAR if len(waits) % 4 else BRUSHER}, "scene": "promotion"}
            started = time.perf_counter()
            client.post(f"{address}/v1/check", json=body).raise_for_status()
            waits.append(time.perf_counter() - started)


if __name__ == "__main__":
    print(json.dumps(figures(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)))
