"""Who sent a file, and whose word its records therefore are."""

from dataclasses import dataclass

from sqlmodel import Session, select

from huixin.core.vocabulary import MemberKind, Provenance
from models.errors import Fault, Invalid
from models.imports.cells import clean, mask_ids
from models.imports.recognisers import Resolved
from models.members import OF_THE_CENTRE, Member
from rules.documents import ListEntry

AUTHORITIES = frozenset({MemberKind.CENTRE, MemberKind.UNIT, MemberKind.DEPARTMENT})
FILE = OF_THE_CENTRE
"""The source of a file that names none."""
_LONGEST = 256


@dataclass(frozen=True, slots=True)
class Source:
    """`kind` and `member_id` where the source is a member; `associations` and `platforms`: members by exact name."""

    name: str
    kind: MemberKind | None
    member_id: str | None
    associations: dict[str, str]
    platforms: frozenset[str]

    @property
    def owns_only(self) -> str | None:
        """The source whose records alone the sender may change or end; None for the centre and what it has sent for."""
        return None if self.kind in (None, MemberKind.CENTRE) else self.name

    @property
    def is_centre(self) -> bool:
        return self.kind is MemberKind.CENTRE or (self.kind is None and self.name == FILE)

    def provenance_of(
        self, written: str | None, found: Resolved | None, list_entry: ListEntry
    ) -> tuple[str, str | None]:
        """Provenance, and the association inside which the record binds (None: it binds everywhere).

        Who sent it is the limit: no member but an authority speaks for one, whatever its file says.
        """
        if self.kind is MemberKind.ASSOCIATION:
            return Provenance.ASSOCIATION.value, self.member_id
        if self.kind is not None and self.kind not in AUTHORITIES:
            return Provenance.PLATFORM.value, None
        if found is not None and found.body == "authority":
            return Provenance.AUTHORITY.value, None
        if found is not None or (written is not None and written in self.associations):
            return Provenance.ASSOCIATION.value, self.associations.get(written or "")
        if written is not None and written in self.platforms:
            return Provenance.PLATFORM.value, None
        if "authority" not in list_entry.recognisers:
            return Provenance(list_entry.recognisers[0]).value, None
        return Provenance.AUTHORITY.value, None


def read_source(session: Session, name: str | None) -> Source:
    """The source of that name; a member where there is one of exactly that name. Raises `Invalid` for a long name,
    and where a member that is not the centre bears the name of its files."""
    members = session.exec(select(Member.name, Member.kind, Member.id)).all()
    own = next(((MemberKind(kind), identifier) for member, kind, identifier in members if member == name), None)
    if name == FILE and own and own[0] is not MemberKind.CENTRE:
        message = f"The records of the source {FILE!r} are the centre's own; no member of that name speaks for them."
        raise Invalid(message, Fault("/source", "name_of_the_centre", message))
    return Source(
        name=name if own and name else _fit(name or FILE),
        kind=own[0] if own else None,
        member_id=own[1] if own else None,
        associations={member: identifier for member, kind, identifier in members if kind == MemberKind.ASSOCIATION},
        platforms=frozenset(member for member, kind, _ in members if kind == MemberKind.PLATFORM),
    )


def _fit(name: str) -> str:
    """The name of a source that is no member, fit to be kept and shown: a person's number inside it is masked."""
    if len(name) > _LONGEST:
        message = f"The name of the source has {len(name)} characters; at most {_LONGEST} are kept."
        raise Invalid(message, Fault("/source", "too_long", message))
    return mask_ids(clean(name))
