"""Drives durable_rules, the compiled engine, without its host and timer threads.

A session is one assert of all facts, the request last, actions taken until none is left, and an end. Facts are closed
vocabulary only: no caller's text ever reaches the engine's JSON reader.
"""

import itertools
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from threading import Lock

import durable_rules_engine

from huixin.core.facts import FactValue
from rules.compiler import FACT, RECORD, REQUEST, SENTINEL

Hits = frozenset[tuple[str, int]]
"""Code of a rule or limit, index of the record that it hit."""
KEPT_RULESETS = 64
"""A hundred rules hold about a megabyte until their handle is deleted."""


@dataclass(slots=True)
class _Handle:
    number: int
    lock: Lock = field(default_factory=Lock)
    open: bool = True


class Engine:
    """Keeps the most recently used rulesets open. Safe for threads: sessions on one ruleset wait for each other."""

    def __init__(self, kept: int = KEPT_RULESETS) -> None:
        self._kept = kept
        self._handles: OrderedDict[Hashable, _Handle] = OrderedDict()
        self._lock = Lock()
        self._sids = itertools.count()

    def hits(self, key: Hashable, program: Callable[[], str], records: Sequence[dict[str, FactValue]]) -> Hits:
        """Which rules of a program hit which of the records. `program` is called where the key is not open."""
        while True:
            handle = self._open(key, program)
            with handle.lock:
                if handle.open:
                    return self._session(handle.number, records)

    def close(self) -> None:
        """Give back the memory of all rulesets."""
        with self._lock:
            handles = list(self._handles.values())
            self._handles.clear()
        for handle in handles:
            _delete(handle)

    def _open(self, key: Hashable, program: Callable[[], str]) -> _Handle:
        evicted = None
        with self._lock:
            handle = self._handles.get(key)
            if handle is None:
                handle = _Handle(durable_rules_engine.create_ruleset(f"rules-{next(self._sids)}", program()))
                self._handles[key] = handle
                if len(self._handles) > self._kept:
                    _, evicted = self._handles.popitem(last=False)
            else:
                self._handles.move_to_end(key)
        if evicted is not None:
            _delete(evicted)
        return handle

    def _session(self, handle: int, records: Sequence[dict[str, FactValue]]) -> Hits:
        sid = str(next(self._sids))
        facts = [{**record, "id": str(index), "sid": sid, FACT: RECORD} for index, record in enumerate(records)]
        facts.append({"id": REQUEST, "sid": sid, FACT: REQUEST})
        _, state = durable_rules_engine.assert_facts(handle, json.dumps(facts))
        hits = set()
        started = durable_rules_engine.start_action_for_state(handle, state)
        action = started[1] if started else None
        while action:
            ((code, bound),) = json.loads(action).items()
            if code != SENTINEL:
                hits.add((code, int(bound[RECORD]["id"])))
            action = durable_rules_engine.complete_and_start_action(handle, state)
        durable_rules_engine.delete_state(handle, sid)
        return frozenset(hits)


def _delete(handle: _Handle) -> None:
    with handle.lock:
        if handle.open:
            handle.open = False
            durable_rules_engine.delete_ruleset(handle.number)


ENGINE = Engine()
"""The process's own."""
