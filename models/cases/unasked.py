"""What the service does to a case by itself: nobody asked for it, so its event names the service."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from huixin.types.case import CaseAction, CaseState
from models.cases.tables import Case, CaseEvent


def note_unasked(
    session: Session,
    case: Case,
    action: CaseAction,
    now: datetime,
    *,
    before: CaseState,
    after: CaseState,
    data: dict[str, Any],
    document_number: str | None = None,
) -> None:
    """The next version of the case, and the event that says why. The state itself is the caller's to set."""
    case.version += 1
    session.add(
        CaseEvent(
            case_id=case.id,
            number=case.version,
            at=now,
            by="huixin",
            action=action,
            from_state=before,
            to_state=after,
            document_number=document_number,
            data=data,
        )
    )
