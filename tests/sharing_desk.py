"""An alliance over HTTP: its members, what they share, and what the centre makes of it."""

from dataclasses import dataclass, field
from io import StringIO
from itertools import count
from typing import Any

import httpx

from api.cli.cases import OPERATOR
from huixin.core.vocabulary import MemberKind
from models.suspects.corroboration import take_in_register
from tests.api.conftest import World

KINDS = {
    "platform": MemberKind.PLATFORM,
    "other platform": MemberKind.PLATFORM,
    "courier": MemberKind.LOGISTICS,
    "internet": MemberKind.INTERNET,
    "association": MemberKind.ASSOCIATION,
    "centre": MemberKind.CENTRE,
    "agency": MemberKind.AGENCY,
}
SHA = "a" * 64


@dataclass
class SharingDesk:
    world: World
    alliance: str = ""
    agreement: str = ""
    numbers: Any = field(default_factory=count)

    def headers(self, who: str) -> dict[str, str]:
        return self.world.headers(KINDS[who], name=f"植入{who}")

    def ask(self, who: str, method: str, path: str, **sent: Any) -> httpx.Response:
        return self.world.client.request(method, path, headers=self.headers(who), **sent)

    def get(self, who: str, path: str, **params: Any) -> Any:
        got = self.ask(who, "GET", path, params=params)
        assert got.status_code == 200, got.text
        return got.json()

    def post(self, who: str, path: str, **body: Any) -> httpx.Response:
        return self.ask(who, "POST", path, json=body)

    def done(self, who: str, path: str, **body: Any) -> Any:
        got = self.post(who, path, **body)
        assert got.status_code in (200, 201), got.text
        return got.json()

    def enter_register(self, *rows: str) -> int:
        """Into the business register, by which merchants are linked."""
        with self.world.context.database.write() as session:
            lines = StringIO("\n".join(("uscc,representative,representative_number,address", *rows)))
            return take_in_register(self.world.context.work(session, OPERATOR), self.world.context.keys, lines)

    def found(self, *members: str, groups: dict[str, str] | None = None, personal_kinds: tuple[str, ...] = ()) -> None:
        """An alliance led by the first of them, an agreement that holds today, and their signatures."""
        self.headers(members[0])
        lead = self.world.members[f"植入{members[0]}"].member_id
        said = {"lead": lead, "charter": "章程", "charter_sha256": SHA, "founded_on": self.today}
        self.alliance = self.done("centre", "/v1/alliances", name="惠州市反炒信联盟", **said)["id"]
        self.agree(personal_kinds)
        for who in members:
            self.sign(who, **({"group": groups[who]} if groups and who in groups else {}))

    def agree(self, personal_kinds: tuple[str, ...] = (), **said: Any) -> str:
        body = {"title": "信息共享协议", "document_sha256": SHA, "effective_from": self.today} | said
        path = f"/v1/alliances/{self.alliance}/agreements"
        self.agreement = self.done("centre", path, personal_kinds=list(personal_kinds), **body)["id"]
        return self.agreement

    def sign(self, who: str, **said: Any) -> Any:
        body = {"agreement_id": self.agreement, "by": "林晓"} | said
        return self.done(who, f"/v1/alliances/{self.alliance}/signatures", **body)

    @property
    def today(self) -> str:
        return str(self.world.context.today())

    def signal(self, **said: Any) -> dict[str, Any]:
        """One on evidence of its own."""
        usual = {
            "alliance_id": self.alliance,
            "kind": "fake_orders",
            "target": {"kind": "shop", "id": "shop-1", "platform": "某平台"},
            "evidence_sha256": f"{next(self.numbers):064x}",
            "period_from": "2026-10-01",
            "period_to": "2026-10-31",
            "confidence": 80,
            "purpose": "alliance_sharing",
            "ground": "信息共享协议第3条",
            "retention_until": "2027-03-31",
        }
        return usual | said

    def share(self, who: str, **said: Any) -> Any:
        return self.done(who, "/v1/signals", **self.signal(**said))

    def suspects(self, **params: Any) -> list[Any]:
        items: list[Any] = self.get("centre", "/v1/suspects", **params)["items"]
        return items
