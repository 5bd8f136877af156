"""What goes wrong around the hot path: it gives up in time, forgets what is over, and never answers what was."""

import io
import json
import logging
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from api.logs import log_to
from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types.clause import ClauseRequest
from models.clauses import enter_clause
from models.listings import end_listing
from tests.api.bundles.test_parity import TODAY
from tests.api.conftest import CLEAN
from tests.api.hot.conftest import Both
from tests.api.hot.test_parity import ASK
from tests.api.test_seen_from_outside import sample
from tests.factories import make_listing, make_subject, uscc_of


def lost(*_: object) -> Any:
    raise OperationalError("", {}, OSError())


def test_what_it_cannot_look_up_is_answered_the_ordinary_way(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    world, headers = both.world, both.world.headers()
    both.warm(headers)
    monkeypatch.setattr(both.path._following, "follow", lost)
    world.enter({})
    assert not both.agree(headers, ASK)


def test_a_lost_database_is_told_as_a_problem(both: Both, monkeypatch: pytest.MonkeyPatch, assert_problem: Any) -> None:
    headers = both.world.headers()
    both.warm(headers)
    both.world.enter({})
    monkeypatch.setattr("models.database.Database.read", lost)
    assert_problem(both.hot.post("/v1/check", json=ASK, headers=headers), "unavailable")


def test_an_agency_only_advises_whatever_clauses_it_has(both: Both) -> None:
    world = both.world
    world.enter({})
    headers = world.headers(MemberKind.AGENCY)
    catalogue = world.context.ruleset.catalogue
    with world.context.database.write() as session:
        for code, measure in catalogue.measures.items():
            if measure.clause_kind is not None:
                own = {"kind": measure.clause_kind, "measure": code, "reference": "第一条", "major": False}
                days = {"published_on": "2026-01-01", "effective_from": "2026-02-01"}
                request = ClauseRequest.model_validate(own | days)
                enter_clause(session, catalogue, world.member(MemberKind.AGENCY).member_id, request)
    both.warm(headers)
    for scene in ("promotion", "onboarding", "membership"):
        assert both.agree(headers, ASK | {"scene": scene})


def test_what_ends_while_entries_are_written_down_has_ended(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    world, headers, following = both.world, both.world.headers(), both.path._following
    both.warm(headers)
    with world.context.database.write() as session:
        listing = make_listing(session, make_subject(session, uscc=ASK["subject"]["uscc"]))  # type: ignore[index]
    monkeypatch.setattr("models.hot.following._SETTLE", 0)
    writing, ended = following.entries._writing, list[Any]()

    def meanwhile() -> Any:
        if not ended:
            with world.context.database.write() as session:
                end_listing(session, listing.id, TODAY, EndKind.REMOVED)
            ended.append(pool.submit(following.follow))
            wait(ended, 0.5)
        return writing()

    monkeypatch.setattr(following.entries, "_writing", meanwhile)
    with ThreadPoolExecutor(1) as pool:
        following.follow()
    assert both.agree(headers, ASK)
    assert both.ask(headers, ASK)[0].json()["outcome"] == "clear"


@pytest.mark.parametrize("above", [0, 1_000_000], ids=["in the file", "above the file"])
def test_what_a_large_import_does_not_concern_is_answered_while_the_rest_is_told(
    both: Both, monkeypatch: pytest.MonkeyPatch, above: int
) -> None:
    world, headers, following = both.world, both.world.headers(), both.path._following
    monkeypatch.setattr("models.hot.following.POLL", 30)
    monkeypatch.setattr("models.hot.following._PORTION", 10)
    monkeypatch.setattr("models.hot.following._SETTLE", above)
    both.warm(headers)
    listed = [ASK | {"subject": {"uscc": uscc_of(number)}} for number in range(50)]
    world.enter(*({"TYSHXYDM": uscc_of(number), "文书号": f"惠市监认〔2026〕{number}号"} for number in range(50)))
    assert following.follow()
    assert both.agree(headers, ASK | {"subject": {"uscc": CLEAN}})
    assert not all(both.agree(headers, one) for one in listed)
    while following.follow():
        pass
    assert all(both.agree(headers, one) for one in listed)


def test_tokens_of_one_credential_know_the_same_and_those_that_are_over_nothing(both: Both) -> None:
    world = both.world
    world.enter({})
    first, second = world.headers(), world.headers()
    both.warm(first)
    assert both.agree(first, ASK)
    assert both.agree(second, ASK)
    understood = [bearer.known.understood for bearer in both.path._bearers.values()]
    assert len(understood) == 2
    assert understood[0] is understood[1]
    world.pass_time(minutes=16)
    third = world.headers()
    assert both.agree(third, ASK)
    assert len(both.path._bearers) == 1


def test_the_log_names_a_request_by_the_id_of_its_answer(both: Both) -> None:
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers, root.level
    headers = both.world.headers()
    both.warm(headers)
    log_to(stream, "json", "debug")
    reply, hot = both.ask(headers, ASK)
    root.handlers, root.level = before[0], before[1]
    assert hot
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    [line] = [one for one in told if one.get("request_id") == reply.headers["x-request-id"]]
    assert (line["event"], line["route"], line["status"], line["problem"]) == ("answered", "/v1/check", 200, None)


def test_how_far_it_is_behind_is_seen_from_outside(both: Both) -> None:
    world = both.world
    both.path._following.follow()
    assert sample(world, "huixin_replica_behind") == 0
    world.enter({})
    assert sample(world, "huixin_replica_behind") > 0
    both.path._following.follow()
    assert sample(world, "huixin_replica_behind") == 0
