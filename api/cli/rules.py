"""`huixin-server rules`: say what is wrong with a pack, and what its tests decide."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from rules.catalogue import Catalogue, load_catalogue
from rules.coverage import Coverage, coverage_of
from rules.findings import Finding, PackErrors
from rules.pack_tests import load_tests, run_tests
from rules.ruleset import PACKS, compile_ruleset, pack_folders

app = typer.Typer(help="Check and test the rule packs.", no_args_is_help=True)

PackName = Annotated[str | None, typer.Argument(metavar="[PACK]", help="Name of a shipped pack, or a folder; all.")]
Shown = Annotated[bool, typer.Option("--gaps/--no-gaps", help="List what no test decides.")]


@app.command()
def check(pack: PackName = None) -> None:
    """Read a pack and those it extends, and hold every entry against the others."""
    console = Console(soft_wrap=True, highlight=False)
    catalogue = _load(console, _folder(console, pack))
    entries = len(catalogue.sources)
    console.print(f"[green]Nothing wrong[/green] in {entries} entries of {', '.join(sorted(catalogue.packs))}.")


@app.command("test")
def run(pack: PackName = None, gaps: Shown = True) -> None:
    """Run the tests beside a pack's rules, and say which rules and conditions no test decides."""
    console = Console(soft_wrap=True, highlight=False)
    folders = _folder(console, pack)
    catalogue = _load(console, folders)
    ruleset = compile_ruleset(catalogue)
    own = folders if pack is None else folders[-1:]
    loaded = [load_tests(folder) for folder in own]
    tests = [one for found, _ in loaded for one in found]
    broken = [finding for _, findings in loaded for finding in findings]
    failed = broken + run_tests(ruleset, tests)
    _print_findings(console, failed)
    if not broken:
        entries = [
            key
            for key, located in catalogue.sources.items()
            if key[0] in ("rule", "limit") and any(located.file.is_relative_to(folder) for folder in own)
        ]
        _print_coverage(console, coverage_of(ruleset, tests, entries), gaps)
    wrong = len({(finding.file, finding.line) for finding in failed})
    console.print(f"{len(tests) - wrong if not broken else 0} of {len(tests)} tests hold.")
    if failed:
        raise typer.Exit(1)


def _folder(console: Console, pack: str | None) -> list[Path]:
    """The folders of the pack and of those it stands on, itself last; without a pack all that ship."""
    try:
        return pack_folders(pack)
    except LookupError as error:
        shipped = ", ".join(sorted(folder.name for folder in PACKS.iterdir() if folder.is_dir()))
        console.print(f"[red]{escape(str(error.args[0]))}[/red] Give a folder, or one of: {shipped}.")
        raise typer.Exit(1) from error


def _load(console: Console, folders: list[Path]) -> Catalogue:
    try:
        return load_catalogue(folders)
    except PackErrors as error:
        _print_findings(console, error.findings)
        console.print(f"{len(error.findings)} findings.")
        raise typer.Exit(1) from error


def _print_findings(console: Console, findings: Iterable[Finding]) -> None:
    for finding in findings:
        place, message, hint = escape(f"{finding.file}:{finding.line}"), escape(finding.message), escape(finding.hint)
        console.print(f"[red]{place}[/red] {message} [cyan]{hint}[/cyan]")


def _print_coverage(console: Console, coverage: Coverage, gaps: bool) -> None:
    for gap in coverage.gaps if gaps else ():
        what = f"no test shows that '{gap.condition}' decides it" if gap.condition else "no test meets it"
        console.print(f"[yellow]{escape(f'{gap.file}:{gap.line}')}[/yellow] {gap.kind} {gap.code}: {escape(what)}.")
    console.print(f"Tests decide {coverage.decided} of {coverage.total} rules, limits and conditions.")
