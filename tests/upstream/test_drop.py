"""Files that a platform leaves in a folder: each taken in once, whatever form it has and whatever is wrong with it."""

from pathlib import Path

import pytest

from clients.upstream.drop import Dropped, take_dropped, waiting_files
from models.errors import NotFound
from tests.upstream.conftest import FEED, Office, listed

HEADER = "记录编号,JGMC,TYSHXYDM,RDBM,RDRQ,YXQZ,LRMDSY,文书号,TCRQ"


def row(number: int, ended: str = "", key: str | None = None, reason: str = "组织虚假交易") -> str:
    one = listed(number)
    cells = (
        key or one["recid"],
        one["accurate_entity_name"],
        one["accurate_entity_code"],
        one["rdbm"],
        one["rdrq"],
        one["yxqz"],
        reason,
        one["wsh"],
        ended,
    )
    return ",".join(cells)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "inbox"
    found.mkdir()
    return found


def leave(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join(["说明：每日推送", HEADER, *rows]) + "\n")
    return path


def take_all(office: Office, folder: Path, **options: bool) -> list[Dropped]:
    return [take_dropped(office.desk, FEED, path, **options) for path in waiting_files(folder)]


def test_files_are_taken_in_by_name_and_put_aside(office: Office, folder: Path) -> None:
    leave(folder, "2.csv", row(1, "2026-05-01"))
    leave(folder, "1.csv", row(1), row(2))
    assert [(one.file, one.ended.state) for one in take_all(office, folder)] == [
        ("1.csv", "completed"),
        ("2.csv", "completed"),
    ]
    assert office.live() == {"id:R0002"}
    assert list(waiting_files(folder)) == []
    assert sorted(path.name.partition("-")[2] for path in (folder / "done").iterdir()) == ["1.csv", "2.csv"]
    assert office.status().confirmed_on is None, "no statement of the whole list"


def test_what_is_still_being_written_waits(office: Office, folder: Path) -> None:
    for name in (".hidden.csv", "1.csv.part", "2.csv.TMP"):
        leave(folder, name, row(1))
    assert take_all(office, folder) == []


def test_a_broken_file_stops_nothing(office: Office, folder: Path) -> None:
    (folder / "1.csv").write_bytes(b"\xff\xfe\x00broken")
    leave(folder, "2.csv", row(1))
    assert [(one.ended.state, one.ended.problem) for one in take_all(office, folder)] == [
        ("failed", "import_unreadable"),
        ("completed", None),
    ]
    assert [path.name.partition("-")[2] for path in (folder / "failed").iterdir()] == ["1.csv"]
    assert office.live() == {"id:R0001"}


def test_a_complete_file_confirms_and_names_what_dropped_out(office: Office, folder: Path) -> None:
    leave(folder, "1.csv", *(row(number) for number in range(30)))
    take_all(office, folder, complete=True)
    assert office.status().confirmed_on == office.today
    day = office.today
    office.pass_days(1)
    leave(folder, "2.csv", *(row(number) for number in range(29)))
    [dropped] = take_all(office, folder, complete=True)
    assert dropped.ended.dropped == 1
    assert (office.record(29).confirmed_on, office.record(1).confirmed_on) == (day, office.today)


def test_held_rows_keep_the_numbers_of_the_others(office: Office, folder: Path) -> None:
    leave(folder, "1.csv", row(1, "2026-05-01"))
    take_all(office, folder)
    leave(folder, "2.csv", row(1), "R9,坏,91441302MADEM0003C,x,2026-03-02,,x,坏1号,", row(2))
    [dropped] = take_all(office, folder)
    assert dropped.ended.held == 1
    assert office.live() == {"id:R0002"}
    with office.desk.database.read() as session:
        found = session.connection().exec_driver_sql("SELECT row, code FROM import_issue WHERE rejected").all()
    assert found == [(4, "checksum")], "the line of the file that was dropped"


def test_a_rejected_row_neither_ends_nor_confirms_what_it_is_about(office: Office, folder: Path) -> None:
    leave(folder, "1.csv", *(row(number) for number in range(30)))
    take_all(office, folder, complete=True)
    day = office.today
    office.pass_days(1)
    rows = [row(number) for number in range(29)]
    leave(folder, "2.csv", *rows, row(29).replace("2026-03-02", "2026-13-02"))
    [dropped] = take_all(office, folder, complete=True)
    assert (dropped.ended.problem, dropped.ended.dropped) == ("rejected_rows", 1)
    assert (office.record(29).ended_on, office.record(29).confirmed_on) == (None, day)
    assert office.record(28).confirmed_on == office.today != day


def test_an_unknown_feed_takes_nothing(office: Office, folder: Path) -> None:
    path = leave(folder, "1.csv", row(1))
    with pytest.raises(NotFound):
        take_dropped(office.desk, "no-feed", path)
    assert path.exists()
