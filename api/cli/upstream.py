"""`huixin-server upstream`: feeds of the national and the provincial platform.

Exit codes: 0 all was taken in, 2 something waits or is incomplete, 1 a run failed.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from api.cli.imports import ALL_LANDED, NOTHING_READ, SOME_REJECTED
from api.cli.opening import opened_context
from api.clock import Clock
from api.context import AppContext
from api.routers.upstream import desk_of, feed_view
from api.settings import Settings
from clients.upstream.drop import Dropped, take_dropped, waiting_files
from clients.upstream.pull import pull as pull_feed
from huixin.types.upstream import UpstreamFeedView
from models.errors import DomainError
from models.upstream.confirmation import stale_after
from models.upstream.feeds import PAGE_SIZE, FeedPlan, add_feed, all_feeds, new_secret, set_interval
from models.upstream.intake import Desk
from models.upstream.status import feed_status
from models.upstream.tables import UpstreamFeed

app = typer.Typer(help="Feeds of upstream platforms: pull them, take in dropped files, see how they stand.")
TOKEN = "HUIXIN_UPSTREAM_TOKEN"  # noqa: S105 - the name of a variable
FeedCode = Annotated[str, typer.Argument(help="Code of the feed.")]
Sure = Annotated[bool, typer.Option("--sure", help="However many records are missing: somebody has looked.")]


@contextmanager
def _desk() -> Iterator[tuple[AppContext, Desk]]:
    with opened_context(Settings.read()) as context:
        yield context, desk_of(context)


def _failed(error: DomainError) -> typer.Exit:
    typer.echo(error.message, err=True)
    return typer.Exit(NOTHING_READ)


@app.command()
def add(
    code: FeedCode,
    list_code: Annotated[str, typer.Option("--list", help="A list that follows an upstream.")],
    source: Annotated[str, typer.Option(help="Name of the platform, as records will bear it.")],
    url: Annotated[str | None, typer.Option(help="Of the query; without it the platform pushes or drops.")] = None,
    shape: Annotated[str, typer.Option(help="Form of its answers: new or old.")] = "new",
    page_size: Annotated[int, typer.Option(min=1, help="Records on a page.")] = PAGE_SIZE,
    every: Annotated[int | None, typer.Option(help="Minutes from one pull by the worker to the next.")] = None,
) -> None:
    """Enter a feed. Shows once the secret that signs its pushes; HUIXIN_UPSTREAM_TOKEN is sent with its queries."""
    secret = new_secret()
    plan = FeedPlan(code, list_code, source, shape, url, page_size, os.environ.get(TOKEN) or None, every)
    with _desk() as (context, _):
        try:
            with context.database.write() as session:
                add_feed(session, context.ruleset.catalogue, context.keys, plan, secret, context.now())
        except DomainError as error:
            raise _failed(error) from None
    typer.echo(json.dumps({"feed": code, "secret": secret}))


@app.command()
def schedule(
    code: FeedCode,
    every: Annotated[
        int | None, typer.Option(help="Minutes from one pull to the next; without it by hand alone.")
    ] = None,
) -> None:
    """Let the worker pull a feed, or no longer."""
    with _desk() as (context, _):
        try:
            with context.database.write() as session:
                set_interval(session, code, every)
        except DomainError as error:
            raise _failed(error) from None
    typer.echo(f"{code}: " + ("pulled by hand alone" if every is None else f"pulled every {every} minutes"))


@app.command()
def pull(
    feeds: Annotated[list[str] | None, typer.Argument(help="Codes; without any, all that have a URL.")] = None,
    sure: Sure = False,
) -> None:
    """Take in the whole list of each feed; one that breaks off goes on at the next pull."""
    worst = ALL_LANDED
    with _desk() as (_, desk):
        for code in feeds or [feed.code for feed in _feeds(desk) if feed.url]:
            worst = _worse(worst, _pull(desk, code, sure=sure))
    raise typer.Exit(worst)


def _feeds(desk: Desk) -> list[UpstreamFeed]:
    with desk.database.read() as session:
        return all_feeds(session)


def _pull(desk: Desk, code: str, *, sure: bool) -> int:
    try:
        run = pull_feed(desk, code, sure=sure)
    except DomainError as error:
        typer.echo(f"{code}: {error.message}", err=True)
        return NOTHING_READ
    told = f"{code}: {run.state}, {run.rows} records, {run.held} held for a person, {run.dropped} no longer named"
    typer.echo(told + (f"; {run.problem}: {run.detail}" if run.problem else ""))
    return _code(run.state, run.held)


def _code(state: str, held: int) -> int:
    if state == "failed":
        return NOTHING_READ
    return ALL_LANDED if state == "completed" and not held else SOME_REJECTED


def _worse(one: int, other: int) -> int:
    order = (ALL_LANDED, SOME_REJECTED, NOTHING_READ)
    return max(one, other, key=order.index)


@app.command()
def drop(
    code: FeedCode,
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Where the platform leaves its files.")],
    complete: Annotated[bool, typer.Option("--complete", help="Each file states the whole list.")] = False,
    sure: Sure = False,
    watch: Annotated[float | None, typer.Option(min=0.1, help="Look again every so many seconds.")] = None,
) -> None:
    """Take in each file of a folder once, and move it to `done` or `failed` in it."""
    with _desk() as (_, desk):
        worst = _drop(desk, code, folder, complete=complete, sure=sure)
        while watch is not None:
            time.sleep(watch)
            _drop(desk, code, folder, complete=complete, sure=sure)
    raise typer.Exit(worst)


def _drop(desk: Desk, code: str, folder: Path, *, complete: bool, sure: bool) -> int:
    worst = ALL_LANDED
    for path in waiting_files(folder):
        try:
            dropped = take_dropped(desk, code, path, complete=complete, sure=sure)
        except DomainError as error:
            raise _failed(error) from None
        typer.echo(_told(dropped))
        worst = _worse(worst, _code(dropped.ended.state, dropped.ended.held))
    return worst


def _told(dropped: Dropped) -> str:
    ended = dropped.ended
    problem = f"; {ended.problem}: {ended.detail}" if ended.problem else ""
    return f"{dropped.file}: {ended.state}, {ended.held} held for a person, {ended.dropped} no longer named{problem}"


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False) -> None:
    """How old what each feed has confirmed is, what went wrong since, and what waits for a person."""
    today = Clock.of(Settings.read()).today()
    with _desk() as (context, _), context.database.read() as session:
        catalogue = context.ruleset.catalogue
        limit = stale_after(catalogue, today)
        views = [feed_view(feed_status(session, catalogue, feed, today), limit) for feed in all_feeds(session)]
    if as_json:
        typer.echo(json.dumps([view.model_dump(mode="json") for view in views], ensure_ascii=False))
    else:
        _print(views)


def _print(views: list[UpstreamFeedView]) -> None:
    right: Literal["right"] = "right"
    table = Table("feed", "list", "confirmed on", *(Column(name, justify=right) for name in _NUMBERS), "last run")
    for view in views:
        run = view.last_run
        last = "" if run is None else f"{run.kind} {run.state}" + (f": {run.problem}" if run.problem else "")
        numbers = [view.age_days, view.unconfirmed, view.waiting]
        shown = ["" if number is None else str(number) for number in numbers]
        table.add_row(*map(Text, (view.code, view.list, str(view.confirmed_on or "never"), *shown, last)))
    Console().print(table)
    for view in views:
        if view.next_pull_at is not None:
            typer.echo(f"{view.code}: pulled next at {view.next_pull_at:%Y-%m-%d %H:%M} UTC")


_NUMBERS = ("days ago", "unconfirmed", "waiting")
