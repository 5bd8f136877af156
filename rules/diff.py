"""What differs between two catalogues in what they say, as data and in sentences.

Order of entries, files and comments do not count. There is no change exactly where the digests are equal.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue

from huixin.types.base import Label
from rules.entries import MAPPING_OF_KIND, Catalogue
from rules.loading import Path_
from rules.saying import Speaker


class ChangeKind(StrEnum):
    ENTRY_ADDED = "entry_added"
    ENTRY_REMOVED = "entry_removed"
    GROUND_CHANGED = "ground_changed"
    VALUE_CHANGED = "value_changed"
    """A dated value of a parameter; the second step of the path is the day from which it holds."""
    WINDOW_CHANGED = "window_changed"
    CONDITION_CHANGED = "condition_changed"
    SCOPE_CHANGED = "scope_changed"
    """The scenes of a rule, or who asks."""
    OUTCOME_CHANGED = "outcome_changed"
    """Also what a limit does."""
    MEASURE_CHANGED = "measure_changed"
    TEXT_CHANGED = "text_changed"
    LABEL_CHANGED = "label_changed"
    FIELD_CHANGED = "field_changed"
    """Anything else that an entry says."""


_BY_KEY = {
    "grounds": ChangeKind.GROUND_CHANGED,
    "public_ground": ChangeKind.GROUND_CHANGED,
    "source": ChangeKind.GROUND_CHANGED,
    "values": ChangeKind.VALUE_CHANGED,
    "effective": ChangeKind.WINDOW_CHANGED,
    "in_force": ChangeKind.WINDOW_CHANGED,
    "valid": ChangeKind.WINDOW_CHANGED,
    "when": ChangeKind.CONDITION_CHANGED,
    "scenes": ChangeKind.SCOPE_CHANGED,
    "actors": ChangeKind.SCOPE_CHANGED,
    "then": ChangeKind.OUTCOME_CHANGED,
    "says": ChangeKind.TEXT_CHANGED,
    "parts": ChangeKind.TEXT_CHANGED,
    "note": ChangeKind.TEXT_CHANGED,
    "title": ChangeKind.LABEL_CHANGED,
}


@dataclass(frozen=True, slots=True)
class Change:
    """`kind` and `code` name the entry, `path` leads to what changed inside it; empty where the entry itself did.

    `before` and `after` are as JSON has them, None for what is not there. An entry added or removed stands in full.
    """

    change: ChangeKind
    kind: str
    code: str
    path: Path_
    before: JsonValue
    after: JsonValue
    sentence: Label


def diff(before: Catalogue, after: Catalogue) -> list[Change]:
    """Every change, in the order of kinds, codes and keys."""
    old, new = before.as_data(), after.as_data()
    speaker = Speaker(before, after)
    changes: list[Change] = []
    for kind in MAPPING_OF_KIND:
        for code in sorted(old[kind].keys() | new[kind].keys()):
            one, other = old[kind].get(code), new[kind].get(code)
            for path, was, now in _differences((), one, other):
                change = _change_of(path, was)
                sentence = speaker.sentence(kind, code, path, was, now)
                changes.append(Change(change, kind, code, path, _brief(was), _brief(now), sentence))
    return changes


def _change_of(path: Path_, was: JsonValue) -> ChangeKind:
    if not path:
        return ChangeKind.ENTRY_ADDED if was is None else ChangeKind.ENTRY_REMOVED
    if path[0] == "values" and path[-1] == "source":
        return ChangeKind.GROUND_CHANGED
    if path[0] == "then" and path[-1] == "measure":
        return ChangeKind.MEASURE_CHANGED
    return _BY_KEY.get(str(path[0]), ChangeKind.FIELD_CHANGED)


def _differences(path: Path_, one: JsonValue, other: JsonValue) -> Iterator[tuple[Path_, JsonValue, JsonValue]]:
    """The smallest parts that differ, each with its path; a window is one part."""
    if _same(one, other):
        return
    if path == ("values",) and isinstance(one, list) and isinstance(other, list):
        dated, redated = _by_day(one), _by_day(other)
        if dated is not None and redated is not None and _same_order(dated, redated):
            for day in sorted(dated.keys() | redated.keys()):
                yield from _differences((*path, day), dated.get(day), redated.get(day))
            return
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() != {"from", "to"}:
        for key in dict.fromkeys((*one, *other)):
            yield from _differences((*path, key), one.get(key), other.get(key))
    elif _of_parts(one) and _of_parts(other) and len(one) == len(other):  # type: ignore[arg-type]
        for index, (was, now) in enumerate(zip(one, other, strict=True)):  # type: ignore[arg-type]
            yield from _differences((*path, index), was, now)
    else:
        yield path, one, other


def _same(one: JsonValue, other: JsonValue) -> bool:
    """As the digest sees it: to Python 1 equals true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _by_day(values: list[JsonValue]) -> dict[str, JsonValue] | None:
    """Dated values by their first day; None where two share one."""
    found = {str(dated["from"]): dated for dated in values if isinstance(dated, dict)}
    return found if len(found) == len(values) else None  # type: ignore[return-value]


def _same_order(dated: dict[str, JsonValue], redated: dict[str, JsonValue]) -> bool:
    return [day for day in dated if day in redated] == [day for day in redated if day in dated]


def _of_parts(value: JsonValue) -> bool:
    return isinstance(value, list) and any(isinstance(part, dict) for part in value)


def _brief(value: JsonValue) -> JsonValue:
    """Without the keys that say nothing."""
    if isinstance(value, dict):
        return {key: _brief(item) for key, item in value.items() if item is not None}
    return [_brief(item) for item in value] if isinstance(value, list) else value
