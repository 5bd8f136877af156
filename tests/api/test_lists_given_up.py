"""A list that the rules gave up: its records count no more, who received one is told, and what they were is kept."""

from datetime import date
from typing import Any

import pytest

from huixin.core.records import Record
from models.exits import notices
from models.reference import sync_reference
from models.rulesets.deciding import publish_shipped
from models.upstream.feeds import FeedPlan, add_feed
from rules.written import compile_packs, shipped_documents
from tests.api.clerks import Centre
from tests.api.conftest import NOON, World
from tests.api.rights_world import Rights
from tests.api.test_exits import end
from tests.api.test_impact_without import MORE
from tests.api.test_rulesets_ahead import enter
from tests.api.test_upstream import SECRET

UPSTREAM = MORE.replace("  nature: black\n", "  nature: black\n  follows_upstream: true\n")


@pytest.fixture
def rights(world: World) -> Rights:
    """A list more is in force than is shipped."""
    context = world.context
    with context.database.write() as session:
        more = compile_packs(shipped_documents() | {"national/live.yaml": UPSTREAM})
        sync_reference(session, more.catalogue)
        assert publish_shipped(session, more, context.now()) is not None
    context.book.refresh()
    return Rights(world)


def give_up(rights: Rights) -> None:
    rights.world.pass_time(minutes=5)
    enter(Centre(rights.world), compile_packs(shipped_documents()), rights.world.context.now())


def told(rights: Rights) -> dict[str, Any]:
    return {one["listing_id"]: one for one in rights.get("platform", "/v1/notices").json()["items"]}


def test_whoever_received_its_records_is_told_and_so_is_everybody_else(rights: Rights) -> None:
    given_up = rights.listing(list="live_black")
    kept = rights.listing(document_number="惠城市监〔2026〕9号")
    assert rights.outcome() == "refuse"
    rights.work()
    give_up(rights)
    rights.done("centre", "/v1/ends", **end(rights, kept, "removed", decided_by="惠城区市场监督管理局"))
    rights.world.pass_time(days=1)
    rights.work()
    assert {key: one["ended_on"] for key, one in told(rights).items()} == {given_up: None, kept: str(NOON.date())}


def test_an_end_that_is_still_to_come_is_not_told_as_the_end(rights: Rights) -> None:
    record = rights.listing(list="live_black", display_ended_on=date(2027, 8, 31))
    rights.outcome()
    rights.work()
    give_up(rights)
    rights.world.pass_time(days=1)
    rights.work()
    assert told(rights)[record]["ended_on"] is None


def test_one_record_that_fails_keeps_nobody_else_from_being_told(
    rights: Rights, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [rights.listing(document_number=f"惠城市监〔2026〕{number}号") for number in (1, 2)]
    rights.outcome()
    rights.work()
    for one in records:
        rights.done("centre", "/v1/ends", **end(rights, one, "removed", decided_by="惠城区市场监督管理局"))
    ends = notices.left_members_on

    def failing(terms: Any, record: Record) -> date | None:
        if record.id == records[0]:
            raise LookupError(record.list)
        return ends(terms, record)

    with monkeypatch.context() as patched:
        patched.setattr(notices, "left_members_on", failing)
        rights.work()
        assert list(told(rights)) == [records[1]]
    rights.world.pass_time(days=1)
    rights.work()
    assert told(rights).keys() == set(records), "tried again on the next day"


def test_its_merchant_goes_on_to_see_what_stands(rights: Rights) -> None:
    record = rights.listing(list="live_black")
    merchant = rights.merchant()
    give_up(rights)
    page = rights.world.client.get("/v1/merchant", headers=merchant)
    assert page.status_code == 200, page.text
    [one] = page.json()["records"]
    assert (one["listing_id"], one["list_title"]) == (record, {"zh": "live_black", "en": "live_black"})
    guide = rights.world.client.get(f"/v1/repairs/guide/{record}", headers=merchant).json()
    assert (guide["route"], guide["link"], guide["display_until"]) == (None, None, None)


def test_its_documents_name_it_by_its_code(rights: Rights) -> None:
    record = rights.listing(list="live_black")
    rights.done("centre", "/v1/ends", **end(rights, record, "removed", decided_by="惠城区市场监督管理局"))
    [fact] = rights.get("centre", f"/v1/ends/{record}").json()["items"]
    give_up(rights)
    printed = rights.get("centre", f"/v1/ends/{fact['id']}/document")
    assert printed.status_code == 200, printed.text
    assert "live_black" in printed.text


def test_a_feed_of_it_still_says_how_it_stands(rights: Rights) -> None:
    context = rights.world.context
    with context.database.write() as session:
        plan = FeedPlan("live", "live_black", "国家公共信用信息平台")
        add_feed(session, context.ruleset.catalogue, context.keys, plan, SECRET, context.now())
    give_up(rights)
    shown = rights.get("centre", "/v1/upstream")
    assert (shown.status_code, len(shown.json()["items"])) == (200, 1), shown.text
