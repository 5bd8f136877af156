"""A roster that is left with the service: it tells whose verdict turns, holds codes alone, and goes when told to."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from api.worker import step
from huixin import Client
from huixin.core.vocabulary import ClauseKind, EndKind, MemberKind
from huixin.errors import DailyQuotaUsed, Forbidden, InvalidContent, NotFound
from huixin.retries import RetryPolicy
from huixin.types.clause import ClauseRequest
from models.caller import Caller, Quota
from models.campaigns.screening import Screening
from models.errors import Conflict
from models.listings import end_listing
from models.outbox import Event
from models.quotas import set_quota
from models.roster import TURNED, RosterEntry, add, begin, behind, follow
from models.rulesets.deciding import publish_shipped
from tests.api.conftest import BLACK, CLEAN, World
from tests.factories import fresh_usccs, make_listing, make_subject

RESIDENT = "110101199003077459"


def client_of(world: World, kind: MemberKind = MemberKind.PLATFORM, **options: Any) -> Client:
    own = world.member(kind, **options)
    http: Any = world.client
    return Client("http://testserver", own.client_id, own.client_secret, http=http, retries=RetryPolicy(tries=1))


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world)


def upload(client: Client, folder: Path, *rows: str, scene: str = "promotion") -> Any:
    file = folder / "roster.csv"
    file.write_text("\n".join(["企业名称,统一社会信用代码", *rows]) + "\n", encoding="utf-8")
    return client.roster.put(file, scene=scene)


def turned(client: Client, after: int = 0) -> list[tuple[int, str, str]]:
    return [(one.turn, one.uscc, one.outcome) for one in client.roster.turned(after=after)]


def work(world: World) -> None:
    while step(world.context):
        pass


def told(world: World) -> list[Any]:
    with world.context.database.read() as session:
        events = session.exec(select(Event).where(Event.type == TURNED).order_by(col(Event.created_at))).all()
        return [event.data for event in events]


def test_whose_verdict_turns_is_told_and_nobody_else_is_looked_at(world: World, client: Client, tmp_path: Path) -> None:
    codes = [BLACK, CLEAN, *(code for code, _ in zip(fresh_usccs(), range(30), strict=False))]
    world.enter({})
    assert upload(client, tmp_path, *(f"某店,{code}" for code in codes)).kept == 32
    work(world)
    assert (turned(client), told(world)) == ([], [])
    with world.context.database.write() as session:
        listing = make_listing(session, make_subject(session, uscc=codes[2]), list="brushing_black")
        make_listing(session, make_subject(session), list="brushing_black")
    with world.context.database.write() as session:
        looked_at = follow(session, all_entries(world)[0].member_id, world.context.checking())
    assert looked_at == 1, "work goes by the change"
    assert turned(client) == [(1, codes[2], client.check(codes[2], scene="promotion").outcome)]
    assert told(world) == [{"after": 0, "count": 1}]
    with world.context.database.write() as session:
        end_listing(session, listing.id, world.context.today(), EndKind.REMOVED)
    assert turned(client) == [(1, codes[2], "clear")], "what has ended says nothing any more"
    world.pass_time(minutes=1)
    work(world)
    assert turned(client, after=1) == [(2, codes[2], "clear")]
    assert told(world) == [{"after": 0, "count": 1}, {"after": 1, "count": 1}]
    view = client.roster.get()
    assert (view.size, view.scene, view.turns) == (32, "promotion", 2)


def test_it_follows_its_members_clauses_and_the_rules_of_the_hour(world: World, client: Client, tmp_path: Path) -> None:
    with world.context.database.write() as session:
        publish_shipped(session, world.context.shipped, world.context.now())
        make_listing(session, make_subject(session, uscc=BLACK), list="ecommerce_black")
    upload(client, tmp_path, f"某店,{BLACK}", f"别店,{CLEAN}")
    work(world)
    [own] = [one.id for one in client.clauses.all() if one.measure == "promotion_limit"]
    client.clauses.end(own)
    work(world)
    [(_, _, without)] = turned(client)
    assert without == client.check(BLACK, scene="promotion").outcome == "review"
    body = {"measure": "promotion_limit", "reason": "复核"}
    centre = world.headers(MemberKind.CENTRE)
    assert world.client.post("/v1/suspensions", json=body, headers=centre).status_code == 201
    work(world)
    assert turned(client) == [(2, BLACK, client.check(BLACK, scene="promotion").outcome)]
    assert [one["count"] for one in told(world)] == [1, 1]
    with world.context.database.read() as session:
        assert behind(session, world.context.checking()) == [], "nothing is left to be followed"


def test_an_agencys_roster_comes_to_what_its_checks_do(world: World, tmp_path: Path) -> None:
    """It only ever advises, whatever clause it has entered."""
    agency = client_of(world, MemberKind.AGENCY)
    with world.context.database.write() as session:
        make_listing(session, make_subject(session, uscc=BLACK), list="ecommerce_joint")
    days = {"published_on": date(2026, 1, 1), "effective_from": date(2026, 3, 1)}
    for measure in ("member_warning", "member_censure"):
        agency.clauses.add(ClauseRequest(kind=ClauseKind.CHARTER, measure=measure, reference="第1条", **days))
    upload(agency, tmp_path, f"某店,{BLACK}", scene="membership")
    [entry] = all_entries(world)
    assert entry.outcome == agency.check(BLACK, scene="membership").outcome == "review"


def all_entries(world: World) -> list[RosterEntry]:
    with world.context.database.read() as session:
        return [*session.exec(select(RosterEntry).order_by(col(RosterEntry.uscc))).all()]


def test_it_holds_codes_alone_and_is_deleted_whole(world: World, client: Client, tmp_path: Path) -> None:
    rows = f"某店,{CLEAN}", "乙,9144", f"丙,{RESIDENT}", f"{RESIDENT},{BLACK}", f"再来,{CLEAN.lower()}"
    kept = upload(client, tmp_path, *rows)
    assert (kept.kept, kept.refused, [fault.line for fault in kept.faults]) == (1, 3, [3, 4, 5])
    assert RESIDENT not in kept.model_dump_json()
    [entry] = all_entries(world)
    assert set(entry.model_dump()) == {
        "member_id", "uscc", "organisation_code", "outcome", "known", "screened_on", "turn",
    }  # fmt: skip
    assert upload(client, tmp_path, f"某店,{BLACK}").kept == 1
    assert [one.uscc for one in all_entries(world)] == [BLACK], "it comes in place of the one before"
    assert client.roster.delete().deleted == 1
    assert all_entries(world) == []
    assert client.roster.delete().deleted == 0
    with pytest.raises(NotFound):
        client.roster.get()
    with world.context.database.write() as session:
        assert follow(session, entry.member_id, world.context.checking()) == 0


def test_it_is_for_members_and_for_nobody_but_its_own(world: World, client: Client, tmp_path: Path) -> None:
    upload(client, tmp_path, f"某店,{CLEAN}")
    with pytest.raises(NotFound):
        client_of(world, MemberKind.LOGISTICS).roster.get()
    with pytest.raises(Forbidden):
        client_of(world, MemberKind.CENTRE).roster.get()
    with pytest.raises(InvalidContent):
        upload(client, tmp_path, f"某店,{CLEAN}", scene="dinner")
    assert client.roster.get().size == 1, "what is refused leaves the one before"


def test_who_is_still_writing_a_roster_that_was_replaced_stops(world: World, client: Client, tmp_path: Path) -> None:
    upload(client, tmp_path, f"某店,{CLEAN}")
    member_id, context = all_entries(world)[0].member_id, world.context.checking()
    with world.context.database.write() as session:
        caller = Caller(member_id, "平台", MemberKind.PLATFORM, frozenset())
        revision = begin(session, caller, "review", 0, context)
    client.roster.delete()
    with world.context.database.write() as session, pytest.raises(Conflict):
        add(session, Screening(session, caller, None, context, "review"), revision, {}, [BLACK])
    assert all_entries(world) == []


def test_how_large_it_is_and_how_often_is_bounded(
    world: World, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each code counts as a merchant of the day, and not for the second."""
    with world.context.database.write() as session:
        set_quota(session, world.member(MemberKind.PLATFORM).member_id, Quota(1, 1, 5))
    codes = [f"甲,{code}" for code, _ in zip(fresh_usccs(), range(3), strict=False)]
    assert upload(client, tmp_path, *codes).kept == 3
    with pytest.raises(DailyQuotaUsed) as refused:
        upload(client, tmp_path, *codes)
    assert refused.value.retry_after > 60
    assert client.roster.get().size == 3
    assert client.check(BLACK, scene="promotion").outcome == "clear"
    world.pass_time(days=1)
    monkeypatch.setattr("api.routers.roster.MOST", 2)
    with pytest.raises(InvalidContent, match="2 codes at most"):
        upload(client, tmp_path, *codes)
    assert upload(client, tmp_path, *codes[:2]).kept == 2
