"""Showing records beside a check: that a member was shown them is written down before it is, so that it hears of their
ends."""

from collections.abc import Iterable

from sqlalchemy.exc import SQLAlchemyError

from api.context import AppContext
from api.problems import ProblemError
from api.refusals import log_failure
from models.caller import Caller
from models.exits.notices import KEEPS_LISTS
from models.readings import enter_reading

_SOON = {"Retry-After": "1"}


def record_shown(context: AppContext, caller: Caller, listing_ids: Iterable[str]) -> None:
    """One row for a whole answer, in the log that imports never hold up; none for who keeps the lists, and none where
    nothing is shown. Raises ProblemError `unavailable` where it cannot be written."""
    shown = list(dict.fromkeys(listing_ids))
    if not shown or caller.kind in KEEPS_LISTS:
        return
    try:
        with context.database.log_write() as log:
            enter_reading(log, caller.member_id, shown, context.now())
    except (SQLAlchemyError, OSError) as error:
        log_failure(error, None)
        message = "That you were shown this could not be recorded, so it is not given; try again."
        raise ProblemError("unavailable", message, headers=_SOON) from None
