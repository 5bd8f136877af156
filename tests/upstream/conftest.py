"""A feed of a fake platform into a real database, with the shipped rules."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from clients.upstream.fetching import Patience
from clients.upstream.pull import pull
from huixin.core.records import Record
from models.database import Database
from models.keys import KeyRing
from models.listings import Listing, ListingVersion, records_of
from models.upstream.feeds import FeedPlan, add_feed, feed_of
from models.upstream.intake import Desk
from models.upstream.reappearances import waiting
from models.upstream.status import FeedStatus, feed_status, unconfirmed_listings
from models.upstream.tables import Reappearance, UpstreamRun
from rules.ruleset import RuleSet
from tests.factories import uscc_of
from tests.upstream.platform import Platform, running

FIRST_DAY = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
SECRET = "whsec_dGhpcyBpcyBhIHNlY3JldCBmb3IgdGVzdHM="
FEED, LIST, SOURCE = "national-joint", "ecommerce_joint", "国家公共信用信息平台"


def listed(number: int, **columns: Any) -> dict[str, Any]:
    """A record as the platform sends it."""
    usual = {
        "recid": f"R{number:04d}",
        "accurate_entity_name": f"惠州市示例{number}号商贸有限公司",
        "accurate_entity_code": uscc_of(70_000_000 + number),
        "rdbm": "国家发展和改革委员会",
        "rdrq": "2026-03-02",
        "yxqz": "2029-03-01",
        "wsh": f"发改认〔2026〕{number}号",
        "lrmdsy": "组织虚假交易",
    }
    return usual | columns


@dataclass
class Office:
    """The centre's side: its clock, its feed, and what it then knows."""

    desk: Desk
    now: list[datetime]
    platform: Platform
    pauses: list[float] = field(default_factory=list)

    def pass_days(self, days: int) -> None:
        self.now[0] += timedelta(days=days)

    @property
    def today(self) -> date:
        return self.now[0].date()

    @property
    def patience(self) -> Patience:
        return Patience(seconds=5.0, sleep=self.pauses.append)

    def pull(self, *, sure: bool = False, **patience: Any) -> UpstreamRun:
        given = Patience(**({"seconds": 5.0, "sleep": self.pauses.append} | patience))
        return pull(self.desk, FEED, sure=sure, patience=given)

    def record(self, number: int, at_sequence: int | None = None) -> Record:
        """The only record of the merchant of that number."""
        with self.desk.database.read() as session:
            statement = select(Listing.subject_id).where(Listing.natural_key == f"id:R{number:04d}")
            [record] = records_of(session, session.exec(statement).one(), at_sequence)
            return record

    def live(self) -> set[str]:
        """Keys of the records that have not ended."""
        statement = select(Listing.natural_key).join(ListingVersion, ListingVersion.listing_id == Listing.id)
        with self.desk.database.read() as session:
            return set(
                session.exec(statement.where(ListingVersion.seq_to == None, ListingVersion.ended_on == None))  # noqa: E711
            )

    def versions(self) -> int:
        with self.desk.database.read() as session:
            return len(session.exec(select(ListingVersion.seq_from)).all())

    def status(self) -> FeedStatus:
        with self.desk.database.read() as session:
            return feed_status(session, self.desk.ruleset.catalogue, feed_of(session, FEED), self.today)

    def unconfirmed(self) -> list[str]:
        with self.desk.database.read() as session:
            feed = feed_of(session, FEED)
            return list(unconfirmed_listings(session, self.desk.ruleset.catalogue, feed, self.today))

    def waiting(self) -> list[Reappearance]:
        with self.desk.database.read() as session:
            return waiting(session)


@pytest.fixture
def platform() -> Iterator[Platform]:
    with running() as found:
        yield found


@pytest.fixture
def office(database: Database, ruleset: RuleSet, tmp_path: Path, platform: Platform) -> Office:
    now = [FIRST_DAY]
    keys = KeyRing.open(tmp_path)
    desk = Desk(database, keys, ruleset, tmp_path, lambda: now[0])
    plan = FeedPlan(FEED, LIST, SOURCE, url=platform.url, page_size=3, token="let-me-in")
    with database.write() as session:
        add_feed(session, ruleset.catalogue, keys, plan, SECRET, FIRST_DAY)
    return Office(desk, now, platform)
