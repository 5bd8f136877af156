"""`huixin-server rules diff`: what the authors of packs do with whole packs, besides checking and testing them."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api.cli.packs import folders_of, load, plain_console
from rules.diff import Change, diff


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


Pack = typer.Argument(metavar="PACK", help="Name of a shipped pack, or a folder.")
InLanguage = Annotated[Language, typer.Option("--lang", help="Language of the sentences.")]


def difference(
    before: Annotated[str, Pack],
    after: Annotated[str, Pack],
    as_json: Annotated[bool, typer.Option("--json", help="As data: kind, code, path, before, after.")] = False,
    language: InLanguage = Language.EN,
) -> None:
    """Say what another pack says differently, whatever its files, their order and their comments."""
    console = plain_console()
    changes = diff(*(load(console, folders_of(console, pack)) for pack in (before, after)))
    if as_json:
        typer.echo(json.dumps([_as_json(change) for change in changes], ensure_ascii=False, indent=2))
        return
    print_changes(console, changes, language)
    console.print(f"{len(changes)} changes." if changes else "[green]They say the same.[/green]")


def print_changes(console: Console, changes: Iterable[Change], language: Language) -> None:
    for change in changes:
        console.print(escape(str(getattr(change.sentence, language))))


def _as_json(change: Change) -> dict[str, object]:
    return asdict(change) | {"sentence": change.sentence.model_dump()}
