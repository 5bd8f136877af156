"""The demo, served, and asked as one of its members."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.context import AppContext
from api.demo import Demo
from api.settings import Settings
from api.worker import step
from tests.demo_home import NOW, copied


class Asking:
    """Asks the demo's service as one of its members, by name."""

    def __init__(self, client: TestClient, demo: Demo, context: AppContext) -> None:
        self.client, self.demo, self.context = client, demo, context
        self._tokens: dict[str, str] = {}

    def get(self, who: str, address: str, /, **params: Any) -> Any:
        return self.client.get(address, headers=self._headers(who), params=params)

    def check(self, who: str, uscc: str, scene: str) -> Any:
        body = {"subject": {"uscc": uscc}, "scene": scene}
        return self.client.post("/v1/check", headers=self._headers(who), json=body).json()

    def _headers(self, who: str) -> dict[str, str]:
        if who not in self._tokens:
            form = {"grant_type": "client_credentials"}
            got = self.client.post("/oauth/token", data=form, auth=tuple(self.demo.members[who]))
            self._tokens[who] = got.json()["access_token"]
        return {"Authorization": f"Bearer {self._tokens[who]}"}

    def enter_as_merchant(self, uscc: str, called: str) -> None:
        """By its one-time code; from now on it asks under that name."""
        form = {"uscc": uscc, "code": self.demo.codes[uscc]}
        self._tokens[called] = self.client.post("/oauth/merchant", json=form).json()["access_token"]

    def all(self, who: str, path: str, **params: Any) -> list[Any]:
        """Of all pages."""
        found, cursor = [], {}
        while True:
            got = self.get(who, path, **params, **cursor)
            assert got.status_code == 200, got.text
            found += got.json()["items"]
            if not got.json()["next"]:
                return found
            cursor = {"cursor": got.json()["next"]}


CENTRE, PLATFORM, ASSOCIATION, AGENCY = "惠州市信用中心", "演示平台", "演示电子商务协会", "演示信用服务机构"


@pytest.fixture(scope="module")
def asking(
    demo_home: Path, serving: Callable[[AppContext], FastAPI], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asking]:
    """At a copy, with the jobs done that `serve` does first."""
    copy = tmp_path_factory.mktemp("asking") / "home"
    demo = copied(demo_home, copy)
    clock = copy / "clock"
    clock.write_text(NOW.isoformat())
    context = AppContext.open(Settings(home=copy, clock_file=clock))
    with closing(context.database), TestClient(serving(context)) as client:
        while step(context):
            pass
        yield Asking(client, demo, context)
