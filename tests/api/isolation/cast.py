"""Everybody who may try: two of each that could stand against each other, with every scope that one can be given.

So nothing but whose a thing is stands between them and it. What a kind may do unless it is told otherwise is asked for
with a token cut down to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx

from huixin.core.vocabulary import MemberKind
from models.clauses import enter_standard_clauses
from models.members import MAY_SEE_THE_PAST, NewCredential, add_member
from models.scopes import CASES_REFERRALS, HISTORY, SCOPES, default_scopes
from tests.api.conftest import World

SIDES = ("A", "B")
PLACES = {"A": "huicheng", "B": "boluo"}
MARKET, POLICE = "market_supervision", "public_security"


class Role(NamedTuple):
    kind: MemberKind
    unit: str | None = None
    department: str | None = None


CAST: dict[str, Role] = {
    "centre": Role(MemberKind.CENTRE),
    "officer": Role(MemberKind.CENTRE),
    "auditor": Role(MemberKind.AUDITOR),
    "city market": Role(MemberKind.DEPARTMENT, "huizhou", MARKET),
    "city police": Role(MemberKind.DEPARTMENT, "huizhou", POLICE),
    **{f"unit {side}": Role(MemberKind.UNIT, place) for side, place in PLACES.items()},
    **{f"department {side}": Role(MemberKind.DEPARTMENT, place, MARKET) for side, place in PLACES.items()},
    **{f"police {side}": Role(MemberKind.DEPARTMENT, place, POLICE) for side, place in PLACES.items()},
    **{f"platform {side}": Role(MemberKind.PLATFORM) for side in SIDES},
    **{f"association {side}": Role(MemberKind.ASSOCIATION) for side in SIDES},
    "logistics": Role(MemberKind.LOGISTICS),
    "internet": Role(MemberKind.INTERNET),
    "agency": Role(MemberKind.AGENCY),
    "merchant A": Role(MemberKind.MERCHANT),
    "merchant B": Role(MemberKind.MERCHANT),
}
"""`officer` is the one whom the centre has named for referrals to the police."""
KEEPERS = frozenset({"centre", "officer", "auditor"})
"""They see what there is of cases, records and what came of them."""
MERCHANTS = frozenset({"merchant A", "merchant B"})
DECIDING = ("platform A", "platform B", "association A", "association B", "logistics", "internet", "agency")
AUTHORITIES = frozenset(CAST) - MERCHANTS - set(DECIDING)


def scopes_of(role: str) -> frozenset[str]:
    """All that there are, but what cannot be given, and referrals for a centre's clerk who was not named for them."""
    kind = CAST[role].kind
    if kind is MemberKind.MERCHANT:
        return default_scopes(kind)
    kept = {CASES_REFERRALS} if role == "centre" else set[str]()
    return frozenset(SCOPES) - kept - (set() if kind in MAY_SEE_THE_PAST else {HISTORY})


@dataclass
class Cast:
    """Asks the service as one of them. Merchants come in once there is something about them."""

    world: World
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    members: dict[str, NewCredential] = field(default_factory=dict)

    def enrol(self) -> None:
        context = self.world.context
        for role, (kind, unit, department) in CAST.items():
            if kind is MemberKind.MERCHANT:
                continue
            with context.database.write() as session:
                place = {"unit": unit, "department": department}
                made = add_member(session, role, kind, scopes_of(role), context.now(), **place)
                enter_standard_clauses(session, context.ruleset.catalogue, made.member_id)
            self.members[role] = made
        self.renew()

    def renew(self) -> None:
        """Tokens that hold now; merchants come in by a code each time."""
        self.headers |= {role: _bearer(self._token(role)) for role in self.members}

    def log_in(self, role: str, uscc: str, code: str) -> None:
        got = self.world.client.post("/oauth/merchant", json={"uscc": uscc, "code": code})
        self.headers[role] = _bearer(got.json())

    def usual(self, role: str) -> dict[str, str]:
        """Headers with the scopes of its kind and no more."""
        if role in MERCHANTS:
            return self.headers[role]
        return _bearer(self._token(role, scope=" ".join(sorted(default_scopes(CAST[role].kind)))))

    def _token(self, role: str, **form: str) -> Any:
        login = self.members[role].client_id, self.members[role].client_secret
        wanted = {"grant_type": "client_credentials"} | form
        got = self.world.client.post("/oauth/token", data=wanted, auth=login)
        assert got.status_code == 200, got.text
        return got.json()

    def ask(self, role: str, method: str, path: str, **sent: Any) -> httpx.Response:
        return self.world.client.request(method, path, headers=self.headers[role], **sent)

    def get(self, role: str, path: str, **params: Any) -> Any:
        got = self.ask(role, "GET", path, params=params)
        assert got.status_code == 200, got.text
        return got.json()

    def done(self, role: str, path: str, **body: Any) -> Any:
        got = self.ask(role, "POST", path, json=body)
        assert got.status_code in (200, 201), got.text
        return got.json()


def _bearer(token: Mapping[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {token['access_token']}"}
