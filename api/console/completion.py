"""What may stand at a place of a rule document: the fields and words that the published JSON Schema allows there."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

Schema = Mapping[str, Any]
_WORD = re.compile(r"[A-Za-z0-9_-]*$")
_LINE_BEGINS = re.compile(r"\s*(- +)*$")
_MARK = "typedhere"
_IN_LIST = 0
"""A step of a path into a list."""


@dataclass(slots=True)
class _Open:
    """A mapping or list that the place stands in."""

    is_mapping: bool
    keys: list[str] = field(default_factory=list)
    at_key: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """`path`: keys, and 0 into lists, from the entry on. `there`: what the mapping has already. `kind`: the entry's
    first key, None where that is still to come."""

    kind: str | None
    path: tuple[str | int, ...]
    is_key: bool
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completions:
    """`typed`: how much of a word stands there; each of `words` would take its place."""

    typed: str
    words: tuple[str, ...] = ()


def completions(schema: Schema, codes: Mapping[str, Iterable[str]], text: str, caret: int) -> Completions:
    """`caret`: in characters from the beginning. `codes`: by the field that holds them, of what the schema calls any
    code."""
    before = text[:caret]
    typed = _typed(before)
    for place in places_of(before, typed):
        ends = ": " if place.is_key else ""
        found = dict.fromkeys(_allowed(schema, codes, place))
        words = tuple(word + ends for word in found if word.startswith(typed) and word != typed)
        if words:
            return Completions(typed, words)
    return Completions(typed)


def _typed(before: str) -> str:
    word = _WORD.search(before)
    return word.group() if word and not word.group().startswith("-") else ""


def places_of(before: str, typed: str) -> Iterator[Place]:
    """What the end of the text may be: where a line begins, a key or a word of a list; in a comment, nothing."""
    without = before[: len(before) - len(typed)]
    line = without.rpartition("\n")[2]
    if "#" in line:
        return
    begins = _LINE_BEGINS.fullmatch(line) is not None
    found = (_marked(without + mark) for mark in ((_MARK + ": x", _MARK) if begins else (_MARK,)))
    yield from (place for place in found if place is not None)


def _marked(text: str) -> Place | None:
    """Where the mark stands that the text ends with."""
    open_: list[_Open] = []
    for event in _events(text):
        if isinstance(event, ScalarEvent) and event.value == _MARK:
            return _here(open_)
        if isinstance(event, MappingEndEvent | SequenceEndEvent):
            open_.pop()
        else:
            _note(open_, event)
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            open_.append(_Open(isinstance(event, MappingStartEvent)))
    return None


def _events(text: str) -> Iterator[Any]:
    """As far as the text can be read."""
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except YAMLError:
        return


def _note(open_: list[_Open], event: Any) -> None:
    """A key or a value has begun in what is open."""
    if not open_ or not open_[-1].is_mapping:
        return
    if not isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
        return
    inside = open_[-1]
    if inside.at_key:
        inside.keys.append(str(getattr(event, "value", "")))
    inside.at_key = not inside.at_key


def _here(open_: Sequence[_Open]) -> Place | None:
    """Of the list of entries the outermost mapping is the entry."""
    if len(open_) < 2 or open_[0].is_mapping or not open_[1].is_mapping:
        return Place(None, (), True, ()) if len(open_) == 1 and not open_[0].is_mapping else None
    entry, inside = open_[1], open_[-1]
    is_key = inside.is_mapping and inside.at_key
    path: list[str | int] = []
    for outer in open_[1:]:
        if not outer.is_mapping:
            path.append(_IN_LIST)
        elif outer is not inside or not is_key:
            path.append(outer.keys[-1])
    there = tuple(inside.keys) if is_key else ()
    return Place(entry.keys[0] if entry.keys else None, tuple(path), is_key, there)


def _allowed(schema: Schema, codes: Mapping[str, Iterable[str]], place: Place) -> Iterator[str]:
    kinds = {chosen["if"]["required"][0]: chosen["then"] for chosen in schema["$defs"]["AnyEntry"]["allOf"]}
    if place.kind is None:
        yield from kinds
        return
    found = _plain(schema, kinds.get(place.kind, {}))
    for step in place.path:
        found = [inner for one in found for inner in _inside(schema, one, step)]
    for one in found:
        yield from (key for key in one.get("properties", ()) if place.is_key and key not in place.there)
        if not place.is_key:
            yield from _words(one)
    if not place.is_key and any(one.get("type") == "string" and "pattern" in one for one in found):
        yield from codes.get(next(str(step) for step in reversed(place.path) if step != _IN_LIST), ())


def _plain(schema: Schema, one: Schema) -> list[Schema]:
    """Without references: all that it may be."""
    if "$ref" in one:
        return _plain(schema, schema["$defs"][one["$ref"].rpartition("/")[2]])
    if "anyOf" in one:
        return [plain for part in one["anyOf"] for plain in _plain(schema, part)]
    return [one]


def _inside(schema: Schema, one: Schema, step: str | int) -> list[Schema]:
    if step == _IN_LIST:
        return _plain(schema, one["items"]) if "items" in one else []
    inner = one.get("properties", {}).get(step, one.get("additionalProperties"))
    return _plain(schema, inner) if isinstance(inner, Mapping) else []


def _words(one: Schema) -> Iterator[str]:
    if one.get("type") == "boolean":
        yield from ("true", "false")
    yield from (str(word) for word in one.get("enum", ()))
    if "const" in one:
        yield str(one["const"])
