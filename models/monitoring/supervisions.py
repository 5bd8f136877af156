"""Supervisions (督查、情况通报、约谈): the centre opens one, the body answers, and the day says what is late."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, Index, and_, false, or_, true
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from huixin.core.vocabulary import MemberKind
from huixin.core.windows import day_of, start_of
from huixin.types.base import Label
from huixin.types.monitoring import (
    Dimension,
    Figure,
    SupervisionAct,
    SupervisionAnswer,
    SupervisionClosing,
    SupervisionEventView,
    SupervisionKind,
    SupervisionRequest,
    SupervisionReturn,
    SupervisionState,
    SupervisionView,
)
from models.base import Instant, MainTable, new_id, one_of
from models.caller import Caller
from models.cases.seen import SEES_ALL
from models.cases.work import Work, wrong
from models.errors import Conflict, Forbidden, NotFound
from models.monitoring.figures import groups, seen_by
from models.monitoring.seen import cases_seen
from models.monitoring.table import span_of
from models.personal import refuse_personal
from rules.duties import city_of

ANSWER_DAYS = "supervision_answer_days"
DUE_BEFORE = "due_before"
"""In the event of a return: the last day to answer until then."""
TITLES = {
    SupervisionKind.INSPECTION: Label(zh="督查", en="Inspection"),
    SupervisionKind.CIRCULAR: Label(zh="情况通报", en="Circular"),
    SupervisionKind.INTERVIEW_OFFICIAL: Label(zh="约谈部门负责人", en="Interview of the official in charge"),
}


class Supervision(MainTable, table=True):
    """`history`: what was done, oldest first. `answered` since the last return."""

    __tablename__ = "supervision"
    __table_args__ = (
        CheckConstraint(one_of("kind", SupervisionKind), name="kind"),
        CheckConstraint(one_of("figure", Figure), name="figure"),
        CheckConstraint('(figure IS NULL) = (counted IS NULL) AND (figure IS NULL) = ("of" IS NULL)', name="counted"),
        CheckConstraint('counted IS NULL OR (counted >= 0 AND counted <= "of")', name="counted_of"),
        Index("ix_supervision_body", "body"),
    )
    id: str = Field(primary_key=True, max_length=40)
    kind: str = Field(max_length=32)
    body: str = Field(max_length=130)
    reason: str
    document_number: str | None = Field(default=None, max_length=300)
    figure: str | None = Field(default=None, max_length=32)
    first: date | None = None
    last: date | None = None
    as_of: date | None = None
    counted: int | None = None
    of: int | None = None
    due: date
    answered: bool = False
    closed: bool = False
    history: list[dict[str, Any]] = Field(sa_type=JSON)
    member_id: str = Field(foreign_key="member.id", max_length=40)
    created_at: datetime = Field(sa_type=Instant)


def open_supervision(work: Work, said: SupervisionRequest) -> Supervision:
    """Raises Forbidden for others than the centre, Invalid."""
    _centre_only(work.caller)
    refuse_personal(said)
    _check_body(work, said.body)
    due = said.due or work.today + timedelta(days=work.catalogue.number(ANSWER_DAYS, work.today, 15))
    _refuse_past(work, due)
    row = Supervision(
        id=new_id("spv"),
        kind=said.kind,
        body=said.body,
        reason=said.reason,
        document_number=said.document_number,
        due=due,
        history=[],
        member_id=work.caller.member_id,
        created_at=work.now,
        **_counted(work, said),
    )
    work.session.add(row)
    work.session.flush()
    return row


def _counted(work: Work, said: SupervisionRequest) -> dict[str, Any]:
    """What the figure is, counted here and now: nobody writes it by hand."""
    if said.figure is None:
        return {}
    span = span_of(said.first, said.last, said.as_of, work.today)
    unit, _, department = said.body.partition("/")
    by, code = (Dimension.DEPARTMENT, department) if department else (Dimension.UNIT, unit)
    if department and unit != city_of(work.catalogue):
        raise wrong("/figure", "no_such_figure", "Figures are of units, and of the city's departments.")
    cases = cases_seen(work.session, work.catalogue, span.as_of, work.today)
    found = groups(cases, said.figure, by, span, seen_by(work.caller, work.catalogue))
    one = next((one for one in found if one.code == code), None)
    if one is None:
        raise wrong("/figure", "no_such_figure", f"There is no {said.figure} of {said.body} in these days.")
    days = {"first": span.first, "last": span.last, "as_of": span.as_of}
    return {"figure": said.figure, **days, "counted": len(one.counted), "of": one.of}


def _check_body(work: Work, body: str) -> None:
    unit, _, department = body.partition("/")
    if unit not in work.catalogue.units or (department and department not in work.catalogue.departments):
        raise wrong("/body", "unknown_body", "Write the code of a unit, or unit/department.")


def _refuse_past(work: Work, due: date) -> None:
    if due < work.today:
        raise wrong("/due", "in_the_past", f"Today is {work.today}; there has to be time to answer.")


def act_on_supervision(work: Work, key: str, act: SupervisionAct) -> Supervision:
    """Raises NotFound, Forbidden, Conflict, Invalid."""
    row = find_supervision(work, key, for_update=True)
    refuse_personal(act)
    before: date | None = None
    if row.closed:
        raise Conflict("It is closed.", zh="该督导已办结。")
    match act:
        case SupervisionAnswer():
            if work.caller.kind is not MemberKind.CENTRE and not _is_addressee(work.caller, row.body):
                raise Forbidden(f"{row.body} answers it, or the centre for it.", zh="由被督导单位反馈。")
            row.answered = True
        case SupervisionReturn():
            _centre_only(work.caller)
            if not row.answered:
                raise Conflict("Nothing has been answered yet.", zh="尚未反馈，不能退回。")
            _refuse_past(work, act.due)
            row.answered, row.due, before = False, act.due, row.due
        case SupervisionClosing():
            _centre_only(work.caller)
            row.closed = True
    data = act.model_dump(mode="json", exclude={"action"}, exclude_none=True)
    if before is not None:
        data[DUE_BEFORE] = str(before)
    event = {"at": work.now.isoformat(), "by": work.caller.name, "action": act.action, "data": data}
    row.history = [*row.history, event]
    work.session.flush()
    return row


def _centre_only(caller: Caller) -> None:
    if caller.kind is not MemberKind.CENTRE:
        raise Forbidden("The centre opens, returns and closes supervisions.", zh="督导由信用中心发起、退回和办结。")


def _is_addressee(caller: Caller, body: str) -> bool:
    return body == (caller.body if caller.kind is MemberKind.DEPARTMENT else caller.unit)


def seen_of(caller: Caller) -> ColumnElement[bool]:
    """The centre and auditors see all; a unit its own and its departments', a department its own."""
    body = col(Supervision.body)
    if caller.kind in SEES_ALL:
        return true()
    if caller.kind is MemberKind.UNIT and caller.unit is not None:
        return or_(body == caller.unit, body.startswith(f"{caller.unit}/", autoescape=True))
    return body == caller.body if caller.kind is MemberKind.DEPARTMENT and caller.body is not None else false()


