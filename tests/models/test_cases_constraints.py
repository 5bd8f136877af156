"""Cases that cannot be are refused by the database itself."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from models.cases.tables import Case, CaseInspection, CaseTask, RectificationOrder
from tests.case_desk import Desk

pytestmark = pytest.mark.both_databases


def _order(**fields: Any) -> Any:
    return lambda case, _: RectificationOrder(
        id="ord_x", number="二", case_id=case.id, requirements="改正", issued_on=date(2026, 6, 15), **fields
    )


IMPOSSIBLE = {
    "a place that does not exist": lambda case, _: CaseTask(
        id="tsk_x", case_id=case.id, unit="nowhere", created_at=case.opened_at
    ),
    "half a service": _order(served_on=date(2026, 6, 15)),
    "a second order that stands": _order(),
    "one officer twice": lambda case, task_id: CaseInspection(
        id="ins_x",
        case_id=case.id,
        task_id=task_id,
        on=date(2026, 6, 15),
        first_officer="张三",
        second_officer="张三",
        further_officers=[],
        results={},
        recorded_at=case.opened_at,
    ),
}
CHANGES: list[dict[str, Any]] = [
    {"state": "lost"},
    {"unit": None},
    {"problem_types": ""},
    {"suspended_on": date(2026, 6, 15)},
    {"version": 0},
]


def _enter(desk: Desk, what: str) -> None:
    case_id = desk.rectifying()
    task_id = desk.get(case_id).tasks[0].id
    with desk.database.write() as session:
        session.add(IMPOSSIBLE[what](session.get_one(Case, case_id), task_id))


def _change(desk: Desk, change: dict[str, Any]) -> None:
    case_id = desk.rectifying()
    with desk.database.write() as session:
        case = session.get_one(Case, case_id)
        for name, value in change.items():
            setattr(case, name, value)


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_the_database_itself_refuses(desk: Desk, what: str) -> None:
    with pytest.raises(IntegrityError):
        _enter(desk, what)


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_database_itself_refuses_a_case_that_cannot_be(desk: Desk, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        _change(desk, change)
