"""A rule of the table: whose things a route is about, who may, and what the others get.

Whoever may not know that there is such a thing gets 404, as for an id that names nothing; who knows of it and may not
do that, or is of a kind for which the route is not, gets 403 `forbidden`; who lacks the scope, 403 `missing_scope`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from huixin.core.vocabulary import MemberKind
from tests.api.isolation.cast import CAST, DECIDING
from tests.api.isolation.planted import Planted
from tests.api.isolation.things import Thing

May: TypeAlias = Callable[[str, Thing], bool]
Send: TypeAlias = Callable[[Planted, str], dict[str, Any]]
"""What is sent about the thing of an id. It goes wrong, where it can, only for who may."""

CENTRE, AUDITOR, UNIT, DEPARTMENT, MERCHANT, ASSOCIATION = (
    MemberKind.CENTRE,
    MemberKind.AUDITOR,
    MemberKind.UNIT,
    MemberKind.DEPARTMENT,
    MemberKind.MERCHANT,
    MemberKind.ASSOCIATION,
)


def nothing(_: Planted, __: str) -> dict[str, Any]:
    return {}


def reads(role: str, thing: Thing) -> bool:
    return role in thing.readers


def owns(role: str, thing: Thing) -> bool:
    return role == thing.owner


def nobody_else(role: str, thing: Thing) -> bool:
    """The centre, of what it sees."""
    return CAST[role].kind is CENTRE and reads(role, thing)


def everybody(_: str, __: Thing) -> bool:
    return True


def recognises(role: str, thing: Thing) -> bool:
    return role == f"department {thing.side}"


def decides(role: str, thing: Thing) -> bool:
    """Its recogniser, and the centre, which enters what was decided."""
    return owns(role, thing) or CAST[role].kind is CENTRE


def handles(role: str, thing: Thing) -> bool:
    """Its unit, and the centre, which enters what comes on paper."""
    return role == f"unit {thing.side}" or CAST[role].kind is CENTRE


def works_on(role: str, thing: Thing) -> bool:
    """Its department, that one's unit, and the centre."""
    return handles(role, thing) or owns(role, thing)


def signs(role: str, thing: Thing) -> bool:
    """The city's department for itself, and the centre, which enters what comes on paper."""
    return role == "city market" or nobody_else(role, thing)


def speaks(role: str, thing: Thing) -> bool:
    """For the merchant of a record that it knows of: itself, the unit of its place, the centre."""
    return (handles(role, thing) or role == f"merchant {thing.side}") and reads(role, thing)


def joins(role: str, thing: Thing) -> bool:
    """Whoever knows of an alliance and may be a member of it."""
    return role in DECIDING and reads(role, thing)


def is_its_merchant(role: str, thing: Thing) -> bool:
    return role == f"merchant {thing.side}" and reads(role, thing)


def is_guided(role: str, thing: Thing) -> bool:
    """Whoever speaks for the merchant, and authorities that know of the record."""
    return (reads(role, thing) or speaks(role, thing)) and role not in DECIDING


def marks(role: str, thing: Thing) -> bool:
    """Whoever holds trainings, and the unit of the place."""
    return reads(role, thing) and CAST[role].kind in (CENTRE, UNIT, DEPARTMENT)


def finds(role: str, thing: Thing) -> bool:
    """Whoever may find a breach: an authority, of what all of them see."""
    return reads(role, thing) and CAST[role].kind in (CENTRE, UNIT, DEPARTMENT)


def concerns(role: str, thing: Thing) -> bool:
    """A decision: who made it, and the merchant whom it is about."""
    return owns(role, thing) or role == f"merchant {thing.side}"


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """`about`: kinds of things that the route names; none: it names nobody's, and is for all. `only`: for members of
    these kinds, whatever is named. `hides`: what one may not do is not there, even if one may read it. `rows`: tells
    those that the caller may read. `refusal`: what everybody gets who comes with a token of his own. `last`: what it
    does cannot be done twice.
    """

    about: tuple[str, ...] = ()
    may: May = reads
    send: Send = nothing
    only: frozenset[MemberKind] | None = None
    hides: bool = False
    rows: bool = False
    refusal: str | None = None
    last: bool = False
    fill: Mapping[str, str] = field(default_factory=dict)

    def expected(self, role: str, thing: Thing | None) -> str | None:
        """The problem that a role meets which has the scope; None where it may."""
        if self.only is not None and CAST[role].kind not in self.only:
            return "forbidden"
        if self.refusal is not None:
            return self.refusal
        if thing is None or self.rows or self.may(role, thing):
            return None
        return "forbidden" if reads(role, thing) and not self.hides else "not_found"


def one(*about: str, may: May = reads, send: Send = nothing, **more: Any) -> Rule:
    return Rule(about, may, send, **more)


def own(*about: str, send: Send = nothing, **more: Any) -> Rule:
    return Rule(about, owns, send, hides=True, **more)


def rows(*about: str, **more: Any) -> Rule:
    return Rule(about, rows=True, **more)


def free(send: Send = nothing, **more: Any) -> Rule:
    return Rule(send=send, **more)
