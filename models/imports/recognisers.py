"""Whose decision it was: the recogniser's name as files write it, resolved by the catalogue's tables.

National and provincial bodies, courts and associations stand there by name; local bodies are a unit's prefix and a
department. A department counts on the days on which it existed.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from rules.bodies import Department, Unit
from rules.catalogue import Catalogue
from rules.documents import Dates

Body = Literal["authority", "association"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """`code`: of the catalogue's recogniser, or `unit/department`. `valid`: the days on which it existed."""

    code: str
    body: Body
    valid: Dates


class RecogniserTable:
    """Every way to write every recogniser of the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._city = next((unit.title.zh for unit in catalogue.units.values() if unit.unit_kind == "city"), "")
        self._known: dict[str, Resolved] = {}
        for unit in catalogue.units.values():
            for department in catalogue.departments.values():
                self._add_local(unit, department)
        for recogniser in catalogue.recognisers.values():
            found = Resolved(recogniser.recogniser, recogniser.body, Dates())
            for name in (recogniser.title.zh, *recogniser.names):
                self._known[_plain(name)] = found

    def _add_local(self, unit: Unit, department: Department) -> None:
        found = Resolved(f"{unit.unit}/{department.department}", "authority", department.valid)
        for title in (department.title.zh, *department.short_names):
            for prefix in self._prefixes(unit):
                self._known.setdefault(_plain(prefix + title), found)
            for branch in self._branches(unit, title):
                self._known.setdefault(_plain(branch), found)
        if unit.unit_kind == "city" and self._city.removesuffix("市") in department.title.zh:
            self._known[_plain(department.title.zh)] = found

    def _prefixes(self, unit: Unit) -> Iterator[str]:
        for name in (unit.title.zh, *unit.short_names):
            yield name
            if unit.unit_kind != "city":
                yield self._city + name
                yield self._city.removesuffix("市") + name

    def _branches(self, unit: Unit, title: str) -> Iterator[str]:
        """惠州市公安局惠城区分局, 惠城区公安分局."""
        if unit.unit_kind == "city":
            return
        for name in (unit.title.zh, *unit.short_names, unit.title.zh.rstrip("区县")):
            yield f"{self._city}{title}{name}分局"
            yield f"{name}{title.removesuffix('局')}分局"

    def resolve(self, name: str, on: date | None) -> Resolved | None:
        """The body of that name, if it existed on the day; None: not known, or not then. Without a day: ever."""
        found = self._known.get(_plain(name))
        return found if found is not None and (on is None or _covers(found.valid, on)) else None


def _covers(valid: Dates, on: date) -> bool:
    return (valid.from_ is None or valid.from_ <= on) and (valid.to is None or on <= valid.to)


@lru_cache(maxsize=1 << 14)
def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
