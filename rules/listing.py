"""Measures, instruments and parameters of a rule set, as they stand on a day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from huixin.types.base import Label
from huixin.types.ruleset import InstrumentEntry, MeasureEntry, ParameterEntry
from huixin.types.vocabulary import StandardWords, Vocabulary
from rules.documents import Standard
from rules.entries import Catalogue, window_of
from rules.live import is_applied
from rules.routing import handling_units


def measures_on(catalogue: Catalogue, day: date) -> Iterator[MeasureEntry]:
    for code, entry in sorted(catalogue.measures.items()):
        yield MeasureEntry(
            code=code,
            title=entry.title,
            measure_class=entry.measure_class,
            basis=entry.basis,
            actors=list(entry.actors),
            includes=list(entry.includes),
            effective_from=entry.effective.from_,
            effective_to=entry.effective.to,
            applied=is_applied(catalogue, entry, day),
            verified=entry.verified,
        )


def instruments_on(catalogue: Catalogue, day: date) -> Iterator[InstrumentEntry]:
    for code, entry in sorted(catalogue.instruments.items()):
        yield InstrumentEntry(
            code=code,
            title=entry.title,
            number=entry.number,
            issuer=entry.issuer,
            rank=entry.rank,
            in_force_from=entry.in_force.from_,
            in_force_to=entry.in_force.to,
            in_force=day in window_of(entry.in_force),
            articles=entry.articles,
            replaces=entry.replaces,
            verified=entry.verified,
        )


def parameters_on(catalogue: Catalogue, day: date) -> Iterator[ParameterEntry]:
    for code, entry in sorted(catalogue.parameters.items()):
        dated = catalogue.dated_value(code, day)
        yield ParameterEntry(
            code=code,
            title=entry.title,
            unit_of=entry.unit_of,
            value=None if dated is None else dated.value,
            source=None if dated is None else dated.source or dated.source_note,
            verified=None if dated is None else dated.verified,
        )


class _Titled(Protocol):
    @property
    def title(self) -> Label: ...


def vocabulary_on(catalogue: Catalogue, day: date, digest: str) -> Vocabulary:
    return Vocabulary(
        on=day,
        ruleset=digest,
        scenes=_titles(catalogue.scenes),
        campaigns=_titles(catalogue.campaigns),
        purposes=_titles(catalogue.purposes),
        problem_types=_titles(catalogue.problem_types),
        measures=_titles(catalogue.measures),
        departments=_titles(catalogue.departments),
        units=_titles(catalogue.units),
        handling_units=handling_units(catalogue),
        signal_kinds=_titles(catalogue.signal_kinds),
        standards={code: _standard(entry) for code, entry in catalogue.standards.items()},
        rules=_titles(catalogue.rules) | _titles(catalogue.limits),
    )


def _standard(entry: Standard) -> StandardWords:
    return StandardWords(title=entry.title, list=entry.list, facts={one.fact: one.title for one in entry.facts})


def _titles(entries: Mapping[str, _Titled]) -> dict[str, Label]:
    return {code: entry.title for code, entry in entries.items()}
