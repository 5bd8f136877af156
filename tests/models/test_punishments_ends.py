"""When nothing supports a task or a prompt any more, it is told, waits to be lifted, and may come back."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from huixin.core.records import Record
from huixin.core.vocabulary import EndKind, Rectification, Severity
from huixin.core.windows import Window
from models.database import Database
from models.listings import end_listing
from models.outbox import Event
from rules.ruleset import RuleSet
from tests.punish_desk import CENTRE, CONFIRMED, OVERDUE, PunishDesk

TODAY = date(2026, 6, 15)


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: datetime) -> PunishDesk:
    made = PunishDesk(database, ruleset, now)
    made.member()
    made.department()
    return made


ENDS: dict[str, Any] = {
    "removed": lambda desk, record: _end(desk, record, EndKind.REMOVED),
    "annulled": lambda desk, record: _end(desk, record, EndKind.ANNULLED),
    "measures lifted": lambda desk, record: _end(desk, record, EndKind.MEASURES_LIFTED),
    "rectified": lambda desk, record: desk.change(replace(record, rectification=Rectification.RECTIFIED)),
    "suspended": lambda desk, record: desk.change(replace(record, relief=True)),
    "due day moved": lambda desk, record: desk.change(replace(record, due=date(2026, 7, 1))),
}


def _end(desk: PunishDesk, record: Record, kind: EndKind) -> None:
    with desk.database.write() as session:
        end_listing(session, record.id, TODAY, kind, "整改合格")


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_the_end_of_the_support_is_told_and_waits_to_be_lifted(desk: PunishDesk, end: Any) -> None:
    record = desk.listing(**CONFIRMED, **OVERDUE)
    desk.run()
    opened = len(desk.tasks()), len(desk.prompts())
    assert all(opened)
    end(desk, record)
    desk.run()
    assert {task.state for task in desk.tasks()} == {"to_be_lifted"}
    assert {prompt.state for prompt in desk.prompts()} == {"to_be_lifted"}
    assert (len(desk.tasks()), len(desk.prompts(state="to_be_lifted"))) == opened, "the centre sees who has not lifted"
    with desk.database.read() as session:
        told = Counter(event.type for event in session.exec(select(Event)) if event.type.endswith("lift"))
    assert told == {"task.lift": len(desk.tasks(desk.department())), "prompt.lift": opened[1]}


def test_a_window_that_is_over_ends_by_the_day_alone(desk: PunishDesk) -> None:
    desk.listing(window=Window(date(2026, 1, 1), date(2026, 6, 16)))
    desk.run()
    assert {prompt.state for prompt in desk.prompts()} == {"open"}
    desk.pass_days(1)
    assert {task.state for task in desk.tasks()} == {"to_be_lifted"}, "before any job has looked"
    assert {prompt.state for prompt in desk.prompts(state="to_be_lifted")} == {"to_be_lifted"}
    assert desk.prompts(state="open") == []


def test_what_goes_on_again_goes_on_with_its_answer(desk: PunishDesk) -> None:
    record = desk.listing()
    desk.run()
    [task] = [task for task in desk.tasks(desk.department()) if task.measure == "interview"]
    desk.done(desk.department(), task.id)
    desk.change(replace(record, relief=True))
    desk.run()
    assert desk.task(CENTRE, task.id).state == "to_be_lifted"
    desk.change(replace(record, relief=False))
    desk.run()
    found = desk.task(CENTRE, task.id)
    assert (found.state, found.answer and found.answer.officer) == ("done", "张三")
    assert [event.action for event in found.history] == ["open", "done", "end", "reopen"]


def test_what_was_lifted_begins_anew(desk: PunishDesk) -> None:
    record = desk.listing()
    desk.run()
    [task] = [task for task in desk.tasks(desk.department()) if task.measure == "interview"]
    desk.change(replace(record, relief=True))
    desk.run()
    desk.done(desk.department(), task.id, "lift")
    desk.change(replace(record, relief=False))
    desk.run()
    found = desk.task(CENTRE, task.id)
    assert (found.state, found.answer, found.lifted_on) == ("open", None, None)


def test_a_stronger_measure_takes_the_place_of_one_without_its_being_lifted(desk: PunishDesk) -> None:
    record = desk.listing(list="ecommerce_black", severity=Severity.GENERAL, **OVERDUE)
    desk.run()
    assert "shop_mask" in {prompt.measure for prompt in desk.prompts()}
    desk.change(replace(record, severity=Severity.SERIOUS))
    desk.run()
    states = {prompt.measure: prompt.state for prompt in desk.prompts()}
    assert (states["shop_mask"], states["shop_close"]) == ("open", "open")


def test_and_that_lasts_as_long_as_the_stronger(desk: PunishDesk) -> None:
    window = Window(date(2026, 1, 1), date(2026, 6, 20))
    record = desk.listing(list="ecommerce_black", severity=Severity.GENERAL, window=window, **OVERDUE)
    desk.run()
    desk.change(replace(record, severity=Severity.SERIOUS, window=Window(window.start, date(2027, 1, 1))))
    desk.run()
    desk.pass_days(10)
    assert {prompt.measure: prompt.state for prompt in desk.prompts()}["shop_mask"] == "open"
    desk.now += date(2027, 1, 1) - desk.moment.today
    assert {prompt.state for prompt in desk.prompts()} == {"to_be_lifted"}
