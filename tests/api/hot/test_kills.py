"""Killed at any moment under load: every decision that was answered is in the log, and the log is what was signed."""

import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import httpx
import pytest
from sqlalchemy import Text, cast
from sqlmodel import col, select

from huixin.core.vocabulary import MemberKind
from models.database import Database
from models.decisions import Decision
from models.receipts.audit import audit
from models.rulesets.deciding import publish_shipped
from rules.ruleset import RuleSet
from tests.api.conftest import BLACK, CLEAN
from tests.api.processes import PATIENCE, Installation, installed
from tests.api.test_worker import serve
from tests.conftest import FULL
from tests.factories import make_listing, make_subject

KILLS = 50 if FULL else 5
ASKING = 8


def answered(url: str, token: str, over: Event) -> dict[str, str]:
    """What came as an answer, by the id of its decision, until the service is gone."""
    told = dict[str, str]()
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        while not over.is_set():
            code = random.choice((BLACK, CLEAN))  # noqa: S311
            try:
                reply = client.post(f"{url}/v1/check", json={"subject": {"uscc": code}, "scene": "promotion"})
            except httpx.TransportError:
                break
            assert reply.status_code == 200, reply.text
            told[reply.json()["decision_id"]] = reply.text
    return told


def load_and_kill(installation: Installation, login: tuple[str, str]) -> dict[str, str]:
    url = serve(installation, HUIXIN_WORKER="0")
    form = {"grant_type": "client_credentials"}
    token = httpx.post(f"{url}/oauth/token", data=form, auth=login, timeout=30).json()["access_token"]
    over = Event()
    with ThreadPoolExecutor(ASKING) as pool:
        asking = [pool.submit(answered, url, token, over) for _ in range(ASKING)]
        time.sleep(random.uniform(0.3, 2.5))  # noqa: S311
        process = installation.running[-1]
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
        over.set()
        return {key: text for one in asking for key, text in one.result().items()}


@pytest.mark.parametrize("new_database", ["sqlite", "postgresql"] if FULL else ["sqlite"], indirect=True)
def test_whatever_was_answered_is_in_the_log(database: Database, tmp_path: Path, ruleset: RuleSet) -> None:
    with installed(database, tmp_path / "home") as installation:
        member = installation.member(MemberKind.PLATFORM)
        with database.write() as session:
            publish_shipped(session, ruleset, installation.now)
            make_listing(session, make_subject(session, uscc=BLACK))
        public = [{**key.public_jwk, "kid": key.kid} for key in installation.keys.receipt_keys]
        told = dict[str, str]()
        for _ in range(KILLS):
            told |= load_and_kill(installation, (member.client_id, member.client_secret))
            with database.log_read() as log:
                found = dict(log.execute(select(Decision.id, cast(col(Decision.answer), Text))).tuples().all())
                assert told.items() <= found.items()
                assert list(audit(log, public)) == []
        assert len(told) > KILLS
