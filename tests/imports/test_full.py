"""Full files: what a list no longer names ends with it, if it may; never what the file could not know of."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from huixin.core.vocabulary import EndKind
from models.listings import change_listing
from rules.documents import DatedValue
from tests.factories import uscc_of

from .conftest import BYD, DESAY, EVE, NOW, TCL, Rules, World
from .test_import import file, row


def test_full_files_propose_what_they_no_longer_name(world: World) -> None:
    codes = [TCL, DESAY, EVE, BYD]
    world.take(file(*(row(code) for code in codes)), mode="full")
    short = file(*(row(code) for code in codes[:3]))
    report = world.take(short, mode="full")
    assert (report.state, report.proposed_exits, report.exited) == ("awaiting_confirmation", 1, 0)
    assert all(version.ended_on is None for _, _, version in world.records())
    confirmed = world.take(short, mode="full", confirm=True)
    assert (confirmed.id, confirmed.state, confirmed.exited) == (report.id, "completed", 1)
    assert [subject.key for subject, _, version in world.records() if version.ended_on] == [f"uscc:{BYD}"]
    back = world.take(file(*(row(code) for code in codes)) + "\n", mode="full")
    assert (back.changed, back.unchanged) == (1, 3)
    assert all(version.ended_on is None for _, _, version in world.records())


def test_a_rejected_row_of_a_full_file_delists_nobody(world: World) -> None:
    world.take(file(row(TCL), row(DESAY, "惠州市德赛商贸有限公司")), mode="full")
    damaged = file(row(TCL, day="2026-13-01"), row(DESAY[:-1] + "X", "惠州市德赛商贸有限公司"))
    report = world.take(damaged, mode="full", confirm=True)
    assert (report.rejected, report.exited, report.state) == (2, 0, "completed")


def numbered(*numbers: int) -> str:
    """A list of so many merchants."""
    return file(*(row(uscc_of(number), number=f"惠市监〔2026〕{number}号") for number in numbers))


def ended(world: World) -> set[str]:
    return {subject.key for subject, _, version in world.records() if version.ended_on}


def with_threshold(percent: int) -> Rules:
    rules = Rules()
    known = rules.catalogue.parameters["full_import_exit_threshold_percent"]
    dated = DatedValue(from_=date(2018, 1, 1), value=percent, source_note="own", verified=False)
    rules.catalogue.parameters["full_import_exit_threshold_percent"] = known.model_copy(update={"values": (dated,)})
    return rules


@pytest.mark.parametrize(
    ("percent", "gone", "goes_unasked"),
    [(5, 0, True), (5, 4, True), (5, 5, False), (5, 6, False), (2, 1, True), (2, 2, False), (20, 19, True)],
)
def test_fewer_than_the_threshold_go_unasked(
    sqlite_world: Callable[[str], World], percent: int, gone: int, goes_unasked: bool
) -> None:
    world = sqlite_world("home")
    world.rules = with_threshold(percent)
    world.take(numbered(*range(100)), mode="full")
    tried = world.take(numbered(*range(gone, 100)), mode="full", dry_run=True)
    report = world.take(numbered(*range(gone, 100)), mode="full")
    assert tried.proposed_exits == gone
    if goes_unasked:
        assert (report.state, report.exited, report.proposed_exits) == ("completed", gone, 0)
    else:
        assert (report.state, report.exited, report.proposed_exits) == ("awaiting_confirmation", 0, gone)
    assert len(ended(world)) == report.exited


def test_the_threshold_is_of_what_stood_before_the_file(sqlite_world: Callable[[str], World]) -> None:
    """What it enters itself does not make a loss smaller."""
    world = sqlite_world("home")
    world.take(numbered(*range(20)), mode="full")
    report = world.take(numbered(*range(1, 120)), mode="full")
    assert (report.entered, report.state, report.proposed_exits) == (100, "awaiting_confirmation", 1)


def enters(world: World) -> None:
    world.take(file(row(EVE), row(BYD)))


def says_anew(world: World) -> None:
    world.take(file(row(DESAY, reason="又刷单")))


def lets_in_again(world: World) -> None:
    [identifier] = [version.listing_id for subject, _, version in world.records() if subject.key == f"uscc:{DESAY}"]
    with world.database.write() as session:
        change_listing(session, identifier, ended_on=NOW.date(), end_kind=EndKind.REMOVED, end_reason="x")
        change_listing(session, identifier, ended_on=None, end_kind=None, end_reason=None)


@pytest.mark.parametrize(
    ("meanwhile", "since", "gone"),
    [(enters, 2, {f"uscc:{DESAY}"}), (says_anew, 1, set()), (lets_in_again, 1, set())],
    ids=["enters others", "says anew", "lets in again"],
)
def test_a_confirmation_ends_only_what_was_proposed_and_stands_as_it_did(
    world: World, meanwhile: Callable[[World], None], since: int, gone: set[str]
) -> None:
    world.take(file(row(TCL), row(DESAY)), mode="full")
    proposed = world.take(file(row(TCL)), mode="full")
    assert (proposed.proposed_exits, proposed.warnings) == (1, ())
    meanwhile(world)
    confirmed = world.take(file(row(TCL)), mode="full", confirm=True)
    assert (confirmed.id, confirmed.exited) == (proposed.id, len(gone))
    assert ended(world) == gone
    [told] = confirmed.warnings
    assert told.code == "came_since"
    assert f"since this import began: {since};" in told.message
    later = world.take(file(row(TCL)), mode="full", confirm=True)
    assert (later.exited, later.warnings) == (since, ())


class Stopped(Exception):  # noqa: N818
    """As if the process had been killed."""


def stop_at(phase: str) -> Callable[[str, int, int | None], None]:
    def stop(now_at: str, _: int, __: int | None) -> None:
        if now_at == phase:
            raise Stopped

    return stop


def test_a_full_file_that_was_stopped_ends_nothing_that_came_before_it_went_on(world: World) -> None:
    world.take(numbered(*range(60)), mode="full")
    with pytest.raises(Stopped):
        world.take(numbered(*range(1, 60)), mode="full", progress=stop_at("apply"))
    world.take(numbered(100))
    report = world.take(numbered(*range(1, 60)), mode="full")
    assert (report.state, report.exited) == ("completed", 1)
    assert ended(world) == {f"uscc:{uscc_of(0)}"}
    assert [warning.code for warning in report.warnings] == ["came_since"]


OTHER = {"reason": "RDYJ"}


def test_a_file_that_was_stopped_begins_anew_where_it_is_read_otherwise(world: World) -> None:
    with pytest.raises(Stopped):
        world.take(numbered(1, 2), mapping=OTHER, progress=stop_at("apply"))
    assert {version.reason for _, _, version in world.records()} == {"电商法17"}
    report = world.take(numbered(1, 2))
    assert (report.changed, report.unchanged) == (2, 0)
    assert {version.reason for _, _, version in world.records()} == {"刷单"}


@pytest.mark.parametrize("mapping", [None, OTHER])
def test_it_goes_on_where_it_is_read_in_the_same_way(world: World, mapping: Any) -> None:
    with pytest.raises(Stopped):
        world.take(numbered(1, 2), mapping=mapping, progress=stop_at("apply"))
    report = world.take(numbered(1, 2), mapping=None if mapping is None else {**mapping})
    assert (report.entered, report.unchanged) == (2, 0)
