"""In which state a task or a prompt is: from its answer, and from what the rules and the day leave of its support."""

from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import col, or_

from huixin.core.windows import day_of
from models.punishments.tables import Prompt, PunishmentTask

OPEN, TO_BE_LIFTED, LIFTED, CLOSED = "open", "to_be_lifted", "lifted", "closed"
DONE = ("done", "applied")
"""Answers after which there is something to lift."""


def has_ended(row: PunishmentTask | Prompt, today: date) -> bool:
    """Nothing supports it any more: the rules said so, or its last day is over."""
    return row.ended_at is not None or (row.until is not None and row.until < today)


def state_of(row: PunishmentTask | Prompt, *, ended: bool) -> str:
    if row.lifted_on is not None:
        return LIFTED
    if not ended:
        return row.answer or OPEN
    return TO_BE_LIFTED if row.answer in DONE else CLOSED


def may_be_lifted(row: PunishmentTask | Prompt, *, ended: bool) -> bool:
    """What was done; and once nothing supports it, what may have been done without a word."""
    silent = ended and row.answer is None and row.replaced_by is None
    return row.lifted_on is None and (row.answer in DONE or silent)


def done_on(row: PunishmentTask | Prompt) -> date:
    """The day on which it was done or applied; without a word of that, the day on which it was asked for."""
    answered = row.answered or {}
    day = answered.get("applied_on") or answered.get("on")
    return day_of(row.opened_at) if day is None else date.fromisoformat(day)


def in_state(table: type[PunishmentTask] | type[Prompt], state: str, today: date) -> ColumnElement[bool]:
    """The same as a condition of a query."""
    lifted = col(table.lifted_on).is_not(None)
    if state == LIFTED:
        return lifted
    ended = or_(col(table.ended_at).is_not(None), col(table.until) < today)
    over = ~lifted & ended
    standing = ~lifted & col(table.ended_at).is_(None) & or_(col(table.until).is_(None), col(table.until) >= today)
    answer = col(table.answer)
    done = answer.is_not(None) & answer.in_(DONE)
    if state == CLOSED:
        return over & ~done
    if state == TO_BE_LIFTED:
        return over & done
    return standing & (answer.is_(None) if state == OPEN else answer == state)
