"""One act on a task or a prompt: by whom, when, and what holds for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel
from sqlmodel import Session

from huixin.core.windows import day_of
from models.caller import Caller
from models.errors import Fault, Invalid
from models.personal import personal_faults
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


def wrong(pointer: str, code: str, message: str) -> Invalid:
    """Content that is wrong in one place."""
    return Invalid(message, Fault(pointer, code, message))
