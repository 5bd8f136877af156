"""The service over a fresh database, a national platform and a receiver of webhooks, both on real sockets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import TypeVar

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.clock import Clock
from api.context import AppContext
from api.settings import Settings
from models.database import Database
from models.keys import KeyRing
from rules.ruleset import RuleSet
from tests.clients.receiver import receiving
from tests.story.nation import Nation
from tests.story.town import FIRST_DAY, Town
from tests.story.year import Year
from tests.upstream.platform import running

Kind = TypeVar("Kind", bound=Town)


@pytest.fixture
def town(database: Database, ruleset: RuleSet, tmp_path: Path) -> Iterator[Town]:
    with settled(Town, database, ruleset, tmp_path) as town:
        yield town


@pytest.fixture
def year(database: Database, ruleset: RuleSet, tmp_path: Path) -> Iterator[Year]:
    with settled(Year, database, ruleset, tmp_path) as year:
        yield year


@contextmanager
def settled(kind: type[Kind], database: Database, ruleset: RuleSet, tmp_path: Path) -> Iterator[Kind]:
    clock_file, folder = tmp_path / "clock", tmp_path / "left"
    folder.mkdir()
    clock_file.write_text(FIRST_DAY.isoformat())
    loopback = (ip_network("127.0.0.0/8"),)
    settings = Settings(home=tmp_path, clock_file=clock_file, webhook_networks=loopback, webhook_http=True)
    clock = Clock.of(settings)
    dated = replace(database, today=clock.today)
    context = AppContext(dated, KeyRing.open(tmp_path), ruleset, clock, settings)
    with running() as platform, receiving() as receiver, TestClient(create_app(context)) as client:
        nation = Nation(context, client, platform, folder)
        town = kind(context, client, clock_file, nation, receiver)
        town.settle()
        yield town
