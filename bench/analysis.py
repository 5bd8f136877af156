"""`rules analyse` for 30, 100 and 300 rules: fewer than ship, and the shipped ones again for further lists."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from typing import Any

from rules.analysis import analyse
from rules.documents import ListEntry, Rule
from rules.entries import Catalogue
from rules.ruleset import compile_ruleset, default_ruleset

SIZES = (30, 100, 300)


def figures() -> dict[str, float]:
    """Seconds, and how many classes came to how many situations; all epochs, scenes and kinds of callers."""
    found: dict[str, float] = {}
    for size in SIZES:
        ruleset = compile_ruleset(of_size(default_ruleset().catalogue, size))
        started = time.perf_counter()
        analysis = analyse(ruleset)
        found[f"analysis_{size}_rules_seconds"] = round(time.perf_counter() - started, 1)
        found[f"analysis_{size}_rules_million_classes"] = round(analysis.classes / 1e6)
        found[f"analysis_{size}_rules_situations"] = analysis.situations
    return found


def of_size(catalogue: Catalogue, size: int) -> Catalogue:
    """The first rules of the catalogue, then rules like them about lists like theirs; all limits throughout."""
    rules, lists = dict(islice(catalogue.rules.items(), size)), dict(catalogue.lists)
    more = _more(catalogue)
    while len(rules) < size:
        entries, rule = next(more)
        lists |= entries
        rules[rule.rule] = rule
    return replace(catalogue, rules=rules, lists=lists)


def _more(catalogue: Catalogue) -> Iterator[tuple[dict[str, ListEntry], Rule]]:
    for number in count(1):
        lists = {code: entry.model_copy(update={"list": f"{code}-{number}"}) for code, entry in catalogue.lists.items()}
        entries = {entry.list: entry for entry in lists.values()}
        for code, rule in catalogue.rules.items():
            said: Any = _about(rule.model_dump(mode="json", by_alias=True), number)
            if said != rule.model_dump(mode="json", by_alias=True):
                yield entries, Rule.model_validate({**said, "rule": f"{code}-{number}"})


def _about(value: Any, number: int) -> Any:
    """The same about further lists; a rule that names none stays as it is."""
    if isinstance(value, dict):
        return {
            key: [f"{code}-{number}" for code in item] if key == "list" and item else _about(item, number)
            for key, item in value.items()
        }
    return [_about(item, number) for item in value] if isinstance(value, list) else value
