"""From requests to recorded answers, single and in batches: nothing is answered before its decision is committed.

A request under an Idempotency-Key that was answered before is answered from its decisions, through `recall`, so that
records ended since are withheld.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Header, Request
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from api.context import AppContext
from api.problems import ProblemError, language_of, problem, request_id_of
from api.refusals import code_of, faults_of, log_failure
from api.strict_json import Flaw
from huixin.sending import LONGEST_KEY
from huixin.types.answer import Answer
from huixin.types.batch import BatchItem
from huixin.types.problem import Problem
from huixin.types.question import CheckRequest
from models.caller import Caller
from models.checks import CheckContext, check, recall
from models.decision_log import Attempt, Entry, Keyed, answered
from models.decision_rows import Row
from models.errors import DomainError, Fault
from models.log_writer import Entering

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=rf"^[\x20-\x7e]{{1,{LONGEST_KEY}}}$",
        description=f"Up to {LONGEST_KEY} printable ASCII characters. "
        "The same key and body lead to the same decision for a day.",
    ),
]


LOG_HEAD = "Huixin-Log-Head"


@dataclass(frozen=True, slots=True)
class Asking:
    """One request on its way: by whom, of what moment, and under which key, if any."""

    context: AppContext
    checking: CheckContext
    caller: Caller
    attempt: Attempt | None

    @classmethod
    def of(cls, context: AppContext, caller: Caller, key: str | None, body: BaseModel) -> "Asking":
        checking = context.checking()
        if key is None:
            return cls(context, checking, caller, None)
        shown = json.dumps(body.model_dump(mode="json", by_alias=True), sort_keys=True)
        attempt = Attempt.at(
            checking.now,
            context.settings.idempotency_lifetime,
            caller.member_id,
            context.keys.digest(f"idempotency:{key}"),
            context.keys.digest(f"{type(body).__name__}:{shown}"),
        )
        return cls(context, checking, caller, attempt)


def answer_one(asking: Asking, request: CheckRequest) -> Answer:
    """Raises DomainError for what cannot be answered, ProblemError `unavailable` if it cannot be recorded."""

    def ask(session: Session) -> list[tuple[Entry, BatchItem]]:
        checked = check(session, asking.caller, request, asking.checking)
        return [(Entry(checked.decision, None), BatchItem(answer=checked.answer))]

    answer = _answer(asking, ask)[0].answer
    assert answer is not None  # noqa: S101 - a single check that fails raises and is never recorded
    return answer


def log_head(context: AppContext) -> dict[str, str]:
    """As headers: number and digest of the last signed head. Whoever keeps one proves what stood in the log by then."""
    head = context.log.last_head
    return {} if head is None else {LOG_HEAD: f"{head[0]}:{head[1]}"}


def answer_many(asking: Asking, items: Sequence[Any], request: Request) -> list[BatchItem]:
    """Each item is answered or refused for itself; all are read from one snapshot and recorded in one transaction."""

    def ask(session: Session) -> list[tuple[Entry, BatchItem]]:
        return [_item(session, asking, f"/items/{place}", item, request) for place, item in enumerate(items)]

    return _answer(asking, ask)


def _answer(asking: Asking, ask: Callable[[Session], list[tuple[Entry, BatchItem]]]) -> list[BatchItem]:
    earlier = _replayed(asking)
    if earlier is not None:
        return earlier
    with asking.context.database.read() as session:
        asked = ask(session)
    if _recorded(asking, [entry for entry, _ in asked]):
        for decision in (entry.decision for entry, _ in asked if entry.decision is not None):
            asking.context.metrics.checked(decision.outcome, decision.scene)
        return [item for _, item in asked]
    first = _replayed(asking)
    if first is None:
        message = "Another try of this request was not completed; try again."
        raise ProblemError("unavailable", message, zh="同一请求的另一次尝试尚未完成，请重试。", headers=_SOON)
    return first


_SOON = {"Retry-After": "1"}


def _recorded(asking: Asking, entries: list[Entry]) -> bool:
    """Whether these decisions now stand in the log; False where another try of the same request was first."""
    try:
        return asking.context.log.enter(_entering(asking, entries))
    except (SQLAlchemyError, OSError) as error:
        log_failure(error, None)
        raise not_recorded() from None


def not_recorded() -> ProblemError:
    message = "The decision could not be recorded, so it is not given; try again."
    return ProblemError("unavailable", message, zh="查询未能记录，因此不予答复，请重试。", headers=_SOON)


def _entering(asking: Asking, entries: list[Entry]) -> Entering:
    rows = [Row.of(entry.decision) for entry in entries if entry.decision is not None]
    if asking.attempt is None:
        return Entering(rows, asking.checking.now)
    ids = [None if entry.decision is None else entry.decision.id for entry in entries]
    keyed = Keyed(asking.attempt, ids, [entry.problem for entry in entries])
    return Entering(rows, asking.checking.now, keyed)


def _replayed(asking: Asking) -> list[BatchItem] | None:
    if asking.attempt is None:
        return None
    with asking.context.database.log_read() as log:
        entries = answered(log, asking.attempt)
        if entries is None:
            return None
        with asking.context.database.read() as session:
            return [_rebuilt(session, asking, entry) for entry in entries]


def _rebuilt(session: Session, asking: Asking, entry: Entry) -> BatchItem:
    if entry.decision is None:
        return BatchItem(problem=Problem.model_validate(entry.problem))
    catalogue, today = asking.checking.ruleset.catalogue, asking.checking.today
    return BatchItem(answer=recall(session, entry.decision, asking.caller, catalogue, today).answer)


def _item(session: Session, asking: Asking, place: str, item: Any, request: Request) -> tuple[Entry, BatchItem]:
    def refused(
        code: str, detail: str | None, faults: Sequence[Fault], zh: str | None = None
    ) -> tuple[Entry, BatchItem]:
        told = problem(code, detail, faults, language_of(request), request_id_of(request), zh)
        return Entry(None, told.model_dump(mode="json")), BatchItem(problem=told)

    if isinstance(item, Flaw):
        return refused(item.problem, None, [item.fault])
    try:
        checked = check(session, asking.caller, CheckRequest.model_validate(item), asking.checking)
    except ValidationError as error:
        return refused("invalid_content", None, faults_of(error.errors(include_input=False), place))
    except DomainError as error:
        faults = [replace(fault, pointer=place + fault.pointer) for fault in error.faults]
        return refused(code_of(error), error.message, faults, error.zh)
    except SQLAlchemyError:
        raise
    except Exception as error:
        log_failure(error, request_id_of(request))
        return refused("internal_error", None, [])
    return Entry(checked.decision, None), BatchItem(answer=checked.answer)
