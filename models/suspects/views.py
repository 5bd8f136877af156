"""Suspects as they are told, with what counts today of what they rest on."""

from collections.abc import Iterable, Mapping

from sqlmodel import col, select

from huixin.types.suspect import SuspectSignalView, SuspectView
from models.cases.seen import SEES_ALL
from models.cases.work import Work
from models.members import Member
from models.signals.tables import Signal, live_on
from models.suspects.reading import listening, read, unit_of
from models.suspects.tables import Suspect, SuspectSignal
from models.suspects.voices import Listener

_COPIED = ("id", "state", "decided_on", "decided_by", "reason", "case_id")


def suspect_views(work: Work, rows: Iterable[Suspect]) -> list[SuspectView]:
    """Each rests on something yet."""
    listen = listening(work)
    return [_view(work, row, listen(row.alliance_id)) for row in rows]


def _view(work: Work, row: Suspect, listener: Listener) -> SuspectView:
    reading = read(work, row, listener)
    weights = {voice.signal.id: voice.weight for voices in reading.voices for voice in voices}
    return SuspectView(
        alliance_id=row.alliance_id if work.caller.kind in SEES_ALL else None,
        **{name: getattr(row, name) for name in _COPIED},
        uscc=reading.uscc,
        name=reading.name,
        target_kind=reading.shown.target_kind,
        target=reading.shown.target,
        platform=reading.shown.platform,
        problem_types=reading.problem_types,
        unit=unit_of(work, reading.uscc),
        opened_at=row.created_at,
        supported=any(map(listener.agree, reading.voices)),
        signals=tuple(_signals(work, row, weights)),
    )


def _signals(work: Work, row: Suspect, weights: Mapping[str, float]) -> list[SuspectSignalView]:
    statement = (
        select(SuspectSignal, Signal, Member.kind)
        .join(Signal, col(Signal.id) == col(SuspectSignal.signal_id))
        .join(Member, col(Member.id) == col(Signal.member_id))
        .where(SuspectSignal.suspect_id == row.id, live_on(work.today))
        .order_by(col(Signal.created_at), col(Signal.id))
    )
    named = work.caller.kind in SEES_ALL
    return [
        SuspectSignalView(
            signal_id=signal.id,
            kind=signal.kind,
            member_kind=kind,
            member_id=signal.member_id if named else None,
            uscc=signal.uscc if named else None,
            linked=rests.linked,
            weight=round(weights.get(signal.id, 0) * 100),
            confidence=signal.confidence,
            evidence_sha256=str(signal.evidence_sha256),
            period_from=signal.period_from,
            period_to=signal.period_to,
            shared_on=signal.shared_on,
        )
        for rests, signal, kind in work.session.exec(statement)
    ]
