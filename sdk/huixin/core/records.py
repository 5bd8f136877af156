"""A subject and its records as the store knows them: input of `facts` and `answer`, with names, numbers and dates."""

from dataclasses import dataclass
from datetime import date

from huixin.core.vocabulary import (
    BrushingForm,
    EndKind,
    Provenance,
    Rectification,
    Severity,
    Standing,
    SubjectKind,
)
from huixin.core.windows import Window


@dataclass(frozen=True, slots=True)
class Record:
    """One listing of one subject, as stored at one sequence."""

    id: str
    list: str
    window: Window
    standing: Standing = Standing.EFFECTIVE
    rectification: Rectification = Rectification.NOT_REQUIRED
    due: date | None = None
    severity: Severity = Severity.UNKNOWN
    problem_types: frozenset[str] = frozenset()
    brushing_form: BrushingForm = BrushingForm.NONE
    provenance: Provenance = Provenance.AUTHORITY
    recogniser: str | None = None
    recogniser_code: str | None = None
    recogniser_verified: bool = False
    inside: str | None = None
    """Id of the association within which an internal record binds; None: it binds everywhere."""
    document_number: str | None = None
    decided_on: date | None = None
    grounds: str | None = None
    reason: str | None = None
    source: str | None = None
    disputed: bool = False
    relief: bool = False
    correction_of: str | None = None
    """Id of the record that this one may only correct; until a person decides it does not count as a repetition."""
    confirmed_on: date | None = None
    """Day of the last confirmation by the upstream that the list follows; None: the list follows none."""
    names_owner: bool = False
    takes_effect_on: date | None = None
    """First day on which a proposal counts as effective; None: its decision has not been served."""
    display_ended_on: date | None = None
    """First day on which it is no longer displayed or shared: members hear of it no more, authorities do."""
    measures_lifted_on: date | None = None
    """First day on which no measure rests on it, though it is not removed."""
    ended_on: date | None = None
    """First day on which it no longer counts at all: removed, annulled or withdrawn, as `end_kind` says."""
    end_kind: EndKind | None = None
    end_reason: str | None = None

    @property
    def began_on(self) -> date | None:
        """The day of its decision or, where that is not known, the first day of its window."""
        return self.decided_on or self.window.start

    def live_window(self) -> Window:
        """The days on which the record counts: its window, cut by the day on which it was removed or annulled."""
        end = self.window.end
        if self.ended_on is not None and (end is None or self.ended_on < end):
            end = max(self.ended_on, self.window.start) if self.window.start else self.ended_on
        return Window(self.window.start, end)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who the records are about. `name` is masked for a natural person."""

    id: str
    key: str
    """`uscc:…`, `rid:<keyed digest>`, `reg:…`, or `name:<normalised name>` where there is no code."""
    kind: SubjectKind
    name: str
    commitments: tuple[Window, ...] = ()
    """Days on which a commitment of its own is in force."""
    link: bool = False


NOBODY = Subject(id="", key="", kind=SubjectKind.COMPANY, name="")
"""Stands for a merchant of whom nothing is known: no records, so its kind never matters."""
