"""A member's program beside the service: its client, and the maker of bundles as the worker runs it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from api.bundling import maker_of
from huixin import Client
from huixin.core.vocabulary import MemberKind
from huixin.local import LocalChecker
from huixin.retries import RetryPolicy
from models.bundles.build import Audience
from models.bundles.shelf import Shelf
from tests.api.conftest import World


@dataclass
class Office:
    world: World
    folder: Path

    def make(self, kind: MemberKind = MemberKind.PLATFORM, inside: str | None = None) -> Shelf:
        context, audience = self.world.context, Audience(kind, inside)
        shelf = Shelf.of(context.settings.bundles_folder, audience)
        maker_of(context).make(audience, shelf, context.now())
        return shelf

    def client(self, kind: MemberKind = MemberKind.PLATFORM, **options: str) -> Client:
        member = self.world.member(kind, **options)
        http: httpx.Client = self.world.client
        return Client(
            "http://testserver", member.client_id, member.client_secret, http=http, retries=RetryPolicy(tries=1)
        )

    def checker(self, **options: object) -> LocalChecker:
        return LocalChecker.open(
            self.folder,
            client=self.client(),
            now=self.world.context.now,
            **options,  # type: ignore[arg-type]
        )


@pytest.fixture
def office(world: World, tmp_path: Path) -> Office:
    return Office(world, tmp_path / "local")


@pytest.fixture
def held(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A bundle that is there, and the command line by the world's clock."""
    office.world.enter({})
    office.make()
    office.checker().close()
    by_the_clock = partial(LocalChecker.open, now=office.world.context.now)
    monkeypatch.setattr("huixin.cli.screen_local.LocalChecker", SimpleNamespace(open=by_the_clock))
    return office


Asked = Callable[..., object]
