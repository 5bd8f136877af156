"""What a suspect says today: all of it follows from the signals that rest on it and still count.

So a signal that is erased, retracted or of a member that has left takes its words with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlmodel import col, select

from models.cases.work import Work
from models.signals.tables import Signal, live_on
from models.subjects import current_version, find_by_key
from models.suspects.naming import Voice, leading_code
from models.suspects.tables import Suspect, SuspectSignal
from models.suspects.voices import Listener

Listening = Callable[[str], Listener]
"""The one who listens in an alliance, by its id."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`shown`: the signal whose target stands for the suspect; `voices`: by each that it is about, heaviest first."""

    uscc: str | None
    name: str | None
    shown: Signal
    problem_types: tuple[str, ...]
    voices: Sequence[Sequence[Voice]]


def listening(work: Work) -> Listening:
    return cache(lambda alliance_id: Listener(work.session, work.catalogue, alliance_id, work.today))


def code_of(work: Work, row: Suspect, listener: Listener) -> str | None:
    """By which code it goes."""
    return leading_code(listener.heard(_own(work, row)), listener.least)


def read(work: Work, row: Suspect, listener: Listener) -> Reading:
    """Of one that rests on something yet."""
    own = _own(work, row)
    voices = sorted(listener.heard(own), key=lambda voice: -voice.weight)
    code = leading_code(voices, listener.least)
    names = (voice.signal.name for voice in voices if voice.weight >= listener.least and voice.signal.uscc == code)
    kinds = [work.catalogue.signal_kinds.get(signal.kind) for signal in own]
    return Reading(
        uscc=code,
        name=next(filter(None, names), None),
        shown=voices[0].signal if voices else own[0],
        problem_types=tuple(sorted({kind.problem_type for kind in kinds if kind is not None})),
        voices=listener.of_suspect(voices, code),
    )


def unit_of(work: Work, uscc: str | None) -> str | None:
    """Where the merchant of a code belongs, if that is known."""
    subject = None if uscc is None else find_by_key(work.session, f"uscc:{uscc}")
    version = None if subject is None else current_version(work.session, subject.id)
    return None if version is None else version.unit


def _own(work: Work, row: Suspect) -> Sequence[Signal]:
    """Oldest first."""
    own = (
        select(Signal)
        .join(SuspectSignal, col(SuspectSignal.signal_id) == col(Signal.id))
        .where(SuspectSignal.suspect_id == row.id, ~col(SuspectSignal.linked), live_on(work.today))
    )
    return work.session.exec(own.order_by(col(Signal.created_at), col(Signal.id))).all()
