"""What a change of the rules waits for: whether it only encodes an instrument, and whether it sets a new standard of
recognition."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from huixin.core.vocabulary import Nature
from rules.bodies import Department, Recogniser
from rules.departments import RECOGNISERS
from rules.diff import Change, ChangeKind
from rules.document_parts import Dates
from rules.documents import Limit, ListEntry, Parameter, Rule
from rules.entries import MAPPING_OF_KIND, Catalogue, split_ground
from rules.recognising import CONSENT

GROUNDED = frozenset({"rule", "limit", "parameter", "list"})
"""Kinds of entries that say on what they rest."""
_NAMES = frozenset({"problem_type", "campaign"})
"""Kinds that come to nothing before a rule asks for them."""
_BODIES = {"recogniser": "recognisers", "department": "departments"}
"""Kinds of entries by which a file's word for somebody is an authority's, with their mappings."""
_WORDS = frozenset({ChangeKind.LABEL_CHANGED, ChangeKind.TEXT_CHANGED})
_REMARKS = frozenset({"accepts", "confirmed", "note", "source_note", "verified"})
"""Keys that say why, or how sure somebody is: nothing is recognised otherwise for them, and nobody answered."""

_FORCE = frozenset({"in_force", "rank", "replaces"})
"""Keys by which an instrument that was known already would come to carry more than it did: that encodes nothing."""


def beyond(
    before: Catalogue, after: Catalogue, changes: Iterable[Change], instrument: str, begins: date
) -> list[Change]:
    """What the instrument does not ask for, the first change of each entry: whatever does not rest on it, or stands
    there only for what does. An instrument that it replaces may end once it has begun, and what rests on that alone go
    then.

    `begins`: the first day of the changes.
    """
    found: dict[tuple[str, str], Change] = {}
    for change in changes:
        if not _is_asked_for(before, after, change, instrument, begins):
            found.setdefault((change.kind, change.code), change)
    return list(found.values())


def _is_asked_for(before: Catalogue, after: Catalogue, change: Change, instrument: str, begins: date) -> bool:
    if _is_remark(change):
        return True
    if change.kind in GROUNDED:
        return instrument in _cited(before, after, change) or _falls(before, after, change, instrument, begins)
    if change.kind == "instrument":
        if change.code == instrument:
            return instrument not in before.instruments or _FORCE.isdisjoint(change.path[:1])
        return _is_repealed(before, after, change, instrument)
    if change.change is ChangeKind.ENTRY_ADDED:
        return change.kind in _NAMES or (change.kind == "measure" and _serves(after, change.code, instrument))
    return False


def _is_remark(change: Change) -> bool:
    """Of an entry, or of one dated value."""
    key = change.path[2:3] if change.path[:1] == ("values",) else change.path[:1]
    return not _REMARKS.isdisjoint(key)


def _is_repealed(before: Catalogue, after: Catalogue, change: Change, instrument: str) -> bool:
    """Whether all that is said is that it ends, when the other has begun, which says that it replaces it."""
    if change.path[:1] != ("in_force",) or change.code not in _replaced(before, after, instrument):
        return False
    was, now = (side.instruments[change.code].in_force for side in (before, after))
    return _only_ends(was, now) and _has_followed(after, now.to, instrument)


def _falls(before: Catalogue, after: Catalogue, change: Change, instrument: str, begins: date) -> bool:
    """Whether an entry goes with the instruments on which it rests, no sooner than they do."""
    was, now = (getattr(side, MAPPING_OF_KIND[change.kind]).get(change.code) for side in (before, after))
    if not isinstance(was, Rule | Limit | ListEntry):
        return False  # a dated value stays with those that follow it
    rested = [after.instruments.get(code) for code in _grounds(was)]
    if not _grounds(was) <= _replaced(before, after, instrument):
        return False
    ends = [None if one is None else one.in_force.to for one in rested]
    if not ends or not all(_has_followed(after, end, instrument) for end in ends):
        return False
    last = max(end for end in ends if end is not None)
    if now is None:
        return last < begins
    if isinstance(was, ListEntry) or change.path[:1] != ("effective",):
        return False
    return _only_ends(was.effective, now.effective) and last <= now.effective.to


def _replaced(before: Catalogue, after: Catalogue, instrument: str) -> set[str]:
    """As it said before, where it was known."""
    return {*(before.instruments.get(instrument) or after.instruments[instrument]).replaces}


def _only_ends(was: Dates, now: Dates) -> bool:
    return was.from_ == now.from_ and now.to is not None and (was.to is None or now.to < was.to)


def _has_followed(catalogue: Catalogue, end: date | None, instrument: str) -> bool:
    """Whether the instrument is there by the day after an end."""
    first = catalogue.instruments[instrument].in_force.from_
    return end is not None and (first is None or first <= end + timedelta(days=1))


def _serves(catalogue: Catalogue, measure: str, instrument: str) -> bool:
    """Whether only rules that rest on the instrument propose a measure."""
    proposing = [rule for rule in catalogue.rules.values() if rule.then.measure == measure]
    cited = ({split_ground(reference)[0] for reference in rule.grounds} for rule in proposing)
    return bool(proposing) and all(instrument in grounds for grounds in cited)


def _cited(before: Catalogue, after: Catalogue, change: Change) -> set[str]:
    """The instruments on which what changed rests: now, or before where it is there no more."""
    mapping = MAPPING_OF_KIND[change.kind]
    entry = getattr(after, mapping).get(change.code) or getattr(before, mapping)[change.code]
    if not isinstance(entry, Parameter):
        return _grounds(entry)
    day = change.path[1] if change.path[:1] == ("values",) and len(change.path) > 1 else None
    older = before.parameters.get(change.code)
    dated = [value for value in entry.values if day in (None, value.from_.isoformat())] or [
        value for value in (older.values if older else ()) if value.from_.isoformat() == day
    ]
    return {split_ground(value.source)[0] for value in dated if value.source is not None}


def _grounds(entry: Rule | Limit | ListEntry) -> set[str]:
    public = entry.public_ground if isinstance(entry, ListEntry) else None
    return {split_ground(reference)[0] for reference in (*entry.grounds, public) if reference is not None}


def new_standards(before: Catalogue, after: Catalogue, changes: Iterable[Change]) -> list[str]:
    """The blacklists of which the changes say otherwise who recognises, with whose consent, by what severity, or how
    they are kept, new ones too; and, as `kind code`, the bodies that count as another's word or by other names.

    Titles of lists and remarks are none of it, nor is anything about a list that is given up.
    """
    found: dict[str, None] = {}
    for change in changes:
        if not _REMARKS.intersection(change.path):
            found |= dict.fromkeys(_standards_in(before, after, change))
    return list(found)


def _standards_in(before: Catalogue, after: Catalogue, change: Change) -> Iterator[str]:
    if change.kind in _BODIES:
        was, now = (getattr(side, _BODIES[change.kind]).get(change.code) for side in (before, after))
        if _who(was) != _who(now):
            yield f"{change.kind} {change.code}"
    elif change.change in _WORDS:
        return
    elif change.kind == "list" and change.code in after.lists:
        yield from _of_list(before.lists.get(change.code), after.lists[change.code], after.lists)
    elif change.kind == "parameter":
        for code, entry in after.lists.items():
            recognisers = {RECOGNISERS + one for one in (code, *entry.recognised_as)}
            if entry.nature is Nature.BLACK and change.code in recognisers | {CONSENT + code, entry.default_severity}:
                yield code


def _who(entry: Recogniser | Department | None) -> object:
    """Whose word it is, and every way in which files write it: its title is one."""
    if isinstance(entry, Recogniser):
        return entry.body, {entry.title.zh, *entry.names}
    return entry and (entry.valid, entry.successor, {entry.title.zh, *entry.short_names})


def _of_list(was: ListEntry | None, now: ListEntry, lists: dict[str, ListEntry]) -> Iterator[str]:
    """The list itself, and those on which its rows stand otherwise than before once they carry a recognition."""
    if now.nature is Nature.BLACK:
        yield now.list
    older = tuple(code for code in (was.recognised_as if was else ()) if code in lists)
    if older != now.recognised_as:
        moved = set(older) ^ set(now.recognised_as) or set(older)
        yield from (code for code in sorted(moved) if lists[code].nature is Nature.BLACK)
