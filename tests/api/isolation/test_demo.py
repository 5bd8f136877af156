"""At the demo, no GET that a member may call tells it of another member, a suspect, a lead or a record that has ended.

Every such route is called by each member, with every id that the member or the centre was told, and every answer is
searched for what stands in the demo and is none of the member's business.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from string import Formatter
from typing import Any

import httpx
import pytest

from api.demo.alliance import SUSPECTED
from api.demo.associations import ADVISED, EXPELLED, INSIDE, PROPOSED, WARNED
from api.demo.cast import FIRMS
from api.demo.stories import PUSHED
from huixin.core.vocabulary import MemberKind
from models.scopes import default_scopes
from tests.api.bodies import IDS
from tests.api.demo_asking import ASSOCIATION, CENTRE, PLATFORM, Asking
from tests.api.demo_asking import asking as asking
from tests.api.needed import NEEDED

COURIER = "演示快递"
MERCHANT = FIRMS["潼湖"]
"""It is overdue, so that each member reads of it: the search is seen to find what there is."""
MEMBERS = {
    PLATFORM: MemberKind.PLATFORM,
    COURIER: MemberKind.LOGISTICS,
    ASSOCIATION: MemberKind.ASSOCIATION,
    MERCHANT.name: MemberKind.MERCHANT,
}
OWN_TRIED, FOREIGN_TRIED = 8, 3
"""So many ids of each kind does a member try, of those that itself and the centre were told."""
_ENDED = tuple(FIRMS[brand] for brand in ("潼侨", "汝湖", "横沥", "杨村", "惠环"))
ENDED = (*(firm.name for firm in _ENDED), "惠州市旧账商贸有限公司")
"""Removed, repaired, annulled, rectified, or over by itself."""
PLANTED = (SUSPECTED, INSIDE, PROPOSED, ADVISED, WARNED, EXPELLED)
CODES = [SUSPECTED[1], INSIDE[1], PROPOSED[1], *(firm.uscc for firm in (*_ENDED, *islice(FIRMS.values(), 8)))]
"""Asked for one by one; the first of the pushed are no more than that."""
OWN: Mapping[str, Mapping[str, frozenset[str]]] = {
    PLATFORM: {
        "/v1/signals": frozenset({SUSPECTED[0]}),
        "/v1/campaigns/{campaign_id}/enrolments": frozenset(firm.name for firm in FIRMS.values()),
    },
    COURIER: {"/v1/signals": frozenset({SUSPECTED[0]})},
    ASSOCIATION: {
        "/v1/memberships": frozenset({INSIDE[0], WARNED[0], EXPELLED[0]}),
        "/v1/nominations": frozenset({INSIDE[0], PROPOSED[0]}),
        "/v1/subjects": frozenset({INSIDE[0]}),
        "/v1/listings": frozenset({INSIDE[0]}),
        "/v1/changes": frozenset({INSIDE[0]}),
        "/v1/prompts": frozenset({INSIDE[0]}),
    },
}
"""By route, what a member reads again of what it has said itself: of signals, its roster, its members and its list."""


@dataclass(frozen=True)
class Call:
    path: str
    address: str
    params: Mapping[str, Any]


class Reader:
    """One member, and every GET that its kind may call."""

    def __init__(self, asking: Asking, who: str, kind: MemberKind) -> None:
        self.asking, self.who = asking, who
        described = asking.client.get("/openapi.json").json()["paths"]
        scopes = default_scopes(kind)
        self.routes = {
            path: described[path]["get"]
            for (method, path), scope in NEEDED.items()
            if method == "GET" and path in described and scope in scopes
        }

    def lists(self) -> Iterator[tuple[Call, httpx.Response]]:
        """Routes without an id, on pages as long as may be."""
        for path, operation in self.routes.items():
            if "{" not in path and not _required(operation):
                yield self._ask(Call(path, path, _longest_page(operation)))

    def every(self, ids: Mapping[str, list[str]]) -> Iterator[tuple[Call, httpx.Response]]:
        """Also each route that takes ids, once for each id."""
        yield from self.lists()
        for path, operation in self.routes.items():
            asked = [name for _, name, _, _ in Formatter().parse(path) if name]
            needed = _required(operation)
            for values in zip_longest(*(self._values(name, ids) for name in (*asked, *needed))):
                known = {
                    name: value or IDS.get(name, "x") for name, value in zip((*asked, *needed), values, strict=True)
                }
                params = {name: known[name] for name in needed}
                yield self._ask(Call(path, path.format(**known), params))

    def _values(self, name: str, ids: Mapping[str, list[str]]) -> list[str]:
        own = ids.get(name) or ids.get(IDS.get(name, "")[:4])
        return own or [IDS.get(name, "x")]

    def _ask(self, call: Call) -> tuple[Call, httpx.Response]:
        return call, self.asking.get(self.who, call.address, **call.params)


def _required(operation: Any) -> list[str]:
    return [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query" and one.get("required")]


def _longest_page(operation: Any) -> dict[str, int]:
    return {
        name: one["schema"]["maximum"] for one in operation.get("parameters", ()) if (name := one["name"]) == "limit"
    }


def _ids(texts: list[str]) -> dict[str, list[str]]:
    """By their first letters, in the order in which they were told."""
    found: dict[str, dict[str, None]] = {}
    for key in re.findall(r"\b[a-z]{3}_[0-9a-f]{32}\b", " ".join(texts)):
        found.setdefault(key[:4], {})[key] = None
    return {kind: list(keys) for kind, keys in found.items()}


@pytest.fixture(scope="module")
def known_to_the_centre(asking: Asking) -> str:
    """Whatever its lists tell: what is planted can be found at all."""
    return "".join(got.text for _, got in Reader(asking, CENTRE, MemberKind.CENTRE).lists() if got.status_code == 200)


def _leads(asking: Asking) -> set[str]:
    """Names that were pushed, and are neither late, incomplete nor recognised."""
    cases = asking.all(CENTRE, "/v1/cases")
    told = {one["subject_name"] for one in cases if one["overdue"] or one["state"] == "incomplete"}
    return {FIRMS[brand].name for brand in PUSHED} - told - {FIRMS["龙华"].name}


@pytest.fixture(scope="module")
def members(asking: Asking) -> dict[str, str]:
    """Id of each, by name."""
    asking.enter_as_merchant(MERCHANT.uscc, MERCHANT.name)
    return {who: asking.get(who, "/v1/me").json()["member_id"] for who in MEMBERS}


def _planted(asking: Asking, members: Mapping[str, str], who: str) -> set[str]:
    """What `who` has no business with, wherever it stands."""
    others = {one for name, key in members.items() if name not in (who, MERCHANT.name) for one in (name, key)}
    return others | _leads(asking) | {name for name, _ in PLANTED} | {*ENDED, "spt_", "cas_"}


@pytest.mark.parametrize(("who", "kind"), MEMBERS.items(), ids=MEMBERS.values())
def test_nothing_of_others_of_suspects_leads_or_ended_records_is_told(
    asking: Asking, members: dict[str, str], known_to_the_centre: str, who: str, kind: MemberKind
) -> None:
    planted = _planted(asking, members, who)
    assert {name for name in planted if name not in known_to_the_centre} == set(), "all of it is there to be found"
    reader = Reader(asking, who, kind)
    ids = _ids([got.text for _, got in reader.lists()])
    for letters, keys in _ids([known_to_the_centre]).items():
        ids[letters] = list(dict.fromkeys((*ids.get(letters, ())[:OWN_TRIED], *keys[:FOREIGN_TRIED])))
    ids["uscc"] = CODES
    answered, shown, read = set(), [], ""
    for call, got in reader.every(ids):
        read += got.text if MERCHANT.name in got.text else ""
        answered |= {call.path} if got.status_code == 200 else set()
        own = set().union(*(names for route, names in OWN.get(who, {}).items() if call.path.startswith(route)))
        asked = call.address + " ".join(map(str, call.params.values()))
        told = {one for one in planted - own if one in got.text and one not in asked}
        if told:
            shown.append((call.address, got.status_code, told))
    assert shown == []
    assert MERCHANT.name in read
    assert len(answered) > len(reader.routes) / 2, sorted(reader.routes.keys() - answered)
