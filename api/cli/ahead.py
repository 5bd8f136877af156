"""`huixin-server rules horizon` and `rules unverified`: what the law will take away, and what nobody has checked."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python
from rich.console import Console
from rich.markup import escape

from api.cli.opening import opened_context
from api.cli.packs import folders_of, load, plain_console
from api.clock import Clock
from api.settings import Settings
from models.database import MAIN_FILE
from models.rulesets.drafting import documents_of
from rules.entries import Catalogue
from rules.horizon import MARKS, Ending, horizon
from rules.unverified import Registered, register
from rules.written import read_packs

PackName = Annotated[
    str | None,
    typer.Argument(metavar="[PACK]", help="Name of a shipped pack, or a folder; else the rules in force here."),
]
AsJson = Annotated[bool, typer.Option("--json", help="As data.")]


def ahead(
    pack: PackName = None,
    days: Annotated[int, typer.Option(min=0, max=36_500, help="How far to look.")] = MARKS[0],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of a day; today.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say what ends soon, which rules then fall silent, and which measures rest on nothing."""
    console = plain_console()
    catalogue = _rules(console, pack)
    today = Clock.of(Settings.read()).today() if on is None else on.replace(tzinfo=UTC).date()
    endings = horizon(catalogue, today, days)
    if as_json:
        told = [to_jsonable_python(one) | {"mark": one.mark} for one in endings]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for one in endings:
        _print_ending(console, one)
    console.print(f"{len(endings)} endings from {today} on, {days} days ahead.")


def _rules(console: Console, pack: str | None) -> Catalogue:
    """Without a pack the rules in force, as the centre published them; where there is no state yet, those that ship."""
    settings = Settings.read()
    if pack is not None or not (settings.database_url or (settings.home / MAIN_FILE).exists()):
        return load(console, folders_of(console, pack))
    with opened_context(settings) as context:
        row = context.book.timeline().at(context.now())
        if row is None:
            return load(console, folders_of(console, None))
        with context.database.read() as session:
            return read_packs(documents_of(session, row.ruleset_id))


def _print_ending(console: Console, one: Ending) -> None:
    mark = "" if one.mark is None else f"[yellow]\\[{one.mark}][/yellow] "
    what = "its value changes" if one.kind == "parameter" else "ends"
    console.print(f"{mark}{one.last_day} {one.kind} {one.code} ({escape(one.title.en)}): {what}.")
    for said, codes in (
        ("rules that stop", one.silent),
        ("rules whose measure it no longer carries", one.unbound),
        ("measures that then rest on nothing", one.bare),
    ):
        if codes:
            console.print(f"    {said}: {', '.join(codes)}")


def unchecked(
    pack: PackName = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is verified.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what nobody has checked, with its place; with --all also who confirmed the rest, when, from which text."""
    console = plain_console()
    found = register(_rules(console, pack))
    shown = found if everything else [one for one in found if not one.verified]
    if as_json:
        typer.echo(json.dumps(to_jsonable_python(shown), ensure_ascii=False, indent=2))
        return
    for one in shown:
        place = escape(f"{one.file}:{one.line}")
        console.print(f"[cyan]{place}[/cyan] {one.kind} {one.code}{_value(one)} ({escape(one.title.en)}){_said(one)}")
    open_ones = sum(not one.verified for one in found)
    console.print(f"{open_ones} of {len(found)} statements are not verified.")


def _value(one: Registered) -> str:
    return f", value {int(one.path[1]) + 1}" if one.path else ""


def _said(one: Registered) -> str:
    if not one.verified:
        return ": not verified."
    if one.confirmed is None:
        return ": verified."
    confirmed = one.confirmed
    return escape(f": confirmed by {confirmed.by} on {confirmed.on} from {confirmed.text}.")
