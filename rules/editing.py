"""Changes a document's text entry by entry: what is not changed keeps its comments, its layout, its every letter.

Lines are replaced, not documents written anew. Afterwards the text is read again: should it not say what it must, as
where an entry shares an anchor with another, the whole document is printed instead.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import YAMLError

from rules.documents import Entry
from rules.loading import Located, entries_in, parse_yaml
from rules.printing import print_document, print_entry, print_keys, stated

Key: TypeAlias = tuple[str, str]
"""Kind and code of an entry."""

_ITEM = re.compile(r"( *)- ")
_REMARK = re.compile(r"\s*(#.*)?")
_NOWHERE = Path("document")


def edited(text: str, changes: Mapping[Key, Entry | None], added: Sequence[Entry] = ()) -> str | None:
    """The document with entries changed (None: taken out) and others added at its end; None where none is left.

    The text must be a document that can be read.
    """
    document = parse_yaml(text)
    located, _ = entries_in(document, _NOWHERE)
    kept = [changes.get((one.kind, one.code), one.entry) for one in located]
    wanted = [entry for entry in (*kept, *added) if entry is not None]
    if not located or not wanted:
        return print_document(wanted) if wanted else None
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    indent = _item_indent(lines[document.lc.item(0)[0]])
    ends = [*_starts(document)[1:], len(lines)]
    for one, start, end in reversed(list(zip(located, _starts(document), ends, strict=True))):
        key = (one.kind, one.code)
        if key in changes:
            _change(lines, one, changes[key], start, _without_remarks(lines, start, end))
    lines += [indent + line for entry in added for line in print_entry(entry).splitlines(keepends=True)]
    return _proved("".join(lines), wanted)


def _starts(document: CommentedSeq) -> list[int]:
    return [document.lc.item(index)[0] for index in range(len(document))]


def _without_remarks(lines: list[str], start: int, end: int) -> int:
    """The end of what starts there, without the blank lines and comments before the next."""
    while end > start + 1 and _REMARK.fullmatch(lines[end - 1].rstrip("\n")):
        end -= 1
    return end


def _change(lines: list[str], one: Located, entry: Entry | None, start: int, end: int) -> None:
    if entry is None:
        del lines[start:end]
    elif print_entry(entry) == print_entry(one.entry):
        return
    elif one.raw.fa.flow_style():
        indent = _item_indent(lines[start])
        lines[start:end] = [indent + line for line in print_entry(entry).splitlines(keepends=True)]
    else:
        _change_keys(lines, one, entry, end)


def _item_indent(line: str) -> str:
    match = _ITEM.match(line)
    return match[1] if match else ""


def _change_keys(lines: list[str], one: Located, entry: Entry, end: int) -> None:
    """Only the keys that say something new, so that comments inside the entry stay as well."""
    starts = {str(key): one.raw.lc.key(key)[0] for key in one.raw}
    written = sorted(starts, key=lambda key: starts[key])
    ends = dict(zip(written, [*(starts[key] for key in written[1:]), end], strict=True))
    indent = " " * one.raw.lc.key(written[0])[1]
    before, after = _keys(one.entry, indent), _keys(entry, indent)
    edits: list[tuple[int, int, int, list[str]]] = []
    place = ends[written[0]]
    for key in dict.fromkeys((*after, *written)):
        if key in starts:
            place = _without_remarks(lines, starts[key], ends[key])
        if before.get(key) != after.get(key):
            edits.append((starts.get(key, place), place, len(edits), after.get(key, [])))
    for first, last, _, new in sorted(edits, reverse=True):
        lines[first:last] = new


def _keys(entry: Entry, indent: str) -> dict[str, list[str]]:
    """The lines of each key that the entry needs, as printed."""
    return {
        key: [indent + line for line in print_keys({key: value}).splitlines(keepends=True)]
        for key, value in stated(entry).items()
    }


def _proved(text: str, wanted: Sequence[Entry]) -> str:
    try:
        found, findings = entries_in(parse_yaml(text), _NOWHERE)
    except YAMLError:
        return print_document(wanted)
    printed = print_document(wanted)
    return text if not findings and print_document(one.entry for one in found) == printed else printed
