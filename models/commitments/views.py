"""Commitments as they are told: in full to who sees them, and those in force to everybody."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, or_, select

from huixin.core.vocabulary import SubjectKind
from huixin.core.windows import Window
from huixin.types.base import Label
from huixin.types.case_actions import Evidence
from huixin.types.commitment import (
    CommitmentDetail,
    CommitmentEventView,
    CommitmentRegister,
    CommitmentView,
    RegisteredCommitment,
)
from models.commitments.standing import days_of, state_on
from models.commitments.tables import Commitment, CommitmentEvent, CommitmentTemplate, CommitmentVersion
from models.paging import newest_first
from models.public_names import public_name
from models.versions import in_force


def commitment_views(session: Session, rows: Sequence[Commitment], today: date) -> list[CommitmentView]:
    """In the order of the rows."""
    ids = [row.id for row in rows]
    versions = {
        version.commitment_id: version
        for version in session.exec(
            select(CommitmentVersion).where(
                col(CommitmentVersion.commitment_id).in_(ids), in_force(CommitmentVersion, None)
            )
        )
    }
    titles = _titles(session, rows)
    reports = _reports(session, ids)
    return [_view(row, versions[row.id], titles, reports.get(row.id, []), today) for row in rows]


def commitment_detail(session: Session, row: Commitment, today: date) -> CommitmentDetail:
    """With what it rests on, and all that became of it."""
    [view] = commitment_views(session, [row], today)
    own = select(CommitmentEvent).where(CommitmentEvent.commitment_id == row.id)
    history = [
        CommitmentEventView(**event.model_dump(include={"number", "at", "by", "action", "said"}))
        for event in session.exec(own.order_by(col(CommitmentEvent.number)))
    ]
    evidence = [Evidence.model_validate(one) for one in row.evidence]
    return CommitmentDetail(**view.model_dump(), signature=row.signature, evidence=evidence, history=history)


def register_page(
    session: Session, today: date, *, uscc: str | None = None, after: str | None = None, limit: int
) -> CommitmentRegister:
    """Those in force today, the newest first: code and name of a registered entity, as it may be told to everybody, and
    what it has promised. What has ended, however it did, is not in it."""
    version = CommitmentVersion
    open_ended = (or_(end.is_(None), end > today) for end in map(col, _ends(version)))
    registered = (
        select(Commitment)
        .join(version, col(version.commitment_id) == col(Commitment.id))
        .where(in_force(version, None), version.valid_from <= today, *open_ended)
    )
    if uscc is not None:
        registered = registered.where(Commitment.uscc == uscc)
    rows, end = newest_first(session, registered, Commitment, after=after, limit=limit)
    shown = set(RegisteredCommitment.model_fields)
    views = zip(rows, commitment_views(session, rows, today), strict=True)
    items = [
        RegisteredCommitment(**view.model_dump(include=shown) | {"name": public_name(SubjectKind(row.kind), row.name)})
        for row, view in views
    ]
    return CommitmentRegister(items=items, next=end)


def _ends(version: type[CommitmentVersion]) -> tuple[Any, ...]:
    return version.valid_to, version.withdrawn_on, version.breached_on


def _titles(session: Session, rows: Iterable[Commitment]) -> dict[tuple[str, int], Label]:
    codes = {row.template for row in rows}
    found = session.exec(select(CommitmentTemplate).where(col(CommitmentTemplate.code).in_(codes)))
    return {(one.code, one.version): Label(**one.title) for one in found}


def _reports(session: Session, ids: Iterable[str]) -> dict[str, list[date]]:
    """Last days of the times of which performance was reported."""
    reported: dict[str, list[date]] = {}
    events = select(CommitmentEvent).where(
        col(CommitmentEvent.commitment_id).in_(list(ids)), CommitmentEvent.action == "report"
    )
    for event in session.exec(events):
        reported.setdefault(event.commitment_id, []).append(date.fromisoformat(event.said["last_day"]))
    return reported


def _view(
    row: Commitment,
    version: CommitmentVersion,
    titles: dict[tuple[str, int], Label],
    reports: list[date],
    today: date,
) -> CommitmentView:
    return CommitmentView(
        id=row.id,
        uscc=row.uscc,
        name=row.name,
        template=row.template,
        version=row.template_version,
        title=titles[row.template, row.template_version],
        how="signature" if row.how == "signature" else "document",
        by=row.by,
        accepted_on=row.accepted_on,
        until=Window(None, days_of(version).end).last,
        state=state_on(version, today),
        performed=len(reports),
        performed_to=max(reports, default=None),
        created_at=row.created_at,
    )
