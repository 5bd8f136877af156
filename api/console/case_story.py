"""What is known of a case: whom it was sent to, what they said, what was ordered and found, and its history."""

from dataclasses import dataclass
from typing import Any

from api.console.case_steps import task_body
from api.console.dossier import history, spelt
from api.console.looks import day_of_moment, heading
from api.console.signing_in import SignedIn
from api.console.tables import table
from api.console.titles import Titles
from huixin.types.case import (
    AddresseeView,
    CaseAction,
    CaseDetail,
    CaseEventView,
    InspectionView,
    OrderView,
    PenaltyView,
    TaskView,
)

_OF_A_TASK = ("body", "results", "urged_at")
_OF_AN_ADDRESSEE = (
    "body", "role", "sent_at", "received_on", "received_by", "feedback_on", "feedback", "liaisons", "withdrawn_at",
)  # fmt: skip
_OF_AN_ORDER = (
    "document_number", "requirements", "issued_on", "served_on", "mode", "proof", "due", "reported_on", "withdrawn_on",
)  # fmt: skip
_OF_AN_INSPECTION = ("body", "on", "officers", "results", "opinion")
_OF_A_PENALTY = (
    "document_number", "authority", "content", "decided_on", "publish_by", "published_on", "annulled_on",
    "withdrawn_on",
)  # fmt: skip
_WORDS: dict[str, str] = {CaseAction.OPEN: "take_in"}
_SAID_BESIDE = ("task_id", "penalty_id", "results", "number")


@dataclass(frozen=True, slots=True)
class Story:
    who: SignedIn
    known: Titles
    case: CaseDetail

    def show_what_is_under_way(self) -> None:
        case, say = self.case, self.who.language.say
        parts = (
            (say("Sent to"), _OF_AN_ADDRESSEE, map(self._addressee, case.addressees)),
            (say("Tasks"), _OF_A_TASK, map(self._task, case.tasks)),
            (say("Orders to rectify"), _OF_AN_ORDER, map(self._order, case.orders)),
            (
                say("Inspections"),
                _OF_AN_INSPECTION,
                map(self._inspection, range(len(case.inspections)), case.inspections),
            ),
            (say("Penalties"), _OF_A_PENALTY, map(self._penalty, case.penalties)),
        )
        for title, names, found in parts:
            rows = list(found)
            if rows:
                heading(title, 2)
                shown = [name for name in names if any(row.get(name) for row in rows)]
                table(self.who, shown, rows).props("wrap-cells")

    def show_history(self) -> None:
        history(self.who, self.case.history, self._told, _WORDS)

    def _told(self, event: CaseEventView) -> str:
        """What was said, which document says so, and all that the event holds."""
        word = self.who.language.word
        number = f"{word('document_number')}: {event.document_number}" if event.document_number else ""
        state = f"{word('state')}: {word(event.to_state)}" if event.to_state != event.from_state else ""
        held = self.known.named({name: one for name, one in event.data.items() if name not in _SAID_BESIDE})
        parts = (event.basis, number, spelt(self.who, held | self._beside(event.data)), state)
        return " · ".join(part for part in parts if part)

    def _beside(self, data: dict[str, Any]) -> dict[str, Any]:
        """What an event refers to, as people know it."""
        penalties = {one.id: one.number for one in self.case.penalties}
        found: dict[str, Any] = {
            "document_number": data.get("number"),
            "penalty": penalties.get(data.get("penalty_id", "")),
        }
        return found | {"results": self._results(data.get("results") or {})}

    def _results(self, results: dict[str, Any]) -> str:
        word = self.who.language.word
        said = {True: "inspection_accepted", False: "inspection_rejected", None: "not_inspected"}
        found = (f"{self.known.of('problem_types', code)}: {word(said[result])}" for code, result in results.items())
        return " · ".join(found)

    def _addressee(self, one: AddresseeView) -> dict[str, Any]:
        persons = "、".join(" ".join(part for part in (person.name, person.phone) if part) for person in one.liaisons)
        said = one.model_dump(mode="json", include={"received_on", "received_by", "feedback", "feedback_on"})
        days = {"sent_at": day_of_moment(one.sent_at), "withdrawn_at": day_of_moment(one.withdrawn_at)}
        called = {"id": one.body, "body": self.known.body_called(one.body), "role": self.who.language.word(one.role)}
        return said | days | called | {"liaisons": persons}

    def _task(self, task: TaskView) -> dict[str, Any]:
        results, urged = self._results(task.results), day_of_moment(task.urged_at)
        return {"id": task.id, "body": task_body(self.known, task), "results": results, "urged_at": urged}

    def _order(self, one: OrderView) -> dict[str, Any]:
        mode = self.who.language.word(one.mode) if one.mode else ""
        return one.model_dump(mode="json") | {"document_number": one.number, "mode": mode}

    def _penalty(self, one: PenaltyView) -> dict[str, Any]:
        return one.model_dump(mode="json") | {"document_number": one.number}

    def _inspection(self, place: int, one: InspectionView) -> dict[str, Any]:
        tasks = {task.id: task_body(self.known, task) for task in self.case.tasks}
        told = {"officers": "、".join(one.officers), "results": self._results(one.results), "opinion": one.opinion}
        return {"id": place, "body": tasks.get(one.task_id, ""), "on": str(one.on), **told}
