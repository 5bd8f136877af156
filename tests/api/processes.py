"""Real processes of `huixin-server` over a database of a test, with a clock that the test moves."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from huixin.core.vocabulary import MemberKind
from models.caller import Caller
from models.database import Database
from models.keys import KeyRing
from models.members import NewCredential, add_member
from models.rulesets.deciding import publish_shipped
from models.scopes import default_scopes
from models.webhooks.endpoints import enter_webhook
from rules.ruleset import RuleSet
from tests.api.forked import Forked

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
PATIENCE = 60.0


@dataclass
class Installation:
    """A home folder, its database, and what runs on them."""

    home: Path
    database: Database
    running: list[Forked] = field(default_factory=list)
    now: datetime = NOON

    @property
    def keys(self) -> KeyRing:
        return KeyRing.open(self.home)

    def pass_time(self, spell: timedelta) -> None:
        """All processes at once; the file is never seen half written."""
        self.now += spell
        aside = self.home / "clock.new"
        aside.write_text(self.now.isoformat())
        aside.replace(self.home / "clock")

    def start(self, *words: str, prepared: Callable[[], None] | None = None, **environment: str) -> Forked:
        url = {} if self.database.is_sqlite else {"HUIXIN_DATABASE_URL": url_of(self.database)}
        given = {
            "HUIXIN_HOME": str(self.home),
            "HUIXIN_TEST": "1",
            "HUIXIN_CLOCK_FILE": str(self.home / "clock"),
            "HUIXIN_WEBHOOK_HTTP": "1",
            "HUIXIN_WEBHOOK_NETWORKS": "127.0.0.0/8",
        }
        output = self.home / f"output.{len(self.running)}"
        self.running.append(Forked(words, os.environ | given | url | environment, output, prepared))
        return self.running[-1]

    def member(self, kind: MemberKind = MemberKind.PLATFORM) -> NewCredential:
        with self.database.write() as session:
            return add_member(session, f"process {kind}", kind, default_scopes(kind), self.now)

    def webhook(self, member_id: str, url: str) -> str:
        """A webhook of that member; its secret."""
        caller = Caller(member_id, "", MemberKind.PLATFORM, default_scopes(MemberKind.PLATFORM))
        with self.database.write() as session:
            return enter_webhook(session, self.keys, caller, url, [], None, self.now)[1].secret


def url_of(database: Database) -> str:
    return str(database.main.url.render_as_string(hide_password=False))


@contextmanager
def installed(database: Database, folder: Path, published: RuleSet | None = None) -> Iterator[Installation]:
    """On SQLite where the database lies, else in a folder of its own. What still runs at the end is killed."""
    home = Path(str(database.main.url.database)).parent if database.is_sqlite else folder
    home.mkdir(exist_ok=True)
    installation = Installation(home, database)
    installation.pass_time(timedelta())
    if published is not None:
        with database.write() as session:
            publish_shipped(session, published, installation.now)
    try:
        yield installation
    finally:
        for process in installation.running:
            process.send_signal(signal.SIGKILL)
            process.wait(PATIENCE)


def wait_until(met: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while not met():
        if time.monotonic() > end:
            pytest.fail(f"in vain: {what}")
        time.sleep(0.02)
