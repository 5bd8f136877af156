"""Decisions made on a member's machine: on disk, or not made."""

import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from huixin.local import NotRecorded
from huixin.local.spool import FILE, Spool


def test_nothing_is_taken_in_while_the_disk_is_full_and_all_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool, store, full = Spool(tmp_path / FILE), Spool._store, [True]

    def storing(self: Spool, batch: list[dict[str, Any]]) -> None:
        if full[0]:
            raise sqlite3.OperationalError("database or disk is full")
        store(self, batch)

    monkeypatch.setattr(Spool, "_store", storing)
    spool.add({"id": "dec_1"})
    with pytest.raises(NotRecorded):
        spool.flush()
    with pytest.raises(NotRecorded):
        spool.add({"id": "dec_2"})
    full[0] = False
    while spool._failing:
        time.sleep(0.05)
    spool.add({"id": "dec_3"})
    spool.close()
    assert kept(tmp_path) == ["dec_1", "dec_3"]
    with pytest.raises(NotRecorded):
        spool.add({"id": "dec_4"})


def test_whoever_closes_it_hears_of_what_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    spool = Spool(tmp_path / FILE)
    monkeypatch.setattr(Spool, "_store", full)
    spool.add({"id": "dec_1"})
    with pytest.raises(NotRecorded):
        spool.close()


def kept(folder: Path) -> list[str]:
    with sqlite3.connect(folder / FILE) as file:
        return [key for (key,) in file.execute("SELECT id FROM decision ORDER BY rowid")]
