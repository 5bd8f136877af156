"""One act on a task or a prompt: by whom, when, and what holds for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel
from sqlmodel import Session

from huixin.core.windows import day_of
from models.caller import Caller
from models.errors import Fault, Invalid
from models.listings import records_by_id
from models.personal import personal_faults
from models.punishments.tables import Punishment
from rules.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Work:
    session: Session
    caller: Caller
    catalogue: Catalogue
    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now)


def check_body(work: Work, body: BaseModel) -> None:
    """What is reported has happened, and its words name no person by a number. Raises Invalid."""
    said: Mapping[str, object] = body.model_dump()
    faults = personal_faults(
        {f"/{name}": value for name, value in said.items() if isinstance(value, str)}, "leave it out"
    )
    for name, value in said.items():
        if isinstance(value, date) and value > work.today:
            faults.append(Fault(f"/{name}", "in_the_future", f"This day has not come yet; today is {work.today}."))
    if faults:
        raise Invalid("What you report cannot be taken.", *faults)


def began_on(work: Work, row: Punishment) -> date:
    """Since when it can have been applied: the day of the record, or where none is known that of the asking."""
    record = records_by_id(work.session, [row.listing_id]).get(row.listing_id)
    return (None if record is None else record.began_on) or day_of(row.opened_at)


def refuse_before(since: date, pointer: str, on: date) -> None:
    """No answer is older than what it is about, and no end than what it ends."""
    if on < since:
        raise wrong(pointer, "before_its_beginning", f"That began on {since}; this day lies before.")


def wrong(pointer: str, code: str, message: str) -> Invalid:
    """Content that is wrong in one place."""
    return Invalid(message, Fault(pointer, code, message))
