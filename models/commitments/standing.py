"""On which days commitments are in force, and what state they are in on a day; dates decide."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, or_, select

from huixin.core.windows import Window
from huixin.types.commitment import CommitmentState
from models.bulk import among
from models.commitments.tables import Commitment, CommitmentVersion
from models.versions import in_force

Promised = dict[str, tuple[Window, ...]]


def days_of(version: CommitmentVersion) -> Window:
    """From its acceptance to its term, its withdrawal or the document of its breach, whichever comes first."""
    ends = (version.valid_to, version.withdrawn_on, version.breached_on)
    end = min((day for day in ends if day is not None), default=None)
    return Window(version.valid_from, None if end is None else max(end, version.valid_from))


def state_on(version: CommitmentVersion, day: date) -> CommitmentState:
    """A breach counts whatever else has ended it; it was found by an authority."""
    if _begun(version.breached_on, day):
        return CommitmentState.BREACHED
    ends = {CommitmentState.WITHDRAWN: version.withdrawn_on, CommitmentState.EXPIRED: version.valid_to}
    begun = {state: end for state, end in ends.items() if end is not None and end <= day}
    return min(begun, key=lambda state: begun[state], default=CommitmentState.IN_FORCE)


def _begun(since: date | None, day: date) -> bool:
    return since is not None and since <= day


def commitments_of(session: Session, keys: Iterable[str], at_sequence: int | None = None) -> Promised:
    """By the key of a subject the days on which it had promised, as known at that sequence; None: as known now."""
    found: dict[str, list[Window]] = {}
    wanted = col(Commitment.key).in_(among(session.connection(), keys))
    for key, version in session.exec(
        select(Commitment.key, CommitmentVersion)
        .join(CommitmentVersion, col(CommitmentVersion.commitment_id) == col(Commitment.id))
        .where(wanted, in_force(CommitmentVersion, at_sequence))
        .order_by(col(CommitmentVersion.valid_from), col(CommitmentVersion.commitment_id))
    ):
        found.setdefault(key, []).append(days_of(version))
    return {key: tuple(dict.fromkeys(days)) for key, days in found.items()}


def keys_changed_since(session: Session, sequence: int) -> set[str]:
    """Keys of those of whom a commitment has come, changed or gone after that sequence."""
    touched = or_(col(CommitmentVersion.seq_from) > sequence, col(CommitmentVersion.seq_to) > sequence)
    changed = select(Commitment.key).join(CommitmentVersion, col(CommitmentVersion.commitment_id) == col(Commitment.id))
    return set(session.exec(changed.where(touched)))
