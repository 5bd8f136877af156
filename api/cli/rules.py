"""`huixin-server rules`: say what is wrong with a pack, and what its tests decide; and how packs are edited."""

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api.cli.ahead import ahead, unchecked
from api.cli.analysis import analysed
from api.cli.authoring import difference, new, schema, table
from api.cli.impact import impact
from api.cli.packs import folders_of, load, plain_console, print_findings
from api.cli.shadow import shadow
from api.cli.versions import approve, publish, submit
from rules.coverage import Coverage, coverage_of
from rules.pack_tests import load_tests, run_tests
from rules.ruleset import compile_ruleset

app = typer.Typer(help="Check, test and edit the rule packs.", no_args_is_help=True)
app.command()(new)
app.command("diff")(difference)
app.command()(table)
app.command()(schema)
app.command("analyse")(analysed)
app.command()(impact)
app.command()(shadow)
app.command()(submit)
app.command()(approve)
app.command()(publish)
app.command("horizon")(ahead)
app.command("unverified")(unchecked)

PackName = Annotated[str | None, typer.Argument(metavar="[PACK]", help="Name of a shipped pack, or a folder; all.")]
Shown = Annotated[bool, typer.Option("--gaps/--no-gaps", help="List what no test decides.")]


@app.command()
def check(pack: PackName = None) -> None:
    """Read a pack and those it extends, and hold every entry against the others."""
    console = plain_console()
    catalogue = load(console, folders_of(console, pack))
    entries = len(catalogue.sources)
    console.print(f"[green]Nothing wrong[/green] in {entries} entries of {', '.join(sorted(catalogue.packs))}.")


@app.command("test")
def run(pack: PackName = None, gaps: Shown = True) -> None:
    """Run the tests beside a pack's rules, and say which rules and conditions no test decides."""
    console = plain_console()
    folders = folders_of(console, pack)
    catalogue = load(console, folders)
    ruleset = compile_ruleset(catalogue)
    own = folders if pack is None else folders[-1:]
    loaded = [load_tests(folder) for folder in own]
    tests = [one for found, _ in loaded for one in found]
    broken = [finding for _, findings in loaded for finding in findings]
    failed = broken + run_tests(ruleset, tests)
    print_findings(console, failed)
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


def _print_coverage(console: Console, coverage: Coverage, gaps: bool) -> None:
    for gap in coverage.gaps if gaps else ():
        what = f"no test shows that '{gap.condition}' decides it" if gap.condition else "no test meets it"
        console.print(f"[yellow]{escape(f'{gap.file}:{gap.line}')}[/yellow] {gap.kind} {gap.code}: {escape(what)}.")
    console.print(f"Tests decide {coverage.decided} of {coverage.total} rules, limits and conditions.")
