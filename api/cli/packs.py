"""What every command on rule packs does first: find the folders, load them, say what is wrong."""

from collections.abc import Iterable
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from rules.catalogue import Catalogue, load_catalogue
from rules.findings import Finding, PackErrors
from rules.ruleset import PACKS, pack_folders


def plain_console() -> Console:
    return Console(soft_wrap=True, highlight=False)


def folders_of(console: Console, pack: str | None) -> list[Path]:
    """The folders of the pack and of those it stands on, itself last; without a pack all that ship."""
    try:
        return pack_folders(pack)
    except LookupError as error:
        shipped = ", ".join(sorted(folder.name for folder in PACKS.iterdir() if folder.is_dir()))
        console.print(f"[red]{escape(str(error.args[0]))}[/red] Give a folder, or one of: {shipped}.")
        raise typer.Exit(1) from error


def load(console: Console, folders: list[Path]) -> Catalogue:
    try:
        return load_catalogue(folders)
    except PackErrors as error:
        print_findings(console, error.findings)
        console.print(f"{len(error.findings)} findings.")
        raise typer.Exit(1) from error


def print_findings(console: Console, findings: Iterable[Finding]) -> None:
    for finding in findings:
        place, message, hint = escape(f"{finding.file}:{finding.line}"), escape(finding.message), escape(finding.hint)
        console.print(f"[red]{place}[/red] {message} [cyan]{hint}[/cyan]")