def supervisions(
    work: Work,
    *,
    body: str | None = None,
    state: SupervisionState | None = None,
    first: date | None = None,
    as_of: date | None = None,
) -> SelectOfScalar[Supervision]:
    """As they stand now, or stood at the end of a day; `first`: without those that were closed before it."""
    found = select(Supervision).where(seen_of(work.caller))
    if body is not None:
        found = found.where(Supervision.body == body)
    if first is None and as_of is None:
        return found if state is None else found.where(_in_state(state, work.today))
    day = as_of or work.today
    opened = work.session.exec(found.where(col(Supervision.created_at) < start_of(day + timedelta(days=1))))
    stood = [row.id for row in opened if _stood(row, first, day) and state in (None, state_of(row, day))]
    return found.where(col(Supervision.id).in_(stood))


def _stood(row: Supervision, first: date | None, day: date) -> bool:
    closed = (_on(event) for event in _known(row, day) if event["action"] == "close")
    return first is None or all(on >= first for on in closed)


def _known(row: Supervision, day: date) -> list[dict[str, Any]]:
    """What had been done at the end of the day."""
    return [event for event in row.history if _on(event) <= day]


def _on(event: dict[str, Any]) -> date:
    return day_of(datetime.fromisoformat(event["at"]))


def _in_state(state: SupervisionState, today: date) -> ColumnElement[bool]:
    closed, answered, late = col(Supervision.closed), col(Supervision.answered), col(Supervision.due) < today
    conditions: dict[SupervisionState, ColumnElement[bool]] = {
        SupervisionState.CLOSED: and_(closed),
        SupervisionState.ANSWERED: ~closed & answered,
        SupervisionState.OVERDUE: ~closed & ~answered & late,
        SupervisionState.OPEN: ~closed & ~answered & ~late,
    }
    return conditions[state]


def state_of(row: Supervision, day: date) -> SupervisionState:
    """At the end of the day, or at this moment of it."""
    done = [event["action"] for event in _known(row, day)]
    match done[-1:]:
        case ["close"]:
            return SupervisionState.CLOSED
        case ["answer"]:
            return SupervisionState.ANSWERED
        case _:
            return SupervisionState.OVERDUE if _due(row, day) < day else SupervisionState.OPEN


def _due(row: Supervision, day: date) -> date:
    """The last day to answer, as it was before whatever was returned later."""
    later = row.history[len(_known(row, day)) :]
    before = (event["data"].get(DUE_BEFORE) for event in later if event["action"] == "return")
    return next((date.fromisoformat(due) for due in before if due is not None), row.due)


def find_supervision(work: Work, key: str, *, for_update: bool = False) -> Supervision:
    """Raises NotFound for one that the caller may not see, too."""
    statement = select(Supervision).where(Supervision.id == key, seen_of(work.caller))
    found = work.session.exec(statement.with_for_update() if for_update else statement).first()
    if found is None:
        raise NotFound(f"There is no supervision {key}.")
    return found


def supervision_view(row: Supervision, day: date) -> SupervisionView:
    """As it stood at the end of the day."""
    fields = row.model_dump(exclude={"history"}) | {"due": _due(row, day)}
    kind = SupervisionKind(row.kind)
    history = [SupervisionEventView.model_validate(event) for event in _known(row, day)]
    return SupervisionView(**fields, state=state_of(row, day), title=TITLES[kind], history=history)
