"""Screen: a file of merchants, each with what its check comes to."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from nicegui import events, ui
from polars.exceptions import PolarsError
from starlette.requests import Request

from api.console.files import choose_file
from api.console.frame import Pages, telling
from api.console.looks import OUTCOMES
from api.console.signing_in import SignedIn
from api.console.tables import table
from huixin.cli.columns import ColumnsError, find_columns, worth
from huixin.cli.sheets import SheetError, reading, writing
from huixin.core.headings import HEADER_WITHIN
from huixin.types.base import Label
from huixin.types.question import SubjectQuery

Row = SubjectQuery | Label
"""Whom a row of the file asks about, or why it cannot be asked."""
_PARQUET, _XLSX = ".parquet", ".xlsx"
_LARGEST = 16 * 1024 * 1024
_NAMES = ("row_number", "uscc", "name", "outcome", "measures")


def show(pages: Pages) -> None:
    @pages.at("/screen")
    async def screen(request: Request) -> None:
        with pages.page(request, "Screen a file") as who, telling(who):
            await _form(who)


async def _form(who: SignedIn) -> None:
    say = who.language.say
    words = await who.client.rulesets.vocabulary()
    scenes = {code: who.language.of(title) for code, title in words.scenes.items()}
    scene = ui.select(scenes, value=next(iter(scenes)), label=say("Scene")).props("outlined").classes("min-w-48")
    progress = ui.linear_progress(0, show_value=False).props(f'aria-label="{say("Progress")}"')
    progress.set_visibility(False)
    found = ui.column().classes("w-full").props('aria-live="polite"')

    async def uploaded(event: events.UploadEventArguments) -> None:
        found.clear()  # what stands there is of another file
        rows = await _read(who, event)
        if rows is None:
            return
        progress.set_value(0)
        progress.set_visibility(True)
        with found, telling(who, in_page=True):
            results = [_shown(who, number, row) for number, row in enumerate(rows, start=1)]
            asked = [place for place, row in enumerate(rows) if isinstance(row, SubjectQuery)]
            merchants = [row for row in rows if isinstance(row, SubjectQuery)]
            done = 0
            async for item in who.client.check_many(merchants, scene=scene.value):
                results[asked[done]] |= _told(who, item)
                done += 1
                progress.set_value(done / len(merchants))
            _table(who, results, _XLSX if event.file.name.lower().endswith(_XLSX) else ".csv")
        progress.set_visibility(False)

    choose_file(who, say("CSV, XLSX or Parquet with codes or names"), ".csv,.xlsx,.parquet", _LARGEST, uploaded)


async def _read(who: SignedIn, event: events.UploadEventArguments) -> list[Row] | None:
    """The rows of the file; None where it cannot be read, which is then said."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / Path(event.file.name).name
        file.write_bytes(await event.file.read())
        try:
            return await asyncio.to_thread(read, file)
        except ColumnsError:
            ui.notify(who.language.say("The file has no column of codes or names that is known."), type="negative")
        except (SheetError, PolarsError):
            ui.notify(who.language.say("The file cannot be read as what its name says it is."), type="negative")
    return None


def read(file: Path) -> list[Row]:
    """The rows of a file that ask about somebody: CSV in UTF-8 or GB18030, XLSX, or Parquet.

    Raises ColumnsError, SheetError, PolarsError.
    """
    if file.suffix.lower() == _PARQUET:
        frame = pl.read_parquet(file)
        columns = find_columns([frame.columns], None, None)
        return [row for cells in frame.iter_rows() if (row := columns.subject(cells)) is not None]
    with reading(file, _worth) as sheet:
        top = list(islice(sheet.rows, HEADER_WITHIN))
        columns = find_columns([row.cells for row in top], None, None)
        below = chain(top[columns.header :], sheet.rows)
        return [one for row in below if (one := row.fault or columns.subject(row.cells)) is not None]


def _worth(cells: Sequence[Any]) -> int:
    return worth(cells, None, None)


def _shown(who: SignedIn, number: int, row: Row) -> dict[str, Any]:
    if isinstance(row, Label):
        return {"row_number": number, "outcome": who.language.say("Not answered"), "measures": who.language.of(row)}
    return {"row_number": number, "uscc": row.uscc, "name": row.name}


def _told(who: SignedIn, item: object) -> dict[str, str]:
    answer, problem = getattr(item, "answer", None), getattr(item, "problem", None)
    if answer is None:
        return {
            "outcome": who.language.say("Not answered"),
            "measures": problem.detail or problem.title if problem else "",
        }
    return {
        "outcome": who.language.say(OUTCOMES[answer.outcome].words),
        "measures": "、".join(who.language.of(measure.title) for measure in answer.measures),
    }


def _table(who: SignedIn, rows: list[dict[str, Any]], suffix: str) -> None:
    search = ui.input(who.language.say("Filter")).props("outlined dense clearable")
    table(who, _NAMES, rows, "row_number").bind_filter_from(search, "value")

    async def download() -> None:
        ui.download.content(await asyncio.to_thread(written, rows, suffix), f"screened{suffix}")

    ui.button(who.language.say("Download"), on_click=download).props("outline")


def written(rows: Sequence[dict[str, Any]], suffix: str) -> bytes:
    """The table as a sheet that no spreadsheet takes for formulas."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"screened{suffix}"
        with writing(file, suffix) as out:
            for cells in _cells(rows):
                out.write(cells)
        return file.read_bytes()


def _cells(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[Any]]:
    yield _NAMES
    for row in rows:
        yield [row.get(name) or "" for name in _NAMES]
