"""Looks at the town through everybody's eyes and compares with what is to be seen.

At small size a step is looked at for the firms that it is about and two others in turn, at full size for all; the
feed, which each follows on from where it left it, and the pages of records are compared for all firms at every step.
"""

from dataclasses import dataclass
from typing import Any

from huixin.core.vocabulary import Outcome, worst
from tests.conftest import FULL
from tests.story.cast import FIRMS, LOOKERS, SCENES, elsewhere
from tests.story.town import Town
from tests.story.views import AFTER, CELLS, LIST_OF

_OTHERS = 2
_CODES = {firm.uscc: name for name, firm in FIRMS.items()}


@dataclass(frozen=True, slots=True)
class Seen:
    """`records`: the lists on which the firm is seen to stand."""

    outcome: str
    records: frozenset[str]


def look(town: Town, step: str) -> None:
    """The step has been taken: from now on that is to be seen which stands under it."""
    touched = {firm for firms in AFTER[step].values() for firm in firms.split()}
    for stage, firms in AFTER[step].items():
        for firm in firms.split():
            town.standing.setdefault(firm, {})[LIST_OF[stage]] = stage
    town.steps.append(step)
    firms, known = sorted(touched | _others(len(town.steps))), _known(town)
    for looker in LOOKERS:
        _compare(step, looker, "records and feed", _told(town, looker), _pages(town, looker, known))
        expected = {firm: _expected(town, looker, firm) for firm in firms}
        _compare(step, looker, "check", expected, {firm: _checked(town, looker, firm) for firm in firms})
        lists = {firm: seen.records for firm, seen in expected.items()}
        _compare(step, looker, "merchant", lists, {firm: _merchant(town, looker, firm) for firm in firms})


def _others(turn: int) -> set[str]:
    names = sorted(FIRMS)
    return set(names) if FULL else {names[(turn * _OTHERS + index) % len(names)] for index in range(_OTHERS)}


def _compare(step: str, looker: str, what: str, expected: dict[Any, Any], found: dict[Any, Any]) -> None:
    wrong = {
        key: (expected.get(key), found.get(key)) for key in expected | found if expected.get(key) != found.get(key)
    }
    assert not wrong, f"after '{step}', {what} of {looker}: (expected, found) {wrong}"


def _eyes(looker: str, firm: str) -> str:
    return elsewhere(firm) if looker == "elsewhere" else looker


# --- what is to be seen


def _cells(town: Town, looker: str, firm: str) -> dict[str, tuple[str, str]]:
    return {of_list: CELLS[stage][looker] for of_list, stage in town.standing.get(firm, {}).items()}


def _expected(town: Town, looker: str, firm: str) -> Seen:
    seen = {of_list: outcome for of_list, (outcome, _) in _cells(town, looker, firm).items() if outcome != "."}
    return Seen(worst(*map(Outcome, seen.values())), frozenset(seen))


def _told(town: Town, looker: str) -> dict[tuple[str, str], tuple[bool, str]]:
    """Firm and list → whether it is on the pages of records, and what the feed last said of it."""
    return {
        (firm, of_list): (outcome != ".", told)
        for firm in FIRMS
        for of_list, (outcome, told) in _cells(town, looker, firm).items()
        if (outcome, told) != (".", "")
    }


# --- what is seen


def _checked(town: Town, looker: str, firm: str) -> Seen:
    answer = town.check(_eyes(looker, firm), firm, SCENES[looker])
    return Seen(answer["outcome"], frozenset(record["list"] for record in answer["records"]))


def _merchant(town: Town, looker: str, firm: str) -> frozenset[str]:
    got = town.ask(_eyes(looker, firm), "GET", f"/v1/subjects/{FIRMS[firm].uscc}")
    assert got.status_code in (200, 404), got.text
    return frozenset(record["list"] for record in got.json()["records"]) if got.status_code == 200 else frozenset()


def _known(town: Town) -> dict[str, tuple[str, str]]:
    """Id of each record there is → its firm and list."""
    everything = [(one["record"], one["uscc"]) for one in town.items("centre", "/v1/listings")]
    return {record["id"]: (_CODES[uscc], record["list"]) for record, uscc in everything}


def _pages(town: Town, looker: str, known: dict[str, tuple[str, str]]) -> dict[tuple[str, str], tuple[bool, str]]:
    found: dict[tuple[str, str], tuple[bool, str]] = {}
    for eyes in {_eyes(looker, firm) for firm in FIRMS}:
        listed, told = {one["record"]["id"] for one in town.items(eyes, "/v1/listings")}, town.follow(eyes)
        for listing_id in listed | set(told):
            if _eyes(looker, known[listing_id][0]) == eyes:
                found[known[listing_id]] = listing_id in listed, told.get(listing_id, "")
    return found
