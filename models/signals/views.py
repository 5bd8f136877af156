"""Signals as they are told to the member whose they are, with what became of them; and counts of the others'."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from huixin.types.signal import Became, SignalCount, SignalCounts, SignalView
from models.alliances.joining import find_alliance, members_on, sharing_agreement
from models.alliances.views import rounded
from models.cases.seen import SEES_ALL
from models.cases.work import Work
from models.checks.eyes import Eyes
from models.listings import records_of
from models.signals.tables import Signal, live_on
from models.suspects.tables import Suspect, SuspectSignal

_COPIED = (
    *("id", "alliance_id", "agreement_id", "kind", "target_kind", "target", "platform", "uscc", "name"),
    *("evidence_sha256", "period_from", "period_to", "confidence", "purpose", "ground", "assessment_id"),
    *("retention_until", "shared_on", "retracted_on", "retraction_reason"),
)


def signal_views(work: Work, rows: Sequence[Signal]) -> list[SignalView]:
    suspects = _suspects(work, rows)
    named = work.caller.kind in SEES_ALL
    return [
        SignalView(
            **{name: getattr(row, name) for name in _COPIED},
            member_id=row.member_id if named else None,
            became=_became(work, row, suspects.get(row.id, ())),
        )
        for row in rows
    ]


def _suspects(work: Work, rows: Sequence[Signal]) -> Mapping[str, list[Suspect]]:
    statement = (
        select(SuspectSignal.signal_id, Suspect)
        .join(Suspect, col(Suspect.id) == col(SuspectSignal.suspect_id))
        .where(col(SuspectSignal.signal_id).in_([row.id for row in rows]), ~col(SuspectSignal.linked))
    )
    found: dict[str, list[Suspect]] = {}
    for signal_id, suspect in work.session.exec(statement):
        found.setdefault(signal_id, []).append(suspect)
    return found


def _became(work: Work, row: Signal, suspects: Sequence[Suspect]) -> Became:
    """Nobody learns that there is a suspect or a case: one that waits looks like one of which nobody else spoke."""
    if row.retracted_on is not None:
        return "retracted"
    if any(suspect.state == "case_opened" and _is_recognised(work, suspect) for suspect in suspects):
        return "recognised"
    return "not_borne_out" if any(suspect.state == "dismissed" for suspect in suspects) else "waiting"


def _is_recognised(work: Work, suspect: Suspect) -> bool:
    """Whether the caller sees a record of the merchant since then about the same problem; none that has ended."""
    if suspect.subject_id is None:
        return False
    eyes = Eyes(work.caller, work.caller.kind, work.catalogue, work.today, work.session)
    problems = set(suspect.problem_types.split())
    return any(
        record.list != suspect.list
        and record.problem_types & problems
        and record.began_on is not None
        and record.began_on >= suspect.opened_on
        and eyes.see(record)
        for record in records_of(work.session, suspect.subject_id)
    )


def counts(work: Work, alliance_id: str) -> SignalCounts:
    """By kind and month, of months that are over and of others than the caller; for who may share today.

    One fixed table without totals and filters, in steps of the least count: neither a cell nor the difference of any
    two answers tells of fewer. Raises NotFound, AgreementNotSigned.
    """
    alliance = find_alliance(work, alliance_id)
    keeper = work.caller.kind in SEES_ALL
    if not keeper:
        sharing_agreement(work, alliance.id)
    others = members_on(work.session, alliance.id, work.today) - (set() if keeper else {work.caller.member_id})
    shared = select(Signal).where(
        Signal.alliance_id == alliance.id,
        col(Signal.member_id).in_(others),
        col(Signal.shared_on) < work.today.replace(day=1),
        live_on(work.today),
    )
    cells: dict[tuple[str, str], int] = {}
    for signal in work.session.exec(shared):
        cell = signal.shared_on.isoformat()[:7], signal.kind
        cells[cell] = cells.get(cell, 0) + 1
    items = []
    for (month, kind), exact in sorted(cells.items()):
        if (told := rounded(work, exact)) is not None:
            items.append(SignalCount(kind=kind, month=month, count=told))
    return SignalCounts(items=items)
