"""Cells with a closed set of answers: severity, problem types, rectification and the like, in labels or our codes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.imports import cells
from rules.catalogue import Catalogue
from rules.documents import ListEntry

Warn = Callable[[int, str | None, str, str], None]

_BETWEEN = re.compile(r"[、,，;；|\s]+")

_CHOICES = {
    "rectification": cells.RECTIFICATIONS,
    "severity": cells.SEVERITIES,
    "brushing_form": cells.BRUSHING_FORMS,
}
_FLAGS = ("disputed", "relief", "names_owner")


@dataclass(frozen=True, slots=True)
class Labelled:
    """`unset`: fields that the row left open; they hold their defaults."""

    standing: str
    rectification: str
    severity: str
    problem_types: str
    brushing_form: str
    disputed: bool
    relief: bool
    names_owner: bool
    unset: tuple[str, ...]


_OPEN = ("standing", *_CHOICES, "problem_types", *_FLAGS, "due")


class LabelReader:
    """Knows the problem types of the catalogue, and the standing that a list gives by default.

    `may_set_standing`: only the centre's own files say how far a record has come.
    """

    def __init__(self, catalogue: Catalogue, list_entry: ListEntry, *, may_set_standing: bool) -> None:
        self._standing = list_entry.default_standing.value
        self._may_set_standing = may_set_standing
        self._problems: dict[str, str] = {}
        for code, entry in catalogue.problem_types.items():
            for form in (code, entry.title.zh, entry.title.en, *_BETWEEN.split(entry.title.zh)):
                self._problems[form] = code
        self._titles = ", ".join(entry.title.zh for entry in catalogue.problem_types.values())
        self._nothing = self._labelled({}, {}, {}, _OPEN)

    def read(self, number: int, values: Mapping[str, str], warn: Warn) -> Labelled:
        """What a row says in these columns; what it says in no known word is warned of and left open."""
        if values.keys().isdisjoint(_OPEN):
            return self._nothing
        found = {name: choice for name in _CHOICES if (choice := self._choice(number, name, values, warn))}
        flags = {name: flag for name in _FLAGS if (flag := self._flag(number, name, values, warn)) is not None}
        open_words = {
            "standing": self._own_standing(number, values, warn),
            "problem_types": self._types(number, values, warn),
        }
        rest = {name: text for name, text in open_words.items() if text}
        said = {*found, *flags, *rest, *({"due"} & values.keys())}
        return self._labelled(found, flags, rest, tuple(name for name in _OPEN if name not in said))

    def _labelled(
        self, found: Mapping[str, str], flags: Mapping[str, bool], rest: Mapping[str, str], unset: tuple[str, ...]
    ) -> Labelled:
        return Labelled(
            standing=rest.get("standing", self._standing),
            problem_types=rest.get("problem_types", ""),
            rectification=found.get("rectification", "not_required"),
            severity=found.get("severity", "unknown"),
            brushing_form=found.get("brushing_form", "none"),
            disputed=flags.get("disputed", False),
            relief=flags.get("relief", False),
            names_owner=flags.get("names_owner", False),
            unset=unset,
        )

    def _choice(self, number: int, name: str, values: Mapping[str, str], warn: Warn) -> str | None:
        text = values.get(name)
        choice = _CHOICES[name].get(text) if text else None
        if text and choice is None:
            warn(number, name, "unknown_value", f"{cells.shown(text)}: not one of {', '.join(_CHOICES[name])}")
        return choice

    def _flag(self, number: int, name: str, values: Mapping[str, str], warn: Warn) -> bool | None:
        text = values.get(name)
        flag = cells.YES_NO.get(text.lower()) if text else None
        if text and flag is None:
            warn(number, name, "unknown_value", f"{cells.shown(text)}: write 是 or 否")
        return flag

    def _own_standing(self, number: int, values: Mapping[str, str], warn: Warn) -> str | None:
        text = values.get("standing")
        if text is None:
            return None
        if not self._may_set_standing:
            warn(number, "standing", "standing_ignored", "only the centre's own files set the standing of a record")
            return None
        if text not in cells.STANDINGS:
            warn(number, "standing", "unknown_value", f"{cells.shown(text)}: not one of {', '.join(cells.STANDINGS)}")
            return None
        return text

    def _types(self, number: int, values: Mapping[str, str], warn: Warn) -> str | None:
        text = values.get("problem_types")
        if text is None:
            return None
        if text in self._problems:
            return self._problems[text]
        parts = [part for part in _BETWEEN.split(text) if part]
        unknown = [part for part in parts if part not in self._problems]
        if unknown:
            told = f"{cells.shown('、'.join(unknown))}: no known problem type; known are {self._titles}"
            warn(number, "problem_types", "unknown_value", told)
        return " ".join(sorted({self._problems[part] for part in parts if part in self._problems}))
