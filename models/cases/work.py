"""One action on one case: who does it, when, and what is written of it. Every operation on cases goes through here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from huixin.core.records import Record
from huixin.core.windows import day_of
from huixin.types.case import CaseAction
from huixin.types.case_actions import Act
from models.caller import Caller
from models.cases.closing import states_of
from models.cases.moves import moved
from models.cases.tables import Case, CaseEvent
from models.errors import Conflict, Fault, Invalid, NotFound
from models.listings import change_listing, records_by_id
from rules.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Work:
    """`caller` may be the command line, which is no member: its `member_id` is empty."""

    session: Session
    caller: Caller
    catalogue: Catalogue
    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now)

    def days(self, parameter: str, day: date) -> int:
        """A period of the packs as it is on a day."""
        return self.catalogue.number(parameter, day)


def record_move(
    work: Work, case: Case, action: CaseAction, act: Act | None = None, data: Mapping[str, Any] | None = None
) -> None:
    """Moves the case as the table says and adds the event. Raises CaseActionRefused."""
    with work.session.no_autoflush:  # the caller may be half way through changing the case
        before = states_of(work.session, [case], work.today)[case.id]
    after = moved(before, action, suspended=case.suspended_on is not None)
    case.version += 1
    if after is not before:
        case.state = after
        case.entered_state_on = work.today
    work.session.add(
        CaseEvent(
            case_id=case.id,
            number=case.version,
            at=work.now,
            member_id=work.caller.member_id or None,
            by=work.caller.name,
            action=action,
            from_state=before,
            to_state=after,
            basis=None if act is None else act.basis,
            document_number=None if act is None else act.document_number,
            data=dict(data or {}),
        )
    )
    work.session.flush()


def change_record(work: Work, case: Case, **changes: Any) -> None:
    """What the case changes in its listing, and so in every answer from now on."""
    change_listing(work.session, case.listing_id, **changes)


def record_of(work: Work, case: Case) -> Record:
    found = records_by_id(work.session, [case.listing_id]).get(case.listing_id)
    if found is None:
        raise NotFound(f"There is no record {case.listing_id}.")
    return found


def refuse_future(work: Work, pointer: str, day: date) -> None:
    """What is recorded has happened."""
    if day > work.today:
        message = f"This day has not come yet; today is {work.today}."
        raise Invalid(message, Fault(pointer, "in_the_future", message))


def refuse_before_periods(work: Work, pointer: str, day: date, *parameters: str) -> None:
    """A period is reckoned from a day only where the packs say how long it was then."""
    if any(work.catalogue.dated_value(parameter, day) is None for parameter in parameters):
        raise wrong(pointer, "too_old", f"The rules know of no periods on {day}: so old a document is not entered.")


def wrong(pointer: str, code: str, message: str) -> Invalid:
    """Content that is wrong in one place."""
    return Invalid(message, Fault(pointer, code, message))


def refuse_taken(work: Work, numbers: Any, number: str | None, what: str) -> None:
    """The number of a document names it among those of all bodies: it begins with the short name of the body that
    issues it (Regulation on the Handling of Official Documents, article 9(5)). `numbers`: the column that holds them.
    Raises Conflict."""
    if number is not None and work.session.exec(select(numbers).where(numbers == number)).first() is not None:
        raise Conflict(
            f"There is already {what} {number}. Write it whole, with the short name of the body that issues it.",
            zh=f"文号“{number}”已存在。请填写完整的发文字号，包括发文机关代字。",
        )
