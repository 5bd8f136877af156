"""Brings a merchant's tasks and prompts into line with what the rules ask today. Doing it twice changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from huixin.core.answer import ground_views
from huixin.core.vocabulary import Binding, MemberKind
from huixin.core.windows import day_of
from models.base import new_id
from models.caller import Caller
from models.listings import records_of
from models.members import Member
from models.outbox import put
from models.plans.addressing import addressing_on
from models.punishments.addressees import asked_of_departments, asked_of_members
from models.punishments.addressing import Key, addressed
from models.punishments.gaps import settle_gaps
from models.punishments.states import DONE
from models.punishments.support import Support
from models.punishments.tables import Prompt, Punishment, PunishmentEvent, PunishmentTask
from models.sequence import current_sequence
from models.subjects import Subject, subject_of
from rules.ruleset import RuleSet

Row = TypeVar("Row", PunishmentTask, Prompt)
RULES = "huixin"
"""Who opens and ends: nobody but the rules."""


@dataclass(frozen=True, slots=True)
class Moment:
    """By which rules and at which instant merchants are looked at."""

    ruleset: RuleSet
    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now)


def sync_subject(session: Session, subject_id: str, moment: Moment) -> None:
    """Opens what the rules ask for and nobody has, and tells whom it concerns where they ask no more."""
    # One at a time for each merchant: who comes second finds what the first has done.
    session.exec(select(Subject.id).where(Subject.id == subject_id).with_for_update()).one()
    subject, records = subject_of(session, subject_id), records_of(session, subject_id)
    addressing = addressing_on(session, moment.ruleset.catalogue, moment.today)
    asked = asked_of_departments(session, moment.ruleset, subject, records, addressing)
    to_departments = addressed(session, addressing, subject_id, asked)
    to_members = asked_of_members(session, moment.ruleset, subject, records, moment.today)
    place = _Place(session, subject_id, moment, current_sequence(session))
    _settle(place, PunishmentTask, to_departments.tasks)
    settle_gaps(session, subject_id, to_departments.gaps, moment.ruleset.catalogue, moment.now)
    _settle(place, Prompt, {(s.listing_id, s.measure, m): (s, {"member_id": m}) for m, s in to_members})


@dataclass(frozen=True, slots=True)
class _Place:
    session: Session
    subject_id: str
    moment: Moment
    sequence: int


_Wanted = Mapping[Key, tuple[Support, dict[str, Any]]]


def _key(row: PunishmentTask | Prompt) -> Key:
    return row.listing_id, row.measure, row.body if isinstance(row, PunishmentTask) else row.member_id


def _settle(place: _Place, table: type[Row], wanted: _Wanted) -> None:
    found = place.session.exec(select(table).where(table.subject_id == place.subject_id).order_by(col(table.id))).all()
    rows = {_key(row): row for row in found}
    covered = {
        (listing_id, measure, whom): support
        for (listing_id, _, whom), (support, _) in wanted.items()
        for measure in support.includes
    }
    for key, row in rows.items():
        support = wanted[key][0] if key in wanted else None
        if support is not None and not _weakened(row, support):
            _rest_on(row, wanted[key][1])
            _go_on(place, row, support)
        elif row.ended_at is None and support is None and key in covered:
            _replace(place, row, covered[key])
        elif row.ended_at is None:
            _end(place, row)
    for key, (support, columns) in wanted.items():
        if key not in rows:
            _open(place, table(id=new_id(_PREFIX[table]), **_said(place, support), **columns), "open")


_PREFIX: dict[type[Punishment], str] = {PunishmentTask: "ptk", Prompt: "pmt"}


def _weakened(row: PunishmentTask | Prompt, support: Support) -> bool:
    """What the member applied on its clause is no more than advice now: that is to be lifted first."""
    stands = row.answer == "applied" and row.lifted_on is None
    return stands and row.binding != Binding.ADVICE and support.binding is Binding.ADVICE


def _rest_on(row: PunishmentTask | Prompt, columns: Mapping[str, Any]) -> None:
    """A later version of the plan, or a law, may bind the department now."""
    if isinstance(row, PunishmentTask):
        row.plan_id, row.law = columns["plan_id"], columns["law"]


def _go_on(place: _Place, row: PunishmentTask | Prompt, support: Support) -> None:
    """Asked for again or still: a row that was lifted begins anew, what was done goes on. A "no" was one to what was
    known before the end, and is asked for again."""
    if row.ended_at is None:
        if row.binding != support.binding:
            _write(place, row, "bind", {"from": row.binding, "to": support.binding})
            _restate(row, place, support)
        row.until = support.until
        return
    row.ended_at, row.replaced_by = None, None
    if row.lifted_on is not None or row.answer not in DONE:
        row.answer, row.answered, row.lifted_on = None, None, None
        if isinstance(row, Prompt):
            row.appeal = None
    _restate(row, place, support)
    row.opened_at = place.moment.now
    _open(place, row, "reopen")


def _restate(row: PunishmentTask | Prompt, place: _Place, support: Support) -> None:
    for name, value in _said(place, support).items():
        if name != "opened_at":
            setattr(row, name, value)


def _said(place: _Place, support: Support) -> dict[str, Any]:
    """The columns that hold what the rules said."""
    labels = place.moment.ruleset.catalogue.labels
    return {
        "listing_id": support.listing_id,
        "subject_id": place.subject_id,
        "measure": support.measure,
        "scenes": " ".join(support.scenes),
        "binding": support.binding.value,
        "rule": support.rule,
        "grounds": [view.model_dump(mode="json") for view in ground_views(labels, support.grounds)],
        "ruleset": place.moment.ruleset.digest,
        "sequence": place.sequence,
        "until": support.until,
        "opened_at": place.moment.now,
    }


def _open(place: _Place, row: PunishmentTask | Prompt, action: str) -> None:
    place.session.add(row)
    place.session.flush()
    _write(place, row, action, {"rule": row.rule, "binding": row.binding, "sequence": place.sequence})
    _tell(place, row, "opened")


def _replace(place: _Place, row: PunishmentTask | Prompt, support: Support) -> None:
    """What was applied is lifted with what includes it; for what nobody has applied, that is asked for alone."""
    if row.answer in ("applied", "done") and row.lifted_on is None:
        row.until = support.until
        return
    row.ended_at, row.replaced_by = place.moment.now, support.measure
    place.session.flush()
    _write(place, row, "replace", {"by": support.measure, "sequence": place.sequence})


def _end(place: _Place, row: PunishmentTask | Prompt) -> None:
    row.ended_at = place.moment.now
    place.session.flush()
    _write(place, row, "end", {"sequence": place.sequence})
    if row.lifted_on is None and row.answer not in ("not_applicable", "not_applied"):
        _tell(place, row, "lift")


def record_event(
    session: Session,
    row: PunishmentTask | Prompt,
    now: datetime,
    caller: Caller | None,
    action: str,
    data: dict[str, Any],
) -> None:
    """Adds to the history. `caller` None: nobody but the rules."""
    session.add(
        PunishmentEvent(
            task_id=row.id if isinstance(row, PunishmentTask) else None,
            prompt_id=row.id if isinstance(row, Prompt) else None,
            at=now,
            member_id=None if caller is None else caller.member_id or None,
            by=RULES if caller is None else caller.name,
            action=action,
            data=data,
        )
    )
    session.flush()


def _write(place: _Place, row: PunishmentTask | Prompt, action: str, data: dict[str, Any]) -> None:
    record_event(place.session, row, place.moment.now, None, action, data)


def _tell(place: _Place, row: PunishmentTask | Prompt, what: str) -> None:
    """The message names the row and the measure only: what it is about is read where it can be taken back."""
    data = {"id": row.id, "measure": row.measure}
    if isinstance(row, Prompt):
        put(place.session, row.member_id, f"prompt.{what}", data, place.moment.now, subject=row.id)
        return
    for member_id in _departments(place.session, row):
        put(place.session, member_id, f"task.{what}", data, place.moment.now, subject=row.id)


def _departments(session: Session, task: PunishmentTask) -> Iterable[str]:
    if task.unit is None or task.department is None:
        return ()
    return session.exec(
        select(Member.id).where(
            Member.kind == MemberKind.DEPARTMENT,
            Member.unit == task.unit,
            Member.department == task.department,
            col(Member.disabled_at).is_(None),
        )
    ).all()
