"""`/v1/check` on the hot path beside an empty typed endpoint, on one core, by wrk: `python -m bench.hot`.

The lists are a stated synthetic one: so many merchants, each with one record, as entries of the serving process alone,
so that a million of them take seconds and not an import. Everything else is the service as it is served: tokens, rules,
clauses, and every decision committed (fsync) before its answer.
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from api.demo import BRUSHER
from bench.checks import SERVER, _port, _serving
from huixin.core.identifiers import uscc_check_character

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


def code_of(number: int) -> str:
    body = f"91441302MA{number:07d}"
    return body + uscc_check_character(body)


@contextmanager
def served(listed: int, environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The service with the demo in it, and so many more entries: its address and a platform's token."""
    with tempfile.TemporaryDirectory() as folder:
        home, port = Path(folder), _port()
        environment = os.environ | environment | {"HUIXIN_HOME": folder, "HUIXIN_WORKER": "0"}
        for command in ("migrate", "demo"):
            subprocess.run([SERVER, command], check=True, env=environment, stdout=subprocess.DEVNULL)
        demo = json.loads((home / "demo.json").read_text())
        _unlimited(home, demo["platform_id"])
        command = ["taskset", "-c", "0", SERVER, "serve", "--port", str(port)]
        with _serving(command, port, environment):
            _hot(home)
            enlarge(home / "hot" / "0.db", listed)
            url, login = f"http://127.0.0.1:{port}", (demo["platform_id"], demo["platform_secret"])
            reply = httpx.post(f"{url}/oauth/token", data={"grant_type": "client_credentials"}, auth=login)
            yield url, reply.json()["access_token"]


def _unlimited(home: Path, client_id: str) -> None:
    """No quota stands in the way of what is measured."""
    with closing(sqlite3.connect(home / "main.db")) as main, main:
        quota = "SELECT member_id, 1000000, 10000000, 1000000000 FROM credential WHERE client_id = ?"
        main.execute(f"INSERT OR REPLACE INTO quota {quota}", (client_id,))


def _hot(home: Path) -> None:
    """Waits until the entries are told."""
    for _ in range(1800):
        if (home / "hot" / "0.db").exists():
            with closing(sqlite3.connect(home / "hot" / "0.db")) as file:
                if file.execute("SELECT count(*) FROM entry").fetchone()[0]:
                    return
        time.sleep(0.1)
    raise TimeoutError


def enlarge(path: Path, listed: int) -> None:
    """As many entries as that, each like the one of the demo's brusher."""
    with closing(sqlite3.connect(path)) as file, file:
        [(content,)] = file.execute("SELECT content FROM entry WHERE key = ?", (f"uscc:{BRUSHER}",)).fetchall()
        [merchant] = json.loads(content)

        def row(number: int) -> tuple[str, str]:
            own = [f"sub_{number:032d}", f"uscc:{code_of(number)}", *merchant[2:5], code_of(number), *merchant[6:7]]
            records = [[f"lst_{number:032d}", *record[1:]] for record in merchant[7]]
            return own[1], json.dumps([[*own, records]], ensure_ascii=False, separators=(",", ":"))

        file.executemany("INSERT INTO entry VALUES (?, ?)", map(row, range(listed)))


def rate(url: str, path: str, token: str, hits: int, listed: int) -> Rate:
    with tempfile.TemporaryDirectory() as folder:
        codes = Path(folder) / "codes"
        step = max(1, listed // ASKED)
        asked = (code_of(n * step if n % 100 < hits else 5_000_000 + n) for n in range(ASKED))
        codes.write_text("\n".join(asked))
        script = Path(folder) / "ask.lua"
        script.write_text(LUA.format(codes=codes, path=path, token=token))
        command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s"]
        told = subprocess.run([*command, script, url], check=True, capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    others = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    assert found, told
    return Rate(float(found[1]), _ms(told, "50%"), _ms(told, "99%"), int(others[1]) if others else 0)


def _ms(told: str, quantile: str) -> float:
    found = re.search(rf"{quantile}\s+([\d.]+)(us|ms|s)\b", told)
    assert found, told
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]


def measure(environment: dict[str, str], name: str, listed: int = LISTED) -> dict[str, float]:
    floor = _port()
    noop = [sys.executable, "-m", "uvicorn", "bench.noop:app", "--port", str(floor), "--log-level", "error"]
    found: dict[str, float] = {}
    with served(listed, environment) as (url, token), _serving(["taskset", "-c", "0", *noop], floor, dict(os.environ)):
        for hits in HITS:
            rate(url, "/v1/check", token, hits, listed)
            pairs = [
                (
                    rate(url, "/v1/check", token, hits, listed),
                    rate(f"http://127.0.0.1:{floor}", "/noop", "x", hits, listed),
                )
                for _ in range(ROUNDS)
            ]
            assert not any(one.refused or other.refused for one, other in pairs)
            key = f"hot_{name}_{hits}"
            found[f"{key}_per_second"] = round(median(one.per_second for one, _ in pairs))
            found[f"{key}_noop_per_second"] = round(median(other.per_second for _, other in pairs))
            found[f"{key}_to_noop"] = round(median(one.per_second / other.per_second for one, other in pairs), 2)
            found[f"{key}_p50_ms"] = round(median(one.p50 for one, _ in pairs), 2)
            found[f"{key}_p99_ms"] = round(median(one.p99 for one, _ in pairs), 2)
            found[f"{key}_noop_p99_ms"] = round(median(other.p99 for _, other in pairs), 2)
    return found


def main() -> None:
    for name, figure in measure({}, "sqlite").items():
        print(f"{name:34} {figure}")


if __name__ == "__main__":
    main()
