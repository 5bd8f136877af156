"""Who had promised to trade honestly on a day, as far as was known at a sequence: rules see no more of it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from huixin.core.windows import Window
from models.commitments.standing import days_of
from models.commitments.tables import Commitment, CommitmentVersion
from models.subjects.tables import Subject

_PROMISED: tuple[Window, ...] = (Window(),)


@dataclass(frozen=True, slots=True)
class Promises:
    """Of each subject, by id, the days and the sequences from and to which they held."""

    known: dict[str, list[tuple[int, int | None, Window]]]

    @classmethod
    def read(cls, session: Session) -> "Promises":
        known: dict[str, list[tuple[int, int | None, Window]]] = {}
        rows = select(Subject.id, CommitmentVersion).join(Commitment, col(Commitment.key) == col(Subject.key))
        rows = rows.join(CommitmentVersion, col(CommitmentVersion.commitment_id) == col(Commitment.id))
        for subject_id, version in session.exec(rows):
            known.setdefault(subject_id, []).append((version.seq_from, version.seq_to, days_of(version)))
        return cls(known)

    def of(self, subject_id: str | None, day: date, sequence: int | None = None) -> tuple[Window, ...]:
        """As a subject bears it: all days or none, as it stands on that one. None for the sequence: as known now."""
        for first, end, days in self.known.get(subject_id or "", ()):
            known = end is None if sequence is None else first <= sequence and (end is None or end > sequence)
            if known and day in days:
                return _PROMISED
        return ()
