"""`huixin-server rules analyse`: what a pack's rules come to over all classes, before anybody publishes them."""

import json
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python
from rich.console import Console
from rich.markup import escape

from api.cli.authoring import Language
from api.cli.packs import folders_of, load, plain_console
from api.settings import Settings
from models.rulesets.kept import KeptFindings
from rules.analysis import Analysis, Found, analyse
from rules.ruleset import compile_ruleset

PackName = Annotated[str | None, typer.Argument(metavar="[PACK]", help="Name of a shipped pack, or a folder; all.")]
AsJson = Annotated[bool, typer.Option("--json", help="As data.")]
InLanguage = Annotated[Language, typer.Option("--lang", help="Language of the sentences.")]


def analysed(pack: PackName = None, as_json: AsJson = False, language: InLanguage = Language.EN) -> None:
    """Find rules that never count, contradictions, gaps and surprises, each with an example and its place."""
    console = plain_console()
    analysis = analyse(compile_ruleset(load(console, folders_of(console, pack))), _kept())
    if as_json:
        typer.echo(json.dumps(to_jsonable_python(analysis), ensure_ascii=False, indent=2))
    else:
        _print(console, analysis, language)
    if analysis.findings:
        raise typer.Exit(1)


def _kept() -> KeptFindings | None:
    """None where no installation is: looking at packs leaves nothing behind."""
    settings = Settings.read()
    known = settings.home.is_dir() or settings.analyses is not None
    return KeptFindings(settings.analyses_folder) if known else None


def _print(console: Console, analysis: Analysis, language: Language) -> None:
    for found in analysis.findings:
        _print_finding(console, found, language)
    for one in analysis.accepted:
        console.print(escape(f"Accepted of {one.kind} {one.entry}: {one.finding}. {one.reason}"))
    console.print(
        f"{len(analysis.findings)} findings. Looked at {analysis.classes:,} classes in {analysis.scenes} scenes of "
        f"{analysis.epochs} epochs; {analysis.situations:,} of them differ to the rules."
    )


def _print_finding(console: Console, found: Found, language: Language) -> None:
    def say(label: object) -> str:
        return escape(str(getattr(label, language)))

    place = escape(f"{found.file}:{found.line}")
    since = "" if found.since is None else f" \\[{found.since} –{'' if found.until is None else f' {found.until}'}]"
    console.print(f"[red]{place}[/red] {found.code}{since}: {say(found.message)} [cyan]{say(found.hint)}[/cyan]")
    if found.example is not None:
        console.print(f"    {'例如：' if language is Language.ZH else 'For example: '}{say(found.example)}")
