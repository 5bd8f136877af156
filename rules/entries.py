"""The entries of all packs, by kind and code: the words, grounds and rules that everything else looks up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from pydantic import JsonValue

from huixin.core.labels import InstrumentLabel, Labels, ListLabel, MeasureLabel, RuleLabel
from huixin.core.terms import Dated, ListTerms, Terms
from huixin.core.vocabulary import Severity, treated_as
from huixin.core.windows import Window
from huixin.types.base import Label
from rules.bodies import Department, Duty, Recogniser, Unit
from rules.documents import (
    Campaign,
    DatedValue,
    Dates,
    Form,
    HolidayTable,
    Instrument,
    Limit,
    ListEntry,
    Measure,
    Pack,
    Parameter,
    ProblemType,
    Purpose,
    Rule,
    Scene,
    SignalKind,
    Standard,
    StandardClause,
    Suspension,
    Text,
)
from rules.loading import Located
from rules.workdays import Deadline, Holidays, add_workdays

ParameterValue = int | bool | str | tuple[str, ...]
Value = TypeVar("Value")


def window_of(dates: Dates) -> Window:
    """The days of an entry, whose `to` is the last one, as a half-open window."""
    return Window.inclusive(dates.from_, dates.to)


def split_ground(reference: str) -> tuple[str, str | None]:
    """`instrument/article`, or an instrument as a whole."""
    instrument, _, article = reference.partition("/")
    return instrument, article or None


@dataclass(frozen=True)
class Catalogue:
    """Each mapping goes from code to entry. `sources` says where an entry stands: (kind, code) to its place."""

    packs: dict[str, Pack] = field(default_factory=dict)
    lists: dict[str, ListEntry] = field(default_factory=dict)
    problem_types: dict[str, ProblemType] = field(default_factory=dict)
    scenes: dict[str, Scene] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    purposes: dict[str, Purpose] = field(default_factory=dict)
    signal_kinds: dict[str, SignalKind] = field(default_factory=dict)
    standards: dict[str, Standard] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    recognisers: dict[str, Recogniser] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    holidays: dict[str, HolidayTable] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    suspensions: dict[str, Suspension] = field(default_factory=dict)
    clauses: dict[str, StandardClause] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    limits: dict[str, Limit] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    sources: dict[tuple[str, str], Located] = field(default_factory=dict, compare=False, repr=False)

    def parameter(self, code: str, day: date) -> ParameterValue:
        """The value that a parameter has on a day. LookupError where it does not exist or has not begun."""
        dated = self.dated_value(code, day)
        if dated is None:
            raise LookupError(f"parameter '{code}' has no value on {day}")
        return dated.value

    def dated_value(self, code: str, day: date) -> DatedValue | None:
        """The same with its source; None where it does not exist or has not begun."""
        parameter = self.parameters.get(code)
        begun = [dated for dated in parameter.values if dated.from_ <= day] if parameter else []
        return max(begun, key=lambda dated: dated.from_, default=None)

    def number(self, code: str, day: date, default: int | None = None) -> int:
        """The value of a parameter that counts something. LookupError as for any, where there is no default."""
        value = self.parameter(code, day) if default is None else self.parameter_or(code, day, default)
        return int(str(value))

    def parameter_or(self, code: str, day: date, default: ParameterValue) -> ParameterValue:
        """The same, with a default for a pack that does not set it."""
        try:
            return self.parameter(code, day)
        except LookupError:
            return default

    def deadline(self, code: str, day: date, since: date | None = None) -> Deadline:
        """The last day of a period in working days that runs from `day`, as long as it was on `since`, else on `day`.

        Not to be stored while it may be provisional: read anew, it moves when the days off of a year become known.
        """
        return add_workdays(day, self.number(code, since or day), self.calendar)

    def title_of(self, kind: str, code: str) -> Label:
        """The title of an entry; its code where its kind has none."""
        return getattr(getattr(self, MAPPING_OF_KIND[kind])[code], "title", None) or Label(zh=code, en=code)

    def list_title(self, code: str) -> Label:
        """Records outlive their list: the code of one that was given up."""
        return self.lists[code].title if code in self.lists else Label(zh=code, en=code)

    @cached_property
    def calendar(self) -> Holidays:
        """The holidays that the packs' tables name, by which periods in working days run."""
        return Holidays.of(self.holidays.values())

    @cached_property
    def terms(self) -> Terms:
        """What facts and eyes read of lists and times."""
        return Terms(
            lists={code: self._list_terms(entry) for code, entry in self.lists.items()},
            stale_after_days=self._dated("stale_after_days", _number),
            display_min_months={one: self._dated(f"display_min_months_{one}", _months) for one in Severity},
            display_max_months={one: self._dated(f"display_max_months_{one}", _months) for one in Severity},
        )

    def _list_terms(self, entry: ListEntry) -> ListTerms:
        ground = (
            self.instruments[split_ground(entry.public_ground)[0]] if entry.public and entry.public_ground else None
        )
        severity = entry.default_severity
        return ListTerms(
            nature=entry.nature,
            visible_to=frozenset(treated_as(kind) for kind in entry.visible_to),
            displayed=None if ground is None else window_of(ground.in_force),
            follows_upstream=entry.follows_upstream,
            display_limited=entry.display_limited,
            default_severity=Dated() if severity is None else self._dated(severity, lambda value: Severity(str(value))),
        )

    def _dated(self, code: str, read: Callable[[ParameterValue], Value]) -> Dated[Value]:
        parameter = self.parameters.get(code)
        values = () if parameter is None else parameter.values
        return Dated(tuple(sorted((dated.from_, read(dated.value)) for dated in values)))

    def as_data(self) -> dict[str, dict[str, dict[str, JsonValue]]]:
        """What the entries say, by kind and code, as JSON has it; nothing of their order, files and comments."""
        return {
            kind: {code: entry.model_dump(mode="json", by_alias=True) for code, entry in getattr(self, name).items()}
            for kind, name in MAPPING_OF_KIND.items()
        }

    @cached_property
    def labels(self) -> Labels:
        """The titles and sources that an answer names."""
        return Labels(
            lists={code: ListLabel(entry.title, entry.nature, entry.public) for code, entry in self.lists.items()},
            measures={
                code: MeasureLabel(entry.title, entry.measure_class, entry.standing_duty)
                for code, entry in self.measures.items()
            },
            rules={
                **{
                    code: RuleLabel(rule.title, rule.says, rule.then.outcome, rule.then.measure)
                    for code, rule in self.rules.items()
                },
                **{code: RuleLabel(limit.title, limit.says) for code, limit in self.limits.items()},
            },
            instruments={
                code: InstrumentLabel(entry.title, entry.number, entry.rank, entry.verified)
                for code, entry in self.instruments.items()
            },
            problem_types={code: entry.title for code, entry in self.problem_types.items()},
            scenes={code: entry.title for code, entry in self.scenes.items()},
            texts={code: entry.says for code, entry in self.texts.items()},
        )


def _number(value: ParameterValue) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _months(value: ParameterValue) -> int:
    return int(str(value))


MAPPING_OF_KIND = {
    "pack": "packs",
    "list": "lists",
    "problem_type": "problem_types",
    "scene": "scenes",
    "campaign": "campaigns",
    "purpose": "purposes",
    "signal_kind": "signal_kinds",
    "standard": "standards",
    "department": "departments",
    "unit": "units",
    "recogniser": "recognisers",
    "duty": "duties",
    "instrument": "instruments",
    "parameter": "parameters",
    "holidays": "holidays",
    "measure": "measures",
    "suspension": "suspensions",
    "clause": "clauses",
    "rule": "rules",
    "limit": "limits",
    "text": "texts",
    "form": "forms",
}
"""The mapping of the catalogue that holds the entries of a kind."""
