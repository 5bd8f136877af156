"""The rules of a version as a workbook, and an edited workbook back into a draft."""

import hashlib
from collections.abc import Iterator, Sequence

from models.errors import Fault, Invalid
from models.personal import personal_faults
from models.rulesets.drafting import (
    ChangedMeanwhile,
    RuleWork,
    documents_of,
    drop_document,
    etag_of,
    faults_of,
    find_own,
    put_document,
    refuse_unfit,
)
from rules.diff import Change
from rules.entries import Catalogue
from rules.findings import PackErrors
from rules.tables.importing import Draft, import_table
from rules.tables.problems import TableErrors
from rules.tables.reading import Sheet, read_workbook
from rules.tables.workbook import export_table
from rules.written import Documents, read_packs


def table_etag(documents: Documents) -> str:
    """Of all documents, for a table may touch any of them."""
    stated = "\n".join(f"{path} {etag_of(content)}" for path, content in sorted(documents.items()))
    return f'"{hashlib.sha256(stated.encode()).hexdigest()[:32]}"'


def table_of(documents: Documents, scene: str | None) -> bytes:
    """The rules and limits of a scene, or of all. Raises Invalid for a scene that the version has not."""
    catalogue = _read(documents)
    try:
        return export_table(catalogue, scene)
    except LookupError as error:
        known = ", ".join(catalogue.scenes)
        fault = Fault("scene", "unknown_scene", f"{error.args[0]} Give one of: {known}.", f"请选用：{known}。")
        raise Invalid("The version has no such scene.", fault, zh="该版本没有此环节。") from None


def documents_to_edit(work: RuleWork, version_id: str, seen: str | None) -> dict[str, str]:
    """Those of a draft. `seen`: its ETag when the table was taken from it. Raises ChangedMeanwhile."""
    documents = documents_of(work.session, find_own(work, version_id, "draft").id)
    if seen != table_etag(documents):
        raise ChangedMeanwhile("Somebody has edited the draft since you took the table.", zh="草案已被他人修改。")
    return documents


def taken_in(content: bytes, documents: Documents) -> Draft:
    """What the table makes of the documents. Raises Invalid, which names the cells."""
    _read(documents)
    try:
        _refuse_personal(read_workbook(content))
        return import_table(content, documents)
    except TableErrors as error:
        faults = [Fault(str(one.place), "bad_cell", one.message.en, one.message.zh) for one in error.problems]
        raise Invalid("The table cannot be taken in as it is.", *faults, zh="表格无法导入。") from None
    except PackErrors as error:
        raise Invalid("The table cannot be taken in as it is.", *faults_of(error.findings)) from None


def write_table(work: RuleWork, version_id: str, draft: Draft, seen: str | None) -> tuple[str, Sequence[Change]]:
    """Each document that the table changes, as if it had been written by itself; the new ETag, and what changes."""
    before = documents_to_edit(work, version_id, seen)
    version = find_own(work, version_id, "draft")
    for path in sorted(before.keys() - draft.documents.keys()):
        drop_document(work, version, path)
    for path, content in draft.documents.items():
        if before.get(path) != content:
            refuse_unfit(path, content)
            put_document(work, version, path, content)
    return table_etag(draft.documents), draft.changes


def _read(documents: Documents) -> Catalogue:
    try:
        return read_packs(documents)
    except PackErrors as error:
        raise Invalid("The draft cannot be read as it is.", *faults_of(error.findings)) from None


def _refuse_personal(sheets: Sequence[Sheet]) -> None:
    if faults := personal_faults(dict(_cells(sheets)), "whoever reads the rules would read it"):
        raise Invalid("No resident ID belongs in the rules.", *faults, zh="规则文件中不得含有身份证号码。")


def _cells(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str]]:
    for sheet in sheets:
        for row, cells in sheet.rows.items():
            yield from ((str(sheet.place(row, column)), text) for column, text in cells.items())
