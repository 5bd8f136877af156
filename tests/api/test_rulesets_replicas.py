"""Rules through both clients of the SDK, on two replicas: what one publishes, the other follows within a second."""

import asyncio
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from huixin import AsyncClient, Client, PreconditionFailed, SecondPersonNeeded
from huixin.core.vocabulary import MemberKind
from huixin.types.ruleset import ApproveRuleset, PublishRuleset, RulesetView, WithdrawRuleset
from models.clauses import enter_standard_clauses
from models.database import Database
from models.members import NewCredential, add_credential
from models.scopes import default_scopes
from rules.ruleset import RuleSet
from tests.api.conftest import BLACK, csv_of
from tests.api.processes import Installation, installed
from tests.api.test_worker import serve
from tests.conftest import FULL

RULES = "national/rules/black_recognised.yaml"


@pytest.fixture
def installation(database: Database, tmp_path: Path, ruleset: RuleSet) -> Iterator[Installation]:
    with installed(database, tmp_path / "home", ruleset) as installation:
        yield installation


def second_person(installation: Installation, member_id: str) -> NewCredential:
    with installation.database.write() as session:
        return add_credential(session, member_id, "李四", default_scopes(MemberKind.CENTRE), installation.now)


def within_a_second(asking: Client, wanted: list[str]) -> None:
    begun = time.monotonic()
    while [measure.code for measure in asking.check(BLACK, scene="promotion").measures] != wanted:
        assert time.monotonic() - begun < 1, wanted


@pytest.mark.parametrize("new_database", ["sqlite", "postgresql"] if FULL else ["postgresql"], indirect=True)
def test_what_one_replica_publishes_the_other_follows(
    installation: Installation, ruleset: RuleSet, tmp_path: Path
) -> None:
    platform, centre = installation.member(), installation.member(MemberKind.CENTRE)
    with installation.database.write() as session:
        enter_standard_clauses(session, ruleset.catalogue, platform.member_id)
    second = second_person(installation, centre.member_id)
    one, other = (serve(installation, HUIXIN_WORKER="0") for _ in range(2))
    file = tmp_path / "list.csv"
    file.write_text(csv_of({}))
    with (
        Client(one, centre.client_id, centre.client_secret) as author,
        Client(one, second.client_id, second.client_secret) as approver,
        Client(other, platform.client_id, platform.client_secret) as asking,
    ):
        author.imports.upload(file, list="brushing_black")
        within_a_second(asking, ["promotion_limit"])

        suspension = approver.suspensions.add("promotion_limit", "依据正在复核", "Its ground is under review")
        within_a_second(asking, [])
        assert asking.suspensions.list() == [suspension]
        approver.suspensions.lift(suspension.id)
        within_a_second(asking, ["promotion_limit"])

        draft = without_promotions(author)
        with pytest.raises(SecondPersonNeeded):
            author.rulesets.act(draft.id, ApproveRuleset())
        assert approver.rulesets.act(draft.id, ApproveRuleset()).state == "approved"
        published = approver.rulesets.act(draft.id, PublishRuleset(implements="ecommerce-law"))
        within_a_second(asking, [])
        assert published.standing == "in_force"
        assert [one.id for one in asking.rulesets.iter() if one.standing == "in_force"] == [draft.id]
        assert asking.check(BLACK, scene="promotion").as_of.ruleset == published.digest
        [shipped] = [one for one in asking.rulesets.iter() if one.shipped]
        assert asking.rulesets.diff(shipped.id, draft.id).after == published.digest
        assert asking.rulesets.measures().ruleset == published.digest


def without_promotions(author: Client) -> RulesetView:
    draft = author.rulesets.draft("双十一", "暂停促销限制")
    for document in author.rulesets.get(draft.id).documents:
        if "/tests/" in document.path:
            author.rulesets.remove(draft.id, document.path, document.etag)
    found = author.rulesets.document(draft.id, RULES)
    content = found.content.replace("{measure: promotion_limit, outcome: refuse}", "{outcome: watch}")
    author.rulesets.write(draft.id, RULES, content, found.etag)
    with pytest.raises(PreconditionFailed):
        author.rulesets.write(draft.id, RULES, found.content, found.etag)
    table = author.rulesets.table(draft.id)
    assert author.rulesets.write_table(draft.id, table.content, table.etag).etag == table.etag
    with pytest.raises(PreconditionFailed):
        author.rulesets.write_table(draft.id, table.content, found.etag)
    assert author.rulesets.check(draft.id).findings == []
    return author.rulesets.submit(draft.id)


@pytest.mark.slow
@pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)
def test_the_asynchronous_client_does_the_same(installation: Installation) -> None:
    centre = installation.member(MemberKind.CENTRE)
    address = serve(installation, HUIXIN_WORKER="0")

    async def work() -> None:
        async with AsyncClient(address, centre.client_id, centre.client_secret) as client:
            draft = await client.rulesets.draft("双十一", "整理")
            new = await client.rulesets.write(draft.id, "national/rules/new.yaml", "[?]\n")
            assert (await client.rulesets.document(draft.id, new.path)).content == "[?]\n"
            assert [one.document for one in (await client.rulesets.check(draft.id)).findings] == [new.path]
            assert (await client.rulesets.remove(draft.id, new.path, new.etag)).state == "draft"
            table = await client.rulesets.table(draft.id, "promotion")
            assert (await client.rulesets.write_table(draft.id, table.content, table.etag)).changes == []
            assert (await client.rulesets.act(draft.id, WithdrawRuleset(reason="不再需要"))).state == "withdrawn"
            assert {one.state async for one in client.rulesets.iter()} == {"withdrawn", "published"}
            in_force = (await client.rulesets.measures()).ruleset
            assert [one.standing async for one in client.rulesets.iter(digest=in_force)] == ["in_force"]
            assert (await client.rulesets.diff(draft.id, draft.id)).changes == []
            assert (await client.rulesets.measures()).items
            assert (await client.rulesets.instruments(date(2018, 12, 31))).on == date(2018, 12, 31)
            assert (await client.rulesets.parameters()).items
            suspension = await client.suspensions.add("promotion_limit", "复核")
            assert await client.suspensions.list() == [suspension]
            assert (await client.suspensions.lift(suspension.id)).ended_on == suspension.begins_on

    asyncio.run(work())
