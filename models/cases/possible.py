"""What can be done to a case as it stands: of what its state takes, the steps that find something to do.

A state says that disputes are settled; whether there is one, only the case says.
"""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from huixin.core.visibility import has_ended
from huixin.core.vocabulary import Severity
from huixin.types.case import CaseAction, CaseState
from models.cases.closing import states_of
from models.cases.rectification import standing_order
from models.cases.tables import Case, CaseAddressee, CasePenalty, CaseTask
from models.cases.work import Work, record_of
from models.exits.returned import was_returned


def possible(work: Work, case: Case, actions: Collection[CaseAction]) -> tuple[CaseAction, ...]:
    """Those of the actions that find what they are about; asks only for what these need."""
    return tuple(action for action in actions if action not in _NEEDS or _NEEDS[action](work, case))


def _runs(work: Work, case: Case) -> bool:
    """What has ended is not extended."""
    order = standing_order(work, case)
    return order is not None and order.due is not None and order.due >= work.today


def _is_unrated(work: Work, case: Case) -> bool:
    return record_of(work, case).severity is Severity.UNKNOWN


def may_resume(work: Work, case: Case) -> bool:
    """A trace may turn up at any time; what led to a removal is looked at again once that was returned."""
    return case.state == CaseState.AWAITING_TRACE or was_returned(work, case)


def may_close(work: Work, case: Case) -> bool:
    """What stands here is somebody's case until it has ended; another city's is that city's."""
    return case.state == CaseState.TRANSFERRED or has_ended(record_of(work, case), work.today)


def may_merge(work: Work, case: Case) -> bool:
    """Into a case that goes on."""
    other = work.session.get(Case, case.duplicate_of)
    return other is not None and states_of(work.session, [other], work.today)[other.id] is not CaseState.CLOSED


def _there_is(table: Any, *conditions: ColumnElement[bool]) -> Callable[[Work, Case], bool]:
    def found(work: Work, case: Case) -> bool:
        rows = select(table.case_id).where(table.case_id == case.id, *conditions)
        return work.session.exec(rows.limit(1)).first() is not None

    return found


def _published(yes: bool) -> ColumnElement[bool]:
    column = col(CasePenalty.published_on)
    return column.is_not(None) if yes else column.is_(None)


_ANNULLED = col(CasePenalty.annulled_on).is_not(None)
_STANDING = col(CaseTask.withdrawn_at).is_(None)
_HAS_IT = col(CaseAddressee.withdrawn_at).is_(None)


def _waits_for_receipt(work: Work, case: Case) -> bool:
    """By whoever asks; the centre writes for all of them."""
    own = work.caller.body or work.caller.unit
    mine = () if own is None else (col(CaseAddressee.body) == own,)
    return _there_is(CaseAddressee, _HAS_IT, col(CaseAddressee.received_at).is_(None), *mine)(work, case)


_NEEDS: dict[CaseAction, Callable[[Work, Case], bool]] = {
    CaseAction.EXTEND_ORDER: _runs,
    CaseAction.RATE: _is_unrated,
    CaseAction.RESUME_VERIFICATION: may_resume,
    CaseAction.RESUME_INSPECTION: may_resume,
    CaseAction.CLOSE: may_close,
    CaseAction.MERGE: may_merge,
    CaseAction.RECEIVE: _waits_for_receipt,
    CaseAction.GIVE_FEEDBACK: _there_is(CaseAddressee, _HAS_IT),
    CaseAction.ASSIGN_TASK: _there_is(CaseTask, _STANDING, col(CaseTask.department).is_(None)),
    CaseAction.URGE: _there_is(CaseTask, _STANDING, col(CaseTask.department).is_not(None)),
    CaseAction.PUBLISH_PENALTY: _there_is(CasePenalty, _published(False), ~_ANNULLED),
    CaseAction.ANNUL_PENALTY: _there_is(CasePenalty, ~_ANNULLED),
    CaseAction.WITHDRAW_PENALTY: _there_is(
        CasePenalty, _published(True), _ANNULLED, col(CasePenalty.withdrawn_on).is_(None)
    ),
    CaseAction.DISPUTE: lambda _, case: case.disputed_on is None,
    CaseAction.SETTLE_DISPUTE: lambda _, case: case.disputed_on is not None,
    CaseAction.GRANT_RELIEF: lambda _, case: case.relief_on is None,
    CaseAction.END_RELIEF: lambda _, case: case.relief_on is not None,
}
"""What must be there; an action that is not named here finds its object in the state of the case."""
