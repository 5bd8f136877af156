"""Whatever files come in, in whatever order: a second time leaves everything as the first time did."""

import csv
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.keys import KeyRing
from tests.conftest import STORED_EXAMPLES, NewDatabase

from .conftest import DESAY, EVE, TCL, Rules, World

HEADER = "DXMC,TYSHXYDM,WSH,LRRQ,YXQZ,TCRQ,LYSY,RDBM"

_rows = st.tuples(
    st.sampled_from(["惠州市甲乙商贸有限公司", "惠州市丙丁商贸有限公司"]),
    st.sampled_from([TCL, DESAY, EVE, "", TCL[:-1], "9.1E+17"]),
    st.sampled_from(["", "1号", "2号"]),
    st.sampled_from(["2026-01-05", "2026-03-01", "", "2026-02-30"]),
    st.sampled_from(["", "2026-12-31", "2025-01-01"]),
    st.sampled_from(["", "", "2026-06-01"]),
    st.sampled_from(["刷单", "售假"]),
    st.sampled_from(["惠州市发展和改革局", "无名单位", ""]),
)
_files = st.lists(_rows, max_size=6).map(lambda rows: "\n".join([HEADER, *(",".join(row) for row in rows)]) + "\n")
_TOGETHER = f"""{HEADER}
惠州市甲乙商贸有限公司,{TCL},1号,2026-03-01,2026-12-31,,刷单,无名单位
惠州市甲乙商贸有限公司,,1号,2026-03-01,2025-01-01,2026-06-01,售假,惠州市发展和改革局
"""
"""A record, and a row that can only end it, as its own days are wrong."""
_sequences = st.lists(_files, min_size=1, max_size=3)
_shared = settings(
    max_examples=STORED_EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def fresh(new_database: NewDatabase, folder: Path) -> World:
    return World(new_database(), KeyRing.open(folder), Rules(), folder)


def may_end_only(text: str) -> bool:
    """Whether a row with an exit names days that cannot be."""
    rows = csv.DictReader(text.splitlines())
    return any(row["TCRQ"] and (row["LRRQ"] == "2026-02-30" or row["YXQZ"] == "2025-01-01") for row in rows)


def state_of(world: World) -> list[tuple[object, ...]]:
    return [
        (subject.key, listing.natural_key, version.model_dump(exclude={"seq_from", "import_id"}))
        for subject, listing, version in world.records()
    ]


@_shared
@given(text=_files)
@example(text=_TOGETHER)
def test_the_same_file_twice_changes_nothing(new_database: NewDatabase, tmp_path: Path, text: str) -> None:
    world = fresh(new_database, tmp_path)
    first = world.take(text)
    before = world.records()
    again = world.take(text)
    assert world.records() == before
    assert (again.unchanged, again.rejected) == (first.rows - first.rejected, first.rejected)
    assert again.errors == first.errors


@_shared
@given(texts=_sequences)
def test_a_sequence_of_files_twice_comes_to_the_same_state(
    new_database: NewDatabase, tmp_path: Path, texts: list[str]
) -> None:
    """A row whose own days are wrong can end what is known, and leaves no trace of itself: what later files bring in it
    ends when it comes again. With it the state is the same from the second time on."""
    world = fresh(new_database, tmp_path)
    for text in texts:
        report = world.take(text)
        landed = report.entered + report.changed + report.exited + report.unchanged + report.unverified
        assert report.rows == landed + report.rejected
        assert len(report.errors) == report.rejected
    for text in texts * any(map(may_end_only, texts)):
        world.take(text)
    once = state_of(world)
    for text in texts:
        world.take(text)
    assert state_of(world) == once
