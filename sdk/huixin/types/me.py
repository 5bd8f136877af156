"""Who asks: the member behind a token, as the service knows it."""

from huixin.core.vocabulary import MemberKind
from huixin.types.base import Reply


class Me(Reply):
    """`scopes`: what this token allows now, in order. `unit`, `department`: codes, of an authority."""

    member_id: str
    name: str
    kind: MemberKind
    unit: str | None
    department: str | None
    scopes: list[str]
