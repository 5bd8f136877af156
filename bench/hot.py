"""`/v1/check` beside an empty typed endpoint, on one core, over 32 connections, by wrk on the other core.

`python -m bench.hot [LISTED]` prints one JSON line for SQLite and PostgreSQL. The answers are whole: records, measures,
both explanations. Asked in turn, so that what else the machine does weighs on both; each figure is the median.
"""

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.served import UNLISTED, code_of, floor, installed, serving

CONNECTIONS, SECONDS, ROUNDS = 32, 5, 3
LISTED = 1_000_000
HITS = (10, 50, 100)
ASKED = 20_000
"""Different codes that are asked about."""
LUA = """
local codes = {{}}
for line in io.lines("{codes}") do codes[#codes + 1] = line end
local at = 0
request = function()
  at = at % #codes + 1
  return wrk.format("POST", "{path}", nil, '{{"subject":{{"uscc":"' .. codes[at] .. '"}},"scene":"promotion"}}')
end
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer {token}"
"""


@dataclass(frozen=True, slots=True)
class Rate:
    per_second: float
    p50: float
    p99: float
    """Milliseconds."""
    refused: int


def figures(
    listed: int = LISTED,
    hits: tuple[int, ...] = HITS,
    *,
    rounds: int = ROUNDS,
    seconds: int = SECONDS,
    postgresql: tuple[bool, ...] = (False, True),
) -> dict[str, float]:
    found: dict[str, float] = {"hot_listed": listed}
    for other in postgresql:
        with installed(postgresql=other) as home, serving(home, listed) as address, floor() as empty:
            token = home.token(address, home.demo.platform_id, home.demo.platform_secret)
            for share in hits:
                load = Load(token, share, listed, seconds)
                told = _side_by_side(load, address, empty, rounds)
                name = f"hot_{'postgresql' if other else 'sqlite'}_{share}"
                found |= {f"{name}_{figure}": value for figure, value in told.items()}
    return found


@dataclass(frozen=True, slots=True)
class Load:
    """So many percent of the checks are about somebody listed."""

    token: str
    hits: int
    listed: int
    seconds: int
    connections: int = CONNECTIONS

    def on(self, url: str, path: str) -> Rate:
        with tempfile.TemporaryDirectory() as folder:
            codes, script = Path(folder) / "codes", Path(folder) / "ask.lua"
            codes.write_text("\n".join(self._codes()))
            script.write_text(LUA.format(codes=codes, path=path, token=self.token))
            command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{self.connections}", f"-d{self.seconds}s", "--latency"]
            told = subprocess.run([*command, "-s", script, url], check=True, capture_output=True, text=True).stdout
        found = re.search(r"Requests/sec:\s+([\d.]+)", told)
        others = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
        assert found, told
        return Rate(float(found[1]), _ms(told, "50%"), _ms(told, "99%"), int(others[1]) if others else 0)

    def _codes(self) -> list[str]:
        step = max(1, self.listed // ASKED)
        return [code_of(n * step % self.listed if n % 100 < self.hits else UNLISTED + n) for n in range(ASKED)]


def _ms(told: str, quantile: str) -> float:
    found = re.search(rf"{quantile}\s+([\d.]+)(us|ms|s)\b", told)
    assert found, told
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]


def _side_by_side(load: Load, address: str, empty: str, rounds: int) -> dict[str, float]:
    load.on(address, "/v1/check")
    pairs = [(load.on(address, "/v1/check"), load.on(empty, "/noop")) for _ in range(rounds)]
    assert not any(rate.refused or not rate.per_second for pair in pairs for rate in pair)
    return {
        "per_second": round(median(one.per_second for one, _ in pairs)),
        "noop_per_second": round(median(other.per_second for _, other in pairs)),
        "to_noop": round(median(one.per_second / other.per_second for one, other in pairs), 2),
        "p50_ms": round(median(one.p50 for one, _ in pairs), 2),
        "p99_ms": round(median(one.p99 for one, _ in pairs), 2),
        "noop_p99_ms": round(median(other.p99 for _, other in pairs), 2),
        "p99_to_noop": round(median(one.p99 / other.p99 for one, other in pairs), 2),
    }


if __name__ == "__main__":
    print(json.dumps(figures(*map(int, sys.argv[1:])), indent=2))
