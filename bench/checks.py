"""`/v1/check` against an empty typed endpoint: same machine, same load, in turn."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from api.demo import BRUSHER, CLEAR

CONNECTIONS = 8
REQUESTS = 100
ROUNDS = 3
SERVER = str(Path(sys.executable).with_name("huixin-server"))


def figures() -> dict[str, float]:
    """Requests a second of both, and their ratio; 10 % of the checks hit a record."""
    floor = _port()
    noop = [sys.executable, "-m", "uvicorn", "bench.noop:app", "--port", str(floor), "--log-level", "error"]
    with demo_served() as demo, _serving(noop, floor, dict(os.environ)):
        checks, floors = [], []
        for _ in range(ROUNDS):
            checks.append(_rate(f"{demo.url}/v1/check", demo.headers))
            floors.append(_rate(f"http://127.0.0.1:{floor}/noop", {}))
    return {
        "check_requests_per_second": round(median(checks)),
        "noop_requests_per_second": round(median(floors)),
        "check_to_noop_ratio": round(median(c / f for c, f in zip(checks, floors, strict=True)), 3),
    }


@dataclass(frozen=True, slots=True)
class Demo:
    """A service with the demo in it: its address, the headers of a platform's requests, its environment."""

    url: str
    headers: dict[str, str]
    environment: dict[str, str]


@contextmanager
def demo_served() -> Iterator[Demo]:
    """The service with the demo, in a folder of its own, until the end of the block."""
    with tempfile.TemporaryDirectory() as folder:
        environment, port = os.environ | {"HUIXIN_HOME": folder}, _port()
        for command in ("migrate", "demo"):
            subprocess.run([SERVER, command], check=True, env=environment, stdout=subprocess.DEVNULL)
        demo = json.loads((Path(folder) / "demo.json").read_text())
        with _serving([SERVER, "serve", "--port", str(port)], port, environment):
            url, form = f"http://127.0.0.1:{port}", {"grant_type": "client_credentials"}
            reply = httpx.post(f"{url}/oauth/token", data=form, auth=(demo["platform_id"], demo["platform_secret"]))
            yield Demo(url, {"Authorization": f"Bearer {reply.json()['access_token']}"}, environment)


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _rate(url: str, headers: dict[str, str]) -> float:
    """Requests a second over CONNECTIONS connections, each sending REQUESTS."""

    def send() -> None:
        with httpx.Client(headers=headers) as client:
            for number in range(REQUESTS):
                code = BRUSHER if number % 10 == 0 else CLEAR
                client.post(url, json={"subject": {"uscc": code}, "scene": "promotion"}).raise_for_status()

    threads = [threading.Thread(target=send) for _ in range(CONNECTIONS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return CONNECTIONS * REQUESTS / (time.perf_counter() - started)
