"""Tasks: what departments are asked to do about merchants under joint punishment, and what they did."""

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from api import punishment_examples as examples
from api.auth import CanAnswerTasks, CanReadTasks
from api.context import AppContext, Context
from api.cursors import cursor_of, punishment_position_of
from api.limits import GuardedRoute
from api.openapi import AUTHORISED, WITH_BODY, answers
from api.openapi import examples as shown
from api.paging import Code, Id
from huixin.types.task import PunishmentTaskDetail, PunishmentTaskPage, TaskActionRequest, TaskState
from models.caller import Caller
from models.punishments.tasks import act_on_task, find_task
from models.punishments.views import Filter, task_detail, task_page
from models.punishments.work import Work

router = APIRouter(prefix="/v1/tasks", tags=["tasks"], route_class=GuardedRoute)

TaskId = Annotated[str, Path(pattern="^ptk_[0-9a-f]{32}$", examples=[examples.TASK.id])]


class TaskQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    state: TaskState | None = Field(default=None, description="Only tasks in this state")
    measure: Code | None = Field(default=None, description="Only tasks for this measure")
    subject_id: Id | None = Field(default=None, description="Only tasks about this merchant")
    unit: Code | None = Field(default=None, description="Code of a county or zone")
    queue: bool | None = Field(default=None, description="Tasks of which nobody knows whose they are, or the others")
    limit: int = Field(default=100, ge=1, le=500, description="Tasks on a page")
    cursor: str | None = Field(
        default=None, max_length=2000, pattern="^[A-Za-z0-9_-]+$", description="`next` of the page before"
    )


@router.get(
    "",
    summary="Page through tasks of departments",
    responses=answers(examples.TASK_PAGE, *AUTHORISED, "invalid_content"),
)
def read_tasks(query: Annotated[TaskQuery, Query()], caller: CanReadTasks, context: Context) -> PunishmentTaskPage:
    """Only those that are the caller's, in the order in which they were opened."""
    wanted = Filter(query.state, query.measure, query.subject_id, query.unit, query.queue)
    question = f"tasks:{caller.member_id}:{wanted}"
    after = None if query.cursor is None else punishment_position_of(context.keys, query.cursor, question)
    with context.database.read() as session:
        items, end = task_page(_work(session, caller, context), wanted, after=after, limit=query.limit)
    return PunishmentTaskPage(items=items, next=None if end is None else cursor_of(context.keys, end, question))


@router.get(
    "/{task_id}",
    summary="Read a task with its history",
    responses=answers(examples.TASK, *AUTHORISED, "not_found", "invalid_content"),
)
def read_task(task_id: TaskId, caller: CanReadTasks, context: Context) -> PunishmentTaskDetail:
    """`state` follows from the answer, and from what the rules and the day leave of its support."""
    with context.database.read() as session:
        work = _work(session, caller, context)
        return task_detail(work, find_task(work, task_id))


@router.post(
    "/{task_id}/actions",
    summary="Say what was done about a task",
    responses=answers(examples.TASK, *AUTHORISED, *WITH_BODY, "forbidden", "not_found", "conflict"),
)
def write_task_action(
    task_id: TaskId,
    body: Annotated[TaskActionRequest, Body(openapi_examples=shown(**examples.TASK_ACTIONS))],
    caller: CanAnswerTasks,
    context: Context,
) -> PunishmentTaskDetail:
    """The department of the task answers; the city urges; the centre assigns, and enters what comes on paper."""
    with context.database.write() as session:
        work = _work(session, caller, context)
        return task_detail(work, act_on_task(work, task_id, body.root))


def _work(session: Session, caller: Caller, context: AppContext) -> Work:
    return Work(session, caller, context.ruleset.catalogue, context.now())
