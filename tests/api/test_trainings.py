"""Trainings over HTTP: who is invited, what becomes of it, the rates, and that nothing follows from it."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from huixin.core.vocabulary import Standing
from huixin.core.windows import Window
from models.subjects import enter_subject, enterprise, person
from models.trainings.tables import TrainingSeat
from tests.api.conftest import BLACK, NAME, AssertProblem, World
from tests.api.rights_world import Rights
from tests.factories import RESIDENT_ID, make_listing, uscc_of

LISTS = ["brushing_black", "ecommerce_black", "ecommerce_watch"]


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def held(rights: Rights, **fields: Any) -> str:
    body = {"title": "第一期", "contents": "电子商务法", "lists": LISTS, "place": "惠州", "pass_mark": 60} | fields
    body = {"first_day": rights.today(), "last_day": rights.today(10)} | body
    return str(rights.done("department", "/v1/trainings", **body)["id"])


def seats(rights: Rights, training: str, who: str = "centre") -> list[dict[str, Any]]:
    return list(rights.get(who, f"/v1/trainings/{training}/seats").json()["items"])


def act(rights: Rights, training: str, seat: str, **body: Any) -> Any:
    return rights.post("department", f"/v1/trainings/{training}/seats/{seat}/actions", **body)


def invite(rights: Rights, training: str) -> int:
    return int(rights.done("department", f"/v1/trainings/{training}/invitations")["invited"])


def enter(rights: Rights, number: int, **fields: Any) -> str:
    """A listed merchant; gives its code."""
    with rights.world.context.database.write() as session:
        code = uscc_of(number)
        subject = enter_subject(session, enterprise(code, f"惠州市第{number}有限公司", unit="huicheng"))
        make_listing(session, subject, **({"list": "ecommerce_black"} | fields))
    return code


def test_whoever_stands_on_the_three_lists_is_invited_once(rights: Rights) -> None:
    standing = {enter(rights, 1), enter(rights, 2, list="ecommerce_watch")}
    enter(rights, 3, list="abnormal")
    enter(rights, 4, list="ecommerce_black", standing=Standing.PROPOSED)
    enter(rights, 5, window=Window(date(2026, 1, 1), date(2026, 11, 1)))
    training = held(rights)
    assert (invite(rights, training), invite(rights, training)) == (2, 0)
    assert {seat["uscc"] for seat in seats(rights, training)} == standing
    late = enter(rights, 6)
    assert invite(rights, training) == 1
    assert {seat["uscc"] for seat in seats(rights, training)} == standing | {late}


def test_a_round_is_for_the_lists_that_the_packs_name(rights: Rights, assert_problem: AssertProblem) -> None:
    body = {"title": "x", "contents": "x", "place": "x", "first_day": rights.today(), "last_day": rights.today()}
    other = rights.post("department", "/v1/trainings", lists=["abnormal"], **body)
    assert_problem(other, "invalid_content", "/lists/0")
    assert_problem(rights.post("platform", "/v1/trainings", lists=LISTS, **body), "missing_scope")
    assert_problem(rights.post("unit", "/v1/trainings", lists=LISTS, **body), "forbidden")


def test_a_person_is_known_by_a_digest_shown_masked_and_stored_sealed(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    rights.listing()
    training = held(rights)
    body = {"uscc": BLACK, "role": "legal_representative", "name": "欧阳测试", "resident_id": RESIDENT_ID}
    path = f"/v1/trainings/{training}/seats"
    seat = rights.done("department", path, **body)
    assert (seat["name"], seat["merchant"], seat["role"]) == ("欧***", NAME, "legal_representative")
    assert_problem(rights.post("department", path, **body), "conflict")
    unlisted = enter(rights, 1, list="ecommerce_pushed", standing=Standing.LEAD)
    stranger = rights.post("department", path, **body | {"uscc": unlisted})
    assert_problem(stranger, "invalid_content", "/uscc", "not_on_the_lists")
    assert_problem(rights.post("department", path, **(body | {"resident_id": "1"})), "invalid_content", "/resident_id")
    with rights.world.context.database.read() as session:
        stored = str([row.model_dump() for row in session.exec(select(TrainingSeat))])
    assert RESIDENT_ID not in stored
    assert "欧阳测试" not in stored


def test_a_listed_person_is_invited_as_an_individual(rights: Rights) -> None:
    with rights.world.context.database.write() as session:
        make_listing(session, enter_subject(session, person(rights.world.context.keys, RESIDENT_ID, "欧阳测试")))
    training = held(rights, lists=["brushing_black", "ecommerce_black", "ecommerce_watch"])
    invited = invite(rights, training)
    found = [(seat["role"], seat["name"]) for seat in seats(rights, training)]
    assert (invited, found) == (1, [("individual", "欧***")])


def test_it_is_scheduled_attended_and_examined_and_the_rates_say_so(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    for number in range(1, 5):
        enter(rights, number)
    training = held(rights)
    invite(rights, training)
    one, two, three, four = (seat["id"] for seat in seats(rights, training))
    today = rights.today()
    assert_problem(act(rights, training, one, action="examine", on=today, mark=90), "conflict")
    assert_problem(act(rights, training, one, action="attend", on=rights.today(1)), "invalid_content", "/on")
    outside = act(rights, training, one, action="schedule", on=rights.today(11))
    assert_problem(outside, "invalid_content", "/on")
    for seat, mark in ((one, 90), (two, 59)):
        assert act(rights, training, seat, action="schedule", on=today).status_code == 200
        assert act(rights, training, seat, action="attend", on=today).status_code == 200
        act(rights, training, seat, action="examine", on=today, mark=mark)
    act(rights, training, three, action="absent")
    act(rights, training, four, action="excuse", note="住院")
    view = rights.get("centre", f"/v1/trainings/{training}").json()
    rate = {"unit": "huicheng", "invited": 4, "excused": 1, "attended": 2, "passed": 1, "failed": 1}
    assert view["rates"] == [rate]
    assert rights.get("unit", f"/v1/trainings/{training}").json()["rates"] == [rate]
    assert rights.get("unit elsewhere", f"/v1/trainings/{training}").json()["rates"] == []
    again = act(rights, training, two, action="examine", on=today, mark=60)
    assert again.json()["state"] == "passed"


def test_a_merchant_sees_its_own_invitation_alone(rights: Rights) -> None:
    rights.listing()
    enter(rights, 1)
    training = held(rights)
    assert invite(rights, training) == 2
    headers = rights.merchant()
    got = rights.world.client.get(f"/v1/trainings/{training}/seats", headers=headers)
    assert [seat["uscc"] for seat in got.json()["items"]] == [BLACK]


def test_nothing_follows_from_any_of_it(rights: Rights) -> None:
    rights.listing(list="ecommerce_watch")
    question = {"subject": {"uscc": BLACK}, "scene": "promotion"}

    def told() -> dict[str, Any]:
        answer = rights.done("platform", "/v1/check", **question)
        return {name: said for name, said in answer.items() if name not in ("decision_id", "as_of")}

    before = told()
    training = held(rights)
    invite(rights, training)
    [seat] = seats(rights, training)
    for step in ({"action": "absent"}, {"action": "attend", "on": rights.today()}):
        assert act(rights, training, seat["id"], **step).status_code == 200
        assert told() == before
    for mark in (0, 100):
        act(rights, training, seat["id"], action="examine", on=rights.today(), mark=mark)
        assert told() == before
