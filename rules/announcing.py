"""What a change of the rules waits for: whether it only encodes an instrument, and whether it sets a new standard of
recognition."""

from collections.abc import Iterable, Iterator

from huixin.core.vocabulary import Nature
from rules.departments import RECOGNISERS
from rules.diff import Change, ChangeKind
from rules.documents import ListEntry, Parameter
from rules.entries import MAPPING_OF_KIND, Catalogue, split_ground

GROUNDED = frozenset({"rule", "limit", "parameter", "list"})
"""Kinds of entries that say on what they rest."""
_WORDS = frozenset({ChangeKind.LABEL_CHANGED, ChangeKind.TEXT_CHANGED})


def beyond(before: Catalogue, after: Catalogue, changes: Iterable[Change], instrument: str) -> list[str]:
    """The changed entries that do not rest on the instrument, each as `kind code`: what it does not ask for."""
    return list(
        dict.fromkeys(
            f"{change.kind} {change.code}"
            for change in changes
            if change.kind in GROUNDED and instrument not in _cited(before, after, change)
        )
    )


def _cited(before: Catalogue, after: Catalogue, change: Change) -> set[str]:
    """The instruments on which what changed rests: now, or before where it is there no more."""
    mapping = MAPPING_OF_KIND[change.kind]
    entry = getattr(after, mapping).get(change.code) or getattr(before, mapping)[change.code]
    if not isinstance(entry, Parameter):
        public = entry.public_ground if isinstance(entry, ListEntry) else None
        return {split_ground(reference)[0] for reference in (*entry.grounds, public) if reference is not None}
    day = change.path[1] if change.path[:1] == ("values",) and len(change.path) > 1 else None
    older = before.parameters.get(change.code)
    dated = [value for value in entry.values if day in (None, value.from_.isoformat())] or [
        value for value in (older.values if older else ()) if value.from_.isoformat() == day
    ]
    return {split_ground(value.source)[0] for value in dated if value.source is not None}


def new_standards(before: Catalogue, after: Catalogue, changes: Iterable[Change]) -> list[str]:
    """The blacklists of which the changes say otherwise who recognises, by what severity, or how they are kept; new
    ones too. Titles and notes are none of it."""
    found: dict[str, None] = {}
    for change in changes:
        if change.change not in _WORDS:
            found |= dict.fromkeys(_standards_in(change, {**before.lists, **after.lists}))
    return list(found)


def _standards_in(change: Change, lists: dict[str, ListEntry]) -> Iterator[str]:
    for code, entry in lists.items():
        if entry.nature is not Nature.BLACK:
            continue
        recognisers = {RECOGNISERS + one for one in (code, *entry.recognised_as)}
        own = change.kind == "list" and change.code == code and change.change is not ChangeKind.ENTRY_REMOVED
        named = change.kind == "parameter" and change.code in recognisers | {entry.default_severity}
        if own or named:
            yield code
