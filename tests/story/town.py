"""The service of the town, the national platform, and everybody who works with either: the verbs of the story."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi.testclient import TestClient

from api.context import AppContext
from api.worker import step
from huixin.core.vocabulary import MemberKind
from huixin.types.webhook import Event
from huixin.webhooks import verify
from models.clauses import enter_standard_clauses
from models.members import NewCredential, add_member
from models.scopes import CASES_REFERRALS, default_scopes
from tests.clients.receiver import Receiver
from tests.factories import make_plan
from tests.story.cast import FIRMS, SEVEN_UNITS
from tests.story.nation import Nation

FIRST_DAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""A Monday, noon in Shanghai."""
ON_SITE = {"kind": "on_site_record", "description": "现场核查记录"}
REGISTER = {"kind": "register_extract", "description": "登记信息摘录"}
PHOTO = {"kind": "photo", "description": "门头照片"}
DOCUMENT = {"kind": "document", "description": "整改凭证"}


@dataclass
class Town:
    """`standing`: in which stage each record of each firm is, as the story has told it so far."""

    context: AppContext
    client: TestClient
    clock_file: Path
    nation: Nation
    receiver: Receiver
    members: dict[str, NewCredential] = field(default_factory=dict)
    standing: dict[str, dict[str, str]] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    webhook_secret: str = ""
    decision: str = ""
    """Id of the platform's decision on a firm whose record ends later."""
    _headers: dict[str, tuple[datetime, dict[str, str]]] = field(default_factory=dict)
    _cases: dict[str, str] = field(default_factory=dict)
    _heard: dict[str, dict[str, str]] = field(default_factory=dict)
    _followed: dict[str, int] = field(default_factory=dict)

    # --- who is there

    def settle(self) -> None:
        """Members of each kind, a webhook of the platform, and the feed of the nation."""
        for who in ("platform", "logistics", "association", "centre", "officer", *SEVEN_UNITS):
            self.enrol(who)
        self.sign_plan()
        self.nation.connect()
        self.webhook_secret = self.done("platform", "/v1/webhooks", url=self.receiver.url)["secret"]

    def sign_plan(self) -> None:
        """Every department has signed for every measure."""
        with self.context.database.write() as session:
            make_plan(session, self.context.ruleset.catalogue)

    def enrol(self, who: str) -> None:
        """By its name: a kind, a unit, `unit/department`, or the centre's officer for referrals to the police."""
        unit, _, department = who.partition("/")
        place: dict[str, str | None] = {}
        if department:
            kind, place = MemberKind.DEPARTMENT, {"unit": unit, "department": department}
        elif who in SEVEN_UNITS:
            kind, place = MemberKind.UNIT, {"unit": unit}
        else:
            kind = MemberKind.CENTRE if who == "officer" else MemberKind(who)
        scopes = default_scopes(kind) | ({CASES_REFERRALS} if who == "officer" else set())
        with self.context.database.write() as session:
            self.members[who] = add_member(session, self.called(who), kind, scopes, self.now, **place)
            enter_standard_clauses(session, self.context.ruleset.catalogue, self.members[who].member_id)

    def called(self, who: str) -> str:
        """The name of a member."""
        return who

    def headers(self, who: str) -> dict[str, str]:
        """A token of its own, as long as time stands still."""
        at, known = self._headers.get(who, (None, {}))
        if at == self.now:
            return known
        if who not in self.members:
            self.enrol(who)
        login = self.members[who].client_id, self.members[who].client_secret
        got = self.client.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=login)
        return self.remember(who, got)

    def remember(self, who: str, got: httpx.Response) -> dict[str, str]:
        assert got.status_code == 200, got.text
        self._headers[who] = self.now, {"Authorization": f"Bearer {got.json()['access_token']}"}
        return self._headers[who][1]

    # --- time

    @property
    def now(self) -> datetime:
        return self.context.now()

    @property
    def today(self) -> str:
        return str(self.context.today())

    def wait_until(self, day: str) -> None:
        """Noon of that day; whatever is due is done."""
        days = (date.fromisoformat(day) - self.context.today()).days
        assert days > 0, f"{day} is over"
        self.clock_file.write_text((self.now + timedelta(days=days)).isoformat())
        self.work()

    def work(self) -> None:
        """All jobs that are due: pulls, tasks and prompts, notices, deliveries."""
        while step(self.context):
            pass

    # --- asking and telling

    def ask(self, who: str, method: str, path: str, **sent: Any) -> httpx.Response:
        return self.client.request(method, path, headers=self.headers(who), **sent)

    def get(self, who: str, path: str, **params: Any) -> Any:
        got = self.ask(who, "GET", path, params=params)
        assert got.status_code == 200, got.text
        return got.json()

    def items(self, who: str, path: str, **params: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get(who, path, limit=500, **params)["items"]
        return found

    def done(self, who: str, path: str, **body: Any) -> Any:
        got = self.ask(who, "POST", path, json=body)
        assert got.status_code in (200, 201), got.text
        return got.json()

    def refused(self, who: str, path: str, **body: Any) -> str:
        """By the type of problem."""
        got = self.ask(who, "POST", path, json=body)
        assert got.status_code >= 400, got.text
        return str(got.json()["type"].rpartition(":")[2])

    def check(self, who: str, firm: str, scene: str) -> dict[str, Any]:
        found: dict[str, Any] = self.done(who, "/v1/check", subject={"uscc": FIRMS[firm].uscc}, scene=scene)
        return found

    def follow(self, who: str) -> dict[str, str]:
        """Record → what the feed last said of it to one that has followed it from the beginning."""
        heard, after = self._heard.setdefault(who, {}), self._followed.get(who, 0)
        while True:
            page = self.get(who, "/v1/changes", after=after, limit=500)
            heard |= {change["listing_id"]: change["kind"] for change in page["items"]}
            after = self._followed[who] = page["next"]
            if not page["more"]:
                return heard

    # --- cases and records

    def case_id(self, firm: str) -> str:
        if firm not in self._cases:
            opened = {case["uscc"]: case["id"] for case in self.items("centre", "/v1/cases")}
            self._cases = {name: opened[one.uscc] for name, one in FIRMS.items() if one.uscc in opened}
        return self._cases[firm]

    def case(self, firm: str, who: str = "centre") -> Any:
        return self.get(who, f"/v1/cases/{self.case_id(firm)}")

    def act(self, who: str, firm: str, action: str, **body: Any) -> Any:
        return self.done(who, f"/v1/cases/{self.case_id(firm)}/actions", action=action, **body)

    def record(self, firm: str, of_list: str = "ecommerce_pushed") -> str:
        """Id of the firm's record on a list."""
        [found] = [one["record"]["id"] for one in self.records(firm) if one["record"]["list"] == of_list]
        return str(found)

    def records(self, firm: str) -> list[dict[str, Any]]:
        return [one for one in self.items("centre", "/v1/listings") if one["uscc"] == FIRMS[firm].uscc]

    def told(self) -> Iterator[Event]:
        """All that the platform's webhook has received so far, each found good by its signature, whenever it came."""
        for headers, body in self.receiver.received:
            yield verify(body, headers, self.webhook_secret, now=self.now, tolerance=timedelta(days=365))
