"""What a check comes to, without its answer: the same for all whose records are of the same kind and the same days."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huixin.core.identifiers import IdentifierError, organisation_code_of, parse_uscc
from huixin.core.vocabulary import Outcome, Role
from huixin.local.base import ASK, Base
from huixin.local.checker import BundleChecker, NotCovered, Own
from huixin.local.packing import likeness
from huixin.types.question import CheckRequest, SubjectQuery

MOST = 65_536


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rules`: digest of the rule set; `records`: ids of those that an answer would tell."""

    outcome: Outcome
    uscc: str
    subject_id: str | None
    records: Sequence[str]
    rules: str


@dataclass(frozen=True, slots=True)
class _Known:
    """`told`: places of the records that an answer tells."""

    outcome: Outcome
    rules: str
    told: tuple[int, ...]


class Verdicts:
    """Of one bundle. Thread-safe."""

    def __init__(self, base: Base, own: Own, checker: BundleChecker, today: Callable[[], date]) -> None:
        self._base, self._judged, self._checker, self._today = base, own.judged, checker, today
        self._known: dict[Any, _Known] = {}

    def of(self, code: str, scene: str, role: Role = Role.MERCHANT) -> Verdict:
        """Raises NotCovered."""
        try:
            uscc = parse_uscc(code)
        except IdentifierError:
            raise NotCovered("code") from None
        by_code = f"uscc:{uscc}"
        found = self._base.contents((by_code, f"via:{organisation_code_of(uscc)}"))
        content = found.get(by_code) or next((one for key, one in found.items() if key != by_code), "")
        if content == ASK:
            raise NotCovered("ambiguous")
        merchants = json.loads(content) if content else ()
        alike = tuple(map(likeness, merchants))
        today = self._today()
        if any(merchant[0] in self._judged for merchant in merchants):
            raise NotCovered("judged")
        key = alike, scene, role, today
        known = self._known.get(key)
        if known is None:
            known = self._learn(key, merchants, uscc, scene, role)
        ids = [(merchant[0], record[0]) for merchant in merchants for record in merchant[-1]]
        told = [ids[place] for place in known.told]
        return Verdict(known.outcome, uscc, told[0][0] if told else None, [record for _, record in told], known.rules)

    def _learn(self, key: Any, merchants: Sequence[Any], uscc: str, scene: str, role: Role) -> "_Known":
        request = CheckRequest(subject=SubjectQuery(uscc=uscc, role=role), scene=scene)
        answer = self._checker.answer(request)
        told, ids = {record.id for record in answer.records}, [one[0] for merchant in merchants for one in merchant[-1]]
        places = tuple(place for place, record in enumerate(ids) if record in told)
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[key] = found = _Known(answer.outcome, answer.as_of.ruleset, places)
        return found
