"""Quotas as they are stored: own and of the kind, and a day's units that many processes share."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from huixin.core.vocabulary import MemberKind
from models.access import caller_of
from models.caller import Quota
from models.database import Database
from models.errors import NotFound
from models.quotas import DEFAULTS, MemberQuota, Reserved, quota_view_of, reserve, reserved_on, set_quota
from tests.factories import make_member

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 11)
SMALL = Quota(per_second=5, burst=10, daily=1_000)


def test_a_member_has_the_quota_of_its_kind_until_it_has_one_of_its_own(database: Database) -> None:
    with database.write() as session:
        member = make_member(session, name="一个平台")
        caller = caller_of(session, member.client_id)
        assert caller is not None
        assert caller.quota == DEFAULTS[MemberKind.PLATFORM]
        for quota in (SMALL, Quota(1, 1, 0)):
            set_quota(session, member.member_id, quota)
            caller = caller_of(session, member.client_id)
            assert caller is not None
            assert caller.quota == quota
        assert quota_view_of(session, member.member_id, 7).model_dump() == {
            "member_id": member.member_id,
            "per_second": 1,
            "burst": 1,
            "daily": 0,
            "own": True,
            "reserved_today": 7,
        }
        set_quota(session, member.member_id, None)
        caller = caller_of(session, member.client_id)
        assert caller is not None
        assert caller.quota == DEFAULTS[MemberKind.PLATFORM]
        assert not quota_view_of(session, member.member_id, 0).own


def test_who_is_no_member_has_no_quota(database: Database) -> None:
    with database.write() as session:
        for quota in (SMALL, None):
            with pytest.raises(NotFound):
                set_quota(session, "mem_none", quota)


@pytest.mark.parametrize("wrong", [{"per_second": 0}, {"burst": 0}, {"daily": -1}])
def test_the_database_refuses_what_is_no_quota(database: Database, wrong: dict[str, int]) -> None:
    with database.write() as session:
        member_id = make_member(session, name="一个平台").member_id
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(MemberQuota(**({"member_id": member_id, "per_second": 1, "burst": 1, "daily": 1} | wrong)))


def test_units_are_reserved_by_the_block_up_to_the_last_one(database: Database) -> None:
    quota = Quota(per_second=1, burst=1, daily=450)
    assert quota.block == 2
    with database.log_write() as log:
        assert reserve(log, "mem_1", TODAY, quota, 1) == Reserved(2, 2)
        assert reserve(log, "mem_1", TODAY, quota, 447) == Reserved(447, 449)
        assert reserve(log, "mem_1", TODAY, quota, 1) == Reserved(1, 450)
        assert reserve(log, "mem_1", TODAY, quota, 1) == Reserved(0, 450)
        assert reserve(log, "mem_1", TODAY + timedelta(days=1), quota, 1) == Reserved(2, 2)
        assert reserve(log, "mem_2", TODAY, quota, 1) == Reserved(2, 2)
        assert reserved_on(log, "mem_1", TODAY) == 450
        assert reserved_on(log, "mem_3", TODAY) == 0


def test_a_quota_that_was_lowered_gives_nothing_more(database: Database) -> None:
    with database.log_write() as log:
        reserve(log, "mem_1", TODAY, SMALL, 500)
        assert reserve(log, "mem_1", TODAY, Quota(1, 1, 100), 1) == Reserved(0, 500)


def test_replicas_side_by_side_never_reserve_more_than_the_day_has(database: Database) -> None:
    def grab(_: int) -> int:
        with database.log_write() as log:
            return reserve(log, "mem_1", TODAY, SMALL, 30).granted

    with ThreadPoolExecutor(8) as replicas:
        granted = sum(replicas.map(grab, range(60)))
    assert SMALL.daily - 30 < granted <= SMALL.daily, "what is left is too little for any of them"
    with database.log_write() as log:
        assert reserved_on(log, "mem_1", TODAY) == granted
        assert reserve(log, "mem_1", TODAY, SMALL, SMALL.daily - granted).reserved == SMALL.daily
