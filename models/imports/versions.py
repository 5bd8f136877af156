"""The new versions that a chunk writes of stored records."""

from dataclasses import dataclass, field

from models.imports.entries import Content
from models.imports.plan import ListingChange, Plan
from models.imports.store import KnownListing, stored_content


@dataclass(slots=True)
class NewVersions:
    """One of each record, whatever the rows of the chunk say of it."""

    plan: Plan
    ended: set[str] = field(default_factory=set)
    """Ids of what has ended for all that the other rows of the chunk say."""
    _places: dict[str, int] = field(default_factory=dict)
    """By id of a record, its place among the changes."""

    def so_far(self, known: KnownListing) -> Content:
        """What it says, with what the chunk has changed."""
        assert known.version is not None  # noqa: S101 (stored records only)
        place = self._places.get(known.id)
        return stored_content(known.version) if place is None else self.plan.changes[place].content

    def write(self, known: KnownListing, content: Content, digest: str | None) -> None:
        """`digest` as of a `ListingChange`."""
        place = self._places.get(known.id)
        if place is None:
            self._places[known.id] = len(self.plan.changes)
            self.plan.changes.append(ListingChange(known, content, digest, self.plan.steps))
            self.plan.steps += 1
        else:
            before = self.plan.changes[place]
            self.plan.changes[place] = before._replace(content=content, digest=digest or before.digest)

    def end(self, known: KnownListing, end: tuple[str, str | None, str | None], digest: str | None = None) -> None:
        """Ends a record, whatever else the row at hand is about: no other row of the chunk brings it back. `end`: day,
        kind and reason."""
        ended_on, kind, reason = end
        content = self.so_far(known)._replace(ended_on=ended_on, end_kind=kind, end_reason=reason)
        self.write(known, content, digest)
        self.ended.add(known.id)
