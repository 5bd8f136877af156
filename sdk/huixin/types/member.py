"""Members of the service and their credentials, as the centre's administrators see them."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from huixin.core.vocabulary import MemberKind
from huixin.types.base import Reply, Request, Short

Name = Annotated[str, StringConstraints(min_length=1, max_length=300), Field(json_schema_extra={"pattern": r"\S"})]
Scopes = Annotated[list[Short], Field(min_length=1, max_length=200)]


class MemberRequest(Request):
    """`unit`, `department`: codes, of an authority. `scopes`: those of its first credential; those of its kind where
    there are none. `standard_clauses`: whether it begins with the clauses that are usual for its kind."""

    name: Name
    kind: MemberKind
    unit: Short | None = None
    department: Short | None = None
    scopes: Scopes | None = None
    standard_clauses: bool = True


class CredentialRequest(Request):
    """`holder`: the person whose it is; what needs a second person tells them apart by it. `scopes`: those of the
    member's kind where there are none."""

    holder: Name
    scopes: Scopes | None = None


class CredentialView(Reply):
    """Never its secret. `issued_by`, `revoked_by`: credentials; null for what was done at the command line."""

    client_id: str
    holder: str | None
    scopes: list[str]
    created_at: datetime
    issued_by: str | None
    revoked_at: datetime | None
    revoked_by: str | None


class MemberName(Reply):
    """By which a member is chosen where a request names one."""

    id: str
    name: str
    kind: MemberKind


class MemberNames(Reply):
    items: list[MemberName]


class MemberView(Reply):
    """`credentials`: revoked ones too, oldest first. `added_by`, `disabled_by`: as of credentials."""

    id: str
    name: str
    kind: MemberKind
    unit: str | None
    department: str | None
    created_at: datetime
    added_by: str | None
    disabled_at: datetime | None
    disabled_by: str | None
    credentials: list[CredentialView]


class MemberPage(Reply):
    """Newest first."""

    items: list[MemberView]
    next: str | None
    """Pass it as `after` for older ones; null on the last page."""


class NewCredential(Reply):
    """What a member logs in with. The secret is shown this once."""

    member_id: str
    client_id: str
    client_secret: str
