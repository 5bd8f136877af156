"""Making what follows: when a delta or a base is due, and what it goes on from."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind, treated_as
from huixin.core.windows import day_of
from huixin.local.base import About
from huixin.local.manifest import Manifest
from models.bundles.build import Audience, InForce, Made, build_base, build_delta, changed, goes_on
from models.bundles.shelf import Issued, Part, Shelf
from models.bundles.signing import manifest_of, signed
from models.database import Database
from models.keys import SigningKey
from models.listings import ListingVersion
from models.receipts import current_head
from models.sequence import current_sequence
from models.versions import in_force

SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=1)
"""A change is sent on after so long; and that there was none, after so long: a delta says how fresh a bundle is."""
BASE_EVERY = timedelta(days=7)
MOST_CHANGED = 50_000
"""Subjects: where more have changed, a base is made."""
MOST_PARTS = 400


@dataclass(frozen=True, slots=True)
class Maker:
    """Of the bundles of one installation."""

    database: Database
    key: SigningKey
    rules: Callable[[], InForce]

    def make(self, audience: Audience, shelf: Shelf, now: datetime) -> None:
        """The next delta; a base where there is none yet, where one is due, or where a delta cannot go on."""
        shelf.ask_for()
        issued, made, rules, today = shelf.issued(), shelf.made(), self.rules(), day_of(now)
        with self.database.read() as session:
            work = _Work(session, rules, today, now, shelf, self.key, self._log_head())
            if issued is None or made is None or not _can_go_on(session, rules, made, today):
                base, begun = work.base(audience)
                shelf.issue([*(issued.parts if issued else ()), base], (base.digest,), begun)
                return
            delta, made = work.delta(made, issued.tips)
            parts, tips = [*issued.parts, delta], [delta.digest]
            if _base_is_due(issued, now):
                base, fresh = work.base(audience)
                parts, tips = [*parts, base], [*tips, base.digest]
                # what comes next is numbered after both, and holds for no class that the new base does not hold
                made = replace(fresh, texts=max(made.texts, fresh.texts))
            shelf.issue(parts, tuple(tips), made)

    def _log_head(self) -> str | None:
        with self.database.log_read() as log:
            head = current_head(log)
        return None if head is None else f"{head.number}:{head.digest}"


@dataclass(frozen=True, slots=True)
class _Work:
    session: Session
    rules: InForce
    today: date
    now: datetime
    shelf: Shelf
    key: SigningKey
    log_head: str | None

    def base(self, audience: Audience) -> tuple[Part, Made]:
        file = self.shelf.new_file()
        made = build_base(self.session, self.rules, audience, self.today, file)
        return self._part(made.about, file), made

    def delta(self, made: Made, follows: tuple[str, ...]) -> tuple[Part, Made]:
        file = self.shelf.new_file()
        then = build_delta(self.session, self.rules, made, self.today, file)
        return self._part(then.about, file, follows), then

    def _part(self, about: About, file: Path, follows: tuple[str, ...] = ()) -> Part:
        manifest = manifest_of(about, file, self.now, follows, self.log_head)
        return Part(signed(manifest, self.key), self.shelf.put(file, manifest.sha256))


def is_due(session: Session, shelf: Shelf, rules: InForce, now: datetime) -> bool:
    issued = shelf.issued()
    if issued is None:
        return True
    newest = issued.parts[-1].manifest
    age = now - newest.made_at
    return age >= LATEST or (age >= SOONEST and _is_behind(session, newest, rules, now))


def _is_behind(session: Session, newest: Manifest, rules: InForce, now: datetime) -> bool:
    digests = tuple(ruleset.digest for _, ruleset in rules.all())
    known = newest.sequence, newest.rulesets, day_of(newest.made_at)
    return known != (current_sequence(session), digests, day_of(now))


def _can_go_on(session: Session, rules: InForce, made: Made, today: date) -> bool:
    if today < made.about.made_on or not goes_on(made, rules):
        return False
    return len(changed(session, rules, made, today)) <= MOST_CHANGED


def _base_is_due(issued: Issued, now: datetime) -> bool:
    base = max(place for place, part in enumerate(issued.parts) if not part.manifest.follows)
    since = issued.parts[base + 1 :]
    large = sum(part.packed for part in since) > issued.parts[base].packed
    return large or len(since) >= MOST_PARTS or now - issued.parts[base].manifest.made_at >= BASE_EVERY


def audience_of(session: Session, kind: MemberKind, member_id: str) -> Audience:
    """Whose bundle a member gets: an association that keeps records of its own has one for itself."""
    if kind is MemberKind.ASSOCIATION:
        own = select(ListingVersion.listing_id).where(col(ListingVersion.inside) == member_id)
        if session.exec(own.where(in_force(ListingVersion, None)).limit(1)).first() is not None:
            return Audience(kind, member_id)
    return Audience(treated_as(kind))
