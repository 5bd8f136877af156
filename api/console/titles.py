"""What people call the codes of the packs: lists, measures, problem types, units, departments, scenes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.console.signing_in import SignedIn


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles by code, by the name of the field that holds such codes: also the choices of a form."""

    by_field: Mapping[str, Mapping[str, str]]

    def of(self, field: str, code: str | None) -> str:
        """The code itself where the packs of today do not know it."""
        return "" if code is None else self.by_field[field].get(code, code)

    def all(self, field: str, codes: Iterable[str]) -> str:
        return "、".join(self.of(field, code) for code in codes)

    def body(self, unit: str | None, department: str | None) -> str:
        return " ".join(part for part in (self.of("unit", unit), self.of("department", department)) if part)


async def titles(who: SignedIn) -> Titles:
    """Of the rules of today."""
    words = await who.client.rulesets.vocabulary()
    lists = {entry.code: who.language.of(entry.title) for entry in await who.client.lists.all()}
    said = {
        "scene": words.scenes, "campaign": words.campaigns, "purpose": words.purposes, "measure": words.measures,
        "problem_types": words.problem_types, "department": words.departments, "unit": words.units,
    }  # fmt: skip
    by_field = {field: {code: who.language.of(title) for code, title in codes.items()} for field, codes in said.items()}
    return Titles(by_field | {"list": lists, "lists": lists})
