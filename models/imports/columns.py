"""Entries by columns: most rows of a large file are put by, taken out again and written without being looked at one by
one, in a fraction of the time."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress
from typing import Any

from models.imports.entries import Content, Entry, Issue, NameIndex

_OF_ENTRY = Entry._fields[:-1]
FIELDS = (*_OF_ENTRY, *Content._fields)
_PLACES = {name: place for place, name in enumerate(FIELDS)}
_FAULT, _NAMES = _PLACES["fault"], _PLACES["names"]
_new = tuple.__new__
"""As `_make` of a named tuple, in a third of the time."""


class Entries:
    """Entries in order, the fields of their contents beside their own. A column of one value has it for all of them;
    the first, of row numbers, has them all."""

    __slots__ = ("_columns",)

    def __init__(self, columns: Sequence[Sequence[Any]]) -> None:
        self._columns = columns

    @classmethod
    def of(cls, entries: "Entries | Iterable[Entry]") -> "Entries":
        if isinstance(entries, Entries):
            return entries
        rows = [*entries]
        if not rows:
            return cls([()] * len(FIELDS))
        numbers, *columns, contents = zip(*rows, strict=True)
        return cls([numbers, *map(_once, chain(columns, zip(*contents, strict=True)))])

    @classmethod
    def joined(cls, several: Iterable["Entries"]) -> "Entries":
        some = [one for one in several if len(one)]
        if len(some) < 2:
            return some[0] if some else cls.of(())
        numbers, *parts = zip(*(one._columns for one in some), strict=True)
        lengths = [len(one) for one in some]
        return cls([[*chain.from_iterable(numbers)], *(_end_to_end(part, lengths) for part in parts)])

    def plain(self) -> list[Sequence[Any]]:
        """The columns, of nothing but the language's own types; `Entries` takes them as well."""
        columns = [*self._columns]
        columns[_FAULT] = [fault and tuple(fault) for fault in columns[_FAULT]]
        columns[_NAMES] = [names and tuple(names) for names in columns[_NAMES]]
        return columns

    def column(self, name: str) -> Sequence[Any]:
        """Of this field of the entries, or of their contents."""
        return _whole(self._columns[_PLACES[name]], len(self))

    def where(self, which: Sequence[bool]) -> "Entries":
        """Those of which it is true."""
        if all(which):
            return self
        if not any(which):
            return Entries.of(())
        numbers, *others = self._columns
        found = (column if len(column) == 1 else [*compress(column, which)] for column in others)
        return Entries([[*compress(numbers, which)], *found])

    def by_fault(self) -> tuple["Entries", "Entries"]:
        """Those without a fault, and those that have one."""
        faults = self.column("fault")
        return self.where([fault is None for fault in faults]), self.where([fault is not None for fault in faults])

    def __len__(self) -> int:
        return len(self._columns[0])

    def __getitem__(self, place: int) -> Entry:
        return _entry([column[place if len(column) > 1 else 0] for column in self._columns])

    def __iter__(self) -> Iterator[Entry]:
        return map(_entry, zip(*(_whole(column, len(self)) for column in self._columns), strict=True))


def _once(column: Sequence[Any]) -> Sequence[Any]:
    return column[:1] if column[0] == column[-1] and column.count(column[0]) == len(column) else column


def _whole(column: Sequence[Any], length: int) -> Sequence[Any]:
    return column if len(column) == length else [*column] * length


def _end_to_end(parts: Sequence[Sequence[Any]], lengths: Sequence[int]) -> Sequence[Any]:
    if all(len(part) == 1 and part[0] == parts[0][0] for part in parts):
        return parts[0]
    return [*chain.from_iterable(map(_whole, parts, lengths))]


def _entry(values: Sequence[Any]) -> Entry:
    fault, names = values[_FAULT], values[_NAMES]
    own = (*values[:_FAULT], fault and Issue._make(fault), names and NameIndex._make(names))
    return _new(Entry, (*own, _new(Content, values[len(_OF_ENTRY) :])))
