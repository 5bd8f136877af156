"""The rules of a scene in the words of three other engines, each asked for the same: which rules hit which records.

CEL and ZEN take all conditions as one expression over all records, Cedar a policy for each rule and a batch of
requests, one for each record: of the ways that each offers the fastest one that was found. Before anything is timed
their hits are compared with ours.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from typing import Any, TypeAlias

import cedarpy
import cel
import zen

from huixin.core.facts import PROBLEM, FactValue
from rules.conditions import Condition, Every, Is, tests_in
from rules.engine import Hits

Facts: TypeAlias = Sequence[Mapping[str, FactValue]]
Peer: TypeAlias = Callable[[Facts], Hits]


def peers_for(conditions: Mapping[str, Every]) -> dict[str, Peer]:
    """By name: what finds the hits of these rules, compiled and ready."""
    return {"cel": _cel(conditions), "zen": _zen(conditions), "cedar": _cedar(conditions)}


def whole(conditions: Mapping[str, Every], facts: Facts) -> Facts:
    """The same facts with every problem type that is asked for: peers have no field that is not there."""
    asked = {test.field for condition in conditions.values() for test in tests_in(condition)}
    absent = dict.fromkeys((field for field in asked if field.startswith(PROBLEM)), False)
    return [{**absent, **record} for record in facts]


def _cel(conditions: Mapping[str, Every]) -> Peer:
    told = ", ".join(_infix(one, "r.{0}", " && ", " || ") for one in conditions.values())
    program, codes = cel.compile(f"records.map(r, [{told}])"), [*conditions]
    return lambda facts: _hits(codes, program.execute({"records": facts}))


def _zen(conditions: Mapping[str, Every]) -> Peer:
    told = ", ".join(_infix(one, "#.{0}", " and ", " or ") for one in conditions.values())
    expression, codes = zen.compile_expression(f"map(records, [{told}])"), [*conditions]
    return lambda facts: _hits(codes, expression.evaluate({"records": facts}))


def _hits(codes: Sequence[str], held: Sequence[Sequence[bool]]) -> Hits:
    return frozenset((code, index) for index, row in enumerate(held) for code in compress(codes, row))


def _cedar(conditions: Mapping[str, Every]) -> Peer:
    texts = [
        f'@id("{code}") permit(principal, action, resource) when {{ {_infix(one, "context.{0}", " && ", " || ")} }};'
        for code, one in conditions.items()
    ]
    policies, codes = cedarpy.PolicySet.from_str("\n".join(texts)), [*conditions]
    nobody = cedarpy.Entities.from_json_str("[]")
    asked = {"principal": 'Member::"m"', "action": 'Action::"check"', "resource": 'Record::"r"'}

    def hits(facts: Facts) -> Hits:
        found: list[Any] = cedarpy.is_authorized_batch([{**asked, "context": one} for one in facts], policies, nobody)
        return frozenset(
            (codes[int(reason.removeprefix("policy"))], index)
            for index, answer in enumerate(found)
            for reason in answer.diagnostics.reasons
        )

    return hits


def _infix(condition: Condition, field: str, both: str, either: str) -> str:
    """As an expression; `field` is how a fact is named in it."""
    if isinstance(condition, Is):
        named = field.format(condition.field)
        return f"({either.join(f'{named} == {_literal(value)}' for value in sorted(condition.values, key=str))})"
    joined = both if isinstance(condition, Every) else either
    parts = [_infix(part, field, both, either) for part in condition.parts]
    return f"({joined.join(parts)})" if parts else _literal(isinstance(condition, Every))


def _literal(value: FactValue) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
