"""Texts of which little differs from one request to the next: made once with marks in them, then only put together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """`pieces`: what stands between the marks, with room for what is put in; `places`: of each name, where it goes."""

    pieces: tuple[str, ...]
    places: tuple[tuple[str, tuple[int, ...]], ...]

    @classmethod
    def of(cls, text: str, marks: Mapping[str, str]) -> "Template":
        """`marks`: what stands in the text in place of what is called so."""
        names = {mark: name for name, mark in marks.items()}
        pieces = re.split("(" + "|".join(map(re.escape, names)) + ")", text) if names else [text]
        found: dict[str, list[int]] = {}
        for place, piece in enumerate(pieces):
            if piece in names:
                found.setdefault(names[piece], []).append(place)
        return cls(tuple(pieces), tuple((name, tuple(places)) for name, places in found.items()))

    def filled(self, values: Mapping[str, str]) -> str:
        pieces = list(self.pieces)
        for name, places in self.places:
            value = values[name]
            for place in places:
                pieces[place] = value
        return "".join(pieces)
