"""In which state a task or a prompt is: from its answer, and from what the rules and the day leave of its support."""

from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import col, or_

from models.punishments.tables import Prompt, PunishmentTask

OPEN, TO_BE_LIFTED, LIFTED, CLOSED = "open", "to_be_lifted", "lifted", "closed"
DECLINED = ("not_applicable", "not_applied")
"""Answers after which there is nothing to lift."""


def has_ended(row: PunishmentTask | Prompt, today: date) -> bool:
    """Nothing supports it any more: the rules said so, or its last day is over."""
    return row.ended_at is not None or (row.until is not None and row.until < today)


def state_of(row: PunishmentTask | Prompt, *, ended: bool) -> str:
    if row.lifted_on is not None:
        return LIFTED
    if not ended:
        return row.answer or OPEN
    return CLOSED if row.answer in DECLINED or row.replaced_by is not None else TO_BE_LIFTED


def in_state(table: type[PunishmentTask] | type[Prompt], state: str, today: date) -> ColumnElement[bool]:
    """The same as a condition of a query."""
    lifted = col(table.lifted_on).is_not(None)
    if state == LIFTED:
        return lifted
    ended = or_(col(table.ended_at).is_not(None), col(table.until) < today)
    over = ~lifted & ended
    standing = ~lifted & col(table.ended_at).is_(None) & or_(col(table.until).is_(None), col(table.until) >= today)
    answer = col(table.answer)
    nothing = or_(answer.is_not(None) & answer.in_(DECLINED), col(table.replaced_by).is_not(None))
    if state == CLOSED:
        return over & nothing
    if state == TO_BE_LIFTED:
        return over & ~nothing
    return standing & (answer.is_(None) if state == OPEN else answer == state)
