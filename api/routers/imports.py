"""Imports: list files coming in over HTTP, by the same steps as on the command line."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, UploadFile
from fastapi import Path as InPath

from api import examples
from api.auth import CanReadImports, CanWriteImports
from api.context import Context
from api.form_fields import KnownFieldsOnly
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.problems import ProblemError
from api.strict_json import strict_json
from huixin.core.vocabulary import MemberKind
from huixin.types.importing import ImportReport
from models.caller import Caller
from models.errors import Conflict, Fault, Forbidden, Invalid
from models.imports.mappings import mapping_faults
from models.imports.readers import file_digest
from models.imports.run import run_import
from models.imports.views import import_report

router = APIRouter(prefix="/v1/imports", tags=["imports"], route_class=GuardedRoute)

ImportId = Annotated[str, InPath(pattern="^imp_[0-9a-f]{32}$", examples=["imp_9f8e7d6c5b4a4f3e8d2c1b0a9f8e7d6c"])]
Upload = Annotated[UploadFile, File(description="CSV (UTF-8, GB18030), XLSX, JSON lines or a JSON array")]
Plain = r"^[^\x00]*$"
MAPPING = "JSON object: column of the file for each field that the header does not name by itself"


@router.post(
    "",
    summary="Import a list file",
    responses=answers(examples.IMPORT, *AUTHORISED, *WITH_BODY, "forbidden", "import_unreadable"),
)
def import_file(
    file: Upload,
    list_code: Annotated[str, Form(alias="list", max_length=64, pattern=Plain, examples=["ecommerce_black"])],
    caller: CanWriteImports,
    _: KnownFieldsOnly,
    context: Context,
    source: Annotated[str | None, Form(max_length=256, pattern=Plain)] = None,
    mode: Annotated[Literal["increment", "full"], Form()] = "increment",
    dry_run: Annotated[bool, Form()] = False,
    mapping: Annotated[str | None, Form(max_length=20_000, description=MAPPING)] = None,
) -> ImportReport:
    """Good rows land, each bad row is reported. A full file that would end many records awaits confirmation."""
    columns = None if mapping is None else _mapping(mapping)
    sender = _sender(caller, source or None)
    with _on_disk(file) as path:
        return run_import(
            context.database,
            context.keys,
            context.ruleset,
            path,
            list_code=list_code,
            source=sender,
            mode=mode,
            dry_run=dry_run,
            now=context.now(),
            mapping=columns,
            filename=_filename(file),
        )


@router.get(
    "/{import_id}",
    summary="Read what an import did",
    responses=answers(examples.IMPORT, *AUTHORISED, "not_found", "invalid_content"),
)
def read_import(import_id: ImportId, caller: CanReadImports, context: Context) -> ImportReport:
    return _report(import_id, caller, context)


@router.post(
    "/{import_id}/confirm",
    summary="Confirm the exits that a full file proposes",
    responses=answers(examples.IMPORT, *AUTHORISED, *WITH_BODY, "not_found", "conflict", "import_unreadable"),
)
def confirm_import(
    import_id: ImportId,
    file: Upload,
    caller: CanWriteImports,
    _: KnownFieldsOnly,
    context: Context,
    mapping: Annotated[str | None, Form(max_length=20_000, description=MAPPING)] = None,
) -> ImportReport:
    """Send the same file again, with the same mapping: list files are not kept, because they may name persons."""
    columns = None if mapping is None else _mapping(mapping)
    proposed = _report(import_id, caller, context)
    if proposed.state != "awaiting_confirmation":
        raise Conflict(f"Nothing of import {import_id} awaits confirmation; it is {proposed.state}.")
    with _on_disk(file) as path:
        if file_digest(path) != proposed.sha256:
            raise Conflict("This is not the file that was imported: its SHA-256 differs.")
        return run_import(
            context.database,
            context.keys,
            context.ruleset,
            path,
            list_code=proposed.list,
            source=proposed.source,
            mode="full",
            now=context.now(),
            confirmed=import_id,
            mapping=columns,
            filename=_filename(file),
        )


def _sender(caller: Caller, source: str | None) -> str | None:
    """Whose word the file is: the centre may name anybody, everybody else only itself."""
    if caller.kind is MemberKind.CENTRE:
        return source
    if source not in (None, caller.name):
        message = "Only the centre imports what others have sent; leave source out."
        raise Forbidden(message, Fault("/source", "source_not_yours", message))
    return caller.name


def _report(import_id: str, caller: Caller, context: Context) -> ImportReport:
    """The report, as far as it is the caller's: the centre and auditors read all, others their own."""
    source = None if caller.kind in (MemberKind.CENTRE, MemberKind.AUDITOR) else caller.name
    with context.database.read() as session:
        return import_report(session, import_id, source)


def _filename(file: UploadFile) -> str:
    """The last part of the name that was sent, fit to be stored and shown."""
    name = Path((file.filename or "").replace("\\", "/")).name
    return "".join(character for character in name if character.isprintable())[:256] or "upload"


@contextmanager
def _on_disk(file: UploadFile) -> Iterator[Path]:
    """The upload as a file whose name ends as the caller's did; gone afterwards."""
    with TemporaryDirectory(prefix="huixin-import-") as folder:
        path = Path(folder) / ("upload" + Path(_filename(file)).suffix[:8])
        with path.open("wb") as target:
            shutil.copyfileobj(file.file, target)
        yield path


def _mapping(text: str) -> Mapping[str, str]:
    try:
        found = strict_json(text.encode())
    except (ProblemError, UnicodeEncodeError, json.JSONDecodeError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise _bad_mapping('mapping is a JSON object of field and column, such as {"name": "企业名称"}.')
    if faults := mapping_faults(found):
        raise _bad_mapping(" ".join(faults))
    return found


def _bad_mapping(message: str) -> Invalid:
    return Invalid(message, Fault("/mapping", "bad_mapping", message))
