"""What a local check costs a member's program; nothing of the service is loaded, so its memory is such a program's.

`python -m bench.bundles_local FOLDER` prints one JSON line.
"""

import json
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TypeVar

from huixin.local import LocalChecker
from huixin.local.prudence import LocalAnswer

CHECKS, KNOWN = 2_000, 20_000
T = TypeVar("T")
NOW = datetime(2023, 12, 28, 4, 0, tzinfo=UTC)
"""A day on which nearly all of the generated records count, or are to."""


def local_figures(path: Path) -> dict[str, float]:
    before = _most_megabytes()
    opened, local = _timed(lambda: LocalChecker.open(path, now=lambda: NOW))
    codes = _codes(path)
    chance = random.Random(7)
    wanted = [chance.choice(codes) for _ in range(CHECKS)]
    local.verdict(codes[0], scene="promotion")
    local.check(codes[0], scene="promotion")
    # likenesses that a program has met before
    for code in chance.choices(codes, k=4 * CHECKS):
        local.verdict(code, scene="promotion")
    verdict = _each(wanted, lambda code: local.verdict(code, scene="promotion"))
    typed = _each(wanted, lambda code: local.check(code, scene="promotion"))
    answer = local.check(codes[0], scene="promotion")
    plain = answer.model_dump(by_alias=True)
    building = _each(wanted, lambda _: LocalAnswer.model_validate(plain))
    used = _most_megabytes()
    lookup = _each(wanted, _look_up(path))
    local.close()
    return {
        "local_open_milliseconds": round(1000 * opened, 1),
        "local_verdict_microseconds_p50": round(verdict, 1),
        "sqlite_lookup_microseconds_p50": round(lookup, 1),
        "local_answer_microseconds_p50": round(typed, 1),
        "pydantic_answer_microseconds_p50": round(building, 1),
        "local_megabytes": used,
        "local_megabytes_before_opening": before,
    }


def _most_megabytes() -> int:
    """Of this program alone; `getrusage` would count what the process was before it became this program."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return round(int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmHWM"))) / 1024)


def _look_up(path: Path) -> Callable[[str], object]:
    file = sqlite3.connect(f"{_base(path).as_uri()}?mode=ro&immutable=1", uri=True)
    file.execute("PRAGMA mmap_size=1073741824")
    return lambda code: file.execute("SELECT content FROM entry WHERE key = ?", (f"uscc:{code}",)).fetchall()


def _base(path: Path) -> Path:
    return next(path.glob("*.db")).absolute()


def _codes(path: Path) -> list[str]:
    """Some of them, from all over the base: the list of all would weigh more than what is measured."""
    with closing(sqlite3.connect(_base(path))) as file:
        [(count,)] = file.execute("SELECT count(*) FROM entry").fetchall()
        rows = file.execute("SELECT key FROM entry WHERE key LIKE 'uscc:%' AND content != '?'")
        return [key.removeprefix("uscc:") for (key,) in islice(rows, 0, None, max(1, count // KNOWN))]


def _each(wanted: Sequence[str], ask: Callable[[str], object]) -> float:
    """Microseconds, half of them take no longer."""
    taken = []
    for code in wanted:
        start = time.perf_counter()
        ask(code)
        taken.append(time.perf_counter() - start)
    return median(taken) * 1e6


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


if __name__ == "__main__":
    print(json.dumps(local_figures(Path(sys.argv[1]))))
