"""Whether a removal would come too early: while its name is verified, and until its rectification has been accepted.

An end that is decided on another ground, an annulment say, is entered as such (`/v1/ends`) and asks nothing of this;
neither does one that upstream sends.
"""

from sqlmodel import select

from huixin.core.records import Record
from huixin.core.vocabulary import Rectification
from huixin.types.case import CaseAction, CaseState
from models.cases.beside import is_about
from models.cases.closing import states_of
from models.cases.moves import NEXT_STEP
from models.cases.tables import Case
from models.cases.work import Work
from models.errors import Conflict
from models.exits.twins import twins_of

_CORRECTED = frozenset({Rectification.NOT_REQUIRED, Rectification.RECTIFIED})
_DONE = frozenset({CaseState.RECTIFIED, CaseState.REMOVAL_PROPOSED, CaseState.CLOSED})
_RECTIFYING = frozenset({CaseState.RECTIFYING, CaseState.REPORTED, CaseState.INCOMPLETE})


def refuse_while_owed(work: Work, record: Record) -> None:
    """Raises Conflict, which says what has to come first. What was recognised waits for a rectification alone, and so
    does all that ends with it."""
    cases = work.session.exec(select(Case).where(is_about([record.id]))).all()
    states = states_of(work.session, cases, work.today)
    recognised = {states[case.id] for case in cases if case.listing_id != record.id}
    if record.rectification not in _CORRECTED or recognised & _RECTIFYING:
        raise Conflict("The rectification has not been accepted yet; a removal follows on that.")
    for case in cases:
        if case.listing_id == record.id and states[case.id] not in _DONE:
            raise Conflict(f"Its case is '{states[case.id]}': {_first(states[case.id])}")
    refuse_while_others_owe(work, record)


def refuse_while_others_owe(work: Work, record: Record) -> None:
    """Raises Conflict where another listing of the same decision is being rectified by a case that is handled here:
    what another source says of its own copy binds nobody."""
    for twin in twins_of(work.session, record):
        cases = work.session.exec(select(Case).where(is_about([twin.id]))).all()
        if {*states_of(work.session, cases, work.today).values()} & _RECTIFYING:
            raise Conflict(
                f"The rectification of the same decision ({twin.list}, {twin.id}) has not been accepted yet; a removal "
                "follows on that."
            )


def _first(state: CaseState) -> str:
    step = NEXT_STEP.get(state)
    if step in (None, CaseAction.ISSUE_ORDER):
        return (
            "the removal is asked for by itself once the rectification has been accepted, or, where the name was "
            "corrected before, after find_already_corrected by propose_removal."
        )
    return f"its next step is {step}."
