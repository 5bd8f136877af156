"""The real process: what `make run` starts, prints and stops."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.demo_home import copied

SERVER = Path(sys.executable).with_name("huixin-server")
PERSON = "11010519491231002X"
PATIENCE = 120.0


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HUIXIN_HOME": str(home)}
    return subprocess.run([SERVER, *arguments], env=environment, capture_output=True, text=True, timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As after a first `make run`; what a second one does first comes to nothing new."""
    home = tmp_path_factory.mktemp("home") / "home"
    copied(demo_home, home)
    for command in ("migrate", "demo"):
        done = run(home, command)
        assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def serving(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    with subprocess.Popen(
        [SERVER, "serve", "--port", str(port)],
        env=os.environ | {"HUIXIN_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        wait_for(f"http://127.0.0.1:{port}/readyz")
        yield process, f"http://127.0.0.1:{port}"
        process.kill()


def wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            httpx.get(address).raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {address}")


def test_three_lines_to_copy_that_work_and_a_clean_end(serving: Any) -> None:
    process, address = serving
    lines = [line for line in (process.stdout.readline() for _ in range(5)) if line.strip()]
    token_line, check_line, docs = (line.strip() for line in lines)
    shown = subprocess.run(["bash", "-c", f"{token_line}\n{check_line}"], capture_output=True, text=True, check=True)
    assert json.loads(shown.stdout)["outcome"] == "refuse"
    assert docs == f"{address}/docs"
    assert httpx.get(docs).status_code == 200
    assert httpx.get(f"{address}/v1/subjects/{PERSON}").status_code == 401
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert process.wait(PATIENCE) == 0
    assert "Traceback" not in rest
    assert PERSON not in rest, "addresses are not logged"


def test_a_database_that_was_never_migrated(tmp_path: Path) -> None:
    refused = run(tmp_path, "serve", "--port", str(free_port()))
    assert refused.returncode == 1
    assert "huixin-server migrate" in refused.stderr


def test_a_port_that_is_taken(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = run(home, "serve", "--port", str(port))
    assert refused.returncode == 1
    assert refused.stdout == "", "no lines to copy that would reach another program"
    assert refused.stderr.startswith(f"Port {port} is taken")
    assert re.search(r"make run PORT=\d+` or `huixin-server serve --port \d+`", refused.stderr)
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
def test_an_address_that_is_not_ours(home: Path, host: str) -> None:
    port = str(free_port())
    refused = run(home, "serve", "--host", host, "--port", port)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"The service cannot listen at {host}:{port}: ")
    assert "Traceback" not in refused.stderr


def test_what_an_import_did_fits_a_terminal_of_eighty_columns(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "惠州市 [炒信] 黑名单 2026-11.csv"
    file.write_text("失信主体名称,统一社会信用代码,列入日期\n惠州市益永畅商贸有限公司,91441300195971850Y,2026-01-05\n")
    shown = run(home, "import", str(file), "--list", "brushing_black", "--dry-run").stdout
    headline, _, *rows = shown.splitlines()
    assert headline == f"{file.name} → brushing_black: dry run"
    counted = {name.strip(): count.strip() for name, count in (row.strip("│").split("│") for row in rows[:8])}
    assert (counted["rows"], counted["entered"], counted["rejected"]) == ("1", "1", "0")


def test_every_command_is_mounted(tmp_path: Path) -> None:
    shown = run(tmp_path, "--help").stdout
    for command in ("serve", "migrate", "demo", "import", "rules", "member", "backup", "restore"):
        assert f" {command} " in shown
