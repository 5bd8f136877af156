"""The words of a column: how a code is shown in a cell, and which code somebody meant who typed there."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from huixin.types.base import Label
from rules.entries import Catalogue
from rules.saying import CLOSED, TITLED
from rules.wording import KINDS, WORDS

_BETWEEN_ITEMS = re.compile(r"[\n;；]+")
_ALSO_BETWEEN = re.compile(r"[、，,|｜]+")
_BLANKS = re.compile(r"[\s;；]+")
MOST_NAMED = 12
"""Allowed words that a message repeats."""


def folded(text: str) -> str:
    """Full-width forms, case and blanks aside."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


class Words:
    """A closed set of codes. A cell shows `标题 code`; either alone is understood too, where only one code has it."""

    def __init__(self, labels: Mapping[str, Label]) -> None:
        self._shown = {code: _BLANKS.sub(" ", f"{label.zh} {code}").strip() for code, label in labels.items()}
        forms = [
            (folded(form), code)
            for code, label in labels.items()
            for form in {code, label.zh, label.en, f"{label.zh} {code}", f"{label.en} {code}", f"{code} {label.zh}"}
        ]
        meant: dict[str, set[str]] = {}
        for form, code in forms:
            meant.setdefault(form, set()).add(code)
        self._codes = {form: next(iter(codes)) for form, codes in meant.items() if len(codes) == 1}
        # What a table shows means what it shows, and a code is itself, whatever else is called so.
        self._codes |= {folded(shown): code for code, shown in self._shown.items()}
        self._codes |= {folded(code): code for code in labels}

    def shown(self, code: str) -> str:
        return self._shown.get(code, code)

    def all_shown(self) -> list[str]:
        return list(self._shown.values())

    def code(self, item: str) -> str | None:
        return item.strip() if item.strip() in self._shown else self._codes.get(folded(item))

    def codes(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Each item of a cell with the code that it means, None where it means none."""
        for item in _BETWEEN_ITEMS.split(text):
            if not item.strip():
                continue
            code = self.code(item)
            parts = [part for part in _ALSO_BETWEEN.split(item) if part.strip()]
            if code is not None or len(parts) < 2:
                yield item.strip(), code
            else:
                yield from ((part.strip(), self.code(part)) for part in parts)

    def near(self, item: str) -> str | None:
        """What somebody may have meant."""
        found = get_close_matches(folded(item), self._codes, n=1)
        return self.shown(self._codes[found[0]]) if found else None

    def allowed(self) -> str:
        shown = self.all_shown()
        return " | ".join(shown[:MOST_NAMED]) + (" | …" if len(shown) > MOST_NAMED else "")


ALL = "all"
FLAGS = Words({"true": Label(zh="是", en="yes"), "false": Label(zh="否", en="no")})
FLAG_SHOWN = {True: "是", False: "否"}
ROW_KINDS = Words({kind: KINDS[kind] for kind in ("rule", "limit")})
_NO_CAMPAIGN = {"none": Label(zh="不属促销活动", en="no campaign")}
_ALL_SCENES = {ALL: Label(zh="全部环节", en="all scenes")}


def words_of(catalogue: Catalogue, key: str) -> Words:
    """The words of a column, by the last part of its key; LookupError for one that is not closed."""
    if key in CLOSED:
        return Words(WORDS[CLOSED[key]])
    titles = {code: entry.title for code, entry in getattr(catalogue, TITLED[key]).items()}
    more = {"campaign": _NO_CAMPAIGN, "scenes": _ALL_SCENES}.get(key, {})
    return Words(more | titles)


def grounds_of(catalogue: Catalogue) -> Words:
    """Every instrument and every article of it that the packs list, each under its reference alone."""
    references = [
        reference
        for code, instrument in catalogue.instruments.items()
        for reference in (code, *(f"{code}/{article}" for article in instrument.articles))
    ]
    return References(references)


class References(Words):
    """Codes without titles: `instrument/article`."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__({})
        self._shown = {code: code for code in codes}
        counted = Counter(folded(code) for code in codes)
        self._codes = {folded(code): code for code in codes if counted[folded(code)] == 1}
