"""Who stands behind a credential today: asked at every request, so that disabling a member ends its tokens at once."""

from collections.abc import Iterable

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from models.caller import Caller
from models.members import Credential, Member
from models.quotas import DEFAULTS, MemberQuota

# built once: at every request it would take longer than the database does to answer it
_BEHIND = (
    select(Member, Credential, MemberQuota)
    .join(Credential, col(Credential.member_id) == col(Member.id))
    .outerjoin(MemberQuota, col(MemberQuota.member_id) == col(Member.id))
    .where(
        col(Credential.client_id) == bindparam("client_id"),
        col(Credential.revoked_at).is_(None),
        col(Member.disabled_at).is_(None),
    )
)


def caller_of(session: Session, client_id: str, scopes: Iterable[str] | None = None) -> Caller | None:
    """The member as whom this credential asks; None once the member is disabled or the credential revoked.

    `scopes`: those of the token; the credential's own cut them down, so that a scope taken away is gone at once.
    """
    found = session.exec(_BEHIND, params={"client_id": client_id}).first()
    if found is None:
        return None
    member, credential, own = found
    granted = frozenset(credential.scopes)
    held = granted if scopes is None else granted & frozenset(scopes)
    kind = MemberKind(member.kind)
    place = (member.unit, member.department, member.subject_id)
    # an outer join finds none where the member has none
    quota = DEFAULTS[kind] if own is None else own.quota
    return Caller(member.id, member.name, kind, held, *place, credential.client_id, credential.holder, quota)
