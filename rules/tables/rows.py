"""An entry as rows of a table: one for the entry, one more for each branch of its `any`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.documents import Limit, Rule, When
from rules.entries import Catalogue
from rules.loading import kind_of
from rules.tables.columns import CONDITIONS, Holds, Vocabulary
from rules.tables.words import ALL, FLAG_SHOWN

Branch = tuple[int, ...]
"""Numbers from 1 that lead to a branch: (2, 1) is the first branch of the second; () is the entry itself."""

LONGEST = 32_000
"""Characters of a cell; the format takes 32,767."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"(?:\r|_x000D_)\n?|[\x85\u2028\u2029]")
"""Also as some spreadsheets write the first half of one."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that say something, by the keys of their columns."""

    branch: Branch
    cells: dict[str, str]


def entry_code(entry: Rule | Limit) -> str:
    return str(getattr(entry, kind_of(type(entry))))


def shown_entries(catalogue: Catalogue, scene: str | None) -> list[Rule | Limit]:
    """The rules and limits of a scene, or of all; rules first, each in the order of the packs."""
    entries: list[Rule | Limit] = [*catalogue.rules.values(), *catalogue.limits.values()]
    return [entry for entry in entries if scene is None or entry.scenes == ALL or scene in entry.scenes]


def rows_of(entry: Rule | Limit, pack: str, vocabulary: Vocabulary) -> list[Row]:
    """What the table says of an entry; a cell that still says so afterwards has not been changed."""
    first, *others = (Row(branch, _conditions(when, vocabulary)) for branch, when in _branches((), entry.when))
    own = {
        "code": entry_code(entry),
        "kind": vocabulary["kind"].shown(kind_of(type(entry))),
        "pack": pack,
        "title_zh": entry.title.zh,
        "title_en": entry.title.en,
        "grounds": "\n".join(entry.grounds),
        "from": _day(entry.effective.from_),
        "to": _day(entry.effective.to),
        "scenes": _words(vocabulary, "scenes", (entry.scenes,) if isinstance(entry.scenes, str) else entry.scenes),
        "actors": _words(vocabulary, "actors", entry.actors),
        "note": entry.note or "",
        **_consequence(entry, vocabulary),
    }
    if entry.says is not None:
        own |= {"says_zh": entry.says.zh, "says_en": entry.says.en}
    rows = [Row((), own | first.cells)]
    for row in others:
        rows.append(Row(row.branch, {"code": own["code"], "branch": branch_name(row.branch), **row.cells}))
    return [Row(row.branch, {key: text for key, cell in row.cells.items() if (text := writable(cell))}) for row in rows]


def writable(text: str) -> str:
    """The text as far as a cell can hold it."""
    return _UNWRITABLE.sub("�", _LINE_ENDS.sub("\n", text)).strip()[:LONGEST].strip()


def branch_name(branch: Branch) -> str:
    """或2.1: no spreadsheet takes it for a number or a day."""
    return "或" + ".".join(map(str, branch))


def _branches(path: Branch, when: When) -> Iterator[tuple[Branch, When]]:
    yield path, when
    for number, branch in enumerate(when.any or (), start=1):
        yield from _branches((*path, number), branch)


def _conditions(when: When, vocabulary: Vocabulary) -> dict[str, str]:
    cells = {}
    for column in CONDITIONS:
        group, _, name = column.key.partition(".")
        value = getattr(getattr(when, group), name, None)
        if column.holds is Holds.FLAG and value is not None:
            cells[column.key] = FLAG_SHOWN[value]
        elif value is not None:
            cells[column.key] = _words(vocabulary, column.key, value)
    return cells


def _consequence(entry: Rule | Limit, vocabulary: Vocabulary) -> dict[str, str]:
    if isinstance(entry, Limit):
        cells = {key: getattr(entry.then, key) for key in ("at_most", "at_least")}
        held = {"hold_irreversible": FLAG_SHOWN[True]} if entry.then.hold_irreversible else {}
    else:
        cells, held = {key: getattr(entry.then, key) for key in ("measure", "outcome")}, {}
    return {key: vocabulary[key].shown(code) for key, code in cells.items() if code is not None} | held


def _words(vocabulary: Vocabulary, key: str, codes: tuple[str, ...]) -> str:
    return "\n".join(vocabulary[key].shown(str(code)) for code in codes)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
