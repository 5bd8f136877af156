"""The year's town: what members were answered is kept word for word, and what became of each case is written down."""

import json
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import httpx

from tests.api.conftest import csv_of
from tests.factories import uscc_of
from tests.story.cast import Firm
from tests.story.town import ON_SITE, Town

MEMBERS = ("platform", "logistics", "association")
WEBHOOK = "/webhook"
MARKET = "huicheng/market_supervision"
SHA = "a" * 64
OURS = {
    "brusher": Firm(2001, "惠州市年程刷单商贸有限公司", "huicheng", {}),  # signals, recognition, repair, removal
    "suspected": Firm(2002, "惠州市仅被疑商贸有限公司", None, {}),  # two members point at it, and no more comes of it
    "inside": Firm(2003, "惠州市协会会员商贸有限公司", None, {}),  # on the association's internal list
}


@dataclass
class Kept:
    """What happened to one case, each time that it was worked on, as the story did it: the report's numbers are counted
    anew from these days."""

    unit: str
    opened: date
    list: str = "ecommerce_pushed"
    problem_types: tuple[str, ...] = ()
    verified: date | None = None
    due: date | None = None
    reported: date | None = None
    rectified: date | None = None
    removed: date | None = None


@dataclass
class Supervised:
    """What the centre opened, and when what was done about it."""

    opened: date
    due: date
    answered: date | None = None
    closed: date | None = None


WHERE_MEMBERS_LOOK = (
    "/v1/alliances",
    "/v1/changes",
    "/v1/prompts",
    "/v1/signals",
    "/v1/signals/counts",
    "/v1/listings",
    "/v1/campaigns",
    "/v1/reports",
    "/v1/exits",
)


@dataclass
class Year(Town):
    """`answers`: each answer to a member, by whom and at which path. `secrets`: words that nobody else may read in one
    that comes after, each with the paths under which the members that it names may."""

    answers: list[tuple[str, str, str]] = field(default_factory=list)
    secrets: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    diary: dict[str, list[Kept]] = field(default_factory=dict)
    supervised: list[Supervised] = field(default_factory=list)
    alliance: str = ""
    heard: int = 0
    """How many bodies of the platform's webhook stand among the answers."""

    def called(self, who: str) -> str:
        return f"植入成员{who}"

    def ask(self, who: str, method: str, path: str, **sent: Any) -> httpx.Response:
        got = super().ask(who, method, path, **sent)
        if who in MEMBERS:
            self.answers.append((who, path, got.text))
        return got

    def work(self) -> None:
        """What reaches the platform's webhook meanwhile is an answer too."""
        super().work()
        bodies = [body for _, body in self.receiver.received[self.heard :]]
        self.heard += len(bodies)
        self.answers += [("platform", WEBHOOK, json.dumps(json.loads(body), ensure_ascii=False)) for body in bodies]

    def look_around(self) -> None:
        """Each member reads whatever there is for it to read."""
        for who in MEMBERS:
            for path in WHERE_MEMBERS_LOOK:
                query = {"alliance_id": self.alliance} if path == "/v1/signals/counts" else {}
                got = self.ask(who, "GET", path, params=query)
                assert got.status_code in (200, 403), got.text

    def hide(self, word: str, **may: str) -> None:
        """From now on. `may`: member → begin of the paths at which it reads its own."""
        self.secrets[word] = len(self.answers), may

    def betrayed(self) -> list[tuple[str, str, str]]:
        """Who read what where."""
        return [
            (word, who, path)
            for word, (since, may) in self.secrets.items()
            for who, path, text in self.answers[since:]
            if word in text and not (who in may and path.startswith(may[who]))
        ]

    # --- verbs of this story

    def asked(self, who: str, firm: str, scene: str) -> str:
        got: dict[str, Any] = self.done(who, "/v1/check", subject={"uscc": OURS[firm].uscc}, scene=scene)
        return str(got["outcome"])

    def seen(self, firm: str) -> dict[str, str]:
        """What each member is answered."""
        scenes = {"platform": "onboarding", "logistics": "logistics", "association": "membership"}
        return {who: self.asked(who, firm, scene) for who, scene in scenes.items()}

    def note(self, firm: str, **days: str) -> None:
        """In the diary."""
        for what, day in days.items():
            setattr(self.diary[firm][-1], what, date.fromisoformat(day))

    def write_down(self, firm: str, unit: str, of_list: str = "ecommerce_pushed") -> None:
        self.diary.setdefault(firm, []).append(Kept(unit, self.context.today(), of_list))

    def confirm(self, unit: str, firm: str, *problem_types: str) -> None:
        found = {"problem_types": problem_types, "severity": "general", "evidence": [ON_SITE]}
        self.act(unit, firm, "confirm", **found)
        self.note(firm, verified=self.today)
        self.diary[firm][-1].problem_types = problem_types

    def upload(self, who: str, path: str, name: str, content: str, **data: str) -> Any:
        files = {"file": (name, BytesIO(content.encode("utf-8-sig")), "text/csv")}
        got = self.ask(who, "POST", path, files=files, data=data)
        assert got.status_code in (200, 201, 202), got.text
        self.work()
        return got.json()

    def lists(self, numbers: range, of_list: str) -> list[tuple[str, str]]:
        """The centre takes in a file of records; their merchants."""
        merchants = [(uscc_of(63_000_000 + number), f"惠州市第{number}号网店有限公司") for number in numbers]
        said = {"RDRQ": self.today, "YXQZ": "2027-12-31", "失信类型": "虚假广告"}
        rows = [said | {"TYSHXYDM": code, "JGMC": name, "文书号": f"年{code}"} for code, name in merchants]
        self.upload("centre", "/v1/imports", "list.csv", csv_of(*rows), list=of_list)
        return merchants
