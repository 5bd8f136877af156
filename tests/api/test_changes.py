"""The change feed over HTTP, and through both clients of the SDK."""

from typing import Any

import pytest

from api.worker import step
from huixin.core.vocabulary import EndKind, MemberKind, Standing
from models.feed import SPAN
from models.listings import change_listing, end_listing
from models.sequence import take_sequence
from tests.api.conftest import BLACK, CLEAN, NAME, AssertProblem, World
from tests.api.test_returning import NAME as PUSHED_NAME
from tests.api.test_returning import PUSHED, Office
from tests.factories import make_listing


def feed(world: World, kind: MemberKind = MemberKind.PLATFORM, **query: Any) -> Any:
    response = world.client.get("/v1/changes", params=query, headers=world.headers(kind))
    assert response.status_code == 200, response.text
    return response.json()


def test_an_import_shows_in_the_feed(world: World) -> None:
    world.enter({})
    page = feed(world)
    [change] = page["items"]
    assert (change["kind"], change["list"], change["listing"]["subject_name"]) == ("entered", "brushing_black", NAME)
    assert change["listing"]["record"]["id"] == change["listing_id"]
    assert change["listing"]["record"]["valid_to"] == "2027-08-31", "the day on which it ends by itself"
    assert (page["more"], feed(world, after=page["next"])["items"]) == (False, [])


def test_of_what_has_ended_only_tombstones_are_left(world: World) -> None:
    world.enter({})
    [entered] = feed(world)["items"]
    with world.context.database.write() as session:
        end_listing(session, entered["listing_id"], world.context.today(), EndKind.REMOVED)
    told = feed(world)
    assert [(change["kind"], change["listing"], change["ended_on"]) for change in told["items"]] == [
        ("ended", None, "2026-11-02")
    ] * 2
    assert NAME not in str(told)
    assert [change["listing"]["subject_name"] for change in feed(world, MemberKind.CENTRE)["items"]] == [NAME] * 2


def test_it_moves_on_past_what_is_not_for_the_caller(world: World) -> None:
    with world.context.database.write() as session:
        make_listing(session, standing=Standing.PROPOSED)
        take_sequence(session, SPAN)
        visible = make_listing(session)
    first = feed(world)
    assert (first["items"], first["more"], first["next"]) == ([], True, SPAN)
    assert [change["listing_id"] for change in feed(world, after=first["next"])["items"]] == [visible.id]


@pytest.mark.parametrize(
    "query", [{"after": -1}, {"after": "x"}, {"after": 10**30}, {"limit": 0}, {"limit": 501}, {"before": 1}]
)
def test_what_cannot_be_asked(world: World, assert_problem: AssertProblem, query: dict[str, Any]) -> None:
    response = world.client.get("/v1/changes", params=query, headers=world.headers())
    assert_problem(response, "invalid_content", pointer=next(iter(query)))


def test_a_place_that_the_feed_never_reached(world: World, assert_problem: AssertProblem) -> None:
    response = world.client.get("/v1/changes", params={"after": 99}, headers=world.headers())
    assert_problem(response, "invalid_content", pointer="after", error="ahead_of_feed")


def test_a_newcomer_does_not_learn_who_had_been_listed_and_a_holder_knows_which_one_ended(world: World) -> None:
    """From the beginning, in every way in which a feed can be read again."""
    world.enter({}, {"TYSHXYDM": CLEAN, "JGMC": "惠州市留在名单贸易有限公司", "文书号": "惠市监认〔2026〕2号"})
    held = {change["listing_id"]: change["listing"]["uscc"] for change in feed(world)["items"]}
    [ended] = [listing_id for listing_id, uscc in held.items() if uscc == BLACK]
    for reason in ("更正", "再更正"):
        with world.context.database.write() as session:
            change_listing(session, ended, reason=reason)
    with world.context.database.write() as session:
        end_listing(session, ended, world.context.today(), EndKind.REMOVED)
    newcomer = world.headers(MemberKind.PLATFORM, name="a newcomer")
    pages = [world.client.get("/v1/changes", params={"after": 0, "limit": size}, headers=newcomer) for size in (1, 100)]
    told = [change for page in pages for change in page.json()["items"] if change["listing_id"] == ended]
    assert {tuple(sorted(change)) for change in told} == {
        ("ended_on", "kind", "list", "listing", "listing_id", "sequence")
    }
    assert {(change["kind"], change["listing"]) for change in told} == {("ended", None)}
    everything = "".join(page.text for page in pages)
    assert not any(detail in everything for detail in (BLACK, NAME, "更正", "惠市监认〔2026〕1号"))
    for path in (f"/v1/subjects/{BLACK}", "/v1/listings", "/v1/notices", "/v1/prompts"):
        assert ended not in world.client.get(path, headers=newcomer).text, f"{path} joins the id to a merchant"
    after = feed(world, after=min(change["sequence"] for change in told))
    assert [held[change["listing_id"]] for change in after["items"]][-1] == BLACK, "the holder knows whose it was"


def test_what_upstream_says_anew_of_an_overdue_name_is_one_change(world: World) -> None:
    numbered = {**PUSHED_NAME, "记录编号": "R1"}
    world.enter(numbered, list_code=PUSHED)
    Office(world).overdue()
    drain(world)
    [entered] = feed(world)["items"]
    assert entered["kind"] == "entered"
    world.enter({**numbered, "LRMDSY": "组织虚假交易（补充事实）"}, list_code=PUSHED)
    drain(world)
    assert [change["kind"] for change in feed(world)["items"]] == ["entered", "changed"]


def drain(world: World) -> None:
    while step(world.context):
        pass
