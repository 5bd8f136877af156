"""惩戒任务: what departments are asked to do about a merchant under joint punishment, and what they say they did."""

from functools import partial
from typing import Any

from nicegui import ui
from starlette.requests import Request

from api.console.dossier import facts, history, shapes_of, spelt, steps
from api.console.frame import Pages, telling
from api.console.looks import BINDINGS, Look, badge, day, day_of_moment, grounds
from api.console.signing_in import SignedIn
from api.console.tables import PAGE, by_state, paged
from api.console.titles import Titles, titles
from huixin.core.vocabulary import MemberKind
from huixin.types.task import PunishmentTaskDetail, PunishmentTaskView, TaskAct, TaskState

SHAPES = shapes_of(TaskAct)
STATES = {
    TaskState.OPEN: Look("Not answered yet", "bg-amber-200 text-black"),
    TaskState.DONE: Look("Done", "bg-green-800 text-white"),
    TaskState.NOT_APPLICABLE: Look("Not applicable", "bg-slate-200 text-black"),
    TaskState.TO_BE_LIFTED: Look("To be lifted", "bg-red-800 text-white"),
    TaskState.LIFTED: Look("Lifted", "bg-slate-700 text-white"),
    TaskState.CLOSED: Look("Closed", "bg-slate-700 text-white"),
}
_POSSIBLE = {
    TaskState.OPEN: ("done", "not_applicable"),
    TaskState.DONE: ("done", "lift"),
    TaskState.NOT_APPLICABLE: ("done", "not_applicable"),
    TaskState.TO_BE_LIFTED: ("lift",),
    TaskState.LIFTED: (),
    TaskState.CLOSED: ("lift",),
}
"""What the body of a task may say in each state."""


def show(pages: Pages) -> None:
    @pages.at("/tasks")
    async def tasks(request: Request, state: str | None = None, *, queue: bool = False) -> None:
        with pages.page(request, "Tasks of joint punishment") as who, telling(who):
            await _tasks(who, state, queue=queue)

    @pages.at("/tasks/{task_id}")
    async def one(request: Request, task_id: str) -> None:
        with pages.page(request, "Task") as who, telling(who):
            await _task(who, await who.client.tasks.get(task_id))


async def _tasks(who: SignedIn, state: str | None, *, queue: bool) -> None:
    known = await titles(who)
    with ui.row().classes("items-center gap-4"):
        by_state(who, STATES, state, "/tasks")
        if who.me.kind is MemberKind.CENTRE:
            ui.link(who.language.say("Those of which nobody knows whose they are"), "/tasks?queue=true")
    names = ("subject_name", "measure", "body", "state", "opened_at", "until")
    found = who.client.tasks.iter(state=state, queue=queue or None, limit=PAGE)
    await paged(who, names, found, lambda one: _row(who, known, one), "There are no tasks here.")


def _row(who: SignedIn, known: Titles, task: PunishmentTaskView) -> dict[str, Any]:
    return {
        "id": task.id,
        "to": f"/tasks/{task.id}",
        "subject_name": task.subject_name,
        "measure": who.language.of(task.measure_title),
        "body": known.body(task.unit, task.department) or task.named or "",
        "state": who.language.say(STATES[task.state].words),
        "opened_at": day_of_moment(task.opened_at),
        "until": day(task.until, who.language),
    }


async def _task(who: SignedIn, task: PunishmentTaskDetail) -> None:
    known, language = await titles(who), who.language
    ui.link(task.subject_name, f"/subjects/{task.uscc}" if task.uscc else "/tasks").classes("text-xl font-bold")
    with ui.row().classes("gap-2 items-center"):
        badge(STATES[task.state], language)
        badge(BINDINGS[task.binding], language)
        if task.urged_at:
            badge(Look("Urged", "bg-red-800 text-white"), language)
    ui.label(language.of(task.measure_title)).classes("font-bold")
    grounds(task.grounds, language)
    answer = task.answer.model_dump(exclude={"answer"}) if task.answer else {}
    body = known.body(task.unit, task.department) or task.named
    about = {"uscc": task.uscc, "list": known.of("list", task.list), "body": body}
    why = {"problem_types": known.all("problem_types", task.problem_types), "until": task.until}
    facts(who, about | why | answer | {"lifted_on": task.lifted_on})
    if who.may("tasks:answer"):
        steps(who, _allowed(who, task), SHAPES, partial(who.client.tasks.act, task.id), choices=known.by_field)
    history(who, task.history, lambda event: spelt(who, known.named(event.data)))


def _allowed(who: SignedIn, task: PunishmentTaskDetail) -> tuple[str, ...]:
    unassigned = task.unit is None or task.department is None
    if who.me.kind is MemberKind.CENTRE:
        return ("assign",) if unassigned else (*_POSSIBLE[task.state], "urge")
    return _POSSIBLE[task.state] if who.me.unit == task.unit else ("urge",)
