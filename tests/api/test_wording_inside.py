"""Each association reads of whom it keeps inside its own words alone, whatever another or a lead calls the merchant."""

from dataclasses import dataclass
from typing import Any

import pytest

from huixin.core.vocabulary import MemberKind
from models.bundles.merchants import Knowing
from models.caller import Caller
from models.checks.eyes import Eyes
from tests.api.conftest import World
from tests.factories import uscc_of

FIRM = uscc_of(75_000_001)
EVIDENCE = [{"kind": "document", "description": "平台处理通知"}]
FIRST, SECOND = "第一协会", "第二协会"
CALLED = {FIRST: "植入甲方叫法贸易有限公司", SECOND: "博罗另称百货店"}
SHORT = {FIRST: "植入甲方叫法", SECOND: "博罗另称"}


@dataclass
class Trade:
    """Two associations that keep the same merchant inside, each under a name of its own."""

    world: World

    def headers(self, who: str) -> dict[str, str]:
        return self.world.headers(MemberKind.ASSOCIATION, name=who)

    def done(self, who: str, path: str, **body: Any) -> Any:
        headers = self.world.headers(MemberKind.CENTRE) if who == "centre" else self.headers(who)
        got = self.world.client.post(path, json=body, headers=headers)
        assert got.status_code in (200, 201), got.text
        return got.json()

    def keeps(self, who: str) -> None:
        self.headers(who)
        given = {"member_id": self.world.members[who].member_id, "standards": ["brushing-black-2018"]}
        given |= {"valid_from": "2026-11-01", "valid_to": "2026-12-31", "document_number": "委〔2026〕2号"}
        self.done("centre", "/v1/mandates", **given)
        member = {"uscc": FIRM, "name": CALLED[who], "grade": "理事单位", "joined_on": "2025-03-01"}
        self.done(who, "/v1/memberships", **member)
        entry = {"standard": "brushing-black-2018", "uscc": FIRM, "name": CALLED[who], "facts": ["organised_brushing"]}
        self.done(who, "/v1/nominations", **entry, description=f"{SHORT[who]}说明", evidence=EVIDENCE)

    def checked(self, who: str, **subject: str) -> Any:
        got = self.world.ask(self.headers(who), subject=subject or {"uscc": FIRM}, scene="membership")
        assert got.status_code == 200, got.text
        return got.json()

    def reads(self, who: str) -> str:
        """All that the association is told of the merchant, however it asks."""
        paths = (
            f"/v1/subjects/{FIRM}",
            "/v1/listings",
            "/v1/changes",
            "/v1/prompts",
            "/v1/nominations",
            "/v1/memberships",
        )
        told = [self.world.client.get(path, headers=self.headers(who)) for path in paths]
        assert [one.status_code for one in told] == [200] * len(paths)
        names = [{"uscc": FIRM}, {"uscc": FIRM, "name": CALLED[who]}, {"name": CALLED[who]}]
        return "".join([*(one.text for one in told), *(str(self.checked(who, **name)) for name in names)])


@pytest.fixture
def trade(world: World) -> Trade:
    return Trade(world)


def test_each_reads_its_own_words_and_none_of_the_other(trade: Trade) -> None:
    for who in (FIRST, SECOND):
        trade.keeps(who)
    for who, other in ((FIRST, SECOND), (SECOND, FIRST)):
        told = trade.reads(who)
        assert CALLED[who] in told
        assert SHORT[other] not in told
        answer = trade.checked(who, uscc=FIRM, name=CALLED[who])
        assert (answer["identity"]["name"], answer["identity"]["name_agrees"]) == (CALLED[who], True)
        by_name = {name: trade.checked(who, name=name)["identity"]["candidates"] for name in CALLED.values()}
        assert ([one["name"] for one in by_name[CALLED[who]]], by_name[CALLED[other]]) == ([CALLED[who]], [])


def test_nor_what_a_lead_calls_it(trade: Trade) -> None:
    lead = {"TYSHXYDM": FIRM, "JGMC": "植入线索叫法贸易有限公司", "YXQZ": ""}
    trade.world.enter(lead, list_code="ecommerce_pushed")
    trade.keeps(SECOND)
    assert "植入" not in trade.reads(SECOND)
    answer = trade.checked(SECOND, uscc=FIRM, name="植入线索叫法贸易有限公司")
    assert answer["identity"]["name_agrees"] is False


def test_once_it_is_listed_for_all_it_goes_by_that_name_with_everybody(trade: Trade) -> None:
    for who in (FIRST, SECOND):
        trade.keeps(who)
    trade.world.enter({"TYSHXYDM": FIRM, "JGMC": "惠州市众所周知贸易有限公司", "失信类型": "刷单炒信"})
    for who in (FIRST, SECOND):
        assert trade.checked(who)["identity"]["name"] == "惠州市众所周知贸易有限公司"
    platform = trade.world.ask(trade.world.headers(MemberKind.PLATFORM), subject={"uscc": FIRM}).json()
    assert platform["identity"]["name"] == "惠州市众所周知贸易有限公司"


def test_what_came_by_the_files_of_two_goes_by_its_code(trade: Trade) -> None:
    row = {"TYSHXYDM": FIRM, "失信类型": "刷单炒信"}
    for who in (FIRST, SECOND):
        trade.headers(who)
        trade.world.enter(row | {"JGMC": CALLED[who], "文书号": f"{who}1号"}, source=who)
        if who == FIRST:
            assert trade.checked(who)["identity"]["name"] == CALLED[who], "nobody else keeps it"
    for who in (FIRST, SECOND):
        answer = trade.checked(who, uscc=FIRM, name=CALLED[who])
        assert (len(answer["records"]), answer["identity"]["name"]) == (1, FIRM)


def test_a_bundle_says_the_same(trade: Trade) -> None:
    for who in (FIRST, SECOND):
        trade.keeps(who)
    context = trade.world.context
    for who in (FIRST, SECOND):
        own = Caller(trade.world.members[who].member_id, who, MemberKind.ASSOCIATION, frozenset())
        with context.database.read() as session:
            eyes = Eyes(own, own.kind, context.ruleset.catalogue, context.today(), session)
            [(key, entry)] = [one for one in Knowing(session, eyes.see).entries() if one[0] == f"uscc:{FIRM}"]
            assert Knowing(session, eyes.see).entry(key) == entry
            assert dict(Knowing(session, eyes.see).entries_of({key})) == {key: entry}
        assert entry is not None
        assert [merchant.subject.name for merchant in entry] == [CALLED[who]]


def test_where_two_keep_it_under_two_names_a_base_for_all_asks_the_service(trade: Trade) -> None:
    for who in (FIRST, SECOND):
        trade.keeps(who)
    with trade.world.context.database.read() as session:
        assert Knowing(session, lambda _: True, persons=True).entry(f"uscc:{FIRM}") is None
