"""Signals as they are told to the member whose they are, with what became of them; and counts of the others'."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import col, select

from huixin.core.visibility import has_standing
from huixin.types.signal import Became, SignalCount, SignalCounts, SignalView
from models.alliances.joining import find_alliance, sharing_agreement
from models.alliances.members import members_on
from models.alliances.views import rounded
from models.cases.seen import SEES_ALL
from models.cases.work import Work
from models.checks.eyes import Eyes
from models.listings import records_of
from models.signals.tables import ERASED, Signal, is_kept, live_on
from models.subjects import Subject
from models.suspects.tables import Suspect, SuspectSignal

_COPIED = (
    *("id", "alliance_id", "agreement_id", "kind", "target_kind", "target", "platform", "uscc", "name"),
    *("evidence_sha256", "period_from", "period_to", "confidence", "purpose", "ground", "assessment_id"),
    *("retention_until", "shared_on", "retracted_on", "retraction_reason"),
)
_GONE = dict.fromkeys(set(_COPIED) & set(ERASED))
"""What is told of one whose retention is over, whether it is erased yet or not."""

LEAST_GROUPS = 3
"""So many independent members stand behind each count that members are told."""


def signal_views(work: Work, rows: Sequence[Signal]) -> list[SignalView]:
    merchants = _merchants(work, rows)
    named = work.caller.kind in SEES_ALL
    return [
        SignalView(
            **{name: getattr(row, name) for name in _COPIED} | ({} if is_kept(row, work.today) else _GONE),
            member_id=row.member_id if named else None,
            became=_became(work, row, merchants.get(row.id, set())),
        )
        for row in rows
    ]


def _merchants(work: Work, rows: Sequence[Signal]) -> Mapping[str, set[str]]:
    """Whom each is about: by the code that it names, else as a case has found out."""
    keys = {f"uscc:{row.uscc}" for row in rows if row.uscc is not None}
    ids = dict(work.session.exec(select(Subject.key, Subject.id).where(col(Subject.key).in_(keys))).all())
    found = {row.id: {ids[key]} for row in rows if (key := f"uscc:{row.uscc}") in ids}
    by_case = (
        select(SuspectSignal.signal_id, Suspect.subject_id)
        .join(Suspect, col(Suspect.id) == col(SuspectSignal.suspect_id))
        .where(col(SuspectSignal.signal_id).in_([row.id for row in rows if row.uscc is None]))
        .where(~col(SuspectSignal.linked), col(Suspect.subject_id).is_not(None))
    )
    for signal_id, subject_id in work.session.exec(by_case):
        found.setdefault(signal_id, set()).add(str(subject_id))
    return found


def _became(work: Work, row: Signal, merchants: Collection[str]) -> Became:
    """Nobody learns that there is or was a suspect or a case: whatever is made of one, it is kept like one of which
    nobody else spoke."""
    if not is_kept(row, work.today):
        return "expired"
    if row.retracted_on is not None:
        return "retracted"
    return "recognised" if any(_is_recognised(work, row, subject_id) for subject_id in merchants) else "kept"


def _is_recognised(work: Work, row: Signal, subject_id: str) -> bool:
    """Whether the caller sees a record of the merchant since then about the same problem; none that has ended."""
    kind = work.catalogue.signal_kinds.get(row.kind)
    eyes = Eyes(work.caller, work.caller.kind, work.catalogue, work.today, work.session)
    return kind is not None and any(
        kind.problem_type in record.problem_types
        and record.inside is None
        and record.began_on is not None
        and record.began_on >= row.shared_on
        and has_standing(record, work.today)
        and eyes.see(record)
        for record in records_of(work.session, subject_id)
    )


def counts(work: Work, alliance_id: str) -> SignalCounts:
    """By kind and month, of months that are over and of others than the caller and its group; for who may share today.

    One fixed table without totals and filters, in steps of the least count, of nothing that fewer than LEAST_GROUPS
    share. Raises NotFound, AgreementNotSigned.
    """
    alliance = find_alliance(work, alliance_id)
    if work.caller.kind not in SEES_ALL:
        sharing_agreement(work, alliance.id)
    members = members_on(work.session, alliance.id, work.today)
    own = members.get(work.caller.member_id)
    others = {key: one.group for key, one in members.items() if own is None or one.group != own.group}
    shared = select(Signal).where(
        Signal.alliance_id == alliance.id,
        col(Signal.member_id).in_(set(others)),
        col(Signal.shared_on) < work.today.replace(day=1),
        live_on(work.today),
    )
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for signal in work.session.exec(shared):
        cells[signal.shared_on.isoformat()[:7], signal.kind].append(others[signal.member_id])
    items = []
    for (month, kind), groups in sorted(cells.items()):
        told = rounded(work, len(groups)) if len(set(groups)) >= LEAST_GROUPS else None
        if told is not None:
            items.append(SignalCount(kind=kind, month=month, count=told))
    return SignalCounts(items=items)
