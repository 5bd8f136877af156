"""A large file is validated by several processes and comes to the same as by one."""

import pytest

from bench.import_generator import write_file
from models.imports import spool, validation

from .conftest import World


@pytest.mark.parametrize("sheaf", [1, 5])
def test_several_processes_come_to_the_same(world: World, monkeypatch: pytest.MonkeyPatch, sheaf: int) -> None:
    file = write_file(world.folder / "list.csv", 6500)
    alone = world.take(file, dry_run=True)
    monkeypatch.setattr(validation, "SEVERAL_FROM", 1)
    monkeypatch.setattr(validation, "SHEAF", sheaf)
    assert world.take(file, dry_run=True) == alone


def test_a_repeated_record_is_found_across_chunks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "BATCH_ROWS", 10)
    monkeypatch.setattr(spool, "BATCH_ROWS", 10)
    monkeypatch.setattr(spool, "CHUNK_ROWS", 20)
    file = write_file(world.folder / "list.csv", 60)
    lines = file.read_text(encoding="utf-8").splitlines()
    last = lines[1].replace("电子商务法第十七条", "反不正当竞争法第九条")
    file.write_text("\n".join([*lines, last]) + "\n", encoding="utf-8")
    report = world.take(file)
    assert report.unchanged == 1
    assert [issue.row for issue in report.warnings if issue.code == "replaces_earlier_row"] == [62]
    grounds = [version.grounds for _, _, version in world.records()]
    assert grounds.count("反不正当竞争法第九条") == 1
