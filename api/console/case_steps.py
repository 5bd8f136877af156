"""What may be done with a case: the form of each step, and what can be chosen in it of what the case is about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from api.console.dossier import Shapes, shapes_of, steps
from api.console.forms import NO_CHOICES, Choices
from api.console.frame import empty
from api.console.signing_in import SignedIn
from api.console.titles import Titles
from huixin.types.case import CaseAction, CaseDetail, CaseState, PenaltyView, RoutingRequest, TaskView
from huixin.types.case_actions import CaseAct

OF_A_CASE: Shapes = {**shapes_of(CaseAct), CaseAction.ROUTE: RoutingRequest}
_OTHERS = 500
"""Open cases of which one may be the other one of a duplicate."""
_OF_TASKS: dict[str, Callable[[TaskView], bool]] = {
    CaseAction.INSPECT: lambda task: task.department is not None,
    CaseAction.URGE: lambda task: task.department is not None,
    CaseAction.ASSIGN_TASK: lambda task: task.department is None,
}
_OF_PENALTIES: dict[str, Callable[[PenaltyView], bool]] = {
    CaseAction.PUBLISH_PENALTY: lambda one: one.published_on is None and one.annulled_on is None,
    CaseAction.ANNUL_PENALTY: lambda one: one.annulled_on is None,
    CaseAction.WITHDRAW_PENALTY: lambda one: (
        one.published_on is not None and one.annulled_on is not None and one.withdrawn_on is None
    ),
}
"""Which tasks and which penalties a step can be about."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The version of the case goes with each, so that none is taken on what has changed since."""

    who: SignedIn
    known: Titles
    case: CaseDetail

    def show(self) -> None:
        allowed = list(self._mine())
        fixed = {"version": self.case.version, "cases": (self.case.id,)}
        choices, first = self.known.by_field, self.case.next_step
        steps(self.who, allowed, OF_A_CASE, self._act, choices=choices, offered=self._offered, fixed=fixed, first=first)
        if not allowed:
            empty(self.who, "There is nothing that you can do with it now.")

    def _mine(self) -> Iterator[CaseAction]:
        """What the service allows the member, as far as its credential goes."""
        for action in self.case.allowed:
            if self.who.may("cases:route" if action is CaseAction.ROUTE else "cases:verify"):
                yield action

    async def _act(self, request: Any) -> object:
        cases = self.who.client.cases
        if isinstance(request, RoutingRequest):
            return await cases.route(**request.model_dump())
        return await cases.act(self.case.id, request)

    async def _offered(self, action: str) -> Choices:
        if action in _OF_TASKS:
            tasks = [task for task in self.case.tasks if _OF_TASKS[action](task)]
            problems, word = {code for task in tasks for code in task.results}, self.who.language.word
            return {
                "task_id": self._called(tasks),
                "key": {code: self.known.of("problem_types", code) for code in sorted(problems)},
                "value": {True: word("inspection_accepted"), False: word("inspection_rejected")},
            }
        if action in _OF_PENALTIES:
            return {"penalty_id": {one.id: one.number for one in self.case.penalties if _OF_PENALTIES[action](one)}}
        match action:
            case CaseAction.ROUTE:
                handling = self.known.handling
                return {"unit": {code: self.known.of("unit", code) for code in handling}, "copies": self.known.bodies()}
            case CaseAction.SEND_COPY:
                waiting = {code: self.known.of("department", code) for code in self.case.not_copied}
                return {"bodies": self.known.bodies(), "instead_of": waiting}
            case CaseAction.RECEIVE | CaseAction.GIVE_FEEDBACK:
                has_it = [one.body for one in self.case.addressees if one.withdrawn_at is None]
                return {"body": {body: self.known.body_called(body) for body in has_it}}
            case CaseAction.FIND_DUPLICATE:
                return {"duplicate_of": await self._others()}
        return NO_CHOICES

    def _called(self, tasks: list[TaskView]) -> dict[str, str]:
        return {
            task.id: f"{task_body(self.known, task)} · {self.known.all('problem_types', task.results)}"
            for task in tasks
        }

    async def _others(self) -> dict[str, str]:
        found: dict[str, str] = {}
        async for one in self.who.client.cases.iter(limit=_OTHERS):
            if one.id != self.case.id and one.state is not CaseState.CLOSED:
                found[one.id] = " · ".join(
                    part for part in (one.subject_name, one.uscc, self.who.language.word(one.state)) if part
                )
            if len(found) == _OTHERS:
                break
        return found


def task_body(known: Titles, task: TaskView) -> str:
    """Whose it is; where nobody knows today, as the document named them."""
    if task.department is None:
        named = "、".join(known.of("department", code) for code in task.named)
        return f"{known.of('unit', task.unit)} {named}"
    return known.body(task.unit, task.department)
