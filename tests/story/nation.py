"""The nation: what its platform lists, and the three ways in which that comes to the town."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.context import AppContext
from api.routers.upstream import desk_of
from clients.upstream.drop import take_dropped
from huixin.webhooks import signature
from models.upstream.feeds import FeedPlan, add_feed
from tests.story.cast import FIRMS
from tests.upstream.platform import Platform

FEED, SOURCE, SECRET = "national-pushed", "国家公共信用信息平台", "whsec_dGhpcyBpcyBhIHNlY3JldCBmb3IgdGVzdHM="


@dataclass
class Nation:
    """`platform` answers pulls, each day anew by the worker. `folder`: where it leaves files."""

    context: AppContext
    client: TestClient
    platform: Platform
    folder: Path

    def connect(self) -> None:
        plan = FeedPlan(FEED, "ecommerce_pushed", SOURCE, url=self.platform.url, pull_minutes=60 * 24)
        context = self.context
        with context.database.write() as session:
            add_feed(session, context.ruleset.catalogue, context.keys, plan, SECRET, context.now())

    def lists(self, *rows: dict[str, Any]) -> None:
        """The whole list, as the next pull finds it."""
        self.platform.records = list(rows)

    def says(self, firm: str, **columns: str) -> None:
        """What it lists of one firm from now on."""
        self.lists(*(row for row in self.platform.records if row["recid"] != FIRMS[firm].record_id))
        self.platform.records.append(FIRMS[firm].row(**columns))

    def pushes(self, *rows: Mapping[str, Any]) -> dict[str, Any]:
        """A signed message; the receipt."""
        body = json.dumps({"data": {"list": rows}}).encode()
        stamp, number = int(self.context.now().timestamp()), f"msg_{rows[0]['recid']}"
        signed = {
            "webhook-id": number,
            "webhook-timestamp": str(stamp),
            "webhook-signature": signature(SECRET, number, stamp, body),
            "content-type": "application/json",
        }
        got = self.client.post(f"/v1/upstream/{FEED}", content=body, headers=signed)
        assert got.status_code == 200, got.text
        receipt: dict[str, Any] = got.json()
        return receipt

    def leaves_file(self, *rows: Mapping[str, Any]) -> str:
        """What became of it."""
        path = self.folder / "names.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return take_dropped(desk_of(self.context), FEED, path).ended.state
