"""What the rows of a chunk end, and what they do not bring back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huixin.core.vocabulary import EndKind
from models.imports.corrections import is_of, is_over, is_unclear
from models.imports.entries import Content, Entry, Issue
from models.imports.plan import ABSENT, Plan, had_ended
from models.imports.store import Known, KnownListing, KnownSubject
from models.imports.versions import NewVersions


@dataclass(frozen=True, slots=True)
class Endings:
    """Of one chunk; `twins` are the further records of the decision of a row, in each of its questions."""

    known: Known
    plan: Plan
    versions: NewVersions
    full: bool
    today: date
    owns_only: str | None

    def has_come(self, entry: Entry) -> bool:
        """Whether the row says that its record has ended."""
        return entry.content.ended_on is not None and entry.content.ended_on <= self.today.isoformat()

    def concerns(self, entry: Entry, twins: Sequence[KnownListing]) -> bool:
        """Whether a row of which nothing is known by its key speaks of the end of what is known under another."""
        if entry.content.ended_on is None:
            return False
        return any(self.has_come(entry) or not had_ended(twin, self.today) for twin in twins)

    def end(self, entry: Entry, twins: Sequence[KnownListing]) -> bool:
        """Whether any ends with it: an end is one of the decision, under whatever numbers that is known."""
        said, ends = entry.content, False
        for twin in twins:
            ended_on = self._day_of(entry, twin, self.versions.so_far(twin))
            if ended_on is not None:
                self.versions.end(twin, (ended_on, said.end_kind, said.end_reason))
                ends = True
        return ends

    def end_faulty(self, entry: Entry, fault: Issue, own: KnownListing | None, twins: Sequence[KnownListing]) -> None:
        """A record that its source says has ended does not go on because the row is wrong in its days."""
        known = [one for one in (own, *twins) if one is not None and one.version]
        if not known:
            self.plan.rejected.append(fault)
            self.plan.counts.rejected += 1
            return
        ends = [(one, self._day_of(entry, one, self.versions.so_far(one))) for one in known]
        days = [day for _, day in ends if day is not None]
        if not days:
            self.plan.counts.unchanged += 1
            return
        for one, ended_on in ends:
            if ended_on is not None:
                end = (ended_on, entry.content.end_kind, entry.content.end_reason)
                self.versions.end(one, end, entry.digest if one is own else None)
        told = f"{fault.message}; the record ends on {days[0]}, and nothing else of the row counts"
        self.plan.warnings.append(fault._replace(message=told))
        self.plan.counts.exited += 1

    def _day_of(self, entry: Entry, known: KnownListing, so_far: Content) -> str | None:
        """The day on which a row that says so ends a record; None where that ends by then, or is another's. What only a
        full file lacked has ended now, and what is annulled is past being removed."""
        ended_on, was_to_end = max(entry.content.ended_on or "", so_far.valid_from or ""), so_far.ended_on
        if was_to_end and so_far.end_reason == ABSENT and self.has_come(entry):
            ended_on = min(ended_on, was_to_end)
        elif was_to_end and (was_to_end <= ended_on or so_far.end_kind == EndKind.ANNULLED):
            return None
        return None if self.is_anothers(known, entry) else ended_on

    def gone(self, entry: Entry, listing: KnownListing | None, twins: Sequence[KnownListing]) -> KnownListing | None:
        """The record of the decision that the row states as standing, where that has ended under another number: it
        does not come back by itself, nor by a record that had been of another decision. What only a full file lacked a
        full file takes back."""
        if self.has_come(entry) or not (listing is None or self.was_absent(listing) or _is_of_another(entry, listing)):
            return None
        return next((twin for twin in twins if is_over(twin, self.today) and not self.was_absent(twin)), None)

    def was_absent(self, listing: KnownListing) -> bool:
        return self.full and listing.version is not None and listing.version["end_reason"] == ABSENT

    def is_same(self, listing: KnownListing, entry: Entry) -> bool:
        """Whether the row changes nothing of the record."""
        if listing.version is None:
            return True
        ended = listing.version["ended_on"]
        if self.was_absent(listing) and entry.content.ended_on is None:
            return False
        if ended is None and entry.content.ended_on is not None:
            return False  # where the same row has ended it before, a person has let it in again since
        said, has_come = entry.content.ended_on, ended is not None and ended <= self.today
        ends_it = said is not None and (not has_come or said <= self.today.isoformat())
        if has_come and said is not None and listing.version["end_kind"] == EndKind.ANNULLED:
            return True  # there is nothing left to remove
        withdrawn = not has_come and listing.version["source"] == entry.content.source
        if ended is None or ends_it or withdrawn:
            return listing.digest == entry.digest
        if listing.digest != entry.digest:
            self.say_ended(entry, listing)
        return True

    def is_anothers(self, listing: KnownListing, entry: Entry) -> bool:
        """Only who sent a record, or the centre, says otherwise of it."""
        owner = listing.version and listing.version["source"]
        if self.owns_only is None or owner == self.owns_only:
            return False
        self._warn(entry, "other_source", "another source keeps this record and says otherwise; it stays as it is")
        return True

    def say_ended(self, entry: Entry, listing: KnownListing) -> None:
        assert listing.version is not None  # noqa: S101 (only what is stored has ended)
        ended = listing.version["ended_on"]
        when = f"{'ends' if ended > self.today else 'ended'} on {ended}"
        told = f"the record {when}; a row without an exit date, or with one to come, does not bring it back"
        self._warn(entry, "already_ended", told)

    def say_unclear(self, entry: Entry, subject: KnownSubject | None) -> None:
        """A person has to say whose record such a row ends."""
        if entry.content.ended_on is not None and is_unclear(entry, self.known, subject):
            told = "the row leads to several merchants alike, so it ends no record of theirs; give the code of the one"
            self._warn(entry, "unclear_whose_end", told)

    def _warn(self, entry: Entry, code: str, told: str) -> None:
        self.plan.warnings.append(Issue(entry.number, None, code, told))


def _is_of_another(entry: Entry, listing: KnownListing) -> bool:
    """Whether the record has been of another decision than the row says, both by their numbers."""
    numbers = (entry.content.document_number, listing.document_number)
    return listing.version is not None and all(numbers) and not is_of(entry, listing)
