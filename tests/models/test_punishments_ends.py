"""When nothing supports a task or a prompt any more, it is told; what was done waits to be lifted; it may come back."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import select

from huixin.core.records import Record
from huixin.core.vocabulary import EndKind, Rectification, Severity
from huixin.core.windows import Window
from models.database import Database
from models.errors import Conflict
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
    "rectified": lambda desk, record: desk.change(record, rectification=Rectification.RECTIFIED),
    "suspended": lambda desk, record: desk.change(record, relief=True),
    "due day moved": lambda desk, record: desk.change(record, due=date(2026, 7, 1)),
}


def _end(desk: PunishDesk, record: Record, kind: EndKind) -> None:
    with desk.database.write() as session:
        end_listing(session, record.id, TODAY, kind, "整改合格")


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_the_end_of_the_support_is_told_and_what_was_done_waits_to_be_lifted(desk: PunishDesk, end: Any) -> None:
    record = desk.listing(**CONFIRMED, **OVERDUE)
    desk.run()
    opened = len(desk.tasks()), len(desk.prompts())
    [task] = [task.id for task in desk.tasks(desk.department()) if task.measure == "interview"]
    [prompt] = [prompt.id for prompt in desk.prompts(desk.member()) if prompt.measure == "entry_limit"]
    desk.done(desk.department(), task)
    desk.apply(desk.member(), prompt, desk.clause())
    end(desk, record)
    desk.run()
    waiting = [row.id for row in (*desk.tasks(state="to_be_lifted"), *desk.prompts(state="to_be_lifted"))]
    assert waiting == [task, prompt], "the centre sees who has not lifted"
    closed = len(desk.tasks(state="closed")), len(desk.prompts(state="closed"))
    assert closed == (opened[0] - 1, opened[1] - 1), "nothing had been done"
    assert {row.state for row in desk.tasks()} == {row.state for row in desk.prompts()} == {"to_be_lifted", "closed"}
    with desk.database.read() as session:
        told = Counter(event.type for event in session.exec(select(Event)) if event.type.endswith("lift"))
    assert told == {"task.lift": len(desk.tasks(desk.department())), "prompt.lift": opened[1]}


def test_a_window_that_is_over_ends_by_the_day_alone(desk: PunishDesk) -> None:
    desk.listing(window=Window(date(2026, 1, 1), date(2026, 6, 16)))
    desk.run()
    assert {prompt.state for prompt in desk.prompts()} == {"open"}
    desk.pass_days(1)
    assert {task.state for task in desk.tasks()} == {"closed"}, "before any job has looked"
    assert {prompt.state for prompt in desk.prompts(state="closed")} == {"closed"}
    assert desk.prompts(state="open") == []


def test_what_goes_on_again_goes_on_with_its_answer(desk: PunishDesk) -> None:
    record = desk.listing()
    desk.run()
    [task] = [task for task in desk.tasks(desk.department()) if task.measure == "interview"]
    desk.done(desk.department(), task.id)
    desk.change(record, relief=True)
    desk.run()
    assert desk.task(CENTRE, task.id).state == "to_be_lifted"
    desk.change(record, relief=False)
    desk.run()
    found = desk.task(CENTRE, task.id)
    assert (found.state, found.answer and found.answer.officer) == ("done", "张三")
    assert [event.action for event in found.history] == ["open", "done", "end", "reopen"]


def test_a_no_was_one_to_what_was_known_before_and_is_asked_for_again(desk: PunishDesk) -> None:
    record = desk.listing()
    desk.run()
    [task] = [task for task in desk.tasks(desk.department()) if task.measure == "interview"]
    [prompt] = [prompt for prompt in desk.prompts(desk.member()) if prompt.measure == "entry_limit"]
    desk.done(desk.department(), task.id, "not_applicable", reason="已注销")
    desk.answer(desk.member(), prompt.id, "do_not_apply", why="已自行核实")
    desk.change(record, ended_on=TODAY, end_kind=EndKind.REMOVED)
    desk.run()
    desk.change(record, ended_on=None, end_kind=None)
    desk.run()
    found, asked = desk.task(CENTRE, task.id), desk.prompt(CENTRE, prompt.id)
    assert (found.state, found.answer, asked.state, asked.answer) == ("open", None, "open", None)
    assert [event.action for event in asked.history] == ["open", "do_not_apply", "end", "reopen"], "kept there"


def test_what_was_lifted_begins_anew(desk: PunishDesk) -> None:
    record = desk.listing()
    desk.run()
    [task] = [task for task in desk.tasks(desk.department()) if task.measure == "interview"]
    desk.change(record, relief=True)
    desk.run()
    desk.done(desk.department(), task.id, "lift")
    desk.change(record, relief=False)
    desk.run()
    found = desk.task(CENTRE, task.id)
    assert (found.state, found.answer, found.lifted_on) == ("open", None, None)


def masked(desk: PunishDesk, **fields: Any) -> tuple[Record, str]:
    """An overdue record for which a platform is asked to mask the shop, and that prompt."""
    record = desk.listing(list="ecommerce_black", severity=Severity.GENERAL, **OVERDUE, **fields)
    desk.run()
    [prompt] = desk.prompts(measure="shop_mask")
    return record, prompt.id


def states(desk: PunishDesk) -> tuple[str | None, str | None]:
    """Of the mask, and of the closing that includes it."""
    found = {prompt.measure: str(prompt.state) for prompt in desk.prompts()}
    return found.get("shop_mask"), found.get("shop_close")


def test_what_nobody_has_answered_is_closed_by_the_measure_that_includes_it(desk: PunishDesk) -> None:
    record, prompt_id = masked(desk)
    desk.change(record, severity=Severity.SERIOUS)
    desk.run()
    assert states(desk) == ("closed", "open")
    assert [found.id for found in desk.prompts(state="closed")] == [prompt_id]
    assert prompt_id not in {found.id for found in desk.prompts(state="to_be_lifted")}, "nothing had been applied"
    history = desk.prompt(CENTRE, prompt_id).history
    assert (history[-1].action, history[-1].by, history[-1].data["by"]) == ("replace", "huixin", "shop_close")
    with pytest.raises(Conflict, match="'shop_close' has taken its place"):
        desk.apply(desk.member(), prompt_id, desk.clause("shop_mask"))
    assert desk.run() == 0


def test_it_is_asked_again_where_the_stronger_one_is_asked_no_more(desk: PunishDesk) -> None:
    record, prompt_id = masked(desk)
    serious = desk.change(record, severity=Severity.SERIOUS)
    desk.run()
    desk.change(serious, severity=Severity.GENERAL)
    desk.run()
    assert states(desk) == ("open", "closed")
    assert [event.action for event in desk.prompt(CENTRE, prompt_id).history] == ["open", "replace", "reopen"]


def test_what_was_applied_goes_on_without_its_being_lifted(desk: PunishDesk) -> None:
    record, prompt_id = masked(desk)
    desk.apply(desk.member(), prompt_id, desk.clause("shop_mask"))
    desk.change(record, severity=Severity.SERIOUS)
    desk.run()
    assert states(desk) == ("applied", "open")


def test_and_that_lasts_as_long_as_the_stronger(desk: PunishDesk) -> None:
    window = Window(date(2026, 1, 1), date(2026, 6, 20))
    record, prompt_id = masked(desk, window=window)
    desk.apply(desk.member(), prompt_id, desk.clause("shop_mask"))
    desk.change(record, severity=Severity.SERIOUS, window=Window(window.start, date(2027, 1, 1)))
    desk.run()
    desk.pass_days(10)
    assert states(desk) == ("applied", "open")
    desk.now += date(2027, 1, 1) - desk.moment.today
    assert states(desk) == ("to_be_lifted", "closed")
