"""What the service can be asked about tasks and prompts of joint punishment; `punishments` drives these flows."""

from typing import Any

from huixin.errors import UnexpectedAnswer
from huixin.flows import Flow, Send, Session, ask
from huixin.sending import Many, given, model, posted, segment
from huixin.types.prompt import PromptActionRequest, PromptDetail, PromptPage, PromptView
from huixin.types.task import PunishmentTaskDetail, PunishmentTaskPage, PunishmentTaskView, TaskActionRequest


def tasks(session: Session, filters: dict[str, Any]) -> Many[PunishmentTaskView]:
    """Page after page; a flow is made when the one before has told the cursor."""
    params = _params(filters)
    yield _task_page(session, params)
    while "cursor" in params:
        yield _task_page(session, params)


def _task_page(session: Session, params: dict[str, str]) -> Flow[list[PunishmentTaskView]]:
    asked = params.get("cursor")
    page = yield from ask(session, Send("GET", "/v1/tasks", params=dict(params)), PunishmentTaskPage)
    _go_on(params, asked, page.next)
    return page.items


def prompts(session: Session, filters: dict[str, Any]) -> Many[PromptView]:
    params = _params(filters)
    yield _prompt_page(session, params)
    while "cursor" in params:
        yield _prompt_page(session, params)


def _prompt_page(session: Session, params: dict[str, str]) -> Flow[list[PromptView]]:
    asked = params.get("cursor")
    page = yield from ask(session, Send("GET", "/v1/prompts", params=dict(params)), PromptPage)
    _go_on(params, asked, page.next)
    return page.items


def _params(filters: dict[str, Any]) -> dict[str, str]:
    present = given(filters).items()
    return {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in present}


def _go_on(params: dict[str, str], asked: str | None, following: str | None) -> None:
    params.pop("cursor", None)
    if following is None:
        return
    if following == asked:
        raise UnexpectedAnswer(f"The service gave the same page cursor twice: {asked}.")
    params["cursor"] = following


def task(session: Session, task_id: str) -> Flow[PunishmentTaskDetail]:
    return ask(session, Send("GET", f"/v1/tasks/{segment(task_id)}"), PunishmentTaskDetail)


def act_on_task(session: Session, task_id: str, fields: dict[str, Any]) -> Flow[PunishmentTaskDetail]:
    """Sent once: a second time would be a second event."""
    request = posted(f"/v1/tasks/{segment(task_id)}/actions", model(TaskActionRequest, fields), repeatable=False)
    return ask(session, request, PunishmentTaskDetail)


def prompt(session: Session, prompt_id: str) -> Flow[PromptDetail]:
    return ask(session, Send("GET", f"/v1/prompts/{segment(prompt_id)}"), PromptDetail)


def act_on_prompt(session: Session, prompt_id: str, fields: dict[str, Any]) -> Flow[PromptDetail]:
    """Sent once: a second time would be a second event."""
    request = posted(f"/v1/prompts/{segment(prompt_id)}/actions", model(PromptActionRequest, fields), repeatable=False)
    return ask(session, request, PromptDetail)
