"""Entries as the YAML that their authors would have written: parsing what is printed gives the same entry.

What fits on a line stands on it; keys that hold their default are left out.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from io import StringIO
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from rules.documents import Entry
from rules.loading import kind_of

_WIDTH = 120
_ENDLESS = 1 << 30
_LAST = ("accepts", "note")
"""What every kind of entry may have."""


def print_document(entries: Iterable[Entry]) -> str:
    return "".join(print_entry(entry) for entry in entries) or "[]\n"


def print_entry(entry: Entry) -> str:
    """The item of a file: its kind and code, then its keys in the order of the model, what is about the entry last."""
    lines = print_keys(stated(entry)).splitlines(keepends=True)
    return "- " + "  ".join(lines)


def stated(entry: Entry) -> dict[str, Any]:
    """What a document must say for the entry, in the order in which it says it."""
    kind = kind_of(type(entry))
    said = _stated(entry)
    last = {key: said.pop(key) for key in _LAST if key in said}
    return {kind: said.pop(kind), **said, **last}


def _stated(model: BaseModel) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if field.is_required() or not _is_default(value, field.get_default()):
            said[field.alias or name] = _plain(value)
    return said


def _is_default(value: Any, default: Any) -> bool:
    return type(value) is type(default) and bool(value == default)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _stated(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def print_keys(said: Mapping[str, Any]) -> str:
    """Keys of an entry, each on lines of its own."""
    yaml = YAML(typ="rt")
    yaml.width = _ENDLESS
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(_block(said, 2), text)
    return text.getvalue()


def _block(value: Any, indent: int) -> Any:
    """The value on several lines; its parts on one each where they fit."""
    if isinstance(value, Mapping):
        return CommentedMap(
            (_scalar(key), _laid_out(item, indent + len(key) + 2, indent)) for key, item in value.items()
        )
    return CommentedSeq(_laid_out(item, indent + 2, indent + 2) for item in value)


def _laid_out(value: Any, column: int, indent: int) -> Any:
    if not isinstance(value, Mapping | list):
        return _scalar(value)
    if _reads_on_a_line(value) and column + _length(value) <= _WIDTH:
        return _flow(value)
    return _block(value, indent + 2)


def _flow(value: Any) -> Any:
    if isinstance(value, Mapping):
        mapping = CommentedMap((_scalar(key), _flow(item)) for key, item in value.items())
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        sequence = CommentedSeq(_flow(item) for item in value)
        sequence.fa.set_flow_style()
        return sequence
    return _scalar(value)


def _scalar(value: Any) -> Any:
    """Text of several lines, or with signs that nobody sees, is quoted with escapes; so is what begins with the sign of
    a key or a value, which ruamel writes plain between braces and then cannot read."""
    if isinstance(value, str) and (value.startswith(("?", ":")) or not value.isprintable()):
        return DoubleQuotedScalarString(value)
    return value


def _reads_on_a_line(value: Any) -> bool:
    """A mapping of values and lists does, and a list of such mappings; what is deeper gets lines of its own."""
    if isinstance(value, Mapping):
        return not any(isinstance(item, Mapping) or _holds_mappings(item) for item in value.values())
    return not isinstance(value, list) or all(_reads_on_a_line(item) for item in value)


def _holds_mappings(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)


def _length(value: Any) -> int:
    """About as long as it will be; quotes are not foreseen."""
    if isinstance(value, Mapping):
        return sum(len(key) + 4 + _length(item) for key, item in value.items())
    if isinstance(value, list):
        return 2 + sum(2 + _length(item) for item in value)
    return len(value.isoformat() if isinstance(value, date) else str(value))
