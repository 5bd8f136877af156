"""`huixin-server rules shadow`: a version beside the live one, over the service's API."""

import json
from typing import Annotated

import typer

from api.cli.packs import plain_console
from api.cli.versions import Version, instant, service
from huixin.types.shadow import ShadowView


def shadow(
    version: Version,
    until: Annotated[str | None, typer.Option(help="Run it up to this instant, with its zone.")] = None,
    stop: Annotated[bool, typer.Option("--stop", help="Stop the run before its end.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As data.")] = False,
) -> None:
    """Run a version beside the live one, stop it, or say what it would have said otherwise."""
    if until is not None and stop:
        raise typer.BadParameter("give one of --until and --stop")
    ends = None if until is None else instant(until, "--until")
    with service() as client:
        if ends is not None:
            runs = [client.shadows.start(version, ends)]
        else:
            runs = [client.shadows.stop(version)] if stop else client.shadows.list(version)
    if as_json:
        typer.echo(json.dumps([run.model_dump(mode="json") for run in runs], ensure_ascii=False, indent=2))
        return
    for run in runs:
        _print(run)
    if not runs:
        typer.echo("It has never run.")


def _print(run: ShadowView) -> None:
    console = plain_console()
    ends = run.stopped_at or run.ends_at
    console.print(f"{run.id}: {run.state}, from {run.began_at:%Y-%m-%d %H:%M} to {ends:%Y-%m-%d %H:%M}")
    lost = f", {run.lost:,} cannot be said" if run.lost else ""
    console.print(
        f"    {run.differing:,} of {run.checks:,} checks differ{lost}; counted to {run.counted_to:%Y-%m-%d %H:%M}"
        f" (position {run.read_to:,} of the log)"
    )
    for one in run.outcomes:
        console.print(f"    {one.scene}: {one.before} → {one.after}: {one.checks:,}")
    for rule in run.rules:
        console.print(f"    {rule.scene}, rule {rule.rule}: {rule.before} → {rule.after}: {rule.checks:,}")
