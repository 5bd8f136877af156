"""Quotas: how many merchants a member may ask about, a second and a day of Shanghai.

What is used in a second each process counts for itself (`api/metering.py`). Of a day the processes share one row of the
log for each member, from which they reserve units a block at a time. So the day's quota is never exceeded; what a
process has reserved and not used when it ends, a block at most, nobody uses that day.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, col, select

from huixin.core.vocabulary import MemberKind
from huixin.types.quota import QuotaView
from models.base import LogTable, MainTable
from models.caller import ORDINARY, Caller, Quota
from models.errors import Forbidden, NotFound
from models.members import Member

DEFAULTS: dict[MemberKind, Quota] = dict.fromkeys(MemberKind, ORDINARY) | dict.fromkeys(
    (MemberKind.PLATFORM, MemberKind.LOGISTICS, MemberKind.INTERNET), Quota(1_000, 10_000, 10_000_000)
)
"""Of whoever has none of its own."""


class MemberQuota(MainTable, table=True):
    """A member's own quota, instead of that of its kind."""

    __tablename__ = "quota"
    __table_args__ = (CheckConstraint("per_second > 0 AND burst > 0 AND daily >= 0", name="numbers"),)
    member_id: str = Field(primary_key=True, foreign_key="member.id", max_length=40)
    per_second: int
    burst: int
    daily: int

    @property
    def quota(self) -> Quota:
        return Quota(self.per_second, self.burst, self.daily)


class QuotaUse(LogTable, table=True):
    """What of a member's day has been reserved, by all processes."""

    __tablename__ = "quota_use"
    member_id: str = Field(primary_key=True, max_length=40)
    day: date = Field(primary_key=True, sa_type=Date)
    reserved: int = Field(sa_type=BigInteger)


@dataclass(frozen=True, slots=True)
class Reserved:
    """`granted`: to whoever asked, now; `reserved`: of the day, in all."""

    granted: int
    reserved: int


def sees_quotas(caller: Caller) -> None:
    """Raises Forbidden for whoever neither sets nor audits them."""
    if caller.kind not in (MemberKind.CENTRE, MemberKind.AUDITOR):
        message = "Quotas of members are for the centre and auditors to see; `GET /v1/quotas` shows your own."
        raise Forbidden(message, zh="各成员的配额仅信用中心和审计方可以查看；本成员的配额请用 GET /v1/quotas 查看。")


def sets_quotas(caller: Caller) -> None:
    """Raises Forbidden for whoever is not the centre."""
    if caller.kind is not MemberKind.CENTRE:
        raise Forbidden("Quotas are set by the centre.", zh="配额由信用中心设定。")


def quota_view_of(session: Session, member_id: str, reserved: int) -> QuotaView:
    """A member's own, else that of its kind. Raises NotFound."""
    member, own = _member(session, member_id), session.get(MemberQuota, member_id)
    quota = DEFAULTS[MemberKind(member.kind)] if own is None else own.quota
    return QuotaView(
        member_id=member_id,
        per_second=quota.per_second,
        burst=quota.burst,
        daily=quota.daily,
        own=own is not None,
        reserved_today=reserved,
    )


def set_quota(session: Session, member_id: str, quota: Quota | None) -> None:
    """From the next request on this is the member's quota; None: that of its kind. Raises NotFound."""
    _member(session, member_id)
    own = session.get(MemberQuota, member_id)
    if own is not None:
        session.delete(own)
        session.flush()
    if quota is not None:
        session.add(MemberQuota(member_id=member_id, per_second=quota.per_second, burst=quota.burst, daily=quota.daily))
    session.flush()


def _member(session: Session, member_id: str) -> Member:
    member = session.get(Member, member_id)
    if member is None:
        raise NotFound(f"There is no member {member_id}.", zh=f"没有编号为 {member_id} 的成员。")
    return member


def reserve(log: Session, member_id: str, day: date, quota: Quota, needed: int) -> Reserved:
    """A block, or as many as are needed where that is more; what is left, where that is less, and nothing where that
    is not enough: smaller requests may still be met from it."""
    kind = postgresql if log.get_bind().dialect.name == "postgresql" else sqlite
    empty: Any = kind.insert(QuotaUse).values(member_id=member_id, day=day, reserved=0).on_conflict_do_nothing()
    log.execute(empty)
    wanted = max(quota.block, needed)
    row = (col(QuotaUse.member_id) == member_id, col(QuotaUse.day) == day)
    before = log.exec(select(QuotaUse.reserved).where(*row).with_for_update()).one()
    left = max(quota.daily - before, 0)
    granted = min(wanted, left) if needed <= left else 0
    if granted:
        log.execute(update(QuotaUse).where(*row).values(reserved=before + granted))
    return Reserved(granted, before + granted)


def reserved_on(log: Session, member_id: str, day: date) -> int:
    """Units of a member's day that are used, or that a process has laid hold of."""
    row = (QuotaUse.member_id == member_id, QuotaUse.day == day)
    return log.exec(select(QuotaUse.reserved).where(*row)).first() or 0
