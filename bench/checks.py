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
from pathlib import Path
from statistics import median

import httpx

from api.demo import BRUSHER, CLEAR

CONNECTIONS = 8
REQUESTS = 100
ROUNDS = 3


def figures() -> dict[str, float]:
    """Requests a second of both, and their ratio; 10 % of the checks hit a record."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"HUIXIN_HOME": folder}
        server = Path(sys.executable).with_name("huixin-server")
        subprocess.run([str(server), "migrate"], check=True, env=environment, stdout=subprocess.DEVNULL)
        subprocess.run([str(server), "demo"], check=True, env=environment, stdout=subprocess.DEVNULL)
        demo = json.loads((Path(folder) / "demo.json").read_text())
        port, floor = _port(), _port()
        noop = [sys.executable, "-m", "uvicorn", "bench.noop:app", "--port", str(floor), "--log-level", "error"]
        with (
            _serving([str(server), "serve", "--port", str(port)], port, environment),
            _serving(noop, floor, environment),
        ):
            base = f"http://127.0.0.1:{port}"
            form = {"grant_type": "client_credentials"}
            reply = httpx.post(f"{base}/oauth/token", data=form, auth=(demo["platform_id"], demo["platform_secret"]))
            headers = {"Authorization": f"Bearer {reply.json()['access_token']}"}
            checks, floors = [], []
            for _ in range(ROUNDS):
                checks.append(_rate(f"{base}/v1/check", headers))
                floors.append(_rate(f"http://127.0.0.1:{floor}/noop", {}))
    return {
        "check_requests_per_second": round(median(checks)),
        "noop_requests_per_second": round(median(floors)),
        "check_to_noop_ratio": round(median(c / f for c, f in zip(checks, floors, strict=True)), 3),
    }


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
