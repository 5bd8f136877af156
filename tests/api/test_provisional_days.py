"""What is reckoned in working days through a year whose days off are not known says so, and moves once they are."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from alembic import command
from models.migrations import configuration, engine_of
from tests.api.conftest import BLACK, AssertProblem, World
from tests.api.rights_world import Rights
from tests.api.test_recognitions import decision, notice


@pytest.fixture
def rights(world: World) -> Rights:
    world.set_clock(datetime(2026, 12, 30, 4, 0, tzinfo=UTC))
    return Rights(world)


def learn_the_year(rights: Rights) -> None:
    """The first of January to the eighth are off, and then a weekend."""
    rights.learn_holidays(2027, "2027-01-01", "2027-01-08")


def test_an_objection(rights: Rights, assert_problem: AssertProblem) -> None:
    objection = {"listing_id": rights.listing(), "statement": "处罚已撤销"}
    row = rights.done("unit", "/v1/objections", **objection)
    path = f"/v1/objections/{row['id']}"
    assert (row["check_due"], row["due"], row["provisional"]) == ("2026-12-31", "2027-01-04", True)
    learn_the_year(rights)
    row = rights.get("unit", path).json()
    assert (row["check_due"], row["due"], row["provisional"]) == ("2026-12-31", "2027-01-12", False)
    again = assert_problem(rights.post("unit", "/v1/objections", **objection), "conflict")
    assert "2027-01-12" in again["detail"]
    extended = rights.done("department", f"{path}/actions", action="extend", basis="调卷")
    assert (extended["due"], extended["provisional"]) == ("2027-01-15", False)


def test_an_objection_extended_before(rights: Rights) -> None:
    row = rights.done("unit", "/v1/objections", listing_id=rights.listing(), statement="处罚已撤销")
    path = f"/v1/objections/{row['id']}"
    extended = rights.done("department", f"{path}/actions", action="extend", basis="调卷")
    assert (extended["due"], extended["provisional"]) == ("2027-01-07", True)
    learn_the_year(rights)
    assert rights.get("unit", path).json()["due"] == "2027-01-15"


def test_a_repair(rights: Rights) -> None:
    said = {"listing_id": rights.listing(), "applied_on": rights.today(), "commitment": True, "performed": "已赔付"}
    row = rights.done("unit", "/v1/repairs", **said)
    assert (row["due"], row["provisional"]) == ("2027-01-08", True)
    learn_the_year(rights)
    row = rights.get("unit", f"/v1/repairs/{row['id']}").json()
    assert (row["due"], row["provisional"]) == ("2027-01-18", False)


def test_an_appeal(rights: Rights) -> None:
    rights.listing()
    asked = rights.done("platform", "/v1/check", subject={"uscc": BLACK}, scene="promotion")
    row = rights.done("platform", "/v1/appeals", decision_id=asked["decision_id"], statement="已改正")
    assert (row["due"], row["provisional"]) == ("2027-01-08", True)
    learn_the_year(rights)
    row = rights.get("platform", f"/v1/appeals/{row['id']}").json()
    assert (row["due"], row["provisional"]) == ("2027-01-18", False)


def test_a_notice_of_an_end(rights: Rights) -> None:
    listing_id = rights.listing()
    assert rights.outcome() == "refuse"
    rights.work()
    end = {"listing_id": listing_id, "kind": "annulled", "on": rights.today(), "reason": "已撤销"}
    rights.done("department", "/v1/ends", **end, document_number="撤1号", document_on=rights.today())
    rights.work()
    [told] = rights.get("platform", "/v1/notices").json()["items"]
    assert (told["due"], told["provisional"]) == ("2027-01-04", True)
    learn_the_year(rights)
    [told] = rights.get("platform", "/v1/notices").json()["items"]
    assert (told["due"], told["provisional"]) == ("2027-01-12", False)


def test_the_time_for_a_statement_and_nothing_is_decided_by_the_day_that_was_provisional(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    row = rights.done("department", "/v1/recognitions", **notice(rights))
    path = f"/v1/recognitions/{row['id']}"
    assert (row["statement_until"], row["statement_provisional"]) == ("2027-01-06", True)
    learn_the_year(rights)
    row = rights.get("department", path).json()
    assert (row["statement_until"], row["statement_provisional"]) == ("2027-01-14", False)
    assert "1月14日" in rights.get("department", f"{path}/documents/notice").text
    rights.world.pass_time(days=15)
    early = rights.post("department", f"{path}/actions", **decision(rights))
    assert_problem(early, "invalid_content", "/decided_on", "not_heard")
    rights.world.pass_time(days=1)
    decided = rights.done("department", f"{path}/actions", **decision(rights))
    assert (decided["state"], decided["statement_until"]) == ("decided", "2027-01-14")


def test_what_was_decided_keeps_the_day_that_it_waited_for(rights: Rights) -> None:
    row = rights.done("department", "/v1/recognitions", **notice(rights))
    rights.world.pass_time(days=8)
    path = f"/v1/recognitions/{row['id']}"
    rights.done("department", f"{path}/actions", **decision(rights))
    learn_the_year(rights)
    row = rights.get("department", path).json()
    assert (row["statement_until"], row["statement_provisional"]) == ("2027-01-06", False)


def test_the_columns_that_held_them_go_and_come_back_with_rows_in_them(rights: Rights) -> None:
    listing_id = rights.listing()
    rights.outcome()
    rights.work()
    said = {"listing_id": listing_id, "applied_on": rights.today(), "commitment": True, "performed": "已赔付"}
    rows = {
        "objections": rights.done("unit", "/v1/objections", listing_id=listing_id, statement="处罚已撤销"),
        "repairs": rights.done("unit", "/v1/repairs", **said),
        "recognitions": rights.done("department", "/v1/recognitions", **notice(rights)),
    }
    with engine_of(rights.world.context.database, "main").begin() as connection:
        command.downgrade(configuration("main", connection), "0028")
        old = connection.execute(text("SELECT check_due, due, provisional FROM objection")).one()
        command.upgrade(configuration("main", connection), "head")
    assert [str(old[0]), str(old[1]), bool(old[2])] == ["2027-01-06", "2027-01-06", True], "about right, and says so"
    for concept, row in rows.items():
        assert rights.get("centre", f"/v1/{concept}/{row['id']}").json() == row
