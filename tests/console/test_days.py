"""Days of instants are those of Shanghai, where most of the evening of UTC is tomorrow already."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.console.conftest import Open, Running

EVENING, ITS_DAY = "2026-11-20 17:30:00.000000", "2026-11-21"
"""An instant as it is kept, in UTC, and its day in Shanghai."""
PLACES = {
    "/appeals": ("演示平台", "appeal", "created_at"),
    "/prompts": ("演示平台", "prompt", "opened_at"),
    "/tasks": ("惠州市信用中心", "punishment_task", "opened_at"),
}


@pytest.mark.parametrize("path", PLACES)
def test_a_day_of_the_evening_is_that_of_shanghai(open_page: Open, running: Running, path: str) -> None:
    member, table, column = PLACES[path]
    with closing(sqlite3.connect(running.home / "main.db", isolation_level=None)) as database:
        kept = database.execute(f"SELECT id, {column} FROM {table}").fetchall()  # noqa: S608 - our own words
        database.execute(f"UPDATE {table} SET {column} = ?", (EVENING,))  # noqa: S608
        try:
            page = open_page(member, path)
            rows = page.get_by_role("table").get_by_role("row")
            expect(rows.nth(1)).to_contain_text(ITS_DAY)
            expect(page.get_by_text("日期和时间均为上海时间（UTC+8）。")).to_be_visible()
        finally:
            database.executemany(f"UPDATE {table} SET {column} = ? WHERE id = ?", [(at, key) for key, at in kept])  # noqa: S608
