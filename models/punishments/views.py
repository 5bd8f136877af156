"""Tasks and prompts as they leave the service, page by page. What is derived from dates is derived here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from huixin.core.texts import fill
from huixin.core.vocabulary import Binding
from huixin.types.base import Label
from huixin.types.prompt import (
    PromptAbout,
    PromptAnswerView,
    PromptAppealView,
    PromptDetail,
    PromptState,
    PromptView,
)
from huixin.types.record import GroundView
from huixin.types.task import (
    AddressedBy,
    PunishmentEventView,
    PunishmentTaskDetail,
    PunishmentTaskView,
    TaskAnswerView,
    TaskState,
)
from models.associations.wording import words_inside
from models.cases.seen import SEES_ALL
from models.listings import Listing, records_by_id
from models.punishments import prompts, tasks
from models.punishments.states import has_ended, in_state, state_of
from models.punishments.tables import Prompt, PunishmentEvent, PunishmentTask
from models.punishments.work import Work
from models.subjects import SubjectVersion
from models.versions import in_force

Row = TypeVar("Row", PunishmentTask, Prompt)


@dataclass(frozen=True, slots=True)
class Filter:
    """`queue`: tasks of which nobody knows whose they are. `member_id`: of prompts."""

    state: str | None = None
    measure: str | None = None
    subject_id: str | None = None
    unit: str | None = None
    queue: bool | None = None
    member_id: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: when its last row was opened (ISO 8601), and its id."""

    opened_at: str
    id: str


def task_page(
    work: Work, wanted: Filter, *, after: Position | None, limit: int
) -> tuple[list[PunishmentTaskView], Position | None]:
    """The caller's tasks in the order in which they were opened; where the next page begins, None on the last."""
    conditions = [tasks.seen_by(work.caller), *_conditions(work, PunishmentTask, wanted)]
    if wanted.unit is not None:
        conditions.append(col(PunishmentTask.unit) == wanted.unit)
    if wanted.queue is not None:
        nobody = or_(col(PunishmentTask.unit).is_(None), col(PunishmentTask.department).is_(None))
        conditions.append(nobody if wanted.queue else ~nobody)
    rows, end = _page(work, PunishmentTask, conditions, after, limit)
    return _in(wanted.state, task_views(work, rows)), end


def prompt_page(
    work: Work, wanted: Filter, *, after: Position | None, limit: int
) -> tuple[list[PromptView], Position | None]:
    """The caller's prompts, in the same way."""
    conditions = [prompts.seen_by(work.caller), *_conditions(work, Prompt, wanted)]
    if wanted.member_id is not None:
        conditions.append(col(Prompt.member_id) == wanted.member_id)
    if wanted.subject_id is not None and work.caller.kind not in SEES_ALL:
        # of what is withheld it must not be found out whom it was about, not even by the end of a page
        conditions.append(col(Prompt.listing_id).in_(prompts.seen_of(work, wanted.subject_id)))
    rows, end = _page(work, Prompt, conditions, after, limit)
    return _in(wanted.state, prompt_views(work, rows)), end


