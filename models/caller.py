"""Who is asking: a member, as the edge has authenticated it, and how much it may ask."""

from dataclasses import dataclass
from functools import cached_property

from huixin.core.vocabulary import MemberKind

BLOCKS = 200
"""So many blocks make up a day's quota."""
LARGEST_BLOCK = 10_000


@dataclass(frozen=True)
class Quota:
    """In merchants asked about: one for a check, each item of a batch. `burst`: at once, after a pause."""

    per_second: int
    burst: int
    daily: int

    @property
    def block(self) -> int:
        """Units of a day that a process reserves at once."""
        return min(max(self.daily // BLOCKS, 1), LARGEST_BLOCK)

    @cached_property
    def policy(self) -> str:
        """As the header `RateLimit-Policy` has it (draft-ietf-httpapi-ratelimit-headers-10)."""
        window = -(-self.burst // self.per_second)
        return f'"burst";q={self.burst};w={window}, "daily";q={self.daily};w=86400'


ORDINARY = Quota(200, 2_000, 1_000_000)


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

    quota: Quota = ORDINARY

    @property
    def body(self) -> str | None:
        """`unit/department`, as records name their recogniser."""
        return f"{self.unit}/{self.department}" if self.unit and self.department else None
