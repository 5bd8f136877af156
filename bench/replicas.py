"""How long after a change is answered each of three replicas answers by it, all of them under load.

`python -m bench.replicas [CHANGES]` prints one JSON line. Over PostgreSQL, the replicas on one core, each with four
connections that ask one check after the other. A record is entered, its measure suspended and taken up again, the
record ended; from the answer to that until the same check, asked of each replica all the time, is answered otherwise.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.served import UNLISTED, Installation, code_of, installed, serving
from huixin import Client

REPLICAS, CONNECTIONS, CHANGES = 3, 4, 40
MEASURE = "promotion_limit"
HEADER = "HMDMC,JGMC,TYSHXYDM,RDBM,RDYJ,RDRQ,YXQS,YXQZ,LRMDSY,WSH,TCRQ"
PATIENCE = 30.0


@dataclass
class Running:
    """Replicas, with a client of the centre at the first and one of a platform at each."""

    centre: Client
    asking: list[Client]
    over: threading.Event = field(default_factory=threading.Event)
    checks: int = 0

    def ask_on(self, client: Client) -> None:
        number = 0
        while not self.over.is_set():
            client.check(code_of(UNLISTED + number % 10_000), scene="promotion")
            number += 1
        self.checks += number


def figures(changes: int = CHANGES) -> dict[str, float]:
    with ExitStack() as stack:
        home = stack.enter_context(installed(postgresql=True))
        addresses = [stack.enter_context(serving(home)) for _ in range(REPLICAS)]
        running = _running(stack, home, addresses)
        loading = ThreadPoolExecutor(REPLICAS * CONNECTIONS)
        begun = time.perf_counter()
        for client in [_platform(stack, home, url) for url in addresses for _ in range(CONNECTIONS)]:
            loading.submit(running.ask_on, client)
        taken = [one for number in range(changes // 4) for one in _changed(running, number)]
        running.over.set()
        loading.shutdown()
        asked = running.checks / (time.perf_counter() - begun)
    taken.sort()
    return {
        "replicas": REPLICAS,
        "replicas_changes_seen": len(taken),
        "replicas_checks_per_second": round(asked),
        "replicas_follow_p50_ms": round(taken[len(taken) // 2]),
        "replicas_follow_p99_ms": round(taken[int(0.99 * (len(taken) - 1))]),
        "replicas_follow_longest_ms": round(taken[-1]),
    }


def _running(stack: ExitStack, home: Installation, addresses: list[str]) -> Running:
    demo = home.demo
    centre = stack.enter_context(Client(addresses[0], demo.centre_id, demo.centre_secret))
    return Running(centre, [_platform(stack, home, url) for url in addresses])


def _platform(stack: ExitStack, home: Installation, url: str) -> Client:
    return stack.enter_context(Client(url, home.demo.platform_id, home.demo.platform_secret))


def _changed(running: Running, number: int) -> list[float]:
    """Milliseconds of each change at each replica."""
    code, centre = code_of(number), running.centre
    suspended: list[str] = []

    def suspend() -> None:
        suspended.append(centre.suspensions.add(MEASURE, "复核依据", "Its ground is reviewed").id)

    steps: list[tuple[Callable[[], object], bool]] = [
        (lambda: _upload(centre, _row(number)), True),
        (suspend, False),
        (lambda: centre.suspensions.lift(suspended[0]), True),
        (lambda: _upload(centre, _row(number, "2026-11-01")), False),
    ]
    taken = []
    with ThreadPoolExecutor(len(running.asking)) as watching:
        for change, applies in steps:
            change()
            begun = time.perf_counter()
            seen = [watching.submit(_seen, client, code, applies) for client in running.asking]
            taken += [1000 * (one.result() - begun) for one in seen]
    return taken


def _row(number: int, ended: str = "") -> str:
    who = f"炒信黑名单,惠州市{number}号测速商贸有限公司,{code_of(number)},惠州市市场监督管理局,电子商务法第十七条"
    return f"{who},2026-01-05,2026-01-05,2028-01-04,刷单炒信,惠市监〔2026〕9{number}号,{ended}"


def _upload(centre: Client, row: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        file.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
        report = centre.imports.upload(file, list="brushing_black")
        assert report.rejected == 0, report


def _seen(client: Client, code: str, applies: bool) -> float:
    """When the answer was as it is now to be."""
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        measures = {measure.code for measure in client.check(code, scene="promotion").measures}
        if (MEASURE in measures) == applies:
            return time.perf_counter()
    raise TimeoutError(f"{code}: {MEASURE} should{'' if applies else ' not'} apply")


if __name__ == "__main__":
    print(json.dumps(figures(*map(int, sys.argv[1:]))))
