"""Tasks and prompts over HTTP and through both clients, opened and ended by the worker."""

import asyncio
import inspect
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import select

from api.worker import step
from huixin import AsyncClient, Client
from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types.prompt import PromptLifted, PromptNotApplied
from huixin.types.task import TaskDone, TaskUrged
from models.clauses import enter_standard_clauses
from models.jobs import Job
from models.listings import end_listing
from models.members import NewCredential, add_member
from models.outbox import Event
from models.punishments.following import PUNISH
from models.scopes import default_scopes
from tests.api.conftest import World
from tests.factories import make_listing, make_plan, make_subject

NOTE = "该信息已终止公示，不得继续使用"
URL = "http://testserver"


def joined(world: World, kind: MemberKind, name: str, **place: str) -> NewCredential:
    with world.context.database.write() as session:
        made = add_member(session, name, kind, default_scopes(kind), world.context.now(), **place)
        enter_standard_clauses(session, world.context.ruleset.catalogue, made.member_id)
        return made


@pytest.fixture
def platform(world: World) -> NewCredential:
    return joined(world, MemberKind.PLATFORM, "platform")


@pytest.fixture
def department(world: World) -> NewCredential:
    return joined(world, MemberKind.DEPARTMENT, "department", unit="huicheng", department="market_supervision")


@pytest.fixture
def listing(world: World, platform: NewCredential, department: NewCredential) -> str:
    with world.context.database.write() as session:
        make_plan(session, world.context.ruleset.catalogue)
        subject = make_subject(session, unit="huicheng")
        types = frozenset({"false_advertising"})
        record = make_listing(session, subject, list="ecommerce_joint", problem_types=types)
    work(world)
    return record.id


def work(world: World) -> None:
    while step(world.context):
        pass


def end(world: World, listing_id: str) -> None:
    with world.context.database.write() as session:
        end_listing(session, listing_id, world.context.today(), EndKind.REMOVED)


def headers(world: World, who: NewCredential) -> dict[str, str]:
    form, login = {"grant_type": "client_credentials"}, (who.client_id, who.client_secret)
    token = world.client.post("/oauth/token", data=form, auth=login).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def read(world: World, who: NewCredential, path: str, **params: Any) -> Any:
    response = world.client.get(path, headers=headers(world, who), params=params)
    assert response.status_code == 200, response.text
    return response.json()


def post(world: World, who: NewCredential, path: str, body: Mapping[str, Any]) -> Any:
    return world.client.post(path, headers=headers(world, who), json=dict(body))


def test_a_member_answers_its_prompt_and_is_told_of_the_end(
    world: World, platform: NewCredential, listing: str
) -> None:
    prompts = read(world, platform, "/v1/prompts")["items"]
    [prompt] = [found for found in prompts if found["measure"] == "promotion_limit"]
    assert (prompt["state"], prompt["about"]["listing_id"], prompt["about"]["binding"]) == (
        "open",
        listing,
        "by_own_clause",
    )
    address = f"/v1/prompts/{prompt['id']}"
    [clause] = [c for c in read(world, platform, "/v1/clauses")["items"] if c["measure"] == "promotion_limit"]
    day = str(world.context.today())
    said = {"action": "apply", "applied_on": day, "merchant_notified_on": day, "reasons_given": "规则", "by": "a-17"}
    assert post(world, platform, f"{address}/actions", said | {"clause": clause["id"]}).json()["state"] == "applied"
    end(world, listing)
    withheld = read(world, platform, address)
    assert (withheld["state"], withheld["about"], withheld["withheld"]) == ("to_be_lifted", None, NOTE)
    work(world)
    with world.context.database.read() as session:
        told = session.exec(select(Event).where(Event.type == "prompt.lift", Event.subject == prompt["id"])).one()
    assert told.data == {"id": prompt["id"], "measure": "promotion_limit"}
    lifted = post(world, platform, f"{address}/actions", {"action": "lift", "on": day, "by": "a-17"}).json()
    assert (lifted["state"], lifted["lifted_on"]) == ("lifted", day)
    assert read(world, platform, "/v1/prompts", state="to_be_lifted")["items"] == [
        found for found in read(world, platform, "/v1/prompts")["items"] if found["state"] == "to_be_lifted"
    ]


