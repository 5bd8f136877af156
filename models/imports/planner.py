"""Planning a chunk of entries, given what is stored: pure bookkeeping, nothing is written here."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import compress, islice, repeat
from operator import ne, not_

from huixin.core.vocabulary import EndKind, Provenance, Standing
from models.imports.columns import Entries
from models.imports.corrections import key_before, may_be_one, overlapping, twins_of
from models.imports.endings import Endings
from models.imports.entries import Content, Entry, Issue
from models.imports.keys import ordered_ids
from models.imports.plan import (
    IDENTIFIED,
    NewIdentifier,
    NewListing,
    NewSubject,
    Plan,
    Rename,
    UnlistedName,
    had_ended,
)
from models.imports.store import Known, KnownListing, KnownSubject, planned_listing, stored_content
from models.imports.versions import NewVersions

_OF_THE_CASE = (
    "standing", "rectification", "due", "severity", "problem_types", "brushing_form", "disputed", "relief",
)  # fmt: skip
"""What verification and rectification have established; the push of the same name again does not undo it."""
_ENDS_WITH_THE_NAME = frozenset(_OF_THE_CASE) - {"disputed", "relief"}
"""Of that, what is verified anew where the name had ended."""
_END = ("ended_on", "end_kind", "end_reason")


@dataclass(slots=True)
class Planner:
    """Plans one chunk. `sequence` orders the new identifiers; `full`: the file states the whole list; `owns_only`: the
    source whose records alone it may change, None for all. An end that is still to come its source may take back."""

    known: Known
    sequence: int
    full: bool
    today: date
    owns_only: str | None = None
    plan: Plan = field(default_factory=Plan)
    _subject_ids: Iterator[str] = field(init=False)
    _listing_ids: Iterator[str] = field(init=False)
    _versions: NewVersions = field(init=False)
    _endings: Endings = field(init=False)

    def run(self, entries: Entries | Iterable[Entry]) -> Plan:
        entries = Entries.of(entries)
        self._subject_ids = iter(ordered_ids("sub", self.sequence, len(entries)))
        self._listing_ids = iter(ordered_ids("lst", self.sequence, len(entries)))
        self._versions = NewVersions(self.plan)
        self._endings = Endings(self.known, self.plan, self._versions, self.full, self.today, self.owns_only)
        strange = self._strange(entries)
        self.plan.strangers = self.plan.strangers._replace(entries=entries.where(strange))
        done = 0
        for place in compress(range(len(strange)), map(not_, strange)):
            self._enter_strangers(place - done)
            self._take(entries[place])
            done = place + 1
        self._enter_strangers(len(entries) - done)
        unverified = sum(key.startswith("name:") for key in self.plan.strangers.entries.column("subject_key"))
        self.plan.counts.unverified += unverified
        self.plan.counts.entered += len(self.plan.strangers.steps) - unverified
        return self.plan

    def _strange(self, entries: Entries) -> list[bool]:
        """Of each entry, whether `_place` would find nothing to compare it with, and nothing that it brings along."""
        keys = entries.column("subject_key")
        apart = {*self.known.subjects, *self.known.others}
        if len({*keys}) < len(keys):
            apart.update(key for key, rows in Counter(keys).items() if rows > 1)
        for brought in ("identifiers", "fault"):
            apart.update(compress(keys, entries.column(brought)))
        apart.update(compress(keys, map(ne, entries.column("standing"), repeat(Standing.EFFECTIVE.value))))
        return [key not in apart for key in keys]

    def _enter_strangers(self, rows: int) -> None:
        """The next so many of them."""
        _, subject_ids, listing_ids, steps = self.plan.strangers
        subject_ids += islice(self._subject_ids, rows)
        listing_ids += islice(self._listing_ids, rows)
        steps += range(self.plan.steps, self.plan.steps + rows)
        self.plan.steps += rows

    def _take(self, entry: Entry) -> None:
        if entry.fault is not None:
            self._end(entry, entry.fault)
        else:
            self._place(entry)

    def _place(self, entry: Entry) -> None:
        subject = self.known.subjects.get(entry.subject_key) or self.known.claimant(entry)
        listing = self._known(entry, subject)
        twins = twins_of(entry, self.known, subject)
        self._endings.say_unclear(entry, subject)
        if subject and entry.identifiers:
            self._claim(entry, subject)
        if listing is None and self._endings.concerns(entry, twins):
            if self._endings.end(entry, twins):
                self.plan.counts.exited += 1
            else:
                self.plan.counts.unchanged += 1
        elif (gone := self._endings.gone(entry, listing, twins)) is not None:
            self._endings.say_ended(entry, gone)
            self.plan.counts.unchanged += 1
        elif subject is None or listing is None:
            self._enter(entry, subject or self._new_subject(entry), twins)
        elif self._is_settled(entry, listing):
            if self._endings.has_come(entry) and self._endings.end(entry, twins):
                self.plan.counts.exited += 1
            else:
                self.plan.counts.unchanged += 1
        else:
            self._change(entry, subject, listing)
            if entry.content.ended_on is not None:
                self._endings.end(entry, twins)

    def _known(self, entry: Entry, subject: KnownSubject | None) -> KnownListing | None:
        listings = self.known.listings.get(subject.id, {}) if subject else {}
        return listings.get(entry.natural_key) or self._known_before(entry, listings)

    def _is_settled(self, entry: Entry, listing: KnownListing) -> bool:
        """Whether the row says nothing of its own record that is to be written down."""
        own = listing.id in self._versions.ended or self._endings.is_same(listing, entry)
        return own or self._endings.is_anothers(listing, entry)

    def _end(self, entry: Entry, fault: Issue) -> None:
        subject = self.known.subjects.get(entry.subject_key) or self.known.claimant(entry)
        own = self._known(entry, subject)
        self._endings.end_faulty(entry, fault, own, twins_of(entry, self.known, subject))

    def _known_before(self, entry: Entry, listings: dict[str, KnownListing]) -> KnownListing | None:
        """The record of the same number and day, to which its source now gives an id; it goes by that from now on."""
        before = key_before(entry)
        known = listings.get(before) if before else None
        if before is None or known is None or known.version is None:
            return None
        if self.owns_only not in (None, known.version["source"]):
            return None
        listings[entry.natural_key] = listings.pop(before)
        self.plan.rekeyed.append((entry.natural_key, known.id))
        return known

    def _new_subject(self, entry: Entry) -> KnownSubject:
        subject = KnownSubject(next(self._subject_ids), entry.subject_key, entry.name)
        self.known.subjects[entry.subject_key] = subject
        self.plan.subjects.append(NewSubject(subject.id, entry, self.plan.steps))
        if entry.identifiers:
            self._claim(entry, subject)
        return subject

    def _claim(self, entry: Entry, subject: KnownSubject) -> None:
        """Code and number in one row link the two, so that a check by either finds what stands under both. Only an
        authority's row does: a number that two claim sanctions nobody, which no member is to bring about."""
        for scheme, value in entry.identifiers:
            heard = scheme == "uscc" or entry.content.provenance == Provenance.AUTHORITY
            if entry.subject_key == f"reg:{value}" or not heard:
                continue
            holders = self.known.claims.setdefault((scheme, value), {})
            others = [holder for key, holder in holders.items() if key != subject.id]
            if others and scheme != "uscc":  # one owner may have many websites
                told = f"{value}: {others[0].key.partition(':')[2]} ({others[0].name}) has this number too"
                told = f"{told}; nobody is sanctioned by it until one of the two is corrected"
                self.plan.warnings.append(Issue(entry.number, None, "identifier_claimed_by_another", told))
            if subject.id not in holders:
                holders[subject.id] = subject
                self.plan.identifiers.append(NewIdentifier(subject.id, scheme, value, self.plan.steps))
                self.plan.steps += 1

    def _enter(self, entry: Entry, subject: KnownSubject, twins: list[KnownListing]) -> None:
        listings = self.known.listings.setdefault(subject.id, {})
        beside = overlapping(entry, listings)
        if beside:
            self._say_correction(entry, beside[-1])
        corrected = next((known for known in reversed(beside) if may_be_one(entry, known)), None)
        listing_id = next(self._listing_ids)
        listings[entry.natural_key] = planned_listing(listing_id, entry)
        self._rename(entry, subject)
        correction_of = corrected.id if corrected else None
        self.plan.listings.append(NewListing(listing_id, subject.id, entry, correction_of, self.plan.steps))
        self.plan.steps += 1
        self._count(entry)
        self._identify(entry, twins)

    def _identify(self, entry: Entry, twins: list[KnownListing]) -> None:
        """The record that the same decision left on a name alone ends: its subject is now known."""
        if entry.content.standing != Standing.EFFECTIVE:
            return
        for twin in twins:
            if twin.subject_id in self.known.nameless and self._is_live(twin):
                self._versions.end(twin, (self.today.isoformat(), EndKind.REMOVED.value, IDENTIFIED))
                told = "the record of this decision that had no code ends; this one takes its place"
                self.plan.warnings.append(Issue(entry.number, None, "subject_identified", told))

    def _is_live(self, known: KnownListing) -> bool:
        """Whether it counts on the list without an end, and is the sender's to change."""
        content = self._versions.so_far(known)
        owned = self.owns_only in (None, content.source)
        return owned and content.standing == Standing.EFFECTIVE and content.ended_on is None

    def _count(self, entry: Entry) -> None:
        if entry.subject_key.startswith("name:"):
            self.plan.counts.unverified += 1
        else:
            self.plan.counts.entered += 1

    def _change(self, entry: Entry, subject: KnownSubject, listing: KnownListing) -> None:
        version = listing.version
        assert version is not None  # noqa: S101 (a record of this very chunk counts as the same)
        stored = stored_content(version)
        established = _OF_THE_CASE if stored.standing == Standing.CONFIRMED and "standing" in entry.unset else ()
        pushed = stored.standing in (Standing.LEAD, Standing.CONFIRMED) and "standing" in entry.unset
        anew = _ENDS_WITH_THE_NAME if pushed and had_ended(listing, self.today) else ()
        kept = {name: getattr(stored, name) for name in (*entry.unset, *established) if name not in anew}
        content = entry.content._replace(**kept)
        if listing.decided and (content.ended_on is None or content.ended_on > (stored.ended_on or "")):
            content = content._replace(**{name: getattr(stored, name) for name in _END})
        self._rename(entry, subject)
        self._change_to(content, entry.digest, listing, stored)

    def _change_to(self, content: Content, digest: str, listing: KnownListing, stored: Content) -> None:
        """Counts the row, whatever else ends with it."""
        self._versions.write(listing, content, digest)
        if stored.ended_on is None and content.ended_on is not None:
            self.plan.counts.exited += 1
        else:
            self.plan.counts.changed += 1

    def _rename(self, entry: Entry, subject: KnownSubject) -> None:
        """The row's name becomes the merchant's. A merchant known by a lead alone takes any: what the lead called it is
        nothing that a member may learn."""
        same = entry.name == subject.name or entry.subject_key.startswith("name:")
        is_code = entry.names is None and entry.sealed is None
        if entry.content.standing != Standing.EFFECTIVE:
            if not same and not is_code:
                self._note(entry, subject, entry.name)
            return
        was_listed, subject.listed = subject.listed, True
        # a merchant that has been listed keeps its name, whatever one member calls it
        if same or (was_listed and (is_code or self.owns_only is not None)):
            return
        if subject.version is not None:
            self.plan.renames.append(Rename(subject.version, entry, not was_listed, self.plan.steps))
        elif not was_listed:
            self._enter_as(entry, subject)
        else:
            return
        subject.name, subject.version = entry.name, None

    def _note(self, entry: Entry, subject: KnownSubject, name: str) -> None:
        if entry.sealed is None:
            self.plan.unlisted_names.append(UnlistedName(subject.id, name, self.plan.steps))

    def _enter_as(self, entry: Entry, subject: KnownSubject) -> None:
        """A subject that this very chunk enters by a lead is entered as the listing names it."""
        place = next(place for place, new in enumerate(self.plan.subjects) if new.id == subject.id)
        self._note(entry, subject, subject.name)
        self.plan.subjects[place] = self.plan.subjects[place]._replace(entry=entry)

    def _say_correction(self, entry: Entry, corrected: KnownListing) -> None:
        what = corrected.document_number or "without a document number"
        told = (
            f"the subject already stands on this list ({what}, {corrected.decided_on}): perhaps only a correction of it"
        )
        self.plan.warnings.append(Issue(entry.number, None, "possible_correction", told))
