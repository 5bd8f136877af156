"""Checks over HTTP: recorded before answered, once for each Idempotency-Key, item by item in a batch."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, func, select

from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types.answer import Answer
from huixin.types.batch import BatchAnswer
from huixin.types.decision import DecisionView
from models.decisions import Decision, IdempotencyKey
from models.listings import end_listing
from tests.api.conftest import BLACK, CLEAN, NAME, World

ASK = {"subject": {"uscc": BLACK}, "scene": "promotion"}


def decisions(world: World) -> int:
    with world.context.database.log_read() as log:
        return log.exec(select(func.count()).select_from(Decision)).one()


def post(world: World, headers: dict[str, str], body: Any, key: str | None = None, path: str = "/v1/check") -> Any:
    keyed = headers if key is None else headers | {"Idempotency-Key": key}
    return world.client.post(path, json=body, headers=keyed)


def end_all(world: World, records: list[dict[str, Any]]) -> None:
    with world.context.database.write() as session:
        for record in records:
            end_listing(session, record["id"], world.context.today(), EndKind.REMOVED)


def test_a_listed_merchant_and_another(world: World) -> None:
    world.enter({})
    headers = world.headers()
    listed = post(world, headers, ASK | {"reference": "r-1"})
    assert listed.status_code == 200
    answer = Answer.model_validate(listed.json())
    assert (answer.outcome, answer.identity.uscc, answer.reference) == ("refuse", BLACK, "r-1")
    assert [record.list for record in answer.records] == ["brushing_black"]
    assert listed.json()["measures"][0]["class"]
    clear = post(world, headers, {"subject": {"uscc": CLEAN}, "scene": "promotion"}).json()
    assert (clear["outcome"], clear["records"]) == ("clear", [])


def test_a_name_alone_leads_to_candidates_and_a_judgement_decides(world: World) -> None:
    world.enter({})
    headers = world.headers()
    body = {"subject": {"name": NAME}, "scene": "promotion"}
    answer = post(world, headers, body).json()
    assert (answer["outcome"], answer["measures"]) == ("review", [])
    [candidate] = answer["identity"]["candidates"]
    judged = {"subject_id": candidate["subject_id"], "judgement": "same", "by": "risk-1", "why": "licence compared"}
    path = f"/v1/decisions/{answer['decision_id']}/review"
    reply = world.client.post(path, json=judged, headers=headers)
    assert reply.status_code == 201
    assert reply.json()["judgement"] == "same"
    again = post(world, headers, body).json()
    assert (again["outcome"], again["identity"]["matched_by"]) == ("refuse", "person")
    shown = world.client.get(f"/v1/decisions/{answer['decision_id']}", headers=headers).json()
    assert [judgement["by"] for judgement in shown["judgements"]] == ["risk-1"]


def test_the_decision_is_recorded_as_answered(world: World) -> None:
    world.enter({})
    headers = world.headers()
    answer = post(world, headers, ASK | {"operator": "op-7"}).json()
    shown = world.client.get(f"/v1/decisions/{answer['decision_id']}", headers=headers)
    view = DecisionView.model_validate(shown.json())
    assert view.answer == Answer.model_validate(answer)
    assert (view.operator, view.on, view.judgements) == ("op-7", date(2026, 11, 2), [])


def test_who_reads_whose_decisions(world: World, assert_problem: Any) -> None:
    owner = world.headers()
    path = "/v1/decisions/" + post(world, owner, ASK).json()["decision_id"]
    other = world.headers(name="another platform")
    assert world.client.get(path, headers=owner).status_code == 200
    assert_problem(world.client.get(path, headers=other), "not_found")
    for kind in (MemberKind.CENTRE, MemberKind.AUDITOR):
        assert world.client.get(path, headers=world.headers(kind)).status_code == 200
    judged = {"subject_id": "sub_1", "judgement": "same", "by": "x", "why": "x"}
    for headers in (other, world.headers(MemberKind.CENTRE)):
        assert_problem(world.client.post(path + "/review", json=judged, headers=headers), "not_found")
    assert_problem(world.client.post(path + "/review", json=judged, headers=owner), "not_a_candidate", "/subject_id")
    assert_problem(world.client.get("/v1/decisions/dec_" + "0" * 32, headers=owner), "not_found")
    assert_problem(world.client.get("/v1/decisions/%00", headers=owner), "invalid_content", "decision_id")


def test_asking_as_another_and_about_the_past(world: World, assert_problem: Any) -> None:
    world.enter({})
    member, centre = world.headers(), world.headers(MemberKind.CENTRE)
    assert_problem(post(world, member, ASK | {"as": "logistics"}), "as_not_allowed", "/as")
    assert_problem(post(world, member, ASK | {"on": "2026-11-01"}), "history_scope_needed", "/on")
    asked = post(world, centre, ASK | {"as": "platform", "on": "2026-11-01"}).json()
    assert (asked["asked_as"], asked["outcome"]) == ("platform", "refuse")


@pytest.mark.parametrize("length", [255, 256])
def test_a_name_without_a_code_is_found_however_long(world: World, length: int) -> None:
    name = ("惠州市" + "长" * length)[: length - 4] + "有限公司"
    world.enter({"JGMC": name, "TYSHXYDM": ""})
    asked = world.ask(world.headers(), subject={"uscc": BLACK, "name": name}).json()
    assert asked["outcome"] == "review"
    [candidate] = asked["identity"]["candidates"]
    assert (candidate["name"], candidate["matched"]) == (name, "unverified")


class TestIdempotency:
    def test_the_same_key_and_body_lead_to_the_same_decision(self, world: World) -> None:
        world.enter({})
        headers = world.headers()
        one, other = (post(world, headers, ASK, "k 1") for _ in range(2))
        assert one.json() == other.json()
        assert decisions(world) == 1
        assert post(world, headers, ASK, "k 2").json()["decision_id"] != one.json()["decision_id"]
        assert post(world, headers, ASK).json()["decision_id"] != one.json()["decision_id"]

    def test_how_the_body_is_written_does_not_matter(self, world: World) -> None:
        headers = world.headers() | {"Idempotency-Key": "k", "Content-Type": "application/json"}
        texts = ('{"subject": {"uscc": "%s"}, "scene": "promotion"}', '{"scene":"promotion","subject":{"uscc":"%s"}}')
        replies = [world.client.post("/v1/check", content=text % BLACK, headers=headers).json() for text in texts]
        assert replies[0] == replies[1]

    def test_another_body_is_refused(self, world: World, assert_problem: Any) -> None:
        headers = world.headers()
        post(world, headers, ASK, "k")
        assert_problem(post(world, headers, ASK | {"scene": "live"}, "k"), "idempotency_key_reused")
        batch = post(world, headers, {"items": [ASK]}, "k", "/v1/check/batch")
        assert_problem(batch, "idempotency_key_reused")
        assert decisions(world) == 1

    def test_a_key_is_the_members_own(self, world: World) -> None:
        one = post(world, world.headers(), ASK, "k").json()
        other = post(world, world.headers(name="another platform"), ASK, "k").json()
        assert one["decision_id"] != other["decision_id"]

    def test_a_key_lasts_a_day(self, world: World) -> None:
        first = post(world, world.headers(), ASK, "k").json()
        world.pass_time(hours=23, minutes=59)
        assert post(world, world.headers(), ASK, "k").json() == first
        world.pass_time(minutes=1)
        later = post(world, world.headers(), ASK | {"scene": "live"}, "k")
        assert later.status_code == 200
        with world.context.database.log_read() as log:
            assert len(log.exec(select(IdempotencyKey)).all()) == 1

    def test_a_record_ended_since_is_withheld(self, world: World) -> None:
        world.enter({})
        headers = world.headers()
        first = post(world, headers, ASK, "k").json()
        end_all(world, first["records"])
        again = post(world, headers, ASK, "k")
        assert again.json()["decision_id"] == first["decision_id"]
        assert "惠市监认〔2026〕1号" not in again.text
        assert again.json()["records"][0]["withheld"]
        shown = world.client.get(f"/v1/decisions/{first['decision_id']}", headers=headers)
        assert shown.json()["answer"] == again.json()

    @pytest.mark.parametrize("key", ["", "x" * 129, "a\tb", "schlüssel".encode()], ids=repr)
    def test_keys_that_are_none(self, world: World, assert_problem: Any, key: Any) -> None:
        refused = world.client.post("/v1/check", json=ASK, headers={**world.headers(), "Idempotency-Key": key})
        assert_problem(refused, "invalid_content", "Idempotency-Key")

    def test_a_refusal_does_not_use_up_the_key(self, world: World, assert_problem: Any) -> None:
        headers = world.headers()
        assert_problem(post(world, headers, ASK | {"scene": "dinner"}, "k"), "invalid_content")
        assert post(world, headers, ASK, "k").status_code == 200

    def test_many_tries_at_once_make_one_decision(self, world: World) -> None:
        world.enter({})
        headers = world.headers()
        with ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(lambda _: post(world, headers, ASK, "k"), range(16)))
        assert {reply.status_code for reply in replies} == {200}
        assert len({reply.json()["decision_id"] for reply in replies}) == 1
        assert decisions(world) == 1

    def test_keys_and_bodies_are_kept_as_keyed_digests_only(self, world: World) -> None:
        post(world, world.headers(), ASK, "secret-key")
        with world.context.database.log_read() as log:
            [row] = log.exec(select(IdempotencyKey)).all()
        assert "secret-key" not in row.key
        assert len(row.key) == len(row.body_hash) == 64


class TestTheLog:
    @pytest.mark.parametrize("path", ["/v1/check", "/v1/check/batch"])
    def test_without_it_there_is_no_answer(
        self, world: World, assert_problem: Any, monkeypatch: pytest.MonkeyPatch, path: str
    ) -> None:
        headers = world.headers()

        def fail(*_: object) -> None:
            raise OperationalError("insert", {}, OSError("disk full"))

        monkeypatch.setattr("models.log_writer.seal", fail)
        refused = post(world, headers, ASK if path == "/v1/check" else {"items": [ASK]}, path=path)
        assert_problem(refused, "unavailable")
        assert refused.headers["retry-after"] == "1"
        assert "decision_id" not in refused.text
        assert decisions(world) == 0

    def test_a_log_that_is_gone(self, world: World, assert_problem: Any) -> None:
        headers = world.headers()
        with world.context.database.log_write() as log:
            log.connection().exec_driver_sql("ALTER TABLE decision RENAME TO gone")
        assert_problem(post(world, headers, ASK), "unavailable")
        assert_problem(world.client.get("/readyz"), "unavailable")


class TestBatch:
    def ask(self, world: World, items: list[Any], key: str | None = None) -> Any:
        return post(world, world.headers(), {"items": items}, key, "/v1/check/batch")

    def test_each_item_for_itself(self, world: World) -> None:
        world.enter({})
        items = [
            ASK,
            {"scene": "promotion"},
            5,
            ASK | {"scene": "dinner"},
            {"subject": {"uscc": CLEAN}, "scene": "live"},
        ]
        reply = BatchAnswer.model_validate(self.ask(world, items).json())
        outcomes = [item.answer.outcome if item.answer else None for item in reply.items]
        assert outcomes == ["refuse", None, None, None, "clear"]
        problems = [item.problem for item in reply.items if item.problem]
        found = [(p.status, p.errors[0].pointer, p.errors[0].code) for p in problems]
        assert found == [
            (422, "/items/1/subject", "missing_field"),
            (422, "/items/2", "model_type"),
            (422, "/items/3/scene", "unknown_scene"),
        ]
        assert {p.request_id for p in problems} == {problems[0].request_id}
        assert decisions(world) == 2

    def test_an_item_that_fails_unforeseen_spares_the_others(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from models.checks import check

        def fragile(session: Session, caller: Any, request: Any, context: Any) -> Any:
            if request.reference == "breaks":
                raise ZeroDivisionError
            return check(session, caller, request, context)

        monkeypatch.setattr("api.answering.check", fragile)
        items = self.ask(world, [ASK, ASK | {"reference": "breaks"}]).json()["items"]
        assert items[0]["answer"]["outcome"] == "clear"
        assert items[1]["problem"]["type"] == "urn:huixin:problem:internal_error"

    def test_members_may_be_refused_item_by_item(self, world: World) -> None:
        [item] = self.ask(world, [ASK | {"as": "logistics"}]).json()["items"]
        assert item["problem"]["type"] == "urn:huixin:problem:as_not_allowed"

    def test_the_same_key_leads_to_the_same_answers_and_problems(self, world: World) -> None:
        items = [ASK, {"scene": "promotion"}]
        one, other = (self.ask(world, items, "k").json() for _ in range(2))
        assert one == other
        assert decisions(world) == 1

    def test_how_many(self, world: World, assert_problem: Any) -> None:
        assert_problem(self.ask(world, []), "invalid_content", "/items", "too_short")
        assert_problem(self.ask(world, [0] * 1001), "invalid_content", "/items", "too_long")
        assert len(self.ask(world, [0] * 1000).json()["items"]) == 1000


def test_the_same_instant_for_a_whole_batch(world: World) -> None:
    ticks: list[int] = []
    now: Callable[[], Any] = world.context.clock.now
    world.client.app.state.context = type(world.context)(  # type: ignore[attr-defined]
        world.context.database, world.context.keys, world.context.ruleset, _Counting(now, ticks), world.context.settings
    )
    headers = world.headers()
    ticks.clear()
    post(world, headers, {"items": [ASK] * 3}, path="/v1/check/batch")
    with world.context.database.log_read() as log:
        assert len(set(log.exec(select(Decision.at)).all())) == 1
    assert len(ticks) == 3, "one look at the clock for the token, one for the quota, one for the whole batch"


class _Counting:
    """A clock that counts how often it is read."""

    def __init__(self, now: Callable[[], Any], ticks: list[int]) -> None:
        self._now = now
        self._ticks = ticks

    def now(self) -> Any:
        self._ticks.append(1)
        return self._now()
