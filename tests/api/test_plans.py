"""/v1/plans over HTTP and through both clients: entered, signed, in force, and what it leaves nobody to do."""

import asyncio
from datetime import date

import httpx
import pytest

from api.worker import step
from huixin import AsyncClient, Client, errors
from huixin.core.vocabulary import MemberKind
from huixin.types.plan import PlanMeasure, PlanPart, PlanRequest, PlanSignature
from tests.api.conftest import World
from tests.api.test_duties import client_of
from tests.factories import make_listing, make_subject

URL = "http://testserver"
TODAY = date(2026, 11, 2)


def plan(**fields: object) -> PlanRequest:
    measures = (PlanMeasure(measure="interview", grounds=("ndrc-716-2018",)),)
    said = {"title": "行动计划", "document_number": "惠市信用办〔2026〕9号", "ground": "huizhou-notice-2018/三(二)2"}
    parts = [PlanPart(department="market_supervision", measures=measures)]
    return PlanRequest.model_validate({"effective_from": TODAY, "signatories": parts} | said | fields)


def test_a_gap_goes_and_a_task_comes_with_the_signature(world: World) -> None:
    centre = client_of(world, MemberKind.CENTRE)
    city = client_of(world, MemberKind.DEPARTMENT, unit="huizhou", department="market_supervision")
    county = client_of(world, MemberKind.DEPARTMENT, unit="huicheng", department="market_supervision")
    with world.context.database.write() as session:
        merchant = make_subject(session, unit="huicheng")
        make_listing(session, merchant, list="ecommerce_joint", problem_types=frozenset({"service_breach"}))
    _work(world)
    assert {gap.reason for gap in centre.plans.gaps()} == {"no_plan"}
    assert list(county.plans.gaps()) == [], "the queue is the centre's"
    made = centre.plans.add(plan())
    assert (made.number, made.in_force, made.signatories[0].signed_on) == (1, True, None)
    _work(world)
    reasons = {gap.measure: gap.reason for gap in centre.plans.gaps(limit=1)}
    assert reasons["interview"] == "not_signed"
    with pytest.raises(errors.Forbidden):
        county.plans.sign(made.id, PlanSignature(on=TODAY, by="李四"))
    signed = city.plans.sign(made.id, PlanSignature(on=TODAY, by="李四"))
    assert (signed.signatories[0].signed_on, signed.signatories[0].measures[0].reach) == (TODAY, "own")
    _work(world)
    assert "interview" not in {gap.measure for gap in centre.plans.gaps()}
    [task] = county.tasks.iter(measure="interview")
    assert task.addressed_by is not None
    assert task.addressed_by.plan_id == made.id
    with pytest.raises(errors.Conflict):
        centre.plans.add(plan())


def test_both_clients_read_it_as_of_a_day(world: World) -> None:
    centre = client_of(world, MemberKind.CENTRE)
    first = centre.plans.add(plan(effective_from=date(2026, 1, 1)))
    second = centre.plans.add(plan())
    assert [one.number for one in centre.plans.all() if one.in_force] == [2]
    assert [one.number for one in centre.plans.all(on=date(2026, 10, 1)) if one.in_force] == [1]
    ended = centre.plans.end(second.id, on=TODAY, reason="误登记")
    assert (ended.in_force, ended.reason, centre.plans.get(first.id).in_force) == (False, "误登记", True)
    member = world.member(MemberKind.AUDITOR)

    async def ask() -> None:
        transport = httpx.ASGITransport(world.client.app)
        async with httpx.AsyncClient(transport=transport) as http:
            auditor = AsyncClient(URL, member.client_id, member.client_secret, http=http)
            assert [one.number for one in await auditor.plans.all()] == [2, 1]
            assert (await auditor.plans.get(first.id)).document_number == "惠市信用办〔2026〕9号"
            assert [gap async for gap in auditor.plans.gaps()] == []
            with pytest.raises(errors.Forbidden):
                await auditor.plans.add(plan())
            with pytest.raises(errors.Forbidden):
                await auditor.plans.sign(first.id, PlanSignature(on=TODAY, by="李四"))
            with pytest.raises(errors.Forbidden):
                await auditor.plans.end(first.id, on=TODAY, reason="x")

    asyncio.run(ask())
    platform = world.member(MemberKind.PLATFORM)
    with pytest.raises(errors.Forbidden):
        Client(URL, platform.client_id, platform.client_secret, http=world.client).plans.all()


def _work(world: World) -> None:
    while step(world.context):
        pass
