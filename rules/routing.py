"""Which county or zone is responsible for a merchant: by its place of registration, never guessed.

What a push states as jurisdiction comes first, then the registered address, then the merchant's division as it is
known here. The code of the registering body inside a 统一社会信用代码 says nothing about the place and is not asked.
"""

import re
from dataclasses import dataclass
from typing import Literal

from rules.bodies import Unit
from rules.entries import Catalogue

RoutingBasis = Literal["jurisdiction", "address", "division"]
_CITY = re.compile(r"(?:^|省|自治区)([^省市区县]{2,6}市)")
_ROAD = r"[东西南北中]?(?:路|大道|巷|街(?!道))"
"""What makes a road of a place's name."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of where a merchant belongs. Each may be a unit's code, name, or division code."""

    jurisdiction: str | None = None
    address: str | None = None
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Routed:
    """`unit` is None where it is unclear; `basis` says which of the three decided, or failed to."""

    unit: str | None
    basis: RoutingBasis | None


def handling_units(catalogue: Catalogue) -> list[str]:
    """Counties and zones: the city as a whole handles no case."""
    return [code for code, unit in catalogue.units.items() if unit.unit_kind != "city"]


def route(catalogue: Catalogue, place: Place) -> Routed:
    """The first of the three that is given decides; where it is not one of our counties or zones, a person does.

    An address that names none of them says nothing, so that the division is asked.
    """
    if place.jurisdiction:
        return Routed(unit_named(catalogue, place.jurisdiction), "jurisdiction")
    if place.address:
        units = _units_in(catalogue, place.address)
        if units or _elsewhere(catalogue, place.address):
            unit = _only(catalogue, units) or _only(catalogue, units - _roads_in(catalogue, place.address))
            return Routed(unit, "address")
    if place.division:
        return Routed(unit_named(catalogue, place.division), "division")
    return Routed(None, None)


def unit_named(catalogue: Catalogue, text: str) -> str | None:
    """The county or zone of this code or name, full or short, exactly so; the city as a whole is nobody's county."""
    wanted = text.strip().removeprefix(_city(catalogue))
    for unit in _parts(catalogue):
        if wanted in (unit.unit, unit.gb2260, unit.title.zh, *unit.short_names, *unit.external_aliases):
            return unit.unit
    return None


def _units_in(catalogue: Catalogue, address: str) -> set[str]:
    """Short names of places count only in an address of the city: others have places of the same name."""
    if _elsewhere(catalogue, address):
        return set()
    ours = _city(catalogue) in address
    return {
        unit.unit
        for unit in _parts(catalogue)
        if unit.title.zh in address or (ours and any(name in address for name in unit.address_names))
    }


def _roads_in(catalogue: Catalogue, address: str) -> set[str]:
    """Units that the address may name only because a road is named after one of their places."""
    return {
        unit.unit
        for unit in _parts(catalogue)
        if unit.title.zh not in address
        and not any(re.search(f"{re.escape(name)}(?!{_ROAD})", address) for name in unit.address_names)
    }


def _elsewhere(catalogue: Catalogue, address: str) -> bool:
    """The address begins with another city than ours; before the city its province may stand, with or without 省."""
    named = _CITY.search(address)
    return named is not None and not named[1].endswith(_city(catalogue))


def _only(catalogue: Catalogue, units: set[str]) -> str | None:
    """One unit, or a zone named together with the district in whose codes it lies; anything else is unclear."""
    if len(units) == 2:
        for zone in units:
            [other] = units - {zone}
            if catalogue.units[zone].gb2260_parent == catalogue.units[other].gb2260:
                return zone
    return next(iter(units)) if len(units) == 1 else None


def _parts(catalogue: Catalogue) -> list[Unit]:
    return [unit for unit in catalogue.units.values() if unit.unit_kind != "city"]


def _city(catalogue: Catalogue) -> str:
    return next((unit.title.zh for unit in catalogue.units.values() if unit.unit_kind == "city"), "")