def test_refusals_are_problems(world: World, platform: NewCredential, listing: str, assert_problem: Any) -> None:
    [prompt, *_] = read(world, platform, "/v1/prompts", limit=1)["items"]
    address = f"/v1/prompts/{prompt['id']}/actions"
    lift = {"action": "lift", "on": str(world.context.today()), "by": "a-17"}
    assert_problem(post(world, platform, address, lift), "conflict")
    assert_problem(post(world, platform, address, {"action": "forget"}), "invalid_content")
    other = joined(world, MemberKind.PLATFORM, "other")
    assert_problem(post(world, other, address, lift), "not_found")
    assert_problem(
        world.client.get("/v1/prompts", headers=headers(world, other), params={"cursor": "x"}),
        "invalid_content",
        "cursor",
        "bad_cursor",
    )
    centre = world.member(MemberKind.CENTRE)
    assert_problem(post(world, centre, address, lift), "missing_scope")


@pytest.mark.parametrize("path", ["/v1/prompts", "/v1/tasks"])
def test_a_page_at_a_time_gives_all_of_them(world: World, listing: str, path: str) -> None:
    centre = world.member(MemberKind.CENTRE)
    everything = read(world, centre, path)["items"]
    found, cursor = [], None
    while True:
        page = read(world, centre, path, limit=2, **({} if cursor is None else {"cursor": cursor}))
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(everything) > 2
    assert found == everything


def test_a_day_that_passes_is_swept_once(world: World, listing: str) -> None:
    def jobs() -> list[str]:
        with world.context.database.read() as session:
            return list(session.exec(select(Job.key).where(Job.kind == PUNISH)))

    assert not step(world.context)
    assert jobs() == []
    world.pass_time(days=1)
    assert step(world.context), "the sweep of the new day"
    work(world)
    assert (jobs(), step(world.context)) == ([], False)


Asked = Callable[[NewCredential, Callable[[Any], Any]], Any]


@pytest.fixture(params=["sync", "async"])
def ask(request: pytest.FixtureRequest, world: World) -> Asked:
    def waiting(who: NewCredential, question: Callable[[Any], Any]) -> Any:
        client = Client(URL, who.client_id, who.client_secret, http=world.client)
        found = question(client)
        return list(found) if inspect.isgenerator(found) else found

    def awaiting(who: NewCredential, question: Callable[[Any], Any]) -> Any:
        async def run() -> Any:
            transport = httpx.ASGITransport(app=world.client.app)
            async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
                found = question(AsyncClient(URL, who.client_id, who.client_secret, http=http))
                return [item async for item in found] if inspect.isasyncgen(found) else await found

        return asyncio.run(run())

    return waiting if request.param == "sync" else awaiting


def test_both_clients_read_and_answer(
    world: World, ask: Asked, platform: NewCredential, department: NewCredential, listing: str
) -> None:
    prompts = ask(platform, lambda client: client.prompts.iter(limit=2, state="open"))
    assert len(prompts) > 2
    declined = PromptNotApplied(why="非本平台商户", by="a-17")
    answered = ask(platform, lambda client: client.prompts.act(prompts[0].id, declined))
    assert ask(platform, lambda client: client.prompts.get(prompts[0].id)) == answered
    assert answered.state == "not_applied"
    tasks = ask(department, lambda client: client.tasks.iter(limit=1, queue=False))
    assert {task.department for task in tasks} == {"market_supervision"}
    done = TaskDone(on=world.context.today() - timedelta(days=1), officer="李四")
    worked = ask(department, lambda client: client.tasks.act(tasks[0].id, done))
    assert ask(department, lambda client: client.tasks.get(tasks[0].id)) == worked
    assert [event.by for event in worked.history] == ["huixin", "department"]
    centre = world.member(MemberKind.CENTRE)
    ask(centre, lambda client: client.tasks.act(tasks[1].id, TaskUrged(basis="逾期未反馈")))
    assert ask(centre, lambda client: client.tasks.get(tasks[1].id)).urged_at is not None
    end(world, listing)
    lifted = PromptLifted(on=world.context.today(), by="a-17")
    assert ask(platform, lambda client: client.prompts.act(prompts[1].id, lifted)).about is None
