"""The four figures, each with its definition: which cases it is about, and which of them it counts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from huixin.core.vocabulary import MemberKind
from huixin.types.base import Label
from huixin.types.monitoring import Dimension, Figure
from models.caller import Caller
from models.cases.seen import SEES_ALL
from models.monitoring.seen import CaseSeen
from models.public_names import lists_for_all_eyes
from rules.catalogue import Catalogue
from rules.duties import city_of

NONE = "none"
"""Group of what has no unit, department or problem type yet."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a figure is about, last one included, and the day as of which it is counted. `published`: of lists
    for all eyes alone, as what everybody reads has to be."""

    first: date
    last: date
    as_of: date
    published: bool = False

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Definition:
    """`day`: by which a case falls into a span; None: the figure is not about it."""

    title: Label
    says: Label
    day: Callable[[CaseSeen, date], date | None]


Returned: TypeAlias = dict[str, list[CaseSeen]]
"""By merchant, its cases, each time that they were worked on."""


def _due(case: CaseSeen, as_of: date) -> date | None:
    """An order is looked at once its last day is over, or its report is there; a suspended one waits."""
    if case.due is None or case.suspended_on is not None:
        return None
    return case.due if case.due < as_of or case.reported_on is not None else None


DEFINITIONS: dict[Figure, Definition] = {
    Figure.VERIFICATION: Definition(
        Label(zh="核查率", en="Verification"),
        Label(
            zh="期内立案的，截至当日已有核查结果的占比",
            en="Of the cases opened in the span, those that have a result of verification by the day",
        ),
        lambda case, _: case.opened_on,
    ),
    Figure.RECTIFICATION_ON_TIME: Definition(
        Label(zh="按期整改率", en="Rectification on time"),
        Label(
            zh="整改期限在期内届满（或已报告）的，期限内报告整改的占比；中止的不计",
            en="Of the orders whose last day lies in the span and is over or that were reported, those reported by that"
            " day; suspended ones are left out",
        ),
        _due,
    ),
    Figure.REMOVAL: Definition(
        Label(zh="移出率", en="Removal"),
        Label(
            zh="期内整改验收合格的，截至当日已移出名单的占比",
            en="Of the cases accepted as rectified in the span, those whose name is removed by the day",
        ),
        lambda case, _: case.rectified_on,
    ),
    Figure.RECURRENCE: Definition(
        Label(zh="复发率", en="Recurrence"),
        Label(
            zh="期内移出的，截至当日其主体再次立案（含重新核查）的占比",
            en="Of the names removed in the span, those of merchants about whom a case was opened or reopened since",
        ),
        lambda case, _: case.removed_on,
    ),
}
LOWER_IS_BETTER = frozenset({Figure.RECURRENCE})


def _counts(figure: Figure, case: CaseSeen, returned: Returned) -> bool:
    match figure:
        case Figure.VERIFICATION:
            return case.verified_on is not None
        case Figure.RECTIFICATION_ON_TIME:
            return case.reported_on is not None and case.due is not None and case.reported_on <= case.due
        case Figure.REMOVAL:
            return case.removed_on is not None
        case Figure.RECURRENCE:
            ended = case.removed_on
            further = (one for one in returned[case.subject_id] if one.id != case.id or one.time > case.time)
            return ended is not None and any(one.opened_on >= ended for one in further)


@dataclass(frozen=True, slots=True)
class Group:
    """One group of one figure: the cases that it counts, and the others that it is about, by id."""

    figure: Figure
    code: str
    counted: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def of(self) -> int:
        return len(self.counted) + len(self.others)

    @property
    def percent(self) -> float | None:
        """To a tenth; None of nothing."""
        return round(100 * len(self.counted) / self.of, 1) if self.of else None


def groups(cases: Iterable[CaseSeen], figure: Figure, by: Dimension, span: Span, seen: "Sees") -> list[Group]:
    """In the order of their codes. A case with several problem types or departments stands in each of their groups, one
    that was reopened once for each time; recurrence looks at every case of the merchant, whoever has it."""
    every = list(cases)
    returned: Returned = {}
    for case in every:
        returned.setdefault(case.subject_id, []).append(case)
    found: dict[str, tuple[list[str], list[str]]] = {}
    for case in every:
        day = DEFINITIONS[figure].day(case, span.as_of)
        if not span.holds(day) or not seen(case):
            continue
        place = 0 if _counts(figure, case, returned) else 1
        for code in _codes(case, by, day):
            found.setdefault(code, ([], []))[place].append(case.id)
    return [Group(figure, code, tuple(counted), tuple(others)) for code, (counted, others) in sorted(found.items())]


def _codes(case: CaseSeen, by: Dimension, day: date | None) -> Iterator[str]:
    match by:
        case Dimension.ALL:
            yield "all"
        case Dimension.UNIT:
            yield case.unit or NONE
        case Dimension.DEPARTMENT:
            yield from sorted(case.departments) or (NONE,)
        case Dimension.PROBLEM_TYPE:
            yield from case.problem_types or (NONE,)
        case Dimension.LIST:
            yield case.list
        case Dimension.MONTH:
            yield NONE if day is None else f"{day:%Y-%m}"


def for_all_eyes(cases: Iterable[CaseSeen], catalogue: Catalogue) -> list[CaseSeen]:
    """Those on lists that every member reads: any other would tell them that a case was made of a suspect."""
    shown = lists_for_all_eyes(catalogue)
    return [case for case in cases if case.list in shown]


Sees: TypeAlias = Callable[[CaseSeen], bool]


def seen_by(caller: Caller, catalogue: Catalogue) -> Sees:
    """The centre and auditors count all; a unit what it had on that day; a department what it answered for, in its own
    unit, the city's in every unit."""
    if caller.kind in SEES_ALL:
        return lambda _: True
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return lambda case: case.unit == caller.unit
    if caller.kind is MemberKind.DEPARTMENT and caller.unit is not None:
        everywhere = caller.unit == city_of(catalogue)
        return lambda case: caller.department in case.departments and (everywhere or case.unit == caller.unit)
    return lambda _: False
