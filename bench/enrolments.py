"""A platform's whole roster over HTTP, enrolled and screened: seconds, and rows a second; then one change followed, and
the board of it.

`python -m bench.enrolments [ROWS]` prints one JSON line. One in eighty stands on a list from which the promotion
refuses; a large roster comes in several files.
"""

import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bench.served import SERVER, UNLISTED, Installation, code_of, installed, serving
from huixin.core.windows import day_of

ROWS = 20_000
LISTED_ONE_IN = 80
AT_ONCE = 250_000
"""Rows of one upload."""
LIST = "ecommerce_black"
HOUR = 3_600.0
Row = Sequence[str]


def figures(rows: int = ROWS) -> dict[str, float]:
    listed = max(1, rows // LISTED_ONE_IN)
    with installed() as home:
        _list(home, range(listed + 1))
        with serving(home, core=None) as address, _campaign(home, address) as (platform, path):
            seconds = sum(_timed(partial(_enrol, platform, path, some)) for some in _rosters(rows, listed))
            first = _board(platform, path)
            again = _timed(lambda: _enrol(platform, path, [_row(listed)]))
            board = _timed(lambda: _board(platform, path))
            after = _board(platform, path)
    assert (first["checked"], first["excluded"]) == (rows, listed), first
    assert (after["checked"], after["excluded"]) == (rows + 1, listed + 1), after
    return {
        "enrolments_rows": rows,
        "enrolments_listed": listed,
        "enrolments_seconds": round(seconds, 1),
        "enrolments_per_second": round(rows / seconds),
        "enrolments_one_more_seconds": round(again, 2),
        "enrolments_board_seconds": round(board, 2),
    }


def _row(number: int) -> Row:
    return code_of(number), f"惠州市第{number}号网店有限公司"


def _rosters(rows: int, listed: int) -> Iterator[list[Row]]:
    """Those who are listed first among them."""
    numbers = [*range(listed), *range(UNLISTED, UNLISTED + rows - listed)]
    for start in range(0, rows, AT_ONCE):
        yield [_row(number) for number in numbers[start : start + AT_ONCE]]


def _list(home: Installation, numbers: range) -> None:
    """By the command line, as a centre takes a list in."""
    today = day_of(datetime.now(UTC))
    columns = ("TYSHXYDM", "JGMC", "文书号", "RDRQ", "YXQZ", "失信类型")
    until = str(today + timedelta(days=400))
    rows = [(*_row(number), f"测〔2026〕{number}号", str(today), until, "虚假广告") for number in numbers]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        file.write_text(_csv(columns, rows), encoding="utf-8-sig")
        command = [SERVER, "import", str(file), "--list", LIST, "--json"]
        subprocess.run(command, check=True, env=home.environment, stdout=subprocess.DEVNULL)


def _csv(columns: Row, rows: Sequence[Row]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue()


@contextmanager
def _campaign(home: Installation, address: str) -> Iterator[tuple[httpx.Client, str]]:
    """The demo's platform, and where a campaign is that the centre has announced for the days to come."""
    demo, today = home.demo, day_of(datetime.now(UTC))
    centre = {"Authorization": f"Bearer {home.token(address, demo.centre_id, demo.centre_secret)}"}
    days = {"first_day": str(today + timedelta(days=1)), "last_day": str(today + timedelta(days=11))}
    body = {"kind": "double_11", "title": "双十一", "appeal": {"zh": "诚信促销", "en": "Honest prices"}, **days}
    made = httpx.post(f"{address}/v1/campaigns", json=body, headers=centre).raise_for_status().json()
    own = {"Authorization": f"Bearer {home.token(address, demo.platform_id, demo.platform_secret)}"}
    with httpx.Client(base_url=address, headers=own, timeout=HOUR) as platform:
        yield platform, f"/v1/campaigns/{made['id']}"


def _enrol(platform: httpx.Client, path: str, rows: Sequence[Row]) -> None:
    file = {"file": ("roster.csv", _csv(("uscc", "name"), rows).encode(), "text/csv")}
    told = platform.post(f"{path}/roster", files=file).raise_for_status().json()
    assert (told["enrolled"], told["refused"]) == (len(rows), 0), told


def _board(platform: httpx.Client, path: str) -> dict[str, Any]:
    return dict(platform.get(f"{path}/board").raise_for_status().json()["total"])


def _timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(json.dumps(figures(*map(int, sys.argv[1:2]))))
