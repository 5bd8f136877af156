"""Who is asking: a member, as the edge has authenticated it."""

from dataclasses import dataclass

from huixin.core.vocabulary import MemberKind


@dataclass(frozen=True, slots=True)
class Caller:
    member_id: str
    name: str
    kind: MemberKind
    scopes: frozenset[str]
    unit: str | None = None
    """Code of the county, zone or city that a unit is, or to which a department belongs."""
    department: str | None = None
    subject_id: str | None = None
    """Who a merchant is."""

    client_id: str = ""
    """The credential; a second person is another one."""
    person: str | None = None
    """Whose credential it is, where it is one person's."""

    @property
    def body(self) -> str | None:
        """`unit/department`, as records name their recogniser."""
        return f"{self.unit}/{self.department}" if self.unit and self.department else None
