"""Members that go on asking a served process, each at its own pace, and what they were told."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import httpx

from models.members import NewCredential

ONE, MANY = "/v1/check", "/v1/check/batch"
_IDS = re.compile(rb'"decision_id":"(dec_[0-9a-f]{32})"')
"""Who reads answers whole is busier than who gives them."""
MOST = 50_000
"""Requests of one thread, however long the test goes on."""


@dataclass
class Told:
    """What one who asks was answered. `waits`: how many seconds each answer took."""

    ids: set[str] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    refused: list[httpx.Response] = field(default_factory=list)

    @classmethod
    def of(cls, several: Iterable["Told"]) -> "Told":
        """What all of them were told."""
        told = cls()
        for one in several:
            told.ids |= one.ids
            told.waits += one.waits
            told.refused += one.refused
        return told

    def statuses(self) -> Counter[int]:
        return Counter(reply.status_code for reply in self.refused)


def token_of(url: str, member: NewCredential) -> dict[str, str]:
    """The header of somebody who has signed in."""
    form = {"grant_type": "client_credentials"}
    reply = httpx.post(f"{url}/oauth/token", data=form, auth=(member.client_id, member.client_secret), timeout=30)
    return {"Authorization": f"Bearer {reply.raise_for_status().json()['access_token']}"}


def about(code: str) -> dict[str, Any]:
    return {"subject": {"uscc": code}, "scene": "promotion"}


def ask_on(
    url: str, headers: dict[str, str], body: Callable[[], dict[str, Any]], over: Event, pause: float = 0.0
) -> Told:
    """Asks one after the other until it is over, batches where the body is one."""
    told = Told()
    with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
        for _ in range(MOST):
            if over.wait(pause * random.uniform(0.5, 1.5)):  # noqa: S311
                break
            content = body()
            began = time.monotonic()
            reply = client.post(MANY if "items" in content else ONE, json=content)
            took = time.monotonic() - began
            if reply.status_code != 200:
                told.refused.append(reply)
                continue
            told.waits.append(took)
            told.ids.update(map(bytes.decode, _IDS.findall(reply.content)))
    return told
