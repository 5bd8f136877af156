"""What the centre's administrators do with members and their credentials, and who may look on.

Merchants are no members of this kind: they come in by a code, and are told of nowhere here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from huixin.core.vocabulary import OFFICIAL, MemberKind
from huixin.types.member import CredentialView, MemberName, MemberRequest, MemberView
from models.caller import Caller
from models.campaigns.conduct import ENROL
from models.clauses import enter_standard_clauses
from models.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from models.members import (
    Credential,
    Member,
    NewCredential,
    add_credential,
    add_member,
    disable_member,
    no_member,
    place_of_authority,
)
from models.paging import newest_first
from models.scopes import default_scopes
from rules.catalogue import Catalogue


def sees_members(caller: Caller) -> None:
    """Raises Forbidden for whoever is neither of the centre nor an auditor."""
    if caller.kind not in (MemberKind.CENTRE, MemberKind.AUDITOR):
        message = "Members are for administrators of the centre and auditors to see."
        raise Forbidden(message, zh="成员名册仅信用中心管理员和审计方可以查看。")


def names_of(session: Session, caller: Caller, kind: MemberKind | None) -> list[MemberName]:
    """Who may be named in a request: to the centre and auditors all that are not disabled, to other authorities the
    platforms that they guide. Raises Forbidden for members."""
    if caller.kind not in OFFICIAL:
        raise Forbidden("Who the members are is for authorities.", zh="成员名称供主管部门使用。")
    sees_all = caller.kind in (MemberKind.CENTRE, MemberKind.AUDITOR)
    seen = [one for one in MemberKind if one is not MemberKind.MERCHANT and (sees_all or one in ENROL)]
    kinds = [one for one in seen if kind in (None, one)]
    named = select(Member).where(col(Member.kind).in_(kinds), col(Member.disabled_at).is_(None))
    found = session.exec(named.order_by(col(Member.name), col(Member.id)))
    return [MemberName(id=row.id, name=row.name, kind=MemberKind(row.kind)) for row in found]


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody of the centre, in one transaction. Raises Forbidden for anybody else."""

    session: Session
    caller: Caller
    now: datetime

    def __post_init__(self) -> None:
        if self.caller.kind is not MemberKind.CENTRE:
            message = "Members are administered by the centre."
            raise Forbidden(message, zh="成员由信用中心管理。")

    def add(self, asked: MemberRequest, catalogue: Catalogue) -> NewCredential:
        """Conflict for a name in use, Invalid for a merchant, for a scope or a place that is not for its kind."""
        if asked.kind is MemberKind.MERCHANT:
            message, zh = "Merchants come in by a one-time code.", "商家凭一次性验证码登录，不在此登记。"
            raise Invalid(message, Fault("/kind", "unfit_for_member", message, zh), zh=zh)
        place_of_authority(asked.kind, asked.unit, asked.department)
        issued = add_member(
            self.session,
            asked.name,
            asked.kind,
            asked.scopes or default_scopes(asked.kind),
            self.now,
            unit=asked.unit,
            department=asked.department,
            by=self.caller.client_id,
        )
        if asked.standard_clauses:
            enter_standard_clauses(self.session, catalogue, issued.member_id)
        return issued

    def issue(self, member_id: str, holder: str, scopes: Iterable[str] | None) -> NewCredential:
        """NotFound, Conflict for a disabled member, Invalid for a scope that it cannot have."""
        member(self.session, member_id)
        return add_credential(self.session, member_id, holder, scopes, self.now, by=self.caller.client_id)

    def disable(self, member_id: str) -> Member:
        """NotFound; Conflict for the administrator's own."""
        member(self.session, member_id)
        if member_id == self.caller.member_id:
            message = "You would shut yourself out: another member's administrator, or the command line, can do it."
            raise Conflict(message, zh="不能停用自己所在的成员：请由其他成员的管理员或在命令行停用。")
        return disable_member(self.session, member_id, self.now, by=self.caller.client_id)

    def revoke(self, member_id: str, client_id: str) -> Member:
        """From now on that credential and its tokens open nothing; the first time counts. NotFound; Conflict for the
        one by which the administrator asks."""
        found = member(self.session, member_id)
        credential = self.session.get(Credential, client_id)
        if credential is None or credential.member_id != member_id:
            raise NotFound(f"It has no credential {client_id}.", zh=f"该成员没有编号为 {client_id} 的凭证。")
        if client_id == self.caller.client_id:
            message = "You would shut yourself out: revoke it by another credential."
            raise Conflict(message, zh="不能吊销正在使用的凭证：请用另一凭证吊销。")
        if credential.revoked_at is None:
            credential.revoked_at, credential.revoked_by = self.now, self.caller.client_id
            self.session.flush()
        return found


def member(session: Session, member_id: str) -> Member:
    """Raises NotFound, for a merchant too."""
    found = session.get(Member, member_id)
    if found is None or found.kind == MemberKind.MERCHANT:
        raise no_member(member_id)
    return found


def members_page(
    session: Session, kind: MemberKind | None, *, after: str | None, limit: int
) -> tuple[Sequence[Member], str | None]:
    """Disabled ones too, newest first, and the id to go on after."""
    statement = select(Member).where(col(Member.kind) != MemberKind.MERCHANT.value)
    if kind is not None:
        statement = statement.where(col(Member.kind) == kind.value)
    return newest_first(session, statement, Member, after=after, limit=limit)


def member_views(session: Session, members: Sequence[Member]) -> list[MemberView]:
    """With their credentials, read at once."""
    credentials = _credentials(session, [one.id for one in members])
    return [_view(one, credentials[one.id]) for one in members]


def _credentials(session: Session, member_ids: list[str]) -> Mapping[str, list[CredentialView]]:
    found: defaultdict[str, list[CredentialView]] = defaultdict(list)
    theirs = select(Credential).where(col(Credential.member_id).in_(member_ids))
    for row in session.exec(theirs.order_by(col(Credential.created_at), col(Credential.client_id))):
        found[row.member_id].append(
            CredentialView(
                client_id=row.client_id,
                holder=row.holder,
                scopes=row.scopes,
                created_at=row.created_at,
                issued_by=row.issued_by,
                revoked_at=row.revoked_at,
                revoked_by=row.revoked_by,
            )
        )
    return found


def _view(row: Member, credentials: list[CredentialView]) -> MemberView:
    return MemberView(
        id=row.id,
        name=row.name,
        kind=MemberKind(row.kind),
        unit=row.unit,
        department=row.department,
        created_at=row.created_at,
        added_by=row.added_by,
        disabled_at=row.disabled_at,
        disabled_by=row.disabled_by,
        credentials=credentials,
    )
