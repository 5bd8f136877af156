"""P50 of `/v1/check` where ten thousand are listed and where ten million are, warm and with cold pages.

`python -m bench.sizes [SMALL LARGE]` prints one JSON line. One check after the other over one connection, a tenth about
somebody listed, each code asked once; cold: the operating system has been told to forget the file of entries.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

import httpx

from bench.served import UNLISTED, Installation, code_of, installed, serving

SMALL, LARGE = 10_000, 10_000_000
CHECKS, ROUNDS = 2_000, 3


def figures(small: int = SMALL, large: int = LARGE) -> dict[str, float]:
    with installed() as home:
        with serving(home, small) as address:
            few = _p50(home, address, small)
        with serving(home, large) as address:
            many = _p50(home, address, large)
            entries = max((home.home / "hot").glob("*.db"), key=lambda path: path.stat().st_size)
            cold = _p50(home, address, large, before=lambda: _forget(entries))
    return {
        "sizes_small": small,
        "sizes_large": large,
        "sizes_small_p50_ms": round(few, 3),
        "sizes_large_p50_ms": round(many, 3),
        "sizes_large_cold_p50_ms": round(cold, 3),
        "sizes_large_to_small": round(many / few, 2),
        "sizes_large_cold_to_small": round(cold / few, 2),
    }


def _p50(home: Installation, address: str, listed: int, before: Callable[[], None] = lambda: None) -> float:
    """Milliseconds, the least of the medians of some rounds."""
    demo, chance, rounds = home.demo, Random(listed), []
    token = home.token(address, demo.platform_id, demo.platform_secret)
    with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client:
        for _ in range(ROUNDS):
            before()
            numbers = [
                chance.randrange(listed) if n % 10 == 0 else UNLISTED + chance.randrange(10**7) for n in range(CHECKS)
            ]
            rounds.append(median(_asked(client, code_of(number)) for number in numbers))
    return min(rounds)


def _asked(client: httpx.Client, code: str) -> float:
    begun = time.perf_counter()
    client.post("/v1/check", json={"subject": {"uscc": code}, "scene": "promotion"}).raise_for_status()
    return 1000 * (time.perf_counter() - begun)


def _forget(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


if __name__ == "__main__":
    print(json.dumps(figures(*map(int, sys.argv[1:]))))
