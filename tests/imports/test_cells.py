"""No resident ID inside a cell is stored in clear, and no number of a record is taken for one."""

import pytest

from models.imports.cells import mask_ids, without_ids
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
