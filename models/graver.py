"""What no correction does: burden a merchant with more than it was heard on and served."""

from datetime import date

from huixin.core.display import left_members_on, severity_of
from huixin.core.records import Record
from huixin.core.terms import Terms
from huixin.core.vocabulary import Severity
from models.cases.work import wrong
from models.errors import Invalid


def refuse_graver(terms: Terms, was: Record, now: Record, today: date, at: str = "") -> None:
    """Raises Invalid. `at`: pointer to what is said otherwise. Where neither record nor list says how serious it is,
    no measure follows, so that whatever is said is graver."""
    gravity, before = list(Severity), severity_of(terms, was, today)
    if gravity.index(severity_of(terms, now, today)) > gravity.index(before):
        raise _graver(f"{at}/severity", f"The record {was.id} was {before}")
    if added := now.problem_types - was.problem_types:
        raise _graver(f"{at}/problem_types", f"There was nothing of {', '.join(sorted(added))} in the record {was.id}")
    last = was.window.last
    if last is not None and (now.window.last is None or now.window.last > last):
        raise _graver(f"{at}/valid_to", f"The last day of the record {was.id} was {last}")
    shown_to, longer = left_members_on(terms, was), left_members_on(terms, now)
    if now.decided_on != was.decided_on and shown_to is not None and (longer is None or longer > shown_to):
        raise _graver(f"{at}/decided_on", f"The record {was.id} was to be shown no longer from {shown_to} on")


def _graver(pointer: str, was: str) -> Invalid:
    return wrong(pointer, "graver", f"{was}: what is graver is a recognition of its own, heard and served.")
