"""`client.impacts` of both clients, over the same flows."""

from datetime import date
from typing import TYPE_CHECKING, Literal

from huixin.flows import Flow, Send, Session, ask, ask_content
from huixin.sending import segment
from huixin.types.impact import RulesetImpact

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client

LOOKING = 300.0
"""Seconds for everyone listed and all decisions of a year."""


def _send(key: str, rest: str, on: date | None, **params: str) -> Send:
    asked = params if on is None else {**params, "on": on.isoformat()}
    return Send("GET", f"/v1/rulesets/{segment(key)}/impact{rest}", params=asked, timeout=LOOKING)


def _impact(session: Session, key: str, on: date | None, days: int) -> Flow[RulesetImpact]:
    return ask(session, _send(key, "", on, days=str(days)), RulesetImpact)


def _merchants(session: Session, key: str, on: date | None, form: str) -> Flow[bytes]:
    return ask_content(session, _send(key, "/merchants", on, format=form))


class Impacts:
    """`client.impacts`: what a version of the rules would change, before it is published."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def get(self, key: str, *, on: date | None = None, days: int = 30) -> RulesetImpact:
        """Against what is in force `on` a day, by default today: classes, everyone listed, past decisions."""
        return self._client.run(_impact(self._session, key, on, days))

    def merchants(self, key: str, *, on: date | None = None, form: Literal["csv", "xlsx"] = "csv") -> bytes:
        """A file of all merchants of whom anybody would hear otherwise."""
        return self._client.run(_merchants(self._session, key, on, form))


class AsyncImpacts:
    """`client.impacts`: what a version of the rules would change, before it is published."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    async def get(self, key: str, *, on: date | None = None, days: int = 30) -> RulesetImpact:
        """Against what is in force `on` a day, by default today: classes, everyone listed, past decisions."""
        return await self._client.run(_impact(self._session, key, on, days))

    async def merchants(self, key: str, *, on: date | None = None, form: Literal["csv", "xlsx"] = "csv") -> bytes:
        """A file of all merchants of whom anybody would hear otherwise."""
        return await self._client.run(_merchants(self._session, key, on, form))
