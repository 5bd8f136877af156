"""What people call the codes of the packs: lists, measures, problem types, units, departments, scenes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.console.signing_in import SignedIn
from huixin.core.vocabulary import MemberKind

_BODIES = ("body", "bodies", "copies")
_ALSO = {"from_unit": "unit", "scenes": "scene", "not_copied": "department", "instead_of": "department"}
"""Fields that hold codes of another one."""


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles by code, by the name of the field that holds such codes: also the choices of a form."""

    by_field: Mapping[str, Mapping[str, str]]
    handling: tuple[str, ...]
    """The units that handle cases."""

    def of(self, field: str, code: str | None) -> str:
        """The code itself where the packs of today do not know it."""
        return "" if code is None else self.by_field[field].get(code, code)

    def all(self, field: str, codes: Iterable[str]) -> str:
        return "、".join(self.of(field, code) for code in codes)

    def body(self, unit: str | None, department: str | None) -> str:
        return " ".join(part for part in (self.of("unit", unit), self.of("department", department)) if part)

    def body_called(self, code: str) -> str:
        """Of a body as requests name it: `unit` or `unit/department`."""
        unit, _, department = code.partition("/")
        return self.body(unit, department or None)

    def bodies(self) -> dict[str, str]:
        """Each unit, and each of its departments, to choose from."""
        units = list(self.by_field["unit"])
        codes = [*units, *(f"{unit}/{department}" for unit in units for department in self.by_field["department"])]
        return {code: self.body_called(code) for code in codes}

    def departments(self) -> dict[str, str]:
        """Each department of each unit."""
        return {code: title for code, title in self.bodies().items() if "/" in code}

    def rule(self, code: str) -> str | None:
        """What a rule is called; None for what is no rule of today."""
        return self.by_field["rule"].get(code)

    def named(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """What an event holds, with titles in place of codes of the packs."""
        return {name: self._named(name, value) for name, value in said.items()}

    def _named(self, name: str, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [self._named(name, one) for one in value]
        if not isinstance(value, str):
            return value
        if name in _BODIES:
            return self.body_called(value)
        field = _ALSO.get(name, name)
        return self.of(field, value) if field in self.by_field else value


async def members(who: SignedIn, *kinds: MemberKind) -> dict[str, str]:
    """The members of these kinds, by id; everybody's name without kinds."""
    found = await who.client.members.names()
    return {one.id: one.name for one in found if not kinds or one.kind in kinds}


async def titles(who: SignedIn) -> Titles:
    """Of the rules of today."""
    words = await who.client.rulesets.vocabulary()
    lists = {entry.code: who.language.of(entry.title) for entry in await who.client.lists.all()}
    standards = {code: one.title for code, one in words.standards.items()}
    found = {code: title for one in words.standards.values() for code, title in one.facts.items()}
    said = {
        "scene": words.scenes, "campaign": words.campaigns, "purpose": words.purposes, "measure": words.measures,
        "problem_types": words.problem_types, "department": words.departments, "unit": words.units,
        "signal_kind": words.signal_kinds, "standard": standards, "standard_fact": found, "rule": words.rules,
    }  # fmt: skip
    by_field = {field: {code: who.language.of(title) for code, title in codes.items()} for field, codes in said.items()}
    also = {"list": lists, "lists": lists, "standards": by_field["standard"]}
    return Titles(by_field | also, tuple(words.handling_units))
