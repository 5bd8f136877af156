"""Members: who may ask, with which credentials and scopes."""

import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, Session, col, or_, select

from huixin.core.vocabulary import MemberKind
from models.base import Instant, MainTable, new_id
from models.caller import Caller
from models.errors import Conflict, Fault, Forbidden, Invalid, NotFound
from models.reference import Department, Unit
from models.scopes import HISTORY, SCOPES, default_scopes

MAY_SEE_THE_PAST = frozenset({MemberKind.CENTRE, MemberKind.UNIT, MemberKind.DEPARTMENT, MemberKind.AUDITOR})
"""No member route returns an ended record, past dates included."""


LONGEST_NAME = 300
OF_THE_CENTRE = "file"
"""What list files of the centre are called as a source; no member bears that name."""


class Member(MainTable, table=True):
    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('centre', 'unit', 'department', 'auditor', 'platform', 'logistics', 'internet', 'association',"
            " 'agency', 'merchant')",
            name="kind",
        ),
        CheckConstraint("unit IS NULL OR kind = 'unit' OR kind = 'department'", name="unit_of_authority"),
        CheckConstraint("department IS NULL OR (kind = 'department' AND unit IS NOT NULL)", name="department_of_unit"),
        CheckConstraint("subject_id IS NULL OR kind = 'merchant'", name="subject_of_merchant"),
    )
    id: str = Field(primary_key=True, max_length=40)
    name: str = Field(max_length=LONGEST_NAME, unique=True)
    kind: str = Field(max_length=16)
    unit: str | None = Field(default=None, foreign_key="unit.code", max_length=64)
    """Which county, zone or city a unit is, or to which a department belongs; cases are theirs by it."""
    department: str | None = Field(default=None, foreign_key="department.code", max_length=64)
    subject_id: str | None = Field(default=None, foreign_key="subject.id", max_length=40)
    """Who a merchant is: it sees what is about itself, and nothing else."""
    created_at: datetime = Field(sa_type=Instant)
    added_by: str | None = Field(default=None, max_length=40)
    """The administrator's credential; None at the command line. So are the others that say by whom."""
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)
    disabled_by: str | None = Field(default=None, max_length=40)


class Credential(MainTable, table=True):
    """A client id with the Argon2 hash of its secret."""

    __tablename__ = "credential"
    client_id: str = Field(primary_key=True, max_length=40)
    member_id: str = Field(foreign_key="member.id", max_length=40, index=True)
    secret_hash: str = Field(max_length=300)
    holder: str | None = Field(default=None, max_length=300)
    """The person whose it is, where members give each person one of their own."""
    scopes: list[str] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=Instant)
    issued_by: str | None = Field(default=None, max_length=40)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_by: str | None = Field(default=None, max_length=40)


HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""The least that OWASP asks of Argon2id; the secrets are random and 256 bits long."""


class WrongCredentials(Forbidden):
    """The client is unknown, its secret wrong, its credential revoked or its member disabled: never said which."""

    code = "wrong_credentials"


@dataclass(frozen=True, slots=True)
class NewCredential:
    """The only time that the secret is seen."""

    member_id: str
    client_id: str
    client_secret: str


def add_member(
    session: Session,
    name: str,
    kind: MemberKind,
    scopes: Iterable[str],
    now: datetime,
    *,
    unit: str | None = None,
    department: str | None = None,
    by: str | None = None,
) -> NewCredential:
    """A new member with its first credential.

    `unit`, `department`: codes, for a member that is an authority of a place. `by`: whose hand, a credential. Conflict
    for a name in use, Invalid for a scope that it cannot have and for a place that does not exist or is not for its
    kind.
    """
    granted = sorted(set(scopes))
    _check_name(name)
    _check_scopes(kind, granted)
    _check_place(session, kind, unit, department)
    if session.exec(select(Member).where(Member.name == name)).first() is not None:
        raise Conflict(f"There is already a member called {name}.", zh=f"已有名为{name}的成员。")
    member = Member(
        id=new_id("mem"), name=name, kind=kind, unit=unit, department=department, created_at=now, added_by=by
    )
    session.add(member)
    session.flush()
    return _issue(session, member.id, granted, now, by=by)


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME:
        message = f"The name of a member has 1 to {LONGEST_NAME} characters, not only blanks."
        raise _wrong("name", message, f"成员名称为1至{LONGEST_NAME}个字符，不得全为空白。")
    if name.strip().casefold() == OF_THE_CENTRE:
        message = f"No member is called {OF_THE_CENTRE}: that is the source of the centre's own list files."
        raise _wrong("name", message, f"成员不得命名为{OF_THE_CENTRE}：该名称专指信用中心自有名单文件的来源。")


def place_of_authority(kind: MemberKind, unit: str | None, department: str | None) -> None:
    """Raises Invalid where an authority does not say which it is: no case would ever reach it."""
    if kind is MemberKind.UNIT and unit is None:
        raise _wrong("unit", "A unit says which it is: give its unit.", "成员单位须注明是哪个县区：请填写 unit。")
    if kind is MemberKind.DEPARTMENT and (unit is None or department is None):
        message = "A department says which it is, and of which unit: give its unit and department."
        raise _wrong("department", message, "部门须注明是哪个县区的哪个部门：请填写 unit 和 department。")


def _check_scopes(kind: MemberKind, scopes: Iterable[str]) -> None:
    for scope in scopes:
        if scope not in SCOPES:
            known = ", ".join(sorted(SCOPES))
            message, zh = (
                f"There is no scope {scope}; the scopes are {known}.",
                f"没有名为 {scope} 的权限；可选：{known}。",
            )
            raise _wrong("scopes", message, zh)
        if scope == HISTORY and kind not in MAY_SEE_THE_PAST:
            message = f"A {kind} never asks about the past: {HISTORY} is not for it."
            raise _wrong("scopes", message, f"此类成员不得查询过去的状态，不能授予 {HISTORY} 权限。")


def _check_place(session: Session, kind: MemberKind, unit: str | None, department: str | None) -> None:
    if unit is not None and kind not in (MemberKind.UNIT, MemberKind.DEPARTMENT):
        message = f"A {kind} is no authority of a place: units and departments alone have a unit."
        raise _wrong("unit", message, "只有成员单位和部门才填写 unit。")
    if department is not None and (kind is not MemberKind.DEPARTMENT or unit is None):
        message = "A department stands with the unit that it belongs to, on a member of kind department."
        raise _wrong("department", message, "department 仅用于部门，并须与所属县区 unit 一并填写。")
    if unit is not None and session.get(Unit, unit) is None:
        known = ", ".join(session.exec(select(Unit.code).order_by(col(Unit.code))))
        raise _wrong(
            "unit", f"There is no unit {unit}; the units are {known}.", f"没有代码为{unit}的县区；可选：{known}。"
        )
    if department is not None and session.get(Department, department) is None:
        known = ", ".join(session.exec(select(Department.code).order_by(col(Department.code))))
        message = f"There is no department {department}; the departments are {known}."
        raise _wrong("department", message, f"没有代码为{department}的部门；可选：{known}。")


def _wrong(field: str, message: str, zh: str) -> Invalid:
    return Invalid(message, Fault(f"/{field}", "unfit_for_member", message, zh), zh=zh)


def add_credential(
    session: Session,
    member_id: str,
    holder: str,
    scopes: Iterable[str] | None,
    now: datetime,
    *,
    by: str | None = None,
) -> NewCredential:
    """A further credential of a member, for the person `holder`: what needs a second person tells them apart by it.

    Raises NotFound, Conflict for a disabled member, Invalid for a scope that it cannot have.
    """
    member = session.get(Member, member_id)
    if member is None:
        raise no_member(member_id)
    if member.disabled_at is not None:
        raise Conflict(f"{member.name} is disabled.", zh=f"{member.name}已停用。")
    kind = MemberKind(member.kind)
    granted = sorted(set(default_scopes(kind) if scopes is None else scopes))
    _check_scopes(kind, granted)
    return _issue(session, member_id, granted, now, holder, by=by)


def _issue(
    session: Session, member_id: str, scopes: list[str], now: datetime, holder: str | None = None, *, by: str | None
) -> NewCredential:
    client_id, secret = new_id("cli"), secrets.token_urlsafe(32)
    session.add(
        Credential(
            client_id=client_id,
            member_id=member_id,
            secret_hash=hash_secret(secret),
            holder=holder,
            scopes=scopes,
            created_at=now,
            issued_by=by,
        )
    )
    session.flush()
    return NewCredential(member_id, client_id, secret)


def is_same_person(session: Session, caller: Caller, hands: Sequence[str]) -> bool:
    """Whether the caller is one of those whose credentials these are, also by another credential of its own, wherever
    it has that: a holder is known by name alone."""
    if caller.client_id in hands:
        return True
    if caller.person is None:
        return False
    holders = session.exec(select(Credential.holder).where(col(Credential.client_id).in_(set(hands)))).all()
    return _name_alone(caller.person) in {_name_alone(holder) for holder in holders if holder is not None}


def _name_alone(holder: str) -> str:
    """However it was typed: 李四, 李 四, LI SI, Li Si."""
    return "".join(unicodedata.normalize("NFKC", holder).split()).casefold()


def authenticate(session: Session, client_id: str, secret: str) -> Member:
    """The member whose credential this is. Raises WrongCredentials, after the same work for an unknown client."""
    found = session.exec(
        select(Credential, Member)
        .join(Member, col(Member.id) == col(Credential.member_id))
        .where(Credential.client_id == client_id)
    ).first()
    matches = _verify(_decoy() if found is None else found[0].secret_hash, secret)
    if found is None or not matches or found[0].revoked_at is not None or found[1].disabled_at is not None:
        raise WrongCredentials("Client id or secret is wrong.")
    return found[1]


def hash_secret(secret: str) -> str:
    return HASHER.hash(secret)


def _verify(secret_hash: str, secret: str) -> bool:
    try:
        return HASHER.verify(secret_hash, secret)
    except (VerificationError, UnicodeEncodeError):
        return False


@cache
def _decoy() -> str:
    """A hash that no secret matches, so that an unknown client takes as long as a wrong secret."""
    return hash_secret(secrets.token_urlsafe(32))


def members(session: Session) -> Sequence[Member]:
    """All members, disabled ones too, by name."""
    return session.exec(select(Member).order_by(col(Member.name))).all()


def find_member(session: Session, id_or_name: str) -> Member:
    """By id, else by its exact name. Raises NotFound."""
    either = or_(col(Member.id) == id_or_name, col(Member.name) == id_or_name)
    member = session.exec(select(Member).where(either)).first()
    if member is None:
        raise no_member(id_or_name)
    return member


def no_member(which: str) -> NotFound:
    return NotFound(f"There is no member {which}.", zh=f"没有编号为 {which} 的成员。")


def disable_member(session: Session, member_id: str, now: datetime, *, by: str | None = None) -> Member:
    """From now on none of its credentials and tokens opens anything; the first time counts. Raises NotFound."""
    member = session.get(Member, member_id)
    if member is None:
        raise no_member(member_id)
    if member.disabled_at is None:
        member.disabled_at, member.disabled_by = now, by
        session.flush()
    return member
