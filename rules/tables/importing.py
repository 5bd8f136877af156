"""An edited table back into the documents that it was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.diff import Change, diff
from rules.documents import Entry, Limit, Rule
from rules.editing import Key, edited
from rules.entries import Catalogue
from rules.findings import PackErrors
from rules.loading import kind_of
from rules.tables.cells import CellReader
from rules.tables.columns import Vocabulary, columns_for
from rules.tables.entry import EntryReader, cell_of
from rules.tables.layout import RuleRows, find_table, grouped, scene_of
from rules.tables.problems import Told
from rules.tables.reading import Sheet, read_workbook
from rules.tables.rows import entry_code, rows_of, shown_entries
from rules.tables.workbook import pack_of
from rules.written import Documents, read_packs


@dataclass(frozen=True, slots=True)
class Draft:
    """Documents as the table wants them; untouched ones are the same letter for letter."""

    documents: dict[str, str]
    catalogue: Catalogue
    changes: list[Change]


def import_table(content: bytes, documents: Documents) -> Draft:
    """Raises TableErrors, which names cells, and PackErrors where the documents themselves are broken."""
    base = read_packs(documents)
    sheets = read_workbook(content)
    return _Import(base, documents, scene_of(sheets, base)).run(sheets)


class _Import:
    def __init__(self, base: Catalogue, documents: Documents, scene: str | None) -> None:
        self._base = base
        self._documents = documents
        self._scene = scene
        self._told = Told()
        self._vocabulary = Vocabulary(base)
        self._reader = CellReader(self._vocabulary, self._told)
        self._shown = {entry_code(entry): entry for entry in shown_entries(base, scene)}

    def run(self, sheets: Sequence[Sheet]) -> Draft:
        sheet, columns, head = find_table(sheets, columns_for(self._shown.values()), self._told)
        self._told.refuse_if_any()
        found = grouped(sheet, columns, head, self._reader)
        if self._shown and not found:
            self._told.add(sheet.place(head), "表中没有规则。", "The table holds no rule.")
        entries = {code: self._entry(rows) for code, rows in found.items()}
        packs = {code: self._pack(rows) for code, rows in found.items()}
        self._told.refuse_if_any()
        documents = self._documents_with({code: entry for code, entry in entries.items() if entry}, packs)
        catalogue = self._checked(documents, sheet, found)
        return Draft(documents, catalogue, diff(self._base, catalogue))

    def _entry(self, rows: RuleRows) -> Rule | Limit | None:
        base = self._shown.get(rows.code)
        if base is None and (rows.code in self._base.rules or rows.code in self._base.limits):
            self._told.add(
                rows.place((), "code"),
                f"编码“{rows.code}”已用于本表之外的规则；请换一个编码。",
                f"The code '{rows.code}' belongs to a rule outside this table: choose another.",
            )
        written = [] if base is None else rows_of(base, pack_of(self._base, base), self._vocabulary)
        return EntryReader(rows, self._reader, base, written).read()

    def _pack(self, rows: RuleRows) -> str:
        """Where a new entry goes: where its row says, or to the pack that stands on all others."""
        text, base = rows.text((), "pack"), self._shown.get(rows.code)
        folders = [located.file.parts[0] for (kind, _), located in self._base.sources.items() if kind == "pack"]
        extended = {code for pack in self._base.packs.values() for code in pack.extends}
        allowed = [pack_of(self._base, base)] if base is not None else folders
        if text and text not in allowed:
            shown = " | ".join(allowed)
            self._told.add(rows.place((), "pack"), f"规则包只能是：{shown}", f"The pack can only be: {shown}")
        tops = [self._base.sources["pack", code].file.parts[0] for code in self._base.packs if code not in extended]
        return text or (tops or folders)[-1]

    def _documents_with(self, entries: Mapping[str, Rule | Limit], packs: Mapping[str, str]) -> dict[str, str]:
        changes: dict[str, dict[Key, Entry | None]] = {}
        for code, base in self._shown.items():
            key = (kind_of(type(base)), code)
            if entries.get(code) != base:
                changes.setdefault(self._base.sources[key].file.as_posix(), {})[key] = entries.get(code)
        added: dict[str, list[Entry]] = {}
        for code, entry in entries.items():
            if code not in self._shown:
                added.setdefault(f"{packs[code]}/rules/{self._scene or 'table'}.yaml", []).append(entry)
        documents = dict(self._documents)
        for path in changes.keys() | added.keys():
            text = edited(self._documents.get(path, "[]"), changes.get(path, {}), added.get(path, ()))
            if text is None:
                del documents[path]
            else:
                documents[path] = text
        return documents

    def _checked(self, documents: Documents, sheet: Sheet, found: Mapping[str, RuleRows]) -> Catalogue:
        if documents == self._documents:
            return self._base
        try:
            return read_packs(documents)
        except PackErrors as error:
            for finding in error.findings:
                rows = found.get(finding.entry[1]) if finding.entry and finding.entry[0] in ("rule", "limit") else None
                place = sheet.place(0) if rows is None else rows.place(*cell_of(finding.path, rows))
                said = f"{finding.message} {finding.hint}"
                self._told.add(place, f"规则检查：{said}", said)
            self._told.refuse_if_any()
            raise
