"""`huixin-server rules new|diff|table|schema`: what the authors of packs do besides checking and testing them."""

import json
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic_core import to_jsonable_python
from rich.console import Console
from rich.markup import escape

from api.cli.packs import folders_of, load, plain_console, print_findings
from rules.diff import Change, diff
from rules.findings import PackErrors
from rules.schema import document_schema
from rules.starting import copied, extending
from rules.tables.importing import Draft, import_table
from rules.tables.problems import TableErrors
from rules.tables.workbook import export_table
from rules.written import documents_in, read_packs


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


PackArgument = typer.Argument(metavar="PACK", help="Name of a shipped pack, or a folder.")
InLanguage = Annotated[Language, typer.Option("--lang", help="Language of the sentences.")]
_CODE = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")


def new(
    folder: Annotated[Path, typer.Argument(metavar="NAME", help="The new folder; its name is the pack's code.")],
    extends: Annotated[str, typer.Option(help="The pack that it adds to.")] = "national",
    division: Annotated[
        str | None, typer.Option(help="GB/T 2260 code of the city or province for which it speaks.")
    ] = None,
    source: Annotated[str | None, typer.Option("--from", help="Copy this pack instead, tests included.")] = None,
) -> None:
    """Begin a pack: one that adds to another, or a copy of one under its own name."""
    console = plain_console()
    code = folder.name
    if not _CODE.fullmatch(code):
        raise _refused(console, f"'{code}' is no code.", "Use lower-case letters, digits, '_' and '-'.")
    _refuse_filled(console, folder)
    folders = folders_of(console, source or extends)
    load(console, folders)
    documents = documents_in(folders)
    if source is None:
        if division is None:
            raise _refused(console, "For whom the pack speaks is not said.", "Give --division, as 441300 for Huizhou.")
        begun = extending(code, folders[-1].name, division)
    else:
        begun = copied(code, documents, read_packs(documents), folders[-1].name)
    _write(folder.parent, begun)
    console.print(f"{len(begun)} files in {escape(str(folder))}. Next: huixin-server rules check {escape(str(folder))}")


def difference(
    before: Annotated[str, PackArgument],
    after: Annotated[str, PackArgument],
    as_json: Annotated[bool, typer.Option("--json", help="As data: kind, code, path, before, after.")] = False,
    language: InLanguage = Language.EN,
) -> None:
    """Say what another pack says differently, whatever its files, their order and their comments."""
    console = plain_console()
    changes = diff(*(load(console, folders_of(console, pack)) for pack in (before, after)))
    if as_json:
        typer.echo(json.dumps(to_jsonable_python(changes), ensure_ascii=False, indent=2))
        return
    _print_changes(console, changes, language)
    console.print(f"{len(changes)} changes." if changes else "[green]They say the same.[/green]")


def table(
    pack: Annotated[str, PackArgument],
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook, or the folder of the draft.")],
    scene: Annotated[str | None, typer.Option(help="Code of the scene; without it the rules of all.")] = None,
    edited: Annotated[Path | None, typer.Option("--import", help="Take this edited workbook into a draft.")] = None,
    language: InLanguage = Language.EN,
) -> None:
    """Export rules as a workbook for people to edit, or take an edited one back into a draft of the packs."""
    console = plain_console()
    folders = folders_of(console, pack)
    load(console, folders)
    documents = documents_in(folders)
    if edited is not None:
        _refuse_filled(console, output)
        draft = _imported(console, edited, documents, language)
        _write(output, draft.documents)
        _print_changes(console, draft.changes, language)
        next_step = f"huixin-server rules check {output / folders[-1].name}"
        console.print(f"{len(draft.changes)} changes. Next: {escape(next_step)}")
        return
    try:
        content = export_table(read_packs(documents), scene)
    except LookupError as error:
        scenes = ", ".join(read_packs(documents).scenes)
        raise _refused(console, str(error.args[0]), f"Give one of: {scenes}.") from error
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(content)
    console.print(f"{escape(str(output))}: change it, then --import {escape(str(output))} -o FOLDER")


def schema(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file; without it the terminal.")] = None,
) -> None:
    """The JSON Schema of the packs' files, for editors."""
    text = json.dumps(document_schema(), ensure_ascii=False, indent=2) + "\n"
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


def _imported(console: Console, edited: Path, documents: Mapping[str, str], language: Language) -> Draft:
    try:
        return import_table(edited.read_bytes(), documents)
    except OSError as error:
        raise _refused(console, f"{edited} cannot be read: {error.strerror}.", "Give an XLSX file.") from error
    except TableErrors as error:
        for problem in error.problems:
            place, message = str(problem.place), str(getattr(problem.message, language))
            console.print(f"[red]{escape(place or str(edited))}[/red] {escape(message)}")
        console.print(f"{len(error.problems)} problems; nothing was written.")
        raise typer.Exit(1) from error
    except PackErrors as error:
        print_findings(console, error.findings)
        raise typer.Exit(1) from error


def _refused(console: Console, message: str, hint: str) -> typer.Exit:
    console.print(f"[red]{escape(message)}[/red] {escape(hint)}")
    return typer.Exit(1)


def _refuse_filled(console: Console, folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise _refused(console, f"{folder} exists already.", "Give a folder that is new or empty.")


def _write(root: Path, documents: Mapping[str, str]) -> None:
    for path, text in documents.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _print_changes(console: Console, changes: Iterable[Change], language: Language) -> None:
    for change in changes:
        console.print(escape(str(getattr(change.sentence, language))))
