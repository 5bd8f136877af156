"""Trying: one request of one role about one thing, what it should meet, and what it met."""

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any

import httpx

from tests.api.isolation.cast import CAST, scopes_of
from tests.api.isolation.planted import Planted
from tests.api.isolation.rules import Rule
from tests.api.isolation.table import RULES
from tests.api.isolation.things import Thing
from tests.api.needed import NEEDED
from tests.conftest import FULL

OF_REQUESTS = (
    "huixin_checks",
    "huixin_refusals",
    "huixin_commit_decisions",
    "huixin_decisions",
)
"""What the service counts of requests themselves: asking changes it."""
ROUTES, OF_A_CASE = "huixin_request_seconds", '"/v1/cases/{case_id}/'
"""Counted by route: how often, asking changes; which routes of a case there were, it must not tell."""


@dataclass(frozen=True, slots=True)
class Try:
    """`key`: the id that is named, of the thing or of none. `expected`: the problem; None where the role may."""

    role: str
    route: str
    rule: Rule
    thing: Thing | None
    key: str
    expected: str | None

    def __str__(self) -> str:
        return f"{self.role}: {self.route}" + (f" of {self.thing.kind} {self.thing.side}" if self.thing else "")

    def of_nothing(self) -> "Try":
        """The same about an id that names nothing."""
        assert self.thing is not None
        return replace(self, key=self.thing.made_up)

    def expecting(self, problem: str) -> "Try":
        return replace(self, expected=problem)


@dataclass(frozen=True, slots=True)
class Met:
    """`asked`: address and content as they were sent."""

    tried: Try
    asked: str
    response: httpx.Response

    @property
    def problem(self) -> str | None:
        if self.response.is_success:
            return None
        return str(self.response.json()["type"]).rpartition(":")[2]

    @property
    def reached(self) -> bool:
        """Whatever was wrong with what it sent, it was not kept from the thing."""
        if self.tried.route.startswith("GET"):
            return self.response.status_code == 200
        return self.response.status_code not in (401, 403, 404) and self.response.status_code < 500

    @property
    def told(self) -> str:
        """Status and body, less what is different at every request, and the id that was asked about. Of what is signed
        the content: a signature is another each time."""
        body = self.response.text
        if "json" in self.response.headers.get("content-type", ""):
            said = self.response.json()
            if isinstance(said, dict):
                said.pop("request_id", None)
                if "signed" in said:
                    said["signed"] = said["signed"].rpartition(".")[0]
            body = json.dumps(said, ensure_ascii=False, sort_keys=True)
        elif self.tried.route == "GET /metrics":
            body = "\n".join(_lasting(body.splitlines()))
        return f"{self.response.status_code} " + (body.replace(self.tried.key, "…") if self.tried.key else body)

    def __str__(self) -> str:
        return f"{self.tried} met {self.response.status_code} {self.problem}, not {self.tried.expected}"


def _lasting(metrics: Iterable[str]) -> Iterator[str]:
    """What is not different at every request."""
    for line in metrics:
        if ROUTES in line:
            if OF_A_CASE in line:
                yield line.rpartition(" ")[0]
        elif not any(name in line for name in OF_REQUESTS):
            yield line


def tries(planted: Planted) -> Iterator[Try]:
    """Each role, each route, each thing. At small size those of one side: the other's are the same in a mirror, and
    whoever is of it tries."""
    for route, rules in RULES.items():
        for rule in rules:
            named = [] if rule.rows else planted.things.of(*rule.about)
            for thing in [one for one in named if FULL or one.side != "B"] or [None]:
                for role in CAST:
                    lacks = needed(route) not in (None, *scopes_of(role))
                    expected = "missing_scope" if lacks else rule.expected(role, thing)
                    yield Try(role, route, rule, thing, thing.id if thing else "", expected)


def needed(route: str) -> str | None:
    """The scope; None for a route that is open, or is so in its own way."""
    method, _, path = route.partition(" ")
    return NEEDED.get((method, path))


def ask_all(planted: Planted, wanted: Iterable[Try], headers: Mapping[str, dict[str, str]] | None = None) -> list[Met]:
    """In order, each answered before the next is asked."""
    transport = httpx.ASGITransport(planted.world.client.app, raise_app_exceptions=False)
    whose = planted.cast.headers if headers is None else headers

    async def run() -> list[Met]:
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return [await _ask(client, planted, one, whose[one.role]) for one in wanted]

    return asyncio.run(run())


async def _ask(client: httpx.AsyncClient, planted: Planted, tried: Try, headers: dict[str, str]) -> Met:
    method, _, path = tried.route.partition(" ")
    named = dict.fromkeys((name for _, name, _, _ in Formatter().parse(path) if name), tried.key)
    within = tried.thing.within if tried.thing else ()
    address = path.format(**(named | tried.rule.fill | dict(within)))
    sent: dict[str, Any] = tried.rule.send(planted, tried.key)
    response = await client.request(method, address, headers=headers, **sent)
    return Met(tried, f"{address} {sent}", response)
