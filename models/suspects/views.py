"""Suspects as they are told, with what counts today of what they rest on."""

from collections.abc import Mapping

from sqlmodel import col, select

from huixin.types.suspect import SuspectSignalView, SuspectView
from models.cases.seen import SEES_ALL
from models.cases.work import Work
from models.members import Member
from models.signals.tables import Signal, live_on
from models.suspects.links import About
from models.suspects.tables import Suspect, SuspectSignal
from models.suspects.voices import Listener

_COPIED = (
    *("id", "state", "uscc", "name", "target_kind", "target", "platform", "unit"),
    *("decided_on", "decided_by", "reason", "case_id"),
)


def suspect_view(work: Work, row: Suspect) -> SuspectView:
    listener = Listener(work.session, work.catalogue, row.alliance_id, work.today)
    voices = listener.voices(About(row.alliance_id, row.uscc, row.target_key), ())
    weights = {voice.signal.id: voice.weight for voice in voices}
    return SuspectView(
        alliance_id=row.alliance_id if work.caller.kind in SEES_ALL else None,
        **{name: getattr(row, name) for name in _COPIED},
        problem_types=tuple(row.problem_types.split()),
        opened_at=row.created_at,
        supported=listener.agree(voices),
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
    return [
        SuspectSignalView(
            signal_id=signal.id,
            kind=signal.kind,
            member_kind=kind,
            member_id=signal.member_id if work.caller.kind in SEES_ALL else None,
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
