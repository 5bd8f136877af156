"""What answers tell about a record, as far as the caller may see it, and what it rests on."""

from datetime import date
from typing import TypeAlias

from huixin.core.vocabulary import BrushingForm, Provenance, Rank, Rectification, Severity, Standing
from huixin.types.base import Label, Reply


class GroundView(Reply):
    instrument: str
    title: Label
    number: str | None
    article: str | None
    rank: Rank
    verified: bool


class RecordView(Reply):
    """A record as far as the caller may see it. `withheld` replaces all details of a record that has ended since."""

    id: str
    withheld: str | None = None
    list: str | None = None
    list_title: Label | None = None
    standing: Standing | None = None
    rectification: Rectification | None = None
    due: date | None = None
    severity: Severity | None = None
    problem_types: tuple[str, ...] = ()
    brushing_form: BrushingForm | None = None
    provenance: Provenance | None = None
    recogniser: str | None = None
    recogniser_verified: bool | None = None
    document_number: str | None = None
    decided_on: date | None = None
    grounds: str | None = None
    reason: str | None = None
    source: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day, null if none is known."""
    disputed: bool | None = None
    relief: bool | None = None
    takes_effect_on: date | None = None
    display_ended_on: date | None = None
    measures_lifted_on: date | None = None
    ended_on: date | None = None
    end_kind: str | None = None


_Day: TypeAlias = date


class AsOf(Reply):
    date: date
    sequence: int
    ruleset: str
    """Digest of the rule set."""
    known_on: _Day | None = None
    """Day at whose end this was known; null: when it was answered."""
