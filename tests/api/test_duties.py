"""/v1/duties: who has which part of the plan, what is due, what was done; the rest is for the days to say."""

import asyncio
from datetime import UTC, date, datetime

import httpx
import pytest

import huixin
from huixin import AsyncClient, Client
from huixin.core.vocabulary import MemberKind
from huixin.types.duty import DutyReportRequest, DutyState
from tests.api.conftest import AssertProblem, World

JANUARY = datetime(2027, 1, 5, 4, 0, tzinfo=UTC)


def client_of(world: World, kind: MemberKind, **place: str) -> Client:
    name = "/".join((str(kind), *place.values()))
    member = world.member(kind, name, **place)
    return Client("http://testserver", member.client_id, member.client_secret, http=world.client)


def states(client: Client, duty: str, first: date) -> list[DutyState]:
    return [one.state for one in client.duties.all(duty=duty) if one.period_from == first]


def test_a_unit_sees_its_own_and_the_centre_all(world: World) -> None:
    boluo = client_of(world, MemberKind.UNIT, unit="boluo")
    own = boluo.duties.all()
    assert {one.body for one in own} == {"boluo"}
    assert [one.period_from for one in own] == [date(2026, 10, 1), date(2026, 11, 1)], "this month and the last"
    every = client_of(world, MemberKind.CENTRE).duties.all()
    assert len({one.duty for one in every}) == 14
    assert {one.body for one in every if not one.body_known} == {"huizhou/central_bank"}
    platform = world.client.get("/v1/duties", headers=world.headers(MemberKind.PLATFORM))
    assert platform.status_code == 403


def test_done_in_time_late_and_overdue_follow_from_days(world: World) -> None:
    commerce = client_of(world, MemberKind.DEPARTMENT, unit="huizhou", department="commerce")
    fourth = date(2026, 10, 1)
    assert states(commerce, "training", fourth) == [DutyState.OPEN]
    made = commerce.duties.report(DutyReportRequest(duty="training", on=date(2026, 11, 1), note="举办一期"))
    assert (made.body, made.period_from) == ("huizhou/commerce", fourth)
    assert states(commerce, "training", fourth) == [DutyState.DONE]
    assert commerce.duties.withdraw(made.id).withdrawn_at is not None
    world.set_clock(JANUARY)
    assert states(commerce, "training", fourth) == [DutyState.OPEN], "reports are due until the tenth"
    world.pass_time(days=6)
    assert states(commerce, "training", fourth) == [DutyState.OVERDUE], "what was withdrawn does not count"
    commerce.duties.report(DutyReportRequest(duty="training", on=date(2026, 12, 1), note="举办一期"))
    assert states(commerce, "training", fourth) == [DutyState.LATE]
    assert [one.id for one in commerce.duties.reports(duty="training")][-1] == made.id, "withdrawn ones stay readable"


def test_who_supports_is_never_overdue(world: World) -> None:
    centre = client_of(world, MemberKind.CENTRE)
    world.set_clock(datetime(2027, 3, 1, 4, 0, tzinfo=UTC))
    found = [one for one in centre.duties.all(duty="alliance") if one.role == "support"]
    assert {one.due for one in found} == {None}
    assert {one.state for one in found} == {DutyState.OPEN}
    assert centre.duties.all(duty="alliance", state="overdue")[0].body == "huizhou/development_reform"


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"duty": "nothing"}, "/duty"),
        ({"body": "boluo"}, "/body"),
        ({"on": "2026-11-03"}, "/on"),
        ({"on": "2017-12-31"}, "/on"),
        ({"note": "经办人440524188001010014"}, "/note"),
    ],
)
def test_what_does_not_fit_is_refused(
    world: World, assert_problem: AssertProblem, fields: dict[str, str], pointer: str
) -> None:
    said = {"duty": "publicity", "on": "2026-11-01", "note": "曝光一批", "body": "huizhou/cyberspace"} | fields
    headers = world.headers(MemberKind.CENTRE)
    got = world.client.post("/v1/duties/reports", json=said, headers=headers)
    assert_problem(got, "invalid_content", pointer)


def test_nobody_speaks_for_another_body(world: World, assert_problem: AssertProblem) -> None:
    headers = world.headers(MemberKind.UNIT, name="unit", unit="boluo")
    said = {"duty": "verify_and_rectify", "on": "2026-11-01", "note": "x", "body": "huidong"}
    assert_problem(world.client.post("/v1/duties/reports", json=said, headers=headers), "forbidden")
    made = client_of(world, MemberKind.CENTRE).duties.report(DutyReportRequest.model_validate(said))
    gone = world.client.delete(f"/v1/duties/reports/{made.id}", headers=headers)
    assert_problem(gone, "not_found")
    auditor = world.headers(MemberKind.AUDITOR)
    assert_problem(world.client.delete(f"/v1/duties/reports/{made.id}", headers=auditor), "missing_scope")


def test_a_report_is_withdrawn_once(world: World) -> None:
    centre = client_of(world, MemberKind.CENTRE)
    said = DutyReportRequest(duty="publicity", on=date(2026, 11, 1), note="x", body="huizhou/cyberspace")
    made = centre.duties.report(said)
    centre.duties.withdraw(made.id)
    with pytest.raises(huixin.Conflict):
        centre.duties.withdraw(made.id)


def test_the_other_client_says_the_same(world: World) -> None:
    waiting = client_of(world, MemberKind.CENTRE)
    made = waiting.duties.report(
        DutyReportRequest(duty="publicity", on=date(2026, 11, 1), note="x", body="huizhou/cyberspace")
    )
    member = world.member(MemberKind.CENTRE, str(MemberKind.CENTRE))

    async def ask() -> None:
        transport = httpx.ASGITransport(app=world.client.app)
        async with httpx.AsyncClient(transport=transport) as http:
            client = AsyncClient("http://testserver", member.client_id, member.client_secret, http=http)
            assert await client.duties.all() == waiting.duties.all()
            assert [one.id async for one in client.duties.reports()] == [made.id]
            gone = await client.duties.withdraw(made.id)
            assert gone.withdrawn_at is not None

    asyncio.run(ask())
