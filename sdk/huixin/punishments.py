"""`client.tasks` and `client.prompts` of both clients, over the same flows."""

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from huixin import punishment_operations as operations
from huixin.types.prompt import PromptAct, PromptDetail, PromptState, PromptView
from huixin.types.task import PunishmentTaskDetail, PunishmentTaskView, TaskAct, TaskState

if TYPE_CHECKING:
    from huixin.async_client import AsyncClient
    from huixin.client import Client


class Tasks:
    """`client.tasks`: what departments are asked to do under joint punishment."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(
        self,
        *,
        state: TaskState | str | None = None,
        measure: str | None = None,
        subject_id: str | None = None,
        unit: str | None = None,
        queue: bool | None = None,
        limit: int | None = None,
    ) -> Iterator[PunishmentTaskView]:
        """Every task that is the caller's, page after page; `queue`: those of which nobody knows whose they are."""
        filters = {"state": state, "measure": measure, "subject_id": subject_id, "unit": unit, "queue": queue}
        return self._client.each(operations.tasks(self._session, {**filters, "limit": limit}))

    def get(self, task_id: str) -> PunishmentTaskDetail:
        """With its history."""
        return self._client.run(operations.task(self._session, task_id))

    def act(self, task_id: str, action: TaskAct) -> PunishmentTaskDetail:
        """Say what was done: `act(id, TaskDone(on=date.today(), officer="…"))`. Not tried again once sent."""
        fields = action.model_dump(mode="json")
        return self._client.run(operations.act_on_task(self._session, task_id, fields))


class Prompts:
    """`client.prompts`: what a member is asked to consider, and what it decided."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._session = client._session

    def iter(
        self,
        *,
        state: PromptState | str | None = None,
        measure: str | None = None,
        subject_id: str | None = None,
        member_id: str | None = None,
        limit: int | None = None,
    ) -> Iterator[PromptView]:
        """The member's own prompts, page after page; the centre's are those of all, or of one."""
        filters = {"state": state, "measure": measure, "subject_id": subject_id, "member_id": member_id}
        return self._client.each(operations.prompts(self._session, {**filters, "limit": limit}))

    def get(self, prompt_id: str) -> PromptDetail:
        """With its history."""
        return self._client.run(operations.prompt(self._session, prompt_id))

    def act(self, prompt_id: str, action: PromptAct) -> PromptDetail:
        """Say what was decided: `act(id, PromptNotApplied(why="…", by="…"))`. Not tried again once sent."""
        fields = action.model_dump(mode="json")
        return self._client.run(operations.act_on_prompt(self._session, prompt_id, fields))


class AsyncTasks:
    """`client.tasks`: what departments are asked to do under joint punishment."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(
        self,
        *,
        state: TaskState | str | None = None,
        measure: str | None = None,
        subject_id: str | None = None,
        unit: str | None = None,
        queue: bool | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[PunishmentTaskView]:
        """Every task that is the caller's, page after page; `queue`: those of which nobody knows whose they are."""
        filters = {"state": state, "measure": measure, "subject_id": subject_id, "unit": unit, "queue": queue}
        return self._client.each(operations.tasks(self._session, {**filters, "limit": limit}))

    async def get(self, task_id: str) -> PunishmentTaskDetail:
        """With its history."""
        return await self._client.run(operations.task(self._session, task_id))

    async def act(self, task_id: str, action: TaskAct) -> PunishmentTaskDetail:
        """Say what was done: `act(id, TaskDone(on=date.today(), officer="…"))`. Not tried again once sent."""
        fields = action.model_dump(mode="json")
        return await self._client.run(operations.act_on_task(self._session, task_id, fields))


class AsyncPrompts:
    """`client.prompts`: what a member is asked to consider, and what it decided."""

    def __init__(self, client: "AsyncClient") -> None:
        self._client = client
        self._session = client._session

    def iter(
        self,
        *,
        state: PromptState | str | None = None,
        measure: str | None = None,
        subject_id: str | None = None,
        member_id: str | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[PromptView]:
        """The member's own prompts, page after page; the centre's are those of all, or of one."""
        filters = {"state": state, "measure": measure, "subject_id": subject_id, "member_id": member_id}
        return self._client.each(operations.prompts(self._session, {**filters, "limit": limit}))

    async def get(self, prompt_id: str) -> PromptDetail:
        """With its history."""
        return await self._client.run(operations.prompt(self._session, prompt_id))

    async def act(self, prompt_id: str, action: PromptAct) -> PromptDetail:
        """Say what was decided: `act(id, PromptNotApplied(why="…", by="…"))`. Not tried again once sent."""
        fields = action.model_dump(mode="json")
        return await self._client.run(operations.act_on_prompt(self._session, prompt_id, fields))
