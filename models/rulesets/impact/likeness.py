"""Which records are one class on a day, told from their rows: so that few of many become records, and then facts."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from huixin.core.display import display_ends_on
from huixin.core.profile import is_stale
from models.rulesets.impact import rows
from models.rulesets.impact.rows import record_of
from rules.entries import Catalogue


class Likeness:
    """On one day, under these catalogues. `known`: the day of asking, up to which an upstream's silence counts."""

    def __init__(self, catalogues: Iterable[Catalogue], day: date, known: date) -> None:
        self._catalogues, self._day, self._known = tuple(catalogues), day, known
        self._mark = day.isoformat()
        self._counted = cache(self._count)

    def of(self, stored: Sequence[tuple[Sequence[Any], str | None]]) -> tuple[Any, ...]:
        """Of a merchant's records, each a row and the day on which it was last confirmed. Equal for records that are
        one class, and seen by the same."""
        if len(stored) == 1:
            return self._one(*stored[0])
        first: dict[str | None, int] = {}
        # in one order, whichever was entered before the other
        each = sorted(((self._one(*one), one[0][rows.DECIDED]) for one in stored), key=lambda pair: hash(pair[0]))
        return tuple((like, first.setdefault(day, len(first)), day is None) for like, day in each)

    def _one(self, row: Sequence[Any], confirmed_on: str | None) -> tuple[Any, ...]:
        """Where a day of a record only tells before from after, that is all that counts of it."""
        day, due, effect, lifted = self._mark, row[rows.DUE], row[rows.EFFECT], row[rows.LIFTED]
        first, end, ended, display = row[rows.FROM], row[rows.TO], row[rows.ENDED], row[rows.DISPLAY]
        counted = self._counted(row[rows.LIST], row[rows.SEVERITY], row[rows.DECIDED] or first, display, confirmed_on)
        return (
            row[: rows.CORRECTS],
            row[rows.CORRECTS] is None,
            due is not None and due < day,
            effect is not None and effect <= day,
            lifted is not None and lifted <= day,
            first is None or first <= day,
            end is not None and end <= day,
            ended is not None and ended <= day,
            counted,
        )

    def _count(
        self, code: str, severity: str, begun: str | None, display: str | None, confirmed_on: str | None
    ) -> tuple[bool, ...]:
        """What the packs count from days: whether the display has ended, and whether the upstream has fallen silent."""
        found: list[bool] = []
        for catalogue in self._catalogues:
            if code in catalogue.lists:
                record = record_of(rows.plain(code, severity, begun, display), confirmed_on)
                ends = display_ends_on(catalogue.terms, record)
                found += (ends is not None and ends <= self._day, is_stale(catalogue.terms, record, self._known))
        return tuple(found)
