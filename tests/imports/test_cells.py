"""What cells come to: no resident ID is stored in clear, no number of a record is taken for one, and days are days."""

import pytest

from models.imports.cells import mask_ids, read_day, without_ids
from tests.imports.conftest import World

HEADER = "DXMC,证件号码,文书号,LRRQ,LYSY,RDBM"


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("11010519491231002X", "1101051949****002X"),
        ("4405 2418 8001 0100 14", "4405241880****0014"),
        ("110105491231002", "110105******002"),
        ("１１０１０５４９１２３１００２", "110105******002"),
    ],
)
def test_a_resident_id_in_a_cell_is_stored_masked(world: World, written: str, masked: str) -> None:
    report = world.take(f"{HEADER}\n惠州市甲商贸有限公司,,1号,2026-01-05,张三{written}刷单,惠城区市场监管局\n")
    assert report.unverified == 1
    [(_, _, version)] = world.records()
    assert version.reason == f"张三{masked}刷单"


def test_numbers_of_records_stay_apart(world: World) -> None:
    """Their 15 digits name a division and a day, as a resident ID does."""
    lines = (
        f"惠州市甲商贸有限公司,,{number},2026-01-05,刷单,惠城区市场监管局"
        for number in ("441302600105001", "441302600106001")
    )
    assert world.take("\n".join([HEADER, *lines]) + "\n").unverified == 2
    assert {version.document_number for _, _, version in world.records()} == {"441302600105001", "441302600106001"}


def test_a_message_masks_a_damaged_one_too() -> None:
    assert mask_ids("110105194912310021: no") == "110**************1: no"
    assert mask_ids("2026-01-05 13812345678") == without_ids("2026-01-05 13812345678") == "2026-01-05 13812345678"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-09-30T16:00:00.000Z", "2026-10-01"),
        ("2026-09-30T15:59:59Z", "2026-09-30"),
        ("2026-10-01T00:00:00+08:00", "2026-10-01"),
        ("2026/9/30 17:00+0000", "2026-10-01"),
        ("2026-09-30 23:59:59", "2026-09-30"),
    ],
)
def test_an_instant_with_its_zone_is_the_day_that_it_is_in_shanghai(written: str, day: str) -> None:
    assert read_day(written) == (day, False)