def _conditions(work: Work, table: type[Row], wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state is not None:
        found.append(in_state(table, wanted.state, work.today))
    if wanted.measure is not None:
        found.append(col(table.measure) == wanted.measure)
    if wanted.subject_id is not None:
        found.append(col(table.subject_id) == wanted.subject_id)
    return found


def _page(
    work: Work, table: type[Row], conditions: Sequence[ColumnElement[bool]], after: Position | None, limit: int
) -> tuple[list[Row], Position | None]:
    order = col(table.opened_at), col(table.id)
    statement = select(table).where(*conditions).order_by(*order).limit(limit + 1)
    if after is not None:
        opened_at = datetime.fromisoformat(after.opened_at)
        later = (col(table.opened_at) == opened_at) & (col(table.id) > after.id)
        statement = statement.where((col(table.opened_at) > opened_at) | later)
    found = list(work.session.exec(statement))
    page = found[:limit]
    return page, Position(page[-1].opened_at.isoformat(), page[-1].id) if len(found) > limit else None


View = TypeVar("View", PunishmentTaskView, PromptView)


def _in(state: str | None, views: list[View]) -> list[View]:
    """The records have the last word on what the query has found by what the job last knew."""
    return [view for view in views if state is None or view.state == state]


def task_views(work: Work, rows: Sequence[PunishmentTask]) -> list[PunishmentTaskView]:
    return [PunishmentTaskView(**fields) for fields in _task_fields(work, rows)]


def task_detail(work: Work, row: PunishmentTask) -> PunishmentTaskDetail:
    [fields] = _task_fields(work, [row])
    return PunishmentTaskDetail(**fields, history=_history(work, col(PunishmentEvent.task_id) == row.id, None))


def _task_fields(work: Work, rows: Sequence[PunishmentTask]) -> list[dict[str, Any]]:
    subjects, lists = _subjects(work, rows), _lists(work, rows)
    gone = tasks.gone(work, rows)
    return [
        {
            **_said(work, row),
            **_about(row, subjects, lists),
            "state": TaskState(state_of(row, ended=row.id in gone)),
            "unit": row.unit,
            "department": row.department,
            "named": row.named,
            "problem_types": tuple(row.problem_types.split()),
            "addressed_by": _addressed_by(row),
            "urged_at": row.urged_at,
            "answer": None if row.answered is None else TaskAnswerView(**row.answered, answer=row.answer),
        }
        for row in rows
    ]


def _addressed_by(row: PunishmentTask) -> AddressedBy | None:
    nobody = row.plan_id is None and row.law is None
    return None if nobody else AddressedBy(plan_id=row.plan_id, law=row.law)


def prompt_views(work: Work, rows: Sequence[Prompt]) -> list[PromptView]:
    return [PromptView(**fields) for fields in _prompt_fields(work, rows)]


def prompt_detail(work: Work, row: Prompt) -> PromptDetail:
    [fields] = _prompt_fields(work, [row])
    own = row.member_id if fields["withheld"] is not None else None
    return PromptDetail(**fields, history=_history(work, col(PunishmentEvent.prompt_id) == row.id, own))


def _prompt_fields(work: Work, rows: Sequence[Prompt]) -> list[dict[str, Any]]:
    subjects, lists = _subjects(work, rows), _lists(work, rows)
    seen = prompts.still_seen(work, rows)
    about = [_about(row, subjects, lists) | _called(work, row) for row in rows]
    return [
        {
            **_said(work, row),
            "member_id": row.member_id,
            "state": PromptState(state_of(row, ended=has_ended(row, work.today) or row.id not in seen)),
            "answer": None if row.answered is None else PromptAnswerView(**row.answered, answer=row.answer),
            "appeal": None if row.appeal is None else PromptAppealView(**row.appeal),
            **_shown(work, row, told, withheld=row.id not in seen),
        }
        for row, told in zip(rows, about, strict=True)
    ]


def _shown(work: Work, row: Prompt, about: dict[str, Any], *, withheld: bool) -> dict[str, Any]:
    """Once a check would no longer show the record, its member keeps the measure and its own answer."""
    if withheld and work.caller.kind not in SEES_ALL:
        return {"about": None, "withheld": fill(work.catalogue.labels, "withheld").zh}
    told = PromptAbout(**_said(work, row), **about, scenes=tuple(row.scenes.split()))
    return {"about": told, "withheld": None}


def _said(work: Work, row: PunishmentTask | Prompt) -> dict[str, Any]:
    """What a task and a prompt say alike; a view takes what it has a place for."""
    label = work.catalogue.labels.measures.get(row.measure)
    return {
        "id": row.id,
        "measure": row.measure,
        "measure_title": Label(zh=row.measure, en=row.measure) if label is None else label.title,
        "binding": Binding(row.binding),
        "rule": row.rule,
        "grounds": [GroundView.model_validate(ground) for ground in row.grounds],
        "ruleset": row.ruleset,
        "sequence": row.sequence,
        "until": row.until,
        "opened_at": row.opened_at,
        "lifted_on": row.lifted_on,
    }


def _about(
    row: PunishmentTask | Prompt, subjects: Mapping[str, SubjectVersion], lists: Mapping[str, str]
) -> dict[str, Any]:
    subject = subjects[row.subject_id]
    return {
        "subject_id": row.subject_id,
        "subject_name": subject.name,
        "uscc": subject.uscc,
        "listing_id": row.listing_id,
        "list": lists[row.listing_id],
    }


def _called(work: Work, row: Prompt) -> dict[str, str]:
    """By its member's own words, where it is about what that keeps inside."""
    records = [*records_by_id(work.session, [row.listing_id]).values()]
    words = words_inside(work.session, {row.subject_id: records})
    return {"subject_name": words[row.subject_id]} if words else {}


def _subjects(work: Work, rows: Sequence[PunishmentTask] | Sequence[Prompt]) -> dict[str, SubjectVersion]:
    wanted = {row.subject_id for row in rows}
    statement = select(SubjectVersion).where(col(SubjectVersion.subject_id).in_(wanted), in_force(SubjectVersion, None))
    return {version.subject_id: version for version in work.session.exec(statement)}


def _lists(work: Work, rows: Sequence[PunishmentTask] | Sequence[Prompt]) -> dict[str, str]:
    wanted = {row.listing_id for row in rows}
    return dict(work.session.exec(select(Listing.id, Listing.list).where(col(Listing.id).in_(wanted))).all())


def _history(work: Work, about: ColumnElement[bool], own: str | None) -> list[PunishmentEventView]:
    """`own`: only what this member did; what the rules said of the record goes with the record."""
    statement = select(PunishmentEvent).where(about).order_by(col(PunishmentEvent.id))
    return [
        PunishmentEventView(number=number, at=event.at, by=event.by, action=event.action, data=event.data)
        for number, event in enumerate(work.session.exec(statement), start=1)
        if own is None or event.member_id == own
    ]
