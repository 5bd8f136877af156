"""/v1/monitoring and /v1/supervisions over HTTP: figures with their cases, and what a body answers; the days decide."""

from datetime import date

import pytest

import huixin
from huixin.core.vocabulary import MemberKind
from huixin.types.monitoring import (
    SupervisionAnswer,
    SupervisionClosing,
    SupervisionKind,
    SupervisionRequest,
    SupervisionReturn,
    SupervisionState,
)
from tests.api.conftest import AssertProblem, World
from tests.api.test_duties import client_of

SAID = SupervisionRequest(kind=SupervisionKind.INTERVIEW_OFFICIAL, body="boluo", reason="按期整改率低于五成")


def test_a_supervision_is_answered_returned_and_closed(world: World) -> None:
    centre, boluo = client_of(world, MemberKind.CENTRE), client_of(world, MemberKind.UNIT, unit="boluo")
    made = centre.supervisions.add(SAID)
    assert (made.state, made.due, made.title.zh) == (SupervisionState.OPEN, date(2026, 11, 17), "约谈部门负责人")
    assert [one.id for one in boluo.supervisions.iter(state="open")] == [made.id]
    world.pass_time(days=16)
    assert boluo.supervisions.get(made.id).state is SupervisionState.OVERDUE
    assert [one.id for one in centre.supervisions.iter(state="overdue")] == [made.id]
    assert boluo.supervisions.act(made.id, SupervisionAnswer(note="已约谈企业")).state is SupervisionState.ANSWERED
    returned = centre.supervisions.act(made.id, SupervisionReturn(reason="未附材料", due=date(2026, 12, 1)))
    assert (returned.state, returned.due) == (SupervisionState.OPEN, date(2026, 12, 1))
    with pytest.raises(huixin.Conflict):
        centre.supervisions.act(made.id, SupervisionReturn(reason="x", due=date(2026, 12, 2)))
    boluo.supervisions.act(made.id, SupervisionAnswer(note="补附材料"))
    closed = centre.supervisions.act(made.id, SupervisionClosing(reason="已改进"))
    assert closed.state is SupervisionState.CLOSED
    assert [event.action for event in closed.history] == ["answer", "return", "answer", "close"]
    with pytest.raises(huixin.Conflict):
        boluo.supervisions.act(made.id, SupervisionAnswer(note="x"))


def test_only_the_body_and_the_centre_know_of_it(world: World, assert_problem: AssertProblem) -> None:
    made = client_of(world, MemberKind.CENTRE).supervisions.add(SAID)
    other = client_of(world, MemberKind.UNIT, unit="huidong")
    with pytest.raises(huixin.NotFound):
        other.supervisions.get(made.id)
    assert list(other.supervisions.iter()) == []
    boluo = client_of(world, MemberKind.UNIT, unit="boluo")
    with pytest.raises(huixin.Forbidden):
        boluo.supervisions.act(made.id, SupervisionClosing(reason="x"))
    with pytest.raises(huixin.Forbidden):
        boluo.supervisions.add(SAID)
    headers = world.headers(MemberKind.CENTRE, name=str(MemberKind.CENTRE))
    past = SAID.model_dump(mode="json", exclude_none=True) | {"due": "2026-11-01"}
    assert_problem(world.client.post("/v1/supervisions", json=past, headers=headers), "invalid_content", "/due")


def test_figures_come_with_their_cases_and_as_csv(world: World, assert_problem: AssertProblem) -> None:
    pushed = {"RDBM": "国家公共信用信息中心", "RDRQ": "2026-10-20", "YXQS": "2026-10-20", "YXQZ": "", "属地": "博罗县"}
    world.enter(pushed, list_code="ecommerce_pushed")
    centre, boluo = client_of(world, MemberKind.CENTRE), client_of(world, MemberKind.UNIT, unit="boluo")
    for client in (centre, boluo):
        [one] = client.monitoring.figures(figure="verification").items
        assert (one.group, one.counted, one.of, one.percent) == ("boluo", 0, 1, 0.0)
        behind = client.monitoring.cases(figure="verification", group="boluo")
        assert len(behind.others) == 1
        assert client.monitoring.proposals().items == []
    followed = world.client.get(one.cases, headers=world.headers(MemberKind.CENTRE, name=str(MemberKind.CENTRE)))
    assert followed.json()["others"] == behind.others
    assert client_of(world, MemberKind.UNIT, unit="huidong").monitoring.figures().items == []
    table = centre.monitoring.csv(figure="verification").decode("utf-8-sig").splitlines()
    assert table[1].startswith("verification,boluo,博罗县,0,1,0.0,2026-10-01,2026-12-31,2026-11-02,/v1/monitoring/")
    headers = world.headers(MemberKind.CENTRE, name=str(MemberKind.CENTRE))
    to_come = world.client.get("/v1/monitoring/figures?as_of=2026-11-03", headers=headers)
    assert_problem(to_come, "invalid_content", "as_of", "unknown_day")
