"""The register of what nobody has checked yet, and of who confirmed the rest, when, from which text."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeGuard

from pydantic import BaseModel

from huixin.types.base import Label
from rules.document_parts import Confirmation
from rules.documents import DatedValue, Entry
from rules.entries import MAPPING_OF_KIND, Catalogue
from rules.loading import Path_


class Verifiable(Protocol):
    """An entry, or a value inside one, that says whether anybody held it against its source."""

    @property
    def verified(self) -> bool: ...
    @property
    def confirmed(self) -> Confirmation | None: ...


@dataclass(frozen=True, slots=True)
class Registered:
    """`path` leads to the value inside the entry, empty for the entry itself; without documents there is no place."""

    kind: str
    code: str
    path: Path_
    title: Label
    verified: bool
    confirmed: Confirmation | None
    file: Path | None
    line: int | None


def register(catalogue: Catalogue) -> list[Registered]:
    """Every statement that can be verified, in the order of kinds, codes and values."""
    return [
        _registered(catalogue, kind, code, path, stated)
        for kind, mapping in MAPPING_OF_KIND.items()
        for code, entry in sorted(getattr(catalogue, mapping).items())
        for path, stated in statements_of(entry)
    ]


def unverified(catalogue: Catalogue) -> list[Registered]:
    return [one for one in register(catalogue) if not one.verified]


def statements_of(entry: Entry) -> Iterator[tuple[Path_, Verifiable]]:
    """The entry itself where it says so, and its dated values."""
    if _says(entry):
        yield (), entry
    for index, dated in enumerate(getattr(entry, "values", ())):
        if isinstance(dated, DatedValue):
            yield ("values", index), dated


def _says(entry: BaseModel) -> TypeGuard[Verifiable]:
    return "verified" in type(entry).model_fields


def _registered(catalogue: Catalogue, kind: str, code: str, path: Path_, stated: Verifiable) -> Registered:
    located = catalogue.sources.get((kind, code))
    title = catalogue.title_of(kind, code)
    line = located.line(*path, "verified") if located else None
    return Registered(
        kind, code, path, title, stated.verified, stated.confirmed, located.file if located else None, line
    )
