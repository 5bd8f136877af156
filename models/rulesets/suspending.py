"""A measure is suspended at once and by itself, whatever versions are in force or to come."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from huixin.core.windows import day_of
from huixin.types.base import Label
from huixin.types.ruleset import NewSuspension
from models.base import new_id
from models.errors import Conflict, Fault, Invalid, NotFound
from models.personal import refuse_personal
from models.rulesets.drafting import RuleWork, centre_only, find_version
from models.rulesets.in_force import Timeline, keep_entries
from models.rulesets.tables import MeasureSuspension, RulesInForce
from rules.documents import Dates, Suspension
from rules.ruleset import suspending

_DAY = timedelta(days=1)


def list_suspensions(session: Session) -> Sequence[MeasureSuspension]:
    return session.exec(select(MeasureSuspension).order_by(col(MeasureSuspension.entered_at).desc())).all()


def suspensions_of(session: Session) -> list[Suspension]:
    """As entries of packs; one that was lifted on its own first day never had a day."""
    return [
        Suspension(
            suspension=row.id.replace("_", "-"),
            measure=row.measure,
            effective=Dates(from_=row.begins_on, to=None if row.ended_on is None else row.ended_on - _DAY),
            reason=Label(zh=row.reason, en=row.reason_en),
        )
        for row in session.exec(select(MeasureSuspension))
        if row.ended_on != row.begins_on
    ]


def suspend(work: RuleWork, body: NewSuspension) -> MeasureSuspension:
    """From now on no answer carries the measure. Conflict where it is suspended already."""
    centre_only(work)
    refuse_personal(body)
    if body.measure not in work.book.at(work.now).catalogue.measures:
        raise Invalid("There is no such measure.", Fault("/measure", "unknown_measure", "Name a measure of the packs."))
    open_ones = select(MeasureSuspension).where(
        MeasureSuspension.measure == body.measure, col(MeasureSuspension.ended_on).is_(None)
    )
    if (standing := work.session.exec(open_ones).first()) is not None:
        raise Conflict(f"The measure is suspended since {standing.begins_on}.")
    row = MeasureSuspension(
        id=new_id("sus"),
        measure=body.measure,
        begins_on=day_of(work.now),
        reason=body.reason,
        reason_en=body.reason_en or body.reason,
        entered_at=work.now,
        client_id=work.caller.client_id,
    )
    work.session.add(row)
    work.session.flush()
    _enter_again(work)
    return row


def lift(work: RuleWork, suspension_id: str) -> MeasureSuspension:
    """From now on the rules count again."""
    centre_only(work)
    row = work.session.exec(
        select(MeasureSuspension).where(MeasureSuspension.id == suspension_id).with_for_update()
    ).first()
    if row is None:
        raise NotFound(f"There is no suspension {suspension_id}.")
    if row.ended_on is not None:
        raise Conflict(f"It was lifted on {row.ended_on}.")
    row.ended_on, row.ended_by = day_of(work.now), work.caller.client_id
    work.session.flush()
    _enter_again(work)
    return row


def _enter_again(work: RuleWork) -> None:
    """What is in force now and all that is to come, each under the suspensions as they stand now: also a version over
    which another of the same instant counts, for that one may be withdrawn."""
    timeline = Timeline.read(work.session)
    current = timeline.at(work.now)
    if current is None:
        raise Conflict("No rule set has been published here; run `huixin-server migrate`.")
    suspensions = suspensions_of(work.session)
    to_come = [(row.at, row.ruleset_id) for row in timeline.rows if row.at > work.now]
    for at, version_id in ((work.now, current.ruleset_id), *dict.fromkeys(to_come)):
        digest = find_version(work.session, version_id).digest
        assert digest is not None  # noqa: S101 - the database holds it
        kept = keep_entries(work.session, suspending(work.book.named(digest), suspensions), work.now)
        work.session.add(RulesInForce(at=at, digest=kept, ruleset_id=version_id, entered_at=work.now))
    work.session.flush()
