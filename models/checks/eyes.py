"""What a caller may see of records, in a check and elsewhere."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, select

from huixin.core.records import Record
from huixin.core.visibility import INSIDE, has_ended, has_standing, visible
from huixin.core.vocabulary import MemberKind
from models.caller import Caller
from models.cases import seen as cases
from models.cases.seen import SEES_ALL
from models.cases.tables import Case
from models.listings import records_by_id, records_of
from models.recognitions import bodies as recognitions
from models.recognitions.tables import Recognition
from rules.catalogue import Catalogue

SEES_ENDED = frozenset({MemberKind.CENTRE, MemberKind.AUDITOR})


@dataclass(frozen=True, slots=True)
class Eyes:
    """Through whose eyes records are looked at, and as of which day: see `as_of`."""

    caller: Caller
    actor: MemberKind
    catalogue: Catalogue
    today: date
    session: Session
    at_sequence: int | None = None
    """Only what was known at that sequence is looked at; None: what is known now."""
    now: "Eyes | None" = None
    """Beside it: the same eyes for what is known now, of those who may never see what has ended since."""

    @classmethod
    def as_of(
        cls, caller: Caller, actor: MemberKind, catalogue: Catalogue, on: date, today: date, session: Session
    ) -> "Eyes":
        """Eyes for a question about the day `on`. Those who keep the lists see the past as others saw it then."""
        looked_back = caller.kind in SEES_ENDED and actor is not caller.kind
        return cls(caller, actor, catalogue, min(on, today) if looked_back else today, session)

    def knowing(self, sequence: int, day: date) -> "Eyes":
        """What these eyes would have seen with what was known on that day, at that sequence."""
        now = None if self.caller.kind in SEES_ENDED else self
        return replace(self, today=min(self.today, day), at_sequence=sequence, now=now)

    def see(self, record: Record) -> bool:
        """Whether the caller may see it: as the kind it asks as, never an ended one unless it keeps the lists, and
        what is not yet a listing only where the caller handles its case or decides on it."""
        if self.caller.kind not in SEES_ENDED and has_ended(record, self.today):
            return False
        if self.now is not None and not self._still_seen(self.now, record.id):
            return False
        inside = self.caller.member_id if self.actor is self.caller.kind else None
        if not visible(record, self.catalogue.terms, self.actor, inside, self.today):
            return False
        return has_standing(record, self.today) or self.handles(record.id)

    def _still_seen(self, now: "Eyes", listing_id: str) -> bool:
        """An exit counts for the past too."""
        current = records_by_id(self.session, [listing_id]).get(listing_id)
        return current is not None and now.see(current)

    def knows_of(self, subject_id: str) -> bool:
        """Whether it may see any record of the subject."""
        return any(self.see(record) for record in records_of(self.session, subject_id, self.at_sequence))

    def hears_unlisted_names(self, subject_id: str) -> bool:
        """Whether it hears the names that a subject has from a lead or a proposal alone: only who handles one."""
        if self.actor not in INSIDE:
            return False
        if self.caller.kind in SEES_ALL:
            return True
        records = records_of(self.session, subject_id, self.at_sequence)
        return any(not has_standing(record, self.today) and self.see(record) for record in records)

    def handles(self, listing_id: str) -> bool:
        """Whether the caller has a case or a recognition about the record; the centre and auditors have all."""
        if self.caller.kind in SEES_ALL:
            return True
        own_case = select(Case.id).where(Case.listing_id == listing_id, cases.seen_by(self.caller))
        own_decision = select(Recognition.id).where(
            Recognition.listing_id == listing_id, recognitions.seen_by(self.caller)
        )
        asked = self.session.exec
        return asked(own_case).first() is not None or asked(own_decision).first() is not None
