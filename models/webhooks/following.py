"""From the change feed to deliveries: each webhook has a cursor, and sees what its member may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists
from sqlmodel import Session, col, select

from huixin.core.vocabulary import MemberKind
from models.caller import Caller
from models.checks.eyes import Eyes
from models.feed import read_feed
from models.jobs import Job, put_job
from models.members import Member
from models.outbox import LISTING, address, put_change
from models.sequence import current_sequence
from models.webhooks.tables import FOLLOW, Webhook
from rules.catalogue import Catalogue

PAGE = 100
"""Changes turned into deliveries in one transaction."""


@dataclass(frozen=True, slots=True)
class Moment:
    """By which rules and at which instant webhooks are served."""

    catalogue: Catalogue
    now: datetime
    today: date


def webhooks_behind(session: Session) -> Sequence[Webhook]:
    """Those that the feed is ahead of, and that no job will bring up to it yet."""
    newest = current_sequence(session)
    queued = exists().where(col(Job.kind) == FOLLOW, col(Job.key) == col(Webhook.id))
    behind = (
        select(Webhook)
        .join(Member, col(Member.id) == col(Webhook.member_id))
        .where(
            col(Webhook.cursor) < newest, col(Webhook.disabled_at).is_(None), col(Member.disabled_at).is_(None), ~queued
        )
    )
    return session.exec(behind.order_by(col(Webhook.id))).all()


def put_follow_jobs(session: Session, webhooks: Sequence[Webhook], now: datetime) -> None:
    """One job for each; those of one member wait for each other, because they share its events."""
    for webhook in webhooks:
        put_job(session, FOLLOW, webhook.id, now, lane=webhook.member_id)


def follow(session: Session, webhook_id: str, moment: Moment) -> bool:
    """Turns the next changes into deliveries and moves the cursor, all in one transaction. True: there are more."""
    webhook = session.get(Webhook, webhook_id)
    member = None if webhook is None else session.get(Member, webhook.member_id)
    if webhook is None or member is None or webhook.disabled_at is not None or member.disabled_at is not None:
        return False
    page = read_feed(session, eyes_of(session, member, moment), after=webhook.cursor, limit=PAGE)
    for change in page.changes:
        if webhook.takes(f"{LISTING}.{change.kind}"):
            event = put_change(session, member.id, change.kind.value, change.sequence, change.listing_id, moment.now)
            address(session, event, webhook, moment.now)
    webhook.cursor = page.next
    session.flush()
    return page.more


def eyes_of(session: Session, member: Member, moment: Moment) -> Eyes:
    """A member sees in its webhooks what it sees in the feed."""
    kind = MemberKind(member.kind)
    caller = Caller(member.id, member.name, kind, frozenset(), member.unit, member.department)
    return Eyes(caller, kind, moment.catalogue, moment.today, session)
