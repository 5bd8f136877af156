"""`huixin-server rules impact`: what a version would change, over the service's API."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal, cast

import typer
from rich.console import Console
from rich.markup import escape

from api.cli.authoring import Language
from api.cli.packs import plain_console
from api.cli.versions import Version, service
from huixin.types.impact import ChangeCounts, RulesetImpact

OnDay = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As asked on that day; today.")]


def impact(
    version: Version,
    on: OnDay = None,
    days: Annotated[int, typer.Option(min=0, max=366, help="How far back decisions are judged again.")] = 30,
    to: Annotated[Path | None, typer.Option(help="Write the merchants to this file, .csv or .xlsx.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As data.")] = False,
    language: Annotated[Language, typer.Option("--lang", help="Language of the examples.")] = Language.EN,
) -> None:
    """Say whom a version would touch: classes, everyone listed, past decisions."""
    day: date | None = None if on is None else on.replace(tzinfo=UTC).date()
    if to is not None and to.suffix not in (".csv", ".xlsx"):
        raise typer.BadParameter("name a .csv or an .xlsx file", param_hint="--to")
    with service() as client:
        found = client.impacts.get(version, on=day, days=days)
        if to is not None:
            form = cast(Literal["csv", "xlsx"], to.suffix[1:])
            to.write_bytes(client.impacts.merchants(version, on=day, form=form))
    if as_json:
        typer.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        _print(plain_console(), found, language)


def _print(console: Console, found: RulesetImpact, language: Language) -> None:
    for one in found.classes:
        who = ", ".join(one.actors)
        if one.classes is None:
            console.print(f"[red]{one.scene}[/red], {who}: too many classes to look at.")
        for move in one.moves:
            said = escape(str(getattr(move.example, language)))
            change = f"{move.before} → {move.after}"
            share = f"{move.classes:,} of {one.classes:,} classes"
            console.print(f"{one.scene}, {who}, from {one.since}: {change} in {share}.")
            console.print(f"    {'例如：' if language is Language.ZH else 'For example: '}{said}")
    listed, again = found.listed, " Facts differ: every record was made a class twice." if found.facts_again else ""
    counts = listed.counts
    console.print(
        f"Of {listed.merchants:,} merchants listed: {counts.gained:,} gained, {counts.lost:,} lost, "
        f"{counts.changed:,} changed.{again}"
    )
    for unit in listed.units:
        _print_counts(console, unit.unit or "place unknown", unit)
    for member in listed.members:
        _print_counts(console, member.name, member)
    past = found.decisions
    console.print(f"Of {past.decisions:,} decisions since {past.first:%Y-%m-%d}: {past.changed:,} would be others.")


def _print_counts(console: Console, name: str, counts: ChangeCounts) -> None:
    console.print(f"    {escape(name)}: {counts.gained:,} gained, {counts.lost:,} lost, {counts.changed:,} changed")
